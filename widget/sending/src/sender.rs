//! Carries out what `journey::sending` decides: requests, timers, and the browser's signs that the
//! connection is back or the page is going.
//!
//! Owns one address and the newest body that is to go there. What always holds: while a revision is neither
//! acknowledged nor refused, a request or a timer is under way that keeps the sender alive, even after
//! the question has left the page.

use crate::{
    events::{Listener, Timer},
    object::object,
};
use journey::sending::{self, Delivery, REPLY_WITHIN_MS, Reply, Standing};
use js_sys::{JsString, Object};
use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
};
use wasm_bindgen::prelude::*;
use web_sys::{Document, EventTarget, Window};

/// Sends the revisions of a response, or the one of a request to be called.
pub struct Sender {
    window: Window,
    method: &'static str,
    address: JsString,
    told: Box<Told>,
    delivery: Cell<Delivery>,
    body: RefCell<JsString>,
    timer: RefCell<Option<Timer>>,
    signs: OnceCell<[Listener; 4]>,
}

/// Hears how the newest revision stands, each time that may have changed, and what made it change: a response, an error,
/// or nothing.
type Told = dyn Fn(Standing, &JsValue);

impl Sender {
    /// A sender to an address.
    #[inline]
    #[must_use]
    pub fn new(
        window: Window,
        document: &Document,
        method: &'static str,
        address: JsString,
        told: Box<Told>,
    ) -> Rc<Self> {
        let sender = Rc::new(Self {
            method,
            address,
            told,
            delivery: Cell::new(Delivery::new()),
            body: RefCell::new(JsString::from("")),
            timer: RefCell::default(),
            signs: OnceCell::new(),
            window,
        });
        let window: &EventTarget = sender.window.as_ref();
        let signs = [
            (window, "online"),
            (window, "pagehide"),
            (window, "pageshow"),
            (document.as_ref(), "visibilitychange"),
        ];
        let signs = signs.map(|(target, sign)| {
            let sender = Rc::downgrade(&sender);
            Listener::new(target, sign, move |_| {
                if let Some(sender) = sender.upgrade() {
                    sender.decide(Delivery::nudge);
                }
            })
        });
        let _ = sender.signs.set(signs);
        sender
    }

    /// Sends a new revision at once; `body` writes it, given its number.
    #[inline]
    pub fn revise(self: &Rc<Self>, body: impl FnOnce(u32) -> JsString) {
        self.decide(|delivery| {
            let revision = delivery.revise();
            self.body.replace(body(revision));
            Some(revision)
        });
    }

    #[inline]
    fn decide(self: &Rc<Self>, decision: impl FnOnce(&mut Delivery) -> Option<u32>) {
        let mut delivery = self.delivery.get();
        let revision = decision(&mut delivery);
        self.delivery.set(delivery);
        if let Some(revision) = revision {
            self.send(revision);
            self.wake_after(Some(REPLY_WITHIN_MS));
            (self.told)(delivery.standing(), &JsValue::UNDEFINED);
        }
    }

    #[inline]
    fn send(self: &Rc<Self>, revision: u32) {
        let request = object(&[
            ("method", &self.method.into()),
            ("body", &self.body.borrow()),
            (
                "headers",
                &object(&[("content-type", &"application/json".into())]),
            ),
            ("keepalive", &JsValue::TRUE),
            ("credentials", &"omit".into()),
            ("referrerPolicy", &"no-referrer".into()),
        ]);
        let this = Rc::clone(self);
        // One function hears both outcomes, so that it is freed whichever comes.
        let settle = Closure::once_into_js(move |outcome: JsValue| this.settle(revision, &outcome));
        self.window
            .unchecked_ref::<Line>()
            .fetch(&self.address, &request)
            .then(&settle, &settle);
    }

    #[inline]
    fn settle(self: &Rc<Self>, revision: u32, outcome: &JsValue) {
        let reply = match outcome.unchecked_ref::<Outcome>().status() {
            Some(status) => {
                let headers = outcome.unchecked_ref::<Outcome>().headers();
                sending::reply(status, headers.get("retry-after").map(|text| number(&text)))
            }
            None => Reply::Later(None),
        };
        let mut delivery = self.delivery.get();
        let before = delivery.standing();
        let pause = delivery.settle(revision, reply, js_sys::Math::random());
        self.delivery.set(delivery);
        if pause.is_some() || !delivery.outstanding() {
            self.wake_after(pause);
        }
        if delivery.standing() != before {
            (self.told)(delivery.standing(), outcome);
        }
    }

    #[inline]
    fn wake_after(self: &Rc<Self>, pause: Option<u32>) {
        let timer = pause.map(|pause| {
            let this = Rc::clone(self);
            Timer::new(pause, move |_| this.decide(Delivery::overdue))
        });
        // The old timer is dropped after the borrow: it may own the last other reference.
        drop(self.timer.replace(timer));
    }
}

#[wasm_bindgen]
extern "C" {
    type Line;
    #[wasm_bindgen(method)]
    fn fetch(this: &Line, address: &JsString, how: &Object) -> Pending;

    /// A promise, heard by functions that free themselves.
    type Pending;
    #[wasm_bindgen(method)]
    fn then(this: &Pending, fulfilled: &JsValue, rejected: &JsValue);

    /// What a request came to: a response, or an error, which has no status.
    type Outcome;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Outcome) -> Option<u16>;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Outcome) -> Headers;

    type Headers;
    #[wasm_bindgen(method)]
    fn get(this: &Headers, name: &str) -> Option<JsString>;

    /// Not a number for a text that is none.
    #[wasm_bindgen(js_name = Number)]
    fn number(text: &JsString) -> f64;
}
