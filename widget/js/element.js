// <journey-feedback>: keeps its room on the page, waits until it is about to come into view, then fetches core and
// question side by side and lets the core show the question.
//
// Holds one showing at a time. What always holds: nothing it does throws into the page or is visible when it
// fails, and an element that is only moved keeps its question.

import { canCompile } from "./can-compile.js";
import { remember, remembered } from "./memory.js";
import reserve from "./reserve.css";

// Where the loader came from: the folder that holds journey-feedback.js, under whatever path.
const script = document.currentScript;
const base = (script?.src ?? location.href).replace(/(widget\/[^/]*\/)?[^/]*$/, "");
const folder = `${base}widget/${VERSION}/`;

const room = new CSSStyleSheet();
room.replaceSync(reserve);

const get = (url) => fetch(url, { credentials: "omit", referrerPolicy: "no-referrer" });

let core;
// Starts all of the core's parts at once; once a page. A core that did not arrive is tried anew by the next showing.
const load = (place) =>
  (core ??= (async () => {
    if (canCompile(place)) {
      const module = get(`${folder}core_bg.wasm`);
      module.catch(() => {});
      const { styles, open } = await import(`${folder}core.js`);
      return { styles, show: await open(module) };
    }
    const { styles, open } = await import(`${folder}fallback.js`);
    return { styles, show: await open() };
  })().catch((error) => {
    core = null;
    throw error;
  }));

export class JourneyFeedback extends HTMLElement {
  static observedAttributes = ["journey", "step", "lang", "endpoint", "channel", "audience"];

  #root = this.attachShadow({ mode: "open" });
  #card;
  #near;
  #close;
  #turn = 0;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [room];
    this.addEventListener("journey-feedback:answered", () => remember(this));
    this.addEventListener("journey-feedback:dismissed", () => remember(this));
  }

  connectedCallback() {
    if (!this.#card) this.#start();
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#card) return;
    this.#stop();
    queueMicrotask(() => this.#card || (this.isConnected && this.#start()));
  }

  #start() {
    if (!this.getAttribute("journey") || !this.getAttribute("step") || remembered(this)) return;
    this.#card = document.createElement("div");
    this.#root.replaceChildren(this.#card);
    this.#near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#near.disconnect();
        this.#show(this.#turn, this.#card).catch((error) => this.#fail(error));
      },
      { rootMargin: "50%" },
    );
    this.#near.observe(this);
  }

  #stop() {
    this.#turn++;
    this.#near?.disconnect();
    this.#close?.();
    this.#close = this.#card = null;
    this.#root.replaceChildren();
  }

  async #show(turn, card) {
    const ready = load(card);
    ready.catch(() => {});
    const part = (name) => encodeURIComponent(this.getAttribute(name));
    const endpoint = this.getAttribute("endpoint") ?? base;
    const step = `${endpoint.replace(/\/$/, "")}/v1/journeys/${part("journey")}/steps/${part("step")}`;
    const lang = this.closest("[lang]")?.lang;
    const response = await get(`${step}/question${lang ? `?lang=${encodeURIComponent(lang)}` : ""}`);
    if (!response.ok) throw response.status;
    const question = await response.json();
    const { styles, show } = await ready;
    if (turn !== this.#turn) return;
    this.#root.adoptedStyleSheets = [room, styles];
    this.#close = show(this, card, question, step, Date.parse(response.headers.get("date")) || undefined);
  }

  #fail(error) {
    if (this.hasAttribute("debug")) console.warn("journey-feedback:", error);
    this.dispatchEvent(new CustomEvent("journey-feedback:error", { bubbles: true, composed: true }));
  }
}
