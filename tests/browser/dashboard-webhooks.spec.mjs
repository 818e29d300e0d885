// Admins look after webhooks on a page: add, change, pause and remove one. In both languages as accessible as the widget, by
// keyboard, at every width, and without a script. Nothing is sent: the addresses lead nowhere.

import { JOURNEY, expect, expectToFit, reach, signIn, test, violations, withoutScripts } from "./dashboard-fixtures.mjs";
import { JOURNEY as ID } from "./worker.mjs";

const PAGE = `${JOURNEY}/webhooks`;
const HOOK = "https://hooks.gemeente.example/in";
const plain = withoutScripts(test);

const webhooks = async (worker) => (await worker.api("GET", `/journeys/${ID}/webhooks`)).webhooks;
const add = (worker, more) => worker.api("POST", `/journeys/${ID}/webhooks`, { url: HOOK, ...more });

plain("a webhook is added, its secret shown once, changed, paused, started again and removed", async ({ page, filled }) => {
  await signIn(page, filled, `${JOURNEY}?lang=nl`);
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByLabel("Adres").fill(HOOK);
  await page.getByLabel("Elke week een overzicht").uncheck();
  await page.getByRole("button", { name: "Webhook toevoegen" }).click();
  await expect(page.getByRole("status")).toContainText("whsec_");
  await page.goto(filled.origin + PAGE);
  await expect(page.getByText("whsec_")).toHaveCount(0);
  expect(await webhooks(filled)).toMatchObject([{ url: HOOK, paused: false }]);
  expect((await webhooks(filled))[0].events).not.toContain("digest.weekly");

  const change = page.locator("details").filter({ hasText: "Veranderen of stilzetten" });
  await change.locator("summary").click();
  await change.getByLabel("Adres").fill(`${HOOK}/2`);
  await change.getByLabel("Elke week een overzicht").check();
  await change.getByLabel("Voorlopig niets sturen").check();
  await change.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.getByText("Staat stil")).toBeVisible();
  expect(await webhooks(filled)).toMatchObject([{ url: `${HOOK}/2`, paused: true }]);
  expect((await webhooks(filled))[0].events).toContain("digest.weekly");

  await change.locator("summary").click();
  await expect(change.getByLabel("Voorlopig niets sturen")).toBeChecked();
  await change.getByLabel("Voorlopig niets sturen").uncheck();
  await change.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.getByText("Staat stil")).toHaveCount(0);

  await page.locator("summary", { hasText: "Verwijderen" }).click();
  await page.getByRole("button", { name: "Ja, verwijderen" }).click();
  await expect(page.getByText("Er zijn nog geen webhooks.")).toBeVisible();
});

plain("what is wrong stands beside its field, and what was typed is still there", async ({ page, filled }) => {
  await add(filled);
  await signIn(page, filled, `${PAGE}?lang=nl`);
  const change = page.locator("details").filter({ hasText: "Veranderen of stilzetten" });
  await change.locator("summary").click();
  await change.getByLabel("Adres").fill("https://127.0.0.1/");
  for (const box of await change.getByRole("group").getByRole("checkbox").all()) await box.uncheck();
  await change.getByRole("button", { name: "Opslaan" }).click();
  const alert = page.getByRole("alert");
  await expect(alert.getByRole("link")).toHaveText(["Adres", "Wanneer wilt u een bericht?"]);
  const address = change.getByLabel("Adres");
  await expect(address).toHaveValue("https://127.0.0.1/");
  await expect(address).toHaveAccessibleDescription(/begint met https:\/\/ .*via internet te bereiken/);
  await expect(change.locator("fieldset")).toContainText("Kies minstens één soort bericht.");
  await alert.getByRole("link", { name: "Adres" }).click();
  await expect(address).toBeFocused();
  expect(await webhooks(filled)).toMatchObject([{ url: HOOK }]);
});

test("the keyboard alone pauses a webhook", async ({ page, filled }) => {
  const { id } = await add(filled);
  await signIn(page, filled, `${PAGE}?lang=en`);
  await reach(page, "summary");
  await page.keyboard.press("Enter");
  await reach(page, `#paused-${id}`);
  await page.keyboard.press("Space");
  await reach(page, 'button[value="change"]');
  await page.keyboard.press("Enter");
  await expect(page.getByText("Paused")).toBeVisible();
  expect(await webhooks(filled)).toMatchObject([{ paused: true }]);
});

for (const language of ["nl", "en"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing about webhooks, ${language}, ${colorScheme}`, async ({ page, filled }) => {
      await add(filled);
      await add(filled, { paused: true });
      await page.emulateMedia({ colorScheme });
      await signIn(page, filled, `${PAGE}?lang=${language}`);
      for (const summary of await page.locator("summary").all()) await summary.click();
      expect(await violations(page)).toEqual([]);
      await page.locator('button[value="add"]').click();
      await expect(page.getByRole("alert")).toBeVisible();
      expect(await violations(page), "with faults").toEqual([]);
      await page.locator("#url").fill(HOOK);
      await page.locator('button[value="add"]').click();
      await expect(page.locator("code.key")).toBeVisible();
      expect(await violations(page), "with a secret").toEqual([]);
    });
  }
}

test("the page of webhooks fits 320 pixels, and every control is 44 pixels high", async ({ page, filled }) => {
  await add(filled, { url: `${HOOK}/${"long-".repeat(40)}` });
  await page.setViewportSize({ width: 320, height: 800 });
  await signIn(page, filled, PAGE);
  for (const summary of await page.locator("summary").all()) await summary.click();
  await expectToFit(page, PAGE);
});
