// The worker of one test: workerd with data of its own, on a port that it keeps when it is killed and started again.

import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const XTASK = process.env.XTASK ?? join(ROOT, "target/debug/xtask");
const KEY = randomUUID();

export const JOURNEY = "verbouwvergunning";

/** A port where nothing listens now. */
export const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
};

export class Worker {
  /** Creates one, with settings that may depend on its origin. */
  static async create(settings = () => ({})) {
    const worker = new Worker();
    worker.settings = settings;
    worker.port = await freePort();
    worker.origin = `http://localhost:${worker.port}`;
    worker.data = await mkdtemp(join(tmpdir(), "journey-feedback-"));
    await worker.start();
    return worker;
  }

  /** Starts it and waits until it answers. */
  async start() {
    const options = { env: { ...process.env, ADMIN_KEY: KEY, RATE_LIMIT: "0", ...this.settings(this.origin) }, stdio: ["ignore", "ignore", "pipe"] };
    this.process = spawn(XTASK, ["serve", "--port", `${this.port}`, "--data", this.data], options);
    let said = "";
    this.process.stderr.on("data", (data) => (said += data));
    for (;;) {
      if (this.process.exitCode !== null) throw new Error(`the worker ended: ${said}`);
      const answer = await fetch(`${this.origin}/v1/health`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends it at once, as a power cut would. */
  async kill() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const end = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await end;
  }

  async end() {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  /** The admin key. */
  key = KEY;

  /** Calls the API as the owner; a body that is no text is sent as JSON. */
  async api(method, path, content, type = "application/json") {
    const headers = { authorization: `Bearer ${KEY}`, "content-type": type };
    const body = typeof content === "string" ? content : content && JSON.stringify(content);
    const answer = await fetch(`${this.origin}/v1${path}`, { method, headers, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
  }

  /** Loads the demo's journey for pages of an origin, each answer counted at once; `change` may alter it first. */
  async load(origin, change = () => {}) {
    const journey = JSON.parse(await readFile(join(ROOT, "demo/journey.json"), "utf8"));
    journey.origins = [origin];
    journey.minimumCell = 1;
    change(journey);
    await this.api("PUT", `/journeys/${JOURNEY}`, journey);
  }

  /** Fills it with the demo's journey and eight months of answers. */
  async fillWithDemo() {
    const env = { ...process.env, ADMIN_KEY: KEY };
    await promisify(execFile)(XTASK, ["fill", "--worker", this.origin, "--data", this.data], { env });
  }

  /** This year's results of a step. */
  async results(step) {
    const year = new Date().getFullYear();
    const { steps } = await this.api("GET", `/journeys/${JOURNEY}/steps/${step}/results?period=${year}`);
    return steps[0];
  }
}
