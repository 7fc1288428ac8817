//! A typical week of each service in block marks: demand, and under it what its tasks can serve.

use super::grid::Align::{Left, Right};
use super::sections::{Section, focus};
use super::timeline::unit_words;
use super::whole_report::typical_week;
use super::{ResultView, RowLength, TimelineView, Window, words};
use crate::comparison::{OptionId, Outcome, WorkloadTimeline};
use crate::scenario::Scenario;

/// Clock hours that a mark stands for.
const HOURS_PER_MARK: usize = 4;

const MARKS_PER_DAY: usize = 24 / HOURS_PER_MARK;

const DAY_SECONDS: i64 = 86_400;

/// From 1970-01-01 on.
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// Services that are shown; more would push the rest of a report away.
const MOST_SERVICES: usize = 4;

/// From the least to the most.
const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A service through its typical week.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WeekMarks {
    service: String,
    window: Window,
    /// `vCPU`, or `/s` of requests.
    unit: &'static str,
    /// Mean demand in the hours of each mark.
    demand: Vec<f64>,
    /// What the serving tasks could have served; `None` when one task's capacity is not known.
    capacity: Option<Vec<f64>>,
}

impl WeekMarks {
    /// The typical week of the first services that have demand.
    pub(super) fn of(scenario: &Scenario, id: OptionId, outcome: &Outcome) -> Vec<Self> {
        let with_demand = |workload: &WorkloadTimeline| {
            let unit = if unit_words(workload)? == "vCPU" { "vCPU" } else { "/s" };
            let window = typical_week(workload, &scenario.horizon);
            let view = TimelineView::new(scenario, (id, outcome), Some(workload.name()), window, RowLength::Hour);
            let loads: Vec<_> = view.rows().filter_map(|row| row.load).collect();
            let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
            let marks = |values: Vec<f64>| values.chunks(HOURS_PER_MARK).map(mean).collect();
            let capacity: Option<Vec<f64>> = loads.iter().map(|load| load.capacity).collect();
            let demand = marks(loads.iter().map(|load| load.demand).collect());
            let capacity = capacity.map(marks);
            Some(Self { service: workload.name().to_owned(), window, unit, demand, capacity })
        };
        outcome.timeline.workloads.iter().filter_map(with_demand).take(MOST_SERVICES).collect()
    }

    /// Its rows: both on one scale, each with its most and its mean.
    fn rows(&self) -> Vec<Vec<String>> {
        let capacity = self.capacity.iter();
        let most = capacity.clone().chain([&self.demand]).flatten().copied().fold(0.0, f64::max);
        let demand = self.row(&self.service, "what arrives", &self.demand, most);
        let capacity = capacity.map(|capacity| self.row("", "tasks can serve", capacity, most));
        std::iter::once(demand).chain(capacity).collect()
    }

    fn row(&self, service: &str, what: &str, values: &[f64], most: f64) -> Vec<String> {
        let peak = words::mean(values.iter().copied().fold(0.0, f64::max));
        vec![service.to_owned(), what.to_owned(), marks(values, most), format!("{peak} {}", self.unit)]
    }
}

/// A mark per value, on a scale from nothing to `most`, days apart.
fn marks(values: &[f64], most: f64) -> String {
    let last = MARKS.len() - 1;
    let mark = |&value: &f64| {
        let share = if most > 0.0 { (value / most).clamp(0.0, 1.0) } else { 0.0 };
        MARKS[(share * last as f64).round() as usize]
    };
    let days: Vec<String> = values.chunks(MARKS_PER_DAY).map(|day| day.iter().map(mark).collect()).collect();
    days.join(" ")
}

/// Over the marks of each day the day's name, where all windows begin on the same one.
fn days(weeks: &[WeekMarks]) -> String {
    let weekday = |week: &WeekMarks| week.window.from.div_euclid(DAY_SECONDS).rem_euclid(7) as usize;
    let mut firsts = weeks.iter().map(weekday);
    let Some(first) = firsts.next().filter(|first| firsts.all(|other| other == *first)) else { return String::new() };
    let most = weeks.iter().map(|week| week.demand.len().div_ceil(MARKS_PER_DAY)).max().unwrap_or(0);
    let names = (first..first + most).map(|day| format!("{:<width$}", WEEKDAYS[day % 7], width = MARKS_PER_DAY + 1));
    names.collect::<String>().trim_end().to_owned()
}

/// The weeks of the option that a report is about.
pub(super) fn section(result: &ResultView) -> Section {
    let Some((option, _)) = focus(result).filter(|_| !result.weeks.is_empty()) else { return Section::default() };
    let mut section = Section::headed(format!("A typical week of {}", option.id.name()));
    section.columns = vec![("service", Left), ("", Left), ("", Left), ("most", Right)];
    section.rows = vec![vec![String::new(), String::new(), days(&result.weeks), String::new()]];
    section.rows.extend(result.weeks.iter().flat_map(WeekMarks::rows));
    let first_day = |week: &WeekMarks| week.window.words().split(' ').next().unwrap_or_default().to_owned();
    let mut first_days: Vec<String> = result.weeks.iter().map(first_day).collect();
    first_days.sort_unstable();
    first_days.dedup();
    let first_days = first_days.join(", ");
    section.after.push(format!(
        "means of {HOURS_PER_MARK} hours (UTC) from {first_days}; as a chart: `ecsplan simulate --format svg`"
    ));
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_rise_with_values_and_show_nothing_as_the_least() {
        assert_eq!(marks(&[0.0, 1.0, 3.5, 7.0], 7.0), "▁▂▅█");
        assert_eq!(marks(&[7.0; 8], 7.0), "██████ ██");
        assert_eq!(marks(&[0.0, 0.0], 0.0), "▁▁");
        assert_eq!(marks(&[9.0], 7.0), "█");
    }

    #[test]
    fn days_are_named_over_their_first_marks() {
        let week = |from: i64, marks: usize| WeekMarks {
            service: "api".to_owned(),
            window: Window { from, to: from + 4 * 3_600 * marks as i64 },
            unit: "/s",
            demand: vec![1.0; marks],
            capacity: None,
        };
        let monday = 4 * DAY_SECONDS;
        assert_eq!(days(&[week(monday, 13)]), "Mon    Tue    Wed");
        assert_eq!(days(&[week(monday, 6), week(monday + 7 * DAY_SECONDS, 6)]), "Mon");
        assert_eq!(days(&[week(monday, 6), week(0, 6)]), "");
    }

    #[test]
    fn both_rows_of_a_service_are_on_one_scale() {
        let week = WeekMarks {
            service: "api".to_owned(),
            window: Window { from: 0, to: 28_800 },
            unit: "/s",
            demand: vec![10.0, 40.0],
            capacity: Some(vec![20.0, 80.0]),
        };
        let rows = week.rows();
        assert_eq!(rows[0][1..3], ["what arrives", "▂▅"]);
        assert_eq!(rows[1][1..3], ["tasks can serve", "▃█"]);
    }
}
