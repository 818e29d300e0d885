// Writes what a release is made of, as CycloneDX: every crate that is compiled into the Workers and the widget. Takes the
// file that holds what `cargo metadata` says, and the file to write. The same sources give the same bytes: neither a time nor a
// random number is in it.

import { readFileSync, writeFileSync } from "node:fs";
import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { PackageURL } from "packageurl-js";

const [from, to] = process.argv.slice(2);

const SHIPPED = ["journey-worker", "journey-widget", "journey-masking", "journey-calling"];

const { packages, resolve } = JSON.parse(readFileSync(from, "utf8"));
const byId = new Map(packages.map((it) => [it.id, it]));
const nodes = new Map(resolve.nodes.map((it) => [it.id, it]));

// What is only needed to test is not part of a release.
const needed = (id) =>
  nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind !== "dev")).map(({ pkg }) => pkg);

const components = new Map();
const add = (id) => {
  if (components.has(id)) return components.get(id);
  const { name, version, license, description, repository } = byId.get(id);
  const purl = new PackageURL("cargo", undefined, name, version).toString();
  const component = new Models.Component(Enums.ComponentType.Library, name, { bomRef: purl, version, purl, description });
  // Cargo's older way to write a choice.
  if (license) component.licenses.add(new Models.LicenseExpression(license.replaceAll("/", " OR ")));
  if (repository) component.externalReferences.add(new Models.ExternalReference(repository, Enums.ExternalReferenceType.VCS));
  components.set(id, component);
  for (const other of needed(id)) component.dependencies.add(add(other).bomRef);
  return component;
};

const bom = new Models.Bom();
const { version } = packages.find(({ name }) => name === "journey-worker");
const whole = new Models.Component(Enums.ComponentType.Application, "journey-feedback", { bomRef: "journey-feedback", version });
whole.licenses.add(new Models.LicenseExpression("EUPL-1.2"));
bom.metadata.component = whole;
for (const { id, name } of packages) if (SHIPPED.includes(name)) whole.dependencies.add(add(id).bomRef);
for (const component of components.values()) bom.components.add(component);

const normalizers = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
const text = new Serialize.JsonSerializer(normalizers).serialize(bom, { sortLists: true, space: 2 });
writeFileSync(to, `${text}\n`);
