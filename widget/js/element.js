// <journey-feedback>: keeps its room on the page, waits until it is about to come into view, then fetches core and
// question side by side and lets the core show the question.
//
// Holds one showing at a time. What always holds: nothing it does throws into the page or is visible when it fails, and an
// element that is only moved keeps its question.

import { canRun, turn } from "./can-run.js";
import { memory } from "./memory.js";
import reserve from "./reserve.css";

export const script = document.currentScript;
export const NAME = "journey-feedback";

// Where the loader came from: the folder that holds journey-feedback.js, under whatever path. In the npm package the
// core's files lie beside this one, for bundlers to find, and the worker is known by the endpoint attribute alone.
const base = script?.src.replace(/\/(widget\/[^/]*\/)?[^/]*$/, "");

const room = new CSSStyleSheet();
room.replaceSync(reserve);

// How to fetch, and the means to call it off: a controller has the signal that fetch looks for. With the credentials
// of a preload hint, so that what a page preloaded is used; none go to another origin.
const quietly = () => Object.assign(new AbortController(), { referrerPolicy: "no-referrer" });

let core;
// All of the core's parts at once, once a page; `place` is where it can be tried whether WebAssembly may run. That takes
// longer than to ask for the module, so the module is asked for first and called off where it may not. On a line so slow
// that nothing of it will have come by then, the other form is asked for and called off likewise: last, as what was already
// sent when it is called off takes its room on the line.
const load = async (place) => {
  await turn();
  const folder = `${base}/widget/${VERSION}/`;
  const noModule = quietly();
  const main = PACKAGE ? import("./core.js") : import(folder + "core.js");
  const noFallback = quietly();
  const module = fetch(PACKAGE ? new URL("./core_bg.wasm", import.meta.url) : folder + "core_bg.wasm", noModule);
  const fallback = folder + "fallback.js";
  if (!PACKAGE && navigator.connection?.rtt > 200) fetch(fallback, noFallback).catch(() => {});
  const [{ open }, part] = await Promise.all([
    main,
    canRun(place).then(
      () => (noFallback.abort(), module),
      () => (noModule.abort(), PACKAGE ? import("./fallback.js") : import(fallback)),
    ),
    module.catch(() => {}),
  ]);
  return open(part);
};

export class JourneyFeedback extends HTMLElement {
  static observedAttributes = ["journey", "step", "lang"];

  #showing;

  constructor() {
    super().attachShadow({ mode: "open" }).adoptedStyleSheets = [room];
  }

  async connectedCallback() {
    const journey = this.getAttribute("journey");
    const step = this.getAttribute("step");
    if (this.#showing || !(journey && step)) return;
    const place = document.createElement("section");
    this.shadowRoot.replaceChildren(place);
    const tell = (event) => this.dispatchEvent(new CustomEvent(`${NAME}:${event}`, { composed: true, bubbles: true }));
    const ask = async () => {
      near.disconnect();
      try {
        const address = `${this.getAttribute("endpoint")?.replace(/\/$/, "") ?? base}/v1/journeys/${journey}/steps/${step}`;
        const asked = fetch(`${address}/question?lang=${this.closest("[lang]")?.lang ?? ""}`, quietly());
        // A core that did not arrive is tried anew by the next showing.
        core ??= load(this.shadowRoot);
        core.catch(() => (core = null));
        const [reply, show] = await Promise.all([asked, core]);
        // From now on that is how the question is taken away.
        near.disconnect = await show(this, place, reply, address, memory, tell);
      } catch (error) {
        if (this.hasAttribute("debug")) console.warn(NAME, error);
        tell("error");
      }
    };
    const near = (this.#showing = new IntersectionObserver((entries) => entries.pop().isIntersecting && ask(), {
      rootMargin: "50%",
    }));
    await turn();
    // The observer tells with the next frame, which a slow phone takes long to draw. What is not shown has no box.
    if (innerHeight > Math.abs(place.getClientRects()[0]?.top)) ask();
    else near.observe(place);
    await turn();
    // Asking its memory takes a slow phone longer than asking the server: what is under way by now comes in vain.
    try {
      const { entry, today } = memory(this);
      if (entry.until[step] >= today) place.remove();
    } catch {}
  }

  async disconnectedCallback() {
    await turn();
    if (!this.isConnected) this.#stop();
  }

  async attributeChangedCallback(name, before, now) {
    if (before === now) return;
    this.#stop();
    await turn();
    this.connectedCallback();
  }

  #stop() {
    this.#showing?.disconnect?.();
    this.#showing = null;
    this.shadowRoot.replaceChildren();
  }
}
