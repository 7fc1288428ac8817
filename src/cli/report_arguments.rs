//! The arguments of the commands that report.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, ValueEnum};

use ecsplan::comparison::OptionId;
use ecsplan::money::Money;

use super::pictures::picture_file;

#[derive(Args, Debug)]
pub(super) struct CompareArguments {
    #[command(flatten)]
    pub(super) report: ReportArguments,
    /// Show only this option; may be given more than once
    #[arg(long = "option", value_name = "ID", value_parser = option_ids())]
    pub(super) options: Vec<OptionId>,
    /// Also show the Pareto front: each option's cost, shortage, commitment, interruptions and people's time
    #[arg(long)]
    pub(super) pareto: bool,
    /// Also draw cost against minutes short of every option, as SVG or PNG by the ending of the name
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    pub(super) pareto_chart: Option<PathBuf>,
    /// Also draw the monthly cost of every option by kind of charge, as SVG or PNG by the ending of the
    /// name
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    pub(super) chart: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct RecommendArguments {
    #[command(flatten)]
    pub(super) report: ReportArguments,
    /// Also show the Pareto front: each option's cost, shortage, commitment, interruptions and people's time
    #[arg(long)]
    pub(super) pareto: bool,
}

#[derive(Args, Debug)]
pub(super) struct EstimateArguments {
    #[command(flatten)]
    pub(super) report: ReportArguments,
    /// Which option; without it, the recommended one
    #[arg(long, value_name = "ID", value_parser = option_ids())]
    pub(super) option: Option<OptionId>,
    /// Show costs back by the value of this tag of services and jobs, instead of by service and job
    #[arg(long, value_name = "TAG")]
    pub(super) by: Option<String>,
}

/// What every report takes.
#[derive(Args, Debug)]
pub(super) struct ReportArguments {
    /// The scenario, a TOML file
    pub(super) scenario: PathBuf,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    /// Write the report into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Show money in this currency, for example KRW; exact US dollars stay beside in JSON and CSV
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
    /// Show the answer only, without warnings and background
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Show every line item, month, assumption and price
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned columns for a terminal
    Table,
    /// The whole result (see `ecsplan schema result`, of `estimate` `ecsplan schema statement`)
    Json,
    /// The line items of every option, or the rows of the statement
    Csv,
    /// For a pull-request comment
    Markdown,
}

pub(super) fn option_ids() -> impl clap::builder::TypedValueParser<Value = OptionId> {
    let ids = OptionId::ALL.into_iter().map(OptionId::name);
    PossibleValuesParser::new(ids).map(|name| OptionId::named(&name).expect("every possible value names an option"))
}

pub(super) fn currency_code(text: &str) -> Result<String, String> {
    let code = text.to_ascii_uppercase();
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code { Ok(code) } else { Err("expected three letters, for example KRW".to_owned()) }
}

pub(super) fn rate(text: &str) -> Result<Money, String> {
    let rate = Money::parse(text).map_err(|error| error.to_string())?;
    if rate > Money::ZERO { Ok(rate) } else { Err("expected a number above 0, for example 1380".to_owned()) }
}
