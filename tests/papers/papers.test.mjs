// The papers that catalogues, auditors and purchasers read, each held to its own standard, and the links between the guides.

import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { parse } from "yaml";

// Both are written for require.
const require = createRequire(import.meta.url);
const Ajv = require("ajv").default;
const addFormats = require("ajv-formats").default;

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path) => readFile(ROOT + path, "utf8");

test("publiccode.yml is what its standard asks for, and tells the version and licence of Cargo.toml", async () => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(await read("tests/papers/publiccode.schema.json")));
  const paper = parse(await read("publiccode.yml"));
  validate(paper);
  assert.deepEqual(validate.errors, null);
  const cargo = await read("Cargo.toml");
  assert.ok(cargo.includes(`version = "${paper.softwareVersion}"`));
  assert.ok(cargo.includes(`license = "${paper.legal.license}"`));
  const missing = { ...paper, legal: {}, developmentStatus: "finished" };
  assert.equal(validate(missing), false, "the check refuses what is wrong");
});

test("the bill of materials is valid CycloneDX and names what a release is made of", async () => {
  const text = await read("dist/sbom/journey-feedback.cdx.json");
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.equal(await validator.validate(text), null);
  const { components, metadata } = JSON.parse(text);
  const names = components.map(({ name }) => name);
  for (const name of ["worker", "maud", "wasm-bindgen", "journey", "talc"]) assert.ok(names.includes(name), name);
  assert.ok(!names.includes("proptest"), "what only tests need is no part of it");
  assert.ok((await read("Cargo.toml")).includes(`version = "${metadata.component.version}"`));
  for (const { name, licenses } of components) assert.ok(licenses?.length, `${name} says no licence`);
  const wrong = text.replace('"bomFormat": "CycloneDX"', '"bomFormat": "another"');
  assert.notEqual(await validator.validate(wrong), null, "the check refuses what is wrong");
});

test("every link between the guides leads to a file and a heading that are there", () => {
  const guides = execFileSync("git", ["ls-files", "*.md"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
  const remark = ["--frail", "--quiet", "--no-stdout", "--use", "validate-links=repository:false", ...guides];
  const { status, stderr } = spawnSync(`${ROOT}node_modules/.bin/remark`, remark, { cwd: ROOT, encoding: "utf8" });
  assert.equal(status, 0, stderr);
});
