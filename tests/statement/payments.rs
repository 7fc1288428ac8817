//! When commitments are paid, what is prepaid, and when upfront payments have paid for themselves (rules L1, L3 to L7).

use ecsplan::comparison::{CommitmentLine, OptionId, Outcome};
use ecsplan::money::Money;
use ecsplan::scenario::Scenario;
use ecsplan::statement::{Purchased, ShowbackBy, Statement, UpfrontPayment};

use super::{book, money, outcome, scenario, statement};

/// One task of 1 vCPU and 2 GB: 0.1 + 2 × 0.01 = 0.12 USD an hour on demand, 0.06 + 2 × 0.006 = 0.072 under a plan.
fn one_task(horizon: &str, payment: &str, rest: &str) -> Scenario {
    let plan = match payment {
        "no_upfront" => "ComputeSP:1yrNoUpfront",
        "partial_upfront" => "ComputeSP:1yrPartialUpfront",
        _ => "ComputeSP:1yrAllUpfront",
    };
    scenario(&format!(
        r#"
name = "one task"
region = "ap-northeast-2"
{rest}
[horizon]
{horizon}
[[service]]
name = "web"
tasks = 1
task = {{ vcpu = 1, memory_gb = 2 }}
[commitments]
payment_options = ["{payment}"]
[prices]
"APN2-Fargate-vCPU-Hours:perCPU" = "0.1"
"APN2-Fargate-GB-Hours" = "0.01"
"{plan}/APN2-Fargate-vCPU-Hours:perCPU" = "0.06"
"{plan}/APN2-Fargate-GB-Hours" = "0.006"
"#
    ))
}

/// 2026 has 8,760 hours: a year's term.
const YEAR: &str = "start = \"2026-01-01\"\nmonths = 12";

const PLAN: OptionId = OptionId::FargateSavingsPlan;

fn by_month(statement: &Statement, of: fn(&ecsplan::statement::Costs) -> Money) -> Vec<String> {
    statement.by_month().iter().map(|costs| of(costs).to_decimal()).collect()
}

fn paid(month: usize, amount: &str, fully_paid: Option<usize>) -> UpfrontPayment {
    UpfrontPayment { month, amount: money(amount), fully_paid }
}

#[test]
fn all_upfront_is_paid_in_the_first_month_and_consumed_by_the_hour() {
    let statement = statement(&one_task(YEAR, "all_upfront", ""), PLAN, ShowbackBy::Workload);
    let billed = by_month(&statement, |costs| costs.billed);
    assert_eq!(billed[..2], ["630.72", "0"]); // 0.072 × 8,760
    assert_eq!(by_month(&statement, |costs| costs.effective)[..2], ["53.568", "48.384"]); // × 744, × 672
    assert_eq!(by_month(&statement, |costs| costs.contracted)[0], "89.28"); // 0.12 × 744
    assert_eq!(statement.prepaid_by_month()[0], money("577.152"));
    assert_eq!(statement.closing_prepaid(), Money::ZERO);
    // 630.72 / 0.12 = 5,256 hours: July ends after 5,088, August after 5,832.
    assert_eq!(statement.commitments[0].payments, [paid(0, "630.72", Some(7))]);
}

#[test]
fn half_of_partial_upfront_is_paid_by_the_hour() {
    let statement = statement(&one_task(YEAR, "partial_upfront", ""), PLAN, ShowbackBy::Workload);
    assert_eq!(by_month(&statement, |costs| costs.billed)[..2], ["342.144", "24.192"]); // 315.36 + 26.784; 0.036 × 672
    // 315.36 / (0.12 − 0.036) = 3,754.3 hours: May ends after 3,624, June after 4,344.
    assert_eq!(statement.commitments[0].payments, [paid(0, "315.36", Some(5))]);
    let fees: Vec<_> =
        statement.rows.iter().filter(|row| row.total().effective.is_zero()).map(|row| row.purchased).collect();
    assert_eq!(fees, [Purchased::UpfrontFee, Purchased::RecurringFee]);
}

#[test]
fn without_upfront_cash_and_consumption_are_the_same_every_month() {
    let statement = statement(&one_task(YEAR, "no_upfront", ""), PLAN, ShowbackBy::Workload);
    assert_eq!(by_month(&statement, |costs| costs.billed), by_month(&statement, |costs| costs.effective));
    assert_eq!(statement.commitments[0].payments, []);
}

#[test]
fn a_renewal_is_paid_when_it_begins_and_its_rest_is_prepaid() {
    let eighteen = one_task("start = \"2026-01-01\"\nmonths = 18", "all_upfront", "");
    let statement = statement(&eighteen, PLAN, ShowbackBy::Workload);
    // 0.12 × 4,344 hours to the end of June 2027 is 521.28: less than what was paid.
    assert_eq!(statement.commitments[0].payments, [paid(0, "630.72", Some(7)), paid(12, "630.72", None)]);
    assert_eq!(statement.closing_prepaid(), money("317.952")); // 0.072 × (8,760 − 4,344)
    assert_eq!(statement.commitments[0].closing_prepaid(), money("317.952"));
}

#[test]
fn two_terms_in_one_month_share_its_savings_by_their_hours() {
    let two_years = one_task("start = \"2026-01-16\"\nmonths = 24", "all_upfront", "");
    let statement = statement(&two_years, PLAN, ShowbackBy::Workload);
    // From the 16th January has 384 hours of a term; 5,256 are reached in August (5,472), in both years.
    assert_eq!(statement.commitments[0].payments, [paid(0, "630.72", Some(7)), paid(12, "630.72", Some(19))]);
}

#[test]
fn tax_is_paid_on_what_is_paid() {
    let statement = statement(&one_task(YEAR, "all_upfront", "tax_percent = 10"), PLAN, ShowbackBy::Workload);
    assert_eq!(by_month(&statement, |costs| costs.billed)[..2], ["693.792", "0"]);
    assert_eq!(by_month(&statement, |costs| costs.effective)[0], "58.9248");
    assert_eq!(by_month(&statement, |costs| costs.contracted)[0], "98.208"); // 89.28 × 1.1
    assert_eq!(statement.prepaid_by_month()[0], money("634.8672")); // 577.152 × 1.1
    let half_a_year = one_task("start = \"2026-01-01\"\nmonths = 6", "all_upfront", "tax_percent = 10");
    let statement = super::statement(&half_a_year, PLAN, ShowbackBy::Workload);
    assert_eq!(statement.prepaid_percentages(), money("31.7952")); // a tenth of 0.072 × 4,416 hours
}

#[test]
fn commitments_that_cover_everything_save_what_their_rate_saves() {
    let statement = statement(&one_task(YEAR, "all_upfront", ""), PLAN, ShowbackBy::Workload);
    let all: ecsplan::statement::CommitmentUse = statement.commitment_use.iter().copied().sum();
    assert_eq!((all.coverage(), all.utilisation()), (Some(1.0), Some(1.0)));
    assert!((all.effective_savings_rate().unwrap() - 0.4).abs() < 1e-12);
}

/// The outcome with its commitment moved in time, as if it had been held before.
fn moved(mut outcome: Outcome, first_hour: i64, end_hour: i64) -> Outcome {
    let moved = |line: &CommitmentLine| {
        let mut line = line.clone();
        (line.commitment.first_hour, line.commitment.end_hour) = (first_hour, end_hour);
        line
    };
    outcome.commitments = outcome.commitments.iter().filter(|line| line.chosen).map(moved).collect();
    outcome
}

#[test]
fn what_was_paid_before_the_horizon_is_prepaid_when_it_begins() {
    let half_a_term = one_task("start = \"2026-01-01\"\nhours = 4380", "all_upfront", "");
    let held = moved(outcome(&half_a_term, PLAN), -4_380, 4_380);
    let statement = Statement::of(&half_a_term, &book(&half_a_term), (PLAN, &held), ShowbackBy::Workload);
    assert_eq!(statement.opening_prepaid(), money("315.36")); // 0.072 × 4,380
    assert_eq!(statement.total().billed, Money::ZERO);
    assert_eq!(statement.closing_prepaid(), Money::ZERO);
    assert_eq!(statement.commitments[0].payments, []);
}

#[test]
fn commitments_of_one_pool_are_one_with_the_payments_of_both() {
    let year = one_task(YEAR, "all_upfront", "");
    let mut pooled = outcome(&year, PLAN);
    pooled.commitments.retain(|line| line.chosen);
    let mut first = pooled.commitments.remove(0);
    first.commitment.hourly_commitment = money("0.036");
    let mut second = first.clone();
    (first.commitment.id, second.commitment.id) = ("first".to_owned(), "second".to_owned());
    (second.commitment.first_hour, second.commitment.end_hour) = (0, 8_760);
    pooled.commitments = vec![first, second];
    for line in pooled.bill.lines.iter_mut().filter(|line| line.commitment_id.is_some()) {
        line.commitment_id = Some("first+second".to_owned());
    }
    let statement = Statement::of(&year, &book(&year), (PLAN, &pooled), ShowbackBy::Workload);
    assert_eq!(statement.commitments.len(), 1);
    assert_eq!(statement.commitments[0].hourly_commitment, money("0.072"));
    // Each saves half, and has cost half.
    assert_eq!(statement.commitments[0].payments, [paid(0, "315.36", Some(7)), paid(0, "315.36", Some(7))]);
    assert_eq!(statement.closing_prepaid(), Money::ZERO);
}

#[test]
fn a_discount_on_usage_is_in_the_on_demand_equivalent_and_not_in_the_list_cost() {
    let text = r#"
name = "discounted"
region = "ap-northeast-2"
[horizon]
start = "2026-01-01"
hours = 100
[[service]]
name = "web"
tasks = 1
task = { vcpu = 1, memory_gb = 2 }
[prices.discount_percent]
AmazonECS = 10
"#;
    let statement = statement(&scenario(text), PLAN, ShowbackBy::Workload);
    // Seoul: 0.04656 + 2 × 0.00511 = 0.05678 an hour; a tenth less is 0.051102.
    assert_eq!(statement.total().list, money("5.678"));
    assert_eq!(statement.total().contracted, money("5.1102"));
}
