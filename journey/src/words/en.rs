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
        change: "Change your answer",
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
        skip: "Skip",
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
        name: "Your name",
        phone: "Your phone number",
        about: "What is it about?",
        send: "Call me",
        done: "We have received your request for a call.",
        phone_wrong: "Enter a phone number, for example 06 12345678.",
    },
    days: |count| match count {
        1 => "1 day".to_owned(),
        count => format!("{count} days"),
    },
};
