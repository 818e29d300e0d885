//! The municipal themes, and the style sheet that a page of the demo gets: a theme's design tokens as far as anything reads
//! them, the design system's components, and the demo's own few rules.

use std::collections::{BTreeMap, BTreeSet};

/// A theme, by the npm package that holds its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Its name in addresses.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// The file with its tokens, in `node_modules`.
    pub tokens: &'static str,
}

/// The themes, the usual one first.
pub const THEMES: [Theme; 4] = [
    Theme {
        id: "utrecht",
        name: "Utrecht",
        tokens: "@utrecht/design-tokens/dist/theme.css",
    },
    Theme {
        id: "denhaag",
        name: "Den Haag",
        tokens: "@gemeente-denhaag/design-tokens-components/dist/index.css",
    },
    Theme {
        id: "rijkshuisstijl",
        name: "Rijkshuisstijl",
        tokens: "@rijkshuisstijl-community/design-tokens/dist/index.css",
    },
    Theme {
        id: "voorbeeld",
        name: "Voorbeeld",
        tokens: "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
    },
];

/// The components of the design system that the pages use: `@utrecht/NAME-css/dist/index.css` in `node_modules`.
pub const COMPONENTS: [&str; 22] = [
    "root",
    "document",
    "page-layout",
    "page-body",
    "page-header",
    "page-footer",
    "heading-1",
    "heading-2",
    "paragraph",
    "link",
    "skip-link",
    "button",
    "action-group",
    "form-field",
    "form-label",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "textbox",
    "textarea",
    "data-list",
    "alert",
];

/// The style sheet: the tokens that are read by the rules, or by `others`, which come with style sheets of their own.
#[must_use]
pub fn style_sheet(tokens: &str, rules: &str, others: &str) -> String {
    let tokens = declarations(tokens);
    let mut needed = BTreeSet::new();
    let mut new: Vec<&str> = names(rules).chain(names(others)).collect();
    while let Some(name) = new.pop() {
        if let Some(value) = tokens.get(name)
            && needed.insert(name)
        {
            new.extend(names(value));
        }
    }
    let mut sheet = String::from(":root{");
    for name in needed {
        let value = tokens.get(name).copied().unwrap_or_default();
        sheet.extend([name, ":", value, ";"]);
    }
    sheet.push_str("}\n");
    sheet.push_str(&without_comments(rules));
    sheet
}

/// The custom properties that a style sheet of tokens sets, the last where one is set twice.
fn declarations(tokens: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    let mut rest = tokens;
    while let Some(at) = rest.find("--") {
        let (_, from) = rest.split_at(at);
        let name = name(from);
        let after = from.get(name.len()..).unwrap_or_default();
        let Some(value) = after.trim_start().strip_prefix(':') else {
            rest = after.get(1..).unwrap_or_default();
            continue;
        };
        let end = end_of_value(value);
        found.insert(name, value.get(..end).unwrap_or_default().trim());
        rest = value.get(end..).unwrap_or_default();
    }
    found
}

/// Where a value ends: at the first semicolon or closing brace outside quotes and parentheses.
fn end_of_value(value: &str) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, sign) in value.char_indices() {
        match (quote, sign) {
            (Some(open), _) if open == sign => quote = None,
            (None, '"' | '\'') => quote = Some(sign),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, ';' | '}') if depth == 0 => return at,
            _ => {}
        }
    }
    value.len()
}

/// Every name of a custom property in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("--")
        .filter_map(|(at, _)| text.get(at..).map(name))
}

/// The name of a custom property at the beginning of a text.
fn name(text: &str) -> &str {
    let end = text
        .find(|it: char| !(it.is_ascii_alphanumeric() || it == '-' || it == '_'))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, it)| it);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::style_sheet;

    const TOKENS: &str = r#"/* Made by a machine */
.a-theme {
  --a-color: #fff; /* white */
  --a-text: var(--a-deep, var(--a-color));
  --a-deep: url("data:image/svg+xml;utf8,<svg/>");
  --a-unused: 1px;
  --a-widget: 2px;
}"#;

    #[test]
    fn only_tokens_that_are_read_come_along() {
        let rules = "/* c */\n.x {\n  color: var(--a-text, red);\n}\n";
        let sheet = style_sheet(TOKENS, rules, "b { width: var(--a-widget) }");
        assert_eq!(
            sheet,
            ":root{--a-color:#fff;--a-deep:url(\"data:image/svg+xml;utf8,<svg/>\");\
             --a-text:var(--a-deep, var(--a-color));--a-widget:2px;}\n.x {\ncolor: var(--a-text, red);\n}"
        );
    }
}
