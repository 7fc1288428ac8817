//! What Spot interruptions are expected to do to several parts together (rule PS5).

use std::ops::Range;

use crate::comparison::interruptions::{Exposed, Interruptions, SpotExposure, SpotPool};
use crate::comparison::timeline::WorkloadTimeline;

/// A part with tasks on Spot.
pub(super) struct SpotPart {
    pub(super) expected: Interruptions,
    /// The places of its workloads.
    pub(super) places: Vec<usize>,
    /// Its instance groups among those of all parts.
    pub(super) groups: Range<usize>,
}

/// The sums over the parts; the share at stake is that of all services' tasks.
pub(super) fn joined_interruptions(parts: Vec<SpotPart>, workloads: &[WorkloadTimeline]) -> Option<Interruptions> {
    let mut exposure = SpotExposure { pools: Vec::new(), tasks: workloads.iter().map(|_| Exposed::none()).collect() };
    let mut sum: Option<Interruptions> = None;
    for SpotPart { mut expected, places, groups } in parts {
        let own = std::mem::replace(&mut expected.exposure, SpotExposure { pools: Vec::new(), tasks: Vec::new() });
        for (&place, tasks) in places.iter().zip(own.tasks) {
            exposure.tasks[place] = tasks;
        }
        let pool = |pool: SpotPool| SpotPool { groups: groups.clone(), workloads: places.clone(), ..pool };
        exposure.pools.extend(own.pools.into_iter().map(pool));
        sum = Some(match sum {
            None => expected,
            Some(known) => plus(known, expected),
        });
    }
    let serving: f64 = workloads.iter().map(serving_task_minutes).sum();
    sum.map(|sum| {
        let share = if serving > 0.0 { (100.0 * sum.short_task_minutes / serving).min(100.0) } else { 0.0 };
        Interruptions { not_served_percent: share, exposure, ..sum }
    })
}

fn plus(known: Interruptions, more: Interruptions) -> Interruptions {
    let mut rates = known.rates;
    for rate in more.rates {
        if !rates.contains(&rate) {
            rates.push(rate);
        }
    }
    Interruptions {
        rates,
        interruptions: known.interruptions + more.interruptions,
        task_restarts: known.task_restarts + more.task_restarts,
        short_task_minutes: known.short_task_minutes + more.short_task_minutes,
        not_served_percent: 0.0,
        free_first_hours: known.free_first_hours + more.free_first_hours,
        exposure: known.exposure,
    }
}

fn serving_task_minutes(workload: &WorkloadTimeline) -> f64 {
    match workload {
        WorkloadTimeline::Service(service) => service.capacity.tally.serving_task_minutes,
        WorkloadTimeline::Job { .. } => 0.0,
    }
}
