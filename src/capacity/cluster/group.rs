//! The group of instances: what it needs, launches and terminates (rules E16 to E21).

use std::cmp::Reverse;

use super::credits::Credits;
use super::group_scaling::{GroupAction, GroupState};
use super::instance::{Birth, Instance, Status};
use super::run::{Cluster, Event};
use super::task_moves::ON_DEMAND;
use super::{InstanceCause, InstanceDecision};
use crate::capacity::packing::pack_zone;
use crate::scenario::ClusterScaling;

/// EC2 bills an instance for at least this long.
const LEAST_BILLED_SECONDS: i64 = 60;

impl Cluster<'_> {
    /// The groups act on earlier datapoints and take their own of this minute.
    pub(super) fn scale_groups(&mut self, now: i64) {
        let mut acted = false;
        for group in 0..self.groups.len() {
            acted |= self.scale_group(group, now);
        }
        if self.changed {
            for group in 0..self.groups.len() {
                self.groups[group].state = self.group_state(group);
            }
            // What the groups have done is news to the next placement.
            self.changed = acted;
        }
        self.groups.iter_mut().for_each(|group| group.scaling.observe(group.state));
    }

    /// Lets a group act; whether it did.
    fn scale_group(&mut self, group: usize, now: i64) -> bool {
        let action = self.groups[group].scaling.decide(now);
        if action == GroupAction::Keep {
            return false;
        }
        let (from, needed) = (self.group_size(group), self.groups[group].state.needed);
        let cause = match action {
            GroupAction::Keep => return false,
            GroupAction::Launch(count) => {
                for _ in 0..count {
                    self.request(group, now);
                }
                InstanceCause::Needed { needed }
            }
            GroupAction::Remove { count, only_empty } => {
                for _ in 0..count {
                    self.remove_instance(group, now, only_empty);
                }
                InstanceCause::Surplus { needed }
            }
        };
        let to = self.group_size(group);
        if to != from {
            self.decisions.push(InstanceDecision { second: now, from, to, cause });
        }
        true
    }

    /// N: instances asked for or running, without draining ones.
    pub(super) fn group_size(&self, group: usize) -> u32 {
        self.instances.census(group).members
    }

    fn group_state(&self, group: usize) -> GroupState {
        let census = self.instances.census(group);
        let plain = matches!(self.inputs.settings.scaling, ClusterScaling::TargetTracking { .. });
        GroupState {
            instances: census.members,
            needed: census.busy + self.needed_for_waiting(group),
            active: census.active,
            reserved_percent: if plain { self.reserved_percent(group) } else { 0.0 },
        }
    }

    /// Empty instances of the largest type that hold what waits for a group (rule E16).
    fn needed_for_waiting(&self, group: usize) -> u32 {
        if self.queue.is_empty() {
            return 0;
        }
        let mut counts = vec![0; self.footprints.len()];
        for waiting in self.queue.iter().filter(|waiting| waiting.group == group) {
            let kind = waiting.kind;
            let asks = kind < self.services.len() || !self.timed[kind - self.services.len()].spare_room_only;
            if asks {
                // What a deployment adds is alike, and needs the same host ports.
                counts[self.kind_of_its_own(kind)] += waiting.count;
            }
        }
        let size = |one: &&super::ClusterType| (one.capacity.cpu_units, one.capacity.memory_mib);
        let largest = self.inputs.types.iter().rev().max_by_key(size).expect("a group has a type");
        let order = largest.capacity.filling_order(&self.footprints);
        pack_zone(&largest.capacity, &self.footprints, &order, &counts)
    }

    fn reserved_percent(&self, group: usize) -> f64 {
        let is_active = |one: &&Instance| one.group == group && one.status == Status::Active;
        let active = self.instances.iter().filter(is_active);
        let (mut cpu, mut memory, mut all_cpu, mut all_memory) = (0_u64, 0_u64, 0_u64, 0_u64);
        for instance in active {
            let capacity = &self.inputs.types[instance.type_index].capacity;
            all_cpu += u64::from(capacity.cpu_units);
            all_memory += u64::from(capacity.memory_mib);
            cpu += u64::from(capacity.cpu_units - instance.free_cpu());
            memory += u64::from(capacity.memory_mib - instance.free_memory());
        }
        let percent = |used: u64, all: u64| if all == 0 { 0.0 } else { 100.0 * used as f64 / all as f64 };
        percent(cpu, all_cpu).max(percent(memory, all_memory))
    }

    /// Launches an instance in the zone with the fewest; its index.
    pub(super) fn launch(&mut self, group: usize, launched: i64) -> usize {
        let by_zone = &self.instances.census(group).by_zone;
        let zone = (0..self.inputs.settings.zones).min_by_key(|&zone| by_zone[zone as usize]).unwrap_or(0);
        let spot = self.next_is_spot(group);
        let type_index = if spot { self.spot_launches % self.inputs.types.len() } else { 0 };
        self.spot_launches += usize::from(spot);
        let birth = Birth { number: self.next_number, type_index, group, spot, zone, launched };
        self.next_number += 1;
        let kind = &self.inputs.types[type_index];
        let credits = kind.credits.map(Credits::new);
        let instance = Instance::new(&birth, &kind.capacity, self.footprints.len(), credits);
        self.burst_stale = true;
        self.changed = true;
        self.instances.add(instance, &self.wishes)
    }

    /// Launches an instance that is there from the start.
    pub(super) fn launch_active(&mut self, group: usize, first: i64) {
        let index = self.launch(group, first);
        self.instances.change(index, &self.wishes, |one| one.status = Status::Active);
    }

    /// Asks for an instance at `now` (rule E18).
    fn request(&mut self, group: usize, now: i64) {
        let launched = now + i64::from(self.inputs.settings.instance_request_seconds);
        let index = self.launch(group, launched);
        let active_from = launched + i64::from(self.inputs.settings.instance_start_seconds);
        self.events.push(Reverse((active_from, Event::Active(self.instances[index].number))));
    }

    /// On-demand instances that a mixed group of this size has (rule E21).
    fn wanted_on_demand(&self, group: usize, instances: u32) -> u32 {
        if self.inputs.by_strategy {
            return if group == ON_DEMAND { instances } else { 0 };
        }
        match self.inputs.purchase {
            None if self.inputs.spot => 0,
            None => instances,
            Some(mix) => {
                let above = u64::from(instances.saturating_sub(mix.on_demand_base));
                let share = (above * u64::from(mix.on_demand_percent_above_base)).div_ceil(100) as u32;
                (mix.on_demand_base + share).min(instances)
            }
        }
    }

    fn next_is_spot(&self, group: usize) -> bool {
        self.instances.census(group).on_demand >= self.wanted_on_demand(group, self.group_size(group) + 1)
    }

    /// Lets one instance leave, if one may: of the crowded purchase and zone, the longest running (rule E20).
    fn remove_instance(&mut self, group: usize, now: i64, only_empty: bool) {
        let (size, on_demand) = (self.group_size(group), self.instances.census(group).on_demand);
        let too_much_on_demand = size > 0 && on_demand > self.wanted_on_demand(group, size - 1);
        let leaver = |spot| self.instances.leaver(group, spot, only_empty);
        let Some(index) = leaver(!too_much_on_demand).or_else(|| leaver(too_much_on_demand)) else { return };
        self.changed = true;
        if self.instances[index].is_empty() {
            self.terminate(index, now);
        } else {
            self.drain(index, now);
        }
    }

    /// An instance with tasks leaves: they are replaced first, or stop at once without managed draining.
    fn drain(&mut self, index: usize, now: i64) {
        let managed_draining = match self.inputs.settings.scaling {
            ClusterScaling::Managed(managed) => managed.draining,
            ClusterScaling::TargetTracking { .. } | ClusterScaling::Fixed(_) => false,
        };
        for kind in 0..self.services.len() {
            let mut moved = 0;
            while let Some(task) = self.take_task(kind, index) {
                moved += 1;
                if managed_draining {
                    self.services[kind].leaving.push_back(task);
                } else {
                    self.services[kind].end_task(task.serves_from, now);
                    let footprint = self.footprints[kind];
                    self.instances.change(index, &self.wishes, |one| one.release(kind, footprint));
                }
            }
            if moved > 0 {
                self.wait_for(kind, self.instances[index].group, moved);
            }
        }
        self.instances.change(index, &self.wishes, |one| one.status = Status::Draining);
        let instance = &self.instances[index];
        for kind in self.services.len()..self.footprints.len() {
            self.by_zone[kind][instance.zone as usize] -= instance.staying(kind);
        }
        if instance.is_empty() {
            self.terminate(index, now);
        }
    }

    pub(super) fn terminate(&mut self, index: usize, second: i64) {
        let instance = self.instances.remove(index, &self.wishes);
        self.burst_stale = true;
        let end = second.max(instance.launched + LEAST_BILLED_SECONDS);
        self.billed.push((instance.type_index, instance.spot, instance.launched, end));
        if let Some(owed) = instance.credits.map(|credits| credits.owed()).filter(|&owed| owed > 0.0) {
            self.charged.push((instance.type_index, instance.spot, second, owed));
        }
        self.changed = true;
    }
}
