// Takes pictures of the demo, filled: every page on every theme, in both languages, narrow and wide, and the dashboard's
// pages, with a page that shows all of them; and the two that README.md shows. The arguments are the folders for them.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { Pages } from "./pages.mjs";
import { JOURNEY, Worker } from "./worker.mjs";

const [folder, readme] = process.argv.slice(2);
const THEMES = ["utrecht", "denhaag", "rijkshuisstijl", "voorbeeld"];
const STEPS = ["gegevens", "tekeningen", "kosten", "controle", "versturen", "ontvangst"];
const FILLED = "voor=mijzelf&werk=dakkapel&postcode=3511+AB&huisnummer=12A&straks=plan.pdf&bouwkosten=40.000";
const DASHBOARD = `/dashboard/journeys/${JOURNEY}`;

const worker = await Worker.create();
const pages = await Pages.create(worker);
await worker.fillWithDemo();
const journey = await worker.api("GET", `/journeys/${JOURNEY}`);
journey.origins = [pages.origin];
await worker.api("PUT", `/journeys/${JOURNEY}`, journey);

for (const it of [folder, readme]) await mkdir(it, { recursive: true });
await rm(folder, { recursive: true });
await mkdir(folder);
const browser = await chromium.launch(config.use.launchOptions);
const figures = [];
const picture = async (page, name) => {
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  figures.push(`<figure><img src="${name}.png" alt="" loading="lazy"><figcaption>${name}</figcaption></figure>`);
};
const question = async (page) => {
  await page.locator("journey-feedback").scrollIntoViewIfNeeded();
  await page.locator("journey-feedback .options button").first().waitFor();
};

for (const width of [1280, 320]) {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  for (const theme of THEMES) {
    for (const language of ["nl", "en"]) {
      for (const step of STEPS) {
        process.stdout.write(`\r  ${theme} ${language} ${step} ${width}          `);
        await page.goto(`${pages.origin}/${theme}/${language}/${step}?${FILLED}`);
        await question(page);
        await picture(page, `${theme}-${language}-${width}-${step}`);
      }
    }
    await page.goto(`${pages.origin}/${theme}/nl/gegevens?postcode=35&verder=1`);
    await picture(page, `${theme}-nl-${width}-faults`);
  }
  await page.close();
}

const owner = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "nl-NL" });
const page = await owner.newPage();
await page.goto(worker.origin + DASHBOARD);
await page.locator("#key").fill(worker.key);
await page.locator("form.narrow button").click();
for (const width of [1280, 320]) {
  await page.setViewportSize({ width, height: 800 });
  for (const path of ["", "/steps/tekeningen", "/steps/versturen", "/steps/kosten", "/signals", "/improvements", "/callbacks", "/report"]) {
    await page.goto(worker.origin + DASHBOARD + path);
    await picture(page, `dashboard-${width}${path.replaceAll("/", "-")}`);
  }
}

// Those of README.md: small enough to load with it.
const small = await browser.newPage({ viewport: { width: 720, height: 640 } });
await small.goto(`${pages.origin}/utrecht/en/tekeningen`);
await question(small);
const [top, bottom] = [await small.locator("h1").boundingBox(), await small.locator("journey-feedback").boundingBox()];
const scrolled = await small.evaluate(() => scrollY);
const clip = { x: 0, width: 720, y: scrolled + top.y - 50, height: bottom.y + bottom.height - top.y + 80 };
await small.screenshot({ path: join(readme, "widget.png"), fullPage: true, clip });
const english = await browser.newContext({ viewport: { width: 1000, height: 760 }, locale: "en-GB" });
const dashboard = await english.newPage();
await dashboard.goto(worker.origin + DASHBOARD);
await dashboard.locator("#key").fill(worker.key);
await dashboard.locator("form.narrow button").click();
await dashboard.goto(`${worker.origin}${DASHBOARD}/steps/tekeningen`);
await dashboard.getByRole("img", { name: "Negative answers per week" }).evaluate((it) => scrollTo(0, it.getBoundingClientRect().top + scrollY - 60));
await dashboard.screenshot({ path: join(readme, "dashboard.png") });

const sheet = `<!doctype html><meta charset="utf-8"><title>The demo</title>
  <style>body { font-family: system-ui; display: flex; flex-wrap: wrap; gap: 16px } figure { margin: 0 }
  img { max-width: min(640px, 95vw); border: 1px solid #999 }</style>${figures.join("\n")}`;
await writeFile(join(folder, "index.html"), sheet);
process.stdout.write("\n");
await browser.close();
await pages.end();
await worker.end();
