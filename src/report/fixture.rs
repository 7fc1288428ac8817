//! A small hand-made comparison with round figures, for the tests of renderers.

use std::collections::BTreeMap;

use super::{DisplayCurrency, ResultView};
use crate::bill::{Bill, ChargeKind, LineItem, PurchaseOption};
use crate::commitment::{Commitment, CommitmentKind};
use crate::comparison::{
    CandidateCounts, CapacityTimeline, CommitmentLine, Comparison, ExcludedTypes, InstanceGroup, OptionId, Outcome,
    PricedOption, ServiceOutcome, TaskCounts, TrafficFacts, Unavailable,
};
use crate::comparison::{FixedCluster, FixedInstances};
use crate::money::{Money, Percent, Quantity};
use crate::pricing::{Basis, TablesVersion};
use crate::recommendation::{
    AgainstCurrent, Change, CostDifference, CountFigures, FixedCount, Recommendation, Relaxation, Sentence, Verdict,
};
use crate::scenario::{
    Account, Architecture, Assumption, ClusterScaling, CommitmentPolicy, CreditMode, Criterion, Currency, DemandUnit,
    Ec2Settings, LaunchType, ManagedInstances, NetworkMode, NetworkSettings, Operations, PaymentOption, PlanKind,
    PriceAdjustments, Scenario, SimulationStep, SpotAssumptions, TaskSize, TermYears, Uncertainty,
};
use crate::time::{Convention, Horizon};

pub(super) fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// What `compare` would show in US dollars.
pub(super) fn compared() -> ResultView {
    ResultView::new(&scenario(), &version(), DisplayCurrency::usd(), &comparison(), None)
}

/// What `recommend` would show in US dollars.
pub(super) fn recommended() -> ResultView {
    ResultView::new(&scenario(), &version(), DisplayCurrency::usd(), &comparison(), Some(&verdict()))
}

/// What `recommend` would show when nothing meets the objective.
pub(super) fn infeasible() -> ResultView {
    let verdict = Verdict::Infeasible {
        reasons: vec![(OptionId::Fargate, "0.412 % of requests are not served, 0.1 % are allowed".to_owned())],
        relaxation: Some(Relaxation {
            service: "api".to_owned(),
            change: "min_tasks = 4".to_owned(),
            option: OptionId::Fargate,
            total: money("210"),
        }),
        best_effort: Some(OptionId::Fargate),
        fixed_counts: vec![fixed_count()],
    };
    ResultView::new(&scenario(), &version(), DisplayCurrency::usd(), &comparison(), Some(&verdict))
}

/// The same results in won.
pub(super) fn in_won() -> ResultView {
    let won = Currency { code: "KRW".to_owned(), rate: money("1380.5"), rate_date: Some("2026-10-30".to_owned()) };
    let won = DisplayCurrency::new(&won).unwrap();
    ResultView::new(&scenario(), &version(), won, &comparison(), Some(&verdict()))
}

fn version() -> TablesVersion {
    TablesVersion {
        origin: "bundled".to_owned(),
        date: "2026-11-01".to_owned(),
        content_hash: "0123456789abcdef".to_owned(),
    }
}

fn scenario() -> Scenario {
    let start = jiff::civil::date(2026, 1, 15);
    let assumption = |index: usize| Assumption {
        key: format!("service.api.workload.key_{index}"),
        value: index.to_string(),
        reason: "planning default".to_owned(),
    };
    Scenario {
        name: "shop".to_owned(),
        region: "ap-northeast-2".to_owned(),
        horizon: Horizon::new(start, Convention::Months(1)).unwrap(),
        continues: true,
        services: Vec::new(),
        jobs: Vec::new(),
        extras: Vec::new(),
        step: SimulationStep::Minute,
        ec2: ec2(),
        managed_instances: ManagedInstances {
            scale_in_after_seconds: 300,
            volume_gib: 80,
            lifetime_days: 14,
            spot: false,
        },
        external: None,
        spot: SpotAssumptions {
            ec2_interruption_percent: None,
            fargate_interruption_percent: 5.0,
            fallback_to_on_demand: false,
            fallback_seconds: 3_600,
        },
        network: network(),
        account: Account { free_allowances: false, existing_egress_gb: 0.0 },
        commitments: commitments(),
        commitments_held: Vec::new(),
        uncertainty: Uncertainty { demand_scenarios: Vec::new(), criterion: Criterion::ExpectedCost },
        operations: Operations::default(),
        performance: BTreeMap::new(),
        prices: PriceAdjustments::default(),
        currency: Currency { code: "USD".to_owned(), rate: money("1"), rate_date: None },
        tax_percent: Percent::ZERO,
        current: None,
        arrangement: None,
        assumptions: (1..=10).map(assumption).collect(),
        warnings: vec!["the profile's peak of 40 requests per second exceeds what `max_tasks` can serve".to_owned()],
    }
}

fn commitments() -> CommitmentPolicy {
    CommitmentPolicy {
        kinds: vec![PlanKind::Compute, PlanKind::Ec2Instance],
        terms: Vec::new(),
        payment_options: Vec::new(),
        renew: true,
        max_upfront: None,
        min_utilisation: None,
        cost_of_capital: Percent::ZERO,
    }
}

fn ec2() -> Ec2Settings {
    Ec2Settings {
        instance_types: Vec::new(),
        families: Vec::new(),
        exclude_families: Vec::new(),
        burstable: false,
        previous_generation: false,
        network_mode: NetworkMode::Awsvpc,
        eni_trunking: false,
        zones: 2,
        registered_memory_percent: Percent::whole(97),
        memory_reserve_mib: 256,
        cpu_reserve_units: 0,
        root_volume_gib: 30,
        instance_request_seconds: 120,
        instance_start_seconds: 120,
        scale_in_delay_seconds: 900,
        scaling: ClusterScaling::Fixed(1),
        min_instances: 0,
        max_instances: None,
        survive_zone_loss: false,
        daemons: Vec::new(),
        purchase_mix: None,
        mix_types: false,
        credit_mode: CreditMode::FamilyDefault,
    }
}

fn network() -> NetworkSettings {
    NetworkSettings {
        nat_gateways: 0,
        image_pull_through_nat: false,
        interface_endpoints: 0,
        endpoint_zones: 2,
        image_pull_through_endpoints: false,
        load_balancer_zones: 2,
        load_balancer_internet_facing: true,
        public_ips: 0,
    }
}

pub(super) fn comparison() -> Comparison {
    let unavailable = Unavailable {
        reason: "no price in ap-northeast-2 for Fargate Spot on ARM (nearest: Fargate Spot on x86)".to_owned(),
        missing_price: true,
    };
    Comparison {
        floor: Some(money("90")),
        assumptions: Vec::new(),
        options: vec![
            PricedOption { id: OptionId::Fargate, outcome: Ok(fargate()) },
            PricedOption { id: OptionId::FargateSpotArm64, outcome: Err(unavailable) },
            PricedOption { id: OptionId::Ec2SavingsPlan, outcome: Ok(ec2_savings_plan()) },
        ],
        traffic: vec![TrafficFacts {
            service: "api".to_owned(),
            mean: 12.5,
            peak_minute: 40.0,
            unit: DemandUnit::RequestsPerSecond,
            note: Some("the last 3 days of the profile are not used".to_owned()),
        }],
        notes: vec!["2 rows of `week.csv` were filled in".to_owned()],
        interrupted: None,
    }
}

fn outcome(lines: Vec<LineItem>, launch_type: LaunchType) -> Outcome {
    Outcome {
        bill: Bill { lines },
        capacity: crate::usage::Ledger::default(),
        services: vec![service(launch_type)],
        instance_groups: Vec::new(),
        commitments: Vec::new(),
        meets_objective: true,
        not_served_percent: 0.02,
        minutes_short: 12,
        spot_share: 0.0,
        interruptions: None,
        excluded_types: None,
        placement_cost: None,
        candidates: CandidateCounts { sizes: 8, considered: 8, simulated: 8, ..CandidateCounts::default() },
        notes: Vec::new(),
        timeline: CapacityTimeline::default(),
    }
}

fn fargate() -> Outcome {
    let lines = ["2026-01", "2026-02"].into_iter().flat_map(|month| {
        [
            line(month, "APN2-Fargate-vCPU-Hours:perCPU", "1000.5", "0.04656", ChargeKind::Compute),
            line(month, "APN2-Fargate-GB-Hours", "2001.25", "0.00511", ChargeKind::Compute),
            line(month, "APN2-NatGateway-Hours", "408", "0.059", ChargeKind::Network),
            line(month, "APN2-DataProcessing-Bytes", "33.3", "0.76", ChargeKind::Observability),
        ]
    });
    outcome(lines.collect(), LaunchType::Fargate)
}

fn ec2_savings_plan() -> Outcome {
    let lines = ["2026-01", "2026-02"].into_iter().flat_map(|month| {
        let mut covered = line(month, "APN2-BoxUsage:m7g.large", "744", "0.0707", ChargeKind::Compute);
        covered.purchase_option = PurchaseOption::SavingsPlan;
        covered.commitment_id = Some("compute-sp-1y-no-upfront".to_owned());
        covered.basis = Basis::RiEquivalent;
        let volume = line(month, "APN2-EBS:VolumeUsage.gp3", "16.4516129", "0.0912", ChargeKind::Storage);
        [covered, volume]
    });
    Outcome {
        instance_groups: vec![instances()],
        commitments: vec![plan()],
        excluded_types: Some(ExcludedTypes {
            types: (0..12).map(|number| format!("c8g.{number}xlarge")).collect(),
            cheapest: "c8g.large".to_owned(),
            reason: "no Compute Savings Plan rate".to_owned(),
        }),
        meets_objective: false,
        not_served_percent: 0.412,
        ..outcome(lines.collect(), LaunchType::Ec2)
    }
}

fn service(launch_type: LaunchType) -> ServiceOutcome {
    ServiceOutcome {
        name: "api".to_owned(),
        is_job: false,
        launch_type,
        architecture: Architecture::X86_64,
        task_size: TaskSize { cpu_units: 512, memory_mib: 1_024 },
        scaling: None,
        tasks: TaskCounts { min: 2, mean: 3.456, max: 9, running_mean: 3.6 },
        mean_cpu_percent: Some(47.3),
        arrived: 33_480_000.0,
        served: 33_473_304.0,
        not_served_percent: 0.02,
        minutes_short: 12,
        queued: 0.0,
        late_percent: 0.0,
        minutes_late: 0,
        spot_share: 0.0,
        meets_objective: true,
    }
}

fn instances() -> InstanceGroup {
    InstanceGroup {
        instance_type: "m7g.large".to_owned(),
        vcpu: 2,
        memory_mib: 8_192,
        architecture: Architecture::Arm64,
        spot: false,
        burstable: false,
        credits: None,
        min: 2,
        mean: 2.2,
        max: 3,
        cpu_reserved_percent: 86.4,
        memory_reserved_percent: 44.1,
        interruption_band: None,
        binding_limit: "cpu",
    }
}

fn plan() -> CommitmentLine {
    let commitment = Commitment {
        id: "compute-sp-1y-no-upfront".to_owned(),
        term: TermYears::One,
        payment: PaymentOption::NoUpfront,
        hourly_commitment: money("0.1414"),
        used: money("105.2016"),
        unused: money("0"),
        liability_after: money("1133.46"),
        kind: CommitmentKind::ComputeSavingsPlan,
        held: false,
        first_hour: 0,
        end_hour: 8_760,
    };
    CommitmentLine { commitment, chosen: true, option_total: money("108.2") }
}

fn line(month: &str, usage_type: &str, quantity: &str, price: &str, kind: ChargeKind) -> LineItem {
    let (unit_price, quantity) = (money(price), Quantity::new(money(quantity).picodollars(), 1_000_000_000_000));
    let (year, month) = month.split_once('-').unwrap();
    LineItem {
        month: crate::time::YearMonth { year: year.parse().unwrap(), month: month.parse().unwrap() },
        service: "AmazonECS".to_owned(),
        workload: (kind == ChargeKind::Compute).then(|| "api".to_owned()),
        purpose: crate::usage::Purpose::Service,
        usage_type: usage_type.to_owned(),
        purchase_option: PurchaseOption::OnDemand,
        commitment_id: None,
        quantity,
        unit: "Hrs",
        list_unit_price: unit_price,
        unit_price,
        list_cost: quantity.cost_at(unit_price),
        cost: quantity.cost_at(unit_price),
        as_of: "2026-10".to_owned(),
        basis: Basis::Observed,
        source: "ap-northeast-2/fargate.csv:5".to_owned(),
        kind,
    }
}

fn verdict() -> Verdict {
    Verdict::Recommended(Box::new(Recommendation {
        option: OptionId::Fargate,
        runner_up: Some(OptionId::Ec2SavingsPlan),
        differences: vec![
            CostDifference { kind: ChargeKind::Compute, recommended: money("113.62"), runner_up: money("105.2") },
            CostDifference { kind: ChargeKind::Storage, recommended: money("0"), runner_up: money("3.004") },
        ],
        reasons: vec![Sentence::of("it meets the objective with 0.02 % not served, where 0.1 % are allowed")],
        passed_over: vec![(OptionId::Ec2SavingsPlan, "0.412 % of requests are not served".to_owned())],
        changes: vec![Change {
            what: Sentence::of("with `eni_trunking = true`, EC2 would need one instance less"),
            option: Some(OptionId::Ec2SavingsPlan),
            total: Some(money("99.5")),
        }],
        fixed_counts: vec![fixed_count()],
        fixed_cluster: Some(fixed_cluster()),
        against_current: Some(AgainstCurrent {
            current_total: money("400"),
            saving_total: money("113.1"),
            saving_per_month: money("111"),
            stranded_commitment: money("12"),
            migration_cost: money("500"),
            break_even_month: None,
            model_error_percent: Some(-3.25),
        }),
    }))
}

fn fixed_cluster() -> FixedCluster {
    let instances = |instance_type: &str, instances, tasks| FixedInstances {
        instance_type: instance_type.to_owned(),
        instances,
        tasks: vec![("api".to_owned(), tasks)],
    };
    FixedCluster {
        option: OptionId::Ec2OnDemand,
        instances: vec![instances("m7g.large", 2, 3), instances("c7g.medium", 1, 1)],
        total: money("140.25"),
        lower_bound: money("139"),
        scaled_total: money("150"),
    }
}

fn fixed_count() -> FixedCount {
    let figures = |total, not_served_percent, meets_objective| CountFigures {
        mean_tasks: 2.5,
        total: money(total),
        not_served_percent,
        minutes_short: 7,
        minutes_above_target: 40,
        meets_objective,
    };
    FixedCount {
        service: "api".to_owned(),
        option: OptionId::Fargate,
        tasks: 3,
        changes_per_day: 4.25,
        scaled: figures("190.5", 0.412, false),
        fixed: figures("191", 0.0, true),
    }
}
