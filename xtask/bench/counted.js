// The worker as it is built, with what Cloudflare bills counted: requests to it and to its objects, and the rows that they
// read and write. GET /counted gives the counts so far and begins anew.

import Built, * as built from "./index.js";

let counts, cursors;

function begin() {
  counts = { requests: 0, objectRequests: 0, alarmsSet: 0 };
  cursors = [];
}

begin();

let seen = false;

function see({ storage }) {
  if (seen) return;
  seen = true;
  const sql = Object.getPrototypeOf(storage.sql);
  const { exec } = sql;
  sql.exec = function (...statement) {
    const cursor = exec.apply(this, statement);
    cursors.push(cursor);
    return cursor;
  };
  const alarms = Object.getPrototypeOf(storage);
  const { setAlarm } = alarms;
  alarms.setAlarm = function (...when) {
    counts.alarmsSet += 1;
    return setAlarm.apply(this, when);
  };
}

const counted = (Class) =>
  class {
    constructor(state, env) {
      see(state);
      this.built = new Class(state, env);
    }

    fetch(request) {
      counts.objectRequests += 1;
      return this.built.fetch(request);
    }

    alarm() {
      counts.objectRequests += 1;
      return this.built.alarm();
    }
  };

export const Organisation = counted(built.Organisation);
export const Journey = counted(built.Journey);
export const Tally = counted(built.Tally);

export default {
  fetch(request, env, context) {
    if (!request.url.endsWith("/counted")) {
      counts.requests += 1;
      return new Built(context, env).fetch(request);
    }
    const sum = (of) => cursors.reduce((all, cursor) => all + cursor[of], 0);
    const { requests, objectRequests, alarmsSet } = counts;
    const answer = { requests, objectRequests, rowsRead: sum("rowsRead"), rowsWritten: sum("rowsWritten") + alarmsSet };
    begin();
    return Response.json(answer);
  },
};
