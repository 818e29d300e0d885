// The pages that hold the widget, on an origin of their own: the demo application, and pages that tests write.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { extname } from "node:path";
import { freePort, XTASK } from "./worker.mjs";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** What a municipality with strict rules allows its pages; `more` goes into script-src. */
export const strictPolicy = (worker, more = "") =>
  [
    "default-src 'none'",
    `script-src ${worker.origin} ${more}`,
    `connect-src ${worker.origin}`,
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "report-uri /violations",
  ].join("; ");

export class Pages {
  #own = new Map();

  /** What browsers reported as against the policy of a page. */
  violations = [];

  static async create(worker) {
    const pages = new Pages();
    pages.worker = worker;
    pages.server = createServer((request, response) => pages.#answer(request, response)).listen(0, "127.0.0.1");
    await once(pages.server, "listening");
    pages.origin = `http://localhost:${pages.server.address().port}`;
    return pages;
  }

  /** Puts a page of one's own at a path; gives its address. */
  add(path, body, { head = "", lang = "nl", policy = strictPolicy(this.worker, "'wasm-unsafe-eval'"), headers } = {}) {
    const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Test</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">${head}</head><body>${body}</body></html>`;
    this.#own.set(path.split("?")[0], { html, policy, headers });
    return this.origin + path;
  }

  /** Puts a style sheet, a script or another file of one's own at a path. */
  file(path, content) {
    this.#own.set(path, { html: content, policy: "" });
  }

  /** The script tag that web teams paste. */
  tag(step, attributes = "") {
    return `<script src="${this.worker.origin}/journey-feedback.js" defer data-journey="verbouwvergunning"
      data-step="${step}" ${attributes}></script>`;
  }

  /** The element with the script beside it. */
  element(step, attributes = "") {
    return `<script src="${this.worker.origin}/journey-feedback.js" defer></script>
      <journey-feedback journey="verbouwvergunning" step="${step}" ${attributes}></journey-feedback>`;
  }

  /** What a page's head can hold so that the element has its room from the first paint on. */
  room() {
    this.file("/room.css", "journey-feedback:not(:defined) { display: block; min-height: 352px }");
    return `<link rel="stylesheet" href="/room.css">`;
  }

  /** The origin of the demo application itself, which is started once it is asked for. */
  #application() {
    return (this.starting ??= this.#start());
  }

  async #start() {
    const port = await freePort();
    this.demo = spawn(XTASK, ["pages", "--port", `${port}`, "--worker", this.worker.origin], { stdio: ["ignore", "ignore", "inherit"] });
    const origin = `http://127.0.0.1:${port}`;
    while (!(await fetch(`${origin}/icon.svg`).catch(() => null))?.ok) {
      if (this.demo.exitCode !== null) throw new Error("the demo application ended");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return origin;
  }

  async end() {
    await this.starting;
    this.demo?.kill("SIGKILL");
    this.server.closeAllConnections();
    this.server.close();
  }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    if (pathname === "/violations") {
      this.violations.push(`${Buffer.concat(await request.toArray())}`);
      return response.writeHead(204).end();
    }
    const own = this.#own.get(pathname);
    // Browsers ask for it of their own accord.
    if (!own && pathname === "/favicon.ico") return response.writeHead(404).end();
    if (own) {
      const type = extname(pathname) ? TYPES[extname(pathname)] : TYPES[".html"];
      response.writeHead(200, { "content-type": type, "content-security-policy": own.policy, ...own.headers });
      return response.end(own.html);
    }
    try {
      const page = await fetch((await this.#application()) + request.url, { redirect: "manual" });
      const headers = { "content-type": page.headers.get("content-type"), "content-security-policy": strictPolicy(this.worker, "'wasm-unsafe-eval'") };
      if (page.headers.has("location")) headers.location = page.headers.get("location");
      response.writeHead(page.status, headers);
      response.end(Buffer.from(await page.arrayBuffer()));
    } catch {
      response.writeHead(404).end();
    }
  }
}
