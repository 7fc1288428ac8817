//! The one option that a command is about: the one asked for, or the recommended one.

use ecsplan::comparison::{Comparison, OptionId, Outcome, compare_only, compare_within};
use ecsplan::pricing::PriceBook;
use ecsplan::recommendation::{FirstChoice, first_choice};
use ecsplan::scenario::Scenario;

use super::Exit;
use super::answer::{Answer, Failure};
use super::progress::while_showing;
use super::question::work_ahead;

/// A comparison of one option only, or why there is none.
pub(super) fn with_one_option(
    scenario: &Scenario,
    book: &PriceBook,
    option: Option<OptionId>,
) -> Result<Result<Comparison, String>, Failure> {
    match option {
        Some(id) => one(scenario, book, id).map(Ok),
        None => Ok(recommended(scenario, book)),
    }
}

/// The option asked for, priced by itself.
fn one(scenario: &Scenario, book: &PriceBook, id: OptionId) -> Result<Comparison, Failure> {
    if let Some(setting) = id.missing_setting(scenario) {
        return Err(Failure::Other(format!("the option `{}` needs `{setting}` in the scenario", id.name())));
    }
    Ok(while_showing("simulating", |_| compare_only(scenario, book, id)))
}

/// The recommended option, or why there is none.
fn recommended(scenario: &Scenario, book: &PriceBook) -> Result<Comparison, String> {
    let comparison = while_showing(&work_ahead(scenario), |patience| compare_within(scenario, book, patience));
    match first_choice(scenario, &comparison) {
        FirstChoice::Recommended(id) => Ok(comparison.only(scenario, id)),
        FirstChoice::BestEffort(id) => Err(format!(
            "no option meets the objective and the constraints; `--option` chooses one all the same: {} serves most",
            id.name()
        )),
        FirstChoice::Nothing => Err("no option is available; `ecsplan compare` has the reasons".to_owned()),
    }
}

/// The one option of a comparison, or why it cannot be had.
pub(super) fn priced(comparison: &Comparison) -> Result<(OptionId, &Outcome), String> {
    let option = comparison.options.first().ok_or("the option is not one of the scenario's")?;
    let outcome = option.outcome.as_ref();
    let outcome = outcome.map_err(|it| format!("option `{}` is unavailable: {}", option.id.name(), it.reason))?;
    Ok((option.id, outcome))
}

/// That the answer is no.
pub(super) fn no(reason: &str) -> Answer {
    Answer::text(String::new()).remark(&format!("error: {reason}")).exit(Exit::No)
}
