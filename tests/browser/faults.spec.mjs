// Every fault ends with exactly one counted answer, and the resident is told the truth meanwhile.

import { counted, expect, SAYS, seen, test, widget } from "./fixtures.mjs";

const open = async (page, pages, attributes) => {
  const known = seen(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen", attributes)));
  await known;
  return widget(page);
};

test("offline at the tap", async ({ page, pages, worker, context }) => {
  const { option, status } = await open(page, pages);
  await context.setOffline(true);
  await option("Makkelijk").click();
  await expect(status).toHaveText(SAYS.waiting);
  await context.setOffline(false);
  await expect(status).toContainText(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a server that fails three times", async ({ page, pages, worker }) => {
  const { option, status } = await open(page, pages);
  let failures = 0;
  await page.route("**/responses/*", (route) => (failures++ < 3 ? route.fulfill({ status: 500 }) : route.continue()));
  await option("Makkelijk").click();
  await expect(status).toHaveText(SAYS.waiting);
  await expect(status).toContainText(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a server that asks for patience", async ({ page, pages, worker }) => {
  const { option, status } = await open(page, pages);
  const times = [];
  await page.route("**/responses/*", (route) => {
    times.push(Date.now());
    const headers = {
      "access-control-allow-origin": pages.origin,
      "access-control-expose-headers": "retry-after",
      "retry-after": "2",
    };
    return times.length === 1 ? route.fulfill({ status: 429, headers }) : route.continue();
  });
  await option("Makkelijk").click();
  await expect(status).toHaveText(SAYS.waiting);
  await expect(status).toContainText(SAYS.thanks);
  expect(times[1] - times[0]).toBeGreaterThanOrEqual(1990);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a reply that is lost after the server counted", async ({ page, pages, worker }) => {
  const { option, status } = await open(page, pages);
  let lost = false;
  await page.route("**/responses/*", async (route) => {
    if (lost) return route.continue();
    lost = true;
    await route.fetch();
    await route.abort();
  });
  await option("Makkelijk").click();
  await expect(status).toHaveText(SAYS.waiting);
  await expect(status).toContainText(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a page that is closed 50 ms after the tap", async ({ page, pages, worker }) => {
  const { option } = await open(page, pages);
  await option("Makkelijk").click();
  await page.waitForTimeout(50);
  await page.close();
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a page that is left at once", async ({ page, pages, worker }) => {
  const { option } = await open(page, pages);
  const next = pages.add("/next", "Gelukt");
  await option("Makkelijk").evaluate((button, next) => {
    button.click();
    location.href = next;
  }, next);
  await page.waitForURL(next);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a worker that restarts between answer and follow-up", async ({ page, pages, worker }) => {
  const { option, status } = await open(page, pages);
  await option("Heel moeilijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await worker.kill();
  await page.getByRole("button", { name: "De uitleg" }).click();
  await expect(status).toHaveText(SAYS.waiting);
  await worker.start();
  await expect(status).toContainText(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
  const { reasons } = await worker.results("tekeningen");
  expect(reasons.filter(({ count }) => count > 0)).toMatchObject([{ reason: "explanation", count: 1 }]);
});

test("an answer that is changed before the first one arrived", async ({ page, pages, worker }) => {
  const { option, status } = await open(page, pages);
  const held = [];
  await page.route("**/responses/*", (route) => (held.length ? route.continue() : held.push(route)));
  await option("Makkelijk").click();
  await expect.poll(() => held.length).toBe(1);
  await option("Moeilijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await held[0].continue();
  await page.waitForResponse((response) => response.request() === held[0].request());
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
  const { distribution } = await worker.results("tekeningen");
  expect(distribution.filter(({ count }) => count > 0)).toMatchObject([{ option: "difficult", count: 1 }]);
});

for (const years of [-6, 6]) {
  test(`a clock that is ${years} years off`, async ({ page, pages, worker }) => {
    await page.clock.install({ time: new Date(Date.now() + years * 365 * 864e5) });
    const { option, status } = await open(page, pages);
    await option("Makkelijk").click();
    await expect(status).toContainText(SAYS.thanks);
    await counted(worker, "tekeningen", { seen: 1, answered: 1 });
  });
}

test("two tabs of one person are two showings", async ({ page, pages, worker, context }) => {
  await open(page, pages, 'data-remember="off"');
  const other = await context.newPage();
  await other.goto(`${pages.origin}/page`);
  for (const tab of [page, other]) {
    await widget(tab).option("Makkelijk").click();
    await expect(widget(tab).status).toContainText(SAYS.thanks);
  }
  await counted(worker, "tekeningen", { seen: 2, answered: 2 });
});

test("an answer that the server refuses is said to have failed, and is not tried again", async ({ page, pages, worker }) => {
  const { option, status } = await open(page, pages);
  let tries = 0;
  await page.route("**/responses/*", (route) => {
    tries++;
    return route.fulfill({ status: 400, headers: { "access-control-allow-origin": pages.origin } });
  });
  await option("Makkelijk").click();
  await expect(status).toHaveText("Het is niet gelukt om uw antwoord te versturen.");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  expect(tries).toBe(1);
  await counted(worker, "tekeningen", { seen: 1, answered: 0 });
});

test("a removed element still sends its answer", async ({ page, pages, worker }) => {
  const { host, option } = await open(page, pages);
  await worker.kill();
  await option("Makkelijk").click();
  await host.evaluate((element) => element.remove());
  await worker.start();
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});
