// A slow phone line, in front of a server: what passes waits for half a round trip, and for all that passes before it.
//
// Not the devtools' own slow line: for that they watch every request from within the page, which costs its slow CPU about as
// much as asking does; and what a page calls off takes no room on it, which it does once it was sent.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Line {
  #halfTrip;
  #pace;
  // When each way is free again.
  #up = { free: 0 };
  #down = { free: 0 };

  /** `roundTrip` in milliseconds, `rate` in bits a second each way. */
  constructor(roundTrip, rate) {
    this.#halfTrip = roundTrip / 2;
    this.#pace = 8000 / rate;
  }

  /** Puts the line in front of an origin, on a port or any that is free; gives the relay's own origin and how to close it. */
  async before(origin, port = 0) {
    const { hostname, port: far } = new URL(origin);
    const open = new Set();
    const relay = createServer((near) => {
      const server = connect(far, hostname);
      this.#carry(near, server, this.#up);
      this.#carry(server, near, this.#down);
      open.add(near);
      near.on("close", () => open.delete(near));
    }).listen(port, "localhost");
    await once(relay, "listening");
    const close = () => {
      relay.close();
      for (const near of open) near.destroy();
    };
    return { origin: `http://localhost:${relay.address().port}`, close };
  }

  #carry(from, to, way) {
    // In order, whichever timer is first.
    const waiting = [];
    const pass = (step, bytes) => {
      const now = performance.now();
      way.free = Math.max(way.free, now) + bytes * this.#pace;
      waiting.push(step);
      setTimeout(() => waiting.shift()(), way.free - now + this.#halfTrip);
    };
    from.on("data", (data) => pass(() => to.write(data), data.length));
    from.on("end", () => pass(() => to.end(), 0));
    from.on("error", () => to.destroy());
  }
}
