// The Rust part of the core as JavaScript.

export * from "./core/module.js";
