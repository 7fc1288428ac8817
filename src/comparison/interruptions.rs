//! What Spot interruptions are expected to do to an option (rules I1 to I5).

use std::ops::Range;

use super::physics::Candidate;
use super::study::Study;
use crate::capacity::{Steps, band_percent, expected_free_hours, interruption_hazard};
use crate::money::{Money, Quantity};
use crate::pricing::Sku;
use crate::usage::whole_amounts;

/// The percentage for an instance type that AWS's Spot Instance Advisor does not list: that of its highest band.
const UNLISTED_PERCENT: f64 = 30.0;

/// How often one kind of Spot capacity is taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct InterruptionRate {
    /// The instance type, or `Fargate Spot`.
    pub capacity: String,
    /// Instances or tasks interrupted in a month of 730 hours, percent.
    pub percent_per_month: f64,
    /// Where that is from, a sentence without a full stop.
    pub source: String,
}

/// What Spot interruptions are expected to do over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Interruptions {
    /// How often capacity is taken back.
    pub rates: Vec<InterruptionRate>,
    /// Instances, or Fargate tasks, that are interrupted.
    pub interruptions: f64,
    /// Tasks that have to start again somewhere else.
    pub task_restarts: f64,
    /// Minutes that tasks are missing until their replacements serve, over all services.
    pub short_task_minutes: f64,
    /// These minutes in percent of all task-minutes that serve: the share of requests at stake.
    pub not_served_percent: f64,
    /// What EC2 does not charge because an instance is interrupted in its first hour; not on the bill.
    pub free_first_hours: Money,
    /// What sampled runs draw from.
    pub exposure: SpotExposure,
}

/// The Spot capacity of an option and the tasks on it.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotExposure {
    /// Workloads that Spot interrupts together; one pool but for `per-service`.
    pub(super) pools: Vec<SpotPool>,
    /// One per service, then per job.
    pub(super) tasks: Vec<Exposed>,
}

/// Workloads on Fargate Spot, or on Spot instances that they share.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SpotPool {
    /// Chance per hour that a Fargate Spot task is interrupted; `None` when instances are.
    pub(super) fargate_hazard: Option<f64>,
    /// Spot instances, group by group.
    pub(super) instances: Vec<SpotInstances>,
    /// The instance groups of the timeline that its tasks are on, on demand and Spot.
    pub(super) groups: Range<usize>,
    /// The places of its workloads.
    pub(super) workloads: Vec<usize>,
}

/// Spot instances of one group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SpotInstances {
    pub(super) hazard_per_hour: f64,
    pub(super) running: Steps,
    /// What an hour costs; `None` where the price is not known.
    pub(super) price: Option<Money>,
}

/// Spot capacity of an option.
#[derive(Clone, Copy, Debug)]
pub(super) enum SpotCapacity<'a> {
    /// Fargate Spot.
    Fargate,
    /// Spot instances of one type.
    Instances {
        /// The type.
        instance_type: &'a str,
        /// Those that run.
        running: &'a Steps,
    },
}

/// Tasks of a service or job that Spot may interrupt.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exposed {
    /// On Fargate those on Spot, on instances all that hold a place.
    pub(super) tasks: Steps,
    /// On Spot, inside the horizon.
    task_seconds: f64,
    /// From an interruption until a replacement serves, seconds.
    pub(super) recovery_seconds: u32,
    /// Of all of the service's tasks, inside the horizon.
    serving_task_minutes: f64,
}

impl Exposed {
    /// A service of whose tasks a share is on Spot; they are replaced within `recovery_seconds` (rule I3).
    pub(super) fn service(
        study: &Study<'_>,
        tasks: &Steps,
        spot_share: f64,
        recovery_seconds: u32,
        candidate: &Candidate,
    ) -> Self {
        let serving_task_minutes = candidate.timeline.tally.serving_task_minutes;
        Self { recovery_seconds, serving_task_minutes, ..Self::job(study, tasks, spot_share) }
    }

    /// Nothing that Spot may interrupt.
    pub(super) fn none() -> Self {
        Self { tasks: Steps::default(), task_seconds: 0.0, recovery_seconds: 0, serving_task_minutes: 0.0 }
    }

    /// A job: its tasks begin again, and nothing is served meanwhile.
    pub(super) fn job(study: &Study<'_>, tasks: &Steps, spot_share: f64) -> Self {
        let task_seconds = spot_share * tasks.total_seconds(study.first_second(), study.end_second()) as f64;
        Self { tasks: tasks.clone(), task_seconds, recovery_seconds: 0, serving_task_minutes: 0.0 }
    }
}

/// How often Fargate Spot tasks are interrupted.
pub(super) fn fargate_spot_rate(study: &Study<'_>) -> InterruptionRate {
    InterruptionRate {
        capacity: "Fargate Spot".to_owned(),
        percent_per_month: study.scenario.spot.fargate_interruption_percent,
        source: "`spot.fargate_interruption_percent`".to_owned(),
    }
}

/// How often Spot instances of a type are interrupted: as given, else the middle of the advisor's band (rule I1).
pub(super) fn instance_rate(study: &Study<'_>, instance_type: &str) -> InterruptionRate {
    let band = study.pricing.book.interruption_band(instance_type);
    let (percent_per_month, source) = match (study.scenario.spot.ec2_interruption_percent, band) {
        (Some(given), _) => (given, "`spot.ec2_interruption_percent`".to_owned()),
        (None, Some(band)) => (
            band_percent(band).unwrap_or(UNLISTED_PERCENT),
            format!("the middle of the band {band} of AWS's Spot Instance Advisor"),
        ),
        (None, None) => (
            UNLISTED_PERCENT,
            "AWS's Spot Instance Advisor does not list the type: taken as its highest band".to_owned(),
        ),
    };
    InterruptionRate { capacity: instance_type.to_owned(), percent_per_month, source }
}

/// The chance per hour of what a Spot SKU buys; 0 for everything else.
pub(super) fn hazard_of(study: &Study<'_>, sku: &Sku) -> f64 {
    match sku {
        Sku::SpotInstance(name) => hazard(&instance_rate(study, name)),
        Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_) => hazard(&fargate_spot_rate(study)),
        _ => 0.0,
    }
}

/// Expected interruptions of an option: its tasks on Spot are spread over its Spot capacity by how much there is of each.
pub(super) fn interruptions(
    study: &Study<'_>,
    capacity: &[SpotCapacity<'_>],
    exposed: Vec<Exposed>,
) -> Option<Interruptions> {
    let on_spot: f64 = exposed.iter().map(|tasks| tasks.task_seconds).sum();
    let kinds: Vec<Kind> = capacity.iter().map(|one| Kind::of(study, *one, on_spot)).collect();
    let all_seconds: f64 = kinds.iter().map(|kind| kind.seconds).sum();
    if all_seconds <= 0.0 {
        return None;
    }
    let per_second: f64 = kinds.iter().map(|kind| kind.hazard * kind.seconds).sum::<f64>() / all_seconds / 3_600.0;
    let short_seconds: f64 =
        exposed.iter().map(|tasks| per_second * tasks.task_seconds * f64::from(tasks.recovery_seconds)).sum();
    let serving_seconds: f64 = exposed.iter().map(|tasks| 60.0 * tasks.serving_task_minutes).sum();
    Some(Interruptions {
        interruptions: per_second * all_seconds,
        task_restarts: per_second * on_spot,
        short_task_minutes: short_seconds / 60.0,
        not_served_percent: if serving_seconds > 0.0 {
            (100.0 * short_seconds / serving_seconds).min(100.0)
        } else {
            0.0
        },
        free_first_hours: kinds.iter().map(|kind| kind.free_first_hours).sum(),
        rates: kinds.into_iter().filter(|kind| kind.seconds > 0.0).map(|kind| kind.rate).collect(),
        exposure: SpotExposure::of(study, capacity, exposed),
    })
}

impl SpotExposure {
    fn of(study: &Study<'_>, capacity: &[SpotCapacity<'_>], tasks: Vec<Exposed>) -> Self {
        let workloads = (0..tasks.len()).collect();
        let mut pool = SpotPool { fargate_hazard: None, instances: Vec::new(), groups: 0..usize::MAX, workloads };
        for &one in capacity {
            match one {
                SpotCapacity::Fargate => pool.fargate_hazard = Some(hazard(&fargate_spot_rate(study))),
                SpotCapacity::Instances { instance_type, running } => pool.instances.push(SpotInstances {
                    hazard_per_hour: hazard(&instance_rate(study, instance_type)),
                    running: running.clone(),
                    price: spot_price(study, instance_type),
                }),
            }
        }
        Self { pools: vec![pool], tasks }
    }
}

/// The chance per hour that a rate stands for.
fn hazard(rate: &InterruptionRate) -> f64 {
    interruption_hazard(rate.percent_per_month)
}

/// What a Spot instance of a type costs an hour, contracted.
fn spot_price(study: &Study<'_>, instance_type: &str) -> Option<Money> {
    let sku = Sku::SpotInstance(instance_type.to_owned());
    let price = study.pricing.book.price(&sku).ok()?;
    Some(study.pricing.contracted(&price, sku.service_code()))
}

/// One kind of Spot capacity over the horizon.
struct Kind {
    rate: InterruptionRate,
    /// Chance per hour.
    hazard: f64,
    /// Instance-seconds, or task-seconds on Fargate Spot.
    seconds: f64,
    free_first_hours: Money,
}

impl Kind {
    fn of(study: &Study<'_>, capacity: SpotCapacity<'_>, task_seconds: f64) -> Self {
        let (rate, seconds) = match capacity {
            SpotCapacity::Fargate => (fargate_spot_rate(study), task_seconds),
            SpotCapacity::Instances { instance_type, running } => {
                let seconds = running.total_seconds(study.first_second(), study.end_second());
                (instance_rate(study, instance_type), seconds as f64)
            }
        };
        let hazard = hazard(&rate);
        let free_first_hours = free_first_hours(study, capacity, hazard, hazard * seconds / 3_600.0);
        Self { rate, hazard, seconds, free_first_hours }
    }
}

/// What is not charged for instances interrupted in their first hour (rule I5).
fn free_first_hours(study: &Study<'_>, capacity: SpotCapacity<'_>, hazard: f64, interruptions: f64) -> Money {
    let SpotCapacity::Instances { instance_type, running } = capacity else { return Money::ZERO };
    let Some(price) = spot_price(study, instance_type) else { return Money::ZERO };
    let starts: i64 = running.increases_per_hour(study.first_second(), study.scenario.horizon.hours()).iter().sum();
    let free_hours = (starts as f64 + interruptions) * expected_free_hours(hazard);
    let seconds = Quantity::new(i128::from(whole_amounts(free_hours * 3_600.0)), 3_600);
    seconds.cost_at(price)
}
