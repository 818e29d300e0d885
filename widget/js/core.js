// The core as WebAssembly: `open` takes the module's response and gives the function that shows a question.

import { __wbg_set_wasm } from "./core/glue.js";
import { imports } from "./core/imports.js";
import { show } from "./show.js";

export const open = async (response) => {
  const { instance } = await WebAssembly.instantiateStreaming(response, imports);
  __wbg_set_wasm(instance.exports);
  return show;
};
