//! What the browser calls: listeners and timers that end when they are dropped.
//!
//! gloo's carry options that nothing here asks for; a resident downloads those. All functions take one value, so that one
//! piece of glue does for all of them.

use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

type Heard = Closure<dyn FnMut(JsValue)>;

/// Hears the events of one kind.
#[must_use]
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    hears: Heard,
}

impl Listener {
    /// Listens from now on.
    #[inline]
    pub fn new(
        target: &EventTarget,
        kind: &'static str,
        hears: impl FnMut(JsValue) + 'static,
    ) -> Self {
        let hears = Closure::new(hears);
        let target = target.clone();
        target
            .unchecked_ref::<Target>()
            .listen(kind, hears.as_ref());
        Self {
            target,
            kind,
            hears,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.target
            .unchecked_ref::<Target>()
            .unlisten(self.kind, self.hears.as_ref());
    }
}

/// Waits once.
#[must_use]
pub(crate) struct Timer {
    id: JsValue,
    _hears: Heard,
}

impl Timer {
    /// Calls after so many milliseconds.
    pub(crate) fn new(pause: u32, hears: impl FnMut(JsValue) + 'static) -> Self {
        let hears: Heard = Closure::new(hears);
        Self {
            id: set_timeout(hears.as_ref(), pause),
            _hears: hears,
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

#[wasm_bindgen]
extern "C" {
    type Target;
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn listen(this: &Target, kind: &str, hears: &JsValue);
    #[wasm_bindgen(method, js_name = removeEventListener)]
    fn unlisten(this: &Target, kind: &str, hears: &JsValue);

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(hears: &JsValue, pause: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}
