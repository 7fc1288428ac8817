//! Run-to-completion tasks.

use super::scenario::Context;
use super::schedule::read_schedule;
use super::service::{architectures, tags};
use super::table::Table;
use super::task_size::{SizesOf, read_task_size};
use crate::diagnostic::Code;
use crate::scenario::{Job, JobDuration};

/// The job; `None` when a part of it cannot be used, which has been reported.
pub(super) fn read_job(table: &Table<'_, '_>, context: &Context<'_>) -> Option<Job> {
    let schedule = read_schedule(table);
    let size = table.optional_table("task").map(|task| read_task_size(&task, SizesOf::linux(context.types_pinned)));
    if !table.has("task") {
        table.missing("`task` is missing in `[[job]]`", "add `task = { vcpu = 1, memory_gb = 2 }`");
    }
    let (name, count) = (table.text("name"), table.integer("count"));
    let duration = read_duration(table);
    let spare_room_only = table.flag("spare_room_only");
    let (architectures, interruptible, tags) = (architectures(table), table.flag("interruptible"), tags(table));
    let (schedule, duration, task_size) = (schedule?, duration?, size??);
    Some(Job { name, schedule, count, duration, spare_room_only, task_size, architectures, interruptible, tags })
}

fn read_duration(table: &Table<'_, '_>) -> Option<JobDuration> {
    let (seconds, quantiles) = (table.optional_integer("duration_seconds"), table.pairs("duration_quantiles"));
    table.exactly_one("duration_seconds", "duration_quantiles")?;
    seconds.map(JobDuration::Fixed).or_else(|| Some(JobDuration::Quantiles(checked_quantiles(table, quantiles?)?)))
}

/// Percent rise from 0 to 100, and seconds do not fall.
fn checked_quantiles(table: &Table<'_, '_>, quantiles: Vec<(u32, u32)>) -> Option<Vec<(u32, u32)>> {
    let refuse = |title: &str, found: String| {
        table.problem(Code::OutOfRange, title, "duration_quantiles", found);
    };
    let rises = quantiles.windows(2).find(|pair| pair[0].0 >= pair[1].0);
    let falls = quantiles.windows(2).find(|pair| pair[0].1 > pair[1].1);
    let (first, last) = (quantiles.first()?, quantiles.last()?);
    if let Some(pair) = rises {
        refuse("the percentages must rise", format!("found {} after {}", pair[1].0, pair[0].0));
    } else if first.0 != 0 || last.0 != 100 {
        refuse("the percentages must go from 0 to 100", format!("found {} to {}", first.0, last.0));
    } else if let Some(pair) = falls {
        refuse("the seconds must not fall", format!("found {} after {}", pair[1].1, pair[0].1));
    } else if last.1 == 0 {
        refuse("the longest task must take some time", "found 0 seconds".to_owned());
    } else {
        return Some(quantiles);
    }
    None
}
