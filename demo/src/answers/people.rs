//! Who comes to the application on a day, which steps they see, and what they answer there.

use std::collections::BTreeMap;

use journey::day::Day;
use journey::response::{Answer, Channel, State};

use super::random::{Even, Random, weighted};
use super::remarks::{Remarks, Told};
use super::{limit_lowered, limit_raised, signed_out_sooner};

/// One showing of a question.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) step: &'static str,
    /// Since midnight.
    pub(super) ms: u64,
    /// The number of the visit on its day.
    pub(super) visit: u32,
    pub(super) random: u128,
    pub(super) state: State,
    pub(super) answer: Option<Answer>,
    pub(super) language: &'static str,
    pub(super) channel: Channel,
    pub(super) audience: &'static str,
}

/// What people do at a step.
struct Habit {
    step: &'static str,
    /// The share of those at the step before who come here.
    come: f64,
    /// The share of showings that are answered.
    answer: f64,
    options: &'static [&'static str],
    reasons: &'static [&'static str],
}

const EASE: [&str; 5] = [
    "very-difficult",
    "difficult",
    "neutral",
    "easy",
    "very-easy",
];

const HABITS: [Habit; 6] = [
    Habit {
        step: "gegevens",
        come: 1.0,
        answer: 0.13,
        options: &EASE,
        reasons: &["questions", "details", "other"],
    },
    Habit {
        step: "tekeningen",
        come: 0.86,
        answer: 0.2,
        options: &EASE,
        reasons: &[
            "file-too-large",
            "which-drawings",
            "files",
            "explanation",
            "other",
        ],
    },
    Habit {
        step: "kosten",
        come: 0.9,
        answer: 0.12,
        options: &["how-much", "when-to-pay", "refund", "how-to-pay", "other"],
        reasons: &[],
    },
    Habit {
        step: "controle",
        come: 0.93,
        answer: 0.13,
        options: &["worse", "same", "better"],
        reasons: &[],
    },
    Habit {
        step: "versturen",
        come: 0.95,
        answer: 0.21,
        options: &["down", "up"],
        reasons: &["signed-out", "error", "unclear", "other"],
    },
    Habit {
        step: "ontvangst",
        come: 0.92,
        answer: 0.26,
        options: &["no", "partly", "yes"],
        reasons: &[],
    },
];

/// How many visits an ordinary day brings.
const VISITS: f64 = 120.0;
/// The share of steps at which the question comes into view.
const IN_VIEW: f64 = 0.82;
/// The share of questions that are put away.
const PUT_AWAY: f64 = 0.07;
/// The share of comments among answers that are asked for one.
const COMMENTS: f64 = 0.07;

/// Monday to Sunday, beside an ordinary day.
const WEEKDAYS: [f64; 7] = [1.2, 1.15, 1.1, 1.05, 0.9, 0.6, 0.75];

/// January to December, beside an ordinary month: people plan in spring and are away in summer.
const MONTHS: [f64; 12] = [
    0.9, 1.0, 1.15, 1.15, 1.1, 1.0, 0.75, 0.75, 1.0, 1.05, 1.0, 0.75,
];

/// By the hour: quiet nights, busy around coffee and after supper.
const HOURS: [u32; 24] = [
    4, 2, 1, 1, 1, 3, 10, 25, 50, 70, 75, 65, 55, 60, 65, 60, 50, 45, 50, 75, 85, 70, 35, 12,
];

/// What goes on from day to day.
pub(super) struct People {
    today: Day,
    seed: u64,
    /// What is answered next, by step and kind of people, so that batches of one kind are even too.
    answers: BTreeMap<(&'static str, &'static str, &'static str, Channel), Even>,
    remarks: Remarks,
}

impl People {
    pub(super) fn new(today: Day, seed: u64) -> Self {
        Self {
            today,
            seed,
            answers: BTreeMap::new(),
            remarks: Remarks::default(),
        }
    }

    /// What was shown on a day, in the order of the visits.
    pub(super) fn of(&mut self, day: Day) -> Vec<Shown> {
        let number = u64::try_from(day.number()).unwrap_or(0);
        let mut random = Random::new(self.seed ^ number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let weekday = usize::try_from((day.number() + 3).rem_euclid(7)).unwrap_or(0);
        let month = day.to_string().get(5..7).and_then(|it| it.parse().ok());
        let busy = WEEKDAYS.get(weekday).copied().unwrap_or(1.0)
            * month
                .and_then(|it: usize| MONTHS.get(it - 1))
                .copied()
                .unwrap_or(1.0)
            * (0.9 + 0.2 * random.share());
        let mut begins: Vec<u64> = (0..u64::MAX)
            .take_while(|at| f64::from(u32::try_from(*at).unwrap_or(u32::MAX)) < VISITS * busy)
            .map(|_| {
                let hour = u64::try_from(weighted(&HOURS, random.share())).unwrap_or(0);
                hour * 3_600_000 + random.bits() % 3_600_000
            })
            .collect();
        begins.sort_unstable();
        let mut shown = Vec::new();
        for (visit, begin) in (0..).zip(begins) {
            self.visit(day, (visit, begin), &mut random, &mut shown);
        }
        shown
    }

    fn visit(
        &mut self,
        day: Day,
        (visit, begin): (u32, u64),
        random: &mut Random,
        shown: &mut Vec<Shown>,
    ) {
        let language = if random.happens(0.09) { "en" } else { "nl" };
        // Builders and architects work by day.
        let by_day = (8 * 3_600_000..18 * 3_600_000).contains(&begin);
        let audience = if random.happens(if by_day { 0.25 } else { 0.06 }) {
            "ondernemer"
        } else {
            "inwoner"
        };
        let at_desk = by_day && random.happens(0.06);
        let mut ms = begin;
        for habit in &HABITS {
            if !random.happens(habit.come) {
                return;
            }
            ms = (ms + 90_000 + random.bits() % 240_000).min(super::DAY_MS - 1);
            // What became of the application comes by letter too, with a code to answer by.
            let by_letter = habit.step == "ontvangst" && random.happens(0.12);
            let channel = match (at_desk, by_letter) {
                (_, true) => Channel::Letter,
                (true, false) => Channel::Desk,
                (false, false) => Channel::Web,
            };
            if channel == Channel::Web && !random.happens(IN_VIEW) {
                continue;
            }
            let is_asked_in_person = channel != Channel::Web;
            let share = if is_asked_in_person {
                0.6
            } else {
                habit.answer
            };
            let answer = random.happens(share).then(|| {
                let kind = (habit.step, audience, language, channel);
                let even = self.answers.entry(kind).or_default();
                let option = option(habit, day, self.today, audience, even.next());
                let told = Told {
                    step: habit.step,
                    option,
                    language,
                };
                answer(habit, told, day, self.today, random, &mut self.remarks)
            });
            let state = match &answer {
                Some(_) => State::Answered,
                None if random.happens(PUT_AWAY) => State::Dismissed,
                None if random.happens(0.02) => State::Started,
                None => State::Seen,
            };
            shown.push(Shown {
                step: habit.step,
                ms,
                visit,
                random: u128::from(random.bits()) << 16 ^ u128::from(random.bits()),
                state,
                answer,
                language,
                channel,
                audience,
            });
        }
    }
}

/// What is answered at a share of the range, on a day of the story.
fn option(habit: &Habit, day: Day, today: Day, audience: &str, share: f64) -> &'static str {
    // A little worse every other week, and never in the one before it gets worse.
    let weeks_ago = (today.week().first().number() - day.week().first().number()) / 7;
    let share = share.powf(if weeks_ago % 2 == 1 { 1.15 } else { 0.87 });
    let is_limited = day >= limit_lowered(today) && day < limit_raised(today);
    let weights: &[u32] = match (habit.step, audience) {
        ("gegevens", _) => &[12, 38, 50, 490, 410],
        ("tekeningen", "ondernemer") if is_limited => &[260, 260, 100, 250, 130],
        ("tekeningen", "ondernemer") => &[30, 60, 90, 440, 380],
        ("tekeningen", _) if is_limited => &[190, 240, 130, 300, 140],
        ("tekeningen", _) if day >= limit_raised(today) => &[40, 85, 105, 460, 310],
        ("tekeningen", _) => &[50, 105, 120, 450, 275],
        ("kosten", _) => &[430, 240, 150, 110, 70],
        ("controle", _) => &[80, 640, 280],
        ("versturen", _) if day >= signed_out_sooner(today) => &[450, 550],
        ("versturen", _) => &[110, 890],
        _ => &[40, 110, 850],
    };
    habit
        .options
        .get(weighted(weights, share))
        .copied()
        .unwrap_or_default()
}

/// An answer with the reason and the comment that an outlier may give.
fn answer(
    habit: &Habit,
    told: Told,
    day: Day,
    today: Day,
    random: &mut Random,
    remarks: &mut Remarks,
) -> Answer {
    let is_outlier = !habit.reasons.is_empty()
        && (Some(&told.option) == habit.options.first()
            || Some(&told.option) == habit.options.last());
    let mut answer = Answer {
        option: told.option.to_owned(),
        reason: None,
        comment: None,
    };
    if !is_outlier {
        return answer;
    }
    let is_negative = Some(&told.option) == habit.options.first();
    if random.happens(if is_negative { 0.6 } else { 0.07 }) {
        let is_limited = day >= limit_lowered(today) && day < limit_raised(today);
        let weights: &[u32] = match (habit.step, is_negative) {
            ("gegevens", _) => &[55, 35, 10],
            ("tekeningen", true) if is_limited => &[64, 12, 14, 6, 4],
            ("tekeningen", true) => &[8, 44, 22, 20, 6],
            ("tekeningen", false) => &[2, 18, 30, 46, 4],
            ("versturen", true) if day >= signed_out_sooner(today) => &[68, 18, 9, 5],
            ("versturen", true) => &[10, 35, 40, 15],
            _ => &[2, 4, 30, 64],
        };
        let reason = habit.reasons.get(weighted(weights, random.share()));
        answer.reason = reason.map(|it| (*it).to_owned());
    }
    // Who is angry writes sooner.
    if random.happens(COMMENTS * if is_negative { 1.6 } else { 0.5 }) {
        answer.comment = remarks.next(told, answer.reason.as_deref(), random);
    }
    answer
}
