//! Where to split a service between instances that always run and Fargate (rules Z2 to Z5).

use std::cmp::Ordering;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::assemble::extras_cost;
use super::option::OptionId;
use super::physics::{Candidate, speed_on};
use super::seconds::seconds_per_month;
use super::study::Study;
use super::task_sizes::footprint;
use crate::bill::{ExtraQuantities, price_ledger};
use crate::capacity::{Hardware, InstanceCapacity, Steps};
use crate::money::{Money, Quantity};
use crate::pricing::{InstanceType, Platform, Sku};
use crate::scenario::{Architecture, Ec2Settings, Service, TaskSize};
use crate::time::MonthSpan;
use crate::usage::{
    FargateTasks, ImagePulls, Ledger, Purpose, TaskUsage, fargate_usage, image_pull_usage, insights_usage,
};

/// A service split: the first tasks on instances, the rest on Fargate.
#[derive(Clone, Debug)]
pub(super) struct Split<'a> {
    pub(super) candidate: Candidate,
    /// Tasks on instances.
    pub(super) base: u32,
    pub(super) instance: &'a InstanceType,
    /// Instances that hold the base, always on.
    pub(super) instances: u32,
    /// What splits are compared by (rule Z4).
    pub(super) cost: Money,
    /// The same with every task on Fargate.
    pub(super) cost_on_fargate: Money,
    /// The most tasks that are billed at once.
    pub(super) most_tasks: u32,
}

impl Split<'_> {
    /// By cost, then fewer tasks on instances, then the newer generation, then the name.
    fn order(&self, other: &Self) -> Ordering {
        (self.cost, self.base)
            .cmp(&(other.cost, other.base))
            .then_with(|| other.instance.generation().cmp(&self.instance.generation()))
            .then_with(|| self.instance.name.cmp(&other.instance.name))
    }
}

/// Tasks above the base: those on Fargate.
pub(super) fn tasks_above(base: u32, tasks: &Steps) -> Steps {
    Steps::from_changes(tasks.changes().iter().map(|&(second, count)| (second, count.saturating_sub(base))))
}

/// The instances that hold a base spread over zones, `alone` tasks on each (rules E3 and E4).
fn instances_for(base: u32, alone: u32, zones: u32) -> u32 {
    let (each, more) = (base / zones, base % zones);
    more * (each + 1).div_ceil(alone) + (zones - more) * each.div_ceil(alone)
}

/// An instance type that holds `alone` of the service's tasks, the cheapest that does.
struct Holder<'a> {
    instance: &'a InstanceType,
    alone: u32,
    price: Money,
}

/// Of the types that hold equally many tasks only the cheapest can win: the volumes and extra lines of an instance are
/// alike on all of them.
fn holders<'a>(
    study: &Study<'a>,
    index: usize,
    size: TaskSize,
    types: &[&'a InstanceType],
    settings: &Ec2Settings,
) -> Vec<Holder<'a>> {
    let service = &study.scenario.services[index];
    let fargate_speed = |architecture| speed_on(study, service, Hardware::Fargate(architecture));
    let mut found: Vec<Holder<'a>> = Vec::new();
    for &instance in types {
        let hardware = Hardware::Ec2 { family: instance.family(), architecture: instance.architecture };
        if speed_on(study, service, hardware) < fargate_speed(instance.architecture) {
            continue;
        }
        let Ok(alone) = InstanceCapacity::of(instance, settings).tasks_alone(footprint(service, size)) else {
            continue;
        };
        let Some(price) = study.pricing.book.contracted_unit_price(&Sku::Instance(instance.name.clone())) else {
            continue;
        };
        found.push(Holder { instance, alone, price });
    }
    found.sort_by(|left, right| {
        (left.alone, left.price)
            .cmp(&(right.alone, right.price))
            .then_with(|| right.instance.generation().cmp(&left.instance.generation()))
            .then_with(|| left.instance.name.cmp(&right.instance.name))
    });
    found.dedup_by_key(|one| one.alone);
    found
}

/// The costs of a size by its base.
struct SizeCosts<'s, 'a> {
    study: &'s Study<'a>,
    service: &'a Service,
    candidate: &'s Candidate,
    /// SKU prices of what a Fargate task-second uses: smallest amounts of it, per how many, and the price.
    per_task_second: Vec<(i128, Sku, Money)>,
    /// For each month span, the seconds with more than so many tasks billed.
    seconds_above: Vec<Vec<i64>>,
    volume: Option<Money>,
    /// What no split changes: Container Insights of all tasks, and deployments.
    standing: Money,
    settings: &'s Ec2Settings,
}

impl<'s, 'a> SizeCosts<'s, 'a> {
    fn new(
        study: &'s Study<'a>,
        index: usize,
        candidate: &'s Candidate,
        architecture: Architecture,
        settings: &'s Ec2Settings,
    ) -> Option<Self> {
        let service = &study.scenario.services[index];
        let platform = Platform::from(architecture);
        let extra_gib = service.ephemeral_storage_gib.saturating_sub(20);
        let address = i128::from(u8::from(service.network.public_ip));
        let used = [
            (i128::from(candidate.size.cpu_units), Sku::FargateVcpu(platform)),
            (i128::from(candidate.size.memory_mib), Sku::FargateMemory(platform)),
            (i128::from(extra_gib) * 1_024, Sku::FargateEphemeralStorage),
            (address, Sku::PublicIpv4),
        ];
        let mut per_task_second = Vec::new();
        for (amount, sku) in used.into_iter().filter(|(amount, _)| *amount > 0) {
            let price = study.pricing.book.contracted_unit_price(&sku)?;
            per_task_second.push((amount, sku, price));
        }
        let spans = study.scenario.horizon.months();
        let seconds_above = spans.iter().map(|span| seconds_above(study, &candidate.timeline.billed, span)).collect();
        let volume = study.pricing.book.contracted_unit_price(&Sku::EbsGp3);
        let standing = cost_of(study, &unsplit_usage(study, service, candidate, architecture))?;
        Some(Self { study, service, candidate, per_task_second, seconds_above, volume, standing, settings })
    }

    /// The most tasks billed at once inside the horizon.
    fn most_tasks(&self) -> u32 {
        self.seconds_above.iter().map(Vec::len).max().and_then(|most| u32::try_from(most).ok()).unwrap_or(0)
    }

    /// What the tasks above each base cost on Fargate, from no base to all: sums over month spans, each line rounded.
    fn on_fargate(&self) -> Option<Vec<Money>> {
        let most = self.most_tasks() as usize;
        let mut costs = vec![Money::ZERO; most + 1];
        for (span, above) in self.study.scenario.horizon.months().iter().zip(&self.seconds_above) {
            let mut task_seconds: i128 = 0;
            for base in (0..most).rev() {
                task_seconds += i128::from(above.get(base).copied().unwrap_or(0));
                for (amount, sku, price) in &self.per_task_second {
                    let per = sku.unit().amounts_per_unit(span.hours_per_month);
                    costs[base] += Quantity::new(task_seconds * amount, per).cost_at(*price);
                }
            }
        }
        if self.pulls_cost() {
            self.add_pulls(&mut costs)?;
        }
        costs.iter_mut().for_each(|cost| *cost += self.standing);
        Some(costs)
    }

    /// Whether image pulls are metered at all.
    fn pulls_cost(&self) -> bool {
        let network = &self.study.scenario.network;
        let through_nat = network.image_pull_through_nat && network.nat_gateways > 0;
        let through_endpoints = network.image_pull_through_endpoints && network.interface_endpoints > 0;
        self.service.network.image_mb > 0.0 && (through_nat || through_endpoints)
    }

    /// Adds the image pulls of the tasks above each base: from all on instances downwards, only hours that a
    /// task more pulls in are metered anew.
    fn add_pulls(&self, costs: &mut [Money]) -> Option<()> {
        let horizon = &self.study.scenario.horizon;
        let pulls = pulls_of_slots(self.study, &self.candidate.timeline.billed, costs.len() - 1);
        let mut per_hour = vec![0_i64; horizon.hours() as usize];
        for base in (0..costs.len() - 1).rev() {
            pulls[base].iter().for_each(|&hour| per_hour[hour] += 1);
            let one = ImagePulls {
                workload: &self.service.name,
                image_mb: self.service.network.image_mb,
                per_hour: per_hour.clone(),
            };
            costs[base] += cost_of(self.study, &image_pull_usage(&[one], &self.study.scenario.network))?;
        }
        Some(())
    }

    /// What so many instances cost that are always on, their volumes included.
    fn on_instances(&self, instances: u32, price: Money) -> Option<Money> {
        let mut cost = Money::ZERO;
        for span in self.study.scenario.horizon.months() {
            let seconds = i128::from(span.hours) * 3_600 * i128::from(instances);
            cost += Quantity::new(seconds, 3_600).cost_at(price);
            let mib_seconds = seconds * i128::from(self.settings.root_volume_gib) * 1_024;
            let per = Sku::EbsGp3.unit().amounts_per_unit(span.hours_per_month);
            cost += Quantity::new(mib_seconds, per).cost_at(self.volume?);
        }
        Some(cost)
    }

    /// The scenario's own lines for the tasks and so many instances.
    fn extras(&self, instances: u32) -> Money {
        if self.study.scenario.extras.is_empty() {
            return Money::ZERO;
        }
        let timeline = &self.candidate.timeline;
        let task_seconds = seconds_per_month(self.study, [&timeline.billed, &timeline.deployment].into_iter());
        let months = self.study.scenario.horizon.months().iter();
        let instance_seconds: Vec<i64> =
            months.map(|span| i64::from(instances) * 3_600 * i64::from(span.hours)).collect();
        let quantities = ExtraQuantities { task_seconds: &task_seconds, instance_seconds: &instance_seconds };
        extras_cost(self.study, OptionId::Mixed, quantities)
    }
}

/// The cost of a ledger priced by itself, where every price is known.
fn cost_of(study: &Study<'_>, ledger: &Ledger) -> Option<Money> {
    Some(price_ledger(ledger, &study.pricing).ok()?.iter().map(|line| line.cost).sum())
}

/// The usage of a service that no split changes: Container Insights of its tasks, and the tasks that deployments run on
/// top, which are on Fargate (rule Z3).
pub(super) fn unsplit_usage(
    study: &Study<'_>,
    service: &Service,
    candidate: &Candidate,
    architecture: Architecture,
) -> Ledger {
    let horizon = &study.scenario.horizon;
    let timeline = &candidate.timeline;
    let usage = TaskUsage {
        workload: &service.name,
        size: candidate.size,
        architecture,
        tasks: &timeline.billed,
        ephemeral_storage_gib: service.ephemeral_storage_gib,
        network: Some(&service.network),
    };
    let on_top = TaskUsage { tasks: &timeline.deployment, ..usage };
    let platform = Platform::from(architecture);
    let bought = FargateTasks { platform, on_demand: &timeline.deployment, spot: &Steps::default() };
    let mut deployment = fargate_usage(&on_top, &bought, horizon);
    let image_mb = service.network.image_mb;
    let pulls = ImagePulls::from_pulls(&service.name, image_mb, &timeline.deployment_pulls, horizon);
    deployment.extend(image_pull_usage(&[pulls], &study.scenario.network));
    let mut ledger = insights_usage(&usage, horizon);
    ledger.extend(deployment.for_purpose(Purpose::Deployment));
    ledger
}

/// The hours in which the task of each slot begins: a task takes the lowest slot that is free.
fn pulls_of_slots(study: &Study<'_>, billed: &Steps, slots: usize) -> Vec<Vec<usize>> {
    let mut pulls = vec![Vec::new(); slots];
    let hours = i64::from(study.scenario.horizon.hours());
    let mut before = 0;
    for &(second, count) in billed.changes() {
        let hour = (second - study.first_second()).div_euclid(3_600);
        if (0..hours).contains(&hour) {
            let slot_pulls = pulls.iter_mut().take(count as usize).skip(before as usize);
            slot_pulls.for_each(|slot| slot.extend(usize::try_from(hour)));
        }
        before = count;
    }
    pulls
}

/// For each count, the seconds of a month span with more tasks than that.
fn seconds_above(study: &Study<'_>, billed: &Steps, span: &MonthSpan) -> Vec<i64> {
    let hour = |index: usize| study.first_second() + index as i64 * 3_600;
    let range = span.hour_range();
    let mut above: Vec<i64> = Vec::new();
    // Seconds at exactly each count first, then summed from the top.
    for (start, end, count) in billed.runs(hour(range.start), hour(range.end)).filter(|&(_, _, count)| count > 0) {
        let place = count as usize;
        if above.len() < place {
            above.resize(place, 0);
        }
        above[place - 1] += end - start;
    }
    for place in (0..above.len().saturating_sub(1)).rev() {
        above[place] += above[place + 1];
    }
    above
}

/// Image pulls of the tasks above a base (rule Z3).
pub(super) fn pulls_above(study: &Study<'_>, service: &Service, base: u32, billed: &Steps) -> Ledger {
    let horizon = &study.scenario.horizon;
    let per_hour = tasks_above(base, billed).increases_per_hour(study.first_second(), horizon.hours());
    let pulls = ImagePulls { workload: &service.name, image_mb: service.network.image_mb, per_hour };
    image_pull_usage(&[pulls], &study.scenario.network)
}

/// The cheapest split of a service at one size; none when no type holds a task or a price is missing.
pub(super) fn best_split<'a>(
    study: &Study<'a>,
    index: usize,
    candidate: &Candidate,
    architecture: Architecture,
    (types, settings): (&[&'a InstanceType], &Ec2Settings),
) -> Option<Split<'a>> {
    let costs = SizeCosts::new(study, index, candidate, architecture, settings)?;
    let on_fargate = costs.on_fargate()?;
    let most_tasks = costs.most_tasks();
    let holders = holders(study, index, candidate.size, types, settings);
    let cost_on_fargate = on_fargate[0] + costs.extras(0);
    let mut on_instances: HashMap<(u32, Money), Money> = HashMap::new();
    let mut best: Option<Split<'a>> = None;
    for base in 1..=most_tasks {
        for holder in &holders {
            let instances = instances_for(base, holder.alone, settings.zones);
            let of_instances = match on_instances.entry((instances, holder.price)) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(place) => {
                    *place.insert(costs.on_instances(instances, holder.price)? + costs.extras(instances))
                }
            };
            let split = Split {
                candidate: candidate.clone(),
                base,
                instance: holder.instance,
                instances,
                cost: on_fargate[base as usize] + of_instances,
                cost_on_fargate,
                most_tasks,
            };
            if best.as_ref().is_none_or(|known| split.order(known).is_lt()) {
                best = Some(split);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_needs_whole_instances_in_every_zone() {
        // Seven tasks in three zones are 3 + 2 + 2; on instances for two: 2 + 1 + 1.
        assert_eq!(instances_for(7, 2, 3), 4);
        assert_eq!(instances_for(1, 10, 3), 1);
        assert_eq!(instances_for(30, 10, 1), 3);
    }

    #[test]
    fn tasks_above_a_base_are_what_is_left() {
        let tasks = Steps::from_changes([(0, 3), (10, 5), (20, 1)]);
        assert_eq!(tasks_above(3, &tasks).changes(), [(10, 2), (20, 0)]);
    }
}
