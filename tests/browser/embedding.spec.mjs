// The ways in which a page can hold, steer and hear the widget.

import { counted, expect, SAYS, test, widget } from "./fixtures.mjs";

const answeredOn = async (page, name) => {
  const { option, status } = widget(page);
  await option(name).click();
  await expect(status).toContainText(SAYS.thanks);
};

test("an element with the script beside it", async ({ page, pages, worker }) => {
  await page.goto(pages.add("/page", pages.element("tekeningen")));
  await answeredOn(page, "Makkelijk");
  await counted(worker, "tekeningen", { answered: 1 });
});

test("a script in the head, with a target", async ({ page, pages }) => {
  const head = pages.tag("tekeningen", 'data-target="#hier"');
  await page.goto(pages.add("/page", `<main><p>Tekst</p></main><aside id="hier"></aside>`, { head }));
  await answeredOn(page, "Makkelijk");
  await expect(page.locator("#hier > journey-feedback")).toBeAttached();
});

test("a script in the head without one stands at the end of the main part", async ({ page, pages }) => {
  const head = pages.tag("tekeningen");
  await page.goto(pages.add("/page", `<main><p>Tekst</p></main><footer>Voet</footer>`, { head }));
  await answeredOn(page, "Makkelijk");
  await expect(page.locator("main > p + journey-feedback")).toBeAttached();
});

test("a script that is added later, and twice", async ({ page, pages, worker }) => {
  await page.goto(pages.add("/page", "<main></main>"));
  await page.evaluate((src) => {
    for (let times = 0; times < 2; times++) {
      const script = document.createElement("script");
      Object.assign(script.dataset, { journey: "verbouwvergunning", step: "tekeningen" });
      const policy = window.trustedTypes.createPolicy(`test${times}`, { createScriptURL: (url) => url });
      script.src = policy.createScriptURL(src);
      document.querySelector("main").append(script);
    }
  }, `${worker.origin}/journey-feedback.js`);
  await answeredOn(page, "Makkelijk");
  await expect(page.locator("journey-feedback")).toHaveCount(1);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("several on one page", async ({ page, pages, worker }) => {
  await page.goto(pages.add("/page", pages.element("tekeningen") + pages.element("gegevens")));
  for (const step of ["tekeningen", "gegevens"]) {
    const host = page.locator(`journey-feedback[step=${step}]`);
    await host.getByRole("button", { name: "Makkelijk", exact: true }).click();
    await expect(host.getByRole("status")).toContainText(SAYS.thanks);
    await counted(worker, step, { answered: 1 });
  }
});

test("inside another shadow root", async ({ page, pages, worker }) => {
  await page.goto(pages.add("/page", `<div id="outer"></div>${pages.element("gegevens")}`));
  await page.evaluate(() => {
    const element = document.querySelector("journey-feedback");
    document.querySelector("#outer").attachShadow({ mode: "open" }).append(element);
  });
  await answeredOn(page, "Makkelijk");
  await counted(worker, "gegevens", { seen: 1, answered: 1 });
});

test("inside an iframe", async ({ page, pages, worker }) => {
  const inner = pages.add("/inner", pages.tag("gegevens"));
  await page.goto(pages.add("/outer", `<iframe src="${inner}" title="Uw mening"></iframe>`, { policy: "frame-src 'self'" }));
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Makkelijk", exact: true }).click();
  await expect(frame.getByRole("status")).toContainText(SAYS.thanks);
  await counted(worker, "gegevens", { seen: 1, answered: 1 });
});

test("an element that is moved keeps its answer; one that is put back later starts anew", async ({ page, pages, worker }) => {
  const { host, option } = widget(page);
  const url = pages.add("/page", `<main>${pages.element("tekeningen", 'remember="off"')}</main><aside></aside>`);
  await page.goto(url);
  await answeredOn(page, "Makkelijk");
  await host.evaluate((element) => document.querySelector("aside").append(element));
  await expect(option("Makkelijk")).toHaveAttribute("aria-pressed", "true");

  await host.evaluate(async (element) => {
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    document.querySelector("main").append(element);
  });
  await expect(option("Makkelijk")).toHaveAttribute("aria-pressed", "false");
  await counted(worker, "tekeningen", { seen: 2, answered: 1 });
});

test("the question follows the step of a single-page application", async ({ page, pages, worker }) => {
  const { option } = widget(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await expect(option("Makkelijk")).toBeVisible();
  await page.evaluate(() => window.journeyFeedback.setStep("ontvangst"));
  await expect(page.getByRole("heading", { name: "Is het gelukt wat u hier wilde doen?" })).toBeVisible();
  await page.getByRole("button", { name: "Ja", exact: true }).click();
  await counted(worker, "ontvangst", { answered: 1 });
  await counted(worker, "tekeningen", { seen: 1, answered: 0 });
});

test("the page can hide it and show it again", async ({ page, pages }) => {
  const { option } = widget(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await expect(option("Makkelijk")).toBeVisible();
  await page.evaluate(() => window.journeyFeedback.hide());
  await expect(option("Makkelijk")).toBeHidden();
  await page.evaluate(() => window.journeyFeedback.show());
  await expect(option("Makkelijk")).toBeVisible();
});

test("the page hears what happens, until it stops listening", async ({ page, pages }) => {
  const { dismiss, option } = widget(page);
  pages.file("/tall.css", "#tall { height: 5000px }");
  const head = `<link rel="stylesheet" href="/tall.css">`;
  await page.goto(pages.add("/page", `<div id="tall"></div>${pages.tag("tekeningen")}`, { head }));
  await page.evaluate(() => {
    window.heard = [];
    for (const event of ["shown", "answered", "sent", "dismissed", "error"]) {
      window.journeyFeedback.on(event, () => window.heard.push(event));
    }
    window.journeyFeedback.on("answered", () => window.heard.push("never"))();
  });
  const shown = page.waitForRequest((request) => request.postDataJSON()?.state === "seen");
  await page.locator("journey-feedback").scrollIntoViewIfNeeded();
  await shown;
  await answeredOn(page, "Makkelijk");
  await expect(dismiss).toHaveCount(0);
  await page.getByRole("button", { name: "Sluiten" }).click();
  await expect(option("Makkelijk")).toHaveCount(0);
  expect(await page.evaluate(() => window.heard)).toEqual(["shown", "answered", "sent", "dismissed"]);
});

test("channel and audience come from the page", async ({ page, pages }) => {
  const sent = page.waitForRequest((request) => request.postDataJSON()?.state === "seen");
  await page.goto(pages.add("/page", pages.tag("tekeningen", 'data-channel="desk" data-audience="ondernemer"')));
  expect((await sent).postDataJSON()).toMatchObject({ channel: "desk", audience: "ondernemer" });
});

test.describe("a page's own check", () => {
  const check = async (page, pages, body) => {
    await page.addInitScript(body);
    await page.goto(pages.add("/page", pages.tag("tekeningen", 'data-before-send="controle"')));
    await widget(page).option("Makkelijk").click();
  };

  test("can change an answer", async ({ page, pages }) => {
    const sent = page.waitForRequest((request) => request.postDataJSON()?.state === "answered");
    await check(page, pages, () => (window.controle = (answer) => ({ ...answer, audience: "inwoner" })));
    expect((await sent).postDataJSON()).toMatchObject({ option: "easy", audience: "inwoner", revision: 2 });
    await expect(widget(page).status).toContainText(SAYS.thanks);
  });

  test("can refuse it", async ({ page, pages, worker }) => {
    await check(page, pages, () => (window.controle = () => false));
    await expect(widget(page).option("Makkelijk")).toHaveAttribute("aria-pressed", "false");
    await expect(widget(page).status).toBeEmpty();
    await counted(worker, "tekeningen", { seen: 1, answered: 0 });
  });
});

test("without debug it logs nothing, with debug it says what is wrong", async ({ page, pages }) => {
  const said = [];
  page.on("console", (message) => message.text().startsWith("journey-feedback") && said.push(message.text()));
  const refused = page.waitForResponse("**/question*");
  await page.goto(pages.add("/quiet", pages.tag("onbekend")));
  await refused;
  await page.goto(pages.add("/loud", pages.tag("onbekend", "data-debug")));
  await expect.poll(() => said).toEqual(["journey-feedback 404"]);
});
