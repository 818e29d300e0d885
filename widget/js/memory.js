// What this device remembers of a journey, without any id, so that nobody is asked twice.
//
// One entry a journey: {until: {step: day}, rest, last}: steps to leave alone until a day (counted from 1970), how many more
// steps to leave alone (rest.js), and the last of those. What always holds: nothing is written before an answer or a dismissal.

/** The element's part of it, and where it is kept; throws where nothing can or should be remembered. */
export const memory = (element) => {
  const span = element.getAttribute("remember") ?? "session";
  const store = span !== "off" && (span === "session" ? sessionStorage : localStorage);
  const key = "journey-feedback:" + element.getAttribute("journey");
  const entry = JSON.parse(store.getItem(key)) ?? { until: {} };
  return { entry, key, span, step: element.getAttribute("step"), store, today: (Date.now() / 864e5) | 0 };
};
