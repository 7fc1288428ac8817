//! An instance of a cluster, the tasks with a place on it, and what these leave free (rules E1 and E2).

use super::credits::Credits;
use super::packing::{Needs, Room};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Staying,
    /// On its way out, the how-many-eth to be so marked.
    Leaving(u64),
    Stopping,
}

/// What is to have a place: services, then jobs, then what deployments start of each service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub(crate) index: usize,
    /// The service of a deployment's task, else the kind itself.
    pub(crate) owner: usize,
    pub(crate) needs: Needs,
}

/// A task with a place.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) kind: Kind,
    /// The how-many-eth task to be placed.
    pub(crate) number: u64,
    pub(crate) from: i64,
    pub(crate) serving_tick: i64,
    pub(crate) state: State,
    pub(crate) gives_back: i64,
}

impl Placed {
    pub(crate) fn stays(&self, kind: usize) -> bool {
        self.kind.index == kind && self.state == State::Staying
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.state == State::Stopping
    }

    pub(crate) fn is_up(&self, service: usize, t: i64) -> bool {
        self.kind.index == service && self.state != State::Stopping && self.serving_tick <= t
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Instance {
    /// In the order of launch.
    pub(crate) number: usize,
    pub(crate) type_index: usize,
    pub(crate) spot: bool,
    pub(crate) zone: u32,
    pub(crate) launched: i64,
    pub(crate) active_at: i64,
    pub(crate) active: bool,
    pub(crate) draining: bool,
    pub(crate) credits: Option<Credits>,
    pub(crate) share: f64,
    /// Services with a task that was placed here.
    pub(crate) images: Vec<usize>,
    pub(crate) room: Room,
    tasks: Vec<Placed>,
    /// What can be counted from the tasks, kept so that it need not be for every question.
    sums: Sums,
}

/// What an instance's tasks come to.
#[derive(Clone, Debug, PartialEq)]
struct Sums {
    cpu_units: i64,
    memory_mib: i64,
    /// Tasks of each owner.
    of_owner: Vec<i64>,
    /// Staying tasks of each kind.
    staying: Vec<usize>,
    leaving: usize,
}

impl Sums {
    fn none(kinds: usize) -> Self {
        Self { cpu_units: 0, memory_mib: 0, of_owner: vec![0; kinds], staying: vec![0; kinds], leaving: 0 }
    }

    fn add(&mut self, task: &Placed) {
        self.cpu_units += task.kind.needs.cpu_units;
        self.memory_mib += task.kind.needs.memory_mib;
        self.of_owner[task.kind.owner] += 1;
        self.staying[task.kind.index] += usize::from(task.state == State::Staying);
        self.leaving += usize::from(matches!(task.state, State::Leaving(_)));
    }

    fn take(&mut self, task: &Placed) {
        self.cpu_units -= task.kind.needs.cpu_units;
        self.memory_mib -= task.kind.needs.memory_mib;
        self.of_owner[task.kind.owner] -= 1;
        self.staying[task.kind.index] -= usize::from(task.state == State::Staying);
        self.leaving -= usize::from(matches!(task.state, State::Leaving(_)));
    }
}

/// What is told of an instance when it is launched.
pub(crate) struct Launch {
    pub(crate) number: usize,
    pub(crate) type_index: usize,
    pub(crate) spot: bool,
    pub(crate) zone: u32,
    pub(crate) launched: i64,
    pub(crate) active_at: i64,
    pub(crate) active: bool,
}

impl Instance {
    /// An empty instance for tasks of so many kinds.
    pub(crate) fn new(launch: Launch, room: Room, credits: Option<Credits>, kinds: usize) -> Self {
        let Launch { number, type_index, spot, zone, launched, active_at, active } = launch;
        Self {
            number,
            type_index,
            spot,
            zone,
            launched,
            active_at,
            active,
            draining: false,
            credits,
            share: 1.0,
            images: Vec::new(),
            room,
            tasks: Vec::new(),
            sums: Sums::none(kinds),
        }
    }

    // What is on it

    /// Its tasks in the order of their placement.
    pub(crate) fn tasks(&self) -> &[Placed] {
        &self.tasks
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    pub(crate) fn staying(&self, kind: usize) -> usize {
        self.sums.staying[kind]
    }

    pub(crate) fn has_leaving(&self) -> bool {
        self.sums.leaving > 0
    }

    pub(crate) fn cpu_held(&self) -> i64 {
        self.sums.cpu_units
    }

    pub(crate) fn memory_held(&self) -> i64 {
        self.sums.memory_mib
    }

    pub(crate) fn cpu_left(&self) -> i64 {
        self.room.cpu_units - self.sums.cpu_units
    }

    pub(crate) fn memory_left(&self) -> i64 {
        self.room.memory_mib - self.sums.memory_mib
    }

    pub(crate) fn has_room(&self, kind: &Kind) -> bool {
        kind.needs.cpu_units <= self.cpu_left()
            && kind.needs.memory_mib <= self.memory_left()
            && (self.tasks.len() as i64) < self.room.tasks
            && self.sums.of_owner[kind.owner] < self.room.tasks_of_one_service
    }

    /// The sums once more, from the tasks.
    pub(crate) fn assert_counted(&self) {
        let mut sums = Sums::none(self.sums.staying.len());
        self.tasks.iter().for_each(|task| sums.add(task));
        assert_eq!(sums, self.sums, "what is kept of instance {} is what its tasks come to", self.number);
        assert!(self.cpu_left() >= 0 && self.memory_left() >= 0 && self.tasks.len() as i64 <= self.room.tasks);
        assert!(self.sums.of_owner.iter().all(|count| *count <= self.room.tasks_of_one_service));
    }

    // What becomes of it

    pub(crate) fn hold(&mut self, task: Placed) {
        self.sums.add(&task);
        self.tasks.push(task);
    }

    /// Changes one of its tasks, if it is here.
    pub(crate) fn change(&mut self, number: u64, change: impl FnOnce(&mut Placed)) -> bool {
        let Some(task) = self.tasks.iter_mut().find(|task| task.number == number) else { return false };
        self.sums.take(task);
        change(task);
        self.sums.add(task);
        true
    }

    /// Takes away those tasks whose time is over at a second.
    pub(crate) fn give_back(&mut self, second: i64, may: impl Fn(&Placed) -> bool) -> Vec<Placed> {
        let goes = |task: &Placed| task.gives_back <= second && may(task);
        if !self.tasks.iter().any(goes) {
            return Vec::new();
        }
        let (go, stay): (Vec<Placed>, Vec<Placed>) = self.tasks.drain(..).partition(goes);
        self.tasks = stay;
        go.iter().for_each(|task| self.sums.take(task));
        go
    }
}
