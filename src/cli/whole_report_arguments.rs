//! The arguments of `ecsplan report`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use ecsplan::money::Money;

use super::report_arguments::{currency_code, rate};

const ABOUT: &str = "\
The page is one file: it fetches nothing, works without JavaScript (with it, tables sort by
their headings), in light and dark, on a phone, and prints on A4. It has the answer first, then
the cost by month, the options compared, why not the others, the break-even over traffic, the
commitment curve, a typical week of demand against capacity, what the compute bill pays for, the
statement, assumptions and prices: what `recommend`, `breakeven`, `commit --curve`, `simulate`
and `estimate` find with their usual settings. The same input makes the same bytes.

The workbook has the answer, months, line items, commitments and assumptions with live formulas:
change a yellow cell of its first sheet (discount, tax, exchange rate, commitment, growth) and
every total follows. docs/formats.md says what is exact.

Examples:
  ecsplan report scenario.toml --html report.html
  ecsplan report scenario.toml --xlsx report.xlsx";

#[derive(Args, Debug)]
#[command(after_long_help = ABOUT, group(ArgGroup::new("outputs").required(true).multiple(true).args(["html", "xlsx"])))]
pub(super) struct WholeReportArguments {
    /// The scenario, a TOML file
    pub(super) scenario: PathBuf,
    /// Write the page into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Write a workbook with live formulas into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) xlsx: Option<PathBuf>,
    /// Show money in this currency, for example KRW; exact US dollars stay behind every figure
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    pub(super) currency: Option<String>,
    /// Units of the currency per US dollar, for example 1380
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub(super) rate: Option<Money>,
    /// Use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    pub(super) prices: Option<PathBuf>,
    /// Treat every price that was not observed as missing
    #[arg(long)]
    pub(super) strict_prices: bool,
    /// Leave warnings to the report
    #[arg(short, long)]
    pub(super) quiet: bool,
}
