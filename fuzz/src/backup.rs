//! The lines of a backup.

use journey::backup::{COMPLETE, HEADER, Holder, Part, Reader, Rows};
use journey::edition::Edition;

use crate::{EDITION, assert_refusal, is_time_zone};

/// Rows that are taken are written in one way, and taken again as they then are.
pub fn backup(bytes: &[u8]) {
    let mut reader = Reader::default();
    let mut edition = EDITION.clone();
    for line in bytes.split(|byte| *byte == b'\n') {
        match reader.line(line, is_time_zone) {
            Ok(None) => {}
            Ok(Some(Part::Edition(_, newer))) => edition = *newer,
            Ok(Some(Part::Rows(rows))) => take(rows, &edition),
            Err(faults) => {
                assert_refusal(&faults);
                break;
            }
        }
    }
    if let Err(faults) = reader.end() {
        assert_refusal(&faults);
    }
}

fn take(rows: Rows, edition: &Edition) {
    let begin = match &rows.holder {
        Holder::Organisation => r#"{"kind":"organisation"}"#.to_owned(),
        Holder::Journey(journey) => format!(r#"{{"kind":"journey","journey":"{journey}"}}"#),
        Holder::Shard(journey, shard) => {
            format!(r#"{{"kind":"shard","journey":"{journey}","shard":{shard}}}"#)
        }
    };
    match rows.checked(Some(edition)) {
        Ok(written) => assert_eq!(again(&begin, &written, edition), written),
        Err(faults) => assert_refusal(&faults),
    }
}

/// What becomes of rows as they were written.
fn again(begin: &str, written: &[String], edition: &Edition) -> Vec<String> {
    let mut reader = Reader::default();
    let end = format!(r#"{{"kind":"end","rows":{}}}"#, written.len());
    let mut taken = None;
    let lines = written.iter().map(String::as_str);
    for line in [HEADER, begin]
        .into_iter()
        .chain(lines)
        .chain([&end, COMPLETE])
    {
        if let Some(Part::Rows(rows)) = reader.line(line.as_bytes(), is_time_zone).expect(line) {
            taken = Some(rows.checked(Some(edition)).expect("what was taken before"));
        }
    }
    reader.end().expect("a whole file");
    taken.expect("rows")
}
