//! Moving away from what runs today (rule O7).

use super::verdict::AgainstCurrent;
use crate::bill::ChargeKind;
use crate::comparison::{Comparison, OptionId, Outcome, PLAN_OF_TODAY, Study, plan_of_today, with_plan_of_today};
use crate::money::Money;
use crate::scenario::{Current, Scenario};

/// Compares the recommended option with `[current]`.
pub(super) fn against_current(
    study: &Study<'_>,
    comparison: &Comparison,
    (option, winner): (OptionId, &Outcome),
) -> Option<AgainstCurrent> {
    let scenario = study.scenario;
    let current = scenario.current.as_ref()?;
    let today = comparison.outcome(OptionId::Current)?;
    let stranded = if option == OptionId::Current { Money::ZERO } else { stranded_commitment(study, current, option) };
    let current_total = today.bill.total();
    let saving_total = current_total - winner.bill.total() - stranded;
    Some(AgainstCurrent {
        current_total,
        saving_total,
        saving_per_month: saving_total.times(730).divided_by(i128::from(scenario.horizon.hours())),
        stranded_commitment: stranded,
        migration_cost: current.migration_cost,
        break_even_month: break_even_month(scenario, today, winner, stranded, current.migration_cost),
        model_error_percent: model_error(scenario, current, aws_total(today)),
    })
}

/// What the option would leave unused of the plan in place: the plan applied to the option's own usage.
fn stranded_commitment(study: &Study<'_>, current: &Current, option: OptionId) -> Money {
    let Some(plan) = plan_of_today(current) else { return Money::ZERO };
    let hours = i128::from(study.scenario.horizon.hours()).min(i128::from(plan.end_hour));
    let whole = current.savings_plan.map_or(Money::ZERO, |(hourly, ..)| hourly.times(hours));
    let applied = with_plan_of_today(study, option).ok();
    let unused =
        |outcome: &Outcome| outcome.commitments.iter().find(|line| line.id == PLAN_OF_TODAY).map(|line| line.unused);
    applied.as_ref().and_then(unused).unwrap_or(whole)
}

/// The first month by whose end the savings have paid for the move; the stranded commitment is spread over the hours.
fn break_even_month(
    scenario: &Scenario,
    today: &Outcome,
    winner: &Outcome,
    stranded: Money,
    migration_cost: Money,
) -> Option<u32> {
    let horizon = &scenario.horizon;
    let months = today.bill.months(horizon).into_iter().zip(winner.bill.months(horizon));
    let mut saved = Money::ZERO;
    for (number, (before, after)) in (1..).zip(months) {
        let stranded_here = stranded.times(i128::from(before.hours)).divided_by(i128::from(horizon.hours()));
        saved += before.total - after.total - stranded_here;
        if saved >= migration_cost {
            return Some(number);
        }
    }
    None
}

/// What is comparable with a real bill: everything but people's time.
fn aws_total(outcome: &Outcome) -> Money {
    let lines = outcome.bill.lines.iter().filter(|line| line.kind != ChargeKind::PeoplesTime);
    lines.map(|line| line.cost).sum()
}

/// The model's monthly mean against the real bill, percent.
fn model_error(scenario: &Scenario, current: &Current, current_total: Money) -> Option<f64> {
    let actual = current.actual_monthly.filter(|actual| !actual.is_zero())?.picodollars() as f64;
    let model = current_total.picodollars() as f64 * 730.0 / f64::from(scenario.horizon.hours());
    Some(100.0 * (model - actual) / actual)
}
