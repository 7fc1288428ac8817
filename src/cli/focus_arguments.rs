//! The arguments of `ecsplan focus`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use ecsplan::comparison::OptionId;
use ecsplan::report::Granularity;

use super::report_arguments::option_ids;

const ABOUT: &str = "\
The rows are what `ecsplan estimate` has, in exact US dollars: BilledCost adds up to its billed
(cash) total, EffectiveCost to its effective (amortised) total. They are a forecast: x_Forecast is
true in every row, nothing has an InvoiceId, and BillingAccountId is ecsplan-estimate.
docs/focus.md says what every column holds.

Example:
  ecsplan focus scenario.toml --option ec2-savings-plan --granularity hourly --out focus.csv";

#[derive(Args, Debug)]
#[command(after_long_help = ABOUT)]
pub(super) struct FocusArguments {
    /// The scenario, a TOML file
    pub(super) scenario: PathBuf,
    /// Which option; without it, the recommended one
    #[arg(long, value_name = "ID", value_parser = option_ids())]
    pub(super) option: Option<OptionId>,
    /// How long the charge periods of metered usage are; tax, fees and extra lines have a row a month in both
    #[arg(long, value_enum, default_value_t = GranularityArgument::Monthly)]
    pub(super) granularity: GranularityArgument,
    /// Write the rows into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    pub(super) prices: Option<PathBuf>,
    /// Treat every price that was not observed as missing
    #[arg(long)]
    pub(super) strict_prices: bool,
    /// Leave out warnings
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GranularityArgument {
    /// A row a month
    Monthly,
    /// A row for every hour with usage
    Hourly,
}

impl From<GranularityArgument> for Granularity {
    fn from(argument: GranularityArgument) -> Self {
        match argument {
            GranularityArgument::Monthly => Self::Monthly,
            GranularityArgument::Hourly => Self::Hourly,
        }
    }
}
