//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};
use ecsplan::report::Language;

use super::breakeven_arguments::BreakevenArguments;
use super::check_budget_arguments::CheckBudgetArguments;
use super::commit_arguments::CommitArguments;
use super::diff_arguments::DiffArguments;
use super::focus_arguments::FocusArguments;
use super::many::ManyArguments;
use super::montecarlo::MonteCarloArguments;
use super::report_arguments::{CompareArguments, EstimateArguments, RecommendArguments};
use super::rightsize::RightsizeArguments;
use super::sensitivity::SensitivityArguments;
use super::simulate_arguments::SimulateArguments;
use super::trace_arguments::TraceArguments;
use super::whole_report_arguments::WholeReportArguments;

const EXIT_CODES: &str = "\
Exit codes:
  0  the question was answered
  1  the answer is no: nothing meets the objective, an option cannot be had, a budget is breached
  2  the command line or the input cannot be used, or the output cannot be written
  3  a bug in ecsplan
130  Ctrl-C ended the search: what was found so far is shown, and says so; again Ctrl-C ends at once

Start with `ecsplan init`, then `ecsplan recommend scenario.toml`.";

/// Where containers on Amazon ECS should run, at what size, bought how, and what it costs each month
#[derive(Debug, Parser)]
#[command(name = "ecsplan", version, max_term_width = 100, after_help = EXIT_CODES, arg_required_else_help = false)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Subcommand,
    /// The language of reports and remarks; what programs read stays as it is
    #[arg(long, global = true, value_enum, default_value_t = Lang::En)]
    pub(super) lang: Lang,
}

/// English or Korean, by its tag; without a line of help for each, which would stand below every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    En,
    Ko,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Ko => Self::Korean,
        }
    }
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum Subcommand {
    /// Show every option side by side, with its cost, capacity and risks
    Compare(CompareArguments),
    /// Say which option to choose, why, and what would change that
    Recommend(RecommendArguments),
    /// Write the recommendation with its charts, studies and statement as one page to read, print and sign, or as a workbook
    Report(WholeReportArguments),
    /// Show what one option costs month by month: line items, cash and amortised, commitments, and whose the costs are
    Estimate(EstimateArguments),
    /// Write what one option costs as FOCUS 1.2 rows (CSV), for the tools that read cloud bills
    Focus(FocusArguments),
    /// Show one option over time: demand, tasks, instances, what is not served, and every scaling decision
    Simulate(SimulateArguments),
    /// Say where the numbers of an option's line items come from: price rows, hours and rules of the model
    Trace(TraceArguments),
    /// Say which Savings Plans to commit to for hourly usage of your own, or what given ones come to
    Commit(CommitArguments),
    /// Say at which task size, CPU target, minimum and maximum a service should run that was measured
    Rightsize(RightsizeArguments),
    /// Show where another option becomes the cheapest when one input or two are moved
    Breakeven(BreakevenArguments),
    /// Rank the inputs by how far they move the cost, and by how small a change makes another option the cheapest
    Sensitivity(SensitivityArguments),
    /// Show what every option costs over many runs in which demand, growth and Spot turn out otherwise
    Montecarlo(MonteCarloArguments),
    /// Plan many scenarios together, with one portfolio of Savings Plans for all of them
    #[command(name = "fleet")]
    Many(ManyArguments),
    /// Show what changed between two scenarios or saved results: cost, recommendation, capacity, commitments
    Diff(DiffArguments),
    /// Hold what a scenario costs a month against a budget; exit 1 when it is breached
    CheckBudget(CheckBudgetArguments),
    /// Read and check a scenario, and price nothing
    Check(CheckArguments),
    /// Explain an error code, with an example; without a code, list them all
    Explain(ExplainArguments),
    /// Write a commented scenario to start from
    Init(InitArguments),
    /// Print the JSON Schema of scenarios or of results
    Schema(SchemaArguments),
    /// Show and check the price tables
    Prices(PricesArguments),
    /// Print a completion script for a shell
    Completions(CompletionsArguments),
    /// Print a manual page
    Man(ManArguments),
}

#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    /// The scenario, a TOML file
    pub(super) scenario: PathBuf,
    /// Use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    pub(super) prices: Option<PathBuf>,
    /// Say nothing when all is well
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Args, Debug)]
pub(super) struct ExplainArguments {
    /// The code, for example E0103
    pub(super) code: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct InitArguments {
    /// Where to write it; an existing file is not overwritten
    #[arg(long, value_name = "FILE", default_value = "scenario.toml")]
    pub(super) out: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct SchemaArguments {
    /// Of what
    pub(super) of: SchemaOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// The scenario format
    Scenario,
    /// What `compare` and `recommend` write with `--format json`
    Result,
    /// What `simulate` writes with `--format json`
    Timeline,
    /// What `rightsize` writes with `--format json`
    Rightsizing,
    /// What `breakeven` writes with `--format json`
    Breakeven,
    /// What `sensitivity` writes with `--format json`
    Sensitivity,
    /// What `montecarlo` writes with `--format json`
    Montecarlo,
    /// What `commit` writes with `--format json`
    Commitment,
    /// What `estimate` writes with `--format json`
    Statement,
    /// What `ecsplan fleet` writes with `--format json`
    #[value(name = "fleet")]
    Many,
    /// What `trace` writes with `--format json`
    Trace,
    /// What `diff` writes with `--format json`
    Difference,
}

#[derive(Args, Debug)]
pub(super) struct PricesArguments {
    #[command(subcommand)]
    pub(super) command: PricesCommand,
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum PricesCommand {
    /// List the regions: how many prices, from when, and on what evidence
    Regions(TablesArguments),
    /// List the prices of a region
    Show(ShowPricesArguments),
    /// Check every table of every region
    Verify(TablesArguments),
}

#[derive(Args, Debug)]
pub(super) struct TablesArguments {
    /// Use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    pub(super) prices: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct ShowPricesArguments {
    /// The region, for example ap-northeast-2
    pub(super) region: String,
    /// Only prices whose name or description contains this, for example m7g
    pub(super) filter: Option<String>,
    #[command(flatten)]
    pub(super) tables: TablesArguments,
}

#[derive(Args, Debug)]
pub(super) struct CompletionsArguments {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(super) struct ManArguments {
    /// The command whose page to print; the main page without it
    pub(super) command: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
