//! A week that stands for the others, and how it looks.

use crate::comparison::{OptionId, Outcome, WorkloadTimeline};
use crate::report::timeline::unit_words;
use crate::report::{RowLength, TimelineView, Window, render_timeline_svg};
use crate::scenario::Scenario;
use crate::time::Horizon;

const DAY_SECONDS: i64 = 86_400;
const WEEK_SECONDS: i64 = 7 * DAY_SECONDS;

/// 1970-01-01 was a Thursday: the Monday before it.
const A_MONDAY: i64 = -3 * DAY_SECONDS;

/// Weeks that are drawn; a page with more would not be read.
const MOST_PICTURES: usize = 4;

/// A workload through its typical week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekView {
    /// The service.
    pub workload: String,
    /// The week.
    pub window: Window,
    /// Whether it is a whole week, Monday to Sunday, out of several.
    pub is_typical: bool,
    /// Demand against capacity, drawn as SVG; `None` of what is not among the first few.
    pub(in crate::report) picture: Option<String>,
}

impl WeekView {
    /// The typical week of every workload that has demand.
    #[must_use]
    pub fn all_of(scenario: &Scenario, id: OptionId, outcome: &Outcome) -> Vec<Self> {
        let workloads = outcome.timeline.workloads.iter().filter(|workload| unit_words(workload).is_some());
        let week = |(index, workload): (usize, &WorkloadTimeline)| {
            let window = typical_week(workload, &scenario.horizon);
            let name = Some(workload.name());
            let view = TimelineView::new(scenario, (id, outcome), name, window, RowLength::Hour);
            Self {
                workload: workload.name().to_owned(),
                window,
                is_typical: weeks(&scenario.horizon).len() > 1,
                picture: (index < MOST_PICTURES).then(|| render_timeline_svg(&view)),
            }
        };
        workloads.enumerate().map(week).collect()
    }
}

/// Of the weeks (Monday to Sunday, UTC) that the horizon holds whole, the one with the median of their demand, the lower
/// one of two; without any such week the first seven days of the horizon.
#[must_use]
pub fn typical_week(workload: &WorkloadTimeline, horizon: &Horizon) -> Window {
    let whole = Window::whole(horizon);
    let mut weeks: Vec<(f64, Window)> =
        weeks(horizon).into_iter().map(|week| (work_in(workload, week), week)).collect();
    weeks.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.from.cmp(&other.1.from)));
    let first_days = Window { from: whole.from, to: whole.to.min(whole.from.saturating_add(WEEK_SECONDS)) };
    weeks.get(weeks.len().saturating_sub(1) / 2).map_or(first_days, |(_, week)| *week)
}

/// The whole weeks of a horizon.
fn weeks(horizon: &Horizon) -> Vec<Window> {
    let whole = Window::whole(horizon);
    let first = whole.from + (A_MONDAY - whole.from).rem_euclid(WEEK_SECONDS);
    let starts = (first..whole.to).step_by(usize::try_from(WEEK_SECONDS).expect("a week is short"));
    let weeks = starts.map(|from| Window { from, to: from + WEEK_SECONDS });
    weeks.filter(|week| week.to <= whole.to).collect()
}

/// Demand summed over the minutes of a window; running task-seconds of what has no demand.
fn work_in(workload: &WorkloadTimeline, window: Window) -> f64 {
    let WorkloadTimeline::Service(service) = workload else {
        return workload.running().total_seconds(window.from, window.to) as f64;
    };
    let place =
        |second: i64| usize::try_from(second / 60 - service.first_minute).unwrap_or(0).min(service.demand.len());
    service.demand[place(window.from)..place(window.to)].iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::Steps;
    use crate::time::Convention;

    fn horizon(start: &str, hours: u32) -> Horizon {
        Horizon::new(start.parse().unwrap(), Convention::Hours(hours)).unwrap()
    }

    #[test]
    fn weeks_are_whole_and_begin_on_mondays() {
        let found = weeks(&horizon("2026-01-01", 24 * 31)); // a Thursday
        let words: Vec<String> = found.into_iter().map(Window::words).collect();
        let expected = ["2026-01-05 to 2026-01-11", "2026-01-12 to 2026-01-18", "2026-01-19 to 2026-01-25"];
        assert_eq!(words, expected.map(|week| format!("{week} (UTC)")));
        assert_eq!(weeks(&horizon("2026-01-05", 168)).len(), 1);
        assert_eq!(weeks(&horizon("2026-01-06", 24 * 12)).len(), 0);
    }

    #[test]
    fn the_typical_week_is_the_median_one_and_short_horizons_have_their_first_days() {
        let long = horizon("2026-01-01", 24 * 31);
        let starts: Vec<i64> = weeks(&long).into_iter().map(|week| week.from).collect();
        // Five tasks, then one, then three.
        let deltas = vec![(starts[0], 5), (starts[1], -4), (starts[2], 2), (starts[2] + WEEK_SECONDS, -3)];
        let job = WorkloadTimeline::Job { name: "nightly".to_owned(), tasks: Steps::from_deltas(deltas) };
        assert_eq!(typical_week(&job, &long).from, starts[2]);
        assert_eq!(typical_week(&job, &horizon("2026-01-06", 24 * 12)).words(), "2026-01-06 to 2026-01-12 (UTC)");
        assert_eq!(typical_week(&job, &horizon("2026-01-06", 24)).words(), "2026-01-06 (UTC)");
    }
}
