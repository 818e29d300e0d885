// Guards contrast: where a theme's colours do not stand out enough from each other, the question takes safe ones.

const CHANNELS = [0.2126, 0.7152, 0.0722];

// Relative luminance as WCAG 2.2 defines it, of a computed colour; not a number for one that lets others through or is
// written in another colour space.
const luminance = (colour) => {
  const [red, green, blue, alpha = 1] = colour.startsWith("rgb") ? colour.match(/[\d.]+/g) : [];
  if (alpha < 1) return NaN;
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return [red, green, blue].reduce((sum, value, at) => sum + CHANNELS[at] * linear(value / 255), 0);
};

const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/** Gives the card a class for each pair of colours that it must not take from the theme. */
export const guard = (card) => {
  // Has every colour that the style sheet derives from the theme, each in a property that gives it computed.
  const probe = document.createElement("i");
  probe.className = "probe";
  card.append(probe);
  const page = getComputedStyle(card);
  const more = getComputedStyle(probe);
  const rules = [
    ["own-page", 4.5, () => [page.color, page.backgroundColor]],
    ["own-chosen", 4.5, () => [more.color, more.backgroundColor]],
    ["own-chosen", 3, () => [more.backgroundColor, page.backgroundColor]],
    ["own-line", 3, () => [more.borderTopColor, page.backgroundColor]],
    ["own-focus", 3, () => [more.outlineColor, page.backgroundColor]],
    ["own-wrong", 4.5, () => [more.columnRuleColor, page.backgroundColor]],
  ];
  for (const [name, least, pair] of rules) {
    if (!(contrast(...pair()) >= least)) card.classList.add(name);
  }
  probe.remove();
};
