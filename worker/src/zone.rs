//! The days of a time zone, by the platform's own knowledge of time zones.

use crate::error::Error;
use journey::{day::Day, edition::Edition};
use serde::Serialize;
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::JsValue;

/// A time zone with the offsets that were looked up lately.
#[derive(Debug)]
pub(crate) struct Zone {
    format: js_sys::Function,
    /// Offset in minutes by quarter of an hour since 1970: no zone changes within one.
    offsets: RefCell<HashMap<i64, i64>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Options<'a> {
    time_zone: &'a str,
    time_zone_name: &'static str,
}

const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

impl Zone {
    /// The time zone of an IANA name, if the platform knows it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let options = serde_wasm_bindgen::to_value(&Options {
            time_zone: name,
            time_zone_name: "longOffset",
        })
        .ok()?;
        let locales = js_sys::Array::of1(&JsValue::from_str("en-US"));
        // The constructor throws on an unknown zone, so it is called where that can be caught.
        let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let constructor = js_sys::Reflect::get(&intl, &"DateTimeFormat".into()).ok()?;
        let arguments = js_sys::Array::of2(&locales, &options);
        let formatter = js_sys::Reflect::construct(&constructor.into(), &arguments).ok()?;
        let format = js_sys::Reflect::get(&formatter, &"format".into()).ok()?;
        Some(Self {
            format: format.into(),
            offsets: RefCell::default(),
        })
    }

    /// The time zone of a journey.
    pub(crate) fn of(edition: &Edition) -> Result<Self, Error> {
        let name = &edition.definition.time_zone;
        Self::named(name).ok_or_else(|| Error::Internal(format!("unknown time zone {name}")))
    }

    /// The day of an instant, in milliseconds since 1970.
    pub(crate) fn day(&self, ms: u64) -> Result<Day, Error> {
        let ms = i64::try_from(ms).map_err(|error| Error::Internal(error.to_string()))?;
        let quarter = ms.div_euclid(15 * MINUTE_MS);
        let known = self.offsets.borrow().get(&quarter).copied();
        let offset = if let Some(offset) = known {
            offset
        } else {
            let offset = self.look_up(ms)?;
            let mut offsets = self.offsets.borrow_mut();
            if offsets.len() > 1000 {
                offsets.clear();
            }
            offsets.insert(quarter, offset);
            offset
        };
        let number = (ms + offset * MINUTE_MS).div_euclid(DAY_MS);
        i32::try_from(number)
            .ok()
            .and_then(Day::from_number)
            .ok_or_else(|| Error::Internal(format!("no day for {ms}")))
    }

    fn look_up(&self, ms: i64) -> Result<i64, Error> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds since 1970 stay far below 2^53"
        )]
        let text = self
            .format
            .call1(&JsValue::UNDEFINED, &JsValue::from_f64(ms as f64))?
            .as_string()
            .unwrap_or_default();
        offset_minutes(&text).ok_or_else(|| Error::Internal(format!("no offset in {text:?}")))
    }
}

/// The offset at the end of a formatted date: `…, GMT+05:30`, or `…, GMT` for none.
fn offset_minutes(text: &str) -> Option<i64> {
    let (_, offset) = text.rsplit_once("GMT")?;
    if offset.is_empty() {
        return Some(0);
    }
    let sign = match offset.get(..1)? {
        "+" => 1,
        "-" | "\u{2212}" => -1,
        _ => return None,
    };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let minutes = minutes.split(':').next()?;
    Some(sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::offset_minutes;

    #[test]
    fn an_offset_is_read_from_a_formatted_date() {
        assert_eq!(offset_minutes("11/22/2026, GMT+01:00"), Some(60));
        assert_eq!(offset_minutes("11/22/2026, GMT-09:30"), Some(-570));
        assert_eq!(offset_minutes("11/22/2026, GMT"), Some(0));
        assert_eq!(offset_minutes("11/22/2026"), None);
    }
}
