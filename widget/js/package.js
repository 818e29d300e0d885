// The entry of the npm package: defines <journey-feedback> and window.journeyFeedback, as the loader does.

import "./loader.js";

export { JourneyFeedback } from "./element.js";
export const { journeyFeedback } = window;
