// The core as JavaScript, for pages that forbid WebAssembly; the same `open`, which needs nothing.

import { __wbg_set_wasm } from "./core/glue.js";
import * as core from "./core/module.js";
import { show } from "./show.js";

export const open = () => {
  __wbg_set_wasm(core);
  return show;
};
