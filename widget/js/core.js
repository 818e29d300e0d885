// The core as WebAssembly: `open` takes the promise of the module's response and gives the core's `show`.

import { __wbg_set_wasm, show } from "./glue.js";
import { imports } from "./imports.js";

export { styles } from "./styles.js";

export const open = async (response) => {
  const { instance } = await WebAssembly.instantiateStreaming(response, imports);
  __wbg_set_wasm(instance.exports);
  return show;
};
