//! [`Window`]: which part of the horizon is shown.

use crate::comparison::WorkloadTimeline;
use crate::time::Horizon;

const DAY_SECONDS: i64 = 86_400;

/// Whole minutes of the horizon, in seconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first second.
    pub from: i64,
    /// The second after the last.
    pub to: i64,
}

impl Window {
    /// All of the horizon.
    #[must_use]
    pub fn whole(horizon: &Horizon) -> Self {
        let from = horizon.first_minute() * 60;
        Self { from, to: from + horizon.seconds() }
    }

    /// The part of it that is inside `other`; `None` when there is none.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        let cut = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (cut.from < cut.to).then_some(cut)
    }

    /// Whether a second is inside.
    #[must_use]
    pub const fn holds(self, second: i64) -> bool {
        self.from <= second && second < self.to
    }

    /// Its length in seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.to - self.from
    }

    /// `2026-01-05 (UTC)` and `2026-01-05 to 2026-01-11 (UTC)` for whole days, else `2026-01-05 06:00 to 2026-01-05 07:30 (UTC)`.
    #[must_use]
    pub fn words(self) -> String {
        let has_whole_days = self.from % DAY_SECONDS == 0 && self.to % DAY_SECONDS == 0 && self.from < self.to;
        let (first, last) = if has_whole_days {
            (date_text(self.from), date_text(self.to - DAY_SECONDS))
        } else {
            (time_text(self.from), time_text(self.to))
        };
        if first == last { format!("{first} (UTC)") } else { format!("{first} to {last} (UTC)") }
    }

    /// The day (UTC) of the window that `second` is in.
    fn day_of(self, second: i64) -> Self {
        let from = second.div_euclid(DAY_SECONDS) * DAY_SECONDS;
        Self { from, to: from + DAY_SECONDS }.within(self).unwrap_or(self)
    }
}

/// The day (UTC) with the largest minute of demand, or with the most running tasks of what has no demand; the first of equals.
#[must_use]
pub fn busiest_day(workload: &WorkloadTimeline, horizon: &Horizon) -> Window {
    let whole = Window::whole(horizon);
    let by_demand = match workload {
        WorkloadTimeline::Service(service) => {
            let skipped = usize::try_from(whole.from / 60 - service.first_minute).unwrap_or(0);
            let minutes = service.demand.get(skipped..).unwrap_or_default();
            largest((whole.from..).step_by(60).zip(minutes.iter().copied()))
        }
        WorkloadTimeline::Job { .. } => None,
    };
    let by_tasks = || largest(workload.running().runs(whole.from, whole.to).map(|run| (run.0, f64::from(run.2))));
    whole.day_of(by_demand.or_else(by_tasks).unwrap_or(whole.from))
}

/// When the largest value is, the first of equals; `None` when nothing is above 0.
fn largest(values: impl Iterator<Item = (i64, f64)>) -> Option<i64> {
    let mut best = (None, 0.0);
    for (second, value) in values {
        if value > best.1 {
            best = (Some(second), value);
        }
    }
    best.0
}

/// `2026-01-05T06:12:00Z`.
pub(in crate::report) fn second_text(second: i64) -> String {
    jiff::Timestamp::from_second(second).map_or_else(|_| second.to_string(), |moment| moment.to_string())
}

/// `2026-01-05`.
fn date_text(second: i64) -> String {
    second_text(second).chars().take_while(|letter| *letter != 'T').collect()
}

/// `2026-01-05 06:12`.
fn time_text(second: i64) -> String {
    minute_text(second).replace('T', " ").trim_end_matches('Z').to_owned()
}

/// `2026-01-05T06:12Z`; seconds only where there are some.
pub(super) fn minute_text(second: i64) -> String {
    let text = second_text(second);
    text.strip_suffix(":00Z").map_or_else(|| text.clone(), |start| format!("{start}Z"))
}
