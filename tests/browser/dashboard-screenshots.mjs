// Takes a picture of every page of the dashboard with the demo's answers, at three widths, light and dark; with a page that shows all of them, and the
// report of this month as a PDF. The argument is the folder for them.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { dayAgo } from "./filler.mjs";
import { JOURNEY as ID, Worker } from "./worker.mjs";

const [folder] = process.argv.slice(2);
const JOURNEY = `/dashboard/journeys/${ID}`;
const REPORT = `${JOURNEY}/report?period=${dayAgo(0).slice(0, 7)}`;

const worker = await Worker.create(() => ({ PAUSE_UNREAD_DAYS: "14" }));
await worker.fillWithDemo();
const { improvements } = await worker.api("GET", `/journeys/${ID}/improvements`);
await worker.api("POST", `/journeys/${ID}/webhooks`, { url: "https://hooks.gemeente.example/terugkoppeling" });
await worker.api("POST", "/keys", { label: "team vergunningen", role: "editor", journeys: [ID] });

const paths = {
  overview: "/dashboard",
  journey: JOURNEY,
  step: `${JOURNEY}/steps/tekeningen`,
  "step in trouble": `${JOURNEY}/steps/versturen`,
  editor: `${JOURNEY}/steps/tekeningen/edit`,
  signals: `${JOURNEY}/signals`,
  improvements: `${JOURNEY}/improvements`,
  improvement: `${JOURNEY}/improvements/${improvements[0].id}`,
  callbacks: `${JOURNEY}/callbacks`,
  "held answers": `${JOURNEY}/held-bursts`,
  entry: `${JOURNEY}/entry?step=tekeningen`,
  report: REPORT,
  webhooks: `${JOURNEY}/webhooks`,
  keys: "/dashboard/keys",
  "audit log": "/dashboard/audit-log",
};

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await chromium.launch(config.use.launchOptions);
const looks = ["light", "dark"].flatMap((scheme) => [1280, 768, 320].map((width) => ({ scheme, width })));
const rows = [];
for (const [at, { scheme, width }] of looks.entries()) {
  process.stdout.write(`\r  ${at + 1} of ${looks.length}`);
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, locale: "nl-NL" });
  const page = await context.newPage();
  const pictures = [];
  const take = async (name) => {
    const file = [name, scheme, width].join("-").replaceAll(" ", "-");
    await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
    pictures.push(`<figure><img src="${file}.png" alt="" loading="lazy"><figcaption>${name}</figcaption></figure>`);
  };
  await page.goto(worker.origin + JOURNEY);
  await take("sign in");
  await page.locator("#key").fill(worker.key);
  await page.locator("main button").click();
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(worker.origin + path);
    if (name === "webhooks") {
      for (const summary of await page.locator("summary").all()) await summary.click();
    }
    if (name.startsWith("step")) {
      await page.locator("iframe").first().scrollIntoViewIfNeeded();
      await page.frameLocator("iframe").first().locator("journey-feedback .options").waitFor();
    }
    await take(name);
  }
  if (at === 0) {
    await page.goto(worker.origin + REPORT);
    await page.pdf({ path: join(folder, "report.pdf"), format: "A4" });
  }
  rows.push(`<h2>${scheme}, ${width} pixels</h2><div>${pictures.join("")}</div>`);
  await context.close();
}
const sheet = `<!doctype html><meta charset="utf-8"><title>The dashboard</title>
  <style>body { font-family: system-ui } div { display: flex; flex-wrap: wrap; gap: 16px; align-items: start } figure { margin: 0 }
  img { max-width: min(640px, 95vw); border: 1px solid #999 }</style><p><a href="report.pdf">The report as a PDF</a></p>${rows.join("\n")}`;
await writeFile(join(folder, "index.html"), sheet);
process.stdout.write("\n");
await browser.close();
await worker.end();
