// Times from navigation to a visible question on a slow phone with a slow line, each way in turn, and what that does to
// the page. Prints the runs of each way as JSON.
//
// Arguments: the worker's origin, the address of the question, the folder of the widget's version, how many rounds, and the
// port for the pages, whose origin the journey allows.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "@playwright/test";

const [worker, question, version, rounds, port] = process.argv.slice(2);
const CPU_SLOWDOWN = 4;
const LINE = { offline: false, latency: 400, downloadThroughput: 1.6e6 / 8, uploadThroughput: 1.6e6 / 8 };

const plain = brotliCompressSync(await readFile(new URL("plain.js", import.meta.url)));
const data = `data-journey="verbouwvergunning" data-step="tekeningen"`;
const widget = `<script src="${worker}/journey-feedback.js" defer></script>
  <journey-feedback journey="verbouwvergunning" step="tekeningen"></journey-feedback>`;
const hints = `<link rel="preload" as="script" href="${worker}/journey-feedback.js">
  <link rel="modulepreload" href="${worker}${version}/core.js">
  <link rel="preload" as="fetch" crossorigin href="${worker}${version}/core_bg.wasm">
  <link rel="preload" as="fetch" crossorigin href="${question}">`;

/** The ways to be measured: what the page holds besides its own, and where the question is to show. */
const ways = {
  none: { body: "" },
  plain: {
    body: (pages) => `<script src="${pages}/plain.js" defer ${data} data-endpoint="${worker}"></script><plain-feedback></plain-feedback>`,
    shows: "plain-feedback",
  },
  webassembly: { body: widget, shows: "journey-feedback" },
  javascript: { body: widget, shows: "journey-feedback", forbidsWebAssembly: true },
  hinted: { head: hints, body: widget, shows: "journey-feedback" },
};

const page = (pages, { head = "", body }) => `<!doctype html><html lang="nl"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1"><title>Tekeningen toevoegen</title>${head}
  <style>journey-feedback, plain-feedback { display: block; min-height: 352px }</style></head>
  <body><main><h1>Tekeningen toevoegen</h1><p>Voeg de tekeningen van uw verbouwing toe.</p>
  <form><label>Bestand <input type="file"></label><button>Volgende</button></form>
  ${typeof body === "function" ? body(pages) : body}</main><footer>Gemeente Voorbeeldstad</footer></body></html>`;

// The script of the plain widget comes from another origin than the page, as the widget's does.
const serve = async (port, answer) => {
  const server = createServer(answer).listen(port, "localhost");
  await once(server, "listening");
  return { server, origin: `http://localhost:${server.address().port}` };
};
const scripts = await serve(0, (request, response) =>
  response.writeHead(200, { "content-type": "text/javascript", "content-encoding": "br" }).end(plain),
);
const pages = await serve(port, (request, response) => {
  const way = ways[request.url.slice(1)];
  if (!way) return response.writeHead(404).end();
  const policy = `script-src ${worker} ${scripts.origin} ${way.forbidsWebAssembly ? "" : "'wasm-unsafe-eval'"}`;
  response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy });
  response.end(page(scripts.origin, way));
});

/** Runs in the page from the start. */
const watch = (shows) => {
  const seen = (window.seen = { visible: null, shift: 0, long: 0 });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => (seen.long += list.getEntries().length)).observe({ type: "longtask", buffered: true });
  const look = () => {
    const place = document.querySelector(shows);
    if ((place?.shadowRoot ?? place)?.querySelector("button")) seen.visible = performance.now();
    else requestAnimationFrame(look);
  };
  if (shows) look();
};

const run = async (browser, name) => {
  const { shows } = ways[name];
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", LINE);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  await page.addInitScript(watch, shows);
  await page.goto(`${pages.origin}/${name}`);
  if (shows) await page.waitForFunction(() => window.seen.visible !== null);
  const measured = await page.evaluate(async () => {
    // What the question's own frame takes is part of it.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return { ...window.seen, paint: paint.startTime };
  });
  await context.close();
  return measured;
};

const names = Object.keys(ways);
const runs = Object.fromEntries(names.map((name) => [name, []]));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
// Once to warm the machine; then who goes first changes, so that none always has the warmer one.
for (const name of names) await run(browser, name);
for (let round = 0; round < rounds; round++) {
  for (let turn = 0; turn < names.length; turn++) {
    const name = names[(round + turn) % names.length];
    const measured = await run(browser, name);
    runs[name].push(measured);
    if (measured.visible) process.stderr.write(`    ${name.padEnd(12)} ${Math.round(measured.visible).toString().padStart(6)} ms\n`);
  }
}
await browser.close();
for (const { server } of [pages, scripts]) {
  server.close();
  server.closeAllConnections();
}
console.log(JSON.stringify(runs));
