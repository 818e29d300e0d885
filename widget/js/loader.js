// The loader, a classic script: defines <journey-feedback> and window.journeyFeedback, and, for a script tag with data-journey,
// places an element with the tag's data-… attributes.

import { JourneyFeedback, NAME, script } from "./element.js";

const first = () => document.querySelector(NAME);
const hidden = (hidden) => () => first()?.toggleAttribute("hidden", hidden);

const place = () => {
  const { step, journey, target } = script.dataset;
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
  window.journeyFeedback = {
    setStep: (step) => first()?.setAttribute("step", step),
    hide: hidden(true),
    show: hidden(false),
    on: (event, handler) => {
      event = `${NAME}:${event}`;
      addEventListener(event, handler);
      return () => removeEventListener(event, handler);
    },
  };
  if (!PACKAGE && script.dataset.journey) {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", place);
    else place();
  }
  // Throws where this script came twice.
  customElements.define(NAME, JourneyFeedback);
} catch {}
