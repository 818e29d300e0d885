// On every theme, and on none or a bad one, the question looks like its page and stays readable.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, SAYS, test, widget } from "./fixtures.mjs";
import { THEMES } from "./theme-packages.mjs";

const contrast = (one, other) => {
  const [low, high] = [one, other]
    .map((colour) => {
      const [r, g, b] = colour.match(/[\d.]+/g).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    })
    .sort((a, b) => a - b);
  return high / low;
};

const colours = (page) =>
  page.locator("journey-feedback").evaluate(({ shadowRoot }) => {
    const of = (selector) => getComputedStyle(shadowRoot.querySelector(selector));
    const [card, open, chosen] = [of(".card"), of('[aria-pressed="false"]'), of('[aria-pressed="true"]')];
    return {
      text: [card.color, card.backgroundColor],
      option: [open.color, open.backgroundColor],
      chosen: [chosen.color, chosen.backgroundColor],
      border: [open.borderTopColor, open.backgroundColor],
      choice: [chosen.backgroundColor, open.backgroundColor],
    };
  });

const expectReadable = (pairs) => {
  for (const [name, pair] of Object.entries(pairs)) {
    const least = ["border", "choice"].includes(name) ? 3 : 4.5;
    expect(contrast(...pair), `${name}: ${pair.join(" on ")}`).toBeGreaterThanOrEqual(least);
  }
};

const answer = async (page, pages, name, css) => {
  const { option, status } = widget(page);
  pages.file("/theme.css", css);
  const head = `<link rel="stylesheet" href="/theme.css">`;
  await page.goto(pages.add("/page", `<div class="${name}"><main>${pages.tag("tekeningen")}</main></div>`, { head }));
  await option("Heel moeilijk").click();
  await expect(status).toContainText(SAYS.thanks);
};

for (const { name, className, button, css } of THEMES) {
  test(`on the theme of ${name}`, async ({ page, pages }) => {
    await answer(page, pages, className, await css());
    const pairs = await colours(page);
    expectReadable(pairs);
    expect(pairs.chosen[1]).toBe(button);
    const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
    const { violations } = await new AxeBuilder({ page }).include("journey-feedback").withTags(tags).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
}

for (const [what, tokens] of [
  ["grey on grey", "--utrecht-document-color: #999; --utrecht-document-background-color: #888"],
  ["half of a pair", "--utrecht-document-background-color: #111"],
  ["a page that lets what is below through", "--utrecht-document-background-color: transparent"],
  ["a button like its page", "--nl-button-primary-background-color: #fff; --nl-button-primary-color: #000"],
  ["a button without contrast", "--nl-button-primary-background-color: #ccc; --nl-button-primary-color: #ddd"],
  ["a border that is not seen", "--utrecht-textarea-border-color: #eee"],
  ["no colours at all", "--utrecht-document-color: blurple; --utrecht-textarea-border-color: 12"],
]) {
  test(`${what} is not taken over`, async ({ page, pages }) => {
    await answer(page, pages, "bad", `.bad { ${tokens} }`);
    expectReadable(await colours(page));
  });
}
