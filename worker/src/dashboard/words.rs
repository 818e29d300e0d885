//! The dashboard's words, one table a language: plain (B1), and addressed to an owner.
//!
//! `{n}` and the like are filled in. Where two stand together, one is for one and one for several.

mod callbacks;
pub(super) mod editor;
mod en;
mod entry;
mod faults;
mod held_bursts;
mod improvements;
mod languages;
mod nl;
mod on_paper;
mod pause;
mod report;
mod webhooks;

use journey::{access::Role, callback, signal::Status};

pub(super) use en::WORDS as EN;
pub(super) use faults::Faults;
pub(super) use nl::WORDS as NL;

/// Everything the pages say, in one language.
pub(crate) struct Words {
    pub(crate) code: &'static str,
    pub(super) webhooks: webhooks::WebhookWords,
    pub(super) pause: pause::Pause,
    pub(super) name: &'static str,
    pub(super) thousands: char,
    pub(super) months: [&'static str; 12],
    pub(super) week_of: &'static str,
    pub(super) quarter_of: &'static str,
    pub(super) week_short: &'static str,
    pub(super) between: &'static str,
    pub(super) and: &'static str,
    pub(super) n_of: &'static str,

    pub(super) skip: &'static str,
    pub(super) site: &'static str,
    pub(super) overview: &'static str,
    pub(super) keys: &'static str,
    pub(super) audit_log: &'static str,
    pub(super) steps: &'static str,
    pub(super) signals: &'static str,
    pub(super) period: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) week: &'static str,
    pub(super) month: &'static str,
    pub(super) quarter: &'static str,
    pub(super) year: &'static str,

    pub(super) sign_in: &'static str,
    pub(super) sign_out: &'static str,
    pub(super) key: &'static str,
    pub(super) key_hint: &'static str,
    pub(super) wrong_key: &'static str,
    pub(super) one_moment: &'static str,
    pub(super) go_on: &'static str,
    pub(super) sign_in_account: &'static str,
    pub(super) sign_in_key: &'static str,
    pub(super) account_failed: &'static str,
    pub(super) account_no_role: &'static str,

    pub(super) to_overview: &'static str,
    pub(super) error_input: (&'static str, &'static str),
    pub(super) error_forbidden: (&'static str, &'static str),
    pub(super) error_nothing: (&'static str, &'static str),
    pub(super) error_method: (&'static str, &'static str),
    pub(super) error_conflict: (&'static str, &'static str),
    pub(super) error_too_many: (&'static str, &'static str),
    pub(super) error_ours: (&'static str, &'static str),

    pub(super) journeys: &'static str,
    pub(super) no_journeys: &'static str,
    pub(super) n_steps: [&'static str; 2],
    pub(super) n_unread: [&'static str; 2],
    pub(super) oldest_of: &'static str,
    pub(super) export_all: &'static str,
    pub(super) export_period: &'static str,

    pub(super) look_first: &'static str,
    pub(super) nothing_misses: &'static str,
    pub(super) most_negative: &'static str,
    pub(super) nothing_stands_out: &'static str,
    pub(super) at_least_negative: &'static str,
    pub(super) most_given_reason: &'static str,
    pub(super) steps_in_order: &'static str,
    pub(super) provider: &'static str,
    pub(super) earlier_question: &'static str,
    pub(super) seen: &'static str,
    pub(super) started: &'static str,
    pub(super) dismissed: &'static str,
    pub(super) answered: &'static str,
    pub(super) negative_title: &'static str,
    pub(super) negative: &'static str,
    pub(super) neutral: &'static str,
    pub(super) positive: &'static str,
    pub(super) fewer_than: [&'static str; 2],
    pub(super) no_answers: &'static str,
    pub(super) about_ranges: &'static str,

    pub(super) norm_met: &'static str,
    pub(super) norm_missed: &'static str,
    pub(super) norm_undecided: &'static str,
    pub(super) norm_too_few: &'static str,
    pub(super) n_held: [&'static str; 2],
    pub(super) no_change: &'static str,
    pub(super) better_since: &'static str,
    pub(super) worse_since: &'static str,
    pub(super) beyond_three_sigma: &'static str,
    pub(super) six_in_a_row: &'static str,
    pub(super) seven_on_one_side: &'static str,
    pub(super) two_of_three_near_limit: &'static str,

    pub(super) version_of_question: &'static str,
    pub(super) answers: &'static str,
    pub(super) answer: &'static str,
    pub(super) tone: &'static str,
    pub(super) number: &'static str,
    pub(super) share: &'static str,
    pub(super) open_answer: &'static str,
    pub(super) chart_title: &'static str,
    pub(super) chart_axis: &'static str,
    pub(super) chart_key: &'static str,
    pub(super) chart_table: &'static str,
    pub(super) no_weeks: &'static str,
    pub(super) negative_of_answers: &'static str,
    pub(super) centre: &'static str,
    pub(super) limits: &'static str,
    pub(super) says: &'static str,
    pub(super) reasons: &'static str,
    pub(super) reason: &'static str,
    pub(super) reasons_of: [&'static str; 2],
    pub(super) channels: &'static str,
    pub(super) audiences: &'static str,
    pub(super) languages: &'static str,
    pub(super) channel_names: [&'static str; 5],
    pub(super) latest_signals: &'static str,
    pub(super) all_signals_of_step: &'static str,

    pub(super) no_signals: &'static str,
    pub(super) signals_changed: [&'static str; 3],
    pub(super) all_read: &'static str,
    pub(super) nobody_read: [&'static str; 2],
    pub(super) all: &'static str,
    pub(super) step: &'static str,
    pub(super) all_steps: &'static str,
    pub(super) show: &'static str,
    pub(super) status_title: &'static str,
    pub(super) statuses: [&'static str; 5],
    pub(super) with_chosen: &'static str,
    pub(super) leave_as_is: &'static str,
    pub(super) note: &'static str,
    pub(super) note_hint: &'static str,
    pub(super) change_chosen: &'static str,
    pub(super) all_here_read: &'static str,
    pub(super) older_signals: &'static str,
    pub(super) answer_waits: &'static str,

    pub(super) no_keys: &'static str,
    pub(super) label: &'static str,
    pub(super) label_hint: &'static str,
    pub(super) role: &'static str,
    pub(super) role_names: [&'static str; 3],
    pub(super) made_on: &'static str,
    pub(super) used_on: &'static str,
    pub(super) never: &'static str,
    pub(super) make_key: &'static str,
    pub(super) only_journeys: &'static str,
    pub(super) new_key: &'static str,
    pub(super) new_key_once: &'static str,
    pub(super) revoke: &'static str,
    pub(super) revoke_means: &'static str,
    pub(super) revoke_sure: &'static str,

    pub(super) about_audit: &'static str,
    pub(super) nothing_yet: &'static str,
    pub(super) date: &'static str,
    pub(super) action: &'static str,
    pub(super) subject: &'static str,
    pub(super) action_names: &'static [(&'static str, &'static str)],

    pub(super) editor: &'static editor::EditorWords,
    pub(super) on_paper: &'static on_paper::OnPaper,
    pub(super) entry: &'static entry::EntryWords,
    pub(super) report: &'static report::ReportWords,
    pub(super) callbacks: &'static callbacks::Callbacks,
    pub(super) faults: &'static Faults,
    pub(super) held_bursts: &'static held_bursts::HeldBursts,
    pub(super) improvements: &'static improvements::Improvements,
}

impl Words {
    /// A status by its name.
    pub(super) fn status(&self, status: Status) -> &'static str {
        named(&Status::NAMES, &status, &self.statuses)
    }

    /// What became of a callback.
    pub(super) fn called(&self, status: callback::Status) -> &'static str {
        named(&callback::Status::NAMES, &status, &self.callbacks.statuses)
    }

    /// A time of day at which to call.
    pub(super) fn moment(&self, moment: callback::Moment) -> &'static str {
        named(&callback::Moment::NAMES, &moment, &self.callbacks.moments)
    }

    /// A role by its name.
    pub(super) fn role_is(&self, role: Role) -> &'static str {
        named(&Role::NAMES, &role, &self.role_names)
    }

    /// A channel by its name.
    pub(super) fn channel(&self, id: &str) -> Option<&'static str> {
        let at = ["web", "letter", "desk", "phone", "staff"]
            .iter()
            .position(|it| *it == id)?;
        self.channel_names.get(at).copied()
    }

    /// What was done, as the audit log writes it, by its name.
    pub(super) fn action_is<'a>(&self, action: &'a str) -> &'a str {
        let found = self.action_names.iter().find(|(known, _)| *known == action);
        found.map_or(action, |(_, name)| name)
    }
}

/// The words of a language tag.
pub(super) fn of(tag: &str) -> Option<&'static Words> {
    let primary = tag.trim().split(['-', '_']).next()?;
    [&NL, &EN]
        .into_iter()
        .find(|it| it.code.eq_ignore_ascii_case(primary))
}

/// The words that an `Accept-Language` header asks for first; Dutch where it asks for neither.
pub(crate) fn accepted(header: &str) -> &'static Words {
    let mut tags = header
        .split(',')
        .filter_map(|range| range.split(';').next());
    tags.find_map(of).unwrap_or(&NL)
}

/// The words of the other language.
pub(super) fn other(words: &Words) -> &'static Words {
    if words.code == NL.code { &EN } else { &NL }
}

fn named<T: PartialEq>(all: &[(&str, T)], one: &T, names: &[&'static str]) -> &'static str {
    let at = all.iter().position(|(_, it)| it == one);
    at.and_then(|at| names.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_first_of_the_two_that_the_browser_asks_for() {
        for (header, code) in [
            ("", "nl"),
            ("en-GB,en;q=0.9,nl;q=0.8", "en"),
            ("de,NL-be;q=0.5,en;q=0.4", "nl"),
            ("fr, *;q=0.1", "nl"),
        ] {
            assert_eq!(accepted(header).code, code, "{header}");
        }
        assert!(of("fr").is_none() && of("").is_none());
        assert_eq!(other(&NL).code, "en");
    }

    #[test]
    fn every_name_of_the_api_has_a_word() {
        for words in [&NL, &EN] {
            for (_, status) in Status::NAMES {
                assert!(!words.status(status).is_empty());
            }
            for (_, status) in callback::Status::NAMES {
                assert!(!words.called(status).is_empty());
            }
            for (_, moment) in callback::Moment::NAMES {
                assert!(!words.moment(moment).is_empty());
            }
            for (_, role) in Role::NAMES {
                assert!(!words.role_is(role).is_empty());
            }
            for (_, channel) in journey::response::Channel::NAMES {
                assert!(words.channel(channel.name()).is_some());
            }
        }
    }
}
