//! Round values and round times along the axes.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::report::timeline::window::Window;

/// Values to shares of a height; from 0, or from below it where there is something below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) struct ValueAxis {
    step: f64,
    bottom: f64,
    top: f64,
}

impl ValueAxis {
    /// An axis that ends with a round value not below `largest`, with about `ticks` round steps of at least `least_step`.
    pub(in crate::report) fn up_to(largest: f64, ticks: f64, least_step: f64) -> Self {
        Self::spanning(0.0, largest, ticks, least_step)
    }

    /// The same, beginning with a round value not above `least` when that is below 0.
    pub(in crate::report) fn spanning(least: f64, largest: f64, ticks: f64, least_step: f64) -> Self {
        let largest = if largest.is_finite() && largest > 0.0 { largest } else { f64::from(u8::from(least >= 0.0)) };
        let least = if least.is_finite() { least.min(0.0) } else { 0.0 };
        let rough = ((largest - least) / ticks).max(least_step);
        let power = 10_f64.powf(rough.log10().floor());
        let rounds = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
        let step = rounds.into_iter().find(|&step| step >= rough * (1.0 - 1e-9)).unwrap_or(10.0 * power);
        let bottom = (least / step + 1e-9).floor().min(0.0) * step;
        let top = (largest / step - 1e-9).ceil().max(0.0) * step;
        Self { step, bottom, top: if top > bottom { top } else { bottom + step } }
    }

    /// How far up a value lies, 0 to 1.
    pub(in crate::report) fn share(&self, value: f64) -> f64 {
        ((value - self.bottom) / (self.top - self.bottom)).clamp(0.0, 1.0)
    }

    /// The round values with their labels.
    pub(in crate::report) fn ticks(&self) -> Vec<(f64, String)> {
        let count = ((self.top - self.bottom) / self.step).round() as u32;
        let decimals = (-self.step.log10().floor()).clamp(0.0, 6.0) as usize;
        let value = |tick: u32| self.bottom + f64::from(tick) * self.step;
        (0..=count).map(|tick| (value(tick), grouped(&format!("{:.decimals$}", value(tick))))).collect()
    }
}

/// Thousands separated: `12,500`.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let (mut text, whole) = match whole.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|digit| digit == b'0') && fraction.is_none() => (String::new(), digits),
        Some(digits) => ("−".to_owned(), digits),
        None => (String::new(), whole),
    };
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    fraction.map_or_else(|| text.clone(), |rest| format!("{text}.{rest}"))
}

/// What lies between two marks of the time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TimeStep {
    Minutes(i64),
    Days(i32),
    Weeks,
    Months(i32),
}

/// Steps by the longest window, in seconds, that they suit.
const STEPS: [(i64, TimeStep); 12] = [
    (20 * 60, TimeStep::Minutes(1)),
    (2 * 3_600, TimeStep::Minutes(10)),
    (6 * 3_600, TimeStep::Minutes(30)),
    (14 * 3_600, TimeStep::Minutes(60)),
    (30 * 3_600, TimeStep::Minutes(120)),
    (3 * 86_400, TimeStep::Minutes(360)),
    (5 * 86_400, TimeStep::Minutes(720)),
    (15 * 86_400, TimeStep::Days(1)),
    (75 * 86_400, TimeStep::Weeks),
    (500 * 86_400, TimeStep::Months(1)),
    (1_500 * 86_400, TimeStep::Months(3)),
    (i64::MAX, TimeStep::Months(12)),
];

/// The marks of the time axis inside a window: second and label.
pub(super) fn time_marks(window: Window) -> Vec<(i64, String)> {
    let step = STEPS.iter().find(|(longest, _)| window.seconds() <= *longest).map_or(TimeStep::Months(12), |it| it.1);
    match step {
        TimeStep::Minutes(minutes) => {
            let first = window.from.div_euclid(minutes * 60) * minutes * 60;
            let seconds = (first..=window.to).step_by(usize::try_from(minutes * 60).unwrap_or(60));
            seconds.filter(|second| *second >= window.from).map(|second| (second, clock_label(second))).collect()
        }
        TimeStep::Days(_) | TimeStep::Weeks | TimeStep::Months(_) => calendar_marks(window, step),
    }
}

fn calendar_marks(window: Window, step: TimeStep) -> Vec<(i64, String)> {
    let mut marks = Vec::new();
    let Ok(start) = Timestamp::from_second(window.from) else { return marks };
    let mut day = start.to_zoned(TimeZone::UTC).date();
    day = match step {
        TimeStep::Weeks => {
            let since_monday = day.weekday().since(Weekday::Monday);
            day.saturating_sub(i64::from(since_monday).days())
        }
        TimeStep::Months(months) => {
            let month = (i32::from(day.month()) - 1) / months.min(12) * months.min(12) + 1;
            jiff::civil::date(day.year(), i8::try_from(month).unwrap_or(1), 1)
        }
        TimeStep::Days(_) | TimeStep::Minutes(_) => day,
    };
    let span = match step {
        TimeStep::Days(days) => days.days(),
        TimeStep::Weeks => 7.days(),
        TimeStep::Months(months) => months.months(),
        TimeStep::Minutes(_) => 1.day(),
    };
    loop {
        let second = crate::time::civil_minute(day.at(0, 0, 0, 0)) * 60;
        if second > window.to {
            return marks;
        }
        if second >= window.from {
            marks.push((second, day_label(day, step)));
        }
        let Ok(next) = day.checked_add(span) else { return marks };
        day = next;
    }
}

fn day_label(day: jiff::civil::Date, step: TimeStep) -> String {
    let pattern = match step {
        TimeStep::Days(_) => "%a %-d %b",
        TimeStep::Months(_) => "%b %Y",
        TimeStep::Weeks | TimeStep::Minutes(_) => "%-d %b",
    };
    day.strftime(pattern).to_string()
}

/// `06:00`, and the day where one begins.
fn clock_label(second: i64) -> String {
    let Ok(moment) = Timestamp::from_second(second) else { return String::new() };
    let moment = moment.to_zoned(TimeZone::UTC);
    let is_midnight = second.rem_euclid(86_400) == 0;
    moment.strftime(if is_midnight { "%-d %b" } else { "%H:%M" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_round_and_the_top_holds_the_largest() {
        for largest in [0.0, 0.03, 0.9, 1.0, 7.0, 42.0, 9_999.0, 1_234_567.0] {
            let axis = ValueAxis::up_to(largest, 5.0, 0.0);
            let ticks = axis.ticks();
            assert!((2..=7).contains(&ticks.len()), "{largest}: {ticks:?}");
            assert!(ticks.last().unwrap().0 >= largest, "{largest}: {ticks:?}");
        }
        let labels: Vec<String> = ValueAxis::up_to(12_400.0, 5.0, 0.0).ticks().into_iter().map(|(_, it)| it).collect();
        assert_eq!(labels, ["0", "5,000", "10,000", "15,000"]);
        let labels: Vec<String> = ValueAxis::up_to(0.9, 5.0, 0.0).ticks().into_iter().map(|(_, it)| it).collect();
        assert_eq!(labels, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    }

    #[test]
    fn what_is_owed_lies_below_zero() {
        let labels = |least, largest| {
            let ticks = ValueAxis::spanning(least, largest, 3.0, 0.0).ticks();
            ticks.into_iter().map(|(_, label)| label).collect::<Vec<_>>()
        };
        assert_eq!(labels(-1_130.0, 0.0), ["−1,500", "−1,000", "−500", "0"]);
        assert_eq!(labels(-40.0, 95.0), ["−50", "0", "50", "100"]);
        assert_eq!(labels(0.0, 0.0), ["0.0", "0.5", "1.0"]);
        let axis = ValueAxis::spanning(-50.0, 50.0, 3.0, 0.0);
        assert_eq!((axis.share(-50.0), axis.share(0.0), axis.share(50.0)), (0.0, 0.5, 1.0));
    }

    #[test]
    fn tasks_are_counted_in_whole_steps() {
        assert!(ValueAxis::up_to(2.0, 4.0, 1.0).ticks().iter().all(|(value, _)| value.fract() == 0.0));
    }

    #[test]
    fn marks_are_round_times_and_few_for_every_length() {
        let from = 1_767_225_600;
        for seconds in [600, 3_600, 20_000, 86_400, 604_800, 2_678_400, 31_536_000, 315_360_000] {
            let marks = time_marks(Window { from, to: from + seconds });
            assert!((2..=21).contains(&marks.len()), "{seconds}: {marks:?}");
            assert!(marks.iter().all(|(second, _)| (from..=from + seconds).contains(second)));
        }
        let labels: Vec<String> = time_marks(Window { from, to: from + 86_400 }).into_iter().map(|it| it.1).collect();
        assert_eq!((labels[0].as_str(), labels[3].as_str(), labels[12].as_str()), ("1 Jan", "06:00", "2 Jan"));
    }
}
