// An owner's day with the demo's answers, without a script: sign in, see in one look which step hurts, read why, plan and
// publish an improvement; then a resident sees it in the widget, and it is in the report.

import { JOURNEY, expect, signIn, test, withoutScripts } from "./dashboard-fixtures.mjs";
import { dayAgo } from "./filler.mjs";
import { comes } from "./fixtures.mjs";
import { Pages } from "./pages.mjs";
import { JOURNEY as ID } from "./worker.mjs";

const plain = withoutScripts(test).extend({
  pages: async ({ worker }, use) => {
    const pages = await Pages.create(worker);
    await worker.fillWithDemo();
    const journey = await worker.api("GET", `/journeys/${ID}`);
    await worker.api("PUT", `/journeys/${ID}`, { ...journey, origins: [pages.origin] });
    await use(pages);
    await pages.end();
  },
});
const SAID = "U werd uitgelogd voordat u kon versturen.";
const DID = "U kunt nu op dezelfde pagina opnieuw inloggen en verdergaan.";

plain("an owner's day, from the worst step to a resident who sees what was done", async ({ page, pages, worker, browser }) => {
  await signIn(page, worker);

  // In one look: the card names the step, and it is in sight without scrolling.
  const card = page.locator(".card").filter({ hasText: "Verbouwvergunning aanvragen" });
  await expect(card).toContainText("Kijk hier eerst: Versturen");
  await expect(card.getByRole("link", { name: "Versturen" })).toBeInViewport();
  await expect(card).toContainText(/\d+ ongelezen signalen/);
  await card.getByRole("link", { name: "Versturen" }).click();

  // Why: the norm, the change, the reasons.
  await expect(page.getByText("Norm niet gehaald: minstens 75% positief.")).toBeVisible();
  await expect(page.getByText(/Slechter sinds week/).first()).toBeVisible();
  const reasons = page.getByRole("region", { name: "Redenen" });
  await expect(reasons.getByRole("rowheader").first()).toHaveText("Ik werd uitgelogd");

  // What people wrote about it.
  await page.getByRole("link", { name: "Alle signalen van deze stap" }).click();
  const signals = page.locator(".signal");
  await expect(signals.first()).toBeVisible();
  for (const text of await signals.allTextContents()) expect(text).toContain("Versturen");
  const choose = async () => {
    await page.getByLabel(/Waarom krijg ik geen waarschuwing/).first().check();
    await page.getByLabel(/Waarom moet ik hier nog een keer inloggen/).first().check();
  };
  await choose();
  await page.getByRole("combobox", { name: "Status" }).selectOption("planned");
  await page.getByLabel("Notitie").fill("Met het omgevingsloket afgesproken");
  await page.getByRole("button", { name: "Gekozen signalen veranderen" }).click();
  await expect(page.getByRole("status")).toHaveText("2 signalen zijn veranderd.");

  // What was done about it, published.
  await choose();
  await page.getByRole("button", { name: "Nieuwe verbetering bij de gekozen signalen" }).click();
  await page.getByLabel("Sinds welke dag").fill(dayAgo(0));
  await page.getByLabel("U zei (Nederlands)").fill(SAID);
  await page.getByLabel("Wij deden (Nederlands)").fill(DID);
  await page.getByLabel(/Publiceren/).check();
  await page.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.getByRole("status")).toHaveText("De verbetering is opgeslagen.");

  // A resident answers at that step, and sees it.
  const context = await browser.newContext({ locale: "nl-NL" });
  const resident = await context.newPage();
  await resident.goto(pages.add("/page", pages.tag("versturen")));
  await resident.getByRole("button", { name: "Goed", exact: true }).click();
  const after = resident.locator("journey-feedback .improvements");
  await comes(resident, after);
  await expect(after).toContainText(SAID);
  await expect(after).toContainText(DID);
  await context.close();

  // And the report of this month says so.
  await page.goto(`${worker.origin}${JOURNEY}/report?period=${dayAgo(0).slice(0, 7)}`);
  await expect(page.getByText(DID)).toBeVisible();
});
