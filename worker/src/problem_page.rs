//! The pages that document the kinds of problems: what a problem's `type` leads to.

use crate::{problem_kind::ProblemKind, reply::Reply};

/// The folder of the pages; a kind's name follows.
pub(crate) const FOLDER: &str = "/problems/";

/// The page at a path, if it is one.
pub(crate) fn find(path: &str) -> Option<Reply> {
    let name = path.strip_prefix(FOLDER)?;
    let kind = ProblemKind::ALL.iter().find(|it| it.entry().name == name)?;
    let page = Reply::text(200, "text/html; charset=utf-8", html(*kind));
    Some(page.header("Cache-Control", "public, max-age=3600"))
}

fn html(kind: ProblemKind) -> String {
    let entry = kind.entry();
    let (status, name, nl, en) = (entry.status, entry.name, &entry.dutch, &entry.english);
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
        for kind in ProblemKind::ALL {
            let entry = kind.entry();
            assert!(names.insert(entry.name), "{} twice", entry.name);
            assert!(journey::check::is_id(entry.name), "{}", entry.name);
            assert!((400..600).contains(&entry.status), "{}", entry.status);
            let page = html(*kind);
            for text in [&entry.dutch, &entry.english] {
                for words in [text.title, text.meaning] {
                    assert!(page.contains(words) && !words.is_empty());
                    assert!(!words.contains(['<', '>', '&']), "{words}");
                }
            }
        }
    }
}
