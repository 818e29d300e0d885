// Shows a question in an element: gives it its looks, hands it to the core, and is the core's way to the page's own
// settings and to the device's memory.

import { guard } from "./contrast.js";
import { show as open } from "./core/glue.js";
import { make } from "./make.js";
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

/** Takes the server's reply, with the question. Gives the function that takes the question away; nothing if this person
    is not to be asked, or the element went or changed its step meanwhile. */
export const show = async (element, place, reply, address, memory, tell) => {
  const question = reply.ok && (await reply.json());
  if (!place.isConnected) return;
  if (!question) throw reply.status;
  const { sampleRate, cooldownSteps } = question.ask;
  if (Math.random() >= sampleRate || isResting(memory, element)) {
    // Below the window its room can go without anything in sight moving.
    if (place.getBoundingClientRect().top > innerHeight) place.remove();
    return;
  }
  const page = {
    make,
    tell,
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
  const time = Date.parse(reply.headers.get("date")) || undefined;
  let close;
  try {
    close = open(element, place, question, address, time, page);
  } catch (error) {
    // What is malformed shows nothing, also where that came to light half-way.
    place.replaceChildren();
    throw error;
  }
  const card = place.firstChild;
  // Right after the frame that shows the card: it found out the colours, and is long enough for a slow phone.
  requestAnimationFrame(() => setTimeout(guard, 0, card));

  let tapped;
  card.addEventListener("click", () => (tapped = performance.now()));
  let coming;
  // What follows an answer. Where it does not come it is tried anew with the next occasion.
  const after = async () => {
    try {
      return (await (coming ??= import("./after.js"))).after(element, card, question, address, time, () => tapped, make);
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
    const { offer, failed } = question.words.callback;
    const exits = card.querySelector(".exits");
    const button = make(exits, "button|type=button", offer);
    let problem;
    button.onclick = async () => {
      try {
        (await after()).offer(button);
        problem?.remove();
      } catch {
        problem ??= make(exits, "span|role=alert");
        problem.textContent = failed;
      }
    };
  }
  return close;
};
