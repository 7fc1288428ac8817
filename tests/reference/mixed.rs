//! Every split of a service between instances and Fargate, tried one by one (rules Z1 to Z5).

use std::cmp::Reverse;

use ecsplan::comparison::OptionId;
use ecsplan::pricing::{InstanceType, PriceBook, Sku};
use ecsplan::scenario::{Architecture, Scenario, TaskSize, fargate_sizes};

use super::bill::total;
use super::options::{Buys, Run, Study, best, study};
use super::packing::Room;
use super::simulate::Path;
use super::usage::{
    Ledger, add_fargate, add_image_pulls, add_per_task, billed_on_fargate, pulls_per_hour, seconds_per_hour,
};
use super::work::{Hardware, speed};

/// The best split of a service.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Split {
    pub(super) size: TaskSize,
    pub(super) base: u32,
    pub(super) instance_type: String,
    pub(super) instances: u32,
    pub(super) cost: i128,
}

/// When so many tasks are billed: intervals, ascending, with their count.
fn counted(billed: &[(i64, i64)]) -> Vec<(i64, i64, u32)> {
    let mut seconds: Vec<i64> = billed.iter().flat_map(|(from, to)| [*from, *to]).collect();
    seconds.sort_unstable();
    seconds.dedup();
    let count = |second: i64| billed.iter().filter(|(from, to)| *from <= second && second < *to).count() as u32;
    seconds.windows(2).map(|pair| (pair[0], pair[1], count(pair[0]))).collect()
}

/// The best split of a service on an architecture, over every size, base and type.
pub(super) fn best_split(
    scenario: &Scenario,
    book: &PriceBook,
    index: usize,
    architecture: Architecture,
) -> Option<Split> {
    let study = study(scenario, book);
    let provisioning = i64::from(scenario.services[index].workload.provisioning_seconds);
    let hardware = Hardware::Fargate(architecture);
    let mut tried: Vec<(i128, (Run, Split, u32))> = Vec::new();
    for size in study.sizes(index, hardware, &fargate_sizes()) {
        for one in study.instance_types().into_iter().filter(|one| one.architecture == architecture) {
            let on_it = Hardware::Instance { one, tasks_alone: 1 };
            let measured_on = &scenario.services[index].workload.measured_on;
            if speed(scenario, book, measured_on, on_it) < speed(scenario, book, measured_on, hardware) {
                continue;
            }
            if Room::of(one, &scenario.ec2).tasks_alone(study.needs(index, size)) == 0 {
                continue;
            }
            let Some(run) = study.run(index, size, hardware, Path::Fargate { provisioning }) else { continue };
            for (base, cost, instances) in splits(&study, index, &run, one) {
                let again = study.run(index, size, hardware, Path::Fargate { provisioning })?;
                let split = Split { size, base, instance_type: one.name.clone(), instances, cost };
                tried.push((cost, (again, split, one.generation())));
            }
        }
    }
    let rank = |(run, split, generation): &(Run, Split, u32)| {
        (run.served, (split.size, split.base, Reverse(*generation), split.instance_type.clone()))
    };
    best(tried, rank).map(|(_, split, _)| split)
}

/// Every base on an instance type: its cost and the instances it takes.
fn splits(study: &Study<'_>, index: usize, run: &Run, one: &InstanceType) -> Vec<(u32, i128, u32)> {
    let horizon = &study.scenario.horizon;
    let (first, end) = (horizon.first_minute() * 60, horizon.first_minute() * 60 + horizon.seconds());
    let pieces = counted(&billed_on_fargate(&run.timeline.billed));
    let inside = pieces.iter().filter(|(from, to, _)| *from < end && *to > first);
    let most = inside.map(|(_, _, count)| *count).max().unwrap_or(0);
    let of_base = |base: u32| {
        let (cost, instances) = cost_of(study, index, run, one, &pieces, base);
        (base, cost, instances)
    };
    (1..=most).map(of_base).collect()
}

fn cost_of(
    study: &Study<'_>,
    index: usize,
    run: &Run,
    one: &InstanceType,
    pieces: &[(i64, i64, u32)],
    base: u32,
) -> (i128, u32) {
    let (scenario, horizon) = (study.scenario, &study.scenario.horizon);
    let service = &scenario.services[index];
    // The tasks above the base, one interval for each.
    let mut above: Vec<(i64, i64)> = Vec::new();
    let mut pulls: Vec<i64> = Vec::new();
    let mut before = 0;
    for (from, to, count) in pieces {
        let more = count.saturating_sub(base);
        above.extend((0..more).map(|_| (*from, *to)));
        pulls.extend((before..more).map(|_| *from));
        before = more;
    }
    let seconds = seconds_per_hour(&above, horizon);
    let mut ledger = Ledger::default();
    let storage = service.ephemeral_storage_gib;
    add_fargate(&mut ledger, &service.name, run.size, one.architecture, false, storage, &seconds);
    if service.network.public_ip {
        ledger.add(Some(&service.name), Sku::PublicIpv4, seconds);
    }
    add_per_task(&mut ledger, service, false, &run.task_seconds);
    add_image_pulls(&mut ledger, scenario, service, &pulls_per_hour(pulls.into_iter(), horizon));
    let room = Room::of(one, &scenario.ec2);
    let instances = room.instances(&[study.needs(index, run.size)], &[base], scenario.ec2.zones);
    let always: Vec<i64> = vec![i64::from(instances) * 3_600; horizon.hours() as usize];
    let volume = i64::from(scenario.ec2.root_volume_gib) * 1_024;
    ledger.add(Some(&service.name), Sku::EbsGp3, always.iter().map(|seconds| seconds * volume).collect());
    ledger.add(Some(&service.name), Sku::Instance(one.name.clone()), always.clone());
    let lines = study.priced(&ledger, &Buys::Nothing).expect("all of it has a price").1;
    (total(&lines) + study.own_extras(OptionId::Mixed, &run.task_seconds, &always), instances)
}
