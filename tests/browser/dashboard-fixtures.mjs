// What the tests of the dashboard have in common: a worker with believable answers, a browser without scripts, signing in, and
// what holds for every page: nothing that axe finds, 320 pixels, controls of 44.

import { AxeBuilder } from "@axe-core/playwright";
import { fill } from "./filler.mjs";
import { expect, test as base } from "./fixtures.mjs";
import { JOURNEY as ID } from "./worker.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const CONTROLS = "button:not(.unseen):visible, select:visible, summary:visible, nav a:visible, a.button:visible";

export { expect };

/** The journey's page. */
export const JOURNEY = `/dashboard/journeys/${ID}`;

export const test = base.extend({
  filled: async ({ worker }, use) => {
    await worker.load("http://localhost:1", (journey) => (journey.minimumCell = 10));
    await fill(worker);
    await use(worker);
  },
});

/** The pages have no script; the tests that look on have one, and `plain` has none at all. */
export const withoutScripts = (test) =>
  test.extend({
    page: async ({ browser }, use) => {
      const context = await browser.newContext({ javaScriptEnabled: false, locale: "nl-NL" });
      await use(await context.newPage());
      await context.close();
    },
  });

/** Signs in with the worker's key, and goes on to a page. */
export const signIn = async (page, worker, to = "/dashboard") => {
  await page.goto(worker.origin + to);
  await page.locator("#key").fill(worker.key);
  await page.locator("form.narrow button").click();
  await expect(page.locator("#key")).toHaveCount(0);
};

/** What axe finds on the page as it is. */
export const violations = async (page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
};

/** The page is no wider than 320 pixels, and every control but a link in a text is 44 pixels high. */
export const expectToFit = async (page, what) => {
  expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(320);
  for (const control of await page.locator(CONTROLS).all()) {
    const { height } = await control.boundingBox();
    expect(height, `${what}: ${await control.textContent()}`).toBeGreaterThanOrEqual(43.9);
  }
};

/** Tabs on to what a selector names; what has focus shows that it has. */
export const reach = async (page, selector) => {
  for (let at = 0; !(await page.evaluate((it) => document.activeElement.matches(it), selector)); at++) {
    expect(at, selector).toBeLessThan(60);
    await page.keyboard.press("Tab");
  }
  const { outlineStyle } = await page.evaluate(() => ({ ...getComputedStyle(document.activeElement) }));
  expect(outlineStyle, selector).toBe("solid");
};
