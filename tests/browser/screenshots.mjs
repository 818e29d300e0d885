// Takes a picture of the widget in every state, on themes and none, at two widths, light and dark, and in Arabic; with a page
// that shows all of them. The argument is the folder for them.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { Pages } from "./pages.mjs";
import { THEMES } from "./theme-packages.mjs";
import { JOURNEY, Worker } from "./worker.mjs";

const [folder] = process.argv.slice(2);

/** What a step of the demo lacks: a promise to call, and Arabic. */
const complete = ({ languages, steps }) => {
  languages.push("ar");
  const step = steps.find(({ id }) => id === "tekeningen");
  const { question, next, exits } = step;
  step.callback = { withinDays: 2 };
  question.prompt.ar = "ما مدى سهولة أو صعوبة هذه الخطوة؟";
  question.followUp.comment.prompt.ar = "ما الذي يمكننا تحسينه؟";
  const reasons = ["كان ملفي كبيرًا جدًا", "معرفة الرسومات المطلوبة", "إضافة الملفات", "الشرح", "شيء آخر"];
  question.followUp.reasons.forEach(({ label }, at) => (label.ar = reasons[at]));
  next.ar = "ستصلكم رسالة منا خلال 8 أسابيع.";
  for (const { label } of exits) label.ar = "هل تفضلون الاتصال؟ \u206614 0318\u2069";
};

const improvements = [
  {
    step: "tekeningen",
    since: "2026-03-01",
    published: true,
    youSaid: { nl: "Mijn bestand was te groot.", en: "My file was too large.", ar: "كان ملفي كبيرًا جدًا." },
    weDid: { nl: "Bestanden mogen nu 50 MB zijn.", en: "Files may be 50 MB now.", ar: "يمكن الآن أن يصل حجم الملف إلى 50 ميغابايت." },
  },
  {
    step: "tekeningen",
    since: "2025-11-01",
    published: true,
    weDid: {
      nl: "Wij leggen per soort verbouwing uit welke tekeningen u nodig hebt, met een voorbeeld erbij.",
      en: "We explain which drawings you need for each kind of alteration, with an example.",
      ar: "نوضح الرسومات المطلوبة لكل نوع من أعمال البناء، مع مثال.",
    },
  },
];

/** The states, in the order in which one page comes through them, and how. */
const states = {
  question: async () => {},
  waiting: async ({ context, extreme, status }) => {
    await context.setOffline(true);
    await extreme.click();
    await status.filter({ hasText: /\S/ }).waitFor();
  },
  "follow-up": async ({ context, status }) => {
    await context.setOffline(false);
    await status.locator("strong").first().waitFor();
  },
  notice: async ({ host, send }) => {
    await host.locator("textarea").fill("Bel mij op 06 12345678, of mail jan@voorbeeld.nl.");
    await send.click();
    await host.locator(".notice").waitFor();
  },
  thanks: async ({ host, send, status }) => {
    await send.click();
    await host.locator("textarea").waitFor({ state: "hidden" });
    await status.locator("strong").first().waitFor();
    await host.locator(".improvements").waitFor();
  },
  callback: async ({ host, fields }) => {
    await host.locator(".exits button").click();
    await fields.locator("input").first().waitFor();
  },
  "callback-wrong": async ({ fields }) => {
    await fields.locator(".send").click();
    await fields.locator(".wrong").waitFor();
  },
  "callback-waiting": async ({ context, fields, called }) => {
    await fields.locator("input").first().fill("06 12345678");
    await fields.locator("input").nth(1).fill("Sam Jansen");
    await context.setOffline(true);
    await fields.locator(".send").click();
    await called.filter({ hasText: /\S/ }).waitFor();
  },
  "callback-done": async ({ context, called, fields }) => {
    await context.setOffline(false);
    await called.filter({ hasText: /\d/ }).waitFor();
    await fields.waitFor({ state: "hidden" });
  },
  refused: async ({ page, extreme, pages }) => {
    await page.route("**/responses/*", (route) =>
      route.fulfill({ status: 400, headers: { "access-control-allow-origin": pages.origin } }),
    );
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await extreme.click();
    await page.waitForFunction(() => window.failed);
  },
};

const worker = await Worker.create();
const pages = await Pages.create(worker);
await worker.load(pages.origin, complete);
for (const improvement of improvements) await worker.api("POST", `/journeys/${JOURNEY}/improvements`, improvement);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await chromium.launch(config.use.launchOptions);
const themes = [{ name: "no theme", className: "", css: async () => "" }, ...[0, 2, 3].map((at) => THEMES[at])];
const looks = ["light", "dark"].flatMap((scheme) =>
  [1280, 320].flatMap((width) => [
    ...themes.map((theme) => ({ theme, scheme, width, lang: "nl" })),
    { theme: themes[0], scheme, width, lang: "ar" },
  ]),
);

const rows = [];
for (const [at, { theme, scheme, width, lang }] of looks.entries()) {
  process.stdout.write(`\r  ${at + 1} of ${looks.length}`);
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme });
  const page = await context.newPage();
  await page.addInitScript(() => document.addEventListener("journey-feedback:error", () => (window.failed = true)));
  pages.file("/theme.css", await theme.css());
  pages.file("/page.css", `:root { color-scheme: light dark } body { margin: 0 }
    .page { padding: 16px; background: var(--utrecht-document-background-color, Canvas); color: var(--utrecht-document-color, CanvasText) }`);
  const head = `<link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/page.css">`;
  const masking = page.waitForResponse("**/masking.js");
  await page.goto(pages.add("/page", `<div class="${theme.className}"><div class="page">${pages.tag("tekeningen")}</div></div>`, { head, lang }));
  const host = page.locator("journey-feedback");
  const tools = {
    context,
    page,
    pages,
    host,
    extreme: host.locator(".options button").first(),
    send: host.locator(".send"),
    status: host.locator("[role=status]").first(),
    fields: host.locator(".fields"),
    called: host.locator(".callback [role=status]"),
  };
  await tools.extreme.waitFor();
  const pictures = [];
  for (const [state, come] of Object.entries(states)) {
    if (state === "notice") await (await masking).finished();
    await come(tools);
    const name = [theme.name, lang, scheme, width, state].join("-").replaceAll(" ", "-").toLowerCase();
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    pictures.push(`<figure><img src="${name}.png" alt="" loading="lazy"><figcaption>${state}</figcaption></figure>`);
  }
  rows.push(`<h2>${theme.name}, ${lang}, ${scheme}, ${width} pixels</h2><div>${pictures.join("")}</div>`);
  await context.close();
}
const sheet = `<!doctype html><meta charset="utf-8"><title>The widget's states</title>
  <style>body { font-family: system-ui } div { display: flex; flex-wrap: wrap; gap: 16px } figure { margin: 0 }
  img { max-width: min(640px, 95vw); border: 1px solid #999 }</style>${rows.join("\n")}`;
await writeFile(join(folder, "index.html"), sheet);
process.stdout.write("\n");
await browser.close();
await pages.end();
await worker.end();
