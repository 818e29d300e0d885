//! French; non-breaking spaces where its typography wants them.

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "Votre avis",
        dismiss: "Pas maintenant",
        sending: "Votre réponse est en cours d’envoi.",
        thanks: "Merci. Nous avons bien reçu votre réponse.",
        waiting: "Votre réponse n’est pas encore envoyée. Nous continuons d’essayer.",
        failed: "Votre réponse n’a pas pu être envoyée.",
        close: "Fermer",
        next: "Et maintenant\u{a0}?",
        improvements: "Amélioré après de précédentes réponses",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "Qu’est-ce qui s’est mal passé\u{a0}?",
        reason_neutral: "Pourquoi donnez-vous cette réponse\u{a0}?",
        reason_positive: "Qu’est-ce qui s’est bien passé\u{a0}?",
        optional: "facultatif",
        comment_hint: "N’écrivez pas de nom, d’adresse, de numéro de téléphone ou d’autres \
                       données personnelles.",
        too_long: Cow::Borrowed("Votre texte est trop long. Vous pouvez écrire {most} caractères."),
        send: "Envoyer",
        personal_data: "Votre texte contient des données personnelles. Nous n’en avons pas besoin. \
                        Nous les rendons illisibles\u{a0}:",
        send_masked: "Envoyer ainsi",
        edit: "Modifier le texte",
    },
    callback: CallbackWords {
        offer: "Je voudrais être appelé(e)",
        promise: Cow::Borrowed(
            "Nous vous appelons dans un délai de {within}. Vos données servent seulement à cet \
             appel. Elles sont effacées après {kept}.",
        ),
        phone: "Votre numéro de téléphone",
        phone_wrong: "Saisissez un numéro de téléphone, par exemple 06\u{a0}12345678.",
        name: "Votre nom (facultatif)",
        moment: "Quand pouvons-nous vous appeler\u{a0}?",
        any: "Peu importe",
        morning: "Le matin",
        afternoon: "L’après-midi",
        send: "Appelez-moi",
        sending: "Votre demande est en cours d’envoi.",
        waiting: "Votre demande n’est pas encore envoyée. Nous continuons d’essayer.",
        failed: "Votre demande n’a pas pu être envoyée.",
        done: "Nous avons bien reçu votre demande d’appel.",
        due: "Nous vous appelons au plus tard le {date}.",
    },
    days: |count| match count {
        1 => "1 jour".to_owned(),
        count => format!("{count} jours"),
    },
    working_days: |count| match count {
        1 => "1 jour ouvré".to_owned(),
        count => format!("{count} jours ouvrés"),
    },
};
