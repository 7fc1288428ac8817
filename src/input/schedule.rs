//! Schedules and time zones.

use super::nearest::nearest;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::time::{LocalClock, Schedule, ScheduleError};

/// The schedule of a table with `schedule` and `timezone`; `None` when it cannot be used, which has been reported.
pub(super) fn read_schedule(table: &Table<'_, '_>) -> Option<Schedule> {
    let (expression, clock) = (table.text("schedule"), read_clock(table));
    table.raw_text("schedule")?;
    let schedule = Schedule::parse(&expression, clock?).map_err(|error| refuse_unreadable(table, &error)).ok()?;
    if schedule.never_fires() {
        refuse_idle(table, schedule.clock());
        return None;
    }
    Some(schedule)
}

fn refuse_unreadable(table: &Table<'_, '_>, error: &ScheduleError) {
    let diagnostic = Diagnostic::error(Code::Schedule, "`schedule` cannot be understood");
    let diagnostic = diagnostic.at(&table.walk.file, table.span_of("schedule"), error.to_string());
    table.walk.push(diagnostic.help("write it as AWS does, such as `cron(0 20 ? * MON-FRI *)`"));
}

/// Ignoring it would leave out of the plan what the schedule was written for.
fn refuse_idle(table: &Table<'_, '_>, clock: &LocalClock) {
    let found = format!("there is no such moment in the time zone `{}`", clock.name());
    let diagnostic = Diagnostic::error(Code::Schedule, "`schedule` never fires");
    let diagnostic = diagnostic.at(&table.walk.file, table.span_of("schedule"), found);
    table.walk.push(diagnostic.help("name a day and a time that exist there, or remove the schedule"));
}

/// The clock of a table's `timezone`; `None` when the zone is not known, which has been reported.
pub(super) fn read_clock(table: &Table<'_, '_>) -> Option<LocalClock> {
    let name = table.text("timezone");
    let clock = LocalClock::named(&name);
    if clock.is_none() && table.raw_text("timezone").is_some() {
        let diagnostic = Diagnostic::error(Code::UnknownTimeZone, format!("time zone `{name}` is not known"));
        let found = "expected an IANA name such as `Asia/Seoul`";
        let diagnostic = diagnostic.at(&table.walk.file, table.span_of("timezone"), found);
        table.walk.push(with_nearest(diagnostic, &name));
    }
    clock
}

fn with_nearest(diagnostic: Diagnostic, name: &str) -> Diagnostic {
    let zones: Vec<String> = LocalClock::names();
    let near = nearest(name, zones.iter().map(String::as_str)).or_else(|| {
        let city = |zone: &&String| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(name));
        zones.iter().find(city).map(String::as_str)
    });
    match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("`UTC` is always right for data that AWS exports"),
    }
}
