// What the widget must never do to the page it stands on.

import { counted, expect, SAYS, test, widget } from "./fixtures.mjs";

const FORM = `<form action="/next"><label>Naam <input name="naam" value="Jansen"></label>
  <button>Volgende</button></form>`;
const FOOTER = `<footer id="footer">Gemeente Voorbeeldstad</footer>`;

/** The names of the files that came whole. */
const files = (page) => {
  const came = new Set();
  page.on("requestfinished", (request) => came.add(new URL(request.url()).pathname.split("/").at(-1)));
  return came;
};

for (const width of [320, 1280]) {
  test(`nothing shifts at ${width} pixels, not even when thanks come late`, async ({ page, pages, worker }) => {
    const { prompt, option, status } = widget(page);
    await page.setViewportSize({ width, height: 800 });
    await page.route("**/responses/*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 900));
      await route.continue();
    });
    await page.route("**/question*", async (route) => {
      await page.locator("footer").scrollIntoViewIfNeeded();
      await route.continue();
    });
    await page.goto(`${pages.origin}/utrecht/nl/tekeningen`);
    await page.locator("journey-feedback").scrollIntoViewIfNeeded();
    await expect(prompt).toBeVisible();
    await option("Heel moeilijk").click();
    await expect(status).toContainText(SAYS.thanks);
    await counted(worker, "tekeningen", { answered: 1 });
    expect(await page.evaluate(() => window.shift)).toBe(0);
  });
}

test("nothing shifts on a short page that keeps the room itself", async ({ page, pages }) => {
  const { prompt } = widget(page);
  const url = pages.add("/short", `<main>${pages.element("tekeningen")}</main>${FOOTER}`, { head: pages.room() });
  await page.goto(url);
  await expect(prompt).toBeVisible();
  expect(await page.evaluate(() => window.shift)).toBe(0);
});

test("focus stays where the person put it", async ({ page, pages }) => {
  const { prompt, option, status } = widget(page);
  await page.goto(pages.add("/focus", `${FORM}${pages.tag("tekeningen")}`));
  await page.getByLabel("Naam").focus();
  await expect(prompt).toBeVisible();
  await expect(page.getByLabel("Naam")).toBeFocused();
  await option("Heel moeilijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await expect(option("Heel moeilijk")).toBeFocused();
});

test("inside a form it adds no field and submits nothing", async ({ page, pages }) => {
  const { option, status } = widget(page);
  const url = pages.add("/form", FORM.replace("</form>", `${pages.tag("tekeningen")}</form>`));
  await page.goto(url);
  const fields = () => page.evaluate(() => [...new FormData(document.forms[0]).keys()]);
  await option("Heel moeilijk").click();
  await page.getByRole("textbox", { name: "Wat kunnen wij beter doen?" }).fill("Meer uitleg");
  await page.getByRole("button", { name: "Versturen" }).click();
  await expect(status).toContainText(SAYS.thanks);
  expect(page.url()).toBe(url);
  expect(await fields()).toEqual(["naam"]);
  expect(await page.evaluate(() => document.forms[0].elements.length)).toBe(2);
});

test("hostile styles of the page do not reach it, and its styles do not reach the page", async ({ page, pages, worker }) => {
  const { host, option } = widget(page);
  pages.file(
    "/hostile.css",
    `html { font-size: 62.5% } * { all: unset; color: red !important; display: inline !important;
     font-size: 4px !important; visibility: visible !important } journey-feedback { padding: 99px !important }`,
  );
  const head = `<link rel="stylesheet" href="/hostile.css">`;
  await page.goto(pages.add("/hostile", `<button>Volgende</button>${pages.tag("tekeningen")}`, { head }));
  await expect(option("Makkelijk")).toBeVisible();
  const looks = await option("Makkelijk").evaluate((button) => {
    const { fontSize, color } = getComputedStyle(button);
    return { fontSize: parseFloat(fontSize), color, height: button.getBoundingClientRect().height };
  });
  expect(looks.fontSize).toBeGreaterThanOrEqual(16);
  expect(looks.height).toBeGreaterThanOrEqual(44);
  expect(looks.color).toBe("rgb(0, 0, 0)");
  await expect(host).toHaveCSS("padding", "0px");
  expect(await page.getByRole("button", { name: "Volgende" }).evaluate((it) => getComputedStyle(it).minHeight)).not.toBe("44px");
  await counted(worker, "tekeningen", { seen: 1 });
});

test("it asks for nothing before it nears the window", async ({ page, pages }) => {
  const { option } = widget(page);
  pages.file("/tall.css", "#tall { height: 5000px }");
  const head = `<link rel="stylesheet" href="/tall.css">`;
  const came = files(page);
  await page.goto(pages.add("/tall", `<div id="tall"></div>${pages.tag("tekeningen")}`, { head }));
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect([...came].filter((file) => file.startsWith("core") || file.startsWith("question"))).toEqual([]);
  await page.locator("journey-feedback").scrollIntoViewIfNeeded();
  await expect(option("Makkelijk")).toBeVisible();
});

const harmless = async (page, url) => {
  await page.goto(url);
  await page.locator("journey-feedback").waitFor({ state: "attached" }).catch(() => {});
  await page.getByRole("button", { name: "Volgende" }).click();
  await page.waitForURL("**/next*");
};

test("the page works where the question is refused", async ({ page, pages }) => {
  pages.add("/next", "Gelukt");
  await page.route("**/question*", (route) => route.abort());
  await harmless(page, pages.add("/refused", `${FORM}${pages.tag("tekeningen")}${FOOTER}`));
});

test("the page works where the script is refused", async ({ page, pages }) => {
  pages.add("/next", "Gelukt");
  await page.route("**/journey-feedback.js", (route) => route.abort());
  await page.goto(pages.add("/no-script", `${FORM}${pages.tag("tekeningen")}`));
  await page.getByRole("button", { name: "Volgende" }).click();
  await page.waitForURL("**/next*");
});

/** The server's question, without the reasons that its follow-up must have. */
const withoutReasons = async (route) => {
  const question = await (await route.fetch()).json();
  delete question.followUp.reasons;
  return { json: question };
};

for (const [what, pattern, answer] of [
  ["the core is HTML", "**/core.js", { contentType: "text/html", body: "<h1>Inloggen</h1>" }],
  ["the module is HTML", "**/core_bg.wasm", { contentType: "text/html", body: "<h1>Inloggen</h1>" }],
  ["the core is 10 MB", "**/core.js", { contentType: "text/javascript", body: " ".repeat(1e7) }],
  ["the module is 10 MB", "**/core_bg.wasm", { contentType: "application/wasm", body: "\0".repeat(1e7) }],
  ["the question is HTML", "**/question*", { contentType: "text/html", body: "<h1>Inloggen</h1>" }],
  ["the question is 10 MB", "**/question*", { contentType: "application/json", body: "[".repeat(1e7) }],
  ["the question is another JSON", "**/question*", { contentType: "application/json", body: '{"ask":{"sampleRate":1}}' }],
  ["the question's follow-up has no list of reasons", "**/question*", withoutReasons],
  ["the step is unknown", "**/question*", { status: 404, contentType: "application/problem+json", body: "{}" }],
]) {
  test(`the page works and nothing shows or shifts where ${what}`, async ({ page, pages }) => {
    const { host } = widget(page);
    pages.add("/next", "Gelukt");
    const failed = new Promise((resolve) => page.exposeFunction("failed", resolve));
    await page.addInitScript(() => document.addEventListener("journey-feedback:error", () => window.failed()));
    const headers = { "access-control-allow-origin": "*" };
    await page.route(pattern, async (route) =>
      route.fulfill({ headers, ...(typeof answer === "function" ? await answer(route) : answer) }),
    );
    const body = `${FORM}${pages.element("tekeningen")}${FOOTER}`;
    await page.goto(pages.add("/wrong", body, { head: pages.room() }));
    await failed;
    expect(await host.evaluate((it) => it.shadowRoot.textContent)).toBe("");
    expect(await page.evaluate(() => window.shift)).toBe(0);
    await page.getByRole("button", { name: "Volgende" }).click();
    await page.waitForURL("**/next*");
  });
}

test("the page works while the widget's server hangs", async ({ page, pages }) => {
  pages.add("/next", "Gelukt");
  await page.route("**/question*", () => {});
  await page.route("**/core.js", () => {});
  await harmless(page, pages.add("/hangs", `${FORM}${pages.tag("tekeningen")}${FOOTER}`));
});

for (const [what, answer] of [
  ["refuses", (route) => route.abort()],
  ["hangs", () => {}],
]) {
  test(`the page works while all of the widget's origin ${what}`, async ({ page, pages, worker }) => {
    pages.add("/next", "Gelukt");
    await page.route(`${worker.origin}/**`, answer);
    const url = pages.add("/gone", `${FORM}${pages.element("tekeningen")}${FOOTER}`, { head: pages.room() });
    await page.goto(url, { waitUntil: "commit" });
    await page.getByRole("button", { name: "Volgende" }).click();
    await page.waitForURL("**/next*");
  });
}
