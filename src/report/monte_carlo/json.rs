//! Many runs as JSON, in the shape of [`monte_carlo_schema`](super::monte_carlo_schema).

use serde::Serialize;

use super::{MONTE_CARLO_SCHEMA_VERSION, MonteCarloView};
use crate::comparison::OptionId;
use crate::money::Money;
use crate::pricing::TablesVersion;
use crate::recommendation::monte_carlo::OptionRisk;
use crate::report::breakeven::step_name;
use crate::report::{DisplayCurrency, InterruptedView, ScenarioView};
use crate::scenario::Assumption;

#[derive(Serialize)]
struct MonteCarloJson<'view> {
    schema_version: &'static str,
    command: &'static str,
    scenario: &'view ScenarioView,
    prices: &'view TablesVersion,
    currency: &'view DisplayCurrency,
    assumptions: Vec<Assumption>,
    interrupted: Option<InterruptedView>,
    warnings: &'view [String],
    step: &'static str,
    seed: u64,
    runs: usize,
    runs_without_winner: usize,
    winner_of_scenario: Option<&'static str>,
    options: Vec<RiskJson>,
}

#[derive(Serialize)]
struct RiskJson {
    option: &'static str,
    eligible_runs: usize,
    cheapest_runs: usize,
    cheapest_share: f64,
    total_of_scenario: Option<Money>,
    cost: Option<CostJson>,
    regret: Option<RegretJson>,
}

#[derive(Serialize)]
struct CostJson {
    p5: Money,
    p25: Money,
    p50: Money,
    p75: Money,
    p95: Money,
    mean: Money,
}

#[derive(Serialize)]
struct RegretJson {
    mean: Money,
    p95: Money,
    max: Money,
}

/// All of it, indented, ending with a line end.
#[must_use]
pub fn render_monte_carlo_json(view: &MonteCarloView) -> String {
    let (result, found) = (&view.result, &view.found);
    let json = MonteCarloJson {
        schema_version: MONTE_CARLO_SCHEMA_VERSION,
        command: "montecarlo",
        scenario: &result.scenario,
        prices: &result.prices,
        currency: &result.currency,
        assumptions: result.assumptions.iter().cloned().chain(view.assumptions()).collect(),
        interrupted: view.interrupted(),
        warnings: &result.warnings,
        step: step_name(view.step),
        seed: found.seed,
        runs: found.runs,
        runs_without_winner: found.without_winner,
        winner_of_scenario: found.own.winner().map(OptionId::name),
        options: found.options.iter().map(|option| risk(view, option)).collect(),
    };
    serde_json::to_string_pretty(&json).expect("runs have text keys only") + "\n"
}

fn risk(view: &MonteCarloView, option: &OptionRisk) -> RiskJson {
    let cost = option.cost.zip(option.mean);
    RiskJson {
        option: option.id.name(),
        eligible_runs: option.eligible_runs,
        cheapest_runs: option.cheapest_runs,
        cheapest_share: option.cheapest_runs as f64 / view.found.runs.max(1) as f64,
        total_of_scenario: view.found.own.cost(option.id),
        cost: cost.map(|([p5, p25, p50, p75, p95], mean)| CostJson { p5, p25, p50, p75, p95, mean }),
        regret: option.regret.map(|[mean, p95, max]| RegretJson { mean, p95, max }),
    }
}
