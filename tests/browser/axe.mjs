// Looks for what axe finds against the widget, on themes and none.

import { AxeBuilder } from "@axe-core/playwright";
import { THEMES } from "./theme-packages.mjs";
import { JOURNEY } from "./worker.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What a page can look like: its style sheet, and the class that puts an element under it. */
const LOOKS = [
  { name: "no theme", className: "", css: () => "" },
  { name: "a dark scheme", className: "", css: () => ":root { color-scheme: light dark }", colorScheme: "dark" },
  ...THEMES,
];

/** Each look in a language that is written from left to right and in one from right to left. */
export const LOOKS_AND_LANGUAGES = LOOKS.flatMap((look) => ["nl", "ar"].map((lang) => ({ ...look, lang })));

/** Goes to a page of such a look with a step's question on it; gives the question and a way to look for violations. */
export const openLook = async (page, pages, worker, { className, css, colorScheme, lang }, step) => {
  await worker.load(pages.origin, (journey) => journey.languages.push("ar"));
  const address = `${worker.origin}/v1/journeys/${JOURNEY}/steps/${step}/question?lang=${lang}`;
  const question = await (await fetch(address)).json();
  await page.emulateMedia({ colorScheme });
  pages.file("/theme.css", await css());
  const body = `<div class="${className}"><main><h1>Test</h1>${pages.tag(step, 'data-remember="off"')}</main></div>`;
  await page.goto(pages.add("/page", body, { head: `<link rel="stylesheet" href="/theme.css">`, lang }));
  // A theme's own colours reach AA, not always AAA.
  const tags = className ? TAGS : [...TAGS, "wcag2aaa"];
  const violations = async () => {
    const { violations } = await new AxeBuilder({ page }).include("journey-feedback").withTags(tags).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  };
  return { question, violations };
};
