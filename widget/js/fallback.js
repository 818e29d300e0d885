// The core as JavaScript, for pages that forbid WebAssembly; the same `open`, which needs nothing.

import * as core from "./core_bg.js";
import { __wbg_set_wasm, show } from "./glue.js";

export { styles } from "./styles.js";

export const open = () => {
  __wbg_set_wasm(core);
  return show;
};
