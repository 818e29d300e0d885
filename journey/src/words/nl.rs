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
        change: "Antwoord veranderen",
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
        skip: "Overslaan",
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
        name: "Uw naam",
        phone: "Uw telefoonnummer",
        about: "Waar gaat het over?",
        send: "Bel mij",
        done: "Wij hebben ontvangen dat u gebeld wilt worden.",
        phone_wrong: "Vul een telefoonnummer in, bijvoorbeeld 06 12345678.",
    },
    days: |count| match count {
        1 => "1 dag".to_owned(),
        count => format!("{count} dagen"),
    },
};
