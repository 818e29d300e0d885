// The core but for its Rust part, which comes as WebAssembly or, where a page forbids that, as JavaScript (fallback.js).

import { __wbg_set_wasm } from "./core/glue.js";
import { imports } from "./core/imports.js";
import { show } from "./show.js";

export { imports };

/** Takes the Rust part, a response or a script's exports; gives the function that shows a question. */
export const open = async (part) => {
  const compiled = part instanceof Response && (await WebAssembly.instantiateStreaming(part, imports));
  __wbg_set_wasm(compiled ? compiled.instance.exports : part);
  return show;
};
