//! The group of instances: what it needs, launches and terminates (rules E16 to E21).

use std::cmp::Reverse;

use super::credits::Credits;
use super::group_scaling::{GroupAction, GroupState};
use super::instance::{Birth, Instance, Status};
use super::run::{Cluster, Event};
use super::{InstanceCause, InstanceDecision};
use crate::capacity::packing::pack_zone;
use crate::scenario::ClusterScaling;

/// EC2 bills an instance for at least this long.
const LEAST_BILLED_SECONDS: i64 = 60;

impl Cluster<'_> {
    pub(super) fn scale_group(&mut self, now: i64) {
        let action = self.scaling.decide(now);
        let from = if action == GroupAction::Keep { 0 } else { self.group_size() };
        match action {
            GroupAction::Keep => {}
            GroupAction::Launch(count) => {
                for _ in 0..count {
                    self.request(now);
                }
                self.note_decision(now, from, InstanceCause::Needed { needed: self.state.needed });
            }
            GroupAction::Remove { count, only_empty } => {
                for _ in 0..count {
                    self.remove_instance(now, only_empty);
                }
                self.note_decision(now, from, InstanceCause::Surplus { needed: self.state.needed });
            }
        }
        if self.changed {
            self.state = self.group_state();
        }
        self.scaling.observe(self.state);
    }

    pub(super) fn note_decision(&mut self, second: i64, from: u32, cause: InstanceCause) {
        let to = self.group_size();
        if to != from {
            self.decisions.push(InstanceDecision { second, from, to, cause });
        }
    }

    /// N: instances asked for or running, without draining ones.
    pub(super) fn group_size(&self) -> u32 {
        self.instances.iter().filter(|instance| instance.status != Status::Draining).count() as u32
    }

    pub(super) fn group_state(&mut self) -> GroupState {
        self.changed = false;
        let (mut instances, mut busy, mut active) = (0, 0, 0);
        for instance in self.instances.iter().filter(|instance| instance.status != Status::Draining) {
            instances += 1;
            busy += u32::from(!instance.is_empty());
            active += u32::from(instance.status == Status::Active);
        }
        let plain = matches!(self.inputs.settings.scaling, ClusterScaling::TargetTracking { .. });
        GroupState {
            instances,
            needed: busy + self.needed_for_waiting(),
            active,
            reserved_percent: if plain { self.reserved_percent() } else { 0.0 },
        }
    }

    /// Empty instances of the largest type that hold what waits (rule E16).
    pub(super) fn needed_for_waiting(&self) -> u32 {
        if self.queue.is_empty() {
            return 0;
        }
        let mut counts = vec![0; self.footprints.len()];
        for &(kind, count) in &self.queue {
            let asks = kind < self.services.len() || !self.timed[kind - self.services.len()].spare_room_only;
            if asks {
                counts[kind] += count;
            }
        }
        let size = |one: &&super::ClusterType| (one.capacity.cpu_units, one.capacity.memory_mib);
        let largest = self.inputs.types.iter().rev().max_by_key(size).expect("a group has a type");
        let order = largest.capacity.filling_order(&self.footprints);
        pack_zone(&largest.capacity, &self.footprints, &order, &counts)
    }

    pub(super) fn reserved_percent(&self) -> f64 {
        let active = self.instances.iter().filter(|instance| instance.status == Status::Active);
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
    pub(super) fn launch(&mut self, launched: i64) -> usize {
        let zone = (0..self.inputs.settings.zones).min_by_key(|&zone| self.in_zone(zone)).unwrap_or(0);
        let spot = self.next_is_spot();
        let type_index = if spot { self.spot_launches % self.inputs.types.len() } else { 0 };
        self.spot_launches += usize::from(spot);
        let birth = Birth { number: self.next_number, type_index, spot, zone, launched };
        self.next_number += 1;
        let kind = &self.inputs.types[type_index];
        let credits = kind.credits.map(Credits::new);
        self.instances.push(Instance::new(&birth, &kind.capacity, self.footprints.len(), credits));
        self.burst_stale = true;
        self.changed = true;
        self.instances.len() - 1
    }

    /// Launches an instance that is there from the start.
    pub(super) fn launch_active(&mut self, first: i64) {
        let index = self.launch(first);
        self.instances[index].status = Status::Active;
    }

    /// Asks for an instance at `now` (rule E18).
    pub(super) fn request(&mut self, now: i64) {
        let launched = now + i64::from(self.inputs.settings.instance_request_seconds);
        let index = self.launch(launched);
        let active_from = launched + i64::from(self.inputs.settings.instance_start_seconds);
        self.events.push(Reverse((active_from, Event::Active(self.instances[index].number))));
    }

    pub(super) fn in_zone(&self, zone: u32) -> usize {
        self.instances.iter().filter(|one| one.zone == zone && one.status != Status::Draining).count()
    }

    /// On-demand instances that a mixed group of this size has (rule E21).
    pub(super) fn wanted_on_demand(&self, instances: u32) -> u32 {
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

    pub(super) fn on_demand_running(&self) -> u32 {
        self.instances.iter().filter(|one| !one.spot && one.status != Status::Draining).count() as u32
    }

    pub(super) fn next_is_spot(&self) -> bool {
        self.on_demand_running() >= self.wanted_on_demand(self.group_size() + 1)
    }

    /// Lets one instance leave, if one may: of the crowded purchase and zone, the longest running (rule E20).
    pub(super) fn remove_instance(&mut self, now: i64, only_empty: bool) {
        let may_leave = |index: &usize| {
            let instance = &self.instances[*index];
            instance.status == Status::Active && (!only_empty || instance.is_empty())
        };
        let mut eligible: Vec<usize> = (0..self.instances.len()).filter(may_leave).collect();
        let size = self.group_size();
        let too_much_on_demand = size > 0 && self.on_demand_running() > self.wanted_on_demand(size - 1);
        if eligible.iter().any(|&index| self.instances[index].spot != too_much_on_demand) {
            eligible.retain(|&index| self.instances[index].spot != too_much_on_demand);
        }
        let crowd = |index: usize| Reverse(self.in_zone(self.instances[index].zone));
        let Some(&index) = eligible.iter().min_by_key(|&&index| (crowd(index), index)) else { return };
        self.changed = true;
        if self.instances[index].is_empty() {
            self.terminate(index, now);
        } else {
            self.drain(index, now);
        }
    }

    /// An instance with tasks leaves: they are replaced first, or stop at once without managed draining.
    pub(super) fn drain(&mut self, index: usize, now: i64) {
        let managed_draining = match self.inputs.settings.scaling {
            ClusterScaling::Managed(managed) => managed.draining,
            ClusterScaling::TargetTracking { .. } | ClusterScaling::Fixed(_) => false,
        };
        for kind in 0..self.services.len() {
            let mut moved = 0;
            while let Some(task) = self.take_task(kind, index) {
                moved += 1;
                if managed_draining {
                    self.services[kind].leaving.push(task);
                } else {
                    self.services[kind].end_task(task.serves_from, now);
                    self.instances[index].release(kind, self.footprints[kind]);
                }
            }
            if moved > 0 {
                self.wait(kind, moved);
            }
        }
        let instance = &mut self.instances[index];
        instance.status = Status::Draining;
        for kind in self.services.len()..self.footprints.len() {
            self.by_zone[kind][instance.zone as usize] -= instance.staying(kind);
        }
        if instance.is_empty() {
            self.terminate(index, now);
        }
    }

    pub(super) fn terminate(&mut self, index: usize, second: i64) {
        let instance = self.instances.remove(index);
        self.burst_stale = true;
        let end = second.max(instance.launched + LEAST_BILLED_SECONDS);
        self.billed.push((instance.type_index, instance.spot, instance.launched, end));
        if let Some(owed) = instance.credits.map(|credits| credits.owed()).filter(|&owed| owed > 0.0) {
            self.charged.push((instance.type_index, instance.spot, second, owed));
        }
        self.changed = true;
    }
}
