//! The pages that document the kinds of problems: what a problem's `type` leads to.

use crate::problem_kind::ProblemKind;

/// Each page with its name.
pub fn problem_pages() -> impl Iterator<Item = (&'static str, String)> {
    ProblemKind::ALL
        .iter()
        .map(|kind| (kind.entry().name, html(*kind)))
}

fn html(kind: ProblemKind) -> String {
    let (status, name) = (kind.entry().status, kind.entry().name);
    let [en, nl] = kind.texts();
    format!(
        r#"<!doctype html>
<html lang="nl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{}</title>
<main>
<h1>{}</h1>
<p>{}</p>
<div lang="en">
<h2>{}</h2>
<p>{}</p>
</div>
<p>HTTP {status} <code>{name}</code></p>
</main>
</html>
"#,
        nl.title, nl.title, nl.meaning, en.title, en.meaning
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_a_page_in_two_languages() {
        let mut names = BTreeSet::new();
        for (kind, (name, page)) in ProblemKind::ALL.iter().zip(problem_pages()) {
            let entry = kind.entry();
            assert_eq!(entry.name, name);
            assert!(names.insert(name), "{name} twice");
            assert!(journey::check::is_id(name), "{name}");
            assert!((400..600).contains(&entry.status), "{}", entry.status);
            for text in kind.texts() {
                for words in [text.title, text.meaning] {
                    assert!(page.contains(words) && !words.is_empty());
                    assert!(!words.contains(['<', '>', '&']), "{words}");
                }
            }
        }
    }
}
