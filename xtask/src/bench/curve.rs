//! Draws latencies over rates as an SVG that is read in light and in dark, and without colours. Pure.

use std::fmt::Write;

use super::load::LIMIT;

/// One rate that was tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    /// Requests a second.
    pub rate: f64,
    /// Half of the replies took at most so long, in milliseconds.
    pub p50: f64,
    /// 99 of 100, likewise.
    pub p99: f64,
}

/// What was measured of one server.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Curve {
    name: String,
    /// By their rates.
    points: Vec<Point>,
}

impl Curve {
    /// One without points.
    pub(super) fn new(name: String) -> Self {
        let points = Vec::new();
        Self { name, points }
    }

    /// Adds what a rate gave; of a rate that was tried again the best counts.
    pub(super) fn add(&mut self, point: Point) {
        let at = self.points.partition_point(|it| it.rate < point.rate);
        match self.points.get_mut(at) {
            Some(before) if before.rate.total_cmp(&point.rate).is_eq() => {
                if point.p99 < before.p99 {
                    *before = point;
                }
            }
            _ => self.points.insert(at, point),
        }
    }

    /// What a rate gave.
    pub(super) fn at(&self, rate: f64) -> Option<Point> {
        let mut points = self.points.iter().copied();
        points.find(|it| it.rate.total_cmp(&rate).is_eq())
    }
}

const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 480.0;
/// The edges of the plot.
const LEFT: f64 = 70.0;
const RIGHT: f64 = 780.0;
const TOP: f64 = 110.0;
const BOTTOM: f64 = 420.0;
/// From the fastest to the slowest that is shown, in milliseconds; the height is by their logarithms.
const FASTEST: f64 = 1.0;
const SLOWEST: f64 = 10_000.0;

const STYLE: &str = "\
text{font:13px system-ui,sans-serif;fill:var(--ink)}.title{font-size:16px;font-weight:600}
svg{--ink:#1f2328;--paper:#fff;--faint:#d0d7de;--limit:#b00020;--s0:#57606a;--s1:#0072b2;--s2:#b34a00;--s3:#00785a}
@media(prefers-color-scheme:dark){svg{--ink:#e6edf3;--paper:#0d1117;--faint:#30363d;--limit:#ff8080;--s0:#a0a8b0;--s1:#6cb6ff;\
--s2:#ffa657;--s3:#4fd1a5}}
.grid{stroke:var(--faint)}.limit{stroke:var(--limit);stroke-width:2}.limit-word{fill:var(--limit)}
polyline{fill:none;stroke-width:2.5}.p50{stroke-dasharray:3 5}
";

/// The picture.
pub(super) fn draw(curves: &[&Curve]) -> String {
    let rates = curves.iter().flat_map(|it| &it.points).map(|it| it.rate);
    let axis = Axis::to(rates.fold(1.0, f64::max));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">How long a reply takes at rising rates of requests</title>\n\
         <desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"var(--paper)\"/>\n\
         <text class=\"title\" x=\"{LEFT}\" y=\"28\">How long a reply takes at rising rates of requests</text>\n",
        described(curves)
    );
    grid(&mut svg, axis);
    for (number, curve) in curves.iter().enumerate() {
        draw_lines(&mut svg, axis, number, curve);
        draw_legend(&mut svg, number, curve);
    }
    svg.push_str("</svg>\n");
    svg
}

/// The axis of rates: it ends at a round number of round parts.
#[derive(Clone, Copy, Debug)]
struct Axis {
    part: f64,
    end: f64,
}

impl Axis {
    fn to(fastest: f64) -> Self {
        let part = [100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0];
        let part = part.into_iter().find(|it| it * 8.0 >= fastest);
        let part = part.unwrap_or(fastest / 8.0);
        let end = (fastest / part).ceil() * part;
        Self { part, end }
    }

    fn x(self, rate: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * rate / self.end
    }
}

fn grid(svg: &mut String, axis: Axis) {
    for ms in [1.0, 10.0, 100.0, 1_000.0, 10_000.0] {
        let y = y(ms);
        let label = if ms < 1_000.0 {
            format!("{ms} ms")
        } else {
            format!("{} s", ms / 1_000.0)
        };
        let _ = writeln!(svg, "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>");
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            LEFT - 8.0,
            y + 4.0
        );
    }
    let mut rate = 0.0;
    while rate <= axis.end {
        let x = axis.x(rate);
        let _ = writeln!(svg, "<path class=\"grid\" d=\"M{x:.1} {TOP}V{BOTTOM}\"/>");
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{rate}</text>",
            BOTTOM + 18.0
        );
        rate += axis.part;
    }
    let middle = f64::midpoint(LEFT, RIGHT);
    let _ = writeln!(
        svg,
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">requests a second; full line: 99 of 100 replies are faster, dashed: half are</text>",
        BOTTOM + 42.0
    );
    let limit = y(LIMIT);
    let _ = writeln!(
        svg,
        "<path class=\"limit\" d=\"M{LEFT} {limit:.1}H{RIGHT}\"/>"
    );
    let _ = writeln!(
        svg,
        "<text class=\"limit-word\" x=\"{}\" y=\"{:.1}\">{LIMIT} ms</text>",
        LEFT + 6.0,
        limit - 6.0
    );
}

fn draw_lines(svg: &mut String, axis: Axis, number: usize, curve: &Curve) {
    let colour = format!("var(--s{number})");
    for (class, of) in [
        ("p99", (|it| it.p99) as fn(&Point) -> f64),
        ("p50", |it| it.p50),
    ] {
        let places: Vec<(f64, f64)> = curve
            .points
            .iter()
            .map(|it| (axis.x(it.rate), y(of(it))))
            .collect();
        let line: Vec<String> = places
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline class=\"{class}\" stroke=\"{colour}\" points=\"{}\"/>",
            line.join(" ")
        );
        for (x, y) in places {
            let _ = writeln!(svg, "{}", mark(number, x, y));
        }
    }
}

fn draw_legend(svg: &mut String, number: usize, curve: &Curve) {
    let colour = format!("var(--s{number})");
    // Two beside each other.
    #[allow(clippy::cast_precision_loss)]
    let (column, line) = ((number % 2) as f64, (number / 2) as f64);
    let (x, y) = (LEFT + 10.0 + column * 330.0, 56.0 + line * 24.0);
    let _ = writeln!(
        svg,
        "<polyline stroke=\"{colour}\" points=\"{x},{y} {},{y}\"/>",
        x + 36.0
    );
    let _ = writeln!(svg, "{}", mark(number, x + 18.0, y));
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\">{}</text>",
        x + 46.0,
        y + 4.0,
        curve.name
    );
}

fn y(ms: f64) -> f64 {
    let part = (ms.clamp(FASTEST, SLOWEST) / FASTEST).ln() / (SLOWEST / FASTEST).ln();
    BOTTOM - (BOTTOM - TOP) * part
}

/// A mark of each curve's own shape.
fn mark(number: usize, x: f64, y: f64) -> String {
    let path = match number {
        0 => "m-4-4 8 8m0-8-8 8",
        1 => "m-4-4h8v8h-8z",
        2 => "m0-5 5 9h-10z",
        _ => "m0-5 5 5-5 5-5-5z",
    };
    let fill = if number == 0 {
        "none".to_owned()
    } else {
        format!("var(--s{number})")
    };
    format!(
        "<path stroke=\"var(--s{number})\" fill=\"{fill}\" stroke-width=\"2\" d=\"M{x:.1} {y:.1}{path}\"/>"
    )
}

/// The same in words.
fn described(curves: &[&Curve]) -> String {
    let mut text = String::new();
    for Curve { name, points } in curves {
        let borne = points.iter().rfind(|it| it.p99 <= LIMIT);
        if let Some(Point { rate, p50, p99 }) = borne {
            let _ = write!(
                text,
                "{name}: {rate:.0} requests a second, half answered within {p50:.1} ms and 99 of 100 within {p99:.1} ms. "
            );
        }
    }
    text.push_str("Beyond that 99 of 100 take longer than the limit.");
    text
}

#[cfg(test)]
mod tests {
    use super::{BOTTOM, Curve, Point, TOP, draw, y};

    fn point(rate: f64, p99: f64) -> Point {
        let p50 = p99 / 10.0;
        Point { rate, p50, p99 }
    }

    #[test]
    fn a_curve_is_in_the_order_of_rates_and_keeps_the_best_of_its_tries() {
        let mut curve = Curve::new("1 shard".to_owned());
        for (rate, p99) in [
            (500.0, 10.0),
            (720.0, 900.0),
            (600.0, 400.0),
            (600.0, 20.0),
            (600.0, 500.0),
        ] {
            curve.add(point(rate, p99));
        }
        assert_eq!(
            curve.points,
            [point(500.0, 10.0), point(600.0, 20.0), point(720.0, 900.0)]
        );
        assert_eq!(curve.at(600.0), Some(point(600.0, 20.0)));
    }

    #[test]
    fn the_picture_says_in_words_what_it_shows_and_knows_no_colour_alone() {
        let curve = |name: &str| Curve {
            name: name.to_owned(),
            points: vec![point(500.0, 20.0), point(600.0, 90_000.0)],
        };
        let all = ["bare", "1 shard", "4 shards", "16 shards"].map(curve);
        let svg = draw(&all.iter().collect::<Vec<_>>());
        let count = |what: &str| svg.matches(what).count();
        assert!(svg.contains("1 shard: 500 requests a second, half answered within 2.0 ms and 99 of 100 within 20.0 ms."));
        assert_eq!(count("<title id=\"title\">"), 1);
        assert!(svg.contains("prefers-color-scheme:dark"));
        assert!(svg.contains(">250 ms</text>"));
        assert_eq!(count("<polyline class=\"p99\""), 4);
        assert_eq!(count("<polyline class=\"p50\""), 4);
        let shapes = [
            "m-4-4 8 8m0-8-8 8",
            "m-4-4h8v8h-8z",
            "m0-5 5 9h-10z",
            "m0-5 5 5-5 5-5-5z",
        ];
        // Two points on two lines, and the legend.
        assert!(shapes.iter().all(|shape| count(shape) == 5));
    }

    #[test]
    fn heights_are_by_logarithms_and_within_the_plot() {
        assert!((y(100.0) - f64::midpoint(TOP, BOTTOM)).abs() < 1e-9);
        assert!((y(0.01) - BOTTOM).abs() < 1e-9);
        assert!((y(99_999.0) - TOP).abs() < 1e-9);
    }
}
