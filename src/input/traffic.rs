//! The traffic of a service.

use super::files::ReadError;
use super::profile::{self, ProfileRequest};
use super::scenario::Context;
use super::schedule::read_clock;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{
    DemandUnit, Event, EventEffect, Holiday, HolidayEffect, Interpolation, Noise, PeakPattern, Profile, ProfileShape,
    Traffic,
};
use crate::time::LocalClock;

/// Reads traffic; `None` when it cannot be used, which has been reported.
pub(super) fn read_traffic(table: &Table<'_, '_>, context: &Context<'_>) -> Option<Traffic> {
    let clock = read_clock(table);
    let demand = read_demand(table, clock.as_ref(), context);
    let holidays = read_holidays(table);
    let events = read_events(table);
    let peak = read_peak(table);
    let noise = read_noise(table);
    let interpolation =
        if table.choice("interpolation") == "step" { Interpolation::Step } else { Interpolation::Linear };
    let growth_percent_per_month = table.number("growth_percent_per_month");
    let (profile, unit) = demand?;
    Some(Traffic {
        profile,
        unit,
        clock: clock?,
        interpolation,
        growth_percent_per_month,
        holidays,
        events,
        level_changes: Vec::new(),
        peak,
        noise,
    })
}

fn read_demand(
    table: &Table<'_, '_>,
    clock: Option<&LocalClock>,
    context: &Context<'_>,
) -> Option<(Profile, DemandUnit)> {
    let constant = table.optional_number("constant");
    let path = table.optional_text("profile");
    let request = ProfileOptions::read(table);
    match (table.has("profile"), table.has("constant")) {
        (true, true) => {
            table.problem(
                Code::Contradiction,
                "`profile` and `constant` are both given",
                "constant",
                "expected only one of them",
            );
            None
        }
        (false, false) => {
            table.missing(
                "the demand is missing in `[service.traffic]`",
                "add `profile = \"week.csv\"` or `constant = 120`",
            );
            None
        }
        (false, true) => constant_demand(table, constant?, &request),
        (true, false) => profile_demand(table, &path?, clock, request, context),
    }
}

/// The keys that say how to read a profile.
struct ProfileOptions {
    timestamp_column: Option<String>,
    value_column: Option<String>,
    unit: Option<DemandUnit>,
    scale: f64,
    gaps: profile::Gaps,
}

impl ProfileOptions {
    fn read(table: &Table<'_, '_>) -> Self {
        Self {
            timestamp_column: table.optional_text("timestamp_column"),
            value_column: table.optional_text("value_column"),
            unit: table.optional_choice("unit").map(demand_unit),
            scale: table.number("scale"),
            gaps: profile::Gaps::named(table.choice("gaps")),
        }
    }
}

/// The unit of a checked name.
pub(super) fn demand_unit(name: &str) -> DemandUnit {
    match name {
        "requests" => DemandUnit::Requests,
        "vcpu" => DemandUnit::Vcpu,
        _ => DemandUnit::RequestsPerSecond,
    }
}

/// A constant is a day of equal hours.
fn constant_demand(table: &Table<'_, '_>, constant: f64, options: &ProfileOptions) -> Option<(Profile, DemandUnit)> {
    if options.unit == Some(DemandUnit::Requests) {
        let title = "a constant cannot be in `requests`";
        table.problem(Code::Contradiction, title, "unit", "expected `requests_per_second` or `vcpu`");
        return None;
    }
    for key in ["timestamp_column", "value_column"].into_iter().filter(|key| table.has(key)) {
        table.problem(Code::Contradiction, format!("`{key}` means nothing for a constant"), key, "there is no file");
    }
    let rows = vec![constant * options.scale; 24];
    let profile = Profile { shape: ProfileShape::Day, step_minutes: 60, rows, filled_rows: 0 };
    Some((profile, options.unit.unwrap_or(DemandUnit::RequestsPerSecond)))
}

fn profile_demand(
    table: &Table<'_, '_>,
    path: &str,
    clock: Option<&LocalClock>,
    options: ProfileOptions,
    context: &Context<'_>,
) -> Option<(Profile, DemandUnit)> {
    if options.value_column.is_some() && options.unit.is_none() && !table.has("unit") {
        let help = "add `unit = \"requests\"`, `\"requests_per_second\"` or `\"vcpu\"`";
        table.missing("`value_column` needs `unit`", help);
        return None;
    }
    let text = (context.sources.read_profile)(path).map_err(|error| report_unreadable(table, path, &error)).ok()?;
    let request = ProfileRequest {
        file: path,
        text: &text,
        clock: clock?,
        timestamp_column: options.timestamp_column.as_deref(),
        value_column: options.value_column.as_deref(),
        unit: options.unit,
        scale: options.scale,
        gaps: options.gaps,
    };
    let parsed = profile::parse(&request).map_err(|diagnostics| table.walk.absorb(diagnostics)).ok()?;
    parsed.warnings.into_iter().for_each(|warning| table.walk.warn(warning));
    assume_time_zone(table, &parsed.profile);
    Some((parsed.profile, parsed.unit))
}

/// Reports a `profile` that cannot be read.
pub(super) fn report_unreadable(table: &Table<'_, '_>, path: &str, error: &ReadError) {
    let diagnostic = error.diagnostic(path).at(&table.walk.file, table.span_of("profile"), "named here");
    table.walk.push(diagnostic.help(match error {
        ReadError::TooLarge { .. } => "export requests per minute or per hour instead of single requests",
        ReadError::NotText { .. } => "export it as CSV in UTF-8",
        _ => "the path is relative to the scenario's own folder",
    }));
}

/// Says on which clock a profile without offsets is read.
pub(super) fn assume_time_zone(table: &Table<'_, '_>, profile: &Profile) {
    let local = !matches!(profile.shape, ProfileShape::DatedUtc { .. });
    if local && !table.has("timezone") {
        let reason = "planning default: the hours of the profile are taken to be UTC, as in what AWS exports";
        table.walk.assume(22, table.place_of("timezone"), "UTC", reason);
    }
}

fn read_holidays(table: &Table<'_, '_>) -> Vec<Holiday> {
    let mut holidays: Vec<Holiday> = Vec::new();
    for entry in table.tables("holiday") {
        let (date, effect) = (entry.date("date"), holiday_effect(&entry));
        let Some((date, effect)) = date.zip(effect) else { continue };
        if holidays.iter().any(|earlier| earlier.date == date) {
            entry.problem(
                Code::DuplicateName,
                format!("the holiday {date} is given twice"),
                "date",
                "expected another date",
            );
        }
        holidays.push(Holiday { date, effect });
    }
    holidays
}

fn holiday_effect(entry: &Table<'_, '_>) -> Option<HolidayEffect> {
    let (like, factor) = (entry.optional_choice("like"), entry.optional_number("multiply"));
    entry.exactly_one("like", "multiply")?;
    like.map(|day| HolidayEffect::Like(weekday(day))).or(factor.map(HolidayEffect::Multiply))
}

/// 0 for Monday to 6 for Sunday, by the first letters of the day.
fn weekday(day: &str) -> u8 {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    days.iter().position(|name| *name == day).and_then(|index| u8::try_from(index).ok()).unwrap_or(6)
}

fn read_events(table: &Table<'_, '_>) -> Vec<Event> {
    let read = |entry: &Table<'_, '_>| {
        let (start, end) = (entry.date_time("start"), entry.date_time("end"));
        let (factor, amount) = (entry.optional_number("multiply"), entry.optional_number("add"));
        entry.exactly_one("multiply", "add")?;
        let effect = factor.map(EventEffect::Multiply).or(amount.map(EventEffect::Add))?;
        let (start, end) = start.zip(end)?;
        if end <= start {
            entry.problem(
                Code::MinimumAboveMaximum,
                "the event ends before it starts",
                "end",
                format!("expected after {start}"),
            );
        }
        Some(Event { start, end, effect })
    };
    table.tables("event").iter().filter_map(read).collect()
}

fn read_peak(table: &Table<'_, '_>) -> Option<PeakPattern> {
    let (factor, minutes) = (table.number("peak_factor"), table.integer("peak_minutes"));
    if factor * f64::from(minutes) > 60.0 {
        let diagnostic = Diagnostic::error(Code::OutOfRange, "the burst holds more than its whole hour");
        let found = format!("{factor} times the mean for {minutes} minutes is more than 60 minutes of traffic");
        let diagnostic = diagnostic.at(&table.walk.file, table.span_of("peak_factor"), found);
        table.walk.push(diagnostic.help("lower `peak_factor` or `peak_minutes` until their product is at most 60"));
    }
    (factor > 1.0).then_some(PeakPattern { factor, minutes })
}

fn read_noise(table: &Table<'_, '_>) -> Option<Noise> {
    let (percent, seed) = (table.number("noise_percent"), table.number("noise_seed"));
    (percent > 0.0).then_some(Noise { percent, seed: seed as u64 })
}
