// A page that the browser kept whole while it was left (its back/forward cache) goes on where it was: each answer counts
// once, and what is said of it is true.

import { chromium } from "@playwright/test";
import { Line } from "./line.mjs";
import { Pages } from "./pages.mjs";
import { counted, expect, SAYS, test as base, widget } from "./fixtures.mjs";

const test = base.extend({
  line: async ({ worker }, use) => {
    const line = await Line.create(worker);
    await use(line);
    await line.end();
  },

  pages: async ({ line, worker }, use) => {
    const pages = await Pages.create(line);
    await worker.load(pages.origin);
    await use(pages);
    await pages.end();
  },

  // Playwright switches that cache off in the browser that it shares between tests.
  page: async ({ launchOptions }, use) => {
    const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    await use(await browser.newPage());
    await browser.close();
  },
});

/** Goes to a page with the question, and waits until it was seen and the server knows. */
const open = async (page, pages, line) => {
  pages.file("/kept.js", `addEventListener("pageshow", ({ persisted }) => (document.title = persisted ? "kept" : "new"))`);
  const head = `<script src="/kept.js"></script>`;
  const policy = `default-src 'none'; script-src 'self' ${line.origin} 'wasm-unsafe-eval'; connect-src ${line.origin}`;
  await page.goto(pages.add("/page", pages.tag("tekeningen"), { head, policy }));
  await expect.poll(() => line.responses.map(({ status }) => status)).toEqual([201]);
  return widget(page);
};

const leaveAndComeBack = async (page, pages, meanwhile = () => {}) => {
  await page.goto(pages.add("/next", "Volgende stap"));
  await meanwhile();
  // A page that comes back whole loads nothing.
  await page.goBack({ waitUntil: "commit" });
  await expect(page).toHaveTitle("kept");
};

test("an answer that arrived is still thanked for, and another tap changes it", async ({ page, pages, line, worker }) => {
  const { option, status } = await open(page, pages, line);
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await leaveAndComeBack(page, pages);
  await expect(status).toContainText(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
  await option("Moeilijk").click();
  await expect(status).toContainText(SAYS.thanks);
  await expect.poll(() => line.responses.at(-1)).toMatchObject({ status: 200, body: { option: "difficult", revision: 3 } });
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("an answer that could not be sent is said to wait, and counts once", async ({ page, pages, line, worker }) => {
  const { option, status } = await open(page, pages, line);
  await line.cut();
  await option("Makkelijk").click();
  await expect(status).toHaveText(SAYS.waiting);
  await leaveAndComeBack(page, pages, async () => counted(worker, "tekeningen", { seen: 1, answered: 0 }));
  await expect(status).toHaveText(SAYS.waiting);
  await line.mend();
  await expect(status).toContainText(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});
