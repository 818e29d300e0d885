// Every command in README.md, CONTRIBUTING.md and docs/ works. A block of commands (```sh) is run here, against two installations,
// unless the line above it says `<!-- run by FILE: WORDS -->`, where those words of that file run it, or
// `<!-- needs an account -->`.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "../browser/worker.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const XTASK = process.env.XTASK ?? join(ROOT, "target/debug/xtask");
const PROGRAMS = /^ {4,}(ADMIN_KEY=|cargo |curl |deploy\/|npm |npx |sudo |systemctl )/m;

/** The guides, each with its blocks of commands and the marks above them. */
const guides = ["README.md", "CONTRIBUTING.md", ...(await readdir(`${ROOT}docs`)).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith(".md"))
  .map((path) => {
    const text = readFileSync(ROOT + path, "utf8");
    const found = text.matchAll(/^(?:<!-- ([^\n]+) -->\n)?```sh\n(.*?)^```$/gms);
    return { path, text, blocks: [...found].map(([, mark, commands]) => ({ mark, commands })) };
  });

let here, elsewhere, folder;

before(async () => {
  here = await Worker.create();
  elsewhere = await Worker.create();
  await here.load("http://localhost:1");
  folder = mkdtempSync(join(tmpdir(), "journey-feedback-"));
  for (const name of ["demo", "deploy"]) symlinkSync(ROOT + name, join(folder, name));
});

after(async () => {
  for (const worker of [here, elsewhere]) await worker?.end();
  rmSync(folder, { recursive: true, force: true });
});

test("the demo starts, says where it is, and stops when told to", { timeout: 300_000 }, async () => {
  const demo = spawn(XTASK, ["demo"], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  try {
    let said = "";
    // It goes on to say that it stops, to whoever reads.
    for await (const piece of demo.stdout.iterator({ destroyOnReturn: false })) {
      said += piece;
      if (said.includes("Ctrl-C")) break;
    }
    const address = /http:\/\/localhost:\d+\//.exec(said)?.[0];
    assert.ok(address, said);
    assert.equal((await fetch(address)).status, 200);
  } finally {
    demo.stdout.resume();
    demo.kill("SIGINT");
    await once(demo, "exit");
  }
});

test("no command stands outside a block of commands", () => {
  assert.ok(guides.flatMap(({ blocks }) => blocks).length > 5);
  for (const { path, text } of guides) {
    const blocks = text.replace(/^```.*?^```$/gms, "");
    assert.doesNotMatch(blocks, PROGRAMS, path);
  }
});

for (const { path, blocks } of guides) {
  for (const [at, { mark, commands }] of blocks.entries()) {
    test(`${path}, block ${at + 1}: ${mark ?? "run here"}`, () => {
      if (mark === "needs an account") return assert.match(commands, /wrangler/, "only Cloudflare needs one");
      if (mark) {
        const [, file, words] = /^run by (\S+): (.+)$/.exec(mark);
        return assert.ok(readFileSync(ROOT + file, "utf8").includes(words), `${file} has no ${words}`);
      }
      const own = commands
        .replaceAll("https://feedback.gemeente.example", here.origin)
        .replaceAll("http://localhost:8787", here.origin)
        .replaceAll("https://elsewhere.gemeente.example", elsewhere.origin);
      // A refusal is a failure, which curl alone does not say.
      const script = `set -euo pipefail\ncurl() { command curl --fail-with-body --silent --show-error "$@"; }\n${own}`;
      const env = { ...process.env, ADMIN_KEY: here.key };
      const { status, stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
      assert.equal(status, 0, `${stdout}${stderr}`);
    });
  }
}
