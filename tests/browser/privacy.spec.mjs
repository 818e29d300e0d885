// What the widget remembers on the device, and what of a comment it does not send.

import { counted, expect, SAYS, test, widget } from "./fixtures.mjs";

const stored = (page) =>
  page.evaluate(() => ({ cookie: document.cookie, session: { ...sessionStorage }, local: { ...localStorage } }));

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

test("a step that was answered asks the server once at most, and nothing where it is out of sight", async ({ page, pages }) => {
  const { host, option, status } = widget(page);
  await page.goto(pages.add("/one", pages.tag("tekeningen")));
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  const asked = [];
  page.on("request", (request) => request.url().includes("/question") && asked.push(request.url()));
  await page.reload();
  await expect(host).toHaveJSProperty("offsetHeight", 0);
  await page.waitForLoadState("networkidle");
  expect(asked.length).toBeLessThanOrEqual(1);
  asked.length = 0;
  const far = "<p>Tekst</p>".repeat(200);
  await page.goto(pages.add("/far", far + pages.element("tekeningen") + far));
  await expect(host).toHaveJSProperty("offsetHeight", 0);
  await host.evaluate((element) => element.scrollIntoView());
  await page.waitForLoadState("networkidle");
  expect(asked).toEqual([]);
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
