// The npm package: what is in it, and that an application of one's own can import it.

import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { counted, expect, SAYS, test, widget } from "./fixtures.mjs";

const PACKAGE = new URL("../../dist/npm/", import.meta.url);
const read = async (file) => JSON.parse(await readFile(new URL(file, PACKAGE), "utf8"));

/** Puts the package on the pages' own origin, and a script that imports it. */
const install = async (pages) => {
  for (const file of await readdir(PACKAGE)) pages.file(`/npm/${file}`, await readFile(new URL(file, PACKAGE)));
  pages.file("/entry.js", `import { JourneyFeedback, journeyFeedback } from "/npm/index.js";
    window.isSame = customElements.get("journey-feedback") === JourneyFeedback && window.journeyFeedback === journeyFeedback;`);
};

const policy = (worker, more) =>
  `default-src 'none'; script-src 'self' ${more}; connect-src 'self' ${worker.origin}; style-src 'self'; require-trusted-types-for 'script'`;

const body = (worker) => `<script type="module" src="/entry.js"></script>
  <journey-feedback endpoint="${worker.origin}" journey="verbouwvergunning" step="tekeningen"></journey-feedback>`;

for (const [how, more, part] of [
  ["as WebAssembly", "'wasm-unsafe-eval'", "core_bg.wasm"],
  ["as JavaScript", "", "fallback.js"],
]) {
  test(`an application imports it and its question is answered, ${how}`, async ({ page, pages, worker }) => {
    await install(pages);
    const { option, status } = widget(page);
    const came = new Set();
    page.on("requestfinished", (request) => came.add(request.url()));
    await page.goto(pages.add("/app", body(worker), { policy: policy(worker, more) }));
    await option("Heel moeilijk").click();
    await expect(status).toContainText(SAYS.thanks);
    await counted(worker, "tekeningen", { answered: 1 });
    expect(await page.evaluate(() => window.isSame)).toBe(true);
    expect([...came]).toContain(`${pages.origin}/npm/${part}`);
    await expect.poll(() => [...came]).toContain(`${pages.origin}/npm/masking.js`);
    expect([...came].filter((url) => url.startsWith(worker.origin) && !url.includes("/v1/"))).toEqual([]);
  });
}

test("npm would publish every file that the package names", async () => {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json"], { cwd: fileURLToPath(PACKAGE) });
  const [{ name, version, files }] = JSON.parse(stdout);
  expect(name).toBe("@journey-feedback/widget");
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  const packed = files.map(({ path }) => path);
  expect(packed).toEqual(expect.arrayContaining(["LICENSE", "README.md", "core_bg.wasm", "after.js", "calling.js", "masking.js"]));
  const { exports, types, customElements } = await read("package.json");
  const named = [types, customElements, ...Object.values(exports).flatMap((it) => (typeof it === "string" ? it : Object.values(it)))];
  for (const path of named) expect(packed).toContain(path.replace("./", ""));
});

/** Applications, and whether their types are right. */
const APPLICATIONS = {
  "plain.ts": `
    import { JourneyFeedback, journeyFeedback, type Answer } from "@journey-feedback/widget";
    const element: JourneyFeedback = document.createElement("journey-feedback");
    element.addEventListener("journey-feedback:sent", (event) => event.detail satisfies null);
    document.addEventListener("journey-feedback:error", ({ target }) => target);
    const stop: () => void = journeyFeedback.on("answered", () => window.journeyFeedback.setStep("gegevens"));
    const check = ({ comment, ...answer }: Answer): Answer => answer;
    // @ts-expect-error
    journeyFeedback.on("opened", stop);
    // @ts-expect-error
    journeyFeedback.setStep(2);
    // @ts-expect-error
    check({ state: "seen" });`,
  "react.tsx": `
    import type {} from "@journey-feedback/widget/react";
    export const asked = <journey-feedback journey="verbouwvergunning" step="tekeningen" endpoint="https://f.example" lang="nl" channel="desk" debug />;
    // @ts-expect-error
    export const nowhere = <journey-feedback journey="verbouwvergunning" />;
    // @ts-expect-error
    export const fax = <journey-feedback journey="a" step="b" endpoint="https://f.example" channel="fax" />;`,
};

test("an application with strict types compiles with the package's, and its mistakes do not", async ({}, testInfo) => {
  // The compiler reads the types of the whole web.
  test.slow();
  const outputPath = (path) => testInfo.outputPath(path);
  const place = outputPath("node_modules/@journey-feedback/widget");
  await mkdir(dirname(place), { recursive: true });
  await symlink(fileURLToPath(PACKAGE), place);
  for (const [file, text] of Object.entries(APPLICATIONS)) await writeFile(outputPath(file), text);
  await writeFile(outputPath("package.json"), `{"type": "module"}`);
  const options = "--noEmit --strict --module nodenext --target es2022 --lib es2022,dom --jsx react-jsx --types react".split(" ");
  const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
  const compiled = promisify(execFile)(process.execPath, [tsc, ...options, ...Object.keys(APPLICATIONS)], { cwd: testInfo.outputPath() });
  // It prints what is wrong.
  expect((await compiled.catch((error) => error)).stdout).toBe("");
});

test("on a server the package defines nothing and breaks nothing", async () => {
  const { JourneyFeedback, journeyFeedback } = await import(new URL("server.js", PACKAGE));
  expect([JourneyFeedback, journeyFeedback]).toEqual([undefined, undefined]);
});

test("types, manifest and guide name the same attributes and events", async () => {
  const { modules } = await read("custom-elements.json");
  const [{ attributes, events }] = modules[0].declarations;
  const types = await readFile(new URL("index.d.ts", PACKAGE), "utf8");
  const block = types.match(/interface JourneyFeedbackAttributes \{(.*?)\n\}/s)[1];
  const typed = [...block.matchAll(/^ {2}"?([\w-]+)"?\??:/gm)].map(([, name]) => name);
  expect(attributes.map(({ name }) => name)).toEqual(typed);
  expect(events.map(({ name }) => name)).toEqual([...types.matchAll(/"(journey-feedback:\w+)":/g)].map(([, name]) => name));
  const guide = await readFile(new URL("../../docs/web-team.md", import.meta.url), "utf8");
  for (const name of typed) expect(guide).toContain(`| \`${name}\``);
  for (const { name } of events) expect(guide).toContain(`\`${name}\``);
});
