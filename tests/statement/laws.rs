//! What holds of every statement.

use ecsplan::comparison::{OptionId, Outcome};
use ecsplan::money::Money;
use ecsplan::scenario::{PaymentOption, Scenario};
use ecsplan::statement::{Costs, Owner, ShowbackBy, Statement};
use proptest::prelude::*;

use super::{book, outcome, scenario};

#[derive(Clone, Debug)]
struct Case {
    payment: &'static str,
    hours: u32,
    day: u32,
    tax: u32,
    support: u32,
    fee_discount: u32,
    usage_discount: u32,
    tasks: (u32, u32),
    id: OptionId,
}

fn cases() -> impl Strategy<Value = Case> {
    let payment = prop::sample::select(vec!["no_upfront", "partial_upfront", "all_upfront"]);
    let id = prop::sample::select(vec![
        OptionId::Ec2SavingsPlan,
        OptionId::Ec2InstanceSavingsPlan,
        OptionId::FargateSavingsPlan,
        OptionId::Fargate,
    ]);
    let percents = (0_u32..25, 0_u32..15, 0_u32..12, 0_u32..30);
    (payment, 24_u32..10_000, 1_u32..29, percents, (1_u32..5, 0_u32..4), id).prop_map(
        |(payment, hours, day, (tax, support, fee_discount, usage_discount), tasks, id)| Case {
            payment,
            hours,
            day,
            tax,
            support,
            fee_discount,
            usage_discount,
            tasks,
            id,
        },
    )
}

impl Case {
    fn scenario(&self) -> Scenario {
        let Self { payment, hours, day, tax, support, fee_discount, usage_discount, tasks: (first, second), .. } = self;
        let mut text = format!(
            r#"
name = "law"
region = "us-east-1"
tax_percent = {tax}
[horizon]
start = "2026-01-{day:02}"
hours = {hours}
step = "1h"
[ec2]
instance_types = ["m7g.large"]
[commitments]
payment_options = ["{payment}"]
[prices.discount_percent]
ComputeSavingsPlans = {fee_discount}
EC2InstanceSavingsPlans = {fee_discount}
AmazonECS = {usage_discount}
AmazonEC2 = {usage_discount}
[[extra]]
name = "support"
percent_of_bill = {support}
[[service]]
name = "api"
architectures = ["x86_64", "arm64"]
tasks = {first}
task = {{ vcpu = "0.5", memory_gb = 1 }}
[service.tags]
team = "web"
"#
        );
        if *second > 0 {
            text.push_str(&format!(
                "[[service]]\nname = \"worker\"\narchitectures = [\"x86_64\", \"arm64\"]\ntasks = {second}\n\
                 task = {{ vcpu = \"0.25\", memory_gb = 2 }}\n"
            ));
        }
        scenario(&text)
    }
}

fn sum(costs: &[Costs]) -> Costs {
    costs.iter().sum()
}

/// What is prepaid at the end by the contract alone: the paid share of the hours left of the running term.
fn contracted_prepaid(scenario: &Scenario, outcome: &Outcome) -> Money {
    let hours = i64::from(scenario.horizon.hours());
    let left = outcome.commitments.iter().filter(|line| line.chosen).map(|line| {
        let halves = match line.payment {
            PaymentOption::NoUpfront => 0,
            PaymentOption::PartialUpfront => 1,
            PaymentOption::AllUpfront => 2,
        };
        line.hourly_commitment.times(i128::from(line.end_hour - hours) * halves).divided_by(2)
    });
    left.sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_statement_is_its_bill_told_another_way(case in cases()) {
        let scenario = case.scenario();
        let outcome = outcome(&scenario, case.id);
        let told = |by| Statement::of(&scenario, &book(&scenario), (case.id, &outcome), by);
        let (by_service, by_team) = (told(ShowbackBy::Workload), told(ShowbackBy::Tag("team".to_owned())));
        // Rows, owners and months sum to the bill, whoever it is shown back to.
        for statement in [&by_service, &by_team] {
            let months: Vec<Money> = outcome.bill.months(&scenario.horizon).iter().map(|month| month.total).collect();
            prop_assert_eq!(statement.by_month().iter().map(|costs| costs.effective).collect::<Vec<_>>(), months);
            prop_assert_eq!(statement.total().list, outcome.bill.list_total());
            let owned: Costs = statement.owners().into_iter().map(|owner| sum(&statement.of_owner(owner))).sum();
            prop_assert_eq!(owned, statement.total());
        }
        prop_assert_eq!(by_service.by_month(), by_team.by_month());
        // List prices are never below contracted ones.
        prop_assert!(by_service.total().contracted <= by_service.total().list);
        prop_assert!(by_service.commitments.is_empty() || case.id != OptionId::Fargate);
        if by_service.commitments.is_empty() {
            prop_assert!(by_service.rows.iter().all(|row| row.months.iter().all(|costs| costs.billed == costs.effective)));
        }
    }

    #[test]
    fn cash_less_consumption_is_what_the_contract_leaves_prepaid(case in cases()) {
        let scenario = case.scenario();
        let outcome = outcome(&scenario, case.id);
        let statement = Statement::of(&scenario, &book(&scenario), (case.id, &outcome), ShowbackBy::Workload);
        let prepaid: Money = statement.commitments.iter().map(|account| account.closing_prepaid()).sum();
        let by_contract = contracted_prepaid(&scenario, &outcome).percent_off(
            book(&scenario).discount(if case.id == OptionId::Ec2InstanceSavingsPlan { "EC2InstanceSavingsPlans" } else { "ComputeSavingsPlans" }));
        let lines = if case.fee_discount == 0 { 0 } else { outcome.bill.lines.len() as i128 + 40 };
        prop_assert!((prepaid - by_contract).picodollars().abs() <= lines, "{prepaid:?} {by_contract:?}");
        // Tax and support of what is prepaid: (1 + support) × (1 + tax) − 1 of it, but for a rounding each month.
        let (tax, support) = (f64::from(case.tax) / 100.0, f64::from(case.support) / 100.0);
        let expected = prepaid.picodollars() as f64 * ((1.0 + support) * (1.0 + tax) - 1.0);
        let found = statement.prepaid_percentages().picodollars() as f64;
        prop_assert!((found - expected).abs() <= 100.0 + expected.abs() * 1e-12, "{found} {expected}");
        prop_assert_eq!(statement.prepaid_by_month().last().copied(), Some(statement.closing_prepaid()));
    }

    #[test]
    fn shares_of_instances_and_what_is_idle_are_what_the_instances_cost(case in cases()) {
        let scenario = case.scenario();
        prop_assume!(scenario.services.len() > 1);
        let outcome = outcome(&scenario, OptionId::Ec2SavingsPlan);
        let statement = Statement::of(&scenario, &book(&scenario), (case.id, &outcome), ShowbackBy::Workload);
        let is_instance = |usage_type: &str| usage_type.contains("BoxUsage");
        for (month, span) in statement.months.iter().enumerate() {
            let lines = outcome.bill.lines.iter().filter(|line| line.month == span.month && is_instance(&line.usage_type));
            let rows = statement.rows.iter().filter(|row| is_instance(&row.usage_type));
            let (billed, split): (Money, Money) =
                (lines.map(|line| line.cost).sum(), rows.clone().map(|row| row.months[month].effective).sum());
            prop_assert_eq!(billed, split);
            prop_assert!(rows.clone().all(|row| row.owner != Owner::Shared));
        }
        // A task of 0.25 vCPU and 2 GB weighs 4,352, one of 0.5 vCPU and 1 GB 5,632.
        let of = |name: &str| {
            let rows = statement.rows.iter().filter(|row| row.owner == Owner::Workload(name.to_owned()) && is_instance(&row.usage_type));
            rows.map(|row| row.total().effective.picodollars()).sum::<i128>() as f64
        };
        let (first, second) = (f64::from(case.tasks.0) * 5_632.0, f64::from(case.tasks.1) * 4_352.0);
        prop_assert!((of("api") * second - of("worker") * first).abs() <= 1e-9 * of("api") * second);
    }
}
