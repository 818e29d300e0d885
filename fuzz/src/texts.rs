//! Texts that stand in addresses, headers, cells and comments.

use std::str::from_utf8;

use journey::csv::{Cell, write_row};
use journey::day::Day;
use journey::language::{Direction, Language, choose};
use journey::period::Period;
use journey::redaction;
use journey::shard_plan::ShardPlan;
use journey::ulid_time::{UlidTime, judge, oldest_receipt};
use journey::week::Week;
use ulid::Ulid;

use crate::NOW_MS;

/// Masking reveals nothing that it found, keeps all else, and changes nothing the second time; a number that is a BSN is found
/// whatever stands before and after it.
pub fn mask(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let masked = redaction::mask(&text);
    let mut rest = masked.text.as_str();
    let mut end = 0;
    for (kind, found) in &masked.found {
        assert!(end <= found.start && found.start < found.end);
        let kept = &text[end..found.start];
        rest = rest.strip_prefix(kept).expect("what is no find is kept");
        let (mark, after) = rest.split_at(rest.find(']').expect("a mark has an end") + 1);
        assert!(mark.starts_with('['), "{mark} for {kind:?}");
        rest = after;
        end = found.end;
    }
    assert_eq!(rest, &text[end..]);
    crate::assert_masked(&masked.text);

    let (before, after) = text.split_once('\n').unwrap_or((&text, ""));
    let masked = redaction::mask(&format!("{before} x 111222333 x {after}"));
    assert!(!masked.text.contains("x 111222333 x"), "{}", masked.text);
}

/// Cells come apart again as they were, but that none begins as a formula does.
pub fn csv(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let cells: Vec<_> = text.split('\0').collect();
    let mut row = String::new();
    write_row(&mut row, cells.iter().map(|cell| Cell::Text(cell)));
    let read = read_row(&row);
    assert_eq!(read.len(), cells.len());
    for (read, cell) in read.iter().zip(cells) {
        let bare = read.strip_prefix('\'').unwrap_or(read);
        assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']));
        assert!(bare == cell || read == cell);
    }
}

/// RFC 4180, read by its own grammar.
fn read_row(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut signs = row.chars().peekable();
    while let Some(sign) = signs.next() {
        let last = cells.last_mut().expect("one at least");
        match sign {
            '"' if quoted && signs.next_if_eq(&'"').is_some() => last.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            '\r' if !quoted && signs.peek() == Some(&'\n') => {
                signs.next();
                assert_eq!(signs.next(), None, "one row");
            }
            other => last.push(other),
        }
    }
    assert!(!quoted);
    cells
}

/// A period is written as it was read, its ends are in order, and its neighbours meet it.
pub fn period(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    if let Ok(day) = text.parse::<Day>() {
        assert_eq!(day.to_string(), text);
        assert_eq!(Day::from_number(day.number()), Some(day));
    }
    if let Ok(week) = text.parse::<Week>() {
        assert_eq!(week.to_string(), text);
        assert_eq!(week.last().number() - week.first().number(), 6);
    }
    let Ok(period) = text.parse::<Period>() else {
        return;
    };
    assert_eq!(period.to_string(), text);
    assert!(period.first() <= period.last());
    assert_eq!(Period::of(period.kind(), period.last()), period);
    if let Some(before) = period.before() {
        assert_eq!(before.last().plus(1), Some(period.first()));
        assert_eq!(before.after(), Some(period));
    }
    let weeks: Vec<_> = period.weeks().collect();
    assert!(
        weeks
            .first()
            .is_some_and(|week| week.first() <= period.first())
    );
    assert!(
        weeks
            .last()
            .is_some_and(|week| week.last() >= period.last())
    );
}

/// What is chosen is offered, or the default; the same tag comes first, however it is written.
pub fn language(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    let mut lines = text.lines();
    let asked = lines.next();
    let offered: Vec<_> = lines.map(str::to_owned).collect();
    let chosen = choose(asked, &offered, "nl");
    assert!(chosen == "nl" || offered.iter().any(|tag| tag == chosen));
    if let Some(asked) = asked {
        if let Some(same) = offered.iter().find(|tag| *tag == asked) {
            assert!(
                chosen.eq_ignore_ascii_case(same) || chosen.contains('_') || same.contains('_')
            );
        }
        let known = Language::of(asked);
        assert_eq!(
            Language::nearest(asked, asked),
            known.unwrap_or(Language::En)
        );
        if let Some(known) = known {
            assert_eq!(Direction::of(asked), Direction::of(known.code()));
        }
    }
}

/// A ULID is read as it is written, is in one shard that there is, and is open at its own time.
pub fn ulid(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    let Ok(ulid) = Ulid::from_string(text) else {
        return;
    };
    assert_eq!(Ulid::from_string(&ulid.to_string()), Ok(ulid));
    assert_eq!(judge(ulid, ulid.timestamp_ms()), UlidTime::Open);
    let kept = ulid.to_string() >= oldest_receipt(NOW_MS);
    assert!(
        kept || judge(ulid, NOW_MS) == UlidTime::Closed,
        "an open one has its receipt"
    );
    let plan = ShardPlan::new(4).changed(16, NOW_MS);
    assert!(plan.shard(ulid) < plan.count());
}
