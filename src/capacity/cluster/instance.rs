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

/// The tasks of one kind on an instance.
#[derive(Clone, Debug, Default)]
struct KindOnInstance {
    /// That hold a place, stopping ones included.
    holding: u32,
    /// That are not on their way out.
    staying: u32,
    /// Of a service: from when each staying task serves, in the order of placement.
    serves_from: Vec<i64>,
    /// Whether its image has been pulled.
    pulled: bool,
}

/// An instance of the group.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    /// Unique, in the order of launch.
    pub(super) number: usize,
    /// Index into the types of the group.
    pub(super) type_index: usize,
    /// The group it belongs to.
    pub(super) group: usize,
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
    /// Tasks of each kind.
    kinds: Vec<KindOnInstance>,
    occupied: u32,
    pub(super) credits: Option<Credits>,
}

/// What a new instance is.
pub(super) struct Birth {
    pub(super) number: usize,
    pub(super) type_index: usize,
    pub(super) group: usize,
    pub(super) spot: bool,
    pub(super) zone: u32,
    pub(super) launched: i64,
}

impl Instance {
    pub(super) fn new(birth: &Birth, capacity: &InstanceCapacity, kinds: usize, credits: Option<Credits>) -> Self {
        Self {
            number: birth.number,
            type_index: birth.type_index,
            group: birth.group,
            spot: birth.spot,
            zone: birth.zone,
            launched: birth.launched,
            status: Status::Pending,
            free_cpu: capacity.cpu_units,
            free_memory: capacity.memory_mib,
            free_slots: capacity.task_slots.unwrap_or(u32::MAX),
            tasks_per_kind: capacity.tasks_per_service,
            kinds: vec![KindOnInstance::default(); kinds],
            occupied: 0,
            credits,
        }
    }

    /// Whether one more task of a kind fits; its twin needs the same host ports.
    pub(super) fn has_room(&self, kind: usize, twin: usize, task: TaskFootprint) -> bool {
        task.cpu_units <= self.free_cpu
            && task.memory_mib <= self.free_memory
            && self.status == Status::Active
            && self.free_slots > 0
            && self.tasks_per_kind.is_none_or(|most| self.holding_with_twin(kind, twin) < most)
    }

    fn holding_with_twin(&self, kind: usize, twin: usize) -> u32 {
        let of_twin = if twin == kind { 0 } else { self.kinds[twin].holding };
        self.kinds[kind].holding + of_twin
    }

    /// Takes a task; whether its image has to be pulled.
    pub(super) fn place(&mut self, kind: usize, task: TaskFootprint) -> bool {
        self.free_cpu -= task.cpu_units;
        self.free_memory -= task.memory_mib;
        self.free_slots -= 1;
        self.occupied += 1;
        let here = &mut self.kinds[kind];
        here.holding += 1;
        here.staying += 1;
        !std::mem::replace(&mut here.pulled, true)
    }

    /// Notes from when the task just placed serves.
    pub(super) fn note_start(&mut self, kind: usize, serves_from: i64) {
        self.kinds[kind].serves_from.push(serves_from);
    }

    /// The newest staying task of a service is on its way out: from when it serves. It still holds its place.
    pub(super) fn take_newest(&mut self, kind: usize) -> Option<i64> {
        let serves_from = self.kinds[kind].serves_from.pop()?;
        self.kinds[kind].staying -= 1;
        Some(serves_from)
    }

    /// A stopped task gives its place back.
    pub(super) fn release(&mut self, kind: usize, task: TaskFootprint) {
        self.free_cpu += task.cpu_units;
        self.free_memory += task.memory_mib;
        self.free_slots += 1;
        self.occupied -= 1;
        self.kinds[kind].holding -= 1;
    }

    /// A task that runs for a given time has ended: it stays no more.
    pub(super) fn end_stay(&mut self, kind: usize) {
        self.kinds[kind].staying -= 1;
    }

    /// Staying tasks of a service that serve at `now`.
    pub(super) fn serving(&self, kind: usize, now: i64) -> u32 {
        self.kinds[kind].serves_from.iter().filter(|&&from| from <= now).count() as u32
    }

    /// Tasks of a kind that are not stopping.
    pub(super) fn staying(&self, kind: usize) -> u32 {
        self.kinds[kind].staying
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
