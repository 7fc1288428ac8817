//! Packing the instances that hold the least for their price once more.

use super::fillings::Filling;
use super::greedy::{Repeated, cost_for_worth, cost_of, pack_few};
use super::problem::Problem;

/// Instances that are packed once more at the same time, at most.
const MOST_REPACKED: u32 = 4;

/// The instances with the worst of them packed anew on `types` as long as that makes them cheaper.
pub(super) fn improve(problem: &Problem, types: &[usize], mut packed: Vec<Repeated>, worths: &[i128]) -> Vec<Repeated> {
    packed = shrunk(problem, types, packed);
    loop {
        let before = cost_of(problem, &packed);
        // The worst first.
        packed.sort_by(|a, b| {
            let cost = |one: &Repeated| cost_for_worth(problem, &one.0, worths);
            cost(b).total_cmp(&cost(a)).then_with(|| (a.0.one, &b.0.tasks).cmp(&(b.0.one, &a.0.tasks)))
        });
        for worst in 1..=MOST_REPACKED {
            let (taken, mut kept) = split(&packed, worst);
            let Some(anew) = pack_few(problem, types, &tasks_of(problem, &taken), worths) else { continue };
            let anew = shrunk(problem, types, anew);
            if cost_of(problem, &anew) < cost_of(problem, &taken) {
                kept.extend(anew);
                packed = kept;
                break;
            }
        }
        if cost_of(problem, &packed) >= before {
            return packed;
        }
    }
}

/// Each filling on the cheapest of `types` that holds it.
pub(super) fn shrunk(problem: &Problem, types: &[usize], packed: Vec<Repeated>) -> Vec<Repeated> {
    let shrink = |(filling, instances): Repeated| {
        let one = problem.cheapest_holding(types, &filling.tasks).unwrap_or(filling.one);
        (Filling { one, tasks: filling.tasks }, instances)
    };
    packed.into_iter().map(shrink).collect()
}

/// The first `count` instances, and the others.
fn split(packed: &[Repeated], count: u32) -> (Vec<Repeated>, Vec<Repeated>) {
    let (mut taken, mut kept, mut wanted) = (Vec::new(), Vec::new(), count);
    for (filling, instances) in packed {
        let now = wanted.min(*instances);
        wanted -= now;
        if now > 0 {
            taken.push((filling.clone(), now));
        }
        if *instances > now {
            kept.push((filling.clone(), instances - now));
        }
    }
    (taken, kept)
}

fn tasks_of(problem: &Problem, packed: &[Repeated]) -> Vec<u32> {
    let mut tasks = vec![0; problem.tasks.len()];
    for (filling, instances) in packed {
        tasks.iter_mut().zip(&filling.tasks).for_each(|(sum, count)| *sum += count * instances);
    }
    tasks
}
