//! Run-to-completion tasks.

use super::scenario::Context;
use super::schedule::read_schedule;
use super::service::{architectures, tags};
use super::table::Table;
use super::task_size::read_task_size;
use crate::scenario::{Job, JobDuration};

/// The job; `None` when a part of it cannot be used, which has been reported.
pub(super) fn read_job(table: &Table<'_, '_>, context: &Context<'_>) -> Option<Job> {
    let schedule = read_schedule(table);
    let size = table.optional_table("task").map(|task| read_task_size(&task, context.types_pinned));
    if !table.has("task") {
        table.missing("`task` is missing in `[[job]]`", "add `task = { vcpu = 1, memory_gb = 2 }`");
    }
    let (name, count) = (table.text("name"), table.integer("count"));
    let duration = JobDuration::Fixed(table.integer("duration_seconds"));
    let (architectures, interruptible, tags) = (architectures(table), table.flag("interruptible"), tags(table));
    let (schedule, task_size) = (schedule?, size??);
    Some(Job { name, schedule, count, duration, spare_room_only: false, task_size, architectures, interruptible, tags })
}
