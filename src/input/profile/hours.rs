//! Profiles of a day or a week of hours.

use super::rows::Reading;
use crate::diagnostic::Code;
use crate::input::csv_report::Report;
use crate::scenario::{Profile, ProfileShape};

const HOURS_OF_DAY: usize = 24;

const HOURS_OF_WEEK: usize = 168;

const HELP: &str =
    "a day has hours 0 to 23; a week starts on Monday at 00:00 and has hours 0 to 167, or 0 to 23 seven times";

/// The profile of rows with an `hour`; `rows` of the file, of which those that could be read are `readings`.
pub(super) fn profile(rows: usize, readings: &[Reading<'_>], report: &mut Report<'_>) -> Option<Profile> {
    if readings.len() < rows {
        return None;
    }
    let repeats = readings.get(HOURS_OF_DAY).is_some_and(|reading| reading.time.parse() == Ok(0));
    for (index, reading) in readings.iter().enumerate() {
        let expected = if repeats { index % HOURS_OF_DAY } else { index };
        if reading.time.parse() != Ok(expected) {
            report_hour(reading, expected, report);
            return None;
        }
    }
    if report.has_problems() {
        return None;
    }
    let shape = match readings.len() {
        HOURS_OF_DAY => ProfileShape::Day,
        HOURS_OF_WEEK => ProfileShape::Week,
        rows => {
            let title = format!("the profile has {rows} rows of an hour, neither 24 nor 168");
            report.whole_file(Code::ProfileHours, title, HELP);
            return None;
        }
    };
    let rows = readings.iter().map(|reading| reading.value).collect();
    Some(Profile { shape, step_minutes: 60, rows, filled_rows: 0 })
}

fn report_hour(reading: &Reading<'_>, expected: usize, report: &mut Report<'_>) {
    let title = format!("hour `{}` is out of turn", reading.time);
    report.at(reading.time_place.clone(), Code::ProfileHours, title, format!("expected hour {expected}"), HELP);
}
