// Sends a request to be called: `call`.

import { __wbg_set_wasm } from "./calling/glue.js";
import * as calling from "./calling/module.js";

__wbg_set_wasm(calling);

export { call } from "./calling/glue.js";
