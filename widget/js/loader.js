// The loader, a classic script: defines <journey-feedback> and, for a script tag with data-journey and data-step, places one.

import { JourneyFeedback } from "./element.js";

const script = document.currentScript;

const place = () => {
  const element = document.createElement("journey-feedback");
  for (const [name, value] of Object.entries(script.dataset)) {
    element.setAttribute(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value);
  }
  const target = script.dataset.target && document.querySelector(script.dataset.target);
  if (target) target.append(element);
  else if (document.body.contains(script)) script.after(element);
  else (document.querySelector("main") ?? document.body).append(element);
};

try {
  if (!customElements.get("journey-feedback")) customElements.define("journey-feedback", JourneyFeedback);
  if (script?.dataset.journey) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", place);
    else place();
  }
} catch {}
