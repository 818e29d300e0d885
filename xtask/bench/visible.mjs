// Times from navigation to a visible question on a slow phone with a slow line, each way in turn, and what that does to
// the page. Prints the runs of each way as JSON.
//
// Arguments: the worker's origin, the question's and the widget's version's place there, how many rounds, and the port for
// the pages, whose origin the journey allows.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { brotliCompressSync } from "node:zlib";
import { Browser } from "./devtools.mjs";
import { Line } from "./line.mjs";

const [server, question, version, rounds, port] = process.argv.slice(2);
const CPU_SLOWDOWN = 4;
/** Milliseconds, and bits a second. */
const line = new Line(400, 1.6e6);
/** What the browser tells pages of such a line: round trips of 400 ms. */
const LINE_KIND = "--force-effective-connection-type=3G";
/** How long to look on once the question is there, in milliseconds. */
const QUIET = 300;
const NONCE = "watch";

const relays = [await line.before(server)];
const worker = relays[0].origin;
const plain = brotliCompressSync(await readFile(new URL("plain.js", import.meta.url)));
const data = `data-journey="verbouwvergunning" data-step="tekeningen"`;
const widget = `<script src="${worker}/journey-feedback.js" defer></script>
  <journey-feedback journey="verbouwvergunning" step="tekeningen"></journey-feedback>`;
const hints = `<link rel="preload" as="script" href="${worker}/journey-feedback.js">
  <link rel="modulepreload" href="${worker}${version}/core.js">
  <link rel="preload" as="fetch" crossorigin href="${worker}${version}/core_bg.wasm">
  <link rel="preload" as="fetch" crossorigin href="${worker}${question}">`;

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

/** Runs in the page from the start, and sends what was measured. */
const watch = (shows, quiet) => {
  const seen = { visible: null, shift: 0, long: 0 };
  const tasks = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });
  const look = () => {
    const place = document.querySelector(shows);
    if (!(place?.shadowRoot ?? place)?.querySelector("button")) return requestAnimationFrame(look);
    seen.visible = performance.now();
    // What the question's own frame takes, and what follows it, is part of it.
    requestAnimationFrame(() => setTimeout(finish, quiet));
  };
  const finish = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const [loader] = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js"));
    const ours = tasks.filter(({ startTime }) => startTime >= loader?.responseEnd);
    navigator.sendBeacon("/", JSON.stringify({ ...seen, long: ours.length, paint: paint.startTime }));
  };
  if (shows) look();
  else addEventListener("load", () => setTimeout(finish, quiet));
};

const page = (pages, { head = "", body, shows }) => `<!doctype html><html lang="nl"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1"><title>Tekeningen toevoegen</title>
  <script nonce="${NONCE}">(${watch})(${JSON.stringify(shows)}, ${QUIET})</script>${head}
  <style>journey-feedback, plain-feedback { display: block; min-height: 352px }</style></head>
  <body><main><h1>Tekeningen toevoegen</h1><p>Voeg de tekeningen van uw verbouwing toe.</p>
  <form><label>Bestand <input type="file"></label><button>Volgende</button></form>
  ${typeof body === "function" ? body(pages) : body}</main><footer>Gemeente Voorbeeldstad</footer></body></html>`;

const servers = [];
/** Serves from behind the line; gives the origin there. */
const serve = async (port, answer) => {
  const server = createServer(answer).listen(0, "localhost");
  servers.push(server);
  await once(server, "listening");
  const relay = await line.before(`http://localhost:${server.address().port}`, port);
  relays.push(relay);
  return relay.origin;
};
// The script of the plain widget comes from another origin than the page, as the widget's does.
const scripts = await serve(0, (request, response) =>
  response.writeHead(200, { "content-type": "text/javascript", "content-encoding": "br" }).end(plain),
);
// Hears what a visit measured.
let hear;
const pages = await serve(port, async (request, response) => {
  if (request.method === "POST") {
    hear(JSON.parse(Buffer.concat(await request.toArray())));
    return response.writeHead(204).end();
  }
  const way = ways[request.url.slice(1)];
  if (!way) return response.writeHead(404).end();
  const policy = `script-src 'nonce-${NONCE}' ${worker} ${scripts} ${way.forbidsWebAssembly ? "" : "'wasm-unsafe-eval'"}`;
  response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy });
  response.end(page(scripts, way));
});

const run = async (browser, name) => {
  const { browserContextId } = await browser.send("Target.createBrowserContext");
  const { targetId } = await browser.send("Target.createTarget", { url: "about:blank", browserContextId, width: 1280, height: 800 });
  const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
  await browser.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN }, sessionId);
  const measured = new Promise((resolve) => (hear = resolve));
  await browser.send("Page.navigate", { url: `${pages}/${name}` }, sessionId);
  const visit = await measured;
  await browser.send("Target.disposeBrowserContext", { browserContextId });
  return visit;
};

// The page alone as often as with the widget: its first paint differs most from visit to visit.
const turns = ["none", "plain", "none", "webassembly", "none", "javascript", "hinted"];
const runs = Object.fromEntries(turns.map((name) => [name, []]));
const browser = await Browser.start(process.env.CHROMIUM, [LINE_KIND]);
// Once to warm the machine; then who goes first changes, so that none always has the warmer one.
for (const name of turns) await run(browser, name);
for (let round = 0; round < rounds; round++) {
  for (let turn = 0; turn < turns.length; turn++) {
    const name = turns[(round + turn) % turns.length];
    const measured = await run(browser, name);
    runs[name].push(measured);
    if (measured.visible) process.stderr.write(`    ${name.padEnd(12)} ${Math.round(measured.visible).toString().padStart(6)} ms\n`);
  }
}
await browser.end();
for (const relay of relays) relay.close();
for (const server of servers) {
  server.close();
  server.closeAllConnections();
}
console.log(JSON.stringify(runs));
