// What the tests in every engine get: a worker, a line to it that can fail, pages of their own, and a tab of the engine
// that the project in playwright.config.mjs names.

import { test as base, expect } from "@playwright/test";
import { launch } from "../engines.mjs";
import { Line } from "../line.mjs";
import { Pages, strictPolicy } from "../pages.mjs";
import { Worker } from "../worker.mjs";

export { counted, SAYS } from "../fixtures.mjs";
export { expect };

export const test = base.extend({
  engineName: [undefined, { option: true, scope: "worker" }],

  engine: [
    async ({ engineName, launchOptions }, use) => {
      const engine = await launch[engineName](launchOptions);
      await use(engine);
      await engine.end();
    },
    { scope: "worker" },
  ],

  worker: async ({}, use) => {
    const worker = await Worker.create();
    await use(worker);
    await worker.end();
  },

  line: async ({ worker }, use) => {
    const line = await Line.create(worker);
    await use(line);
    await line.end();
  },

  pages: async ({ worker, line }, use) => {
    const pages = await Pages.create(line);
    await worker.load(pages.origin);
    await use(pages);
    await pages.end();
    expect(pages.violations, "violations of the page's policy").toEqual([]);
  },

  tab: async ({ engine }, use) => {
    const tab = await engine.open();
    await use(tab);
    await tab.end();
  },
});

/** The widget in a tab. */
export const widget = (tab) => {
  const read = (what) =>
    tab.run((what) => {
      const part = document.querySelector("journey-feedback")?.shadowRoot.querySelector(what);
      return part?.checkVisibility() ? part.textContent : "";
    }, what);

  /** The middle of a button or field by its name, once it stands still in the window; nothing until it is there. */
  const find = (name) =>
    tab.run((name) => {
      const { shadowRoot } = document.querySelector("journey-feedback") ?? {};
      const controls = [...(shadowRoot?.querySelectorAll("button, textarea") ?? [])];
      const nameOf = (control) => (control.labels?.[0] ?? control).textContent;
      const control = controls.find((control) => control.checkVisibility() && nameOf(control).startsWith(name));
      control?.scrollIntoView({ block: "center", behavior: "instant" });
      const box = control?.getBoundingClientRect();
      return box && { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
    }, name);

  return {
    prompt: () => read("h2"),
    says: () => read("[role=status]"),
    /** Taps what has a name, as soon as that shows. */
    tap: async (name) => {
      await expect.poll(() => find(name), `"${name}" shows`).toBeTruthy();
      const { x, y } = await find(name);
      await tab.tap(x, y);
    },
  };
};

/** Goes to a page with the widget on it and waits until the question was seen and the server knows. */
export const open = async (tab, pages, line, { attributes, script } = {}) => {
  pages.file("/own.js", script);
  const own = script && {
    head: `<script src="/own.js"></script>`,
    policy: strictPolicy(line, `'wasm-unsafe-eval' ${pages.origin}`),
  };
  await tab.goto(pages.add("/page", pages.tag("tekeningen", attributes), own || undefined));
  await expect.poll(() => line.responses.map(({ status }) => status)).toEqual([201]);
  return widget(tab);
};
