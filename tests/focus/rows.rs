//! Rows that can be worked out by hand, and what every row must say.

use ecsplan::comparison::{OptionId, compare, compare_only};
use ecsplan::report::Granularity::{Hourly, Monthly};
use ecsplan::scenario::Scenario;

use super::{Row, book, everything, money, rows};
use crate::support::stories::Story;

/// The rows of one option.
fn rows_of(scenario: &Scenario, id: OptionId, granularity: ecsplan::report::Granularity) -> Vec<Row> {
    let option = compare_only(scenario, &book(scenario), id).options.remove(0);
    rows(scenario, (id, &option.outcome.unwrap()), granularity)
}

#[track_caller]
fn assert_says(row: &Row, expected: &[(&str, &str)]) {
    for (column, value) in expected {
        assert_eq!(row[*column], *value, "{column} of {row:#?}");
    }
}

/// The only row of which that is so.
#[track_caller]
fn the(rows: &[Row], is_it: impl Fn(&Row) -> bool) -> &Row {
    let found: Vec<&Row> = rows.iter().filter(|row| is_it(row)).collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0]
}

fn in_january(row: &Row) -> bool {
    row["BillingPeriodStart"] == "2026-01-01T00:00:00Z"
}

/// One task of 1 vCPU and 2 GB: 0.1 + 2 × 0.01 = 0.12 USD an hour on demand, 0.06 + 2 × 0.006 = 0.072 under a plan.
fn one_task(rest: &str) -> Scenario {
    let text = format!(
        r#"
name = "one task"
region = "ap-northeast-2"
tax_percent = 10
horizon = {{ start = "2026-01-01", months = 12 }}
{rest}
[[service]]
name = "web"
tasks = 1
task = {{ vcpu = 1, memory_gb = 2 }}
[service.tags]
team = "shop \"north\""
[commitments]
payment_options = ["partial_upfront"]
[prices]
"APN2-Fargate-vCPU-Hours:perCPU" = "0.1"
"APN2-Fargate-GB-Hours" = "0.01"
"ComputeSP:1yrPartialUpfront/APN2-Fargate-vCPU-Hours:perCPU" = "0.06"
"ComputeSP:1yrPartialUpfront/APN2-Fargate-GB-Hours" = "0.006"
"#
    );
    Story::written(&text).read()
}

#[test]
fn half_of_a_plan_is_one_purchase_and_every_month_is_another() {
    let rows = rows_of(&one_task(""), OptionId::FargateSavingsPlan, Monthly);
    let plan = [
        ("ChargeCategory", "Purchase"),
        ("CommitmentDiscountCategory", "Spend"),
        ("CommitmentDiscountId", "compute-sp-1y-partial-upfront"),
        ("CommitmentDiscountName", "Compute Savings Plan, 1 year, partial upfront"),
        ("CommitmentDiscountStatus", ""),
        ("CommitmentDiscountType", "Compute Savings Plan"),
        ("CommitmentDiscountUnit", "USD"),
        ("ConsumedQuantity", ""),
        ("ContractedUnitPrice", "1"),
        ("EffectiveCost", "0"),
        ("ListUnitPrice", "1"),
        ("PricingUnit", "USD"),
        ("RegionId", ""),
        ("SkuId", "ComputeSP:1yrPartialUpfront"),
    ];
    let upfront = the(&rows, |row| row["ChargeFrequency"] == "One-Time");
    assert_says(upfront, &plan);
    // 0.072 × 8,760 hours are committed, half of them are paid.
    assert_says(upfront, &[("BilledCost", "315.36"), ("ListCost", "315.36"), ("PricingQuantity", "315.36")]);
    assert_says(upfront, &[("CommitmentDiscountQuantity", "630.72"), ("ChargePeriodStart", "2026-01-01T00:00:00Z")]);
    let monthly: Vec<&Row> = rows.iter().filter(|row| row["ChargeFrequency"] == "Recurring").collect();
    assert_eq!(monthly.len(), 12);
    assert_says(monthly[0], &plan);
    assert_says(monthly[0], &[("BilledCost", "26.784"), ("CommitmentDiscountQuantity", "53.568")]); // × 744
    assert_says(
        monthly[11],
        &[("ChargePeriodEnd", "2027-01-01T00:00:00Z"), ("BillingPeriodEnd", "2027-01-01T00:00:00Z")],
    );
}

#[test]
fn what_a_plan_covers_is_used_and_not_billed() {
    let covered = [
        ("BilledCost", "0"),
        ("ChargeCategory", "Usage"),
        ("ChargeFrequency", "Usage-Based"),
        ("CommitmentDiscountStatus", "Used"),
        ("ConsumedUnit", "vCPU-Hours"),
        ("ContractedUnitPrice", "0.1"),
        ("ListUnitPrice", "0.1"),
        ("PricingCategory", "Committed"),
        ("PricingUnit", "vCPU-Hours"),
        ("RegionId", "ap-northeast-2"),
        ("RegionName", "Asia Pacific (Seoul)"),
        ("ServiceName", "Amazon Elastic Container Service"),
        ("SkuId", "APN2-Fargate-vCPU-Hours:perCPU"),
        ("SkuPriceId", "APN2-Fargate-vCPU-Hours:perCPU/Committed/0.1"),
        ("Tags", r#"{"team":"shop \"north\""}"#),
        ("x_Forecast", "true"),
        ("x_Operation", "FargateTask"),
        ("x_Workload", "web"),
    ];
    let is_vcpu = |row: &Row| in_january(row) && row["x_UsageType"].contains("vCPU");
    let months = rows_of(&one_task(""), OptionId::FargateSavingsPlan, Monthly);
    let month = the(&months, is_vcpu);
    assert_says(month, &covered);
    assert_says(month, &[("EffectiveCost", "44.64"), ("CommitmentDiscountQuantity", "44.64")]);
    assert_says(month, &[("PricingQuantity", "744"), ("ListCost", "74.4"), ("ContractedCost", "74.4")]);
    let hours = rows_of(&one_task(""), OptionId::FargateSavingsPlan, Hourly);
    let hours: Vec<&Row> = hours.iter().filter(|row| is_vcpu(row)).collect();
    assert_eq!(hours.len(), 744);
    assert_says(hours[25], &covered);
    assert_says(
        hours[25],
        &[("ChargePeriodStart", "2026-01-02T01:00:00Z"), ("ChargePeriodEnd", "2026-01-02T02:00:00Z")],
    );
    assert_says(hours[25], &[("EffectiveCost", "0.06"), ("CommitmentDiscountQuantity", "0.06"), ("ListCost", "0.1")]);
    assert_says(hours[25], &[("PricingQuantity", "1"), ("ConsumedQuantity", "1")]);
}

#[test]
fn tax_has_costs_and_no_price() {
    let rows = rows_of(&one_task(""), OptionId::FargateSavingsPlan, Hourly);
    let tax = the(&rows, |row| in_january(row) && row["ChargeCategory"] == "Tax");
    // A tenth of 342.144 that is paid, of 53.568 that is consumed, and of 89.28 on demand.
    assert_says(tax, &[("BilledCost", "34.2144"), ("EffectiveCost", "5.3568"), ("ListCost", "8.928")]);
    assert_says(tax, &[("ChargePeriodStart", "2026-01-01T00:00:00Z"), ("ChargePeriodEnd", "2026-02-01T00:00:00Z")]);
    for column in ["ListUnitPrice", "PricingQuantity", "PricingCategory", "SkuId", "SkuPriceId", "RegionId", "Tags"] {
        assert_eq!(tax[column], "", "{column}");
    }
}

#[test]
fn reserved_instances_are_counted_in_their_own_hours() {
    let text = r#"
name = "reserved"
region = "us-east-1"
horizon = { start = "2026-01-01", months = 1 }
[ec2]
instance_types = ["m7g.large"]
[prices]
"Reserved:1yrNoUpfront/BoxUsage:m7g.xlarge" = "0.1"
[[commitment]]
name = "ours"
kind = "reserved_instance"
instance_type = "m7g.xlarge"
count = 2
term = "1y"
payment = "no_upfront"
start = "2026-01-01"
[[service]]
name = "web"
architectures = ["arm64"]
tasks = 1
task = { vcpu = 1, memory_gb = 2 }
"#;
    let rows = rows_of(&Story::written(text).read(), OptionId::Ec2OnDemand, Monthly);
    let ours = [
        ("CommitmentDiscountCategory", "Usage"),
        ("CommitmentDiscountId", "ours"),
        ("CommitmentDiscountType", "Reserved Instance"),
        ("CommitmentDiscountUnit", "Hours"),
        ("RegionId", "us-east-1"),
    ];
    let is = |status: &'static str| {
        move |row: &Row| row["CommitmentDiscountId"] == "ours" && row["CommitmentDiscountStatus"] == status
    };
    let (used, unused, paid) = (the(&rows, is("Used")), the(&rows, is("Unused")), the(&rows, is("")));
    for row in [used, unused, paid] {
        assert_says(row, &ours);
    }
    // One large is half of an xlarge; the other one and a half are not used.
    assert_says(used, &[("PricingQuantity", "744"), ("CommitmentDiscountQuantity", "372"), ("EffectiveCost", "37.2")]);
    assert_says(
        unused,
        &[("CommitmentDiscountQuantity", "1116"), ("EffectiveCost", "111.6"), ("ConsumedQuantity", "")],
    );
    assert_says(paid, &[("CommitmentDiscountQuantity", "1488"), ("BilledCost", "148.8"), ("EffectiveCost", "0")]);
}

#[test]
fn a_bill_with_everything_says_how_each_thing_is_bought() {
    let scenario = everything();
    let spot = rows_of(&scenario, OptionId::Ec2Spot, Monthly);
    assert_says(
        the(&spot, |row| in_january(row) && row["x_UsageType"] == "SpotUsage:m7g.large"),
        &[("PricingCategory", "Dynamic")],
    );
    let database = the(&spot, |row| in_january(row) && row["x_UsageType"] == "database");
    assert_says(
        database,
        &[("ProviderName", "Scenario"), ("ChargeFrequency", "Recurring"), ("PricingCategory", "Other")],
    );
    let support = the(&spot, |row| in_january(row) && row["x_UsageType"] == "support");
    assert_says(support, &[("PricingQuantity", "1"), ("ListUnitPrice", &support["ListCost"])]);
    let free = the(&spot, |row| {
        in_january(row) && row["x_UsageType"] == "DataProcessing-Bytes" && row["x_PurchaseOption"] == "free"
    });
    assert_says(free, &[("ListCost", "0"), ("PricingCategory", "Standard"), ("PricingQuantity", "5")]);
    let tiers: Vec<&Row> =
        spot.iter().filter(|row| in_january(row) && row["x_UsageType"] == "DataTransfer-Out-Bytes").collect();
    let ids: std::collections::BTreeSet<&String> = tiers.iter().map(|row| &row["SkuPriceId"]).collect();
    assert!(ids.len() > 1 && tiers.iter().all(|row| row["SkuId"] == tiers[0]["SkuId"]), "{ids:?}");
}

#[test]
fn capacity_that_is_cheaper_than_the_spot_capacity_it_replaces_is_a_credit() {
    let mut scenario = everything();
    for size in ["large", "xlarge"] {
        scenario.prices.overrides.insert(format!("SpotUsage:m7g.{size}"), money("1"));
    }
    let rows = rows_of(&scenario, OptionId::Ec2Spot, Hourly);
    let credit = the(&rows, |row| in_january(row) && row["ChargeCategory"] == "Credit");
    assert_says(credit, &[("ListUnitPrice", ""), ("PricingQuantity", ""), ("SkuId", ""), ("ConsumedQuantity", "")]);
    assert_says(credit, &[("ChargePeriodStart", "2026-01-16T00:00:00Z"), ("ChargePeriodEnd", "2026-02-01T00:00:00Z")]);
    assert!(money(&credit["BilledCost"]) < money("0"), "{credit:#?}");
}

#[test]
fn used_and_unused_are_all_that_is_committed() {
    let scenario = everything();
    let mut months = 0;
    for option in &compare(&scenario, &book(&scenario)).options {
        let Ok(outcome) = &option.outcome else { continue };
        let rows = rows(&scenario, (option.id, outcome), Monthly);
        let quantity = |row: &Row| money(&row["CommitmentDiscountQuantity"]).picodollars();
        for fee in
            rows.iter().filter(|row| row["ChargeFrequency"] == "Recurring" && row["ChargeCategory"] == "Purchase")
        {
            let is_of_it = |row: &&Row| {
                row["CommitmentDiscountId"] == fee["CommitmentDiscountId"]
                    && row["BillingPeriodStart"] == fee["BillingPeriodStart"]
                    && row["ChargeCategory"] == "Usage"
            };
            let usage: i128 = rows.iter().filter(is_of_it).map(quantity).sum();
            assert!((usage - quantity(fee)).abs() < 1_000, "{}: {usage} {fee:#?}", option.id.name());
            months += 1;
        }
    }
    assert!(months > 20, "{months}");
}
