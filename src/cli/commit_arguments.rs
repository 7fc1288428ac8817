//! The arguments of `ecsplan commit`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{ArgGroup, Args, ValueEnum};

use ecsplan::commitment::outlook::LadderStep;
use ecsplan::comparison::OptionId;
use ecsplan::input::MissingHours;
use ecsplan::money::{Money, Percent};
use ecsplan::scenario::{PaymentOption, TermYears};

use super::pictures::picture_file;
use super::report_arguments::option_ids;

const FORMATS: &str = "\
Files, UTF-8 with a header, columns in any order (docs/commitments.md):
  usage   hour,item,quantity                     2026-01-01T00:00:00Z,m7g.large,4
  rates   item,plan,term_years,payment,price     m7g.large,on_demand,,,0.0816
                                                 m7g.large,compute,1,no_upfront,0.0588
                                                 m7g.large,ec2_instance:m7g,3,all_upfront,0.0341

Plans apply to every clock hour as AWS applies them, and cost their commitment in every hour, used or not, whatever the
payment option. The gap says how much any other purchase of these plans could save at most. Nothing is bought: the AWS
CLI commands that would do it are printed as text.";

#[derive(Args, Debug)]
#[command(after_long_help = FORMATS, group(ArgGroup::new("of").required(true).args(["scenario", "usage"])))]
pub(super) struct CommitArguments {
    /// The scenario, a TOML file
    #[arg(conflicts_with = "rates")]
    pub(super) scenario: Option<PathBuf>,
    /// Hourly usage of your own, a CSV file
    #[arg(long, value_name = "FILE", requires = "rates")]
    pub(super) usage: Option<PathBuf>,
    /// What the items of the usage cost on demand and under each plan, a CSV file
    #[arg(long, value_name = "FILE", requires = "usage")]
    pub(super) rates: Option<PathBuf>,
    /// What an hour without any row means: a problem, or that nothing was used
    #[arg(long, value_enum, default_value_t = WhatIsMissing::Error)]
    pub(super) missing_hours: WhatIsMissing,
    /// Price this purchase instead of choosing, such as compute:1:no_upfront=19.60; may be given more than once
    #[arg(long = "commitment", value_name = "PLAN:TERM:PAYMENT=USD")]
    pub(super) commitments: Vec<String>,
    /// The longest term that may be bought, years
    #[arg(long, value_name = "YEARS", value_parser = terms())]
    pub(super) max_term: Option<TermYears>,
    /// A payment option that may be bought; may be given more than once, without it all that the rates name
    #[arg(long = "payment", value_name = "KIND", value_parser = payments())]
    pub(super) payments: Vec<PaymentOption>,
    /// The most cash paid when the plans are bought, USD
    #[arg(long, value_name = "USD", value_parser = dollars)]
    pub(super) max_upfront: Option<Money>,
    /// The least share of every purchase that has to be used
    #[arg(long, value_name = "PERCENT", value_parser = share)]
    pub(super) min_utilisation: Option<Percent>,
    /// What money paid ahead costs a year; it steers the choice and is not part of the costs
    #[arg(long, value_name = "PERCENT", value_parser = share)]
    pub(super) cost_of_capital: Option<Percent>,
    /// Of a scenario: whose usage to cover; without it, of the on-demand option that is cheapest with plans of its own
    #[arg(long, value_name = "ID", value_parser = option_ids(), requires = "scenario")]
    pub(super) option: Option<OptionId>,
    /// Of a scenario: the dates on which a ladder may buy
    #[arg(long, value_enum, default_value_t = Ladder::Quarterly)]
    pub(super) ladder: Ladder,
    /// Of a scenario: use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR", requires = "scenario")]
    pub(super) prices: Option<PathBuf>,
    /// Of a scenario: treat every price that was not observed as missing
    #[arg(long, requires = "scenario")]
    pub(super) strict_prices: bool,
    /// Also show what other commitments come to: total, coverage, utilisation and waste
    #[arg(long)]
    pub(super) curve: bool,
    /// Draw the curve into this file, .svg or .png
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    pub(super) chart: Option<PathBuf>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = CommitFormat::Table)]
    pub(super) format: CommitFormat,
    /// Write into this file, whole or not at all
    #[arg(long, visible_alias = "output", value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Show the answer only
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CommitFormat {
    /// Aligned columns for a terminal
    Table,
    /// Everything (see `ecsplan schema commitment`)
    Json,
    /// The purchases of the answer and of the alternatives; with --curve, the points of the curve
    Csv,
    /// For a pull-request comment
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Ladder {
    /// The first hour and every month
    Monthly,
    /// The first hour and every third month
    Quarterly,
}

impl From<Ladder> for LadderStep {
    fn from(ladder: Ladder) -> Self {
        match ladder {
            Ladder::Monthly => Self::Monthly,
            Ladder::Quarterly => Self::Quarterly,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WhatIsMissing {
    /// A problem
    Error,
    /// Nothing was used
    Zero,
}

impl From<WhatIsMissing> for MissingHours {
    fn from(what: WhatIsMissing) -> Self {
        match what {
            WhatIsMissing::Error => Self::Error,
            WhatIsMissing::Zero => Self::Zero,
        }
    }
}

fn terms() -> impl clap::builder::TypedValueParser<Value = TermYears> {
    PossibleValuesParser::new(["1", "3"]).map(|years| if years == "1" { TermYears::One } else { TermYears::Three })
}

fn payments() -> impl clap::builder::TypedValueParser<Value = PaymentOption> {
    let named = |name: String| PaymentOption::ALL.into_iter().find(|payment| payment.name() == name);
    PossibleValuesParser::new(PaymentOption::ALL.map(PaymentOption::name))
        .map(move |name| named(name).expect("every possible value names a payment option"))
}

fn dollars(text: &str) -> Result<Money, String> {
    let amount = Money::parse(text).map_err(|error| error.to_string())?;
    if amount >= Money::ZERO { Ok(amount) } else { Err("expected an amount of 0 or more".to_owned()) }
}

fn share(text: &str) -> Result<Percent, String> {
    let percent = Percent::parse(text).map_err(|error| error.to_string())?;
    let is_share = percent >= Percent::ZERO && percent <= Percent::whole(100);
    if is_share { Ok(percent) } else { Err("expected a percentage from 0 to 100".to_owned()) }
}
