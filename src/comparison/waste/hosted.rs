//! What instances are for (rules WL6 and WL7).

use std::ops::Range;

use super::category::{Amounts, WasteCategory};
use super::hosting::{Floor, Hosting, Resource};
use super::joint::joint_runs;
use crate::capacity::{CountHistory, Placed, Steps};

/// A hosting with what its tasks need over time.
pub(super) struct HostedNeed<'a> {
    hosting: &'a Hosting,
    /// Instances that have been billed for less than they take to start, group by group.
    starting: Vec<Steps>,
    /// Instances of the first type that would hold the tasks in one zone.
    in_one_zone: Steps,
    /// The same in the zones that tasks are spread over.
    in_zones: Steps,
}

impl<'a> HostedNeed<'a> {
    pub(super) fn of(hosting: &'a Hosting) -> Self {
        let placed: Vec<Placed<'_>> =
            hosting.tasks.iter().map(|tasks| Placed { footprint: tasks.footprint, places: &tasks.places }).collect();
        let history = CountHistory::of(&placed);
        let first = hosting.groups.first().map(|group| group.offered);
        let need = |zones: u32| {
            first.map_or_else(Steps::default, |offered| history.instances(&history.needs(&offered, zones), 0))
        };
        let starting = |running: &Steps| starting(running, i64::from(hosting.start_seconds));
        Self {
            hosting,
            starting: hosting.groups.iter().map(|group| starting(&group.running)).collect(),
            in_one_zone: need(1),
            in_zones: need(hosting.zones),
        }
    }

    /// What instances offer beyond what tasks reserve of a resource, and what is kept from tasks, by what it is for.
    pub(super) fn idle(&self, resource: Resource, seconds: &Range<i64>) -> Amounts {
        let groups = &self.hosting.groups;
        let mut series: Vec<&Steps> = vec![&self.in_one_zone, &self.in_zones];
        series.extend(groups.iter().map(|group| &group.running));
        series.extend(&self.starting);
        series.extend(self.hosting.tasks.iter().map(|tasks| &tasks.places));
        let offered: Vec<f64> = groups.iter().map(|group| resource.offered(&group.offered)).collect();
        let whole: Vec<f64> = groups.iter().map(|group| resource.of_task(group.whole)).collect();
        let each: Vec<f64> = self.hosting.tasks.iter().map(|tasks| resource.of_task(tasks.footprint)).collect();
        let mut amounts = Amounts::default();
        joint_runs(&series, seconds.start, seconds.end, |from, to, counts| {
            let (needs, rest) = counts.split_at(2);
            let (running, rest) = rest.split_at(groups.len());
            let (starting, places) = rest.split_at(groups.len());
            let length = (to - from) as f64;
            let all_offered = product(running, &offered);
            amounts.add(WasteCategory::AgentAndDaemons, length * (product(running, &whole) - all_offered));
            let moment = Moment {
                idle: (all_offered - product(places, &each)).max(0.0),
                reserved: product(places, &each),
                starting: product(starting, &offered),
                instance: offered.first().copied().unwrap_or(0.0),
                needs: [needs[0], needs[1].max(needs[0])],
            };
            amounts.add_all(&self.split(&moment).times(length));
        });
        amounts
    }

    /// What is idle at a moment, taken by each reason in turn (rule WL7).
    fn split(&self, moment: &Moment) -> Amounts {
        let mut left = Left { idle: moment.idle, amounts: Amounts::default() };
        let [in_one_zone, in_zones] = moment.needs;
        let instances = |count: u32| f64::from(count) * moment.instance;
        left.take(WasteCategory::StartUp, moment.starting);
        left.take(WasteCategory::Fragmentation, instances(in_one_zone) - moment.reserved);
        left.take(WasteCategory::AvailabilityFloor, instances(in_zones - in_one_zone));
        let target = u64::from(self.hosting.target_percent.max(1));
        let with_room = u32::try_from((u64::from(in_zones) * 100).div_ceil(target)).unwrap_or(u32::MAX);
        left.take(WasteCategory::Headroom, instances(with_room - in_zones));
        match self.hosting.floor {
            Floor::AtLeast(least) => {
                left.take(WasteCategory::AvailabilityFloor, instances(least.saturating_sub(with_room)));
                left.take(WasteCategory::ScaleInTail, f64::INFINITY);
            }
            Floor::Fixed => left.take(WasteCategory::AvailabilityFloor, f64::INFINITY),
        }
        left.amounts
    }
}

/// A resource of the instances at a moment.
struct Moment {
    idle: f64,
    reserved: f64,
    /// What instances that start offer.
    starting: f64,
    /// What an instance of the first type offers.
    instance: f64,
    /// Instances that the tasks need in one zone, and in all zones.
    needs: [u32; 2],
}

/// What is still to be explained.
struct Left {
    idle: f64,
    amounts: Amounts,
}

impl Left {
    fn take(&mut self, category: WasteCategory, most: f64) {
        let taken = most.clamp(0.0, self.idle);
        self.idle -= taken;
        self.amounts.add(category, taken);
    }
}

fn product(counts: &[u32], each: &[f64]) -> f64 {
    counts.iter().zip(each).map(|(&count, each)| f64::from(count) * each).sum()
}

/// How many of the instances began less than `start_seconds` ago; those there from the first second on did not.
fn starting(running: &Steps, start_seconds: i64) -> Steps {
    let begun = running.changes().windows(2).filter(|pair| pair[1].1 > pair[0].1);
    let deltas = begun.flat_map(|pair| {
        let (second, more) = (pair[1].0, i64::from(pair[1].1 - pair[0].1));
        [(second, more), (second + start_seconds, -more)]
    });
    Steps::from_deltas(deltas.collect())
}
