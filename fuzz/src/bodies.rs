//! Documents that callers send: what is taken is what its reader promises, and is taken again as it was.

use std::str::from_utf8;

use form_urlencoded::parse;
use journey::access::KeyRequest;
use journey::account::{self, Expected};
use journey::burst;
use journey::callback;
use journey::definition::Definition;
use journey::draft::Draft;
use journey::edition::Edition;
use journey::improvement::Improvement;
use journey::question;
use journey::response::{self, OPEN_OPTION, State};
use journey::signal::{self, Asked};
use journey::webhook;
use journey::webhook_url::leads_outside;
use serde_json::json;
use url::{Host, Url};

use crate::{EDITION, NOW_MS, assert_masked, assert_refusal, is_time_zone};

/// A definition is kept as it was read, asks the same questions when it is sent again, and shows each in every language.
pub fn definition(bytes: &[u8]) {
    let definition = match Definition::read(bytes, is_time_zone) {
        Ok(definition) => definition,
        Err(faults) => return assert_refusal(&faults),
    };
    let kept = json!(definition).to_string();
    assert_eq!(
        Definition::read(kept.as_bytes(), is_time_zone).as_ref(),
        Ok(&definition)
    );
    let edition = Edition::next(None, definition.clone(), NOW_MS);
    let again = Edition::next(Some(&edition), definition.clone(), NOW_MS);
    assert_eq!(again.asked, edition.asked);
    for step in &definition.steps {
        for language in &definition.languages {
            let shown = question::show("a", step, &edition, Some(language));
            assert!(shown.is_some(), "{} in {language}", step.id);
        }
    }
}

/// A response is an answer where it says so, to a question that was asked, and no longer than that allows.
pub fn response(bytes: &[u8]) {
    for step in &EDITION.definition.steps {
        let response = match response::read(bytes, &step.id, &EDITION) {
            Ok(response) => response,
            Err(faults) => {
                assert_refusal(&faults);
                continue;
            }
        };
        assert_eq!(response.step, step.id);
        let asked = EDITION.question(&step.id, response.question_version);
        let asked = asked.expect("a version that was asked");
        assert!(EDITION.definition.languages.contains(&response.language));
        assert_eq!(response.answer.is_some(), response.state == State::Answered);
        if let Some(answer) = response.answer {
            assert!(answer.option == OPEN_OPTION || asked.has_option(&answer.option));
            let known = |reason: &String| asked.reasons.iter().any(|it| it.id == *reason);
            assert!(answer.reason.as_ref().is_none_or(known));
            let length = answer.comment.map_or(0, |it| it.chars().count());
            assert!(length <= asked.comment_limit);
        }
    }
}

/// A number that is kept can be dialled; what is noted of a callback names nobody.
pub fn callback(bytes: &[u8]) {
    match callback::Request::read(bytes, &EDITION) {
        Ok(request) => {
            let digits = request.phone.strip_prefix('+').unwrap_or(&request.phone);
            assert!(digits.len() >= 8 && digits.bytes().all(|it| it.is_ascii_digit()));
            assert_eq!(callback::phone(&request.phone), Some(request.phone));
        }
        Err(faults) => assert_refusal(&faults),
    }
    match callback::Change::read(bytes) {
        Ok(change) => change.note.iter().for_each(|it| assert_masked(it)),
        Err(faults) => assert_refusal(&faults),
    }
}

/// What is noted or reported names nobody, and a query asks for no more than a page.
pub fn signal(bytes: &[u8]) {
    match signal::Change::read(bytes) {
        Ok(change) => change
            .note
            .flatten()
            .iter()
            .for_each(|it| assert_masked(it)),
        Err(faults) => assert_refusal(&faults),
    }
    let Ok(text) = from_utf8(bytes) else { return };
    match signal::read_reported(text) {
        Ok(masked) => assert_masked(&masked),
        Err(faults) => assert_refusal(&faults),
    }
    let parameter = |name: &str| {
        let mut pairs = parse(bytes);
        let found = pairs.find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned())
    };
    match Asked::read(parameter) {
        Ok(asked) => assert!((1..=signal::MAX_PAGE).contains(&asked.limit)),
        Err(faults) => assert_refusal(&faults),
    }
    if let Some((shard, uuid)) = signal::split_id(text) {
        assert_eq!(format!("{shard}-{uuid}"), text);
    }
    if let Some((shard, number)) = burst::split_id(text) {
        assert_eq!(format!("{shard}-{number}"), text);
    }
}

/// An improvement is kept as it was read, and names nobody.
pub fn improvement(bytes: &[u8]) {
    let improvement = match Improvement::read(bytes, "a", &EDITION) {
        Ok(improvement) => improvement,
        Err(faults) => return assert_refusal(&faults),
    };
    let texts = improvement.you_said.iter().chain([&improvement.we_did]);
    texts
        .flat_map(|it| it.0.values())
        .for_each(|it| assert_masked(it));
    let kept = json!(improvement).to_string();
    assert_eq!(
        Improvement::read(kept.as_bytes(), "a", &EDITION),
        Ok(improvement)
    );
}

/// A webhook leads outside, to the same host in every reader's eyes, by its name.
pub fn webhook(bytes: &[u8]) {
    match webhook::Request::read(bytes) {
        Ok(request) => {
            assert!(leads_outside(&request.url));
            assert!(!request.events.is_empty());
        }
        Err(faults) => assert_refusal(&faults),
    }
    let Ok(text) = from_utf8(bytes) else { return };
    if leads_outside(text) {
        let url = Url::parse(text).expect("an address");
        assert_eq!(url.scheme(), "https");
        assert_eq!((url.username(), url.password()), ("", None));
        let Some(Host::Domain(host)) = url.host() else {
            panic!("no name in {text}");
        };
        assert!(text["https://".len()..].starts_with(host), "{host}");
        assert!(matches!(url.port_or_known_default(), Some(443 | 8443)));
    }
}

/// A key opens what was asked for; a decision is one of two.
pub fn key(bytes: &[u8]) {
    match KeyRequest::read(bytes) {
        Ok(request) => {
            assert!(!request.label.trim().is_empty());
            let journeys = request.grant.journeys.iter().flatten();
            journeys.for_each(|it| assert!(journey::check::is_id(it), "{it}"));
        }
        Err(faults) => assert_refusal(&faults),
    }
    if let Err(faults) = burst::read_decision(bytes) {
        assert_refusal(&faults);
    }
}

/// A token that is believed says all that it must; groups open nothing that no rule names.
pub fn account(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    let (claims, rules) = text.split_once('\n').unwrap_or((text, ""));
    let Ok(claims) = serde_json::from_str(claims) else {
        return;
    };
    let expected = Expected {
        issuer: "https://id.example",
        client: "feedback",
        nonce: "n",
        now: NOW_MS / 1000,
        groups: "groups",
    };
    if let Ok(account) = account::read(&claims, expected) {
        assert_eq!(claims["iss"], "https://id.example");
        assert_eq!(claims["nonce"], "n");
        assert!(!account.subject.is_empty());
        assert!(account::grant("", &account.groups).is_none());
        if account::grant(rules, &account.groups).is_some() {
            let named = |group: &String| !group.is_empty() && rules.contains(group.as_str());
            assert!(account.groups.iter().any(named), "{rules}");
        }
    }
}

/// Whatever is typed in a form makes a definition by the rules, or faults that say where.
pub fn draft(bytes: &[u8]) {
    let typed: Vec<_> = parse(bytes).collect();
    let field = |name: &str| {
        let found = typed.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_ref())
    };
    let definition = &EDITION.definition;
    for step in &definition.steps {
        let known = EDITION.current(step).map_or(&[][..], |it| &it.reasons);
        let draft = Draft::read(step, definition, known, field);
        match draft.definition(definition, is_time_zone) {
            Ok(changed) => {
                assert_eq!(changed.steps.len(), definition.steps.len());
                let kept = json!(changed).to_string();
                assert_eq!(Definition::read(kept.as_bytes(), is_time_zone), Ok(changed));
            }
            Err(faults) => assert_refusal(&faults),
        }
    }
}
