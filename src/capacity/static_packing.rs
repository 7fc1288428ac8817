//! The instances of a cluster over time (rules E4 and E6).

use std::collections::HashMap;

use super::packing::{Filler, InstanceCapacity, TaskFootprint};
use super::steps::Steps;

/// The tasks of one service or job on a cluster.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// What each takes.
    pub footprint: TaskFootprint,
    /// How many hold a place.
    pub places: &'a Steps,
}

/// Distinct task counts over time: what every instance type has to hold.
#[derive(Clone, Debug)]
pub struct CountHistory {
    footprints: Vec<TaskFootprint>,
    distinct: Vec<Vec<u32>>,
    changes: Vec<(i64, usize)>,
}

impl CountHistory {
    /// Merges the counts of all services and jobs of a cluster.
    #[must_use]
    pub fn of(placed: &[Placed<'_>]) -> Self {
        let mut moments: Vec<(i64, usize, u32)> = Vec::new();
        for (index, tasks) in placed.iter().enumerate() {
            moments.extend(tasks.places.changes().iter().map(|&(second, count)| (second, index, count)));
        }
        moments.sort_unstable();
        let mut history = Self {
            footprints: placed.iter().map(|tasks| tasks.footprint).collect(),
            distinct: Vec::new(),
            changes: Vec::new(),
        };
        let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut counts = vec![0; placed.len()];
        for (position, &(second, index, count)) in moments.iter().enumerate() {
            counts[index] = count;
            if moments.get(position + 1).is_some_and(|next| next.0 == second) {
                continue;
            }
            let number = *known.entry(counts.clone()).or_insert_with(|| {
                history.distinct.push(counts.clone());
                history.distinct.len() - 1
            });
            history.changes.push((second, number));
        }
        history
    }

    /// How many instances of a type each of the distinct counts needs (rule E4).
    #[must_use]
    pub fn needs(&self, capacity: &InstanceCapacity, zones: u32) -> Vec<u32> {
        if let [only] = self.footprints[..] {
            return self.needs_of_one(capacity, only, zones);
        }
        let order = capacity.filling_order(&self.footprints);
        let mut filler = Filler::new(capacity, &self.footprints, &order);
        self.distinct.iter().map(|counts| need_in_zones(&mut filler, counts, zones)).collect()
    }

    /// The same of a lone service: every instance of a zone but the last is full.
    fn needs_of_one(&self, capacity: &InstanceCapacity, task: TaskFootprint, zones: u32) -> Vec<u32> {
        let alone = capacity.tasks_alone(task).expect("every task fits on an empty instance");
        let need = |counts: &Vec<u32>| {
            let (each, more) = (counts[0] / zones, counts[0] % zones);
            more * (each + 1).div_ceil(alone) + (zones - more) * each.div_ceil(alone)
        };
        self.distinct.iter().map(need).collect()
    }

    /// The instances that run, given what each of the distinct counts needs (rule E6).
    #[must_use]
    pub fn instances(&self, needs: &[u32], scale_in_delay_seconds: u32) -> Steps {
        let needed = Steps::from_changes(self.changes.iter().map(|&(second, number)| (second, needs[number])));
        needed.trailing_maximum(i64::from(scale_in_delay_seconds))
    }
}

/// The instances that hold `counts` tasks spread over `zones` (rule E4).
fn need_in_zones(filler: &mut Filler<'_>, counts: &[u32], zones: u32) -> u32 {
    let in_zone = |zone: u32, count: u32| count / zones + u32::from(zone < count % zones);
    let mut here: Vec<u32> = vec![0; counts.len()];
    let (mut total, mut need) = (0, 0);
    for zone in 0..zones {
        let mut changed = zone == 0;
        for (held, &count) in here.iter_mut().zip(counts) {
            let now = in_zone(zone, count);
            changed |= std::mem::replace(held, now) != now;
        }
        // Most zones hold what the one before them holds.
        if changed {
            need = filler.pack(&here);
        }
        total += need;
    }
    total
}
