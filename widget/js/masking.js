// Masks personal data in a comment: `mask` gives the masked text, or nothing if there was none to mask.

import { __wbg_set_wasm } from "./masking/glue.js";
import * as masking from "./masking/module.js";

__wbg_set_wasm(masking);

export { mask } from "./masking/glue.js";
