// Shows a question in an element: gives it its looks, hands it to the core, and is the core's way to the page's own
// settings and to the device's memory.

import { guard } from "./contrast.js";
import { show as open } from "./core/glue.js";
import { isResting, remember } from "./rest.js";
import css from "./style.css";

let masking;

// Where it does not come, the server masks alone.
const prepare = async () => {
  try {
    masking ??= await import("./masking.js");
  } catch {
    addEventListener("online", prepare, { once: true });
  }
};

const styles = new CSSStyleSheet();
styles.replaceSync(css);

/** Gives the function that takes the question away; nothing if this person is not to be asked. */
export const show = (element, place, question, address, headers, memory) => {
  const { sampleRate, cooldownSteps } = question.ask;
  if (Math.random() >= sampleRate || isResting(memory, element)) {
    // Below the window its room can go without anything in sight moving.
    if (place.getBoundingClientRect().top > innerHeight) place.remove();
    return;
  }
  const page = {
    /** The answer as the page wants it sent; nothing if it refuses it. A check that fails refuses. */
    approve: (answer) => {
      try {
        const verdict = window[element.getAttribute("before-send")]?.(answer);
        return verdict === false ? undefined : (verdict ?? answer);
      } catch {}
    },
    /** A comment may be written: fetches what masks it. */
    prepare,
    /** The text with its personal data masked; nothing if none was found. */
    mask: (text) => masking?.mask(text),
    /** The step was answered or put away. */
    done: () => remember(memory, element, cooldownSteps),
  };
  const root = element.shadowRoot;
  root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, styles])];
  const time = Date.parse(headers.get("date")) || undefined;
  const close = open(element, place, question, address, time, page);
  const card = place.firstChild;
  guard(card);

  let tapped;
  card.addEventListener("click", () => (tapped = performance.now()));
  let coming;
  // What follows an answer. Where it does not come it is tried anew with the next occasion.
  const after = async () => {
    try {
      return (await (coming ??= import("./after.js"))).after(element, card, question, address, time, () => tapped);
    } catch (error) {
      coming = null;
      throw error;
    }
  };
  const improve = async () => {
    try {
      if (card.isConnected) await (await after()).improve();
    } catch {}
  };
  element.addEventListener("journey-feedback:sent", improve, { once: true });
  if (question.callback) {
    const offer = document.createElement("button");
    const failed = document.createElement("span");
    failed.role = "alert";
    offer.type = "button";
    offer.textContent = question.words.callback.offer;
    offer.onclick = async () => {
      try {
        (await after()).offer(offer);
        failed.remove();
      } catch {
        offer.after(failed);
        failed.textContent = question.words.callback.failed;
      }
    };
    card.querySelector(".exits").append(offer);
  }
  return close;
};
