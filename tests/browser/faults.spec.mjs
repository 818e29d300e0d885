// More ways for an answer to be kept from arriving, or to arrive twice; those of lines and servers are in `everywhere`.

import { counted, expect, SAYS, seen, test, widget } from "./fixtures.mjs";

const open = async (page, pages, attributes) => {
  const known = seen(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen", attributes)));
  await known;
  return widget(page);
};

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
