//! German.

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "Ihre Meinung",
        dismiss: "Nicht jetzt",
        sending: "Ihre Antwort wird gesendet.",
        thanks: "Danke. Wir haben Ihre Antwort erhalten.",
        waiting: "Ihre Antwort ist noch nicht gesendet. Wir versuchen es weiter.",
        failed: "Ihre Antwort konnte nicht gesendet werden.",
        close: "Schließen",
        next: "Wie geht es jetzt weiter?",
        improvements: "Das wurde nach früheren Antworten verbessert",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "Was lief nicht gut?",
        reason_neutral: "Warum geben Sie diese Antwort?",
        reason_positive: "Was lief gut?",
        optional: "freiwillig",
        comment_hint: "Schreiben Sie keine Namen, Adressen, Telefonnummern oder andere \
                       persönliche Daten auf.",
        too_long: Cow::Borrowed("Ihr Text ist zu lang. Möglich sind {most} Zeichen."),
        send: "Senden",
        personal_data: "In Ihrem Text stehen persönliche Daten. Wir brauchen sie nicht. \
                        Wir machen sie unlesbar:",
        send_masked: "So senden",
        edit: "Text ändern",
    },
    callback: CallbackWords {
        offer: "Ich möchte angerufen werden",
        promise: Cow::Borrowed(
            "Innerhalb von {within} rufen wir Sie an. Wir nutzen Ihre Daten nur für den Anruf. \
             Nach {kept} löschen wir sie.",
        ),
        phone: "Ihre Telefonnummer",
        phone_wrong: "Geben Sie eine Telefonnummer ein, zum Beispiel 06\u{a0}12345678.",
        name: "Ihr Name (freiwillig)",
        moment: "Wann können wir Sie anrufen?",
        any: "Jederzeit",
        morning: "Am Vormittag",
        afternoon: "Am Nachmittag",
        send: "Rufen Sie mich an",
        sending: "Ihre Bitte wird gesendet.",
        waiting: "Ihre Bitte ist noch nicht gesendet. Wir versuchen es weiter.",
        failed: "Ihre Bitte konnte nicht gesendet werden.",
        done: "Wir haben Ihre Bitte um einen Anruf erhalten.",
        due: "Wir rufen Sie spätestens am {date} an.",
    },
    // The dative, which both "innerhalb von" and "nach" take.
    days: |count| match count {
        1 => "1 Tag".to_owned(),
        count => format!("{count} Tagen"),
    },
    working_days: |count| match count {
        1 => "1 Arbeitstag".to_owned(),
        count => format!("{count} Arbeitstagen"),
    },
};
