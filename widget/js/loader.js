// The loader, a classic script: defines <journey-feedback> and window.journeyFeedback, and, for a script tag with data-journey,
// places an element with the tag's data-… attributes.

import { JourneyFeedback, NAME, script } from "./element.js";

const first = () => document.querySelector(NAME);
const hidden = (hidden) => () => first()?.toggleAttribute("hidden", hidden);

const place = () => {
  const { journey, step, target } = script.dataset;
  if (document.querySelector(`${NAME}[journey="${journey}"][step="${step}"]`)) return;
  const element = document.createElement(NAME);
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-")) element.setAttribute(name.slice(5), value);
  }
  if (target) document.querySelector(target)?.append(element);
  else if (script.closest("body")) script.after(element);
  else (document.querySelector("main") ?? document.body).append(element);
};

try {
  if (!customElements.get(NAME)) {
    window.journeyFeedback = {
      setStep: (step) => first()?.setAttribute("step", step),
      show: hidden(false),
      hide: hidden(true),
      on: (event, handler) => {
        const type = `${NAME}:${event}`;
        document.addEventListener(type, handler);
        return () => document.removeEventListener(type, handler);
      },
    };
    customElements.define(NAME, JourneyFeedback);
  }
  if (script.dataset.journey) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", place);
    else place();
  }
} catch {}
