//! The way of responses to their shard: those that arrive while a bundle is on its way go together
//! in the next. What it costs to call an object is paid once a bundle, not once a response.
//!
//! Owns, for each shard, what waits to be carried. What always holds: whatever waits is carried by a
//! request that is alive, and every request hears what became of its own response, or that this
//! is unknown. A request never touches what belongs to another but what is plain memory: the
//! platform keeps requests apart. Its own timer keeps it from being taken for hung meanwhile.

use crate::{
    bundle,
    error::Error,
    lane::{Lane, PATIENCE_MS},
    object, tally,
};
use js_sys::{Function, Promise, Uint8Array};
use std::{cell::RefCell, collections::HashMap, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::{Context, Env};

/// A response on its way to its shard.
#[derive(Debug)]
pub(crate) struct Item {
    /// The method, the step, the ULID and the name of the caller.
    head: [String; 4],
    body: Vec<u8>,
    answer: RefCell<Option<Answer>>,
    /// Wakes the request that waits; stands for nothing before that waits.
    wake: RefCell<Option<Function>>,
}

/// What a shard answers to a response.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The problem document; empty where there is no problem.
    pub(crate) problem: String,
}

/// A journey's shard.
type Shard = (String, u16);

thread_local! {
    static LANES: RefCell<HashMap<Shard, Lane<Rc<Item>>>> = RefCell::default();
}

impl Item {
    /// A response as it arrived.
    pub(crate) fn new(
        method: String,
        step: &str,
        ulid: &str,
        caller: String,
        body: Vec<u8>,
    ) -> Self {
        Self {
            head: [method, step.to_owned(), ulid.to_owned(), caller],
            body,
            answer: RefCell::default(),
            wake: RefCell::default(),
        }
    }
}

/// Carries a response to its shard, and gives the answer.
pub(crate) async fn deliver(
    env: &Env,
    context: &Context,
    shard: Shard,
    item: Item,
) -> Result<Answer, Error> {
    let item = Rc::new(item);
    let deadline = js_sys::Date::now() + f64::from(PATIENCE_MS);
    with_lane(&shard, |lane| lane.add(Rc::clone(&item)));
    loop {
        let pause = with_resolvers();
        let wake = pause.resolve();
        let timer = Timer::new(&wake);
        item.wake.replace(Some(wake));
        if with_lane(&shard, |lane| lane.begin(js_sys::Date::now())) {
            let (env, shard) = (env.clone(), shard.clone());
            context.wait_until(async move { carry(&env, &shard).await });
        }
        JsFuture::from(pause.promise()).await?;
        drop(timer);
        if let Some(answer) = item.answer.take() {
            return Ok(answer);
        }
        if js_sys::Date::now() >= deadline {
            let (journey, number) = shard;
            return Err(Error::Internal(format!(
                "shard {number} of {journey} did not answer"
            )));
        }
    }
}

/// Carries what waits until nothing does, or until it is another's turn.
async fn carry(env: &Env, shard: &Shard) {
    while let Some(items) = with_lane(shard, |lane| lane.next(js_sys::Date::now())) {
        let answers = call(env, shard, &items).await.unwrap_or_else(|error| {
            let (journey, number) = shard;
            worker::console_error!("responses to shard {number} of {journey} came to nothing");
            // Where there is no answer, it is known that it is unknown.
            let (status, problem) = error.into_problem();
            let lost = || Answer {
                status,
                problem: problem.clone(),
            };
            items.iter().map(|_| lost()).collect()
        });
        for (item, answer) in items.iter().zip(answers) {
            item.answer.replace(Some(answer));
            item.wake();
        }
    }
    // The first that wakes carries them all.
    let waiting = with_lane(shard, |lane| lane.waiting().to_vec());
    if waiting.is_empty() {
        LANES.with_borrow_mut(|lanes| lanes.remove(shard));
    }
    for item in waiting {
        item.wake();
    }
}

async fn call(env: &Env, shard: &Shard, items: &[Rc<Item>]) -> Result<Vec<Answer>, Error> {
    let mut bundled = Vec::new();
    for item in items {
        let head = item.head.each_ref().map(String::as_str);
        bundle::write(&mut bundled, &head, &item.body);
    }
    let (journey, number) = shard;
    let stub = tally::stub(env, journey, *number)?;
    let address = format!("https://tally/responses?{journey}");
    let body = Uint8Array::from(bundled.as_slice());
    let response = object::call(stub, "PUT", &address, Some(&body)).await?;
    let status = response.status();
    let bundled = JsFuture::from(response.array_buffer()?).await?;
    let bundled = Uint8Array::new(&bundled).to_vec();
    let answers = bundle::read(&bundled).filter(|_| status == 200);
    let answers: Option<Vec<Answer>> = answers
        .filter(|answers| answers.len() == items.len())
        .and_then(|answers| answers.into_iter().map(Answer::read).collect());
    answers.ok_or_else(|| Error::Internal(format!("it answered {status} to responses")))
}

fn with_lane<T>(shard: &Shard, work: impl FnOnce(&mut Lane<Rc<Item>>) -> T) -> T {
    LANES.with_borrow_mut(|lanes| match lanes.get_mut(shard) {
        Some(lane) => work(lane),
        None => work(lanes.entry(shard.clone()).or_default()),
    })
}

impl Item {
    fn wake(&self) {
        if let Some(wake) = self.wake.take() {
            // A promise's own function throws nothing.
            let _undefined = wake.call0(&JsValue::UNDEFINED);
        }
    }
}

impl Answer {
    fn read((head, problem): ([&str; 1], &[u8])) -> Option<Self> {
        let [status] = head;
        Some(Self {
            status: status.parse().ok()?,
            problem: String::from_utf8(problem.to_vec()).ok()?,
        })
    }
}

/// Wakes whoever waits when patience is over; forgotten when dropped.
struct Timer(JsValue);

impl Timer {
    fn new(wake: &Function) -> Self {
        Self(set_timeout(wake, PATIENCE_MS))
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.0);
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(wake: &Function, after_ms: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);

    /// A promise with the function that keeps it.
    type Resolvers;

    #[wasm_bindgen(js_namespace = Promise, js_name = withResolvers)]
    fn with_resolvers() -> Resolvers;

    #[wasm_bindgen(method, getter)]
    fn promise(this: &Resolvers) -> Promise;

    #[wasm_bindgen(method, getter)]
    fn resolve(this: &Resolvers) -> Function;
}
