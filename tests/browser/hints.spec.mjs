// What a page's head can say so that the question shows sooner, and what it can pin.

import { expect, test, widget } from "./fixtures.mjs";

const listed = async (worker) => (await (await fetch(`${worker.origin}/v1/widget.json`)).json()).files;

const named = (files, name) => files.find(({ path }) => path.endsWith(`/${name}`));

/** The loader at its versioned address, pinned. */
const pinned = async (worker, step) => {
  const { path, integrity } = named(await listed(worker), "journey-feedback.js");
  return `<script src="${worker.origin}${path}" integrity="${integrity}" crossorigin defer
    data-journey="verbouwvergunning" data-step="${step}"></script>`;
};

/** The hints that docs/web-team.md gives. */
const hints = async (worker, step) => {
  const files = await listed(worker);
  const core = named(files, "core.js");
  const question = `${worker.origin}/v1/journeys/verbouwvergunning/steps/${step}/question?lang=nl`;
  return `<link rel="modulepreload" href="${worker.origin}${core.path}" integrity="${core.integrity}" crossorigin>
    <link rel="preload" as="fetch" href="${worker.origin}${named(files, "core_bg.wasm").path}" crossorigin>
    <link rel="preload" as="fetch" href="${question}" crossorigin referrerpolicy="no-referrer">`;
};

const NEEDED = ["core.js", "core_bg.wasm", "question"];
const name = (url) => new URL(url).pathname.split("/").at(-1);

test("the list of files gives the integrity of each, as browsers compute it", async ({ page, pages, worker }) => {
  await page.goto(pages.add("/page", ""));
  const files = await listed(worker);
  expect(files.map(({ path }) => name(worker.origin + path))).toEqual(
    expect.arrayContaining(["journey-feedback.js", "core.js", "core_bg.wasm", "fallback.js", "masking.js", "after.js", "calling.js"]),
  );
  for (const { path, integrity, bytes } of files) {
    const raw = await page.evaluate(
      async ([url, integrity]) => (await (await fetch(url, { integrity })).arrayBuffer()).byteLength,
      [worker.origin + path, integrity],
    );
    expect(raw).toBe(bytes.raw);
    expect(bytes.brotli).toBeLessThan(bytes.raw);
  }
});

test("a pinned loader shows the question", async ({ page, pages, worker }) => {
  await page.goto(pages.add("/pinned", await pinned(worker, "tekeningen")));
  await expect(widget(page).option("Makkelijk")).toBeVisible();
});

test("without hints there are two round trips in a row: the loader, then all the rest at once", async ({ page, pages, worker }) => {
  const held = new Map();
  const all = new Promise((resolve) =>
    page.route(/core\.js|core_bg\.wasm|question/, (route) => {
      held.set(name(route.request().url()), route);
      if (held.size === NEEDED.length) resolve();
    }),
  );
  await page.goto(pages.add("/page", await pinned(worker, "tekeningen")));
  await all;
  const later = [];
  page.on("request", (request) => later.push(name(request.url())));
  for (const route of held.values()) await route.continue();
  await expect(widget(page).option("Makkelijk")).toBeVisible();
  expect(later.filter((it) => NEEDED.includes(it) || it.endsWith(".js"))).toEqual([]);
});

test("with hints there is one: all of it comes while the loader is on its way, and nothing comes twice", async ({ page, pages, worker }) => {
  const asked = [];
  page.on("request", (request) => asked.push(name(request.url())));
  const came = new Set();
  const all = new Promise((resolve) =>
    page.on("requestfinished", (request) => {
      came.add(name(request.url()));
      if (NEEDED.every((it) => came.has(it))) resolve();
    }),
  );
  await page.route("**/journey-feedback.js", async (route) => {
    await all;
    await route.continue();
  });
  const head = await hints(worker, "tekeningen");
  await page.goto(pages.add("/hinted", await pinned(worker, "tekeningen"), { head }));
  await expect(widget(page).option("Makkelijk")).toBeVisible();
  for (const needed of NEEDED) expect(asked.filter((it) => it === needed), needed).toHaveLength(1);
});
