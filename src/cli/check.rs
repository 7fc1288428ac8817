//! `ecsplan check`.

use ecsplan::input::load_scenario;
use ecsplan::pricing::PriceBook;
use ecsplan::report::Language;
use ecsplan::scenario::Scenario;

use super::answer::{Answer, Failure};
use super::arguments::CheckArguments;
use super::question::price_tables;

pub(super) fn check(arguments: &CheckArguments, language: Language) -> Result<Answer, Failure> {
    let tables = price_tables(arguments.prices.as_deref())?;
    let scenario = load_scenario(&arguments.scenario, &tables)?;
    PriceBook::new(&tables, &scenario.region, &scenario.prices, false)
        .map_err(|error| Failure::Other(error.to_string()))?;
    if arguments.quiet {
        return Ok(Answer::text(String::new()));
    }
    let answer =
        Answer::text(format!("{}\n", language.said(&summary(&scenario, &arguments.scenario.display().to_string()))));
    Ok(scenario.warnings.iter().fold(answer, |answer, warning| answer.remark(&format!("warning: {warning}"))))
}

fn summary(scenario: &Scenario, path: &str) -> String {
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    format!(
        "{path} is fine: `{}` in {}, {}, {}, {} from {}, {}",
        scenario.name,
        scenario.region,
        counted(scenario.services.len(), "service"),
        counted(scenario.jobs.len(), "job"),
        counted(scenario.horizon.hours() as usize, "hour"),
        scenario.horizon.start(),
        counted(scenario.assumptions.len(), "assumption"),
    )
}
