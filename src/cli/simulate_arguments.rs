//! The arguments of `ecsplan simulate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use ecsplan::comparison::OptionId;

use super::report_arguments::option_ids;

const COLUMNS: &str = "\
Columns of CSV and keys of JSON rows (`ecsplan schema timeline`), one row per service, job and instance type and hour
or minute; rates are means over the row, in its unit:
  time             start of the row, UTC
  seconds          its length
  kind, name       service, job or instances; its name or instance type
  unit             requests_per_second or vcpu; empty without traffic
  demand           what arrived
  served           what was served
  not_served       what was turned away
  waiting          requests, or vCPU-seconds, that wait when the row ends
  capacity         what the serving tasks could serve at 100 %
  desired          tasks that scaling asked for: mean
  desired_max      and most
  serving          tasks that served: mean
  serving_min      and least
  running          tasks that were billed (Fargate) or held a place (EC2), or instances: mean
  running_seconds  and in seconds; of a service on Fargate they sum to the task-seconds of its bill
  cpu_percent      CPU utilisation of the serving tasks, percent
  cpu_credits      least CPU credits of any instance, below 0 what is owed; empty when they earn none
  interrupted      tasks or instances that Spot interrupts; empty without --seed

Without --from and --to, csv and json have the whole horizon; the table, the pictures and --explain have the busiest
day: the day (UTC) with the largest minute of demand. With one of them only, they have a day from or up to it.";

#[derive(Args, Debug)]
#[command(after_long_help = COLUMNS)]
pub(super) struct SimulateArguments {
    /// The scenario, a TOML file
    pub(super) scenario: PathBuf,
    /// Which option; without it, the recommended one
    #[arg(long, value_name = "ID", value_parser = option_ids())]
    pub(super) option: Option<OptionId>,
    /// Only this service or job; pictures show one, without it the first with traffic
    #[arg(long, value_name = "NAME")]
    pub(super) service: Option<String>,
    /// How to write the timeline
    #[arg(long, value_enum, default_value_t = TimelineFormat::Table)]
    pub(super) format: TimelineFormat,
    /// How long rows are; pictures always see every minute
    #[arg(long, value_enum, default_value_t = Resolution::Hour)]
    pub(super) resolution: Resolution,
    /// First moment shown: a date or a time such as 2026-03-01T06:30, UTC unless it has an offset
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(super) from: Option<i64>,
    /// First moment no longer shown, written alike: --to 2026-03-02 ends with the last minute of 1 March
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(super) to: Option<i64>,
    /// Draw the load-duration curve instead, with `--format svg` or `png`: the hours sorted by demand, and by what the
    /// serving tasks could serve; without --from and --to over the whole horizon
    #[arg(long, conflicts_with = "explain")]
    pub(super) load_duration: bool,
    /// Print every scaling decision instead of the rows, with what led to it; with a picture in a file, beside it
    #[arg(long)]
    pub(super) explain: bool,
    /// Sample the interruptions of the option's Spot capacity: the same number draws the same ones
    ///
    /// Tasks are missing until their replacements serve. Scaling does not react, and what runs and is billed stays
    /// as it was. Without it nothing is interrupted.
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,
    /// How many runs to sample, each with the next seed; the first one is shown, all are summed up
    #[arg(long, value_name = "COUNT", default_value_t = 1, requires = "seed", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) runs: u32,
    /// Write into this file, whole or not at all
    #[arg(long, visible_alias = "output", value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    pub(super) prices: Option<PathBuf>,
    /// Treat every price that was not observed as missing
    #[arg(long)]
    pub(super) strict_prices: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TimelineFormat {
    /// Aligned columns for a terminal
    Table,
    /// A row for every service, job and instance type
    Csv,
    /// The same with the scaling decisions (see `ecsplan schema timeline`)
    Json,
    /// A chart
    Svg,
    /// The same chart in pixels
    Png,
}

impl TimelineFormat {
    pub(super) const fn is_picture(self) -> bool {
        matches!(self, Self::Svg | Self::Png)
    }

    /// Whether it has room for what several sampled runs came to.
    pub(super) const fn has_summary(self) -> bool {
        matches!(self, Self::Table | Self::Json)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Resolution {
    /// One row a minute
    Minute,
    /// One row an hour
    Hour,
}

/// A date or a time, in seconds since 1970-01-01T00:00Z; whole minutes.
fn moment(text: &str) -> Result<i64, String> {
    let with_offset = text.parse::<jiff::Timestamp>().ok();
    let local = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let moment = with_offset.or_else(|| local().map(|zoned| zoned.timestamp()));
    let moment = moment.ok_or("expected a date or a time, for example 2026-03-01 or 2026-03-01T06:30")?;
    if moment.as_second() % 60 == 0 && moment.subsec_nanosecond() == 0 {
        Ok(moment.as_second())
    } else {
        Err("expected whole minutes, for example 2026-03-01T06:30".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_dates_or_times_of_whole_minutes() {
        assert_eq!(moment("1970-01-02"), Ok(86_400));
        assert_eq!(moment("1970-01-01T06:30"), Ok(23_400));
        assert_eq!(moment("1970-01-01 06:30"), Ok(23_400));
        assert_eq!(moment("1970-01-01T06:30Z"), Ok(23_400));
        assert_eq!(moment("1970-01-01T09:30+09:00"), Ok(1_800));
        assert!(moment("1970-01-01T06:30:15").unwrap_err().contains("whole minutes"));
        assert!(moment("yesterday").unwrap_err().contains("2026-03-01"));
    }
}
