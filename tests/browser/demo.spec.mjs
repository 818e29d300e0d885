// The demo application: a municipality's pages with the widget on each step, on every theme, in both languages, under a
// strict policy, by keyboard, without a script too.

import { AxeBuilder } from "@axe-core/playwright";
import { counted, expect, test } from "./fixtures.mjs";
import { JOURNEY } from "./worker.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const THEMES = ["utrecht", "denhaag", "rijkshuisstijl", "voorbeeld"];
const LANGUAGES = ["nl", "en"];
const STEPS = ["gegevens", "tekeningen", "kosten", "controle", "versturen", "ontvangst"];
/** An answer to each step's question that asks nothing further. */
const ANSWERS = {
  gegevens: "Makkelijk",
  tekeningen: "Makkelijk",
  kosten: "Hoeveel het kost",
  controle: "Zoals verwacht",
  versturen: null,
  ontvangst: null,
};

for (const theme of THEMES) {
  for (const language of LANGUAGES) {
    test(`axe finds nothing on the pages of ${theme} in ${language}, with and without the question`, async ({ page, pages }) => {
      test.setTimeout(120_000);
      for (const step of STEPS) {
        // The first form, sent empty, has every kind of fault.
        for (const address of [`${step}?widget=off`, step, ...(step === "gegevens" ? [`${step}?verder=1`] : [])]) {
          await page.goto(`${pages.origin}/${theme}/${language}/${address}`);
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          if (address === step) {
            await page.locator("journey-feedback").scrollIntoViewIfNeeded();
            await expect(page.locator("journey-feedback .options button").first()).toBeVisible();
          }
          const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
          expect(found, address).toEqual([]);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, step).toBeLessThanOrEqual(0);
      }
      expect(pages.violations).toEqual([]);
    });
  }
}

test("nothing sticks out at 320 pixels", async ({ page, pages }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const theme of THEMES) {
    for (const step of STEPS) {
      await page.goto(`${pages.origin}/${theme}/en/${step}?verder=1`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${theme} ${step}`).toBeLessThanOrEqual(320);
    }
  }
});

const apply = async (page, pages) => {
  await page.goto(pages.origin);
  await page.getByLabel("Voor mijn bedrijf").check();
  await page.getByLabel("Een dakkapel").check();
  await page.getByRole("textbox", { name: "Postcode van het huis" }).fill("3511 AB");
  await page.getByRole("textbox", { name: "Huisnummer" }).fill("12A");
  await page.getByRole("button", { name: "Volgende stap" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tekeningen toevoegen" })).toBeVisible();
  await page.getByLabel("Tekening van het huis na de verbouwing").setInputFiles({ name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("x") });
  await page.getByRole("button", { name: "Volgende stap" }).click();
  await page.getByRole("textbox", { name: "Hoeveel kost de verbouwing ongeveer?" }).fill("40.000");
  await page.getByRole("button", { name: "Volgende stap" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Klopt alles?" })).toBeVisible();
  const given = page.locator("dl");
  for (const text of ["Voor mijn bedrijf", "Een dakkapel", "3511 AB 12A", "plan.pdf", "€ 1.200"]) await expect(given).toContainText(text);
};

test("the form goes through all six pages and forgets nothing on the way", async ({ page, pages }) => {
  await apply(page, pages);
  // Back to change something, and on again.
  await page.getByRole("link", { name: "Wijzig Wat u betaalt" }).click();
  await expect(page.getByRole("textbox")).toHaveValue("40.000");
  await page.getByRole("textbox").fill("2000");
  await page.getByRole("button", { name: "Volgende stap" }).click();
  await expect(page.locator("dl")).toContainText("€ 150");
  await page.getByLabel("Ik heb alles naar waarheid ingevuld").check();
  await page.getByRole("button", { name: "Volgende stap" }).click();
  await page.getByRole("textbox", { name: "E-mailadres" }).fill("naam@voorbeeld.nl");
  await page.getByRole("button", { name: "Aanvraag versturen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Wij hebben uw aanvraag ontvangen" })).toBeVisible();
  await expect(page.getByText("Mag u verbouwen? Dan krijgt u de rekening: € 150.")).toBeVisible();
  expect(pages.violations).toEqual([]);
});

test("without a script the form says what is wrong, first of all, and beside each field", async ({ browser, pages }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${pages.origin}/utrecht/en/gegevens`);
  await page.getByRole("textbox", { name: "Postcode of the house" }).fill("35");
  await page.getByRole("button", { name: "Next step" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole("group", { name: "Something went wrong" })).toBeFocused();
  await page.getByRole("link", { name: "Enter a postcode, such as 3511 AB." }).click();
  const postcode = page.getByRole("textbox", { name: "Postcode of the house" });
  await expect(postcode).toHaveValue("35");
  await expect(postcode).toHaveAccessibleDescription(/Enter a postcode/);
  await expect(page.getByRole("link", { name: "What do you think of this step?" })).toBeVisible();
  await context.close();
});

test("what is chosen and filled in stays through another theme and language", async ({ page, pages }) => {
  await apply(page, pages);
  await page.getByRole("link", { name: "Den Haag" }).click();
  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(/\/denhaag\/en\/controle\?/);
  for (const text of ["For my company", "A dormer", "plan.pdf", "€ 1,200"]) await expect(page.locator("dl")).toContainText(text);
});

test("by keyboard alone a step is filled in and its question answered", async ({ page, pages, worker }) => {
  await page.goto(`${pages.origin}/voorbeeld/nl/kosten`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Naar de inhoud" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("20000");
  await page.locator("journey-feedback").scrollIntoViewIfNeeded();
  const option = page.getByRole("button", { name: "Wanneer ik betaal" });
  await expect(option).toBeVisible();
  for (let at = 0; at < 12 && !(await option.evaluate((it) => it.getRootNode().activeElement === it)); at++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await counted(worker, "kosten", { seen: 1, started: 1, answered: 1 });
  await page.getByRole("textbox").focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/voorbeeld\/nl\/controle\?bouwkosten=20000(#inhoud)?$/);
});

test("each step asks its own question, and an answer is counted there, for whom it is", async ({ page, pages, worker }) => {
  const prompts = new Set();
  for (const step of STEPS) {
    await page.goto(`${pages.origin}/rijkshuisstijl/nl/${step}?voor=bedrijf`);
    const host = page.locator("journey-feedback");
    await host.scrollIntoViewIfNeeded();
    const options = host.locator(".options button");
    await expect(options.first()).toBeVisible();
    prompts.add(`${await host.getByRole("heading").first().textContent()} ${await options.allTextContents()}`);
    const chosen = ANSWERS[step] ? host.getByRole("button", { name: ANSWERS[step], exact: true }) : options.last();
    await chosen.click();
    await counted(worker, step, { seen: 1, answered: 1 });
  }
  // Two steps ask how easy they were.
  expect(prompts.size).toBe(STEPS.length - 1);
  const year = new Date().getFullYear();
  const { steps } = await worker.api("GET", `/journeys/${JOURNEY}/steps/kosten/results?period=${year}`);
  expect(steps[0].audiences.map(({ value, answered }) => [value, answered])).toContainEqual(["ondernemer", 1]);
});
