//! The statement: payments, shares and columns that can be worked out by hand, and its laws (rules L).

mod command;
mod demand_range;
mod laws;
mod payments;
mod peoples_time;
mod showback;

use ecsplan::comparison::{OptionId, Outcome, compare_only};
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::Scenario;
use ecsplan::statement::{Owner, ShowbackBy, Statement};

use crate::support::stories::Story;

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn scenario(text: &str) -> Scenario {
    Story::written(text).read()
}

fn book(scenario: &Scenario) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap()
}

fn outcome(scenario: &Scenario, id: OptionId) -> Outcome {
    let option = compare_only(scenario, &book(scenario), id).options.remove(0);
    option.outcome.unwrap_or_else(|unavailable| panic!("{}: {}", id.name(), unavailable.reason))
}

fn statement(scenario: &Scenario, id: OptionId, by: ShowbackBy) -> Statement {
    Statement::of(scenario, &book(scenario), (id, &outcome(scenario, id)), by)
}

/// What an owner has of one cost over the horizon, as text.
fn owned(statement: &Statement, owner: &Owner) -> String {
    statement.of_owner(owner).iter().map(|costs| costs.effective).sum::<Money>().to_decimal()
}
