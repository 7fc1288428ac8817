//! How many instances hold a set of tasks (rules E1 to E3).

use crate::pricing::InstanceType;
use crate::scenario::{Daemon, Ec2Settings, NetworkMode};

/// What a task takes from an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskFootprint {
    /// CPU units.
    pub cpu_units: u32,
    /// Memory that placement reserves, MiB.
    pub memory_mib: u32,
}

/// What an instance offers to tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InstanceCapacity {
    /// CPU units for tasks.
    pub cpu_units: u32,
    /// MiB for tasks.
    pub memory_mib: u32,
    /// Most tasks of all services together, where interfaces limit them.
    pub task_slots: Option<u32>,
    /// Most tasks of one service (1 in host mode).
    pub tasks_per_service: Option<u32>,
}

/// Which limit keeps a task off an instance type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Too few CPU units.
    Cpu {
        /// CPU units the task needs.
        needed: u32,
        /// CPU units the instance has.
        available: u32,
    },
    /// Too little memory.
    Memory {
        /// MiB the task needs.
        needed: u32,
        /// MiB the instance registers.
        available: u32,
    },
    /// No network interface for a task.
    TaskInterfaces,
}

impl InstanceCapacity {
    /// What `instance` registers under the scenario's settings.
    #[must_use]
    pub fn of(instance: &InstanceType, settings: &Ec2Settings) -> Self {
        let registered = settings.registered_memory_percent.floor_of(i128::from(instance.memory_mib));
        let registered = u32::try_from(registered).unwrap_or(0);
        let daemons = |of: fn(&Daemon) -> u32| settings.daemons.iter().map(of).sum::<u32>();
        Self {
            cpu_units: (instance.vcpu * 1_024)
                .saturating_sub(settings.cpu_reserve_units)
                .saturating_sub(daemons(|daemon| daemon.cpu_units)),
            memory_mib: registered
                .saturating_sub(settings.memory_reserve_mib)
                .saturating_sub(daemons(|daemon| daemon.memory_mib)),
            task_slots: task_slots(instance, settings),
            tasks_per_service: (settings.network_mode == NetworkMode::Host).then_some(1),
        }
    }

    /// How many tasks of one kind alone fit on an empty instance.
    ///
    /// # Errors
    /// [`Misfit`] when not even one does.
    pub fn tasks_alone(&self, task: TaskFootprint) -> Result<u32, Misfit> {
        if task.cpu_units > self.cpu_units {
            return Err(Misfit::Cpu { needed: task.cpu_units, available: self.cpu_units });
        }
        if task.memory_mib > self.memory_mib {
            return Err(Misfit::Memory { needed: task.memory_mib, available: self.memory_mib });
        }
        if self.task_slots == Some(0) {
            return Err(Misfit::TaskInterfaces);
        }
        Ok(Space::of(self).room_for(task, self.tasks_per_service))
    }

    /// Which limit stops one more of the largest task from fitting on an instance full of it:
    /// `CPU`, `memory`, `task interfaces` or `host ports`.
    #[must_use]
    pub fn binding_limit(&self, tasks: &[TaskFootprint]) -> &'static str {
        let Some(&largest) = self.filling_order(tasks).first() else { return "CPU" };
        let task = tasks[largest];
        let full = Space::of(self).room_for(task, self.tasks_per_service);
        let by_cpu = self.cpu_units.checked_div(task.cpu_units).unwrap_or(u32::MAX);
        let by_memory = self.memory_mib.checked_div(task.memory_mib).unwrap_or(u32::MAX);
        if by_cpu <= full {
            "CPU"
        } else if by_memory <= full {
            "memory"
        } else if self.task_slots.is_some_and(|slots| slots <= full) {
            "task interfaces"
        } else {
            "host ports"
        }
    }

    /// The share of an empty instance that a task takes: the larger of CPU and memory, as a fraction.
    fn dominant_share(&self, task: TaskFootprint) -> (u64, u64) {
        let (cpu, memory) = (u64::from(task.cpu_units), u64::from(task.memory_mib));
        let (all_cpu, all_memory) = (u64::from(self.cpu_units.max(1)), u64::from(self.memory_mib.max(1)));
        if cpu * all_memory >= memory * all_cpu { (cpu, all_cpu) } else { (memory, all_memory) }
    }

    /// The order in which services fill an instance: largest share first, ties in the given order (rule E3).
    #[must_use]
    pub fn filling_order(&self, tasks: &[TaskFootprint]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..tasks.len()).collect();
        order.sort_by(|&left, &right| {
            let (left_part, left_whole) = self.dominant_share(tasks[left]);
            let (right_part, right_whole) = self.dominant_share(tasks[right]);
            (right_part * left_whole).cmp(&(left_part * right_whole))
        });
        order
    }
}

/// Network interfaces for tasks (rule E2).
fn task_slots(instance: &InstanceType, settings: &Ec2Settings) -> Option<u32> {
    let own = instance.max_enis.saturating_sub(1);
    match settings.network_mode {
        NetworkMode::Bridge | NetworkMode::Host => None,
        NetworkMode::Awsvpc if settings.eni_trunking => Some(instance.trunked_task_limit.unwrap_or(own)),
        NetworkMode::Awsvpc => Some(own),
    }
}

/// What is left on an instance while it is being filled.
struct Space {
    cpu_units: u32,
    memory_mib: u32,
    slots: u32,
}

impl Space {
    fn of(instance: &InstanceCapacity) -> Self {
        let slots = instance.task_slots.unwrap_or(u32::MAX);
        Self { cpu_units: instance.cpu_units, memory_mib: instance.memory_mib, slots }
    }

    fn room_for(&self, task: TaskFootprint, per_service: Option<u32>) -> u32 {
        let by_cpu = self.cpu_units.checked_div(task.cpu_units).unwrap_or(u32::MAX);
        let by_memory = self.memory_mib.checked_div(task.memory_mib).unwrap_or(u32::MAX);
        by_cpu.min(by_memory).min(self.slots).min(per_service.unwrap_or(u32::MAX))
    }

    fn place(&mut self, task: TaskFootprint, count: u32) {
        self.cpu_units -= task.cpu_units * count;
        self.memory_mib -= task.memory_mib * count;
        self.slots -= count;
    }
}

/// Fills instances of one kind with tasks, in memory of its own that is used again.
pub(in crate::capacity) struct Filler<'a> {
    instance: &'a InstanceCapacity,
    tasks: &'a [TaskFootprint],
    order: &'a [usize],
    left: Vec<u32>,
    filled: Vec<u32>,
    again: Vec<u32>,
}

impl<'a> Filler<'a> {
    /// `order` is [`InstanceCapacity::filling_order`] of `tasks`.
    pub(in crate::capacity) const fn new(
        instance: &'a InstanceCapacity,
        tasks: &'a [TaskFootprint],
        order: &'a [usize],
    ) -> Self {
        Self { instance, tasks, order, left: Vec::new(), filled: Vec::new(), again: Vec::new() }
    }

    /// Instances that hold `counts[i]` tasks of `tasks[i]` in one zone (rule E3).
    ///
    /// Every task with a count must fit on an empty instance.
    pub(in crate::capacity) fn pack(&mut self, counts: &[u32]) -> u32 {
        self.begin(counts);
        let mut instances = 0;
        while let Some(repeats) = self.fill_alike() {
            instances += repeats;
        }
        instances
    }

    fn begin(&mut self, counts: &[u32]) {
        self.left.clear();
        self.left.extend_from_slice(counts);
        self.filled.resize(counts.len(), 0);
        self.again.resize(counts.len(), 0);
    }

    /// Fills as many instances in a row as are filled alike: how many, `None` when no task is left.
    fn fill_alike(&mut self) -> Option<u32> {
        let Self { instance, tasks, order, left, filled, again } = self;
        if left.iter().all(|&count| count == 0) {
            return None;
        }
        fill_one(instance, tasks, order, left, filled);
        assert!(filled.iter().any(|&count| count > 0), "every task fits on an empty instance");
        take(left, filled, 1);
        // A filling that comes again once comes again for as long as every count in it lasts.
        fill_one(instance, tasks, order, left, again);
        if again != filled {
            return Some(1);
        }
        let lasting = left.iter().zip(&*filled).filter(|&(_, &used)| used > 0).map(|(count, used)| count / used);
        let more = lasting.min().unwrap_or(0);
        take(left, filled, more);
        Some(1 + more)
    }
}

fn take(left: &mut [u32], filled: &[u32], instances: u32) {
    left.iter_mut().zip(filled).for_each(|(count, used)| *count -= used * instances);
}

/// What one instance takes of what is left.
fn fill_one(instance: &InstanceCapacity, tasks: &[TaskFootprint], order: &[usize], left: &[u32], filled: &mut [u32]) {
    let mut space = Space::of(instance);
    filled.fill(0);
    for &index in order.iter().filter(|&&index| left[index] > 0) {
        let count = left[index].min(space.room_for(tasks[index], instance.tasks_per_service));
        space.place(tasks[index], count);
        filled[index] = count;
    }
}

/// Instances that hold `counts[i]` tasks of `tasks[i]` in one zone (rule E3), as [`Filler::pack`] has them.
#[must_use]
pub(in crate::capacity) fn pack_zone(
    instance: &InstanceCapacity,
    tasks: &[TaskFootprint],
    order: &[usize],
    counts: &[u32],
) -> u32 {
    Filler::new(instance, tasks, order).pack(counts)
}

/// What [`pack_zone`] puts on the instances: tasks of each kind, and how many instances in a row hold them.
#[must_use]
pub(in crate::capacity) fn fill_zone(
    instance: &InstanceCapacity,
    tasks: &[TaskFootprint],
    order: &[usize],
    counts: &[u32],
) -> Vec<(Vec<u32>, u32)> {
    let mut filler = Filler::new(instance, tasks, order);
    filler.begin(counts);
    let mut fillings = Vec::new();
    while let Some(repeats) = filler.fill_alike() {
        fillings.push((filler.filled.clone(), repeats));
    }
    fillings
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rule E3 word by word: one instance, one task at a time.
    fn pack_one_by_one(instance: &InstanceCapacity, tasks: &[TaskFootprint], counts: &[u32]) -> u32 {
        let mut left = counts.to_vec();
        let mut instances = 0;
        while left.iter().sum::<u32>() > 0 {
            let (mut cpu, mut memory, mut slots) =
                (instance.cpu_units, instance.memory_mib, instance.task_slots.unwrap_or(u32::MAX));
            for index in instance.filling_order(tasks) {
                let mut of_service = 0;
                while left[index] > 0
                    && cpu >= tasks[index].cpu_units
                    && memory >= tasks[index].memory_mib
                    && slots > 0
                    && of_service < instance.tasks_per_service.unwrap_or(u32::MAX)
                {
                    cpu -= tasks[index].cpu_units;
                    memory -= tasks[index].memory_mib;
                    slots -= 1;
                    of_service += 1;
                    left[index] -= 1;
                }
            }
            instances += 1;
        }
        instances
    }

    proptest! {
        #[test]
        fn packing_by_whole_fillings_equals_packing_task_by_task(
            tasks in proptest::collection::vec((1_u32..2_048, 1_u32..4_096), 1..5),
            counts in proptest::collection::vec(0_u32..60, 5),
            slots in proptest::option::of(1_u32..8),
            one_each in any::<bool>(),
        ) {
            let tasks: Vec<TaskFootprint> = tasks.into_iter().map(|(cpu_units, memory_mib)| TaskFootprint { cpu_units, memory_mib }).collect();
            let instance = InstanceCapacity { cpu_units: 2_048, memory_mib: 4_096, task_slots: slots, tasks_per_service: one_each.then_some(1) };
            let counts = &counts[..tasks.len()];
            let order = instance.filling_order(&tasks);
            prop_assert_eq!(pack_zone(&instance, &tasks, &order, counts), pack_one_by_one(&instance, &tasks, counts));
        }
    }
}
