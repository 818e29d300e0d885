// The owner acts: writes an improvement about what residents said and publishes it, calls back, decides about what is held.
// Without a script, by keyboard alone, in both languages and at every width.

import { randomBytes } from "node:crypto";
import { bring, dayAgo, fill } from "./filler.mjs";
import { JOURNEY, expect, expectToFit, reach, signIn, test as base, violations, withoutScripts } from "./dashboard-fixtures.mjs";
import { JOURNEY as ID } from "./worker.mjs";

const IMPROVEMENTS = `${JOURNEY}/improvements`;
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const HOSTILE = `"><script>window.hit = 1</script><img src=x onerror="window.hit = 1">\u202Eevil`;

/** A ULID of now. */
const ulid = () => {
  let time = Date.now();
  let text = "";
  for (let at = 0; at < 10; at++, time = Math.floor(time / 32)) text = DIGITS[time % 32] + text;
  return text + [...randomBytes(16)].map((byte) => DIGITS[byte % 32]).join("");
};

/** Answers at a step that has no past, more than are let through in so little time. */
const burst = async (worker, answers = 72) => {
  const body = JSON.stringify({ state: "answered", revision: 1, option: "no", language: "nl", questionVersion: 1 });
  const put = () =>
    fetch(`${worker.origin}/v1/journeys/${ID}/steps/ontvangst/responses/${ulid()}`, {
      ...{ method: "PUT", body, headers: { "content-type": "application/json" } },
    });
  for (let sent = 0; sent < answers; sent += 12) {
    for (const { status } of await Promise.all(Array.from({ length: 12 }, put))) expect(status).toBe(201);
  }
};

const callback = (id, due, more = {}) => ({
  ...{ kind: "callback", id, step: "ontvangst", phone: "0612345678", name: "Jansen", moment: "morning", language: "nl" },
  ...{ asked: dayAgo(8), due: dayAgo(due), deletes: dayAgo(-20), status: "open", note: null, ...more },
});

const CALLBACKS = [
  callback("later", -2, { phone: "0201234567", name: null, moment: "any", language: "en" }),
  callback("late", 3),
  callback("later-still", 1, { phone: "+32470123456", name: "De Vries" }),
  callback("spoken-to", 5, { phone: "0301234567", status: "reached", note: "Alles is duidelijk." }),
];

const improve = (worker, more) =>
  worker.api("POST", `/journeys/${ID}/improvements`, {
    ...{ step: "tekeningen", since: dayAgo(21), published: true },
    youSaid: { nl: "Mijn bestand was te groot.", en: "My file was too large." },
    weDid: { nl: "Bestanden mogen nu 100 MB zijn.", en: "Files may now be 100 MB." },
    ...more,
  });

const test = base.extend({
  filled: async ({ worker }, use) => {
    await worker.load("http://localhost:1");
    await bring(worker, { kind: "journey" }, CALLBACKS);
    await fill(worker, { mended: 3 });
    await use(worker);
  },
});
const plain = withoutScripts(test);

plain("signals lead to an improvement that is written, published, and seen by a resident", async ({ page, pages, worker, browser }) => {
  await fill(worker);
  await signIn(page, worker, `${JOURNEY}/signals?status=new`);
  await page.getByLabel("Wat is een situatietekening?").check();
  await page.getByLabel(/Ik wist niet welke tekeningen/).check();
  await page.getByRole("button", { name: "Nieuwe verbetering bij de gekozen signalen" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Verbetering schrijven" })).toBeVisible();
  await expect(page.getByLabel("Stap")).toHaveValue("tekeningen");
  await expect(page.getByLabel("Wat is een situatietekening?")).toBeChecked();
  await page.getByLabel("U zei (Nederlands)").fill("Ik wist niet wat ik moest toevoegen.");
  await page.getByLabel("U zei (Engels)").fill("x".repeat(301));
  await page.getByRole("button", { name: "Opslaan" }).click();

  const alert = page.getByRole("alert");
  await expect(alert.getByRole("link")).toHaveText(["Sinds welke dag", "U zei (Engels)", "Wij deden (Nederlands)"]);
  await expect(page.getByLabel("Sinds welke dag")).toHaveAccessibleDescription(/De eerste dag.* Vul dit in\./);
  await expect(page.getByLabel("U zei (Engels)")).toHaveAccessibleDescription(/hoogstens 300 tekens/);
  await expect(page.getByLabel("U zei (Engels)")).toHaveValue("x".repeat(301));
  await expect(page.getByLabel("U zei (Nederlands)")).toHaveValue("Ik wist niet wat ik moest toevoegen.");
  await expect(page.getByLabel("Wat is een situatietekening?")).toBeChecked();
  expect((await worker.api("GET", `/journeys/${ID}/improvements`)).improvements).toEqual([]);

  await page.getByLabel("Sinds welke dag").fill(dayAgo(0));
  await page.getByLabel("U zei (Engels)").fill("I did not know what to add.");
  await page.getByLabel("Wij deden (Nederlands)").fill("Bij elke tekening staat nu een voorbeeld.");
  await page.getByLabel(/Publiceren/).check();
  await page.getByRole("button", { name: "Bekijken zoals inwoners het zien" }).click();
  const shown = page.getByRole("status");
  await expect(shown).toContainText("Dit is nog niet opgeslagen.");
  await expect(shown).toContainText("Bij elke tekening staat nu een voorbeeld.");
  await expect(page.getByLabel(/Publiceren/)).toBeChecked();
  await page.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.getByRole("status")).toHaveText("De verbetering is opgeslagen.");
  await expect(page.getByText("Nog niet te zeggen:")).toBeVisible();

  await page.goto(`${worker.origin}${JOURNEY}/signals`);
  const signal = page.getByRole("listitem").filter({ hasText: "situatietekening" });
  await signal.getByRole("link", { name: "Bij elke tekening staat nu een voorbeeld." }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Verbetering bij Tekeningen toevoegen" })).toBeVisible();
  await page.goto(`${worker.origin}${JOURNEY}/steps/tekeningen`);
  await expect(page.getByRole("list", { name: "Verbeteringen in de grafiek" })).toContainText("Bij elke tekening");

  const context = await browser.newContext({ locale: "nl-NL" });
  const resident = await context.newPage();
  await resident.goto(pages.add("/page", pages.tag("tekeningen")));
  await resident.getByRole("button", { name: "Makkelijk", exact: true }).click();
  const after = resident.locator("journey-feedback .improvements");
  await expect(after).toContainText("Ik wist niet wat ik moest toevoegen.");
  await expect(after).toContainText("Bij elke tekening staat nu een voorbeeld.");
  await context.close();
});

plain("more signals are linked from the inbox, unlinked by a tick, and the improvement is removed", async ({ page, filled }) => {
  const { id } = await improve(filled, { signals: ["0-signal-0"] });
  await signIn(page, filled, `${JOURNEY}/signals`);
  await page.getByLabel("Wat is een situatietekening?").check();
  await page.getByLabel(/Mijn tekening was 30 MB/).check();
  await page.getByLabel("Leidde tot de verbetering").selectOption("Tekeningen toevoegen: Bestanden mogen nu 100 MB zijn.");
  await page.getByRole("button", { name: "Gekozen signalen veranderen" }).click();
  await expect(page.getByRole("status")).toHaveText("1 signaal is veranderd.");
  const linked = async () => (await filled.api("GET", `/journeys/${ID}/improvements/${id}`)).signals;
  expect(await linked()).toEqual(["0-signal-0", "0-signal-6"]);

  await page.goto(`${filled.origin}${IMPROVEMENTS}/${id}`);
  await page.getByLabel(/Mijn tekening was 30 MB/).uncheck();
  await page.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.getByRole("status")).toBeVisible();
  expect(await linked()).toEqual(["0-signal-6"]);

  await page.locator("summary", { hasText: "Verbetering verwijderen" }).click();
  await page.getByRole("button", { name: "Ja, verwijderen" }).click();
  await expect(page.getByText("Er zijn nog geen verbeteringen.")).toBeVisible();
});

test("whether it helped is said in words that fit the interval", async ({ page, filled }) => {
  const better = await improve(filled);
  await improve(filled, { since: dayAgo(63), weDid: { nl: "Nieuwe uitleg." } });
  await improve(filled, { step: "controle", weDid: { nl: "Een knop verplaatst." } });
  await improve(filled, { since: dayAgo(-3), weDid: { nl: "Nog te beginnen." }, published: false });
  await signIn(page, filled, `${IMPROVEMENTS}?lang=nl`);
  const item = (name) => page.locator(".improvement").filter({ hasText: name });
  await expect(item("100 MB")).toContainText("Beter: minder negatieve antwoorden dan ervoor.");
  await expect(item("Nieuwe uitleg")).toContainText("Slechter: meer negatieve antwoorden dan ervoor.");
  await expect(item("knop")).toContainText("Nog niet te zeggen: het verschil kan toeval zijn.");
  await expect(item("Nog te beginnen")).toContainText("Nog niet te zeggen: vanaf die dag telt er nog geen antwoord mee.");
  await expect(item("Nog te beginnen")).toContainText("Niet gepubliceerd");

  await page.goto(`${filled.origin}${JOURNEY}/steps/tekeningen?lang=nl`);
  const legend = page.getByRole("list", { name: "Verbeteringen in de grafiek" });
  await expect(legend.getByRole("listitem")).toHaveText([/^1 Sinds .*Nieuwe uitleg/, /^2 Sinds .*100 MB/]);
  await expect(page.locator(".flagged")).toHaveText(["1", "2"]);
  await page.locator("summary", { hasText: "Dezelfde cijfers in een tabel" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Verbetering 2:" })).toContainText("100 MB");
  await legend.getByRole("link", { name: "Bestanden mogen nu 100 MB zijn." }).click();
  await expect(page).toHaveURL(`${filled.origin}${IMPROVEMENTS}/${better.id}`);
});

plain("callbacks come due first, the overdue are said to be, and each is worked through", async ({ page, filled }) => {
  await signIn(page, filled);
  await page.getByRole("link", { name: "2 terugbelverzoeken zijn te laat" }).click();
  const names = page.locator(".callback h2");
  await expect(names).toHaveText([/0612345678 Jansen/, /\+32470123456 De Vries/, /0201234567/]);
  await expect(page.getByText("Te laat: bel zo snel mogelijk")).toHaveCount(2);
  await expect(page.locator(".callback").first()).toContainText("Wordt verwijderd op");
  await expect(page.getByRole("link", { name: "0612345678" })).toHaveAttribute("href", "tel:0612345678");

  const first = page.getByRole("form", { name: /0612345678/ });
  await first.getByLabel("Notitie").fill("Belt zelf terug via 0687654321");
  await first.getByRole("button", { name: "Niet bereikt" }).click();
  await expect(page.getByRole("status")).toHaveText("Het terugbelverzoek is veranderd.");
  await expect(names).toHaveCount(2);
  await expect(page.getByText("1 terugbelverzoek is te laat")).toBeVisible();
  await page.getByRole("link", { name: "Niet bereikt" }).click();
  await expect(page.getByLabel("Notitie")).toHaveValue("Belt zelf terug via [tel]");
  await page.getByRole("button", { name: "Sluiten" }).click();
  await expect(page.getByText("Er zijn hier geen terugbelverzoeken.")).toBeVisible();
  await page.getByRole("link", { name: "Alle" }).click();
  await expect(names).toHaveCount(4);
  await page.goto(`${filled.origin}${JOURNEY}`);
  await expect(page.getByText("1 terugbelverzoek is te laat")).toBeVisible();
  await page.goto(`${filled.origin}/dashboard/audit-log`);
  await expect(page.getByText("Terugbelverzoeken bekeken")).toHaveCount(1);
  await expect(page.getByText("Terugbelverzoek gesloten")).toHaveCount(1);
});

plain("held answers are admitted or dropped, each after a second thought", async ({ page, filled }) => {
  await burst(filled);
  await signIn(page, filled, JOURNEY);
  await page.getByRole("link", { name: "Bekijk ze en kies" }).click();
  await expect(page.getByRole("heading", { name: "Aanvraag ontvangen: 12 reacties" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Ja, toelaten" })).toBeHidden();
  await page.locator("summary", { hasText: "Toelaten" }).click();
  await page.getByRole("button", { name: "Ja, toelaten" }).click();
  await expect(page.getByRole("status")).toHaveText("Uw keuze is uitgevoerd.");
  await expect(page.getByText("Er is niets apart gezet.")).toBeVisible();
  await expect(page.locator(".burst").filter({ hasText: "12 reacties" })).toContainText("Toegelaten");
  expect((await filled.results("ontvangst")).answered).toBe(72);

  await burst(filled, 12);
  await page.reload();
  await page.locator("summary", { hasText: "Afwijzen" }).click();
  await page.getByRole("button", { name: "Ja, afwijzen" }).click();
  await expect(page.locator(".burst").first()).toContainText("Afgewezen");
  expect(await filled.results("ontvangst")).toMatchObject({ answered: 72, held: 0 });
});

test("the keyboard alone writes an improvement and closes a callback", async ({ page, filled }) => {
  await signIn(page, filled, `${IMPROVEMENTS}?lang=en`);
  await reach(page, "a.button");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Write an improvement" })).toBeVisible();
  await reach(page, "#step");
  await page.keyboard.type("Add drawings");
  await reach(page, "#since");
  await page.keyboard.type("01022026");
  await reach(page, "#we-did-nl");
  await page.keyboard.type("De grens is hoger.");
  await reach(page, "#published");
  await page.keyboard.press("Space");
  await reach(page, ".buttons button");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("The improvement was saved.");
  const { improvements } = await filled.api("GET", `/journeys/${ID}/improvements`);
  expect(improvements).toMatchObject([{ step: "tekeningen", weDid: { nl: "De grens is hoger." }, published: true }]);

  await page.goto(`${filled.origin}${JOURNEY}/callbacks`);
  await reach(page, 'button[value="closed"]');
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("The callback was changed.");
});

/** Every page on which one acts, with something on it. */
const acting = async (worker) => {
  const { id } = await improve(worker, { signals: ["0-signal-0", "0-signal-1", "0-gone"] });
  await improve(worker, { since: dayAgo(63), weDid: { nl: "Nieuwe uitleg." }, published: false });
  await burst(worker);
  return [
    ...["/dashboard", JOURNEY, `${JOURNEY}/steps/tekeningen`, `${JOURNEY}/signals`, IMPROVEMENTS, `${IMPROVEMENTS}/new`],
    ...[`${IMPROVEMENTS}/${id}`, `${JOURNEY}/callbacks`, `${JOURNEY}/callbacks?status=all`, `${JOURNEY}/held-bursts`],
  ];
};

for (const language of ["nl", "en"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing where one acts, ${language}, ${colorScheme}`, async ({ page, filled }) => {
      // Eleven pages, each looked at whole.
      test.slow();
      await page.emulateMedia({ colorScheme });
      await signIn(page, filled);
      for (const path of await acting(filled)) {
        const address = new URL(path, filled.origin);
        address.searchParams.set("lang", language);
        await page.goto(address.href);
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await violations(page), path).toEqual([]);
      }
      await page.goto(`${filled.origin}${IMPROVEMENTS}/new`);
      await page.locator(".buttons button").first().click();
      await expect(page.getByRole("alert")).toBeVisible();
      expect(await violations(page), "a form with faults").toEqual([]);
    });
  }
}

test("every page fits 320 pixels, and every control but a link in a text is 44 pixels high", async ({ page, filled }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await signIn(page, filled);
  for (const path of await acting(filled)) {
    await page.goto(filled.origin + path);
    for (const summary of await page.locator("summary").all()) await summary.click();
    await expectToFit(page, path);
  }
});

test("what anybody wrote is inert where one acts", async ({ page, worker }) => {
  await worker.load("http://localhost:1", (journey) => {
    for (const step of journey.steps) step.title = { nl: HOSTILE, en: HOSTILE };
  });
  await bring(worker, { kind: "journey" }, [callback("late", 3, { name: `${HOSTILE}`.slice(0, 80), note: HOSTILE })]);
  await fill(worker, { comments: [HOSTILE] });
  const texts = { nl: HOSTILE, en: `</textarea>${HOSTILE}` };
  const { id } = await improve(worker, { youSaid: texts, weDid: texts, signals: ["0-signal-0"] });
  await signIn(page, worker);
  for (const path of [
    ...["/dashboard", JOURNEY, `${JOURNEY}/steps/tekeningen`, `${JOURNEY}/signals`, IMPROVEMENTS, `${IMPROVEMENTS}/${id}`],
    ...[`${JOURNEY}/callbacks`, `${IMPROVEMENTS}/new?step=${encodeURIComponent(HOSTILE)}&signal=${encodeURIComponent(HOSTILE)}`],
  ]) {
    await page.goto(worker.origin + path);
    await expect(page.locator("h1")).toBeVisible();
    expect(await page.locator("script, style, img:not([src^='/answer/']), [onerror], [onload], [style]").count(), path).toBe(0);
    expect(await page.evaluate(() => window.hit ?? 0), path).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
  }
  await page.goto(`${worker.origin}${IMPROVEMENTS}/${id}`);
  await expect(page.locator("#we-did-en")).toHaveValue(texts.en);
});
