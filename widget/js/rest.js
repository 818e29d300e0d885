// Writes to the device's memory that a step was answered or put away, and lets the next few steps rest where the journey
// says so. Where storage is forbidden nothing is remembered, and nothing else changes.

/** Keeps that the element's step is done, and that so many more steps are to be left alone. */
export const remember = (memory, element, steps) => {
  try {
    const { entry, step, today, days, save } = memory(element);
    entry.until[step] = today + days;
    entry.rest = steps;
    entry.last = step;
    save();
  } catch {}
};

/** Whether the element's step is one of those to be left alone; each is counted once. */
export const isResting = (memory, element) => {
  try {
    const { entry, step, save } = memory(element);
    if (entry.rest > 0 && entry.last !== step) {
      entry.rest--;
      entry.last = step;
      save();
      return true;
    }
    return entry.last === step;
  } catch {
    return false;
  }
};
