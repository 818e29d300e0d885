// What the worker's write path is measured against: the least that a Durable Object in JavaScript does to count an answer
// once, a receipt row and an upsert for each request, with nothing checked and nothing else awaited.

export class Counter {
  constructor(state) {
    this.sql = state.storage.sql;
    this.sql.exec(`
      CREATE TABLE IF NOT EXISTS receipts (ulid TEXT PRIMARY KEY, option TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS tallies (option TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID`);
  }

  async fetch(request) {
    const { option } = await request.json();
    const ulid = request.url.slice(request.url.lastIndexOf("/") + 1);
    this.sql.exec("INSERT INTO receipts VALUES (?, ?)", ulid, option);
    this.sql.exec(
      "INSERT INTO tallies VALUES (?, 1) ON CONFLICT (option) DO UPDATE SET count = count + 1",
      option,
    );
    return new Response(null, { status: 201 });
  }
}

export default {
  fetch(request, env) {
    if (request.method === "GET") return new Response("ready");
    return env.COUNTER.get(env.COUNTER.idFromName("all")).fetch(request);
  },
};
