// Writes to the device's memory that a step was answered or put away, and lets the next few steps rest where the journey
// says so. Where storage is forbidden nothing is remembered, and nothing else changes.

const save = ({ entry, store, key }) => store.setItem(key, JSON.stringify(entry));

/** Keeps that the element's step is done, and that so many more steps are to be left alone. */
export const remember = (memory, element, steps) => {
  try {
    const own = memory(element);
    const { entry, step, today, span } = own;
    entry.until[step] = today + (parseInt(span) || 1);
    entry.rest = steps;
    entry.last = step;
    save(own);
  } catch {}
};

/** Whether the element's step is one of those to be left alone; each is counted once. */
export const isResting = (memory, element) => {
  try {
    const own = memory(element);
    const { entry, step } = own;
    if (entry.rest > 0 && entry.last !== step) {
      entry.rest--;
      entry.last = step;
      save(own);
      return true;
    }
    return entry.last === step;
  } catch {
    return false;
  }
};
