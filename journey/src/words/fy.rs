//! West Frisian.

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "Jo miening",
        dismiss: "No net",
        sending: "Jo antwurd wurdt ferstjoerd.",
        thanks: "Tige tank. Wy hawwe jo antwurd krigen.",
        waiting: "Jo antwurd is noch net ferstjoerd. Wy bliuwe it besykjen.",
        failed: "It is net slagge om jo antwurd te ferstjoeren.",
        close: "Slute",
        next: "Wat bart der no?",
        improvements: "Dit is ferbettere nei eardere antwurden",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "Wat gie der net goed?",
        reason_neutral: "Wêrom jouwe jo dit antwurd?",
        reason_positive: "Wat gie der goed?",
        optional: "net ferplichte",
        comment_hint: "Skriuw gjin namme, adres, telefoannûmer of oare persoanlike gegevens op.",
        too_long: Cow::Borrowed("Jo tekst is te lang. Jo meie {most} tekens brûke."),
        send: "Ferstjoere",
        personal_data: "Der steane persoanlike gegevens yn jo tekst. Dy hawwe wy net nedich. \
                        Wy meitsje se ûnlêsber:",
        send_masked: "Sa ferstjoere",
        edit: "Tekst oanpasse",
    },
    callback: CallbackWords {
        offer: "Ik wol belle wurde",
        promise: Cow::Borrowed(
            "Wy belje jo binnen {within}. Wy brûke jo gegevens allinnich om jo te beljen. \
             Wy wiskje se nei {kept}.",
        ),
        phone: "Jo telefoannûmer",
        phone_wrong: "Folje in telefoannûmer yn, bygelyks 06\u{a0}12345678.",
        name: "Jo namme (net ferplichte)",
        moment: "Wannear kinne wy jo belje?",
        any: "Dat makket net út",
        morning: "Moarns",
        afternoon: "Middeis",
        send: "Belje my",
        sending: "Jo fersyk wurdt ferstjoerd.",
        waiting: "Jo fersyk is noch net ferstjoerd. Wy bliuwe it besykjen.",
        failed: "It is net slagge om jo fersyk te ferstjoeren.",
        done: "Wy hawwe krigen dat jo belle wurde wolle.",
        due: "Wy belje jo op syn lêst op {date}.",
    },
    days: |count| match count {
        1 => "1 dei".to_owned(),
        count => format!("{count} dagen"),
    },
    working_days: |count| match count {
        1 => "1 wurkdei".to_owned(),
        count => format!("{count} wurkdagen"),
    },
};
