//! [`Instance`]: one container instance and what is on it (rules E1, E2 and E12).

use super::credits::Credits;
use crate::capacity::packing::{InstanceCapacity, TaskFootprint};

/// Where an instance is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Asked for, not yet `ACTIVE`.
    Pending,
    /// Takes tasks.
    Active,
    /// Leaves as soon as it is empty; takes no more tasks.
    Draining,
}

/// An instance of the group.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    /// Unique, in the order of launch.
    pub(super) number: usize,
    /// Index into the types of the group.
    pub(super) type_index: usize,
    /// Whether it is Spot.
    pub(super) spot: bool,
    /// Its zone, from 0.
    pub(super) zone: u32,
    /// Second from which it is billed.
    pub(super) launched: i64,
    pub(super) status: Status,
    free_cpu: u32,
    free_memory: u32,
    free_slots: u32,
    tasks_per_kind: Option<u32>,
    /// Tasks of each kind that hold a place, stopping ones included.
    holding: Vec<u32>,
    /// Tasks of each kind that are not stopping.
    staying: Vec<u32>,
    /// Kinds whose image it has pulled.
    pulled: Vec<bool>,
    occupied: u32,
    pub(super) credits: Option<Credits>,
}

/// What a new instance is.
pub(super) struct Birth {
    pub(super) number: usize,
    pub(super) type_index: usize,
    pub(super) spot: bool,
    pub(super) zone: u32,
    pub(super) launched: i64,
}

impl Instance {
    pub(super) fn new(birth: &Birth, capacity: &InstanceCapacity, kinds: usize, credits: Option<Credits>) -> Self {
        Self {
            number: birth.number,
            type_index: birth.type_index,
            spot: birth.spot,
            zone: birth.zone,
            launched: birth.launched,
            status: Status::Pending,
            free_cpu: capacity.cpu_units,
            free_memory: capacity.memory_mib,
            free_slots: capacity.task_slots.unwrap_or(u32::MAX),
            tasks_per_kind: capacity.tasks_per_service,
            holding: vec![0; kinds],
            staying: vec![0; kinds],
            pulled: vec![false; kinds],
            occupied: 0,
            credits,
        }
    }

    /// Whether one more task of a kind fits; its twin needs the same host ports.
    pub(super) fn has_room(&self, kind: usize, twin: usize, task: TaskFootprint) -> bool {
        let held = if twin == kind { self.holding[kind] } else { self.holding[kind] + self.holding[twin] };
        self.status == Status::Active
            && task.cpu_units <= self.free_cpu
            && task.memory_mib <= self.free_memory
            && self.free_slots > 0
            && self.tasks_per_kind.is_none_or(|most| held < most)
    }

    /// Takes a task; whether its image has to be pulled.
    pub(super) fn place(&mut self, kind: usize, task: TaskFootprint) -> bool {
        self.free_cpu -= task.cpu_units;
        self.free_memory -= task.memory_mib;
        self.free_slots -= 1;
        self.holding[kind] += 1;
        self.staying[kind] += 1;
        self.occupied += 1;
        !std::mem::replace(&mut self.pulled[kind], true)
    }

    /// A task is on its way out: it still holds its place.
    pub(super) fn no_longer_stays(&mut self, kind: usize) {
        self.staying[kind] -= 1;
    }

    /// A stopped task gives its place back.
    pub(super) fn release(&mut self, kind: usize, task: TaskFootprint) {
        self.free_cpu += task.cpu_units;
        self.free_memory += task.memory_mib;
        self.free_slots += 1;
        self.holding[kind] -= 1;
        self.occupied -= 1;
    }

    /// Tasks of a kind that are not stopping.
    pub(super) fn staying(&self, kind: usize) -> u32 {
        self.staying[kind]
    }

    /// Whether no task holds a place.
    pub(super) fn is_empty(&self) -> bool {
        self.occupied == 0
    }

    pub(super) fn free_cpu(&self) -> u32 {
        self.free_cpu
    }

    pub(super) fn free_memory(&self) -> u32 {
        self.free_memory
    }
}
