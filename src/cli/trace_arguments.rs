//! The arguments of `ecsplan trace`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use ecsplan::comparison::OptionId;
use ecsplan::time::YearMonth;

use super::report_arguments::option_ids;

const ABOUT: &str = "\
Every item shows the rules of docs/model.md that made it, its price rows (file and line of the
tables, date, evidence, discount), its line items by month, and its five busiest hours. CSV has
every hour:
  option, service, usage_type, workload, purpose   the item
  hour                                             its start, UTC
  quantity, unit                                   what was metered, before any commitment

What is not metered by the hour (unused commitments, extra lines, tax) has no hours.";

#[derive(Args, Debug)]
#[command(after_long_help = ABOUT)]
pub(super) struct TraceArguments {
    /// The scenario, a TOML file
    pub(super) scenario: PathBuf,
    /// Which option
    #[arg(long, value_name = "ID", value_parser = option_ids())]
    pub(super) option: OptionId,
    /// Only line items of this service or job
    #[arg(long, value_name = "NAME")]
    pub(super) service: Option<String>,
    /// Only this usage type, with or without the prefix of the region, for example BoxUsage:m7g.large
    #[arg(long, value_name = "TYPE")]
    pub(super) usage_type: Option<String>,
    /// Only this month, for example 2026-03
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub(super) month: Option<YearMonth>,
    /// How to write the trace
    #[arg(long, value_enum, default_value_t = TraceFormat::Table)]
    pub(super) format: TraceFormat,
    /// Write it into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    pub(super) prices: Option<PathBuf>,
    /// Treat every price that was not observed as missing
    #[arg(long)]
    pub(super) strict_prices: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TraceFormat {
    /// Aligned columns for a terminal
    Table,
    /// Everything but the single hours (see `ecsplan schema trace`)
    Json,
    /// Every hour of what is metered
    Csv,
}

fn month(text: &str) -> Result<YearMonth, String> {
    let wrong = || "expected a year and a month, for example 2026-03".to_owned();
    let (year, month) =
        text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2).ok_or_else(wrong)?;
    let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
    if (1..=12).contains(&month) { Ok(YearMonth { year, month }) } else { Err(wrong()) }
}
