//! The words about webhooks, in both languages.

use super::faults::{self, Faults};

/// What the page of webhooks says.
pub(crate) struct WebhookWords {
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) new_secret: &'static str,
    pub(crate) secret_once: &'static str,
    pub(crate) none: &'static str,
    pub(crate) add: &'static str,
    pub(crate) address: &'static str,
    pub(crate) address_hint: &'static str,
    pub(crate) events: &'static str,
    pub(crate) event: &'static str,
    pub(crate) event_names: [(&'static str, &'static str); 7],
    pub(crate) paused: &'static str,
    pub(crate) change: &'static str,
    pub(crate) pause: &'static str,
    pub(crate) save: &'static str,
    pub(crate) faults: Faults,
    pub(crate) test: &'static str,
    pub(crate) change_secret: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) remove_means: &'static str,
    pub(crate) remove_sure: &'static str,
    pub(crate) all_arrived: &'static str,
    pub(crate) not_arrived: &'static str,
    pub(crate) state: &'static str,
    pub(crate) attempts: &'static str,
    pub(crate) last_status: &'static str,
    pub(crate) dead: &'static str,
    pub(crate) waiting: &'static str,
    pub(crate) no_answer: &'static str,
    pub(crate) again: &'static str,
}

impl WebhookWords {
    /// What a type of event is called.
    pub(crate) fn event_is<'a>(&self, kind: &'a str) -> &'a str {
        let found = self.event_names.iter().find(|(known, _)| *known == kind);
        found.map_or(kind, |(_, name)| name)
    }
}

pub(super) const NL: WebhookWords = WebhookWords {
    title: "Webhooks",
    about: "Een webhook stuurt uw eigen systeem een bericht als er iets gebeurt. In een bericht staan alleen cijfers, nooit wat mensen schreven.",
    new_secret: "Nieuw geheim:",
    secret_once: "Bewaar dit geheim nu. U ziet het maar één keer. Het oude geheim werkt nog een dag.",
    none: "Er zijn nog geen webhooks.",
    add: "Webhook toevoegen",
    address: "Adres",
    address_hint: "Het adres van uw systeem. Het begint met https:// en is via internet te bereiken.",
    events: "Wanneer wilt u een bericht?",
    event: "Bericht",
    event_names: [
        ("norm.missed", "Een stap haalt de norm niet"),
        ("change.detected", "Een stap is veranderd"),
        (
            "signal.arrived",
            "Signalen bij een stap waar het niet goed gaat",
        ),
        ("callback.overdue", "Terugbellen is te laat"),
        ("answers.held", "Antwoorden apart gezet"),
        ("digest.weekly", "Elke week een overzicht"),
        ("webhook.test", "Proefbericht"),
    ],
    paused: "Staat stil",
    change: "Veranderen of stilzetten",
    pause: "Voorlopig niets sturen",
    save: "Opslaan",
    faults: Faults {
        by_code: &[
            ("missing", "Vul dit in."),
            ("empty", "Vul dit in."),
            ("too-long", "Dit is te lang: hoogstens {n} tekens."),
            (
                "not-a-webhook-url",
                "Vul een adres in dat begint met https:// en dat via internet te bereiken is, zonder poort of met poort 443 of 8443.",
            ),
            ("wrong-length", "Kies minstens één soort bericht."),
        ],
        ..faults::NL
    },
    test: "Proefbericht sturen",
    change_secret: "Nieuw geheim maken",
    remove: "Verwijderen",
    remove_means: "Er gaan dan geen berichten meer naar dit adres. Wat nog onderweg is, gaat ook weg.",
    remove_sure: "Ja, verwijderen",
    all_arrived: "Alle berichten zijn aangekomen.",
    not_arrived: "Niet aangekomen",
    state: "Stand",
    attempts: "Pogingen",
    last_status: "Laatste antwoord",
    dead: "Gestopt",
    waiting: "We proberen het opnieuw",
    no_answer: "Geen antwoord",
    again: "Opnieuw versturen",
};

pub(super) const EN: WebhookWords = WebhookWords {
    title: "Webhooks",
    about: "A webhook sends your own system a message when something happens. A message holds figures alone, never what people wrote.",
    new_secret: "New secret:",
    secret_once: "Keep this secret now. It is shown once only. The old secret works for one more day.",
    none: "There are no webhooks yet.",
    add: "Add a webhook",
    address: "Address",
    address_hint: "The address of your system. It begins with https:// and can be reached over the internet.",
    events: "When do you want a message?",
    event: "Message",
    event_names: [
        ("norm.missed", "A step misses its norm"),
        ("change.detected", "A step has changed"),
        ("signal.arrived", "Signals at a step in trouble"),
        ("callback.overdue", "A call back is overdue"),
        ("answers.held", "Answers set aside"),
        ("digest.weekly", "An overview every week"),
        ("webhook.test", "Trial message"),
    ],
    paused: "Paused",
    change: "Change or pause",
    pause: "Send nothing for now",
    save: "Save",
    faults: Faults {
        by_code: &[
            ("missing", "Fill this in."),
            ("empty", "Fill this in."),
            ("too-long", "This is too long: at most {n} characters."),
            (
                "not-a-webhook-url",
                "Fill in an address that begins with https:// and can be reached over the internet, without a port or with port 443 or 8443.",
            ),
            ("wrong-length", "Choose at least one kind of message."),
        ],
        ..faults::EN
    },
    test: "Send a trial message",
    change_secret: "Make a new secret",
    remove: "Remove",
    remove_means: "No more messages then go to this address. What is still on its way goes too.",
    remove_sure: "Yes, remove",
    all_arrived: "All messages have arrived.",
    not_arrived: "Not arrived",
    state: "State",
    attempts: "Attempts",
    last_status: "Last answer",
    dead: "Stopped",
    waiting: "We try again",
    no_answer: "No answer",
    again: "Send again",
};
