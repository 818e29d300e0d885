// What every resident needs: WCAG 2.2 AA in every state, and the AAA criteria that design asks for.

import { readFile } from "node:fs/promises";
import { LOOKS_AND_LANGUAGES, openLook } from "./axe.mjs";
import { expect, SAYS, test, widget } from "./fixtures.mjs";

const PAGE = `<main><h1>Tekeningen toevoegen</h1>`;

for (const look of LOOKS_AND_LANGUAGES) {
  test(`axe finds nothing in any state, with ${look.name}, in ${look.lang}`, async ({ page, pages, worker, context }) => {
    test.slow();
    const masking = page.waitForResponse("**/masking.js");
    const { question, violations } = await openLook(page, pages, worker, look, "tekeningen");
    const { options, words } = question;
    const own = words.followUp;
    const host = page.locator("journey-feedback");
    const [status, field] = [host.getByRole("status"), host.locator("textarea")];
    const tap = (name) => host.getByRole("button", { name, exact: true }).click();
    await expect(host.getByRole("heading", { name: question.prompt })).toBeVisible();
    expect(await violations(), "question").toEqual([]);

    await context.setOffline(true);
    await tap(options[0].label);
    await expect(status).toHaveText(words.waiting);
    expect(await violations(), "waiting").toEqual([]);

    await context.setOffline(false);
    await expect(status).toContainText(words.thanks);
    expect(await violations(), "thanks and follow-up").toEqual([]);

    await (await masking).finished();
    await field.fill("Bel 06 12345678");
    await tap(own.send);
    await expect(host.getByText(own.personalData)).toBeVisible();
    expect(await violations(), "notice").toEqual([]);

    await field.fill("x".repeat(501));
    await tap(own.sendMasked);
    await expect(host.getByText(own.tooLong)).toBeVisible();
    expect(await violations(), "too long").toEqual([]);

    await field.fill("Meer uitleg");
    await tap(own.send);
    await expect(field).toBeHidden();
    await expect(status).toContainText(words.thanks);
    expect(await violations(), "complete").toEqual([]);

    await page.route("**/responses/*", (route) =>
      route.fulfill({ status: 400, headers: { "access-control-allow-origin": pages.origin } }),
    );
    await tap(options[1].label);
    await expect(status).toHaveText(words.failed);
    expect(await violations(), "refused").toEqual([]);
  });
}

test("the keyboard alone answers, explains and puts away", async ({ page, pages }) => {
  const { host, prompt, option, status } = widget(page);
  await page.goto(pages.add("/page", `<button>Volgende</button>${pages.tag("tekeningen")}<a href="#">Hulp</a>`));
  await expect(prompt).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(option("Heel moeilijk")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(option("Moeilijk")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(status).toContainText(SAYS.thanks);
  await expect(option("Heel moeilijk")).toBeFocused();

  const { steps } = JSON.parse(await readFile(new URL("../../demo/journey.json", import.meta.url), "utf8"));
  const reasons = steps.find(({ id }) => id === "tekeningen").question.followUp.reasons.map(({ label }) => label.nl);
  const rest = ["Moeilijk", "Niet moeilijk, niet makkelijk", "Makkelijk", "Heel makkelijk"];
  for (const next of [...rest, ...reasons, "", "Versturen", "Liever bellen? 14 0318"]) {
    await page.keyboard.press("Tab");
    expect(await host.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.textContent ?? "outside")).toBe(next);
  }

  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(prompt).toHaveCount(0);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Hulp" })).toBeFocused();
});

test("focus shows, and every target is at least 44 pixels", async ({ page, pages }) => {
  const { host, option, status } = widget(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await option("Heel moeilijk").click();
  await expect(status).toContainText(SAYS.thanks);
  const targets = host.locator("button:visible, a:visible, textarea:visible");
  for (const target of await targets.all()) {
    const { width, height } = await target.boundingBox();
    expect(Math.min(width, height), await target.textContent()).toBeGreaterThanOrEqual(44);
  }
  await page.keyboard.press("Tab");
  const { outlineStyle, outlineWidth } = await option("Moeilijk").evaluate((it) => ({ ...getComputedStyle(it) }));
  expect(outlineStyle).not.toBe("none");
  expect(parseFloat(outlineWidth)).toBeGreaterThanOrEqual(2);
});

test("it fits 320 pixels, large text and wide text spacing", async ({ page, pages }) => {
  const { host, option, status } = widget(page);
  await page.setViewportSize({ width: 320, height: 256 });
  pages.file("/large.css", "html { font-size: 200% }");
  const head = `<link rel="stylesheet" href="/large.css">`;
  await page.goto(pages.add("/page", pages.tag("tekeningen"), { head }));
  await option("Heel moeilijk").click();
  await expect(status).toContainText(SAYS.thanks);
  // What WCAG 1.4.12 lets a person set.
  await host.evaluate(({ shadowRoot }) => {
    const spacing = new CSSStyleSheet();
    spacing.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-bottom: 2em !important }`);
    shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, spacing];
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const cut = await host.evaluate(({ shadowRoot }) =>
    [...shadowRoot.querySelectorAll("*")]
      .filter((it) => it.clientWidth && it.scrollWidth > it.clientWidth + 1)
      .map((it) => it.className),
  );
  expect(cut).toEqual([]);
});

test("heading, group and status are what assistive technology needs", async ({ page, pages }) => {
  const { host, option, status } = widget(page);
  await page.goto(pages.add("/page", `${PAGE}${pages.tag("tekeningen")}</main>`));
  await expect(option("Makkelijk")).toBeVisible();
  await expect(host).toMatchAriaSnapshot(`
    - region "Uw mening":
      - heading "Hoe makkelijk of moeilijk was deze stap?" [level=2]
      - group "Hoe makkelijk of moeilijk was deze stap?":
        - button "Heel moeilijk"
        - button "Moeilijk"
        - button "Niet moeilijk, niet makkelijk"
        - button "Makkelijk"
        - button "Heel makkelijk"
      - status
      - button "Niet nu"
  `);
  await expect(status).toBeEmpty();
});

test("it follows the page's language, also from right to left", async ({ page, pages, worker }) => {
  await worker.load(pages.origin, (journey) => {
    journey.languages.push("ar");
    const { question } = journey.steps.find(({ id }) => id === "tekeningen");
    question.prompt.ar = "ما مدى سهولة أو صعوبة هذه الخطوة؟";
  });
  await page.goto(pages.add("/ar", pages.tag("tekeningen"), { lang: "ar" }));
  const heading = page.getByRole("heading", { name: "ما مدى سهولة أو صعوبة هذه الخطوة؟" });
  await expect(heading).toBeVisible();
  await expect(page.locator("journey-feedback section")).toHaveAttribute("lang", "ar");
  await expect(heading).toHaveCSS("direction", "rtl");

  await page.goto(pages.add("/en", `<div lang="en">${pages.tag("tekeningen")}</div>`));
  await expect(page.getByRole("heading", { name: "How easy or difficult was this step?" })).toBeVisible();
});

test("the chosen option stands out in forced colours", async ({ page, pages }) => {
  const { option, status } = widget(page);
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  const back = (name) => option(name).evaluate((it) => getComputedStyle(it).backgroundColor);
  expect(await back("Makkelijk")).not.toBe(await back("Moeilijk"));
});

test("it follows a page in a dark scheme", async ({ page, pages }) => {
  const { host, option } = widget(page);
  pages.file("/dark.css", ":root { color-scheme: light dark }");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(pages.add("/page", pages.tag("tekeningen"), { head: `<link rel="stylesheet" href="/dark.css">` }));
  await expect(option("Makkelijk")).toBeVisible();
  const back = await host.locator(".card").evaluate((it) => getComputedStyle(it).backgroundColor);
  expect(back).not.toBe("rgb(255, 255, 255)");
});

test("it is not printed", async ({ page, pages }) => {
  const { host, option } = widget(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await expect(option("Makkelijk")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(host).toBeHidden();
});
