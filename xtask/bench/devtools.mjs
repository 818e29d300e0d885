// Drives a browser by its devtools protocol, with nothing else switched on in its pages: what Playwright and others enable
// there (stack traces of requests, worlds and scripts of their own) costs a slow phone more than the widget does.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Browser {
  #waiting = new Map();
  #last = 0;

  static async start(program, flags) {
    const browser = new Browser();
    browser.folder = await mkdtemp(join(tmpdir(), "journey-feedback-"));
    browser.process = spawn(
      program,
      [
        "--headless",
        "--remote-debugging-pipe",
        `--user-data-dir=${browser.folder}`,
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        ...flags,
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    browser.#listen();
    return browser;
  }

  /** Sends a command, to a page by its session; gives its result. */
  send(method, params = {}, sessionId) {
    const id = ++this.#last;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async end() {
    const end = once(this.process, "exit");
    await this.send("Browser.close");
    await end;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #listen() {
    let text = "";
    for await (const chunk of this.process.stdio[4].setEncoding("utf8")) {
      const messages = (text + chunk).split("\0");
      text = messages.pop();
      for (const message of messages) this.#hear(JSON.parse(message));
    }
  }

  #hear({ id, result, error, method, params }) {
    this.onevent?.(method, params);
    const { resolve, reject } = this.#waiting.get(id) ?? {};
    this.#waiting.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  }
}
