//! The question on the page: its elements, what a tap does, and what is said of the answer.
//!
//! Owns the elements inside the widget's shadow root and how far this response came. What always holds: focus is never moved
//! but where its own button goes away, and thanks are given only for an answer that the server acknowledged.

use crate::{
    choices::Choices,
    follow_up::{FollowUp, Tapped},
    js::{attribute, each, focus, is, set_attribute, set_hidden, set_text, tapped_button},
    page::Page,
    question::{Exit, Question, Words},
};
use journey::{
    response::{Channel, State},
    sending::Standing,
};
use journey_sending::{Listener, Sender, object, set};
use js_sys::{JSON, JsString};
use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen::prelude::*;
use web_sys::{
    Document, Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry, Window,
};

/// One showing of a question.
pub(crate) struct View {
    host: HtmlElement,
    place: Element,
    question: Question,
    words: Words,
    page: Page,
    channel: Channel,
    sender: Rc<Sender>,
    state: Cell<State>,
    chosen: RefCell<JsValue>,
    options: Choices,
    status: Element,
    /// Takes the room of the longest message from the tap on, so that nothing shifts when it comes.
    room: Element,
    follow_up: Option<FollowUp>,
    exits: Element,
    close: Element,
    sight: RefCell<Option<Sight>>,
    hears: OnceCell<[Listener; 2]>,
}

/// Waits until the question is in view; both parts live and die together.
struct Sight {
    observer: IntersectionObserver,
    _hears: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl View {
    /// Puts the question into `place`, an empty element of the host's shadow root.
    ///
    /// # Errors
    /// What the browser threw.
    pub(crate) fn open(
        window: Window,
        document: &Document,
        host: HtmlElement,
        place: Element,
        question: Question,
        address: JsString,
        page: Page,
    ) -> Result<Rc<Self>, JsValue> {
        let words = question.words();
        set_attribute(&place, "aria-label", &words.title());
        set_attribute(&place, "lang", &question.language());
        set_attribute(&place, "dir", &question.direction());
        let card = page.make(&place, "div|class=card");
        let prompt = page.make_text(&card, "h2|id=prompt", &question.prompt());
        let choices = question.options();
        let open = choices.length() == 0;
        let options = Choices::make(
            &page,
            &card,
            "div|class=options|role=group|aria-labelledby=prompt",
            &choices,
        );
        let said = page.make(&card, "div|class=said");
        let status = page.make(&said, "div|role=status|tabindex=-1");
        let room = page.make(&said, "div|class=room");
        let follow_up = FollowUp::make(&page, &card, &question);
        let exits = add_exits(&page, &card, &question);
        let close = page.make_text(&card, "button|type=button|class=close", &words.dismiss());
        if let (true, Some(follow_up)) = (open, &follow_up) {
            follow_up.ask(&JsValue::UNDEFINED, &page);
        }

        let channel = attribute(&host, "channel").unwrap_or_default();
        let view = Rc::new_cyclic(|weak: &Weak<Self>| {
            let told = weak.clone();
            let told = move |standing, _: &JsValue| {
                if let Some(view) = told.upgrade() {
                    view.say(standing);
                }
            };
            Self {
                channel: Channel::NAMES
                    .iter()
                    .find(|(name, _)| is(&channel, name))
                    .map_or(Channel::Web, |(_, channel)| *channel),
                sender: Sender::new(window, document, "PUT", address, Box::new(told)),
                state: Cell::new(State::Seen),
                chosen: RefCell::default(),
                sight: RefCell::default(),
                hears: OnceCell::new(),
                host,
                place,
                question,
                words,
                page,
                options,
                status,
                room,
                follow_up,
                exits,
                close,
            }
        });
        let weak = Rc::downgrade(&view);
        let taps = Listener::new(&card, "click", move |event| {
            if let (Some(view), Some(button)) = (weak.upgrade(), tapped_button(&event)) {
                view.tap(&button);
            }
        });
        let weak = Rc::downgrade(&view);
        let begins = Listener::new(&card, if open { "input" } else { "keyup" }, move |event| {
            if let Some(view) = weak.upgrade() {
                view.begin(&event, open);
            }
        });
        let _ = view.hears.set([taps, begins]);
        view.watch(&prompt)?;
        Ok(view)
    }

    fn watch(self: &Rc<Self>, prompt: &Element) -> Result<(), JsValue> {
        let weak = Rc::downgrade(self);
        let hears = Closure::new(move |entries: JsValue| {
            let mut entries = each::<IntersectionObserverEntry>(entries.unchecked_ref());
            if let Some(view) = weak.upgrade()
                && entries.any(|entry| entry.is_intersecting())
            {
                view.send(State::Seen);
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

    /// Sends that an answer was begun: the first text in an open question's field, the first key on an option. A tap on
    /// an option is the answer itself and sends nothing more.
    fn begin(&self, event: &JsValue, open: bool) {
        let on_option =
            || tapped_button(event).is_some_and(|button| self.options.find(&button).is_some());
        if self.state.get() == State::Seen && (open || on_option()) {
            self.send(State::Started);
        }
    }

    fn tap(&self, button: &Element) {
        if *button == self.close {
            self.put_away();
        } else if let Some(choice) = self.options.find(button) {
            self.options.press(Some(button));
            self.chosen.replace(choice.id());
            if let Some(follow_up) = &self.follow_up {
                if choice.outlier() {
                    follow_up.ask(&choice.tone(), &self.page);
                } else {
                    follow_up.withdraw();
                }
            }
            self.send_answer();
        } else if let Some(follow_up) = &self.follow_up {
            match follow_up.tap(button, &self.page) {
                Tapped::Nothing => {}
                Tapped::Given => self.send_answer(),
                Tapped::Complete => {
                    self.send_answer();
                    // The button that has focus goes; what became of the comment is said here.
                    focus(&self.status);
                    follow_up.finish();
                }
            }
        }
    }

    fn send_answer(&self) {
        self.thank(&self.room);
        if self.send(State::Answered) {
            set_hidden(&self.exits, false);
            set_text(&self.close, &self.words.close());
            self.page.done();
            self.page.tell("answered");
        } else {
            self.options.press(None);
            set_text(&self.room, &JsValue::NULL);
            if let Some(follow_up) = &self.follow_up {
                follow_up.withdraw();
            }
        }
    }

    fn put_away(&self) {
        if self.state.get() != State::Answered {
            self.send(State::Dismissed);
            self.page.done();
        }
        self.place.remove();
        self.page.tell("dismissed");
    }

    /// Sends the response as it stands; false if the page refuses it.
    fn send(&self, state: State) -> bool {
        let given = self
            .follow_up
            .as_ref()
            .map(FollowUp::given)
            .unwrap_or_default();
        let audience = attribute(&self.host, "audience").map(JsValue::from);
        let mut body = object(&[
            ("state", &state.name().into()),
            ("option", &self.chosen.borrow()),
            ("reason", &given.reason),
            ("comment", &given.comment),
            ("language", &self.question.language()),
            ("questionVersion", &self.question.version()),
            ("channel", &self.channel.name().into()),
            ("audience", &audience.unwrap_or_default()),
        ]);
        if state == State::Answered {
            match self.page.approve(&body) {
                Some(approved) => body = approved,
                None => return false,
            }
        }
        self.state.set(state);
        if self.sight.take().is_some() {
            self.page.tell("shown");
        }
        self.sender.revise(|revision| {
            set(&body, "revision", &revision.into());
            JSON::stringify(&body).unwrap_or_else(|_| JsString::from("{}"))
        });
        true
    }

    fn say(&self, standing: Standing) {
        if self.state.get() != State::Answered {
            return;
        }
        match standing {
            Standing::Nothing => {}
            Standing::Sending => set_text(&self.status, &self.words.sending()),
            Standing::Waiting => set_text(&self.status, &self.words.waiting()),
            Standing::Delivered => {
                self.thank(&self.status);
                self.page.tell("sent");
            }
            Standing::Refused => {
                set_text(&self.status, &self.words.failed());
                self.page.tell("error");
            }
        }
    }

    /// Writes thanks and what happens next.
    fn thank(&self, place: &Element) {
        let page = &self.page;
        set_text(place, &JsValue::NULL);
        page.make_text(place, "strong", &self.words.thanks());
        if let Some(next) = self.question.next() {
            page.make_text(place, "strong", &self.words.next_heading());
            page.make_text(place, "span", &next);
        }
    }
}

fn add_exits(page: &Page, card: &Element, question: &Question) -> Element {
    let exits = page.make(card, "p|class=exits|hidden=");
    for exit in question.exits().iter().flat_map(each::<Exit>) {
        let link = page.make_text(&exits, "a", &exit.label());
        set_attribute(&link, "href", &exit.href());
    }
    exits
}
