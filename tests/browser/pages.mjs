// The pages that hold the widget, on an origin of their own: the demo application, and pages that tests write.

import { readFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import { extname } from "node:path";

const DEMO = new URL("../../demo/", import.meta.url);
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

  async end() {
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
    try {
      const type = own && !extname(pathname) ? TYPES[".html"] : TYPES[extname(pathname)];
      let body = own ? own.html : await readFile(new URL(`.${pathname}`, DEMO));
      if (type === TYPES[".html"]) body = `${body}`.replaceAll("http://localhost:8787", this.worker.origin);
      response.writeHead(200, {
        "content-type": type,
        "content-security-policy": own?.policy ?? strictPolicy(this.worker, "'wasm-unsafe-eval'"),
        ...own?.headers,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
