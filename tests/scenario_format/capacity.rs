//! What scenarios say about capacity: policies, starts, deployments, providers, the cluster, Spot, hosts, jobs.

use ecsplan::scenario::{
    AdjustmentType, AlarmOperator, Architecture, CapacityProvider, ClusterScaling, CreditMode, DeploymentStrategy,
    DeploymentTimes, JobDuration, MaxCapacityBreach, OperatingSystem, PlacementStrategy, PurchaseMix, Resolution,
    Scaling, Scenario, Service, SimulationStep, TargetMetric, TaskCount,
};

use super::{SHOP, SMALLEST, parse, week_of};

/// The shop with more said about its service.
fn shop(more: &str) -> Scenario {
    parse(&format!("{SHOP}{more}"), &week_of(10))
}

/// The shop's service.
fn api(scenario: &Scenario) -> &Service {
    &scenario.services[0]
}

fn scaling(scenario: &Scenario) -> &Scaling {
    let TaskCount::Scaled(scaling) = &api(scenario).count else { panic!("{:?}", api(scenario).count) };
    scaling
}

/// The value that is assumed for a key, if any.
fn assumed<'a>(scenario: &'a Scenario, key: &str) -> Option<&'a str> {
    scenario.assumptions.iter().find(|assumption| assumption.key == key).map(|assumption| assumption.value.as_str())
}

#[test]
fn steps_are_read_in_order_and_those_of_aws_s_own_example_do_not_fight() {
    let example = r#"
[[service.scaling.step_scaling]]
metric = "memory"
threshold = 50
operator = ">="
adjustment_type = "percent_change_in_capacity"
step = [
    { lower_bound = 20, adjustment = 30 },
    { lower_bound = 0, upper_bound = 10, adjustment = 0 },
    { lower_bound = 10, upper_bound = 20, adjustment = 10 },
]

[[service.scaling.step_scaling]]
metric = "memory"
threshold = 50
operator = "<="
adjustment_type = "percent_change_in_capacity"
min_adjustment_magnitude = 1
cooldown_seconds = 60
datapoints = 3
resolution_seconds = 20
step = [
    { lower_bound = -10, upper_bound = 0, adjustment = 0 },
    { lower_bound = -20, upper_bound = -10, adjustment = -10 },
    { upper_bound = -20, adjustment = -30 },
]
"#;
    let scenario = shop(example);
    let [out, back] = scaling(&scenario).step_scaling.as_slice() else { panic!("two policies") };
    assert_eq!((out.metric, out.operator, out.threshold), (TargetMetric::Memory, AlarmOperator::AtLeast, 50.0));
    let adjustments = |steps: &[ecsplan::scenario::StepAdjustment]| {
        steps.iter().map(|step| (step.lower_bound, step.adjustment)).collect::<Vec<_>>()
    };
    assert_eq!(adjustments(&out.steps), [(Some(0.0), 0), (Some(10.0), 10), (Some(20.0), 30)]);
    assert_eq!((out.datapoints, out.cooldown_seconds, out.resolution), (1, 300, Resolution::Standard));
    assert_eq!(adjustments(&back.steps), [(None, -30), (Some(-20.0), -10), (Some(-10.0), 0)]);
    assert_eq!(back.adjustment_type, AdjustmentType::PercentChangeInCapacity);
    assert_eq!((back.min_adjustment_magnitude, back.cooldown_seconds, back.datapoints), (1, 60, 3));
    assert_eq!(back.resolution, Resolution::High);
}

#[test]
fn predictive_scaling_may_raise_the_maximum() {
    let scenario = shop("[service.scaling.predictive]\nmetric = \"cpu\"\ntarget_percent = 50\n");
    let policy = scaling(&scenario).predictive.unwrap();
    assert_eq!((policy.target, policy.buffer_seconds), (50.0, 300));
    assert_eq!(policy.max_capacity_breach, MaxCapacityBreach::Honor);
    let raising = "[service.scaling.predictive]\nmetric = \"requests_per_target\"\ntarget_value = 900\n\
                   max_capacity_breach = \"increase\"\n";
    let scenario = shop(raising);
    let breach = scaling(&scenario).predictive.unwrap().max_capacity_breach;
    assert_eq!(breach, MaxCapacityBreach::Increase { buffer_percent: 10 });
    assert_eq!(assumed(&scenario, "service.api.scaling.predictive.max_capacity_buffer_percent"), Some("10 percent"));
}

#[test]
fn each_delay_is_assumed_where_a_policy_of_its_resolution_exists() {
    let [standard, high] =
        ["detection_delay_seconds", "high_resolution_delay_seconds"].map(|key| format!("service.api.scaling.{key}"));
    let usual = shop("");
    assert_eq!((assumed(&usual, &standard), assumed(&usual, &high)), (Some("180 seconds"), None));
    let fast = shop("resolution_seconds = 20\n");
    assert_eq!(scaling(&fast).target_tracking[0].resolution, Resolution::High);
    assert_eq!((assumed(&fast, &standard), assumed(&fast, &high)), (None, Some("26 seconds")));
    assert_eq!(scaling(&fast).high_resolution_delay_seconds, 26);
}

/// Seconds of a start and of its pull, for the shop's service with these tables.
#[track_caller]
fn start(more: &str) -> (u32, u32) {
    let text = SHOP.replace("start_seconds = 40\n", "");
    let scenario = parse(&format!("{text}{more}"), &week_of(10));
    let (start, pull) = (api(&scenario).workload.start_seconds, api(&scenario).workload.pull_seconds);
    let value = format!("{start} seconds, of which {pull} of image pull");
    assert_eq!(assumed(&scenario, "service.api.workload.start_seconds"), Some(value.as_str()));
    (start, pull)
}

#[test]
fn a_start_is_pull_and_application_and_health() {
    // 300 MB at 40 MB/s are 7.5 seconds; without a load balancer ECS waits 40 seconds.
    assert_eq!(start("[service.start]\nimage_mb = 300\napplication_seconds = 15\n"), (8 + 15 + 40, 8));
    let balanced = "[service.network]\nload_balancer = \"alb\"\nimage_mb = 320\n";
    // Two checks, 30 seconds apart; the image is that of the network settings.
    assert_eq!(start(&format!("{balanced}[service.start]\napplication_seconds = 15\n")), (8 + 15 + 60, 8));
    let own = "[service.start]\nimage_mb = 100\npull_mb_per_second = 10\napplication_seconds = 1\nhealthy_threshold = 3\n\
               health_check_interval_seconds = 5\n";
    assert_eq!(start(&format!("{balanced}{own}")), (10 + 1 + 15, 10));
    let lazy = "[service.start]\nlazy_loading = true\napplication_seconds = 0\nhealth_seconds = 0\n";
    assert_eq!(start(lazy), (5, 5));
}

#[test]
fn a_start_without_parts_saves_nothing_on_an_instance() {
    let shop = shop("");
    assert_eq!((api(&shop).workload.start_seconds, api(&shop).workload.pull_seconds), (40, 0));
}

#[test]
fn deployments_are_read_with_the_defaults_of_their_strategy() {
    let deployed = |keys: &str| {
        let scenario = shop(&format!("[service.deployment]\n{keys}\n"));
        api(&scenario).deployments.clone().unwrap()
    };
    let rolling = deployed("deployments_per_month = 20");
    assert_eq!(rolling.times, DeploymentTimes::PerMonth(20));
    let expected = DeploymentStrategy::Rolling { minimum_healthy_percent: 100, maximum_percent: 200 };
    assert_eq!(rolling.strategy, expected);
    let scheduled = deployed("schedule = \"rate(7 days)\"\nstrategy = \"blue_green\"\nbake_minutes = 15");
    assert!(matches!(scheduled.times, DeploymentTimes::Scheduled(_)));
    assert_eq!(scheduled.strategy, DeploymentStrategy::BlueGreen { bake_seconds: 900 });
    let linear = deployed("deployments_per_month = 1\nstrategy = \"linear\"\nbake_minutes = 0").strategy;
    assert_eq!(linear, DeploymentStrategy::Linear { step_percent: 10, step_bake_seconds: 360, bake_seconds: 0 });
    let canary = deployed("deployments_per_month = 1\nstrategy = \"canary\"\nbake_minutes = 1").strategy;
    assert_eq!(canary, DeploymentStrategy::Canary { canary_percent: 5, canary_bake_seconds: 600, bake_seconds: 60 });
    assert_eq!(api(&shop("")).deployments, None);
}

#[test]
fn placement_and_rebalancing_are_aws_s_own_unless_said() {
    let usual = shop("");
    assert_eq!(
        (api(&usual).placement.as_slice(), api(&usual).zone_rebalancing),
        (&[PlacementStrategy::SpreadZone][..], true)
    );
    assert_eq!(assumed(&usual, "service.api.placement"), Some("spread:zone"));
    assert_eq!(assumed(&usual, "service.api.availability_zone_rebalancing"), Some("true"));
    let packed = SHOP.replace("name = \"api\"", "name = \"api\"\nplacement = [\"binpack:memory\", \"spread:zone\"]");
    let packed = parse(&packed, &week_of(10));
    assert_eq!(api(&packed).placement, [PlacementStrategy::BinpackMemory, PlacementStrategy::SpreadZone]);
    assert!(!api(&packed).zone_rebalancing && assumed(&packed, "service.api.placement").is_none());
    let tight =
        "[service.deployment]\ndeployments_per_month = 1\nminimum_healthy_percent = 50\nmaximum_percent = 100\n";
    assert!(!api(&shop(tight)).zone_rebalancing);
}

#[test]
fn a_strategy_has_a_base_and_weights() {
    let providers = "[[service.capacity_provider]]\nprovider = \"FARGATE\"\nbase = 2\nweight = 1\n\
                     [[service.capacity_provider]]\nprovider = \"FARGATE_SPOT\"\nweight = 3\n";
    let scenario = shop(providers);
    let shares: Vec<_> =
        api(&scenario).capacity_providers.iter().map(|share| (share.provider, share.base, share.weight)).collect();
    assert_eq!(shares, [(CapacityProvider::Fargate, 2, 1), (CapacityProvider::FargateSpot, 0, 3)]);
    assert!(api(&shop("")).capacity_providers.is_empty());
}

#[test]
fn latency_has_a_percentile_and_a_share_that_may_be_late() {
    let scenario = shop("[service.objective]\nmax_latency_ms = 250\nmax_not_served_percent = 0.5\n");
    let latency = api(&scenario).objective.latency.unwrap();
    assert_eq!((latency.max_ms, latency.percentile, latency.max_late_percent), (250.0, 95.0, 0.5));
    assert_eq!(assumed(&scenario, "service.api.objective.max_late_percent"), Some("0.5 percent"));
    assert_eq!(api(&shop("")).objective.latency, None);
}

#[test]
fn the_cluster_is_scaled_as_its_kind_says() {
    let cluster = |keys: &str| shop(&format!("[ec2.scaling]\n{keys}\n")).ec2.scaling;
    let ClusterScaling::Managed(managed) = shop("").ec2.scaling else { panic!("managed") };
    assert_eq!((managed.target_capacity_percent, managed.minimum_step, managed.maximum_step), (100, 1, 10_000));
    assert_eq!((managed.warmup_seconds, managed.termination_protection, managed.draining), (300, true, true));
    let tracking = cluster("kind = \"target_tracking\"\ntarget_percent = 80");
    assert_eq!(tracking, ClusterScaling::TargetTracking { target_percent: 80 });
    assert_eq!(cluster("kind = \"fixed\"\ninstances = 3"), ClusterScaling::Fixed(3));
    let warm_up = "ec2.scaling.warmup_seconds";
    assert_eq!(assumed(&shop(""), warm_up), Some("300 seconds"));
    assert_eq!(assumed(&shop("[ec2.scaling]\nkind = \"fixed\"\ninstances = 3\n"), warm_up), None);
}

#[test]
fn the_group_of_instances_is_read_as_written() {
    let group = "[ec2]\ninstance_types = [\"m5.large\", \"m5.xlarge\"]\nmix_types = true\nmin_instances = 2\nmax_instances = 9\n\
                 survive_zone_loss = true\nzones = 3\non_demand_percent_above_base = 25\ncredit_mode = \"unlimited\"\n\
                 [[ec2.daemon]]\nname = \"logs\"\nmemory_mib = 128\n";
    let ec2 = shop(group).ec2;
    assert_eq!((ec2.min_instances, ec2.max_instances, ec2.mix_types, ec2.survive_zone_loss), (2, Some(9), true, true));
    assert_eq!(ec2.purchase_mix, Some(PurchaseMix { on_demand_base: 0, on_demand_percent_above_base: 25 }));
    assert_eq!((ec2.daemons[0].name.as_str(), ec2.daemons[0].cpu_units, ec2.daemons[0].memory_mib), ("logs", 0, 128));
    assert_eq!(ec2.credit_mode, CreditMode::Unlimited);
    let usual = shop("");
    assert_eq!((usual.ec2.purchase_mix, usual.ec2.instance_request_seconds), (None, 30));
    // Credits matter where a burstable type may run: the smallest scenario pins one.
    assert_eq!(assumed(&usual, "ec2.credit_mode"), None);
    assert_eq!(assumed(&parse(SMALLEST, ""), "ec2.credit_mode"), Some("default"));
}

#[test]
fn hosts_managed_instances_and_spot_are_read() {
    let scenario = shop(
        "[external]\nhosts = 3\nvcpu = 7.5\nmemory_gb = \"31.5\"\nusd_per_host_month = \"95.10\"\n\
         [managed_instances]\nspot = true\nlifetime_days = 7\n\
         [spot]\nec2_interruption_percent = 7.5\nfallback_to_on_demand = true\n",
    );
    let external = scenario.external.as_ref().unwrap();
    assert_eq!((external.hosts, external.cpu_units, external.memory_mib), (3, 7_680, 32_256));
    assert_eq!(
        (external.architecture, external.usd_per_host_month.to_decimal()),
        (Architecture::X86_64, "95.1".to_owned())
    );
    let managed = scenario.managed_instances;
    assert_eq!(
        (managed.spot, managed.lifetime_days, managed.volume_gib, managed.scale_in_after_seconds),
        (true, 7, 80, 300)
    );
    let spot = scenario.spot;
    assert_eq!((spot.ec2_interruption_percent, spot.fargate_interruption_percent), (Some(7.5), 5.0));
    assert_eq!((spot.fallback_to_on_demand, spot.fallback_seconds), (true, 3_600));
    assert_eq!(assumed(&scenario, "spot.fallback_seconds"), Some("3600 seconds"));
    assert_eq!(assumed(&shop(""), "spot.fallback_seconds"), None);
    assert_eq!(assumed(&shop(""), "spot.fargate_interruption_percent"), Some("5 percent per month"));
}

#[test]
fn jobs_may_differ_in_length_and_wait_for_room() {
    let job = |duration: &str| {
        let head = "[[job]]\nname = \"nightly\"\nschedule = \"rate(1 day)\"\ntask = { vcpu = 1, memory_gb = 2 }\n";
        shop(&format!("{head}{duration}\n")).jobs.remove(0)
    };
    assert_eq!(job("duration_seconds = 600").duration, JobDuration::Fixed(600));
    let spread = job("duration_quantiles = [[0, 300], [50, 600], [95, 900], [100, 1800]]\nspare_room_only = true");
    assert_eq!(spread.duration, JobDuration::Quantiles(vec![(0, 300), (50, 600), (95, 900), (100, 1_800)]));
    assert!(spread.spare_room_only && !job("duration_seconds = 600").spare_room_only);
}

#[test]
fn the_step_and_the_queue_and_the_operating_system_are_read() {
    let text = SHOP.replace("months = 12", "step = \"1h\"\nmonths = 12").replace(
        "architectures = [\"x86_64\", \"arm64\"]",
        "operating_system = \"windows\"\nqueue_limit = 500\ntask = { vcpu = 1, memory_gb = 2 }",
    );
    let scenario = parse(&text, &week_of(10));
    assert_eq!((scenario.step, api(&scenario).queue_limit), (SimulationStep::Hour, 500.0));
    assert_eq!(api(&scenario).operating_system, OperatingSystem::Windows);
    assert_eq!((shop("").step, api(&shop("")).queue_limit), (SimulationStep::Minute, 0.0));
}

#[test]
fn what_aws_advises_against_is_a_warning() {
    let warning = |more: &str| {
        let warnings = shop(more).warnings;
        let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
        warning.clone()
    };
    let both = "[[service.scaling.step_scaling]]\nmetric = \"cpu\"\nthreshold = 20\noperator = \"<\"\n\
                adjustment_type = \"change_in_capacity\"\nstep = [{ upper_bound = 0, adjustment = -1 }]\n";
    assert!(warning(both).contains("both remove tasks by `cpu`"));
    assert!(warning("[ec2.scaling]\ntarget_capacity_percent = 90\n").contains("does not pack before it spreads"));
    let stays = "disable_scale_in = true\n[service.scaling.predictive]\nmetric = \"cpu\"\ntarget_percent = 60\n";
    assert!(warning(stays).contains("never scales in"));
    let waits = "[service.deployment]\ndeployments_per_month = 1\nmaximum_percent = 149\n";
    assert!(warning(waits).contains("wait while it has 2 tasks"));
    let moves = waits.replace("149", "150");
    assert!(shop(&moves).warnings.is_empty());
}

#[test]
fn a_size_that_a_provider_keeps_off_the_instances_need_not_fit_them() {
    let large = SMALLEST
        .replace("t2.medium", "m5.large")
        .replace("{ vcpu = \"0.25\", memory_gb = \"0.5\" }", "{ vcpu = 4, memory_gb = 8 }");
    assert!(super::codes(&large).contains(&"E0403"));
    let on_fargate = "\n[[service.capacity_provider]]\nprovider = \"FARGATE\"\nweight = 1\n\n[ec2]";
    parse(&large.replace("\n[ec2]", on_fargate), "");
}

/// What may be chosen beside the scaling's own: targets, and minimums with maximums.
fn floating(scenario: &Scenario) -> (Vec<f64>, Vec<(u32, u32)>, usize) {
    let search = &scaling(scenario).search;
    let bounds = search.bounds.iter().map(|bounds| (bounds.min_tasks, bounds.max_tasks)).collect();
    (search.targets.clone(), bounds, search.left_out)
}

#[test]
fn any_target_is_every_one_from_30_to_80_but_the_given_one() {
    let found = floating(&shop("[service.scaling.search]\ntarget_percent = \"any\""));
    let targets = vec![30.0, 35.0, 40.0, 45.0, 50.0, 55.0, 65.0, 70.0, 75.0, 80.0];
    assert_eq!(found, (targets, Vec::new(), 0));
    assert_eq!(floating(&shop("")), (Vec::new(), Vec::new(), 0));
}

#[test]
fn any_target_is_none_at_which_a_step_policy_would_undo_what_target_tracking_does() {
    let steps = r#"
[service.scaling.search]
target_percent = "any"
[[service.scaling.step_scaling]]
metric = "cpu"
threshold = 65
operator = ">="
adjustment_type = "change_in_capacity"
step = [{ lower_bound = 0, adjustment = 5 }]
"#;
    // Above 65, 75 and 80 remove below 67.5 and 72; 70 removes below 63 only.
    assert_eq!(floating(&shop(steps)), (vec![30.0, 35.0, 40.0, 45.0, 50.0, 55.0, 65.0, 70.0], Vec::new(), 2));
}

#[test]
fn minimums_and_maximums_float_in_every_pair_that_can_be() {
    let search = "[service.scaling.search]\ntarget_percent = [60, 72.5]\nmin_tasks = [1, 2, 8]\nmax_tasks = [4]";
    let pairs = vec![(2, 4), (1, 60), (1, 4), (8, 60)];
    assert_eq!(floating(&shop(search)), (vec![72.5], pairs, 2));
}

#[test]
fn room_for_a_zone_is_left_in_everything_that_floats() {
    let search = "[service.scaling.search]\ntarget_percent = [30]\nmin_tasks = [0, 1]\nmax_tasks = [1]\n";
    let scenario = shop(&format!("{search}[ec2]\nzones = 3\nsurvive_zone_loss = true"));
    let (targets, bounds, left_out) = floating(&scenario);
    assert_eq!((targets, left_out), (vec![30.0 * (2.0 / 3.0)], 2));
    // Two tasks, or none at all, with a maximum that is never below.
    assert_eq!(bounds, [(0, 60), (0, 1), (2, 60), (2, 2)]);
}
