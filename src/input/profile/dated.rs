//! Profiles of dated rows.

use super::gaps::{Filled, fill};
use super::rows::Reading;
use super::timestamp::{self, Moment};
use super::{Gaps, ProfileRequest};
use crate::diagnostic::Code;
use crate::input::csv_report::Report;
use crate::scenario::{Profile, ProfileShape};
use crate::time::{LocalClock, MINUTES_PER_DAY, civil_minute};

/// Rows are at most this many minutes apart.
const LONGEST_STEP: i64 = 60;

/// The longest profile: ten years and their leap days.
const LONGEST_PROFILE_MINUTES: i64 = 3_653 * MINUTES_PER_DAY;

/// The profile of rows with a `timestamp`.
pub(super) fn profile(
    request: &ProfileRequest<'_>,
    readings: &[Reading<'_>],
    report: &mut Report<'_>,
) -> Option<Profile> {
    let moments = read_moments(readings, report)?;
    check_order(request, readings, &moments, report);
    if report.has_problems() {
        return None;
    }
    let minutes: Vec<i64> = moments.iter().map(|moment| moment.minute()).collect();
    let step = find_step(readings, &minutes, report)?;
    check_length(&minutes, step, report);
    if report.has_problems() {
        return None;
    }
    let local = matches!(moments.first(), Some(Moment::Local(_)));
    let values: Vec<f64> = readings.iter().map(|reading| reading.value).collect();
    let clock = local.then_some(request.clock);
    let filled = fill(&minutes, &values, step, request.gaps, clock);
    report_long_gaps(request, readings, &filled, report);
    warn_of_fillings(request, &filled, report);
    let first_minute = *minutes.first()?;
    let shape = if local { ProfileShape::DatedLocal { first_minute } } else { ProfileShape::DatedUtc { first_minute } };
    Some(Profile { shape, step_minutes: u32::try_from(step).ok()?, rows: filled.rows, filled_rows: filled.filled_rows })
}

/// The moments of all rows, if each has one and all are of one kind.
fn read_moments(readings: &[Reading<'_>], report: &mut Report<'_>) -> Option<Vec<Moment>> {
    let mut moments: Vec<Moment> = Vec::with_capacity(readings.len());
    for reading in readings {
        match timestamp::parse(reading.time) {
            Ok(moment) => moments.push(moment),
            Err(expected) => {
                let title = format!("timestamp `{}` cannot be understood", reading.time);
                let help = "write whole minutes, with `Z` or an offset when they are not in the traffic's `timezone`";
                report.at(reading.time_place.clone(), Code::Timestamp, title, expected, help);
            }
        }
    }
    (moments.len() == readings.len() && offsets_agree(readings, &moments, report)).then_some(moments)
}

/// Whether all timestamps have an offset, or none; reports those that differ from the first.
fn offsets_agree(readings: &[Reading<'_>], moments: &[Moment], report: &mut Report<'_>) -> bool {
    let is_local = |moment: &Moment| matches!(moment, Moment::Local(_));
    let first = moments.first().is_some_and(is_local);
    let (found, help) = if first {
        ("an offset, but the first row has none", "remove the offsets, or give every timestamp its own")
    } else {
        ("no offset, but the first row has one", "give every timestamp `Z` or its offset")
    };
    let mut agree = true;
    for (reading, _) in readings.iter().zip(moments).filter(|(_, moment)| is_local(moment) != first) {
        let title = "some timestamps have an offset and some do not";
        report.at(reading.time_place.clone(), Code::MixedOffsets, title, found, help);
        agree = false;
    }
    agree
}

fn check_order(request: &ProfileRequest<'_>, readings: &[Reading<'_>], moments: &[Moment], report: &mut Report<'_>) {
    for (pair, reading) in moments.windows(2).zip(readings.iter().skip(1)) {
        let (before, now) = (pair[0].minute(), pair[1].minute());
        if now > before {
            continue;
        }
        if is_shown_twice(request.clock, pair[1]) {
            let title = format!("`{}` appears twice: the clock is set back here", reading.time);
            let help = "write the timestamps with their UTC offset";
            report.at(
                reading.time_place.clone(),
                Code::DuplicateTimestamp,
                title,
                "which of the two is not said",
                help,
            );
        } else if now == before {
            let title = format!("`{}` appears twice", reading.time);
            report.at(
                reading.time_place.clone(),
                Code::DuplicateTimestamp,
                title,
                "the row before has the same time",
                "keep one of the rows",
            );
        } else {
            let title = format!("`{}` is before the row above it", reading.time);
            report.at(
                reading.time_place.clone(),
                Code::UnorderedTimestamp,
                title,
                "expected a later time",
                "sort the file by its timestamps",
            );
        }
    }
}

/// Whether the local clock shows this time twice, because it is set back by half an hour, one hour or two.
fn is_shown_twice(clock: &LocalClock, moment: Moment) -> bool {
    let Moment::Local(civil) = moment else { return false };
    let first = civil - clock.offset_minutes(civil - MINUTES_PER_DAY);
    clock.civil_at(first) == civil && [30, 60, 120].into_iter().any(|later| clock.civil_at(first + later) == civil)
}

fn find_step(readings: &[Reading<'_>], minutes: &[i64], report: &mut Report<'_>) -> Option<i64> {
    let distances = || minutes.windows(2).map(|pair| pair[1] - pair[0]);
    let Some(step) = distances().min() else {
        report.whole_file(Code::ProfileLength, "the profile has only one row", "give at least one whole day of rows");
        return None;
    };
    if step > LONGEST_STEP {
        let title = format!("the rows are {step} minutes apart");
        report.at(
            readings[1].time_place.clone(),
            Code::ProfileStep,
            title,
            "expected 1 to 60 minutes",
            "export the metric at a finer period",
        );
        return None;
    }
    for (distance, reading) in distances().zip(readings.iter().skip(1)).filter(|(distance, _)| distance % step != 0) {
        let title = format!("the row is {distance} minutes after the one before");
        let found = format!("expected a multiple of {step} minutes, the smallest distance in the file");
        report.at(reading.time_place.clone(), Code::ProfileStep, title, found, "resample the rows to one step");
    }
    (!report.has_problems()).then_some(step)
}

fn check_length(minutes: &[i64], step: i64, report: &mut Report<'_>) {
    let (Some(first), Some(last)) = (minutes.first(), minutes.last()) else { return };
    let covered = last - first + step;
    if covered < MINUTES_PER_DAY {
        let title = format!("the profile covers {covered} minutes, less than a day");
        report.whole_file(Code::ProfileLength, title, "give at least one whole day of rows");
    }
    if covered > LONGEST_PROFILE_MINUTES {
        report.whole_file(
            Code::ProfileLength,
            "the profile covers more than ten years",
            "check the years of the timestamps",
        );
    }
}

fn report_long_gaps(request: &ProfileRequest<'_>, readings: &[Reading<'_>], filled: &Filled, report: &mut Report<'_>) {
    if request.gaps != Gaps::Error {
        return;
    }
    for gap in &filled.long_gaps {
        let title = format!("{} rows are missing before `{}`", gap.missing, readings[gap.before_row].time);
        let help = "add `gaps = \"zero\"` if nothing happened then, or `gaps = \"previous\"` if the last value went on";
        let place = readings[gap.before_row].time_place.clone();
        report.at(place, Code::Gap, title, "at most 3 missing rows are filled in", help);
    }
}

fn warn_of_fillings(request: &ProfileRequest<'_>, filled: &Filled, report: &mut Report<'_>) {
    let refused = request.gaps == Gaps::Error && !filled.long_gaps.is_empty();
    if filled.filled_rows > 0 && !refused {
        report.warn(format!("{} missing rows were filled in", filled.filled_rows));
    }
}

/// The civil minutes that a clock skips between two of its minutes.
pub(super) fn skipped_minutes(clock: &LocalClock, from: i64, to: i64) -> i64 {
    let elapsed = utc_of(clock, to) - utc_of(clock, from);
    (to - from - elapsed).max(0)
}

fn utc_of(clock: &LocalClock, civil: i64) -> i64 {
    let epoch = jiff::civil::Date::constant(1970, 1, 1).at(0, 0, 0, 0);
    debug_assert_eq!(civil_minute(epoch), 0);
    let moment = epoch.checked_add(jiff::SignedDuration::from_mins(civil)).ok();
    moment.and_then(|moment| clock.utc_at(moment)).unwrap_or(civil)
}
