// The line between a browser and the worker: a server in front of the worker that passes everything on, keeps what the
// browser sent, and fails in the ways that lines and servers do. Made here, faults are the same to every browser.

import { once } from "node:events";
import { createServer, request as ask } from "node:http";

/** What can become of a response on its way to the worker, for `line.fault`. */
export const faults = {
  /** The server itself fails. */
  failing: (request, response) => response.writeHead(500).end(),
  /** The server asks for patience, so many seconds. */
  busy: (seconds) => (request, response) =>
    response
      .writeHead(429, {
        "access-control-allow-origin": request.headers.origin,
        "access-control-expose-headers": "retry-after",
        "retry-after": seconds,
      })
      .end(),
  /** The worker gets it, and its reply is lost. */
  lost: (request, response, passOn) => passOn((reply) => reply.resume().on("end", () => request.socket.destroy())),
};

export class Line {
  /** What becomes of responses; they are passed on while it is undefined. */
  fault;
  /** What came, in order: method, path, headers, body, when, and the status once the reply was sent whole. */
  requests = [];

  static async create(worker) {
    const line = new Line();
    line.worker = worker;
    line.server = createServer((request, response) => line.#take(request, response));
    await line.#listen(0);
    line.port = line.server.address().port;
    line.origin = `http://localhost:${line.port}`;
    return line;
  }

  /** The responses among what came. */
  get responses() {
    return this.requests.filter(({ method }) => method === "PUT");
  }

  /** The names of the files that were sent whole. */
  get files() {
    const whole = this.requests.filter(({ method, status }) => method === "GET" && status === 200);
    return whole.map(({ path }) => path.split("?")[0].split("/").at(-1));
  }

  /** Nothing gets through until it is mended. */
  async cut() {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  async mend() {
    await this.#listen(this.port);
  }

  async end() {
    if (this.server.listening) await this.cut();
  }

  async #listen(port) {
    this.server.listen(port, "localhost");
    await once(this.server, "listening");
  }

  async #take(request, response) {
    const { method, url: path, headers } = request;
    const came = { method, path, headers, at: Date.now() };
    this.requests.push(came);
    const chunks = await request.toArray().catch(() => null);
    if (!chunks) return;
    const body = Buffer.concat(chunks);
    if (method === "PUT") came.body = JSON.parse(body);
    const { port } = this.worker;
    const passOn = (hear) =>
      ask({ host: "127.0.0.1", port, method, path, headers: { ...headers, host: `localhost:${port}` } })
        .on("error", () => request.socket.destroy())
        .on("response", hear)
        .end(body);
    if (method === "PUT" && this.fault) return this.fault(request, response, passOn);
    response.on("finish", () => (came.status = response.statusCode));
    passOn((reply) => reply.pipe(response.writeHead(reply.statusCode, reply.headers)));
  }
}
