//! The search for the cheapest static cluster: single types, then exhaustion where it is small, then fractions of
//! instances made whole for the pairs of types that promise most (rule E29).

use super::best::Best;
use super::best_filling::{Wanted, best_filling};
use super::bound::{filling_bound, resource_bound};
use super::exact_rest::exact_rest;
use super::fillings::{Effort, Fillings};
use super::greedy::{Repeated, first_fit, pack_few, pack_on};
use super::improve::improve;
use super::problem::Problem;
use super::rounding::round;
use super::{CandidateType, NoStaticCluster, StaticCluster, TaskKind};

/// More kinds than these are packed on single types only: the linear program would take too long.
const MOST_KINDS: usize = 40;

/// How far the linear programs over all types and over two are worked out.
const ALL_TYPES: Effort = Effort { rounds: 24, steps: 300 };
const TWO_TYPES: Effort = Effort { rounds: 20, steps: 300 };

/// Types that take part in pairs, pairs of which the program is worked out, and of these the pairs that are rounded.
const PAIRED_TYPES: usize = 20;
const SOLVED_PAIRS: usize = 16;
const ROUNDED_PAIRS: usize = 8;

/// Pairs that are exhausted at most, and comparisons for each.
const EXHAUSTED_PAIRS: usize = 150;
const EXHAUSTING: usize = 20_000;

/// What the linear program over all types has shown.
struct Outlook {
    fillings: Fillings,
    worths: Vec<i128>,
}

pub(super) fn cheapest(kinds: &[TaskKind], candidates: &[CandidateType]) -> Result<StaticCluster, NoStaticCluster> {
    search(kinds, candidates, exhaust)
}

/// The same without exhaustion of small problems: what large ones get.
#[cfg(test)]
pub(super) fn cheapest_by_rounding(
    kinds: &[TaskKind],
    candidates: &[CandidateType],
) -> Result<StaticCluster, NoStaticCluster> {
    search(kinds, candidates, |_, _| false)
}

/// `exhaust` says whether it has found the cheapest.
fn search(
    kinds: &[TaskKind],
    candidates: &[CandidateType],
    exhaust: impl Fn(&Problem, &mut Best<'_>) -> bool,
) -> Result<StaticCluster, NoStaticCluster> {
    let problem = Problem::of(kinds, candidates);
    let all = problem.all_types();
    if let Some(kind) = problem.kind_without(&all) {
        return Err(NoStaticCluster::FitsNowhere(problem.given[kind]));
    }
    if problem.tasks.is_empty() {
        return Ok(StaticCluster { cost: 0, instances: Vec::new(), lower_bound: 0 });
    }
    let mut best = Best::new(&problem, kinds.len());
    let mut lower_bound = resource_bound(&problem, &all);
    let singles = single_types(&problem);
    singles.iter().for_each(|packed| best.consider(packed.clone()));
    if problem.tasks.len() <= MOST_KINDS {
        let outlook = outlook(&problem, &all, &singles);
        lower_bound = lower_bound.max(filling_bound(&problem, &all, &outlook.worths));
        if !exhaust(&problem, &mut best) {
            round_pairs(&problem, &outlook, lower_bound, &mut best);
        }
    }
    if best.is_none() {
        pack_any_pair(&problem, &mut best);
    }
    best.into_cluster(lower_bound).ok_or(NoStaticCluster::NoTwoTypes)
}

/// Every type that holds all kinds, alone: by E3, and by what is most like the free room.
fn single_types(problem: &Problem) -> Vec<Vec<Repeated>> {
    let holding = problem.all_types().into_iter().filter(|&one| problem.is_held_by(&[one]));
    let packed = holding.flat_map(|one| [first_fit(problem, one), pack_on(problem, one, &problem.counts)]);
    packed.collect()
}

/// The linear program over all types, begun with the fillings of the single ones.
fn outlook(problem: &Problem, all: &[usize], singles: &[Vec<Repeated>]) -> Outlook {
    let mut fillings = Fillings::default();
    fillings.add_single_kinds(problem, all, &problem.counts);
    for (filling, _) in singles.iter().flatten() {
        fillings.add(filling.clone());
    }
    let worths = fillings.solve(problem, all, &problem.counts, ALL_TYPES).worths;
    Outlook { fillings, worths }
}

/// The pairs of `types` that hold every kind; a type with itself where it is the only one.
fn pairs(problem: &Problem, types: &[usize]) -> Vec<Vec<usize>> {
    let with_later = |place: usize| types[place + 1..].iter().map(move |&second| vec![types[place], second]);
    let mut pairs: Vec<Vec<usize>> = (0..types.len()).flat_map(with_later).collect();
    if let [only] = types {
        pairs.push(vec![*only]);
    }
    pairs.retain(|pair| problem.is_held_by(pair));
    pairs
}

/// Tries every way to use two types, the pairs with the least bound first; whether what it ends with is the cheapest.
fn exhaust(problem: &Problem, best: &mut Best<'_>) -> bool {
    let states = problem.counts.iter().try_fold(1_usize, |states, &count| states.checked_mul(count as usize + 1));
    if states.is_none_or(|states| states > EXHAUSTING) {
        return false;
    }
    let pairs = pairs(problem, &problem.all_types()).into_iter();
    let mut bounded: Vec<(u128, Vec<usize>)> = pairs.map(|pair| (resource_bound(problem, &pair), pair)).collect();
    bounded.sort_unstable();
    for (index, (bound, pair)) in bounded.iter().enumerate() {
        if best.costs_at_most(bound.saturating_sub(1)) {
            return true;
        }
        let found = (index < EXHAUSTED_PAIRS).then(|| exact_rest(problem, pair, &problem.counts, EXHAUSTING)).flatten();
        let Some(found) = found else { return false };
        best.consider(found.into_iter().map(|filling| (filling, 1)).collect());
    }
    true
}

/// Makes the fractions of the most promising pairs whole.
fn round_pairs(problem: &Problem, outlook: &Outlook, lower_bound: u128, best: &mut Best<'_>) {
    let mut solved: Vec<(f64, Vec<usize>, Fillings)> = Vec::new();
    for pair in promising_pairs(problem, outlook) {
        let mut fillings = outlook.fillings.of_types(&pair);
        let cost = fillings.solve(problem, &pair, &problem.counts, TWO_TYPES).cost;
        solved.push((cost, pair, fillings));
    }
    solved.sort_by(|left, right| left.0.total_cmp(&right.0).then_with(|| left.1.cmp(&right.1)));
    for (_, pair, fillings) in solved.into_iter().take(ROUNDED_PAIRS) {
        if best.costs_at_most(lower_bound) {
            break;
        }
        let packed = round(problem, &pair, &fillings);
        best.consider(improve(problem, &pair, packed, &outlook.worths));
    }
}

/// Pairs of the types that give most for their price, in the order of what the fillings at hand would cost on them.
fn promising_pairs(problem: &Problem, outlook: &Outlook) -> Vec<Vec<usize>> {
    let worth_for_price = |&one: &usize| {
        let any = Wanted { above: 0, steps: ALL_TYPES.steps };
        let worth = best_filling(problem, one, &outlook.worths, &problem.counts, any).worth;
        worth as f64 / problem.types[one].price.max(1) as f64
    };
    let mut types: Vec<(f64, usize)> = problem.all_types().iter().map(|one| (worth_for_price(one), *one)).collect();
    types.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    let best: Vec<usize> = types.into_iter().take(PAIRED_TYPES).map(|(_, one)| one).collect();
    let mut found = pairs(problem, &best);
    if found.is_empty() {
        found = pairs(problem, &problem.all_types());
    }
    let mut estimated: Vec<(f64, Vec<usize>)> =
        found.into_iter().map(|pair| (outlook.fillings.of_types(&pair).estimate(problem), pair)).collect();
    estimated.sort_by(|left, right| left.0.total_cmp(&right.0).then_with(|| left.1.cmp(&right.1)));
    estimated.into_iter().take(SOLVED_PAIRS).map(|(_, pair)| pair).collect()
}

/// Instance by instance on the pairs that hold all kinds together, where no single type does.
fn pack_any_pair(problem: &Problem, best: &mut Best<'_>) {
    // What a task takes of the dearest resource stands for its worth.
    let worths: Vec<i128> = problem.tasks.iter().map(|task| i128::from(task.cpu_units.max(task.memory_mib))).collect();
    for pair in pairs(problem, &problem.all_types()).into_iter().take(SOLVED_PAIRS) {
        if let Some(packed) = pack_few(problem, &pair, &problem.counts, &worths) {
            best.consider(packed);
        }
    }
}
