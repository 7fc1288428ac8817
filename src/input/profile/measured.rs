//! What CloudWatch measured of a service, row by row: running tasks, and utilisation in percent.

use super::rows::{Reading, Row, Rows, is_whole, warn_of_the_end};
use super::{Gaps, ProfileRequest, dated};
use crate::diagnostic::{Code, Diagnostics};
use crate::input::csv_report::Report;
use crate::input::nearest::{nearest, or_list};
use crate::scenario::Profile;
use crate::time::LocalClock;

/// More tasks than this in a row, or a larger utilisation, is a slip of unit.
const MOST_TASKS: f64 = 1e6;
const MOST_PERCENT: f64 = 10_000.0;

/// The names that each column may have; the maximums may be missing.
const TASKS: [&str; 2] = ["tasks", "RunningTaskCount"];
const CPU: [&str; 2] = ["cpu_percent", "CPUUtilization"];
const MEMORY: [&str; 2] = ["memory_percent", "MemoryUtilization"];
const CPU_MAXIMUM: [&str; 1] = ["cpu_maximum_percent"];
const MEMORY_MAXIMUM: [&str; 1] = ["memory_maximum_percent"];

/// A series to parse, and how.
pub(in crate::input) struct MeasuredRequest<'a> {
    /// Its name in problems.
    pub(in crate::input) file: &'a str,
    pub(in crate::input) text: &'a str,
    /// The clock of timestamps without an offset.
    pub(in crate::input) clock: &'a LocalClock,
    pub(in crate::input) timestamp_column: Option<&'a str>,
    pub(in crate::input) gaps: Gaps,
    /// vCPU of the tasks that were measured.
    pub(in crate::input) vcpu: f64,
}

/// One row; percentages are of what the tasks reserve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::input) struct MeasuredRow {
    pub(in crate::input) tasks: f64,
    pub(in crate::input) cpu: f64,
    pub(in crate::input) memory: f64,
    /// The largest of a task, where it is known; else as above.
    pub(in crate::input) cpu_maximum: f64,
    pub(in crate::input) memory_maximum: f64,
}

impl MeasuredRow {
    /// vCPU in use (rule RS1).
    fn demand(&self, vcpu: f64) -> f64 {
        self.tasks * vcpu * self.cpu / 100.0
    }
}

/// A series: the demand in vCPU without gaps, and the rows that the file has.
#[derive(Debug)]
pub(in crate::input) struct MeasuredSeries {
    pub(in crate::input) profile: Profile,
    pub(in crate::input) rows: Vec<MeasuredRow>,
    pub(in crate::input) warnings: Vec<String>,
}

/// Parses a series.
pub(in crate::input) fn parse_measured(request: &MeasuredRequest<'_>) -> Result<MeasuredSeries, Diagnostics> {
    let mut report = Report::new(request.file, request.text);
    let parsed = parse_into(request, &mut report);
    let warnings = report.finish()?;
    let (profile, rows) = parsed.expect("a series that could not be parsed has been reported");
    Ok(MeasuredSeries { profile, rows, warnings })
}

fn parse_into(request: &MeasuredRequest<'_>, report: &mut Report<'_>) -> Option<(Profile, Vec<MeasuredRow>)> {
    let rows = Rows::of(request.text);
    let Some((header, body)) = rows.split_header() else {
        report.whole_file(Code::EmptyProfile, "the profile is empty", "add a header and rows");
        return None;
    };
    let columns = Columns::find(request, header, report)?;
    if body.is_empty() {
        report.whole_file(Code::EmptyProfile, "the profile has a header and no rows", "add rows below the header");
        return None;
    }
    let mut readings = Vec::with_capacity(body.len());
    let mut measured = Vec::with_capacity(body.len());
    for (index, row) in body.iter().enumerate() {
        let cut_off = !rows.ended && index + 1 == body.len();
        if !is_whole(row, header.len(), &columns.all(), cut_off, report) {
            continue;
        }
        let found = columns.read(row, report);
        let time = row.field(columns.time).unwrap_or_default();
        readings.push(Reading { time, time_place: row.place_of(columns.time), value: found.demand(request.vcpu) });
        measured.push(found);
    }
    warn_of_the_end(&rows, report);
    let (file, text, clock, gaps) = (request.file, request.text, request.clock, request.gaps);
    let of_profile = ProfileRequest {
        file,
        text,
        clock,
        timestamp_column: request.timestamp_column,
        value_column: None,
        unit: None,
        scale: 1.0,
        gaps,
    };
    let profile = dated::profile(&of_profile, &readings, report)?;
    warn_of_fractions(&measured, report);
    Some((profile, measured))
}

/// Percentages that are never above 1 are likely to be fractions.
fn warn_of_fractions(rows: &[MeasuredRow], report: &mut Report<'_>) {
    if rows.iter().any(|row| row.tasks > 0.0) && rows.iter().all(|row| row.cpu <= 1.0 && row.memory <= 1.0) {
        report.warn("no utilisation is above 1 %; are these fractions? Percent are expected, such as 34.5");
    }
}

/// Where the columns are.
struct Columns {
    time: usize,
    tasks: usize,
    cpu: usize,
    memory: usize,
    cpu_maximum: Option<usize>,
    memory_maximum: Option<usize>,
}

impl Columns {
    fn find(request: &MeasuredRequest<'_>, header: &Row, report: &mut Report<'_>) -> Option<Self> {
        let names: Vec<&str> = header.fields().collect();
        let at = |wanted: &[&str]| names.iter().position(|name| wanted.contains(name));
        let time_name = request.timestamp_column.unwrap_or("timestamp");
        let found = [at(&[time_name]), at(&TASKS), at(&CPU), at(&MEMORY)];
        let [Some(time), Some(tasks), Some(cpu), Some(memory)] = found else {
            let expected = [vec![time_name], TASKS.to_vec(), CPU.to_vec(), MEMORY.to_vec()];
            let missing = expected.into_iter().zip(found).filter(|(_, found)| found.is_none());
            missing.for_each(|(expected, _)| report_missing(header, &names, &expected, report));
            return None;
        };
        let columns =
            Self { time, tasks, cpu, memory, cpu_maximum: at(&CPU_MAXIMUM), memory_maximum: at(&MEMORY_MAXIMUM) };
        columns.warn_of_unused(&names, report);
        Some(columns)
    }

    /// The columns of values.
    fn all(&self) -> Vec<usize> {
        [self.tasks, self.cpu, self.memory].into_iter().chain(self.cpu_maximum).chain(self.memory_maximum).collect()
    }

    /// The values of a row; what cannot be used is reported and stands as zero.
    fn read(&self, row: &Row, report: &mut Report<'_>) -> MeasuredRow {
        let tasks = value(row, self.tasks, MOST_TASKS, report);
        // Nothing is measured while nothing runs.
        let idle = tasks == Some(0.0);
        let mut percent = |column: usize| match row.field(column) {
            Some("") if idle => 0.0,
            _ => value(row, column, MOST_PERCENT, report).unwrap_or(0.0),
        };
        let (cpu, memory) = (percent(self.cpu), percent(self.memory));
        let cpu_maximum = self.cpu_maximum.map_or(cpu, &mut percent);
        let memory_maximum = self.memory_maximum.map_or(memory, &mut percent);
        MeasuredRow { tasks: tasks.unwrap_or(0.0), cpu, memory, cpu_maximum, memory_maximum }
    }

    fn warn_of_unused(&self, names: &[&str], report: &mut Report<'_>) {
        let mut used = self.all();
        used.push(self.time);
        let is_unused = |(index, _): &(usize, &&str)| !used.contains(index);
        let unused: Vec<&str> = names.iter().enumerate().filter(is_unused).map(|(_, name)| *name).collect();
        if !unused.is_empty() {
            report.warn(format!("columns that are not used: {}", unused.join(", ")));
        }
    }
}

fn report_missing(header: &Row, names: &[&str], expected: &[&str], report: &mut Report<'_>) {
    let title = format!("the profile has no column {}", or_list(expected));
    let meant = expected.iter().find_map(|wanted| nearest(wanted, names.iter().copied()));
    let help = match meant {
        Some(found) => format!("is `{found}` meant? Rename it to `{}`", expected[0]),
        None => "the columns are `timestamp`, `tasks`, `cpu_percent` and `memory_percent`, in any order".to_owned(),
    };
    report.at(header.span.clone(), Code::ProfileColumns, title, "the first line is the header", help);
}

fn value(row: &Row, column: usize, most: f64, report: &mut Report<'_>) -> Option<f64> {
    let text = row.field(column).unwrap_or_default();
    let number = text.parse::<f64>().ok().filter(|value| (0.0..=most).contains(value));
    if number.is_none() {
        let title = if text.is_empty() {
            "the row has no value".to_owned()
        } else {
            format!("`{text}` cannot have been measured")
        };
        let help = "leave the row out where nothing was measured";
        let expected = format!("expected a number from 0 to {most}");
        report.at(row.place_of(column), Code::ProfileValue, title, expected, help);
    }
    number
}
