//! The worker's glue without what nothing uses: wasm-bindgen makes JavaScript of all that the `worker` crate offers.
//!
//! Reads scripts as esbuild prints them, each declaration, member and property beginning a line; what it expects and
//! does not find is an error, never guessed.

use std::fmt::Write;

use super::Part;
use crate::error::{Error, Result};
use crate::short_names::{IMPORT_MODULE, ShortNames};

/// What the `worker` crate makes of every Durable Object and nothing calls: they hold no sockets.
const UNUSED_METHODS: [&str; 4] = [
    "connect",
    "webSocketClose",
    "webSocketError",
    "webSocketMessage",
];

/// The glue of one Worker, with nothing but its own exports, marked so that esbuild drops what they do not need.
pub(super) fn with_used_exports(glue: &str, part: &Part) -> Result<String> {
    let (body, exports) = glue
        .rsplit_once("\nexport {")
        .ok_or_else(|| missing("exports"))?;
    let is_used = |export: &&str| {
        part.exports
            .iter()
            .any(|used| export.ends_with(&format!(" as {used}")))
    };
    let exports: Vec<_> = exports
        .trim_end_matches(['\n', ';', '}', ' '])
        .split(',')
        .map(str::trim)
        .filter(is_used)
        .collect();
    if exports.len() < part.exports.len() {
        return Err(missing("Durable Objects"));
    }
    let mut kept = String::new();
    let mut skipped_until = None;
    for line in body.lines() {
        if let Some(end) = skipped_until {
            if line == end {
                skipped_until = None;
            }
        } else if UNUSED_METHODS.iter().any(|name| begins_method(line, name)) {
            skipped_until = Some("  }");
        } else if !disposes_of_unused(line, part) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    for made in ["new Proxy(", "new FinalizationRegistry("] {
        kept = kept.replace(made, &format!("/* @__PURE__ */ {made}"));
    }
    Ok(format!("{kept}export {{ {} }};\n", exports.join(", ")))
}

/// The glue that calls the module's exports, and gives it its imports, by their short names.
pub(super) fn with_short_names(glue: &str, names: &ShortNames) -> Result<String> {
    let mut short = String::new();
    let mut found = 0;
    let mut in_imports = false;
    let mut is_used = true;
    for line in glue.lines() {
        if line == "  const import0 = {" {
            in_imports = true;
        } else if line == "  };" {
            (in_imports, is_used) = (false, true);
        } else if let Some((long, rest)) = property(line).filter(|_| in_imports) {
            let name = names.imports.iter().find(|(name, _)| name == long);
            is_used = name.is_some();
            if let Some((_, name)) = name {
                found += 1;
                let _infallible = writeln!(short, "    {name}:{rest}");
            }
            continue;
        }
        if is_used {
            short.push_str(line);
            short.push('\n');
        }
    }
    if found != names.imports.len() {
        return Err(missing("imports"));
    }
    let module = format!("{IMPORT_MODULE}: import0");
    let short = short.replace("\"./index_bg.js\": import0", &module);
    Ok(names.with_short_exports(&short))
}

fn begins_method(line: &str, name: &str) -> bool {
    line.strip_prefix("  ")
        .and_then(|line| line.strip_prefix(name))
        .is_some_and(|rest| rest.starts_with('(') && rest.ends_with('{'))
}

/// Whether the line lets go of a class that is not exported: it would keep that class.
fn disposes_of_unused(line: &str, part: &Part) -> bool {
    line.strip_prefix("if (Symbol.dispose) ")
        .and_then(|rest| rest.split_once('.'))
        .is_some_and(|(class, _)| !part.exports.contains(&class))
}

/// The name of a property of an object in a function, and what follows its colon.
fn property(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix("    ")?.split_once(':')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    (name != "__proto__" && name.chars().all(is_name)).then_some((name, rest))
}

fn missing(what: &str) -> Error {
    Error::Failed(format!(
        "worker-build wrote glue in which the {what} are not where they were expected"
    ))
}

#[cfg(test)]
mod tests {
    use super::{with_short_names, with_used_exports};
    use crate::short_names::ShortNames;
    use crate::worker::PARTS;

    const GLUE: &str = r#"var Tally = class {
  fetch(req) {
    return wasm.tally_fetch(req);
  }
  connect(socket) {
    return wasm.tally_connect(socket);
  }
};
if (Symbol.dispose) Tally.prototype[Symbol.dispose] = Tally.prototype.free;
if (Symbol.dispose) R2Range.prototype[Symbol.dispose] = R2Range.prototype.free;
function __wbg_get_imports() {
  const import0 = {
    __proto__: null,
    __wbg_url_1: function(arg0) {
      return arg0.url;
    },
    __wbg_view_2: function(arg0) {
      return arg0.view;
    },
    __wbindgen_jstag: WebAssembly.JSTag
  };
  return { "./index_bg.js": import0 };
}
var R2Range2 = new Proxy(R2Range, hooks);
export {
  Journey2 as Journey,
  Organisation2 as Organisation,
  R2Range2 as R2Range,
  Tally2 as Tally,
  shim_default as default
};
"#;

    #[test]
    fn what_nothing_uses_is_neither_exported_nor_kept_by_a_side_effect() {
        let [worker, _, dashboard] = PARTS;
        let used = with_used_exports(GLUE, &worker).expect("glue");
        assert!(used.contains("tally_fetch") && !used.contains("tally_connect"));
        assert!(used.contains("if (Symbol.dispose) Tally.") && !used.contains("dispose) R2Range."));
        assert!(used.contains("= /* @__PURE__ */ new Proxy(R2Range"));
        let exports = "export { Journey2 as Journey, Organisation2 as Organisation, Tally2 as Tally, shim_default as default };\n";
        assert!(used.ends_with(exports), "{used}");
        let used = with_used_exports(GLUE, &dashboard).expect("glue");
        assert!(!used.contains("dispose) Tally."));
        assert!(
            used.ends_with("export { shim_default as default };\n"),
            "{used}"
        );
    }

    #[test]
    fn a_durable_object_that_is_missing_is_an_error() {
        assert!(with_used_exports(&GLUE.replace("  Tally2 as Tally,\n", ""), &PARTS[0]).is_err());
    }

    #[test]
    fn imports_are_short_and_those_the_module_lost_are_gone() {
        let printed = r#"{ "imports": [["m", "__wbg_view_2", "b"], ["m", "__wbindgen_jstag", "c"]],
            "exports": [["tally_fetch", "d"]] }"#;
        let names = ShortNames::printed(printed).expect("names");
        let short = with_short_names(GLUE, &names).expect("glue");
        assert!(short.contains("    b: function(arg0) {\n      return arg0.view;\n    },\n"));
        assert!(short.contains("    c: WebAssembly.JSTag\n  };\n  return { a: import0 };"));
        assert!(!short.contains("arg0.url") && short.contains("return wasm.d(req);"));
        assert!(with_short_names(&GLUE.replace("__wbg_view_2", "other"), &names).is_err());
    }
}
