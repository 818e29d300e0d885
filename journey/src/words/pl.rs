//! Polish; without forms that depend on the reader's gender.

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "Państwa opinia",
        dismiss: "Nie teraz",
        sending: "Trwa wysyłanie odpowiedzi.",
        thanks: "Dziękujemy. Odpowiedź do nas dotarła.",
        waiting: "Odpowiedź nie została jeszcze wysłana. Próbujemy dalej.",
        failed: "Nie udało się wysłać odpowiedzi.",
        close: "Zamknij",
        next: "Co będzie dalej?",
        improvements: "Ulepszone po wcześniejszych odpowiedziach",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "Co poszło źle?",
        reason_neutral: "Skąd taka odpowiedź?",
        reason_positive: "Co poszło dobrze?",
        optional: "nieobowiązkowe",
        comment_hint: "Prosimy nie podawać nazwisk, adresów, numerów telefonu ani innych danych \
                       osobowych.",
        too_long: Cow::Borrowed("Tekst jest za długi. Największa liczba znaków: {most}."),
        send: "Wyślij",
        personal_data: "W tekście są dane osobowe. Nie potrzebujemy ich. Ukryjemy je:",
        send_masked: "Wyślij w tej postaci",
        edit: "Popraw tekst",
    },
    callback: CallbackWords {
        offer: "Proszę o telefon",
        promise: Cow::Borrowed(
            "Zadzwonimy w ciągu {within}. Dane posłużą tylko do tej rozmowy. Usuniemy je po \
             upływie {kept}.",
        ),
        phone: "Numer telefonu",
        phone_wrong: "Proszę wpisać numer telefonu, na przykład 06\u{a0}12345678.",
        name: "Imię i nazwisko (nieobowiązkowe)",
        moment: "Kiedy możemy zadzwonić?",
        any: "Obojętnie",
        morning: "Przed południem",
        afternoon: "Po południu",
        send: "Proszę zadzwonić",
        sending: "Trwa wysyłanie prośby.",
        waiting: "Prośba nie została jeszcze wysłana. Próbujemy dalej.",
        failed: "Nie udało się wysłać prośby.",
        done: "Prośba o telefon do nas dotarła.",
        due: "Zadzwonimy najpóźniej {date}.",
    },
    // The genitive, which both "w ciągu" and "po upływie" take.
    days: |count| match count {
        1 => "1 dnia".to_owned(),
        count => format!("{count} dni"),
    },
    working_days: |count| match count {
        1 => "1 dnia roboczego".to_owned(),
        count => format!("{count} dni roboczych"),
    },
};
