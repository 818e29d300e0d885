// Remembers, on this device and without any id, that a step was answered or put away, so that nobody is
// asked twice. Reads before anything is loaded; writes only after an answer or a dismissal.
//
// One entry per journey: {steps: {tekeningen: lastDay}, skip: steps still to be left alone}. Days count from 1970.
// Where storage is forbidden nothing is remembered, and nothing else changes.

const DAY = 864e5;

const key = (element) => `journey-feedback:${element.getAttribute("journey")}`;

const storage = (element) => {
  const remember = element.getAttribute("remember") ?? "session";
  return remember === "off" ? null : remember === "session" ? sessionStorage : localStorage;
};

const read = (element, store) => JSON.parse(store.getItem(key(element))) ?? { steps: {}, skip: 0 };

/** Whether to leave the person alone at the element's step. */
export const remembered = (element) => {
  try {
    const store = storage(element);
    const entry = store && read(element, store);
    return entry?.steps[element.getAttribute("step")] > Date.now() / DAY;
  } catch {
    return false;
  }
};

/** Keeps that the element's step was answered or put away. */
export const remember = (element) => {
  try {
    const store = storage(element);
    if (!store) return;
    const entry = read(element, store);
    const days = parseInt(element.getAttribute("remember")) || 1;
    entry.steps[element.getAttribute("step")] = Math.ceil(Date.now() / DAY) + days;
    store.setItem(key(element), JSON.stringify(entry));
  } catch {}
};
