// The owner's pages that write: change a step's question, record what employees hear, and report a period on paper. In both
// languages as accessible as the widget, by keyboard, at every width, and without a script.

import { readFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JOURNEY, expect, expectToFit, signIn, test, violations, withoutScripts } from "./dashboard-fixtures.mjs";

const EDITOR = `${JOURNEY}/steps/tekeningen/edit`;
const ENTRY = `${JOURNEY}/entry?step=tekeningen`;
const PAGES = [EDITOR, `${JOURNEY}/steps/ontvangst/edit`, ENTRY, `${JOURNEY}/entry?step=controle`, `${JOURNEY}/report`];
const plain = withoutScripts(test);

plain("a question out of the bank is tried, looked at and stored, after the warning", async ({ page, filled }) => {
  await signIn(page, filled, `${JOURNEY}/steps/tekeningen`);
  await page.getByRole("link", { name: "Vraag, norm of vervolg aanpassen" }).click();
  await page.getByLabel("Minstens (procent)").fill("veel");
  await page.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.getByRole("alert")).toContainText("Nog niet opgeslagen");
  await page.getByRole("alert").getByRole("link", { name: "Minstens (procent)" }).click();
  await expect(page.getByLabel("Minstens (procent)")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("75");

  await page.getByLabel("Kant-en-klare vraag").selectOption({ label: "Is het gelukt wat u hier wilde doen?" });
  await page.getByRole("button", { name: "Deze vraag invullen" }).click();
  await expect(page.getByLabel("Vraag (Nederlands)")).toHaveValue("Is het gelukt wat u hier wilde doen?");
  await expect(page.getByLabel("Minstens (procent)")).toHaveValue("75");
  await page.getByRole("button", { name: "Reden toevoegen" }).click();
  await page.getByLabel("Reden 5 (Nederlands)").fill("De website deed het niet");
  await page.getByRole("button", { name: "Voorbeeld bekijken" }).click();

  const preview = page.locator("#preview");
  for (const text of ["Is het gelukt wat u hier wilde doen?", "Voor een deel", "De website deed het niet", "Niet nu"]) {
    await expect(preview.getByText(text, { exact: true }).first()).toBeVisible();
  }
  await expect(page.getByRole("alert")).toContainText("Dit wordt versie 2 en het tellen begint opnieuw");
  await page.getByRole("button", { name: "Opslaan en opnieuw beginnen met tellen" }).click();
  await expect(page.getByRole("status")).toContainText("Opgeslagen.");
  await page.getByRole("link", { name: "Terug naar de stap" }).click();
  await expect(page.getByText("Versie 2 van de vraag")).toBeVisible();
  await expect(page.getByText("Versie 1 van de vraag")).toBeVisible();
});

plain("an employee records an answer on the phone and a signal of their own, ready for the next", async ({ page, filled }) => {
  await signIn(page, filled, JOURNEY);
  await page.getByRole("link", { name: "Invoeren" }).click();
  await page.getByRole("link", { name: "Tekeningen toevoegen" }).click();
  await page.getByLabel("telefoon").check();
  await page.getByLabel("Heel moeilijk").check();
  await page.getByLabel("Reden (niet verplicht)").selectOption({ label: "Bestanden toevoegen" });
  await page.getByLabel("Wat kunnen wij beter doen?").fill("Zij kreeg het bestand niet verstuurd.");
  await page.getByRole("button", { name: "Antwoord opslaan" }).click();
  await expect(page.getByRole("status")).toHaveText("Genoteerd. U kunt meteen het volgende invoeren.");
  await expect(page.getByLabel("telefoon")).toBeChecked();
  await expect(page.getByLabel("Heel moeilijk")).not.toBeChecked();

  await page.getByLabel("Wat merkt u?").fill("Ik hoor elke dag dat tekeningen te groot zijn.");
  await page.getByRole("button", { name: "Signaal opslaan" }).click();
  await expect(page.getByRole("status")).toContainText("Genoteerd.");
  await page.goto(`${filled.origin}${JOURNEY}/signals?status=new`);
  await expect(page.getByRole("listitem").filter({ hasText: "elke dag dat tekeningen" })).toContainText("gemeld door een medewerker");
  await expect(page.getByText("Zij kreeg het bestand niet verstuurd.")).toBeVisible();
});

test("the keyboard alone records an answer", async ({ page, filled }) => {
  await signIn(page, filled, `${ENTRY}&lang=en`);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const tabTo = async (wanted) => {
    for (let at = 0; (await focused()) !== wanted; at++) {
      expect(at, wanted).toBeLessThan(60);
      await page.keyboard.press("Tab");
      const { outlineStyle } = await page.evaluate(() => ({ ...getComputedStyle(document.activeElement) }));
      expect(outlineStyle, await focused()).toBe("solid");
    }
  };
  await tabTo("channel-desk");
  await page.keyboard.press("ArrowDown");
  await tabTo("option-very-difficult");
  await page.keyboard.press("ArrowDown");
  await tabTo("Store the answer");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("Recorded.");
  await expect(page.getByLabel("phone")).toBeChecked();
});

test("a press of Enter in the editor shows an example and stores nothing", async ({ page, filled }) => {
  await signIn(page, filled, `${EDITOR}?lang=en`);
  await page.getByLabel("At least (per cent)").fill("12");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("At least (per cent)")).toHaveValue("12");
  const { steps } = await filled.api("GET", "/journeys/verbouwvergunning");
  expect(steps[1].norm.atLeast).toBe(0.7);
});

for (const language of ["nl", "en"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing on any page, ${language}, ${colorScheme}`, async ({ page, filled }) => {
      await page.emulateMedia({ colorScheme });
      const look = async (what) => expect(await violations(page), what).toEqual([]);
      await signIn(page, filled, `/dashboard?lang=${language}`);
      for (const path of PAGES) {
        await page.goto(filled.origin + path);
        await look(path);
      }
      await page.goto(filled.origin + EDITOR);
      await page.locator("[id='/question/prompt/nl']").fill("");
      await page.locator("[id='/norm/atLeast']").fill("x");
      await page.locator("button[value=store]").click();
      await look("faults");
      await page.goto(filled.origin + EDITOR);
      await page.locator("[id='/question/scale']").selectOption("open");
      await page.locator("button[value=store]").click();
      await look("the warning");
      await page.goto(filled.origin + ENTRY);
      await page.locator("#comment").fill("x");
      await page.locator("form").filter({ has: page.locator("#comment") }).locator("button").click();
      await look("an entry without an answer");
    });
  }
}

test("every page fits 320 pixels, and every control is 44 pixels high", async ({ page, filled }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await signIn(page, filled);
  for (const path of PAGES) {
    await page.goto(filled.origin + path);
    await expectToFit(page, path);
  }
});

test("the report prints to a clean PDF: no navigation, every figure, charts in it", async ({ page, filled }) => {
  const month = new Date().toISOString().slice(0, 7);
  await signIn(page, filled, `${JOURNEY}/report?period=${month.slice(0, 4)}&lang=nl`);
  const path = join(await mkdtemp(join(tmpdir(), "journey-feedback-report-")), "report.pdf");
  await page.pdf({ path, format: "A4" });
  const pdf = await readFile(path, "latin1");
  expect(pdf.startsWith("%PDF-")).toBe(true);
  expect((pdf.match(/\/Type \/Page\b/g) ?? []).length).toBeLessThanOrEqual(6);

  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const hidden of ["header", "nav.tabs", "nav.periods a", ".screen", "button", "input"]) {
    for (const part of await page.locator(hidden).all()) await expect(part, hidden).toBeHidden();
  }
  await expect(page.getByRole("heading", { name: "Waar het pijn doet" })).toBeVisible();
  expect(await page.locator(".reported .distribution svg:visible").count()).toBe(3);
  const colours = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  expect(colours).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
});
