//! The option `per-service` against every grouping and launch type tried one by one (rules PS).

use std::collections::BTreeSet;

use ecsplan::comparison::{OptionId, Outcome, compare_one, compare_only, sample_spot, waste_ledger};
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::breakeven::{Contenders, Evaluator, Point};
use ecsplan::scenario::{Architecture, ArrangedPart, LaunchType, Scenario};
use ecsplan::statement::{Owner, ShowbackBy, Statement};
use proptest::prelude::*;

use crate::support::dice::{Dice, cases, rolls};
use crate::support::stories::Story;

/// Two days in which a few instance types may be used.
const HEAD: &str = r#"
name = "parts"
region = "us-east-1"
[horizon]
start = "2026-06-01"
hours = 48
[ec2]
instance_types = ["c7g.medium", "c7g.large", "m7g.large", "c7i.large"]
root_volume_gb = 8
"#;

fn read(parts: &[String]) -> Scenario {
    Story::written(&format!("{HEAD}{}", parts.concat())).read()
}

fn book(scenario: &Scenario) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap()
}

#[track_caller]
fn outcome(scenario: &Scenario, id: OptionId) -> Outcome {
    compare_one(scenario, &book(scenario), id).outcome.unwrap_or_else(|why| panic!("{}: {}", id.name(), why.reason))
}

/// A service that scales on its CPU.
fn scaled(name: &str, rate: u32, memory_mib: u32, more: &str) -> String {
    format!(
        r#"
[[service]]
name = "{name}"
architectures = ["x86_64", "arm64"]
{more}
[service.traffic]
constant = {rate}
noise_percent = 40
[service.workload]
cpu_ms_per_request = 20
memory_mib = {memory_mib}
[service.scaling]
min_tasks = 1
max_tasks = 200
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60
[service.objective]
max_not_served_percent = 5
"#
    )
}

/// A service with a number of tasks that never changes.
fn fixed(name: &str, tasks: u32, task: &str, more: &str) -> String {
    format!(
        "\n[[service]]\nname = \"{name}\"\narchitectures = [\"x86_64\", \"arm64\"]\ntasks = {tasks}\ntask = {task}\n{more}\n"
    )
}

const JOB: &str = r#"
[[job]]
name = "report"
architectures = ["x86_64", "arm64"]
schedule = "cron(0 3 * * ? *)"
count = 2
duration_seconds = 3000
task = { vcpu = "0.5", memory_gb = 1 }
"#;

/// Every option in which everything runs alike, without plans.
const ALIKE: [OptionId; 6] = [
    OptionId::Fargate,
    OptionId::FargateArm64,
    OptionId::FargateSpot,
    OptionId::FargateSpotArm64,
    OptionId::Ec2OnDemand,
    OptionId::Ec2Spot,
];

/// What a scenario costs at its cheapest on one of these options, its objectives and the Spot rules met.
fn cheapest(parts: &[String], options: &[OptionId]) -> Option<Money> {
    let scenario = read(parts);
    let may_be_on_spot = scenario.services.iter().all(|service| service.interruptible)
        && scenario.jobs.iter().all(|job| job.interruptible);
    let priced = |id: &OptionId| {
        let on_spot = [OptionId::FargateSpot, OptionId::FargateSpotArm64, OptionId::Ec2Spot].contains(id);
        let outcome = compare_one(&scenario, &book(&scenario), *id).outcome.ok()?;
        (outcome.meets_objective && (may_be_on_spot || !on_spot)).then(|| outcome.bill.total())
    };
    options.iter().filter_map(priced).min()
}

/// Every way to divide things, by recursion on the first of them.
fn divisions(things: &[usize]) -> Vec<Vec<Vec<usize>>> {
    let Some((&first, rest)) = things.split_first() else { return vec![Vec::new()] };
    let mut found = Vec::new();
    for mask in 0..1_usize << rest.len() {
        let (mut with_first, mut without) = (vec![first], Vec::new());
        for (position, &thing) in rest.iter().enumerate() {
            if mask >> position & 1 == 1 { with_first.push(thing) } else { without.push(thing) }
        }
        for mut division in divisions(&without) {
            division.insert(0, with_first.clone());
            found.push(division);
        }
    }
    found
}

/// What the blocks of services cost, each priced as a scenario of its own; a block with the jobs, too, on demand only.
fn cost_of(services: &[String], blocks: &[Vec<usize>], jobs_with: Option<usize>) -> Option<Money> {
    let on_instances = [OptionId::Ec2OnDemand, OptionId::Ec2Spot];
    let cost = |(index, block): (usize, &Vec<usize>)| {
        let mut parts: Vec<String> = block.iter().map(|&service| services[service].clone()).collect();
        match (jobs_with == Some(index), block.len()) {
            (true, _) => {
                parts.push(JOB.to_owned());
                cheapest(&parts, &[OptionId::Ec2OnDemand])
            }
            (false, 1) => cheapest(&parts, &ALIKE),
            (false, _) => cheapest(&parts, &on_instances),
        }
    };
    let blocks = blocks.iter().enumerate().map(cost).collect::<Option<Vec<Money>>>()?;
    Some(blocks.into_iter().sum())
}

#[test]
fn three_services_run_as_the_cheapest_of_all_ways() {
    let services = [
        scaled("web", 120, 300, ""),
        scaled("api", 30, 700, "interruptible = true"),
        scaled("worker", 3, 1_500, "interruptible = true"),
    ];
    let all: Vec<Money> = divisions(&[0, 1, 2]).iter().filter_map(|blocks| cost_of(&services, blocks, None)).collect();
    assert_eq!(all.len(), 5);
    assert_eq!(outcome(&read(&services), OptionId::PerService).bill.total(), all.into_iter().min().unwrap());
}

#[test]
fn jobs_run_by_themselves_or_together_on_any_cluster_on_demand() {
    for services in [
        vec![
            fixed("web", 3, "{ vcpu = 1, memory_gb = 2 }", ""),
            fixed("api", 1, "{ vcpu = \"0.5\", memory_gb = 3 }", ""),
        ],
        vec![fixed("web", 1, "{ vcpu = \"0.25\", memory_gb = \"0.5\" }", "")],
    ] {
        let alone = cheapest(&[JOB.to_owned()], &[OptionId::Fargate, OptionId::FargateArm64]).unwrap();
        let mut all = Vec::new();
        let places: Vec<usize> = (0..services.len()).collect();
        for blocks in divisions(&places) {
            all.extend(cost_of(&services, &blocks, None).map(|cost| cost + alone));
            all.extend((0..blocks.len()).filter_map(|index| cost_of(&services, &blocks, Some(index))));
        }
        let with_job: Vec<String> = services.iter().cloned().chain([JOB.to_owned()]).collect();
        let total = outcome(&read(&with_job), OptionId::PerService).bill.total();
        assert_eq!(total, all.into_iter().min().unwrap(), "{services:?}");
    }
}

#[test]
fn of_five_services_those_that_gain_most_from_instances_share_a_cluster() {
    let services = [
        fixed("a", 1, "{ vcpu = \"0.25\", memory_gb = \"0.5\" }", "interruptible = true"),
        fixed("b", 9, "{ vcpu = 1, memory_gb = 2 }", ""),
        fixed("c", 2, "{ vcpu = \"0.25\", memory_gb = 2 }", ""),
        fixed("d", 5, "{ vcpu = \"0.5\", memory_gb = 1 }", ""),
        fixed("e", 1, "{ vcpu = \"0.5\", memory_gb = 4 }", ""),
    ];
    let alone = |service: usize, options: &[OptionId]| {
        cheapest(&[services[service].clone()], options).unwrap().picodollars() as f64
    };
    let fargate = [OptionId::Fargate, OptionId::FargateArm64];
    let ratio = |service: usize| alone(service, &[OptionId::Ec2OnDemand]) / alone(service, &fargate);
    let mut order: Vec<usize> = (0..5).collect();
    order.sort_by(|&left, &right| ratio(left).total_cmp(&ratio(right)));
    let mut all = vec![cost_of(&services, &[vec![0], vec![1], vec![2], vec![3], vec![4]], None).unwrap()];
    for shared in 2..=5 {
        let mut together = order[..shared].to_vec();
        together.sort_unstable();
        let blocks: Vec<Vec<usize>> = order[shared..].iter().map(|&one| vec![one]).chain([together]).collect();
        all.push(cost_of(&services, &blocks, None).unwrap());
    }
    assert_eq!(outcome(&read(&services), OptionId::PerService).bill.total(), all.into_iter().min().unwrap());
}

/// Two to four services and perhaps a job, as the dice say.
fn told(dice: &Dice) -> Vec<String> {
    let count = dice.pick(&[2, 3, 4]);
    let service = |index: usize| {
        let name = format!("s{index}");
        let more = dice.pick(&["", "interruptible = true", "max_spot_share = 0.5"]);
        if dice.pick(&[true, false]) {
            let size = dice.pick(&[(1, 2), (2, 6), (4, 8), (8, 16)]);
            let task = format!("{{ vcpu = {}, memory_gb = {} }}", f64::from(size.0) / 4.0, f64::from(size.1) / 4.0);
            return fixed(&name, dice.pick(&[1, 2, 7]), &task, more);
        }
        scaled(&name, dice.pick(&[1, 20, 150]), dice.pick(&[200, 900, 3_000]), more)
    };
    let mut parts: Vec<String> = (0..count).map(service).collect();
    parts.extend(dice.pick(&[None, Some(JOB)]).map(str::to_owned));
    parts
}

proptest! {
    #![proptest_config(cases(12))]

    /// Whatever runs alike on demand is one of its candidates; its ledgers sum, and it costs at its own point of a
    /// break-even what it costs in the comparison.
    #[test]
    fn it_is_never_dearer_than_what_runs_alike_and_everything_sums(rolls in rolls()) {
        let scenario = read(&told(&Dice::new(rolls)));
        let prices = book(&scenario);
        let comparison = compare_only(&scenario, &prices, OptionId::PerService);
        let found = comparison.outcome(OptionId::PerService).unwrap();
        for id in [OptionId::Fargate, OptionId::FargateArm64, OptionId::Ec2OnDemand] {
            if let Ok(other) = compare_one(&scenario, &prices, id).outcome && other.meets_objective {
                prop_assert!(found.meets_objective);
                prop_assert!(found.bill.total() <= other.bill.total(), "{}", id.name());
            }
        }
        let spot_is_allowed = scenario.services.iter().zip(&found.services).all(|(service, result)| {
            service.interruptible || result.spot_share <= service.max_spot_share
        });
        prop_assert!(spot_is_allowed);
        let names: Vec<&str> = found.services.iter().map(|service| service.name.as_str()).collect();
        let services = scenario.services.iter().map(|service| service.name.as_str());
        prop_assert_eq!(names, services.chain(scenario.jobs.iter().map(|job| job.name.as_str())).collect::<Vec<_>>());
        assert_sums(&scenario, &prices, found);
        let contenders = Contenders::of(&scenario, &prices, &comparison, false);
        let own = Evaluator::new(&scenario, &prices, &contenders).at(&Point::default());
        prop_assert_eq!(own.cost(OptionId::PerService), Some(found.bill.total()).filter(|_| found.meets_objective));
    }
}

/// The statement has the bill's total, and the waste ledger its compute.
#[track_caller]
fn assert_sums(scenario: &Scenario, prices: &PriceBook, outcome: &Outcome) {
    let statement = Statement::of(scenario, prices, (OptionId::PerService, outcome), ShowbackBy::Workload);
    assert_eq!(statement.total().effective, outcome.bill.total());
    let compute = outcome.bill.lines.iter().filter(|line| line.kind == ecsplan::bill::ChargeKind::Compute);
    assert_eq!(waste_ledger(scenario, outcome).compute_bill(), compute.map(|line| line.cost).sum());
}

/// Four services: one on Fargate Spot, two on a cluster, one on a Spot cluster of its own.
fn arranged() -> Scenario {
    let mut scenario = read(&[
        fixed("web", 2, "{ vcpu = 1, memory_gb = 2 }", "interruptible = true"),
        fixed("orders", 3, "{ vcpu = \"0.5\", memory_gb = 1 }", ""),
        fixed("feeds", 4, "{ vcpu = \"0.5\", memory_gb = 1 }", "interruptible = true"),
        fixed("api", 1, "{ vcpu = \"0.5\", memory_gb = 1 }", ""),
    ]);
    let part = |services: &[usize], launch_type, architecture| ArrangedPart {
        services: services.to_vec(),
        jobs: Vec::new(),
        launch_type,
        architecture,
        instance_types: if architecture.is_none() { vec!["c7g.large".to_owned()] } else { Vec::new() },
    };
    scenario.arrangement = Some(vec![
        part(&[0], LaunchType::FargateSpot, Some(Architecture::Arm64)),
        part(&[1, 3], LaunchType::Ec2, None),
        part(&[2], LaunchType::Ec2Spot, None),
    ]);
    scenario
}

#[test]
fn shared_instances_are_split_among_those_on_them() {
    let scenario = arranged();
    let (prices, found) = (book(&scenario), outcome(&scenario, OptionId::PerService));
    let statement = Statement::of(&scenario, &prices, (OptionId::PerService, &found), ShowbackBy::Workload);
    let instances = |market: &str| -> BTreeSet<&str> {
        let rows =
            statement.rows.iter().filter(|row| row.usage_type.contains(market) && row.usage_type.contains("c7g"));
        rows.map(|row| row.owner.name()).collect()
    };
    assert_eq!(instances("BoxUsage"), ["api", "idle capacity", "orders"].into());
    assert_eq!(instances("SpotUsage"), ["feeds"].into());
    let of_orders = statement.of_owner(&Owner::Workload("orders".to_owned()))[0].effective;
    let of_api = statement.of_owner(&Owner::Workload("api".to_owned()))[0].effective;
    // Three tasks of a size against one of it, to the picodollar that does not divide.
    assert!((of_orders - of_api.times(3)).picodollars().abs() <= 3, "{of_orders:?} {of_api:?}");
    assert_sums(&scenario, &prices, &found);
    let clusters: Vec<Option<&str>> = (0..2).map(|group| found.timeline.cluster_of(group)).collect();
    assert_eq!(clusters, [Some("cluster 1"), Some("feeds")]);
}

#[test]
fn each_part_costs_what_it_costs_by_itself() {
    let scenario = arranged();
    let found = outcome(&scenario, OptionId::PerService);
    let cost = |services: &[usize], id: OptionId| {
        let mut part = scenario.clone();
        part.services = services.iter().map(|&index| scenario.services[index].clone()).collect();
        part.ec2.instance_types = vec!["c7g.large".to_owned()];
        outcome(&part, id).bill.total()
    };
    let parts =
        cost(&[0], OptionId::FargateSpotArm64) + cost(&[1, 3], OptionId::Ec2OnDemand) + cost(&[2], OptionId::Ec2Spot);
    assert_eq!(found.bill.total(), parts);
}

#[test]
fn spot_takes_tasks_of_its_own_parts_only() {
    let mut scenario = arranged();
    scenario.spot.ec2_interruption_percent = Some(99.0);
    scenario.spot.fargate_interruption_percent = 99.0;
    let found = outcome(&scenario, OptionId::PerService);
    let expected = found.interruptions.as_ref().unwrap();
    // Two tasks and the two instances of four, 48 hours, at −ln(0.01)/730 an hour.
    let hazard = -(0.01_f64.ln()) / 730.0;
    let instances = found.instance_groups[1].mean;
    assert!((expected.interruptions - hazard * 48.0 * (2.0 + instances)).abs() < 1e-9);
    assert_eq!(expected.rates.len(), 2);
    let runs: Vec<_> = (1..40).map(|seed| sample_spot(&scenario, &found, seed).unwrap()).collect();
    let restarts = |workload: usize| runs.iter().map(|run| run.restarts[workload].counts.len()).sum::<usize>();
    assert!(restarts(0) > 0 && restarts(2) > 0);
    assert_eq!((restarts(1), restarts(3)), (0, 0));
    assert!(runs.iter().all(|run| run.interrupted[0].is_empty()));
    let mean = runs.iter().map(|run| run.figures.interruptions as f64).sum::<f64>() / runs.len() as f64;
    assert!((mean - expected.interruptions).abs() < 0.5 * expected.interruptions, "{mean} {}", expected.interruptions);
}
