//! `ecsplan check-budget`.

use ecsplan::report::{
    BudgetView, DisplayCurrency, IncreaseLimit, Language, MonthlyLimit, render_budget, render_junit,
};
use ecsplan::scenario::SavedResult;

use super::Exit;
use super::answer::{Answer, Failure};
use super::check_budget_arguments::{Amount, CheckBudgetArguments};
use super::output::text;
use super::plan::{Planning, display_currency};
use super::question::price_tables;

pub(super) fn check_budget(arguments: &CheckBudgetArguments, language: Language) -> Result<Answer, Failure> {
    let tables = price_tables(arguments.prices.as_deref())?;
    let planning = Planning { tables: &tables, strict: arguments.strict_prices, option: arguments.option };
    let result = planning.result(&arguments.scenario)?;
    let monthly = arguments.max_monthly.as_ref().map(|amount| limit(amount, &result)).transpose()?;
    let against = arguments.against.as_deref();
    let against = against.map(|path| Ok::<_, Failure>((path.to_string_lossy(), planning.result(path)?))).transpose()?;
    let increase = arguments.max_increase_percent.zip(against.as_ref());
    let increase = increase.map(|(percent, (source, base))| IncreaseLimit { percent, source, base });
    let option = arguments.option.map(ecsplan::comparison::OptionId::name);
    let view = BudgetView::new(&result, option, &display_currency(&result.currency)?, monthly.as_ref(), increase);
    let mut answer = Answer::text(render_budget(&view, language));
    if let Some(path) = &arguments.junit {
        answer = answer.with_file(path.clone(), text(render_junit(&view)));
    }
    if result.interrupted {
        answer = answer.remark("warning: the search for the saved result was interrupted: options are missing");
    }
    Ok(if view.holds() { answer } else { answer.exit(Exit::No) })
}

/// A limit in dollars, or in the scenario's own currency at its rate.
fn limit(amount: &Amount, result: &SavedResult) -> Result<MonthlyLimit, Failure> {
    let (code, known) = (&amount.code, &result.currency.code);
    let currency = match code.as_str() {
        "USD" => DisplayCurrency::usd(),
        _ if code == known => display_currency(&result.currency)?,
        _ => {
            return Err(Failure::Other(format!(
                "a budget in {code} needs the rate of {code} in the scenario, which is in {known}: add `[currency]` with \
                 `code = \"{code}\"` and `rate`, the units per US dollar"
            )));
        }
    };
    Ok(MonthlyLimit { amount: amount.units, currency })
}
