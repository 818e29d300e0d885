// The whole loop: a resident answers on a step's page, and the owner reads the count.

import { counted, expect, SAYS, seen, test, widget } from "./fixtures.mjs";
import { JOURNEY } from "./worker.mjs";

test("one tap on the demo's page is one answer in the results", async ({ page, pages, worker }) => {
  const { prompt, option, status } = widget(page);
  const known = seen(page);
  await page.goto(`${pages.origin}/utrecht/nl/tekeningen`);
  await prompt.scrollIntoViewIfNeeded();
  await expect(prompt).toBeVisible();
  await known;
  await counted(worker, "tekeningen", { seen: 1, answered: 0 });

  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await expect(option("Makkelijk")).toHaveAttribute("aria-pressed", "true");
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
  const { distribution } = await worker.results("tekeningen");
  expect(distribution.filter(({ count }) => count > 0)).toMatchObject([{ option: "easy", count: 1 }]);
});

test("another tap changes the answer and counts no second one", async ({ page, pages, worker }) => {
  const { option, status } = widget(page);
  await page.goto(`${pages.origin}/utrecht/nl/tekeningen`);
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  const known = seen(page);
  await option("Niet moeilijk, niet makkelijk").click();
  await known;
  await expect(status).toContainText(SAYS.thanks);
  const { answered, distribution } = await worker.results("tekeningen");
  expect(answered).toBe(1);
  expect(distribution.filter(({ count }) => count > 0)).toMatchObject([{ option: "neutral", count: 1 }]);
});

test("an answer given while the server is down is counted once it is up", async ({ page, pages, worker }) => {
  const { option, status } = widget(page);
  const known = seen(page);
  await page.goto(`${pages.origin}/utrecht/nl/tekeningen`);
  await option("Makkelijk").scrollIntoViewIfNeeded();
  await known;
  await worker.kill();
  await option("Makkelijk").click();
  await expect(status).toHaveText(SAYS.waiting);
  await worker.start();
  await expect(status).toContainText(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("the same response sent 20 times at once counts once", async ({ page, pages, worker }) => {
  const { option, status } = widget(page);
  await page.goto(`${pages.origin}/utrecht/nl/tekeningen`);
  const answered = page.waitForRequest((request) => request.postDataJSON()?.state === "answered");
  await option("Makkelijk").click();
  const request = await answered;
  await expect(status).toContainText(SAYS.thanks);
  const statuses = await page.evaluate(
    ({ url, body }) => {
      const put = () => fetch(url, { method: "PUT", body, headers: { "content-type": "application/json" } });
      return Promise.all(Array.from({ length: 20 }, () => put().then(({ status }) => status)));
    },
    { url: request.url(), body: request.postData() },
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a new response sent 20 times at once counts once", async ({ page, pages, worker }) => {
  await page.goto(`${pages.origin}/utrecht/nl/gegevens`);
  const url = `${worker.origin}/v1/journeys/${JOURNEY}/steps/tekeningen/responses/`;
  const statuses = await page.evaluate(async (url) => {
    const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let time = Date.now();
    let ulid = "";
    for (let at = 0; at < 10; at++, time = Math.floor(time / 32)) ulid = digits[time % 32] + ulid;
    for (let at = 0; at < 16; at++) ulid += digits[Math.floor(Math.random() * 32)];
    const body = { state: "answered", revision: 2, option: "easy", language: "nl", questionVersion: 1, channel: "web" };
    const put = () =>
      fetch(url + ulid, { method: "PUT", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    return Promise.all(Array.from({ length: 20 }, () => put().then(({ status }) => status)));
  }, url);
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => status === 200)).toHaveLength(19);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("an acknowledged answer survives kill -9", async ({ page, pages, worker }) => {
  const { option } = widget(page);
  await page.goto(`${pages.origin}/utrecht/nl/tekeningen`);
  await option("Makkelijk").scrollIntoViewIfNeeded();
  const acknowledged = page.waitForResponse(
    (response) => response.request().postDataJSON()?.state === "answered" && response.ok(),
  );
  await option("Makkelijk").click();
  await acknowledged;
  await worker.kill();
  await worker.start();
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a follow-up that asks for no comment still asks for the reason", async ({ page, pages, worker }) => {
  await worker.load(pages.origin, ({ steps }) => {
    delete steps.find(({ id }) => id === "tekeningen").question.followUp.comment;
  });
  const { option, status } = widget(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await option("Heel moeilijk").click();
  await page.getByRole("button", { name: "De uitleg" }).click();
  await expect(status).toContainText(SAYS.thanks);
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expect.poll(async () => (await worker.results("tekeningen")).reasons.find(({ reason }) => reason === "explanation").count).toBe(1);
});
