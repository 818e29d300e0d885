// What follows an answer: what earlier answers changed, and the form to ask for a call.

import { LOOKS_AND_LANGUAGES, openLook } from "./axe.mjs";
import { comes, counted, expect, SAYS, test, widget } from "./fixtures.mjs";
import { JOURNEY } from "./worker.mjs";

const CALL = {
  offer: "Ik wil gebeld worden",
  promise: "Wij bellen u binnen 2 werkdagen. Wij gebruiken uw gegevens alleen om u te bellen. Wij wissen ze na 30 dagen.",
  waiting: "Uw verzoek is nog niet verstuurd. Wij blijven het proberen.",
  failed: "Het is niet gelukt om uw verzoek te versturen.",
  done: "Wij hebben ontvangen dat u gebeld wilt worden.",
  wrong: "Vul een telefoonnummer in, bijvoorbeeld 06 12345678.",
};

const form = (page) => {
  const group = page.getByRole("group", { name: CALL.offer });
  return {
    offer: page.getByRole("button", { name: CALL.offer }),
    group,
    phone: group.getByLabel("Uw telefoonnummer"),
    name: group.getByLabel("Uw naam (niet verplicht)"),
    moment: group.getByLabel("Wanneer kunnen wij u bellen?"),
    send: group.getByRole("button", { name: "Bel mij" }),
    said: group.getByRole("status"),
  };
};

const thanked = (page) => expect(page.locator("journey-feedback .said").first()).toContainText(SAYS.thanks);

const callbacks = async (worker) => (await worker.api("GET", `/journeys/${JOURNEY}/callbacks`)).callbacks;

const improve = (worker, since, more) =>
  worker.api("POST", `/journeys/${JOURNEY}/improvements`, {
    step: "ontvangst",
    since,
    published: true,
    youSaid: { nl: "Het duurde te lang.", en: "It took too long." },
    weDid: { nl: `Sneller sinds ${since}.`, en: `Faster since ${since}.` },
    ...more,
  });

/** Opens the form after an answer at the step that promises to call. */
const opened = async (page, pages, before = "", after = "", options = {}) => {
  await page.goto(pages.add("/page", `${before}${pages.tag("ontvangst")}${after}`, options));
  await page.getByRole("button", { name: "Nee", exact: true }).click();
  await thanked(page);
  const fields = form(page);
  await fields.offer.click();
  await expect(fields.phone).toBeVisible();
  return fields;
};

test("who answered reads what earlier answers changed, the newest three, with the month", async ({ page, pages, worker }) => {
  for (const since of ["2026-01-01", "2026-03-01", "2026-05-01", "2026-07-01"]) await improve(worker, since);
  const asked = [];
  page.on("request", (request) => request.url().includes("/improvements") && asked.push(request.url()));
  await page.goto(pages.add("/page", pages.tag("ontvangst")));
  const yes = page.getByRole("button", { name: "Ja", exact: true });
  await expect(yes).toBeVisible();
  expect(asked).toEqual([]);
  await yes.click();
  await comes(page, page.getByRole("heading", { name: "Dit is verbeterd na eerdere antwoorden" }));
  const items = page.locator("journey-feedback").getByRole("listitem");
  await expect(items).toHaveText([
    /Het duurde te lang\.\s*Sneller sinds 2026-07-01\.\s*juli 2026/,
    /2026-05-01\.\s*mei 2026/,
    /2026-03-01\.\s*maart 2026/,
  ]);
  await yes.click();
  await expect(items).toHaveCount(3);
  expect(asked).toHaveLength(1);
});

test("improvements that come late move nothing in sight", async ({ page, pages, worker }) => {
  await improve(worker, "2026-07-01");
  let late;
  await page.route("**/improvements*", async (route) => {
    await new Promise((resolve) => (late = resolve));
    await route.continue();
  });
  const footer = "<footer>Gemeente Voorbeeldstad</footer>";
  await page.goto(pages.add("/page", `<main>${pages.element("ontvangst")}</main>${footer}`, { head: pages.room() }));
  const yes = page.getByRole("button", { name: "Ja", exact: true });
  await yes.click();
  await thanked(page);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
  const came = page.waitForResponse("**/improvements*");
  await expect.poll(() => late).toBeTruthy();
  late();
  await (await came).finished();
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const heading = page.getByRole("heading", { name: "Dit is verbeterd na eerdere antwoorden" });
  await expect(heading).toHaveCount(0);
  await yes.click();
  await expect(heading).toBeVisible();
  expect(await page.evaluate(() => window.shift)).toBe(0);
});

for (const [what, answer] of [
  ["are refused", null],
  ["are HTML", { contentType: "text/html", body: "<h1>Inloggen</h1>" }],
  ["fail", { status: 500, body: "" }],
]) {
  test(`nobody notices where improvements ${what}`, async ({ page, pages, worker }) => {
    const headers = { "access-control-allow-origin": pages.origin };
    await page.route("**/improvements*", (route) => (answer ? route.fulfill({ headers, ...answer }) : route.abort()));
    await page.goto(pages.add("/page", pages.tag("ontvangst")));
    await page.getByRole("button", { name: "Ja", exact: true }).click();
    await thanked(page);
    await expect(page.getByRole("heading", { name: "Dit is verbeterd na eerdere antwoorden" })).toHaveCount(0);
    await counted(worker, "ontvangst", { answered: 1 });
  });
}

test("a request to be called arrives once, with what it promised", async ({ page, pages, worker }) => {
  const { offer, group, phone, name, moment, send, said } = await opened(page, pages);
  await expect(offer).toHaveAttribute("aria-expanded", "true");
  await expect(offer).toBeFocused();
  await expect(group.getByText(CALL.promise)).toBeVisible();
  await expect(phone).toHaveAttribute("autocomplete", "tel");
  await expect(name).toHaveAttribute("autocomplete", "name");
  await phone.fill("06 12345678");
  await name.fill("Jansen");
  await moment.selectOption("In de middag");
  await send.click();
  await expect(said).toContainText(CALL.done);
  await expect(said).toContainText(/Wij bellen u uiterlijk op \d+ \p{L}+\./u);
  await expect(said).toBeFocused();
  await expect(phone).toBeHidden();
  expect(await callbacks(worker)).toMatchObject([{ step: "ontvangst", phone: "0612345678", name: "Jansen", moment: "afternoon" }]);
});

test("a question without a callback offers none and downloads nothing of it", async ({ page, pages }) => {
  const came = [];
  page.on("request", (request) => came.push(request.url().split("/").at(-1)));
  const { option, status } = widget(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await expect(option("Makkelijk")).toBeVisible();
  expect(came).not.toContain("after.js");
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await expect.poll(() => came).toContain("after.js");
  expect(came).not.toContain("calling.js");
  await expect(form(page).offer).toHaveCount(0);
});

test("a telephone number that is none is said beside its field, and can be put right", async ({ page, pages, worker }) => {
  const { phone, send, said } = await opened(page, pages);
  await send.click();
  await expect(phone).toBeFocused();
  await expect(phone).toHaveAccessibleDescription(CALL.wrong);
  await expect(phone).toHaveAttribute("aria-invalid", "true");
  await phone.fill("12");
  await send.click();
  await expect(phone).toHaveAccessibleDescription(CALL.wrong);
  await expect(phone).toBeFocused();
  await expect(phone).toHaveValue("12");
  expect(await callbacks(worker)).toEqual([]);
  await phone.fill("+31 6 12345678");
  await send.click();
  await expect(said).toContainText(CALL.done);
  expect(await callbacks(worker)).toHaveLength(1);
});

test("a request made offline waits, says so, and arrives once", async ({ page, pages, worker, context }) => {
  const { phone, send, said } = await opened(page, pages);
  await page.waitForLoadState("networkidle");
  await phone.fill("0612345678");
  await context.setOffline(true);
  await send.click();
  await expect(said).toHaveText(CALL.waiting);
  await context.setOffline(false);
  await expect(said).toContainText(CALL.done);
  expect(await callbacks(worker)).toHaveLength(1);
});

test("a request whose reply is lost arrives once", async ({ page, pages, worker }) => {
  const { phone, send, said } = await opened(page, pages);
  let lost = false;
  await page.route("**/callbacks", async (route) => {
    if (lost || route.request().method() !== "POST") return route.continue();
    lost = true;
    await route.fetch();
    await route.abort();
  });
  await phone.fill("0612345678");
  await send.click();
  await expect(said).toHaveText(CALL.waiting);
  await expect(said).toContainText(CALL.done);
  expect(await callbacks(worker)).toHaveLength(1);
});

test("a request that the server refuses is said to have failed", async ({ page, pages }) => {
  const { group, phone, send } = await opened(page, pages);
  const headers = { "access-control-allow-origin": pages.origin };
  await page.route("**/callbacks", (route) =>
    route.request().method() === "POST" ? route.fulfill({ status: 403, headers, body: "{}" }) : route.continue(),
  );
  await phone.fill("0612345678");
  await send.click();
  await expect(group.getByText(CALL.failed)).toBeVisible();
  await expect(phone).toHaveValue("0612345678");
});

test("a form that does not come is said to have failed, and comes with the next tap", async ({ page, pages, context }) => {
  await page.route("**/after.js", (route) => route.abort());
  await page.goto(pages.add("/page", pages.tag("ontvangst")));
  await page.getByRole("button", { name: "Nee", exact: true }).click();
  await thanked(page);
  const { offer, phone } = form(page);
  await offer.click();
  await expect(page.getByRole("alert").getByText(CALL.failed)).toBeVisible();
  await page.unroute("**/after.js");
  await offer.click();
  await expect(phone).toBeVisible();
  await expect(page.getByText(CALL.failed)).toHaveCount(0);
});

test("the form is no part of the page's form, and Enter in it sends the request alone", async ({ page, pages, worker }) => {
  const before = `<form action="/next"><label>Naam <input name="naam" value="Jansen"></label>`;
  const { phone, said } = await opened(page, pages, before, "<button>Volgende</button></form>");
  const url = page.url();
  const entered = page.evaluate(() => {
    window.entered = 0;
    document.addEventListener("keydown", ({ key }) => key === "Enter" && window.entered++);
  });
  await entered;
  await phone.fill("0612345678");
  expect(await page.evaluate(() => [...new FormData(document.forms[0]).keys()])).toEqual(["naam"]);
  expect(await page.evaluate(() => document.forms[0].elements.length)).toBe(2);
  await phone.press("Enter");
  await expect(said).toContainText(CALL.done);
  expect(page.url()).toBe(url);
  expect(await page.evaluate(() => window.entered)).toBe(0);
  expect(await callbacks(worker)).toHaveLength(1);
});

test("nothing ties a request to the answer, and its data stay on no page", async ({ page, pages }) => {
  const sent = [];
  page.on("request", (request) => ["PUT", "POST"].includes(request.method()) && sent.push(request));
  const { phone, name, send, said } = await opened(page, pages);
  await phone.fill("0612345678");
  await name.fill("Jansen");
  await send.click();
  await expect(said).toContainText(CALL.done);
  const { id, ...fields } = sent.at(-1).postDataJSON();
  expect(fields).toEqual({ phone: "0612345678", name: "Jansen", moment: "any", language: "nl" });
  expect(sent.some((request) => request.url().endsWith(id))).toBe(false);
  expect(await phone.inputValue()).toBe("");
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]));
  expect(stored).not.toContain("0612345678");
});

for (const look of LOOKS_AND_LANGUAGES) {
  test(`axe finds nothing in all that follows an answer, with ${look.name}, in ${look.lang}`, async ({ page, pages, worker, context }) => {
    test.slow();
    const { question, violations } = await openLook(page, pages, worker, look, "ontvangst");
    const { words } = question;
    const own = words.callback;
    await improve(worker, "2026-07-01");
    const host = page.locator("journey-feedback");
    await host.locator(".choice").last().click();
    await expect(host.getByRole("status")).toContainText(words.thanks);
    await expect(host.getByRole("status")).toContainText(words.next);
    await comes(page, host.getByRole("heading", { name: words.improvements }));
    expect(await violations(), "what happens next and what changed").toEqual([]);

    await host.getByRole("button", { name: own.offer }).click();
    const [phone, send, said] = [host.getByLabel(own.phone), host.locator(".fields .send"), host.locator(".callback [role=status]")];
    await expect(phone).toBeVisible();
    expect(await violations(), "form").toEqual([]);
    await send.click();
    await expect(phone).toHaveAccessibleDescription(own.phoneWrong);
    expect(await violations(), "wrong").toEqual([]);
    await phone.fill("0612345678");
    await page.waitForLoadState("networkidle");
    await context.setOffline(true);
    await send.click();
    await expect(said).toHaveText(own.waiting);
    expect(await violations(), "waiting").toEqual([]);
    await context.setOffline(false);
    await expect(said).toContainText(own.done);
    expect(await violations(), "done").toEqual([]);
  });
}

test("the form works from right to left, in a journey that speaks Arabic", async ({ page, pages, worker }) => {
  await worker.load(pages.origin, (journey) => journey.languages.push("ar"));
  await page.goto(pages.add("/ar", pages.tag("ontvangst"), { lang: "ar" }));
  await page.locator("journey-feedback .choice").first().click();
  await page.getByRole("button", { name: "أريد أن تتصلوا بي" }).click();
  await expect(page.getByLabel("اسمك (اختياري)")).toHaveCSS("direction", "rtl");
  // A number is written from left to right everywhere.
  await expect(page.getByLabel("رقم هاتفك")).toHaveCSS("direction", "ltr");
});

test("the form fits 320 pixels, with targets of 44 pixels in an order that makes sense", async ({ page, pages }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  const { offer, group, phone, name, moment, send } = await opened(page, pages);
  for (const target of [offer, phone, name, moment, send]) {
    const { width, height } = await target.boundingBox();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  for (const next of [phone, name, moment, send]) {
    await page.keyboard.press("Tab");
    await expect(next).toBeFocused();
    expect(await next.evaluate((it) => getComputedStyle(it).outlineStyle)).not.toBe("none");
  }
  await offer.click();
  await expect(group).toBeHidden();
  await expect(offer).toHaveAttribute("aria-expanded", "false");
});

test("the form keeps its edges in forced colours", async ({ page, pages }) => {
  await page.emulateMedia({ forcedColors: "active" });
  const { phone, send } = await opened(page, pages);
  for (const part of [phone, send]) {
    const { width, style } = await part.evaluate((it) => {
      const { borderTopWidth: width, borderTopStyle: style } = getComputedStyle(it);
      return { width: parseFloat(width), style };
    });
    expect(width).toBeGreaterThanOrEqual(2);
    expect(style).toBe("solid");
  }
});
