// What every test gets: a worker and pages of its own, the journey loaded, and a page that keeps count of what a host's
// page must never suffer.

import { test as base, expect } from "@playwright/test";
import { Pages } from "./pages.mjs";
import { Worker } from "./worker.mjs";

export { expect };

export const test = base.extend({
  worker: async ({}, use) => {
    const worker = await Worker.create();
    await use(worker);
    await worker.end();
  },

  pages: async ({ worker }, use) => {
    const pages = await Pages.create(worker);
    await worker.load(pages.origin);
    await use(pages);
    await pages.end();
  },

  page: async ({ page }, use) => {
    const harm = [];
    page.on("pageerror", (error) => harm.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // The browser itself logs every download that fails; that cannot be helped from a script.
      if (message.type() === "error" && !message.text().startsWith("Failed to load ")) harm.push(message.text());
    });
    await page.addInitScript(() => {
      window.harm = [];
      document.addEventListener("securitypolicyviolation", (event) =>
        window.harm.push(`violation: ${event.effectiveDirective} ${event.blockedURI}`),
      );
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    page.harm = async () => [...harm, ...(await page.evaluate(() => window.harm))];
    await use(page);
    if (!page.isClosed()) expect(await page.harm(), "harm to the host's page").toEqual([]);
  },
});

/** The widget's parts on a page. */
export const widget = (page) => ({
  host: page.locator("journey-feedback"),
  prompt: page.getByRole("heading", { name: "Hoe makkelijk of moeilijk was deze stap?" }),
  option: (name) => page.getByRole("button", { name, exact: true }),
  dismiss: page.getByRole("button", { name: "Niet nu" }),
  status: page.locator("journey-feedback").getByRole("status"),
});

/** What the widget says, in Dutch. */
export const SAYS = {
  sending: "Uw antwoord wordt verstuurd.",
  thanks: "Bedankt. Wij hebben uw antwoord ontvangen.",
  waiting: "Uw antwoord is nog niet verstuurd. Wij blijven het proberen.",
};

/** Waits until the question has been seen and the server knows. */
/** Waits for what comes after an answer: within sight it shows with a tap alone, for nothing to move, and may come after one. */
export const comes = (page, what) =>
  expect(async () => {
    await page.locator("journey-feedback").getByRole("status").click();
    await expect(what).toBeVisible({ timeout: 500 });
  }).toPass();

export const seen = (page) =>
  page.waitForResponse((response) => response.request().method() === "PUT" && response.ok());

/** Waits until the condition holds for what the server counted. */
export const counted = (worker, step, wanted) =>
  expect.poll(async () => {
    const { seen, started, answered, dismissed } = await worker.results(step);
    const all = { seen, started, answered: answered ?? 0, dismissed };
    return Object.fromEntries(Object.keys(wanted).map((key) => [key, all[key]]));
  }).toEqual(wanted);
