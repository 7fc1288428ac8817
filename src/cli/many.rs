//! `ecsplan fleet`.

use std::path::PathBuf;

use clap::Args;

use ecsplan::input::{ScenarioSet, SetFacts};
use ecsplan::patience::Patience;
use ecsplan::pricing::PriceBooks;
use ecsplan::recommendation::pooled::{OneScenario, PlannedTogether, plan_together};
use ecsplan::report::{
    DisplayCurrency, Language, PooledAssumption, PooledContext, PooledNames, PooledView, Style, render_pooled_csv,
    render_pooled_json, render_pooled_markdown, render_pooled_table,
};

use super::Exit;
use super::answer::{Answer, Failure};
use super::output::{self, Stream};
use super::progress::{while_searching, while_showing};
use super::question::price_tables;
use super::report_arguments::Format;

/// What a file of services looks like.
const ROWS: &str = "\
A CSV file has a row for each service, and a column for each key that rows give by themselves: any key of docs/scenario.md \
outside lists, by its name (`region`, `constant`, `profile`, `cpu_ms_per_request`, `min_tasks`) or, where that is not \
clear, with its table (`service.network.response_kb`). Lists are words between blanks. What all rows share, with the \
horizon and the scaling policy, stands in the file of `--defaults`:

  ecsplan fleet services.csv --defaults defaults.toml

Exit codes: 1 when a scenario is left out, because nothing may be recommended for it or a price is missing.";

#[derive(Args, Debug)]
#[command(after_long_help = ROWS)]
pub(super) struct ManyArguments {
    /// A folder of scenarios (its *.toml files, and the scenario.toml of each folder in it), or a CSV file of services
    path: PathBuf,
    /// Keys for what the rows of a CSV file leave out: a TOML file in the format of scenarios
    #[arg(long, value_name = "FILE")]
    defaults: Option<PathBuf>,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write the report into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    prices: Option<PathBuf>,
    /// Treat every price that was not observed as missing
    #[arg(long)]
    strict_prices: bool,
    /// Show the answer only, without warnings and background
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Show every service and assumption
    #[arg(short, long)]
    verbose: bool,
}

pub(super) fn many(arguments: &ManyArguments, language: Language) -> Result<Answer, Failure> {
    let tables = price_tables(arguments.prices.as_deref())?;
    let version = tables.version().clone();
    let set = ScenarioSet::open(&arguments.path, arguments.defaults.as_deref(), PriceBooks::new(tables))?;
    let count = set.len();
    let facts = while_showing(&format!("reading {count} scenarios"), |patience| set.check(patience.threads()))?;
    let doing = format!("planning {count} scenarios, {} hours each", facts.horizon.hours());
    let planned = while_searching(&doing, |patience| planned(&set, arguments.strict_prices, patience))?;
    let currency = DisplayCurrency::new(&facts.currency).map_err(|error| Failure::Other(error.to_string()))?;
    let path = arguments.path.to_string_lossy();
    let (names, assumptions) = (names(&facts), assumptions(&facts));
    let context = PooledContext {
        path: &path,
        names: &names,
        horizon: &facts.horizon,
        prices: &version,
        assumptions: &assumptions,
        warnings: &facts.warnings,
        currency,
    };
    let is_whole = planned.interrupted.is_none();
    let answer = rendered(&PooledView::new(&context, &planned), &facts, (arguments, language)).interrupted(!is_whole);
    Ok(if planned.left_out.is_empty() || !is_whole { answer } else { answer.exit(Exit::No) })
}

fn planned(set: &ScenarioSet, strict: bool, patience: Patience<'_>) -> Result<PlannedTogether, Failure> {
    let read = |index: usize| {
        // It was read before without a problem: only a change of its files in the meantime gives one now.
        let scenario = set.read(index).map_err(|_| "it cannot be read any more as it was".to_owned())?;
        let book = set.books().book(&scenario.region, &scenario.prices, strict).map_err(|error| error.to_string())?;
        Ok(OneScenario { scenario, book })
    };
    plan_together(set.len(), &read, patience).map_err(|error| Failure::Other(error.to_string()))
}

fn names(facts: &SetFacts) -> Vec<PooledNames> {
    let scenarios = facts.scenarios.iter();
    scenarios.map(|one| PooledNames { name: one.name.clone(), source: one.source.clone() }).collect()
}

fn assumptions(facts: &SetFacts) -> Vec<PooledAssumption> {
    let shown = facts.assumptions.iter().map(|common| PooledAssumption {
        key: common.assumption.key.clone(),
        value: common.assumption.value.clone(),
        reason: common.assumption.reason.clone(),
        scenarios: common.scenarios,
    });
    shown.collect()
}

/// The report, with the warnings that nobody would see in it.
fn rendered(view: &PooledView, facts: &SetFacts, (arguments, language): (&ManyArguments, Language)) -> Answer {
    let colour = arguments.out.is_none() && output::has_colour(Stream::Standard);
    let style = Style { colour, verbose: arguments.verbose, pareto: false, quiet: arguments.quiet, language };
    let text = match arguments.format {
        Format::Table => render_pooled_table(view, style),
        Format::Json => render_pooled_json(view),
        Format::Csv => render_pooled_csv(view),
        Format::Markdown => render_pooled_markdown(view, style),
    };
    let answer = Answer::text(text).into_file(arguments.out.clone());
    let unseen = arguments.format == Format::Csv || arguments.out.is_some();
    if !unseen || arguments.quiet {
        return answer;
    }
    facts.warnings.iter().fold(answer, |answer, warning| answer.remark(&format!("warning: {warning}")))
}
