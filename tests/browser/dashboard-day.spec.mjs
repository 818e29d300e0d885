// An owner's day, without a script: sign in, see in one look which step hurts, read why, plan and publish an improvement; then a
// resident sees it in the widget, and it is in the report.

import { JOURNEY, expect, signIn, test, withoutScripts } from "./dashboard-fixtures.mjs";
import { dayAgo, fill } from "./filler.mjs";
import { comes } from "./fixtures.mjs";

const plain = withoutScripts(test);
const SAID = "Ik wist niet welke tekeningen ik moest toevoegen.";
const DID = "Bij elke tekening staat nu een voorbeeld.";

plain("an owner's day, from the worst step to a resident who sees what was done", async ({ page, pages, worker, browser }) => {
  await fill(worker);
  await signIn(page, worker);

  // In one look: the card names the step, and it is in sight without scrolling.
  const card = page.locator(".card").filter({ hasText: "Verbouwvergunning aanvragen" });
  await expect(card).toContainText("Kijk hier eerst: Tekeningen toevoegen");
  await expect(card.getByRole("link", { name: "Tekeningen toevoegen" })).toBeInViewport();
  await expect(card).toContainText("6 ongelezen signalen");
  await card.getByRole("link", { name: "Tekeningen toevoegen" }).click();

  // Why: the norm, the change, the reasons.
  await expect(page.getByText("Norm niet gehaald: minstens 70% positief.")).toBeVisible();
  await expect(page.getByText(/Slechter sinds week/).first()).toBeVisible();
  const reasons = page.getByRole("region", { name: "Redenen" });
  await expect(reasons.getByRole("rowheader").first()).toHaveText("Bestanden toevoegen");

  // What people wrote about it.
  await page.getByRole("link", { name: "Alle signalen van deze stap" }).click();
  const signals = page.locator(".signal");
  await expect(signals.first()).toBeVisible();
  for (const text of await signals.allTextContents()) expect(text).toContain("Tekeningen toevoegen");
  await page.getByLabel(/Ik wist niet welke tekeningen/).check();
  await page.getByLabel("Wat is een situatietekening?").check();
  await page.getByRole("combobox", { name: "Status" }).selectOption("planned");
  await page.getByLabel("Notitie").fill("Voorbeelden laten maken");
  await page.getByRole("button", { name: "Gekozen signalen veranderen" }).click();
  await expect(page.getByRole("status")).toHaveText("2 signalen zijn veranderd.");

  // What was done about it, published.
  await page.getByLabel(/Ik wist niet welke tekeningen/).check();
  await page.getByLabel("Wat is een situatietekening?").check();
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
  await resident.goto(pages.add("/page", pages.tag("tekeningen")));
  await resident.getByRole("button", { name: "Makkelijk", exact: true }).click();
  const after = resident.locator("journey-feedback .improvements");
  await comes(resident, after);
  await expect(after).toContainText(SAID);
  await expect(after).toContainText(DID);
  await context.close();

  // And the report of this month says so.
  await page.goto(`${worker.origin}${JOURNEY}/report?period=${dayAgo(0).slice(0, 7)}`);
  await expect(page.getByText(DID)).toBeVisible();
});
