//! Figures of a profile.

use super::{Figures, SATURATED_PERCENT};
use crate::input::files::ReadError;
use crate::input::profile::Gaps;
use crate::input::profile::measured::{MeasuredRequest, MeasuredRow, MeasuredSeries, parse_measured};
use crate::input::scenario::Context;
use crate::input::table::Table;
use crate::input::traffic::{assume_time_zone, report_unreadable};
use crate::scenario::{Interpolation, MeasuredTasks, TaskSize, Utilisation};
use crate::time::LocalClock;

/// The figures of the file at `path`; of an unknown size only its problems.
pub(super) fn figures(
    table: &Table<'_, '_>,
    path: &str,
    size: Option<TaskSize>,
    clock: &LocalClock,
    memory_percentile: f64,
    context: &Context<'_>,
) -> Option<Figures> {
    let timestamp_column = table.optional_text("timestamp_column");
    let unreadable = |error: &ReadError| report_unreadable(table, path, error);
    let text = (context.sources.read_profile)(path).map_err(|error| unreadable(&error)).ok()?;
    let request = MeasuredRequest {
        file: path,
        text: &text,
        clock,
        timestamp_column: timestamp_column.as_deref(),
        gaps: Gaps::named(table.choice("gaps")),
        vcpu: size.map_or(1.0, TaskSize::vcpu),
    };
    let series = parse_measured(&request).map_err(|diagnostics| table.walk.absorb(diagnostics)).ok()?;
    series.warnings.iter().for_each(|warning| table.walk.warn(warning.clone()));
    assume_time_zone(table, &series.profile);
    if series.rows.iter().all(|row| row.tasks <= 0.0) {
        table.problem(
            crate::diagnostic::Code::ProfileValue,
            "no task ran in any row of the profile",
            "profile",
            "expected at least one row with `tasks` above 0",
        );
        return None;
    }
    Some(of_series(series, memory_percentile))
}

fn of_series(series: MeasuredSeries, memory_percentile: f64) -> Figures {
    let MeasuredSeries { profile, rows, .. } = series;
    let running: Vec<&MeasuredRow> = rows.iter().filter(|row| row.tasks > 0.0).collect();
    let sorted = |value: fn(&MeasuredRow) -> f64| {
        let mut values: Vec<f64> = running.iter().map(|row| value(row)).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (cpu, memory) = (sorted(|row| row.cpu), sorted(|row| row.memory));
    let memory_maximum = sorted(|row| row.memory_maximum);
    let is_saturated = |row: &&MeasuredRow| row.cpu >= SATURATED_PERCENT || row.cpu_maximum >= 100.0;
    let saturated = rows.iter().filter(|row| row.tasks > 0.0).filter(is_saturated).count();
    let tasks: Vec<f64> = rows.iter().map(|row| row.tasks).collect();
    Figures {
        minutes: Some(profile.rows.len() as i64 * i64::from(profile.step_minutes)),
        step_minutes: Some(profile.step_minutes),
        tasks: MeasuredTasks {
            min: tasks.iter().copied().fold(f64::INFINITY, f64::min),
            mean: tasks.iter().sum::<f64>() / tasks.len() as f64,
            max: tasks.iter().copied().fold(0.0, f64::max),
        },
        cpu: utilisation(&cpu, sorted(|row| row.cpu_maximum).last().copied()),
        memory: utilisation(&memory, memory_maximum.last().copied()),
        saturated_percent: 100.0 * saturated as f64 / rows.len() as f64,
        memory_percent: nearest_rank(&memory_maximum, memory_percentile),
        interpolation: Interpolation::Linear,
        profile,
    }
}

fn utilisation(sorted: &[f64], max: Option<f64>) -> Utilisation {
    Utilisation {
        mean: sorted.iter().sum::<f64>() / sorted.len() as f64,
        p50: nearest_rank(sorted, 50.0),
        p95: nearest_rank(sorted, 95.0),
        max: max.unwrap_or(0.0),
    }
}

/// The ⌈p·n/100⌉-th smallest value.
fn nearest_rank(sorted: &[f64], percentile: f64) -> f64 {
    let rank = (percentile * sorted.len() as f64 / 100.0 - 1e-9).ceil().max(1.0) as usize;
    sorted.get(rank.min(sorted.len()) - 1).copied().unwrap_or(0.0)
}
