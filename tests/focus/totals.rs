//! Rows add up to the statement.

use ecsplan::comparison::{OptionId, Outcome, compare};
use ecsplan::recommendation::{FirstChoice, first_choice};
use ecsplan::report::Granularity;
use ecsplan::scenario::Scenario;
use ecsplan::statement::{ShowbackBy, Statement};

use super::{Row, book, everything, examples, load, money, rows, sum};

/// That the rows of an option have the statement's costs in every month, by the month and by the hour.
#[track_caller]
fn assert_adds_up(scenario: &Scenario, (option, outcome): (OptionId, &Outcome)) {
    let statement = Statement::of(scenario, &book(scenario), (option, outcome), ShowbackBy::Workload);
    for granularity in [Granularity::Monthly, Granularity::Hourly] {
        let rows = rows(scenario, (option, outcome), granularity);
        assert_products(&rows);
        let name = format!("{} {} {granularity:?}", scenario.name, option.name());
        for (span, costs) in statement.months.iter().zip(statement.by_month()) {
            let begins = format!("{}-01T00:00:00Z", span.month);
            let in_month = |row: &Row| row["BillingPeriodStart"] == begins;
            assert_eq!(sum(&rows, "BilledCost", in_month), costs.billed, "{name} {begins}");
            assert_eq!(sum(&rows, "EffectiveCost", in_month), costs.effective, "{name} {begins}");
            // What purchases cost at list prices is in what they cover already.
            let is_covered = |row: &Row| in_month(row) && row["ChargeCategory"] != "Purchase";
            assert_eq!(sum(&rows, "ListCost", is_covered), costs.list, "{name} {begins}");
            assert_eq!(sum(&rows, "ContractedCost", is_covered), costs.contracted, "{name} {begins}");
        }
        let total = statement.total();
        assert_eq!(sum(&rows, "BilledCost", |_| true), total.billed, "{name}");
        assert_eq!(sum(&rows, "EffectiveCost", |_| true), total.effective, "{name}");
    }
}

/// That prices times quantities are costs, up to the decimals of the quantity and the rounding of fees.
#[track_caller]
fn assert_products(rows: &[Row]) {
    const UNIT: i128 = 1_000_000_000_000;
    let priced: Vec<&Row> = rows.iter().filter(|row| !row["PricingQuantity"].is_empty()).collect();
    assert!(!priced.is_empty());
    for row in priced {
        for (price, cost) in [("ListUnitPrice", "ListCost"), ("ContractedUnitPrice", "ContractedCost")] {
            let [price, quantity, cost] =
                [price, "PricingQuantity", cost].map(|column| money(&row[column]).picodollars());
            let off = (price * quantity / UNIT - cost).abs();
            assert!(off <= 4 + price / UNIT, "off by {off}: {row:#?}");
        }
    }
}

#[test]
fn the_recommended_option_of_every_example_adds_up() {
    let examples = examples();
    assert!(examples.len() >= 7, "{examples:?}");
    for path in examples {
        let scenario = load(&path);
        let comparison = compare(&scenario, &book(&scenario));
        let FirstChoice::Recommended(id) = first_choice(&scenario, &comparison) else {
            panic!("{}: nothing is recommended", path.display());
        };
        assert_adds_up(&scenario, (id, comparison.outcome(id).unwrap()));
    }
}

#[test]
fn every_option_of_a_bill_with_everything_adds_up() {
    let scenario = everything();
    let comparison = compare(&scenario, &book(&scenario));
    let priced: Vec<_> =
        comparison.options.iter().filter_map(|one| Some((one.id, one.outcome.as_ref().ok()?))).collect();
    assert!(priced.len() >= 8, "{:?}", priced.iter().map(|(id, _)| id.name()).collect::<Vec<_>>());
    for option in priced {
        assert_adds_up(&scenario, option);
    }
}
