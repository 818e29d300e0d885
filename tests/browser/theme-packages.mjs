// The real themes of municipalities that the widget is tried on.

import { readFile } from "node:fs/promises";

const MODULES = new URL("../../node_modules/", import.meta.url);

const theme = (name, className, file, button) => ({
  name,
  /** The class that puts an element under the theme. */
  className,
  /** The colour of its primary button, which is that of a chosen option. */
  button,
  css: () => readFile(new URL(file, MODULES), "utf8"),
});

export const THEMES = [
  theme("Utrecht", "utrecht-theme", "@utrecht/design-tokens/dist/theme.css", "rgb(36, 87, 143)"),
  theme("Den Haag", "denhaag-theme", "@gemeente-denhaag/design-tokens-components/dist/index.css", "rgb(35, 133, 65)"),
  theme("Rijkshuisstijl", "rhc-theme", "@rijkshuisstijl-community/design-tokens/dist/index.css", "rgb(21, 66, 115)"),
  theme("Voorbeeld", "voorbeeld-theme", "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css", "rgb(81, 21, 239)"),
  // Has other tokens.
  theme("Amsterdam", "ams-theme", "@amsterdam/design-system-tokens/dist/index.theme.css", "rgb(11, 83, 148)"),
];
