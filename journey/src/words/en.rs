//! English.

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "Your opinion",
        dismiss: "Not now",
        sending: "Your answer is being sent.",
        thanks: "Thank you. We have received your answer.",
        waiting: "Your answer has not been sent yet. We keep trying.",
        failed: "Your answer could not be sent.",
        close: "Close",
        next: "What happens now?",
        improvements: "Improved after earlier answers",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "What did not go well?",
        reason_neutral: "Why do you give this answer?",
        reason_positive: "What went well?",
        optional: "not required",
        comment_hint: "Do not write down a name, address, phone number or other personal data.",
        too_long: Cow::Borrowed("Your text is too long. You can use {most} characters."),
        send: "Send",
        personal_data: "There are personal data in your text. We do not need them. \
                        We make them unreadable:",
        send_masked: "Send like this",
        edit: "Change the text",
    },
    callback: CallbackWords {
        offer: "I would like a call",
        promise: Cow::Borrowed(
            "We will call you within {within}. We only use your data to call you. \
             We erase them after {kept}.",
        ),
        phone: "Your phone number",
        phone_wrong: "Enter a phone number, for example 06\u{a0}12345678.",
        name: "Your name (not required)",
        moment: "When can we call you?",
        any: "Any time",
        morning: "In the morning",
        afternoon: "In the afternoon",
        send: "Call me",
        sending: "Your request is being sent.",
        waiting: "Your request has not been sent yet. We keep trying.",
        failed: "Your request could not be sent.",
        done: "We have received your request for a call.",
        due: "We will call you on {date} at the latest.",
    },
    days: |count| match count {
        1 => "1 day".to_owned(),
        count => format!("{count} days"),
    },
    working_days: |count| match count {
        1 => "1 working day".to_owned(),
        count => format!("{count} working days"),
    },
};
