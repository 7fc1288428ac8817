//! A fixed number of instances, of at most two types, for the tasks of a cluster at their most (rule O14).

use super::assemble::Commit;
use super::cluster_run::Purchases;
use super::ec2_option::Ec2Plan;
use super::instance_choice::choose_types;
use super::option::{OptionId, Outcome};
use super::physics::speed_on;
use super::study::Study;
use super::waste::{HostedTasks, Hosting};
use crate::capacity::{CandidateType, FilledInstances, Hardware, InstanceCapacity, TaskKind, cheapest_static_cluster};
use crate::money::{Money, Quantity};
use crate::pricing::{InstanceType, Sku};
use crate::scenario::{CpuLimit, Ec2Settings, Service};
use crate::time::MonthSpan;

/// Instances of a fixed cluster that hold the same tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedInstances {
    /// Their type.
    pub instance_type: String,
    /// How many.
    pub instances: u32,
    /// Tasks of each service and job on each of them, those of which there are none left out.
    pub tasks: Vec<(String, u32)>,
}

/// A cluster that never scales, beside one that does, both by what their instances and root volumes cost on demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedCluster {
    /// The option whose tasks it holds at their most.
    pub option: OptionId,
    /// Its instances.
    pub instances: Vec<FixedInstances>,
    /// Over the horizon.
    pub total: Money,
    /// No cluster of any number of types that holds as much costs less.
    pub lower_bound: Money,
    /// The instances of the option, over the horizon.
    pub scaled_total: Money,
}

/// That cluster for an outcome on one on-demand cluster; `None` for any other, where a zone may be lost or tasks use idle
/// CPU of their instances, and where no two types hold everything.
pub(crate) fn fixed_cluster(study: &Study<'_>, option: OptionId, outcome: &Outcome) -> Option<FixedCluster> {
    let settings = &study.scenario.ec2;
    let [hosting] = &outcome.timeline.hosting[..] else { return None };
    let shares_cpu = |service: &Service| service.cpu_limit == CpuLimit::Shared;
    let is_bound = settings.survive_zone_loss || study.scenario.services.iter().any(shares_cpu);
    if option != OptionId::Ec2OnDemand || is_bound {
        return None;
    }
    let types = types_as_fast(study, settings, outcome)?;
    let kinds = kinds_at_their_most(study, hosting);
    let price =
        |instance: &InstanceType| cost_of(study, settings, &instance.name, &|span| i64::from(span.hours) * 3_600);
    let priced = types.into_iter().filter_map(|instance| {
        let picodollars = u64::try_from(price(instance)?.picodollars()).ok()?;
        Some((instance, CandidateType { capacity: InstanceCapacity::of(instance, settings), price: picodollars }))
    });
    let (types, candidates): (Vec<&InstanceType>, Vec<CandidateType>) = priced.unzip();
    let found = cheapest_static_cluster(&kinds, &candidates).ok()?;
    let money = |picodollars: u128| i128::try_from(picodollars).ok().map(Money::from_picodollars);
    let named = |filled: &FilledInstances| FixedInstances {
        instance_type: types[filled.candidate].name.clone(),
        instances: filled.instances,
        tasks: held(outcome, hosting, &filled.tasks),
    };
    Some(FixedCluster {
        option,
        instances: found.instances.iter().map(named).collect(),
        total: money(found.cost)?,
        lower_bound: money(found.lower_bound)?,
        scaled_total: scaled_total(study, settings, outcome)?,
    })
}

/// The candidate types of the outcome's architecture that are at least as fast for every service, burstable ones left out.
fn types_as_fast<'a>(study: &Study<'a>, settings: &Ec2Settings, outcome: &Outcome) -> Option<Vec<&'a InstanceType>> {
    let plan =
        Ec2Plan { id: OptionId::Ec2OnDemand, spot: false, purchases: Purchases::Alike, commit: Commit::Held, settings };
    let own = study.pricing.book.instance_type(&outcome.instance_groups.first()?.instance_type)?;
    let hardware = |one: &'a InstanceType| Hardware::Ec2 { family: one.family(), architecture: one.architecture };
    let is_as_fast = |one: &&'a InstanceType| {
        let speed = |service, one: &'a InstanceType| speed_on(study, service, hardware(one));
        study.scenario.services.iter().all(|service| speed(service, one) >= speed(service, own))
    };
    let fits = |one: &&InstanceType| one.architecture == own.architecture && !one.burstable;
    Some(choose_types(study, &plan).ok()?.types.into_iter().filter(fits).filter(is_as_fast).collect())
}

/// The tasks of each service and job at their most inside the horizon.
fn kinds_at_their_most(study: &Study<'_>, hosting: &Hosting) -> Vec<TaskKind> {
    let most = |tasks: &HostedTasks| tasks.places.extremes(study.first_second(), study.end_second()).1;
    hosting.tasks.iter().map(|tasks| TaskKind { footprint: tasks.footprint, count: most(tasks) }).collect()
}

/// What so many instance-seconds of a type in each month span cost on demand, root volumes included.
fn cost_of(
    study: &Study<'_>,
    settings: &Ec2Settings,
    instance_type: &str,
    seconds_of: &dyn Fn(&MonthSpan) -> i64,
) -> Option<Money> {
    let book = study.pricing.book;
    let price = book.contracted_unit_price(&Sku::Instance(instance_type.to_owned()))?;
    let volume = book.contracted_unit_price(&Sku::EbsGp3)?;
    let mut cost = Money::ZERO;
    for span in study.scenario.horizon.months() {
        let seconds = i128::from(seconds_of(span));
        cost += Quantity::new(seconds, 3_600).cost_at(price);
        let mib_seconds = seconds * i128::from(settings.root_volume_gib) * 1_024;
        cost += Quantity::new(mib_seconds, Sku::EbsGp3.unit().amounts_per_unit(span.hours_per_month)).cost_at(volume);
    }
    Some(cost)
}

/// What the instances of an outcome cost on demand, root volumes included.
fn scaled_total(study: &Study<'_>, settings: &Ec2Settings, outcome: &Outcome) -> Option<Money> {
    let first = study.first_second();
    let groups = outcome.timeline.instances.iter().map(|group| {
        let seconds_of = |span: &MonthSpan| {
            let hours = span.hour_range();
            group.running.total_seconds(first + hours.start as i64 * 3_600, first + hours.end as i64 * 3_600)
        };
        cost_of(study, settings, &group.instance_type, &seconds_of)
    });
    groups.sum()
}

/// The tasks that an instance holds, by the name of their service or job.
fn held(outcome: &Outcome, hosting: &Hosting, tasks: &[u32]) -> Vec<(String, u32)> {
    let named = |(of, &count): (&HostedTasks, &u32)| (outcome.services[of.workload].name.clone(), count);
    hosting.tasks.iter().zip(tasks).filter(|(_, count)| **count > 0).map(named).collect()
}
