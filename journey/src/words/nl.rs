//! Dutch: the language the others are translated from.

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "Uw mening",
        dismiss: "Niet nu",
        sending: "Uw antwoord wordt verstuurd.",
        thanks: "Bedankt. Wij hebben uw antwoord ontvangen.",
        waiting: "Uw antwoord is nog niet verstuurd. Wij blijven het proberen.",
        failed: "Het is niet gelukt om uw antwoord te versturen.",
        close: "Sluiten",
        next: "Wat gebeurt er nu?",
        improvements: "Dit is verbeterd na eerdere antwoorden",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "Wat ging er niet goed?",
        reason_neutral: "Waarom geeft u dit antwoord?",
        reason_positive: "Wat ging er goed?",
        optional: "niet verplicht",
        comment_hint: "Schrijf geen naam, adres, telefoonnummer of andere persoonlijke gegevens op.",
        too_long: Cow::Borrowed("Uw tekst is te lang. U mag {most} tekens gebruiken."),
        send: "Versturen",
        personal_data: "Er staan persoonlijke gegevens in uw tekst. Die hebben wij niet nodig. \
                        Wij maken ze onleesbaar:",
        send_masked: "Zo versturen",
        edit: "Tekst aanpassen",
    },
    callback: CallbackWords {
        offer: "Ik wil gebeld worden",
        promise: Cow::Borrowed(
            "Wij bellen u binnen {within}. Wij gebruiken uw gegevens alleen om u te bellen. \
             Wij wissen ze na {kept}.",
        ),
        phone: "Uw telefoonnummer",
        phone_wrong: "Vul een telefoonnummer in, bijvoorbeeld 06\u{a0}12345678.",
        name: "Uw naam (niet verplicht)",
        moment: "Wanneer kunnen wij u bellen?",
        any: "Dat maakt niet uit",
        morning: "In de ochtend",
        afternoon: "In de middag",
        send: "Bel mij",
        sending: "Uw verzoek wordt verstuurd.",
        waiting: "Uw verzoek is nog niet verstuurd. Wij blijven het proberen.",
        failed: "Het is niet gelukt om uw verzoek te versturen.",
        done: "Wij hebben ontvangen dat u gebeld wilt worden.",
        due: "Wij bellen u uiterlijk op {date}.",
    },
    days: |count| match count {
        1 => "1 dag".to_owned(),
        count => format!("{count} dagen"),
    },
    working_days: |count| match count {
        1 => "1 werkdag".to_owned(),
        count => format!("{count} werkdagen"),
    },
};
