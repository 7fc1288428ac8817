//! [`BudgetView`]: each limit, whether it holds, and by how much (rule DF8).

use super::tested::{Tested, TestedPeriod};
use crate::money::{Displayed, Money, Percent, divide_half_even};
use crate::report::DisplayCurrency;
use crate::report::currency::percent_text;
use crate::scenario::{SavedFigures, SavedResult};

/// The most that a month may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthlyLimit {
    /// How much, in units of the currency.
    pub amount: Money,
    /// In which currency, with its rate.
    pub currency: DisplayCurrency,
}

/// How much more a month may cost than one of another plan.
#[derive(Clone, Copy, Debug)]
pub struct IncreaseLimit<'a> {
    /// At most so much more.
    pub percent: Percent,
    /// Where the other plan is from, as given.
    pub source: &'a str,
    /// The other plan.
    pub base: &'a SavedResult,
}

/// A limit and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetCheck {
    /// The limit, in words.
    pub name: String,
    /// Whether it holds.
    pub holds: bool,
    /// By how much, or why it cannot hold.
    pub finding: String,
}

/// A plan against limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetView {
    /// The scenario's name.
    pub name: String,
    /// What is tested, in a sentence.
    pub tested: String,
    /// Every limit.
    pub checks: Vec<BudgetCheck>,
}

impl BudgetView {
    /// Holds the option, or the recommended one without it, against every limit given.
    #[must_use]
    pub fn new(
        result: &SavedResult,
        option: Option<&str>,
        shown_in: &DisplayCurrency,
        monthly: Option<&MonthlyLimit>,
        increase: Option<IncreaseLimit<'_>>,
    ) -> Self {
        let found = tested(result, option);
        let at_most = monthly.map(|limit| monthly_check(limit, found.as_ref()));
        let increase = increase.map(|limit| increase_check(&limit, option, found.as_ref(), shown_in));
        let currency = monthly.map_or(shown_in, |limit| &limit.currency);
        let tested = found.as_ref().map_or_else(Clone::clone, |(id, tested)| sentence(id, tested, currency));
        Self { name: result.name.clone(), tested, checks: at_most.into_iter().chain(increase).collect() }
    }

    /// Whether every limit holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.checks.iter().all(|check| check.holds)
    }
}

/// What is tested, and why that month.
fn sentence(id: &str, tested: &Tested, currency: &DisplayCurrency) -> String {
    let which = match tested.period {
        TestedPeriod::Month(_) => "its dearest whole month",
        TestedPeriod::AverageMonth => "as no calendar month is whole",
    };
    format!("{id} costs {} in {}, {which}, tax included", currency.write(tested.cost), tested.period)
}

/// The option and its month, or why there is none.
fn tested<'a>(result: &'a SavedResult, option: Option<&'a str>) -> Result<(&'a str, Tested), String> {
    let id = option.or(result.recommended.as_deref()).ok_or("no option can be recommended")?;
    let unavailable = || match result.option(id).and_then(|option| option.unavailable_reason.as_ref()) {
        Some(reason) => format!("option `{id}` is unavailable: {reason}"),
        None => format!("there is no option `{id}`"),
    };
    let figures: &SavedFigures = result.figures(id).ok_or_else(unavailable)?;
    Ok((id, Tested::of(result, figures)))
}

fn monthly_check(limit: &MonthlyLimit, found: Result<&(&str, Tested), &String>) -> BudgetCheck {
    let currency = &limit.currency;
    let shown_limit = divide_half_even(limit.amount.picodollars(), 10_i128.pow(12 - currency.decimals()));
    let name = format!("at most {} a month", currency.amount(shown_limit));
    let Ok((_, tested)) = found else {
        return BudgetCheck { name, holds: false, finding: found.map_or_else(Clone::clone, |_| String::new()) };
    };
    let holds = !exceeds(tested.cost, limit);
    let over = currency.shown(tested.cost) - shown_limit;
    let finding = format!("{} in {}: {}", currency.write(tested.cost), tested.period, distance(over, holds, currency));
    BudgetCheck { name, holds, finding }
}

/// Whether an exact cost is above a limit, both in units of the limit's currency. Rates have at most six decimals.
fn exceeds(cost: Money, limit: &MonthlyLimit) -> bool {
    const MILLION: i128 = 1_000_000;
    cost.picodollars() * (limit.currency.rate().picodollars() / MILLION) > limit.amount.picodollars() * MILLION
}

fn increase_check(
    limit: &IncreaseLimit<'_>,
    option: Option<&str>,
    found: Result<&(&str, Tested), &String>,
    currency: &DisplayCurrency,
) -> BudgetCheck {
    let name = format!("at most {} % more than {}", limit.percent.to_decimal(), limit.source);
    let base = self::tested(limit.base, option).map_err(|reason| format!("in {}, {reason}", limit.source));
    let ((id, found), (base_id, base)) = match (found, &base) {
        (Ok(found), Ok(base)) => (found, base),
        (Err(reason), _) | (_, Err(reason)) => return BudgetCheck { name, holds: false, finding: reason.clone() },
    };
    let allowed = Money::from_picodollars(limit.percent.floor_of(base.cost.picodollars()));
    let increase = found.cost - base.cost;
    let holds = increase <= allowed;
    let sign = if increase > Money::ZERO { "+" } else { "" };
    let percent = percent_text(increase, base.cost).map_or_else(String::new, |percent| format!(" ({sign}{percent})"));
    let over = currency.shown(found.cost) - currency.shown(base.cost + allowed);
    let (now, before) = (currency.write(found.cost), currency.write(base.cost));
    let other = if id == base_id { String::new() } else { format!(" for {base_id}") };
    let finding = format!(
        "{now} in {} against {before} in {}{other}{percent}: {}",
        found.period,
        base.period,
        distance(over, holds, currency)
    );
    BudgetCheck { name, holds, finding }
}

/// `$12.50 below the limit`; what is shown may be nothing where the exact amounts differ.
fn distance(over: Displayed, holds: bool, currency: &DisplayCurrency) -> String {
    let side = if holds { "below" } else { "above" };
    match over.abs() {
        0 if holds => "at the limit".to_owned(),
        0 => format!("less than {} above the limit", currency.amount(1)),
        amount => format!("{} {side} the limit", currency.amount(amount)),
    }
}
