//! Which instance takes a task and which one loses it (rules E13 and E14).

use std::cmp::Reverse;

use super::dice::Dice;
use super::instance::{Instance, Status};
use crate::scenario::PlacementStrategy;

/// Keeps of `candidates` (indices, in the order of launch) those with the least key.
fn keep_least<K: Ord>(candidates: &mut Vec<usize>, key: impl Fn(usize) -> K) {
    let Some(least) = candidates.iter().map(|&index| key(index)).min() else { return };
    candidates.retain(|&index| key(index) == least);
}

/// Tasks of a kind in a zone, not counting stopping ones.
pub(super) fn staying_in_zone(instances: &[Instance], kind: usize, zone: u32) -> u32 {
    let here = instances.iter().filter(|instance| instance.zone == zone && instance.status != Status::Draining);
    here.map(|instance| instance.staying(kind)).sum()
}

/// Of instances with room, the one that takes the next task of a kind; `candidates` must not be empty.
pub(super) fn instance_to_take(
    instances: &[Instance],
    kind: usize,
    strategies: &[PlacementStrategy],
    mut candidates: Vec<usize>,
    dice: &mut Dice,
) -> usize {
    for strategy in strategies {
        match strategy {
            PlacementStrategy::SpreadZone => {
                let by_zone = counts_by_zone(instances, kind);
                keep_least(&mut candidates, |index| by_zone[instances[index].zone as usize]);
            }
            PlacementStrategy::SpreadInstance => keep_least(&mut candidates, |index| instances[index].staying(kind)),
            PlacementStrategy::BinpackCpu => keep_least(&mut candidates, |index| instances[index].free_cpu()),
            PlacementStrategy::BinpackMemory => keep_least(&mut candidates, |index| instances[index].free_memory()),
            PlacementStrategy::Random => candidates = vec![candidates[dice.below(candidates.len())]],
        }
    }
    candidates[0]
}

/// The instance that loses a task of a kind at scale-in; `None` when no instance has one.
pub(super) fn instance_to_lose(
    instances: &[Instance],
    kind: usize,
    strategies: &[PlacementStrategy],
    dice: &mut Dice,
) -> Option<usize> {
    let has_one = |index: &usize| instances[*index].status != Status::Draining && instances[*index].staying(kind) > 0;
    let mut candidates: Vec<usize> = (0..instances.len()).filter(has_one).collect();
    for strategy in strategies {
        match strategy {
            PlacementStrategy::SpreadZone => {
                let by_zone = counts_by_zone(instances, kind);
                keep_least(&mut candidates, |index| Reverse(by_zone[instances[index].zone as usize]));
            }
            PlacementStrategy::SpreadInstance => {
                keep_least(&mut candidates, |index| Reverse(instances[index].staying(kind)));
            }
            PlacementStrategy::BinpackCpu => keep_least(&mut candidates, |index| Reverse(instances[index].free_cpu())),
            PlacementStrategy::BinpackMemory => {
                keep_least(&mut candidates, |index| Reverse(instances[index].free_memory()));
            }
            PlacementStrategy::Random => {}
        }
    }
    match strategies.last() {
        Some(PlacementStrategy::BinpackCpu | PlacementStrategy::BinpackMemory) => candidates.last().copied(),
        _ => random_task(instances, kind, &candidates, dice),
    }
}

/// The instance of a random task among those on `candidates`.
fn random_task(instances: &[Instance], kind: usize, candidates: &[usize], dice: &mut Dice) -> Option<usize> {
    let tasks: u32 = candidates.iter().map(|&index| instances[index].staying(kind)).sum();
    if tasks == 0 {
        return None;
    }
    let mut position = dice.below(tasks as usize) as u32;
    for &index in candidates {
        let here = instances[index].staying(kind);
        if position < here {
            return Some(index);
        }
        position -= here;
    }
    None
}

/// Tasks of a kind in each zone, not counting stopping ones and draining instances.
pub(super) fn counts_by_zone(instances: &[Instance], kind: usize) -> Vec<u32> {
    let zones = instances.iter().map(|instance| instance.zone + 1).max().unwrap_or(0);
    (0..zones).map(|zone| staying_in_zone(instances, kind, zone)).collect()
}
