// The core as JavaScript, for pages that forbid WebAssembly; the same `open`, which needs nothing.

import * as core from "./core_bg.js";
import { __wbg_set_wasm } from "./glue.js";
import { show } from "./show.js";

export const open = () => {
  __wbg_set_wasm(core);
  return show;
};
