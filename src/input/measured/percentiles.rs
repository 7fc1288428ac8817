//! Figures of percentiles.

use super::load_duration::LoadDuration;
use super::{Figures, SATURATED_PERCENT};
use crate::diagnostic::{Code, Diagnostic};
use crate::input::table::Table;
use crate::scenario::{Interpolation, MeasuredTasks, Profile, ProfileShape, TaskSize, Utilisation};

/// The percentiles that may be given, with their share of the time.
const SHARES: [(&str, f64); 6] = [("min", 0.0), ("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)];

/// Percentiles of CPU and of memory, and the tasks that ran.
pub(super) struct Percentiles {
    tasks: f64,
    cpu: LoadDuration,
    memory: LoadDuration,
}

impl Percentiles {
    /// Reads them; `None` when something is missing, which has been reported unless there is a profile.
    pub(super) fn read(table: &Table<'_, '_>) -> Option<Self> {
        let tasks = table.optional_number("running_tasks");
        let cpu = table.optional_table("cpu_percent").and_then(|quantiles| read_curve(&quantiles));
        let memory = table.optional_table("memory_percent").and_then(|quantiles| read_curve(&quantiles));
        if !table.has("profile") {
            report_missing(table);
        }
        Some(Self { tasks: tasks?, cpu: cpu?, memory: memory? })
    }

    /// What they stand for (rule RS2).
    pub(super) fn figures(&self, table: &Table<'_, '_>, size: TaskSize, memory_percentile: f64) -> Option<Figures> {
        let (key, reason) = (
            table.place_of("cpu_percent"),
            "percentiles do not say when: demand is taken to rise once and to fall once a day, the gentlest day that has \
             them, with the number of tasks constant",
        );
        table.walk.assume(10, key, "a day with its peak at 12:00", reason);
        let rows = self.cpu.day().into_iter().map(|percent| self.tasks * size.vcpu() * percent / 100.0).collect();
        let shape = ProfileShape::DatedLocal { first_minute: 0 };
        Some(Figures {
            profile: Profile { shape, step_minutes: 1, rows, filled_rows: 0 },
            interpolation: Interpolation::Step,
            minutes: None,
            step_minutes: None,
            tasks: MeasuredTasks { min: self.tasks, mean: self.tasks, max: self.tasks },
            cpu: utilisation(&self.cpu),
            memory: utilisation(&self.memory),
            saturated_percent: 100.0 * self.cpu.share_at_least(SATURATED_PERCENT),
            memory_percent: self.memory.at(memory_percentile / 100.0),
        })
    }
}

fn utilisation(curve: &LoadDuration) -> Utilisation {
    Utilisation { mean: curve.mean(0.0, 1.0), p50: curve.at(0.5), p95: curve.at(0.95), max: curve.at(1.0) }
}

fn report_missing(table: &Table<'_, '_>) {
    let needed = ["running_tasks", "cpu_percent", "memory_percent"];
    if !needed.iter().any(|key| table.has(key)) {
        let help = "add `profile = \"usage.csv\"`, or `running_tasks`, `cpu_percent` and `memory_percent`";
        table.missing("nothing measured is given in `[service.measured]`", help);
        return;
    }
    for key in needed.into_iter().filter(|key| !table.has(key)) {
        let title = format!("`{key}` is missing in `[service.measured]`");
        table.missing(title, format!("without a profile, `{key}` is needed beside the others"));
    }
}

/// The curve through the percentiles of a table; they may not fall.
fn read_curve(table: &Table<'_, '_>) -> Option<LoadDuration> {
    let given = |name: &str| {
        if matches!(name, "p50" | "max") { table.required_number(name) } else { table.optional_number(name) }
    };
    let values: Vec<(&str, f64, Option<f64>)> =
        SHARES.iter().map(|&(name, share)| (name, share, given(name))).collect();
    let known: Vec<(&str, f64, f64)> =
        values.iter().filter_map(|&(name, share, value)| Some((name, share, value?))).collect();
    let mut falls = false;
    for pair in known.windows(2) {
        let ((lower, _, low), (higher, _, high)) = (pair[0], pair[1]);
        if high < low {
            report_fall(table, (lower, low), (higher, high));
            falls = true;
        }
    }
    let median = known.iter().find(|(name, ..)| *name == "p50").map(|&(.., value)| value)?;
    known.iter().find(|(name, ..)| *name == "max")?;
    if falls {
        return None;
    }
    let mut points: Vec<(f64, f64)> = known.iter().map(|&(_, share, value)| (share, value)).collect();
    if points.first().is_none_or(|&(share, _)| share > 0.0) {
        points.insert(0, (0.0, median));
    }
    Some(LoadDuration::through(points))
}

fn report_fall(table: &Table<'_, '_>, (lower, low): (&str, f64), (higher, high): (&str, f64)) {
    let file = &table.walk.file;
    let diagnostic = Diagnostic::error(Code::MinimumAboveMaximum, format!("`{lower}` is above `{higher}`"))
        .at(file, table.span_of(higher), format!("{high} %"))
        .at(file, table.span_of(lower), format!("but `{lower}` is {low} %"));
    table.walk.push(diagnostic.help("percentiles rise from `min` to `max`"));
}
