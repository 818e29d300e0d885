// What the widget keeps on the device and sends over the line.

import { counted, expect, SAYS, test, widget } from "./fixtures.mjs";

const stored = (page) =>
  page.evaluate(() => ({ cookie: document.cookie, session: { ...sessionStorage }, local: { ...localStorage } }));

test("nothing is stored before an answer, and after it only that the step is done", async ({ page, pages, context }) => {
  const { prompt, option, status } = widget(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await expect(prompt).toBeVisible();
  expect(await stored(page)).toEqual({ cookie: "", session: {}, local: {} });
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  const { session, ...rest } = await stored(page);
  expect(rest).toEqual({ cookie: "", local: {} });
  expect(Object.keys(session)).toEqual(["journey-feedback:verbouwvergunning"]);
  const day = Math.floor(Date.now() / 864e5);
  expect(JSON.parse(Object.values(session)[0])).toEqual({ until: { tekeningen: day + 1 }, rest: 0, last: "tekeningen" });
  expect(await context.cookies()).toEqual([]);
});

test("requests carry nothing but the API's fields: no cookie, no referrer, no page's address", async ({ page, pages, worker, context }) => {
  const { option, status } = widget(page);
  await context.addCookies([{ name: "session", value: "secret", url: worker.origin }]);
  const requests = [];
  page.on("request", (request) => request.url().startsWith(worker.origin) && requests.push(request));
  await page.goto(pages.add("/page?bsn=123456782", pages.tag("tekeningen")));
  await option("Heel moeilijk").click();
  await page.getByRole("button", { name: "De uitleg" }).click();
  await page.getByRole("textbox", { name: "Wat kunnen wij beter doen?" }).fill("Meer uitleg");
  await page.getByRole("button", { name: "Versturen" }).click();
  await expect(status).toContainText(SAYS.thanks);
  const fields = ["state", "revision", "option", "reason", "comment", "language", "questionVersion", "channel", "audience"];
  for (const request of requests.slice(1)) {
    const headers = await request.allHeaders();
    expect(headers).not.toHaveProperty("cookie");
    // A script that fetches a script names itself, never the page.
    expect(headers.referer ?? worker.origin).toContain(worker.origin);
    expect(request.url()).not.toContain("123456782");
    for (const field of Object.keys(request.postDataJSON() ?? {})) expect(fields).toContain(field);
  }
  expect(requests.at(-1).postDataJSON()).toMatchObject({
    state: "answered",
    option: "very-difficult",
    reason: "explanation",
    comment: "Meer uitleg",
    language: "nl",
    questionVersion: 1,
    channel: "web",
  });
});

test("who answered is not asked again on that step, but is on the next", async ({ page, pages }) => {
  const { host, option, status } = widget(page);
  await page.goto(pages.add("/one", pages.tag("tekeningen")));
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await page.reload();
  await expect(host).toBeAttached();
  await expect(host).toHaveJSProperty("offsetHeight", 0);
  await page.goto(pages.add("/two", pages.tag("gegevens")));
  await expect(option("Makkelijk")).toBeVisible();
});

test("who put the question away is left alone, and that is counted", async ({ page, pages, worker }) => {
  const { host, prompt, dismiss } = widget(page);
  await page.goto(pages.add("/one", pages.tag("tekeningen")));
  await dismiss.click();
  await expect(prompt).toHaveCount(0);
  await counted(worker, "tekeningen", { answered: 0, dismissed: 1 });
  await page.reload();
  await expect(host).toHaveJSProperty("offsetHeight", 0);
});

test("an answer can be remembered for days, or not at all", async ({ page, pages, context }) => {
  const { host, option, status } = widget(page);
  await page.goto(pages.add("/off", pages.tag("tekeningen", 'data-remember="off"')));
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  expect(await stored(page)).toEqual({ cookie: "", session: {}, local: {} });
  await page.goto(pages.add("/days", pages.tag("tekeningen", 'data-remember="30"')));
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  const later = await context.newPage();
  await later.goto(`${pages.origin}/days`);
  await expect(later.locator("journey-feedback")).toHaveJSProperty("offsetHeight", 0);
  await expect(host).toBeVisible();
});

test("after an answer as many steps are left alone as the journey says", async ({ page, pages, worker }) => {
  const { host, option, status } = widget(page);
  await worker.load(pages.origin, ({ steps }) => {
    for (const step of steps) step.ask = { sampleRate: 1, cooldownSteps: 1 };
  });
  await page.goto(pages.add("/one", pages.tag("gegevens")));
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await page.goto(pages.add("/two", pages.tag("tekeningen")));
  await expect.poll(async () => JSON.parse(Object.values((await stored(page)).session)[0]).rest).toBe(0);
  await expect(host.getByRole("heading")).toHaveCount(0);
  await page.goto(pages.add("/three", pages.tag("controle")));
  await expect(host.getByRole("heading")).toBeVisible();
});

test("storage that is forbidden changes nothing else", async ({ page, pages, worker }) => {
  const { option, status } = widget(page);
  await page.addInitScript(() => {
    for (const name of ["sessionStorage", "localStorage"]) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("no", "SecurityError");
        },
      });
    }
  });
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await counted(worker, "tekeningen", { answered: 1 });
});

test("personal data in a comment is pointed out, and sent masked only", async ({ page, pages }) => {
  const { host, option, status } = widget(page);
  const masking = page.waitForResponse("**/masking.js");
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await option("Heel moeilijk").click();
  await (await masking).finished();
  const field = page.getByRole("textbox", { name: "Wat kunnen wij beter doen?" });
  await field.fill("Bel mij op 06 12345678");
  await page.getByRole("button", { name: "Versturen" }).click();
  await expect(host.getByText("Er staan persoonlijke gegevens in uw tekst.")).toBeVisible();
  await expect(host.getByText("Bel mij op [tel]")).toBeVisible();

  await page.getByRole("button", { name: "Tekst aanpassen" }).click();
  await expect(field).toBeFocused();
  await expect(host.getByText("Bel mij op [tel]")).toBeHidden();
  await field.fill("Bel mij op 06 87654321 of 0612345678");
  await page.getByRole("button", { name: "Versturen" }).click();
  const sent = page.waitForRequest((request) => !!request.postDataJSON()?.comment);
  await page.getByRole("button", { name: "Zo versturen" }).click();
  expect((await sent).postDataJSON().comment).toBe("Bel mij op [tel] of [tel]");
  await expect(status).toContainText(SAYS.thanks);
});
