//! The question on the page: its elements, what a tap does, and what is said of the answer.
//!
//! Owns the elements inside the widget's shadow root and how far this response came. What always holds:
//! focus is never moved, and thanks are given only for an answer that the server acknowledged.

use crate::{
    face,
    js::{add, object, set_attribute, set_text},
    question::{Choice, Question},
    sender::Sender,
};
use gloo::events::EventListener;
use journey::{
    response::{Channel, State},
    sending::Standing,
};
use js_sys::{Array, JSON, JsString};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen::prelude::*;
use web_sys::{
    CustomEvent, Document, Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry,
    Window,
};

/// One showing of a question.
pub(crate) struct View {
    document: Document,
    host: HtmlElement,
    question: Question,
    channel: Channel,
    sender: Rc<Sender>,
    state: Cell<State>,
    chosen: RefCell<JsValue>,
    options: Vec<Element>,
    status: Element,
    /// Takes the room of the longest message from the tap on, so that nothing shifts when it comes.
    room: Element,
    sight: RefCell<Option<Sight>>,
    taps: RefCell<Vec<EventListener>>,
}

/// Waits until the question is in view; both parts live and die together.
struct Sight {
    observer: IntersectionObserver,
    _hears: Closure<dyn FnMut(Array)>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl View {
    /// Puts the question into `card`, an empty element of the host's shadow root.
    ///
    /// # Errors
    /// What the browser threw.
    pub(crate) fn open(
        window: Window,
        document: Document,
        host: HtmlElement,
        card: &Element,
        question: Question,
        address: String,
    ) -> Result<Rc<Self>, JsValue> {
        let add = |parent: &Element, tag: &str, attributes: &[(&str, &str)]| {
            add(&document, parent, tag, attributes)
        };
        card.set_attribute("class", "card")?;
        set_attribute(card, "lang", &question.language());
        set_attribute(card, "dir", &question.direction());
        let prompt = add(card, "h2", &[("id", "prompt")])?;
        set_text(&prompt, &question.prompt());
        let group = add(
            card,
            "div",
            &[
                ("class", "options"),
                ("role", "group"),
                ("aria-labelledby", "prompt"),
            ],
        )?;
        let choices = question.options();
        let choices = || choices.iter().map(JsCast::unchecked_into::<Choice>);
        let toned = choices().any(|choice| choice.outlier());
        let mut options = Vec::new();
        for choice in choices() {
            let option = add(
                &group,
                "button",
                &[
                    ("type", "button"),
                    ("class", "option"),
                    ("aria-pressed", "false"),
                ],
            )?;
            if toned {
                let svg = add(
                    &option,
                    "svg",
                    &[("viewBox", "0 0 24 24"), ("aria-hidden", "true")],
                )?;
                let face = face::path(&choice.tone(), choice.outlier());
                add(&svg, "path", &[("d", face)])?;
            }
            set_text(&add(&option, "span", &[])?, &choice.label());
            options.push(option);
        }
        let said = add(card, "div", &[("class", "said")])?;
        let status = add(&said, "div", &[("role", "status")])?;
        let room = add(&said, "div", &[("class", "room")])?;
        let dismiss = add(card, "button", &[("type", "button"), ("class", "dismiss")])?;
        set_text(&dismiss, &question.words().dismiss());

        let channel = host.get_attribute("channel");
        let view = Rc::new_cyclic(|weak: &Weak<Self>| {
            let told = weak.clone();
            let told = move |standing| {
                if let Some(view) = told.upgrade() {
                    view.say(standing);
                }
            };
            Self {
                channel: Channel::NAMES
                    .iter()
                    .find(|(name, _)| channel.as_deref() == Some(*name))
                    .map_or(Channel::Web, |(_, channel)| *channel),
                sender: Sender::new(window, &document, address, Box::new(told)),
                state: Cell::new(State::Seen),
                chosen: RefCell::default(),
                sight: RefCell::default(),
                taps: RefCell::default(),
                document,
                host,
                question,
                options,
                status,
                room,
            }
        });
        let on_tap = |button: &Element, act: Box<dyn Fn(&Self)>| {
            let view = Rc::downgrade(&view);
            EventListener::new(button, "click", move |_| {
                if let Some(view) = view.upgrade() {
                    act(&view);
                }
            })
        };
        let mut taps = Vec::new();
        for (choice, option) in choices().zip(&view.options) {
            let button = option.clone();
            taps.push(on_tap(
                option,
                Box::new(move |view| view.answer(&choice, &button)),
            ));
        }
        taps.push(on_tap(&dismiss, Box::new(Self::dismiss)));
        view.taps.replace(taps);
        view.watch(&prompt)?;
        Ok(view)
    }

    fn watch(self: &Rc<Self>, prompt: &Element) -> Result<(), JsValue> {
        let weak = Rc::downgrade(self);
        let hears = Closure::new(move |entries: Array| {
            if let Some(view) = weak.upgrade()
                && entries.iter().any(|entry| {
                    entry
                        .unchecked_ref::<IntersectionObserverEntry>()
                        .is_intersecting()
                })
            {
                view.sight.replace(None);
                view.revise(State::Seen);
                view.tell("journey-feedback:shown");
            }
        });
        let observer = IntersectionObserver::new_with_options(
            AsRef::<JsValue>::as_ref(&hears).unchecked_ref(),
            object(&[("threshold", &0.5.into())]).unchecked_ref(),
        )?;
        observer.observe(prompt);
        self.sight.replace(Some(Sight {
            observer,
            _hears: hears,
        }));
        Ok(())
    }

    fn answer(&self, choice: &Choice, button: &Element) {
        for option in &self.options {
            let pressed = if option == button { "true" } else { "false" };
            let _ = option.set_attribute("aria-pressed", pressed);
        }
        let _ = self.thank(&self.room);
        self.chosen.replace(choice.id().into());
        self.revise(State::Answered);
        self.tell("journey-feedback:answered");
    }

    fn dismiss(&self) {
        self.host.set_hidden(true);
        if self.state.get() != State::Answered {
            self.revise(State::Dismissed);
        }
        self.tell("journey-feedback:dismissed");
    }

    fn revise(&self, state: State) {
        self.sight.replace(None);
        self.state.set(state);
        self.sender.revise(|revision| {
            let audience = self.host.get_attribute("audience").map(JsValue::from);
            // Fields that are undefined are left out of the JSON.
            let body = object(&[
                ("state", &state.name().into()),
                ("revision", &revision.into()),
                ("option", &self.chosen.borrow()),
                ("language", &self.question.language()),
                ("questionVersion", &self.question.version()),
                ("channel", &self.channel.name().into()),
                ("audience", &audience.unwrap_or_default()),
            ]);
            JSON::stringify(&body).unwrap_or_else(|_| JsString::from("{}"))
        });
    }

    fn say(&self, standing: Standing) {
        if self.state.get() != State::Answered {
            return;
        }
        let words = self.question.words();
        match standing {
            Standing::Sending => set_text(&self.status, &words.sending()),
            Standing::Waiting => set_text(&self.status, &words.waiting()),
            Standing::Delivered => {
                let _ = self.thank(&self.status);
                self.tell("journey-feedback:sent");
            }
            Standing::Nothing | Standing::Refused => {
                self.status.set_text_content(None);
                self.tell("journey-feedback:error");
            }
        }
    }

    /// Writes thanks, what happens next, and that the answer can be changed.
    fn thank(&self, place: &Element) -> Result<(), JsValue> {
        let words = self.question.words();
        place.set_text_content(None);
        let lines = [
            ("thanks", Some(words.thanks())),
            ("next", self.question.next()),
            ("change", Some(words.change())),
        ];
        for (class, line) in lines {
            if let Some(line) = line {
                set_text(
                    &add(&self.document, place, "p", &[("class", class)])?,
                    &line,
                );
            }
        }
        Ok(())
    }

    /// Tells the page; its listeners' faults are theirs.
    fn tell(&self, name: &str) {
        let how = object(&[("bubbles", &JsValue::TRUE), ("composed", &JsValue::TRUE)]);
        if let Ok(event) = CustomEvent::new_with_event_init_dict(name, how.unchecked_ref()) {
            let _ = self.host.dispatch_event(&event);
        }
    }
}
