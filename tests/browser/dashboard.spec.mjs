// The owner's side, without a script: sign in, find the worst step, read why, work through the inbox. Every page in both
// languages as accessible as the widget, by keyboard, at every width.

import { JOURNEY, expect, expectToFit, signIn, test, violations, withoutScripts } from "./dashboard-fixtures.mjs";
import { fill } from "./filler.mjs";

const PAGES = ["/dashboard", JOURNEY, `${JOURNEY}/steps/tekeningen`, `${JOURNEY}/steps/ontvangst`, `${JOURNEY}/signals`];
const ADMIN_PAGES = ["/dashboard/keys", "/dashboard/audit-log", "/dashboard/nothing"];
const plain = withoutScripts(test);

plain("an owner signs in, finds the worst step in one look, reads why, and signs out", async ({ page, filled }) => {
  await page.goto(`${filled.origin}${JOURNEY}`);
  await page.getByLabel("Sleutel").fill("jf_0011223344556677_wrong");
  await page.getByRole("button", { name: "Inloggen" }).click();
  await expect(page.getByRole("alert")).toContainText("Deze sleutel werkt niet");
  await page.getByLabel("Sleutel").fill(filled.key);
  await page.getByRole("button", { name: "Inloggen" }).click();

  await expect(page).toHaveURL(`${filled.origin}${JOURNEY}`);
  const first = page.locator(".first");
  await expect(first.getByRole("heading", { name: "Kijk hier eerst" })).toBeVisible();
  await expect(first.getByRole("link", { name: "Tekeningen toevoegen" })).toBeInViewport();
  await expect(first).toContainText("Norm niet gehaald: minstens 70% positief.");
  await expect(first).toContainText(/Slechter sinds week \d+ van \d{4}/);
  await expect(page.getByRole("listitem").filter({ hasText: "Aanvraag ontvangen" })).toContainText("Nog minder dan 10 antwoorden");

  await first.getByRole("link", { name: "Tekeningen toevoegen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tekeningen toevoegen" })).toBeVisible();
  await expect(page.getByRole("img", { name: "Negatieve antwoorden per week" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Bestanden toevoegen/ })).toBeVisible();

  await page.getByRole("button", { name: "Uitloggen" }).click();
  await page.goto(`${filled.origin}/dashboard`);
  await expect(page.getByLabel("Sleutel")).toBeVisible();
});

plain("several signals are changed at once, and that nobody read them is said plainly", async ({ page, filled }) => {
  await signIn(page, filled, `${JOURNEY}/signals?status=new`);
  await expect(page.getByText("Niemand heeft dit in 20 dagen gelezen.")).toBeVisible();
  await expect(page.getByText("6 ongelezen signalen")).toBeVisible();

  await page.getByRole("button", { name: "Gekozen signalen veranderen" }).click();
  await expect(page.getByRole("alert").first()).toContainText("U hebt geen signaal gekozen");

  await page.getByLabel("Wat is een situatietekening?").check();
  await page.getByLabel(/Mijn tekening was 30 MB/).check();
  await page.getByRole("combobox", { name: "Status" }).selectOption("planned");
  await page.getByLabel("Notitie").fill("Wij verhogen de grens");
  await page.getByRole("button", { name: "Gekozen signalen veranderen" }).click();
  await expect(page.getByRole("status")).toHaveText("2 signalen zijn veranderd.");
  await expect(page.getByText("4 ongelezen signalen")).toBeVisible();
  await page.getByRole("link", { name: "Gepland" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "situatietekening" })).toContainText("Wij verhogen de grens");

  await page.getByRole("link", { name: "Nieuw" }).click();
  await page.getByRole("button", { name: "Alles op deze bladzijde is gelezen" }).click();
  await expect(page.getByText("Alle signalen zijn gelezen.")).toBeVisible();
});

test("a key is made, shown once, and revoked, which signs out whoever used it", async ({ page, browser, filled }) => {
  await signIn(page, filled, "/dashboard/keys?lang=en");
  await page.getByLabel("What for").fill("permits team");
  await page.getByLabel("Role").selectOption("viewer");
  await page.getByLabel("verbouwvergunning").check();
  await page.getByRole("button", { name: "Make a key" }).click();
  const key = await page.locator("code.key").textContent();

  const context = await browser.newContext({ locale: "en-GB" });
  const other = await context.newPage();
  await other.goto(`${filled.origin}/dashboard`);
  await other.getByLabel("Key").fill(key);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("link", { name: "Apply for a building permit" })).toBeVisible();
  await expect(other.getByRole("link", { name: "Keys" })).toHaveCount(0);
  await other.goto(`${filled.origin}${JOURNEY}/signals`);
  await expect(other.getByRole("checkbox")).toHaveCount(0);

  await page.goto(`${filled.origin}/dashboard/keys`);
  await expect(page.locator("code.key")).toHaveCount(0);
  await page.locator("summary", { hasText: "Revoke" }).click();
  await page.getByRole("button", { name: "Yes, revoke" }).click();
  await expect(page.getByText("There are no other keys yet.")).toBeVisible();
  await other.goto(`${filled.origin}/dashboard`);
  await expect(other.getByLabel("Key")).toBeVisible();
  await context.close();
});

test("the keyboard alone signs in, skips to the content and changes signals", async ({ page, filled }) => {
  await page.goto(`${filled.origin}${JOURNEY}/signals?lang=en`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "To the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Key")).toBeFocused();
  await page.keyboard.type(filled.key);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Signals" })).toBeVisible();

  const focused = () => page.evaluate(() => document.activeElement.type ?? document.activeElement.tagName);
  for (let at = 0; (await focused()) !== "checkbox"; at++) {
    expect(at).toBeLessThan(40);
    await page.keyboard.press("Tab");
    const { outlineStyle } = await page.evaluate(() => ({ ...getComputedStyle(document.activeElement) }));
    expect(outlineStyle).toBe("solid");
  }
  await page.keyboard.press("Space");
  while ((await focused()) !== "select-one") await page.keyboard.press("Tab");
  await page.keyboard.type("Done");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("1 signal was changed.");
});

for (const language of ["nl", "en"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing on any page, ${language}, ${colorScheme}`, async ({ page, filled }) => {
      await page.emulateMedia({ colorScheme });
      const look = async (path) => {
        const address = new URL(path, filled.origin);
        address.searchParams.set("lang", language);
        await page.goto(address.href);
        expect(await violations(page), path).toEqual([]);
        expect(await page.locator("html").getAttribute("lang")).toBe(language);
      };
      await look("/dashboard/sign-in");
      await signIn(page, filled);
      for (const path of [...PAGES, ...ADMIN_PAGES]) await look(path);
    });
  }
}

test("every page fits 320 pixels, and every control but a link in a text is 44 pixels high", async ({ page, filled }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await signIn(page, filled);
  for (const path of [...PAGES, ...ADMIN_PAGES]) {
    await page.goto(filled.origin + path);
    await expectToFit(page, path);
  }
});

test("a link from another site does not ask whoever is signed in to sign in again", async ({ page, pages, filled }) => {
  await filled.api("GET", "/journeys");
  await signIn(page, filled);
  // Another site by its host: cookies know no port.
  const elsewhere = pages.add("/mail", `<a href="${filled.origin}${JOURNEY}">Open</a>`).replace("localhost", "127.0.0.1");
  await page.goto(elsewhere);
  await page.getByRole("link", { name: "Open" }).click();
  await expect(page.locator(".first")).toBeVisible();
});

test("what residents write is inert", async ({ page, worker }) => {
  const comments = [
    `<script>window.hit = 1</script><img src=x onerror="window.hit = 1">`,
    `"><svg onload="window.hit = 1"><style>*{display:none}</style>`,
    `' onfocus='window.hit=1' autofocus x='`,
    `\u202Eevil \u2066text`,
    "\u{1F9D1}\u200D\u{1F9BD}".repeat(160),
    "=cmd|' /C calc'!A0",
  ];
  const hostile = `"><img src=x onerror=alert(1)>\u202E`;
  await worker.load("http://localhost:1", (journey) => {
    journey.title = { nl: hostile, en: hostile };
    for (const step of journey.steps) step.title = { nl: `${hostile}${step.id}`, en: step.id };
  });
  await fill(worker, { comments });
  await signIn(page, worker);
  for (const path of PAGES) {
    await page.goto(worker.origin + path);
    await expect(page.locator("h1")).toBeVisible();
    expect(await page.locator("script, style, img:not([src^='/answer/']), [onerror], [onload], [onfocus], [style]").count(), path).toBe(0);
    expect(await page.evaluate(() => window.hit ?? 0), path).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
  }
  for (const comment of comments) await expect(page.getByText(comment, { exact: true })).toBeVisible();
});
