use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::capacity::packing::pack_zone;
use crate::pricing::{InstanceType, PriceBook, PriceTables, Sku};
use crate::scenario::PriceAdjustments;

/// SplitMix64: the same instances in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    fn pick(&mut self, values: &[u32]) -> u32 {
        values[self.below(values.len() as u64) as usize]
    }
}

fn kind(cpu_units: u32, memory_mib: u32, count: u32) -> TaskKind {
    TaskKind { footprint: TaskFootprint { cpu_units, memory_mib }, count }
}

fn candidate(cpu_units: u32, memory_mib: u32, task_slots: Option<u32>, price: u64) -> CandidateType {
    CandidateType { capacity: InstanceCapacity { cpu_units, memory_mib, task_slots, tasks_per_service: None }, price }
}

/// Whether one instance of a type holds so many tasks of each kind (rule E2).
fn holds(one: &CandidateType, kinds: &[TaskKind], tasks: &[u32]) -> bool {
    let sum = |of: fn(&TaskFootprint) -> u32| -> u64 {
        kinds.iter().zip(tasks).map(|(kind, &count)| u64::from(of(&kind.footprint)) * u64::from(count)).sum()
    };
    sum(|task| task.cpu_units) <= u64::from(one.capacity.cpu_units)
        && sum(|task| task.memory_mib) <= u64::from(one.capacity.memory_mib)
        && one.capacity.task_slots.is_none_or(|most| tasks.iter().sum::<u32>() <= most)
        && one.capacity.tasks_per_service.is_none_or(|most| tasks.iter().all(|&count| count <= most))
}

/// Every instance holds its tasks, every task has a place, and the cost is that of at most two types.
fn check(cluster: &StaticCluster, kinds: &[TaskKind], candidates: &[CandidateType]) {
    let mut placed = vec![0; kinds.len()];
    let mut cost = 0;
    let mut types: Vec<usize> = Vec::new();
    for filled in &cluster.instances {
        assert!(filled.instances > 0 && filled.tasks.iter().sum::<u32>() > 0, "{filled:?}");
        assert!(holds(&candidates[filled.candidate], kinds, &filled.tasks), "{filled:?}");
        placed.iter_mut().zip(&filled.tasks).for_each(|(sum, count)| *sum += count * filled.instances);
        cost += u128::from(candidates[filled.candidate].price) * u128::from(filled.instances);
        types.push(filled.candidate);
    }
    types.dedup();
    assert!(types.len() <= 2 && types.is_sorted(), "{types:?}");
    assert_eq!(placed, kinds.iter().map(|kind| kind.count).collect::<Vec<_>>());
    assert_eq!(cluster.cost, cost);
    let linear = linear_lower_bound(kinds, candidates).unwrap();
    assert!(linear <= cluster.lower_bound && cluster.lower_bound <= cluster.cost, "{linear} {cluster:?}");
}

/// The least cost of instances of `types`: every filling that takes the first kind left, for every count left.
fn optimum(kinds: &[TaskKind], types: &[CandidateType]) -> Option<u128> {
    let counts: Vec<u32> = kinds.iter().map(|kind| kind.count).collect();
    let price = |tasks: &[u32]| types.iter().filter(|one| holds(one, kinds, tasks)).map(|one| one.price).min();
    let held = counts_up_to(&counts).into_iter().filter_map(|tasks| Some((price(&tasks)?, tasks)));
    let fillings: Vec<(u64, Vec<u32>)> = held.collect();
    let mut known = HashMap::from([(vec![0; kinds.len()], Some(0))]);
    cost_of(&counts, &fillings, &mut known)
}

fn cost_of(left: &[u32], fillings: &[(u64, Vec<u32>)], known: &mut HashMap<Vec<u32>, Option<u128>>) -> Option<u128> {
    if let Some(&found) = known.get(left) {
        return found;
    }
    let first = left.iter().position(|&count| count > 0)?;
    let mut best: Option<u128> = None;
    for (price, tasks) in fillings {
        if tasks[first] == 0 || tasks.iter().zip(left).any(|(count, left)| count > left) {
            continue;
        }
        let rest: Vec<u32> = left.iter().zip(tasks).map(|(left, count)| left - count).collect();
        let Some(others) = cost_of(&rest, fillings, known) else { continue };
        let whole = others + u128::from(*price);
        best = Some(best.map_or(whole, |known| known.min(whole)));
    }
    known.insert(left.to_vec(), best);
    best
}

fn counts_up_to(most: &[u32]) -> Vec<Vec<u32>> {
    most.iter().fold(vec![Vec::new()], |found, &most| {
        let longer = |counts: Vec<u32>| (0..=most).map(move |count| [&counts[..], &[count]].concat());
        found.into_iter().flat_map(longer).collect()
    })
}

/// The least cost of instances of at most two of the types.
fn optimum_of_two(kinds: &[TaskKind], candidates: &[CandidateType]) -> Option<u128> {
    let pairs = (0..candidates.len()).flat_map(|first| (first..candidates.len()).map(move |second| [first, second]));
    pairs.filter_map(|pair| optimum(kinds, &pair.map(|one| candidates[one]))).min()
}

fn some_kinds(most: u32) -> impl Strategy<Value = Vec<TaskKind>> {
    proptest::collection::vec(
        (1_u32..40, 1_u32..40, 0..=most).prop_map(|(cpu, memory, count)| kind(cpu, memory, count)),
        1..4,
    )
}

fn some_candidates() -> impl Strategy<Value = Vec<CandidateType>> {
    let one = (
        10_u32..100,
        10_u32..100,
        proptest::option::of(1_u32..7),
        proptest::option::weighted(0.2, 1_u32..3),
        1_u64..60,
    );
    let of = |(cpu_units, memory_mib, task_slots, tasks_per_service, price)| CandidateType {
        capacity: InstanceCapacity { cpu_units, memory_mib, task_slots, tasks_per_service },
        price,
    };
    proptest::collection::vec(one.prop_map(of), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn few_tasks_cost_what_exhaustion_finds(kinds in some_kinds(4), candidates in some_candidates()) {
        let best = optimum_of_two(&kinds, &candidates);
        match cheapest_static_cluster(&kinds, &candidates) {
            Ok(cluster) => {
                check(&cluster, &kinds, &candidates);
                prop_assert_eq!(Some(cluster.cost), best);
                prop_assert!(cluster.lower_bound <= optimum(&kinds, &candidates).unwrap());
            }
            Err(NoStaticCluster::FitsNowhere(index)) => {
                prop_assert!(candidates.iter().all(|one| one.capacity.tasks_alone(kinds[index].footprint).is_err()));
            }
            Err(NoStaticCluster::NoTwoTypes) => prop_assert_eq!(best, None),
        }
    }

    #[test]
    fn never_dearer_than_packing_on_one_type(
        kinds in proptest::collection::vec((1_u32..40, 1_u32..40, 1_u32..60), 1..9),
        candidates in some_candidates(),
    ) {
        let kinds: Vec<TaskKind> = kinds.into_iter().map(|(cpu, memory, count)| kind(cpu, memory, count)).collect();
        let tasks: Vec<TaskFootprint> = kinds.iter().map(|kind| kind.footprint).collect();
        let counts: Vec<u32> = kinds.iter().map(|kind| kind.count).collect();
        let holding = candidates.iter().filter(|one| tasks.iter().all(|&task| one.capacity.tasks_alone(task).is_ok()));
        let cost = |one: &CandidateType| {
            let order = one.capacity.filling_order(&tasks);
            u128::from(pack_zone(&one.capacity, &tasks, &order, &counts)) * u128::from(one.price)
        };
        let first_fit = holding.map(cost).min();
        if let Ok(cluster) = cheapest_static_cluster(&kinds, &candidates) {
            check(&cluster, &kinds, &candidates);
            prop_assert!(first_fit.is_none_or(|first_fit| cluster.cost <= first_fit));
            prop_assert_eq!(&cheapest_static_cluster(&kinds, &candidates).unwrap(), &cluster);
        } else {
            prop_assert!(first_fit.is_none());
        }
    }
}

/// Too many counts for the search to exhaust, few enough for the test.
#[test]
fn some_dozens_of_tasks_cost_little_more_than_exhaustion_finds() {
    let (mut equal, mut ratios) = (0_usize, Vec::new());
    for seed in 0..20 {
        let mut dice = Dice(seed);
        let mut from = |least: u64, span: u64| (least + dice.below(span)) as u32;
        let kinds: Vec<TaskKind> = (0..3).map(|_| kind(from(15, 60), from(15, 60), from(12, 8))).collect();
        let one = |_| {
            let (cpu, memory) = (from(100, 200), from(100, 200));
            candidate(cpu, memory, None, u64::from(cpu + memory + from(0, 100)))
        };
        let candidates: Vec<CandidateType> = (0..4).map(one).collect();
        let cluster = search::cheapest_by_rounding(&kinds, &candidates).unwrap();
        check(&cluster, &kinds, &candidates);
        let best = optimum_of_two(&kinds, &candidates).unwrap();
        assert!(cluster.cost >= best, "seed {seed}");
        equal += usize::from(cluster.cost == best);
        ratios.push(cluster.cost as f64 / best as f64);
    }
    let worst = ratios.iter().copied().fold(1.0, f64::max);
    let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
    let (most_are_equal, all) = (equal * 10 >= ratios.len() * 8, ratios.len());
    assert!(most_are_equal && mean <= 1.005 && worst <= 1.04, "{equal} of {all}, mean {mean:.5}, worst {worst:.4}");
}

/// The types of a region that E9 considers, with what they offer and their price in picodollars.
fn region(dice: &mut Dice) -> Vec<CandidateType> {
    let book = PriceBook::new(&PriceTables::bundled(), "ap-northeast-2", &PriceAdjustments::default(), false).unwrap();
    let networking = dice.below(3);
    let reserve = dice.pick(&[256, 512]);
    let is_default =
        |one: &&InstanceType| one.current_generation && !one.bare_metal && !one.accelerated && !one.burstable;
    let of = |one: &InstanceType| {
        let price = book.unit_price(&Sku::Instance(one.name.clone())).unwrap().picodollars();
        let interfaces = one.max_enis - 1;
        let task_slots =
            [None, Some(interfaces), Some(one.trunked_task_limit.unwrap_or(interfaces))][networking as usize];
        candidate(one.vcpu * 1_024, one.memory_mib / 100 * 96 - reserve, task_slots, u64::try_from(price).unwrap())
    };
    book.instance_types().iter().filter(is_default).map(of).collect()
}

/// Services of Fargate's smaller sizes, up to 100 tasks each.
fn services(dice: &mut Dice) -> Vec<TaskKind> {
    let most = [4, 10, 30, 100][dice.below(4) as usize];
    let service = |dice: &mut Dice| {
        let cpu = dice.pick(&[256, 512, 1_024, 2_048, 4_096]);
        let memory = cpu * (2 + dice.below(7) as u32);
        kind(cpu, memory, 1 + dice.below(most) as u32)
    };
    (0..=dice.below(12)).map(|_| service(dice)).collect()
}

#[test]
fn a_region_s_types_hold_random_services_within_five_percent_of_the_bound() {
    let mut gaps: Vec<f64> = Vec::new();
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let (kinds, candidates) = (services(&mut dice), region(&mut dice));
        let cluster = cheapest_static_cluster(&kinds, &candidates).unwrap();
        check(&cluster, &kinds, &candidates);
        let fits = |one: &&CandidateType| kinds.iter().all(|kind| one.capacity.tasks_alone(kind.footprint).is_ok());
        let cheapest_usable = candidates.iter().filter(fits).map(|one| one.price).min().unwrap();
        if cluster.lower_bound >= 20 * u128::from(cheapest_usable) {
            gaps.push(cluster.cost as f64 / cluster.lower_bound as f64 - 1.0);
        }
    }
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let worst = gaps.iter().copied().fold(0.0, f64::max);
    assert!(gaps.len() >= 20, "{} instances", gaps.len());
    assert!(mean <= 0.05 && worst <= 0.15, "mean {mean:.4}, worst {worst:.4}");
}

#[test]
fn two_types_hold_together_what_neither_holds_alone() {
    let kinds = [kind(10, 90, 1), kind(90, 10, 1)];
    let candidates = [candidate(20, 100, None, 3), candidate(100, 20, None, 4), candidate(5, 5, None, 1)];
    let cluster = cheapest_static_cluster(&kinds, &candidates).unwrap();
    check(&cluster, &kinds, &candidates);
    assert_eq!((cluster.cost, cluster.count_of(0), cluster.count_of(1), cluster.count_of(2)), (7, 1, 1, 0));
    assert_eq!(cheapest_static_cluster(&kinds, &candidates[..1]), Err(NoStaticCluster::FitsNowhere(1)));
    let third = [&kinds[..], &[kind(50, 50, 1)]].concat();
    let three = [&candidates[..2], &[candidate(50, 50, None, 2)]].concat();
    assert_eq!(cheapest_static_cluster(&third, &three), Err(NoStaticCluster::NoTwoTypes));
}

#[test]
fn nothing_to_hold_needs_no_instances() {
    let cluster = cheapest_static_cluster(&[kind(10, 10, 0)], &[candidate(20, 20, None, 3)]).unwrap();
    assert_eq!((cluster.cost, cluster.lower_bound, cluster.instances.len()), (0, 0, 0));
}

/// The linear bound as another solver finds it, from the side of the instances instead of the prices.
fn linear_program(kinds: &[TaskKind], candidates: &[CandidateType]) -> f64 {
    let of = |task: TaskFootprint| [task.cpu_units, task.memory_mib, 1].map(f64::from);
    let mut program = microlp::Problem::new(microlp::OptimizationDirection::Minimize);
    let mut rows = vec![Vec::new(); 3];
    let mut needs = [0.0; 3];
    for kind in kinds {
        let each = of(kind.footprint);
        needs.iter_mut().zip(each).for_each(|(need, each)| *need += each * f64::from(kind.count));
    }
    for one in candidates {
        let instances = program.add_var(one.price as f64, (0.0, f64::INFINITY));
        let most = |kind: &TaskKind| one.capacity.tasks_alone(kind.footprint).unwrap_or(0).min(kind.count);
        let limits = [one.capacity.cpu_units, one.capacity.memory_mib, one.capacity.task_slots.unwrap_or(u32::MAX)];
        for (index, limit) in limits.into_iter().enumerate() {
            let useful: f64 = kinds.iter().map(|kind| of(kind.footprint)[index] * f64::from(most(kind))).sum();
            rows[index].push((instances, useful.min(f64::from(limit))));
        }
    }
    for (row, need) in rows.iter().zip(needs) {
        program.add_constraint(&row[..], microlp::ComparisonOp::Ge, need);
    }
    match program.solve().expect("every kind fits on a type") {
        microlp::SolveOutcome::Solution(solution) => solution.objective(),
        microlp::SolveOutcome::Interrupted(_) => unreachable!("no limit was set"),
    }
}

proptest! {
    #[test]
    fn the_linear_bound_is_that_of_another_solver(kinds in some_kinds(50), candidates in some_candidates()) {
        if let Ok(bound) = linear_lower_bound(&kinds, &candidates) {
            let expected = linear_program(&kinds, &candidates);
            prop_assert!((bound as f64 - expected).abs() <= 1.0 + 1e-6 * expected, "{} and {}", bound, expected);
        }
    }
}
