//! A face beside each option, so that the scale can be understood without reading.

/// A face with this mouth, as an SVG path on a grid of 24.
macro_rules! face {
    ($mouth:literal) => {
        concat!(
            "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M9 9v.5M15 9v.5",
            $mouth
        )
    };
}

/// The face for an option's tone; stronger at the ends of the scale.
pub(crate) fn path(tone: &str, at_end: bool) -> &'static str {
    match (tone, at_end) {
        ("negative", true) => face!("M8 17.5q4-5 8 0"),
        ("negative", false) => face!("M8 17q4-2.5 8 0"),
        ("positive", false) => face!("M8 15q4 2.5 8 0"),
        ("positive", true) => face!("M7.5 14q4.5 6.5 9 0"),
        _ => face!("M8 16h8"),
    }
}
