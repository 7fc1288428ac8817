//! An EC2 cluster tick by tick, every task and every instance by itself (rules E10 to E23, E27 and K).

use ecsplan::scenario::{
    ClusterScaling, Ec2Settings, Job, ManagedScaling, PlacementStrategy, PurchaseMix, Service, TaskSize,
};
use ecsplan::time::Horizon;

use super::credits::{Credits, Terms};
use super::instance::{Instance, Kind, Launch, Placed, State};
use super::options::seconds_of;
use super::packing::{Needs, Room};
use super::simulate::{Control, EVER, LONG_AGO, Timeline};
use super::usage::job_firings;
use super::work::{Task, ceil};

/// A service at the size it runs with.
pub(crate) struct Hosted<'a> {
    pub(crate) service: &'a Service,
    pub(crate) size: TaskSize,
    pub(crate) task: Task,
    pub(crate) needs: Needs,
    pub(crate) demand: &'a [f64],
}

/// An instance type of the group.
#[derive(Clone, Copy)]
pub(crate) struct Type {
    pub(crate) room: Room,
    pub(crate) credits: Option<Terms>,
}

/// What there is to simulate.
pub(crate) struct Fleet<'a> {
    pub(crate) services: Vec<Hosted<'a>>,
    pub(crate) jobs: Vec<(&'a Job, Needs)>,
    pub(crate) types: Vec<Type>,
    pub(crate) purchase: Option<PurchaseMix>,
    pub(crate) spot: bool,
    pub(crate) settings: &'a Ec2Settings,
    pub(crate) horizon: &'a Horizon,
}

/// A billed instance when all is over.
#[derive(Clone, Debug)]
pub(crate) struct Billed {
    pub(crate) type_index: usize,
    pub(crate) spot: bool,
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) charged: Vec<(i64, f64)>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) services: Vec<Timeline>,
    /// Places of each service's tasks, those of deployments included; then of each job's.
    pub(crate) places: Vec<Vec<(i64, i64)>>,
    pub(crate) instances: Vec<Billed>,
    pub(crate) throttled_minutes: u64,
    pub(crate) least_credits: Vec<f64>,
    pub(crate) most_waiting: usize,
    /// Second, instances before and after.
    pub(crate) decisions: Vec<(i64, u32, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    kind: Kind,
    /// How long it holds its place, if that is known.
    seconds: Option<i64>,
}

/// M and N of a minute.
#[derive(Clone, Copy, Debug)]
struct Reservation {
    needed: u32,
    instances: u32,
}

struct Cluster<'a> {
    fleet: &'a Fleet<'a>,
    controls: Vec<Control<'a>>,
    /// By their index.
    kinds: Vec<Kind>,
    waiting: Vec<Waiting>,
    gone: Vec<Placed>,
    /// In the order of launch.
    instances: Vec<Instance>,
    billed: Vec<Billed>,
    launched_ever: usize,
    spot_ever: usize,
    numbers: u64,
    marks: u64,
    draws: u64,
    /// Datapoints since the last launch, and that launch.
    reservations: Vec<Reservation>,
    last_reservation: Option<Reservation>,
    last_launch: i64,
    /// Of a plain group: instances and the larger reservation in percent.
    usage: Vec<Option<(u32, f64)>>,
    first_second: i64,
    /// When each job fires, in seconds, and how long its tasks take.
    firings: Vec<Vec<i64>>,
    durations: Vec<Vec<i64>>,
    story: Story,
}

pub(crate) fn simulate(fleet: &Fleet<'_>) -> Story {
    let first_minute = fleet.horizon.first_minute() - 1_440;
    let minutes = fleet.horizon.minutes() + 1_440;
    let controls: Vec<Control<'_>> = fleet
        .services
        .iter()
        .map(|one| Control::new(one.service, one.size, one.task, (0, 0), first_minute, one.demand.len()))
        .collect();
    let story = Story {
        services: Vec::new(),
        places: vec![Vec::new(); fleet.services.len() + fleet.jobs.len()],
        instances: Vec::new(),
        throttled_minutes: 0,
        least_credits: Vec::new(),
        most_waiting: 0,
        decisions: Vec::new(),
    };
    let cluster = Cluster {
        fleet,
        controls,
        kinds: kinds_of(fleet),
        waiting: Vec::new(),
        gone: Vec::new(),
        instances: Vec::new(),
        billed: Vec::new(),
        launched_ever: 0,
        spot_ever: 0,
        numbers: 0,
        marks: 0,
        draws: 0,
        reservations: Vec::new(),
        last_reservation: None,
        last_launch: LONG_AGO,
        usage: Vec::new(),
        first_second: first_minute * 60,
        firings: fleet.jobs.iter().map(|(job, _)| job_firings(job, fleet.horizon)).collect(),
        durations: fleet.jobs.iter().map(|(job, _)| seconds_of(job)).collect(),
        story,
    };
    cluster.run(minutes as i64)
}

/// What is to have places: services, jobs, and what deployments start of each service.
fn kinds_of(fleet: &Fleet<'_>) -> Vec<Kind> {
    let services = fleet.services.len();
    let needs = || fleet.services.iter().map(|one| one.needs);
    let all = needs().chain(fleet.jobs.iter().map(|(_, needs)| *needs)).chain(needs());
    let before = services + fleet.jobs.len();
    let owner = |index: usize| if index >= before { index - before } else { index };
    all.enumerate().map(|(index, needs)| Kind { index, owner: owner(index), needs }).collect()
}

/// Keeps those candidates that are worth the most.
fn keep_best(candidates: &mut Vec<usize>, worth: impl Fn(usize) -> i64) {
    let worths: Vec<i64> = candidates.iter().map(|one| worth(*one)).collect();
    let best = worths.iter().max();
    let mut each = worths.iter();
    candidates.retain(|_| each.next() == best);
}

impl Cluster<'_> {
    fn run(mut self, minutes: i64) -> Story {
        let tick = self.controls.iter().map(|one| one.tick).min().unwrap_or(60);
        let end = self.first_second + minutes * 60;
        self.begin();
        for t in (self.first_second..end).step_by(tick as usize) {
            self.happen(t);
            if t % 3_600 == 0 {
                self.instances.iter().for_each(Instance::assert_counted);
            }
            for service in 0..self.controls.len() {
                if t % self.controls[service].tick == 0 {
                    self.set_count(service, t);
                    self.stop_the_replaced(service, t);
                }
            }
            self.start_jobs(t);
            self.start_deployments(t);
            self.place_waiting(t);
            if t % 60 == 0 {
                self.rebalance(t);
                self.scale_group(t);
                self.run_credits(t);
            }
            if t >= self.first_second + 86_400 {
                self.story.most_waiting = self.story.most_waiting.max(self.waiting.len());
            }
            for service in 0..self.controls.len() {
                if t % self.controls[service].tick == 0 {
                    self.serve(service, t);
                }
            }
        }
        self.finish(end)
    }

    // What everything is

    fn services(&self) -> usize {
        self.fleet.services.len()
    }

    fn is_job(&self, kind: usize) -> bool {
        (self.services()..self.services() + self.fleet.jobs.len()).contains(&kind)
    }

    fn strategies(&self, kind: Kind) -> Vec<PlacementStrategy> {
        if self.is_job(kind.index) {
            return vec![PlacementStrategy::SpreadZone];
        }
        self.fleet.services[kind.owner].service.placement.clone()
    }

    /// Where an instance is in the list.
    fn index_of(&self, number: usize) -> usize {
        self.instances.binary_search_by_key(&number, |one| one.number).unwrap()
    }

    fn tasks(&self) -> impl Iterator<Item = &Placed> {
        self.instances.iter().flat_map(Instance::tasks)
    }

    /// Changes a task, wherever it is.
    fn change(&mut self, number: u64, mut change: impl FnMut(&mut Placed)) {
        assert!(self.instances.iter_mut().any(|one| one.change(number, &mut change)), "task {number} has a place");
    }

    /// Staying tasks of a kind in each zone.
    fn staying_by_zone(&self, kind: usize) -> Vec<i64> {
        let mut zones = vec![0; self.fleet.settings.zones as usize];
        for one in self.instances.iter().filter(|one| !one.draining) {
            zones[one.zone as usize] += one.staying(kind) as i64;
        }
        zones
    }

    fn staying(&self, kind: usize) -> usize {
        self.instances.iter().map(|one| one.staying(kind)).sum()
    }

    fn draw(&mut self, n: usize) -> usize {
        self.draws += 1;
        let s = 1_u64.wrapping_add(self.draws.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let z = (s ^ (s >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    // E10 (1)

    fn happen(&mut self, to: i64) {
        let starts = self.instances.iter().filter(|one| !one.active).map(|one| one.active_at);
        let ends = self.tasks().map(|task| task.gives_back);
        let mut seconds: Vec<i64> = starts.chain(ends).filter(|second| *second <= to).collect();
        seconds.sort_unstable();
        seconds.dedup();
        for second in seconds {
            for one in self.instances.iter_mut().filter(|one| one.active_at == second) {
                one.active = true;
            }
            self.give_back(second, |_| true);
        }
    }

    /// Places whose time is over, and what that empties.
    fn give_back(&mut self, second: i64, may: impl Fn(&Placed) -> bool) {
        for one in &mut self.instances {
            self.gone.extend(one.give_back(second, &may));
        }
        let emptied: Vec<usize> =
            self.instances.iter().filter(|one| one.draining && one.is_empty()).map(|one| one.number).collect();
        for number in emptied {
            self.terminate(number, second);
        }
    }

    fn terminate(&mut self, number: usize, second: i64) {
        let mut one = self.instances.remove(self.index_of(number));
        assert!(one.is_empty(), "no task loses its place with its instance");
        if let Some(credits) = &mut one.credits {
            credits.terminate(second);
        }
        self.bill(one, second);
    }

    fn bill(&mut self, one: Instance, until: i64) {
        self.billed.push(Billed {
            type_index: one.type_index,
            spot: one.spot,
            from: one.launched,
            to: until.max(one.launched + 60),
            charged: one.credits.map(|credits| credits.charged).unwrap_or_default(),
        });
    }

    // E10 (2)

    fn set_count(&mut self, service: usize, t: i64) {
        let desired = self.controls[service].decide(t) as usize;
        let mut waiting = self.waiting.iter().filter(|one| one.kind.index == service).count();
        let mut staying = self.staying(service);
        while waiting + staying < desired {
            self.waiting.push(Waiting { kind: self.kinds[service], seconds: None });
            waiting += 1;
        }
        while waiting + staying > desired && waiting > 0 {
            let last = self.waiting.iter().rposition(|one| one.kind.index == service).unwrap();
            self.waiting.remove(last);
            waiting -= 1;
        }
        while staying > desired {
            let number = self.choose_to_leave(service);
            self.stop(number, t);
            staying -= 1;
        }
    }

    /// The task that E14 chooses.
    fn choose_to_leave(&mut self, service: usize) -> u64 {
        let strategies = self.strategies(self.kinds[service]);
        let all = &self.instances;
        let mut candidates: Vec<usize> =
            (0..all.len()).filter(|one| !all[*one].draining && all[*one].staying(service) > 0).collect();
        for strategy in &strategies {
            match strategy {
                PlacementStrategy::SpreadZone => {
                    let zones = self.staying_by_zone(service);
                    keep_best(&mut candidates, |one| zones[all[one].zone as usize]);
                }
                PlacementStrategy::SpreadInstance => {
                    keep_best(&mut candidates, |one| all[one].staying(service) as i64);
                }
                PlacementStrategy::BinpackCpu => keep_best(&mut candidates, |one| all[one].cpu_left()),
                PlacementStrategy::BinpackMemory => keep_best(&mut candidates, |one| all[one].memory_left()),
                PlacementStrategy::Random => {}
            }
        }
        let is_binpack =
            |one: &&PlacementStrategy| matches!(one, PlacementStrategy::BinpackCpu | PlacementStrategy::BinpackMemory);
        let instance = if strategies.last().filter(is_binpack).is_some() {
            *candidates.last().unwrap()
        } else {
            let each: Vec<usize> = candidates.iter().flat_map(|one| vec![*one; all[*one].staying(service)]).collect();
            let drawn = self.draw(each.len());
            each[drawn]
        };
        let staying = self.instances[instance].tasks().iter().filter(|task| task.stays(service));
        staying.map(|task| task.number).max().unwrap()
    }

    /// Stops a task as E14 says.
    fn stop(&mut self, number: u64, t: i64) {
        let task = self.tasks().find(|task| task.number == number).unwrap();
        let seconds = self.controls[task.kind.index].seconds_to_leave(task.serving_tick <= t);
        self.change(number, |task| {
            task.state = State::Stopping;
            task.gives_back = t + seconds;
        });
        if seconds == 0 {
            self.give_back(t, Placed::is_stopping);
        }
    }

    fn stop_the_replaced(&mut self, service: usize, t: i64) {
        loop {
            let leaving = self.leaving(service);
            let Some(&(_, number)) = leaving.iter().min() else { return };
            let staying = self.tasks().filter(|task| task.stays(service));
            let ready = staying.filter(|task| task.serving_tick <= t).count();
            if ready + leaving.len() <= self.controls[service].desired as usize {
                return;
            }
            self.stop(number, t);
        }
    }

    /// Mark and number of each task of a service that is on its way out.
    fn leaving(&self, service: usize) -> Vec<(u64, u64)> {
        let tasks = self.instances.iter().filter(|one| one.has_leaving()).flat_map(Instance::tasks);
        let mark = |task: &Placed| match task.state {
            State::Leaving(mark) => Some((mark, task.number)),
            _ => None,
        };
        tasks.filter(|task| task.kind.index == service).filter_map(mark).collect()
    }

    // E10 (3)

    fn start_jobs(&mut self, t: i64) {
        for job in 0..self.fleet.jobs.len() {
            let fires = self.firings[job].contains(&t);
            for seconds in self.durations[job].iter().filter(|_| fires) {
                self.waiting.push(Waiting { kind: self.kinds[self.services() + job], seconds: Some(*seconds) });
            }
        }
    }

    fn start_deployments(&mut self, t: i64) {
        for service in 0..self.services() {
            let kind = self.services() + self.fleet.jobs.len() + service;
            for (_, seconds) in self.controls[service].starting_first.iter().filter(|(second, _)| *second == t) {
                self.waiting.push(Waiting { kind: self.kinds[kind], seconds: Some(*seconds) });
            }
        }
    }

    // E10 (4)

    fn place_waiting(&mut self, t: i64) {
        let mut still: Vec<Waiting> = Vec::new();
        let mut passed_over: Vec<usize> = Vec::new();
        for one in std::mem::take(&mut self.waiting) {
            let instance = if passed_over.contains(&one.kind.index) { None } else { self.choose_place(one.kind) };
            match instance {
                Some(instance) => self.place(one, instance, t),
                None => {
                    passed_over.push(one.kind.index);
                    still.push(one);
                }
            }
        }
        self.waiting = still;
    }

    /// The instance that E13 chooses.
    fn choose_place(&mut self, kind: Kind) -> Option<usize> {
        let has_room = |one: &Instance| one.active && !one.draining && one.has_room(&kind);
        let mut candidates: Vec<usize> =
            (0..self.instances.len()).filter(|one| has_room(&self.instances[*one])).collect();
        for strategy in self.strategies(kind) {
            let all = &self.instances;
            match strategy {
                PlacementStrategy::SpreadZone => {
                    let zones = self.staying_by_zone(kind.index);
                    keep_best(&mut candidates, |one| -zones[all[one].zone as usize]);
                }
                PlacementStrategy::SpreadInstance => {
                    keep_best(&mut candidates, |one| -(all[one].staying(kind.index) as i64));
                }
                PlacementStrategy::BinpackCpu => keep_best(&mut candidates, |one| -all[one].cpu_left()),
                PlacementStrategy::BinpackMemory => keep_best(&mut candidates, |one| -all[one].memory_left()),
                PlacementStrategy::Random if candidates.is_empty() => {}
                PlacementStrategy::Random => {
                    let drawn = self.draw(candidates.len());
                    candidates = vec![candidates[drawn]];
                }
            }
        }
        candidates.first().map(|one| self.instances[*one].number)
    }

    fn place(&mut self, one: Waiting, number: usize, t: i64) {
        self.numbers += 1;
        let mut serving_tick = EVER;
        let index = self.index_of(number);
        let instance = &mut self.instances[index];
        let service = one.kind.index;
        if service < self.fleet.services.len() {
            let control = &mut self.controls[service];
            let workload = &control.service.workload;
            let mut ready = t + i64::from(workload.start_seconds);
            if instance.images.contains(&service) {
                ready -= i64::from(workload.pull_seconds);
            } else {
                instance.images.push(service);
                control.timeline.pulls.push(t);
            }
            serving_tick = control.tick_from(ready);
        }
        instance.hold(Placed {
            kind: one.kind,
            number: self.numbers,
            from: t,
            serving_tick,
            state: State::Staying,
            gives_back: one.seconds.map_or(EVER, |seconds| t + seconds),
        });
    }

    // E10 (5)

    fn rebalance(&mut self, t: i64) {
        for kind in 0..self.services() {
            let service = self.fleet.services[kind].service;
            let is_on = service.zone_rebalancing && service.placement[0] == PlacementStrategy::SpreadZone;
            let waits = self.waiting.iter().any(|one| one.kind.index == kind);
            if !is_on || waits || !self.leaving(kind).is_empty() {
                continue;
            }
            let counts = self.staying_by_zone(kind);
            let count = |one: &&Instance| counts[one.zone as usize];
            let active: Vec<&Instance> = self.instances.iter().filter(|one| one.active && !one.draining).collect();
            let Some(thickest) = active.iter().map(count).max() else { continue };
            let thinnest = active.iter().map(count).min().unwrap();
            let thin = active.iter().filter(|one| count(one) == thinnest);
            if thickest < thinnest + 2 || !thin.into_iter().any(|one| one.has_room(&self.kinds[kind])) {
                continue;
            }
            let number = self.choose_to_leave(kind);
            self.mark(number);
            let place = self.choose_place(self.kinds[kind]).unwrap();
            self.place(Waiting { kind: self.kinds[kind], seconds: None }, place, t);
        }
    }

    fn mark(&mut self, number: u64) {
        self.marks += 1;
        let mark = self.marks;
        self.change(number, |task| task.state = State::Leaving(mark));
    }

    // The group

    fn counted(&self) -> Vec<&Instance> {
        self.instances.iter().filter(|one| !one.draining).collect()
    }

    fn size_of_group(&self) -> u32 {
        self.counted().len() as u32
    }

    /// How many of them are in each zone.
    fn counted_by_zone(&self) -> Vec<u32> {
        let mut zones = vec![0; self.fleet.settings.zones as usize];
        self.counted().iter().for_each(|one| zones[one.zone as usize] += 1);
        zones
    }

    fn most_instances(&self) -> u32 {
        self.fleet.settings.max_instances.unwrap_or(u32::MAX)
    }

    fn scale_group(&mut self, t: i64) {
        match self.fleet.settings.scaling {
            ClusterScaling::Managed(managed) => {
                if let Some(last) = self.last_reservation {
                    self.managed(&managed, last, t);
                }
                let point = Reservation { needed: self.needed(), instances: self.size_of_group() };
                self.last_reservation = Some(point);
                self.reservations.push(point);
            }
            ClusterScaling::TargetTracking { target_percent } => {
                self.track(f64::from(target_percent), t);
                let point = self.reserved();
                self.usage.push(point);
            }
            ClusterScaling::Fixed(_) => {}
        }
    }

    /// M of a minute.
    fn needed(&self) -> u32 {
        let busy = self.counted().iter().filter(|one| !one.is_empty()).count() as u32;
        let counts_for = |kind: usize| !self.is_job(kind) || !self.fleet.jobs[kind - self.services()].0.spare_room_only;
        let mut waiting = vec![0; self.kinds.len()];
        for one in self.waiting.iter().filter(|one| counts_for(one.kind.index)) {
            waiting[one.kind.index] += 1;
        }
        let needs: Vec<Needs> = self.kinds.iter().map(|kind| kind.needs).collect();
        let owners: Vec<usize> = self.kinds.iter().map(|kind| kind.owner).collect();
        let mut largest = self.fleet.types[0].room;
        for one in &self.fleet.types {
            if (one.room.cpu_units, one.room.memory_mib) > (largest.cpu_units, largest.memory_mib) {
                largest = one.room;
            }
        }
        busy + largest.in_one_zone(&needs, &owners, &waiting)
    }

    fn managed(&mut self, rule: &ManagedScaling, last: Reservation, t: i64) {
        let (m, n, target) = (last.needed, last.instances, rule.target_capacity_percent);
        let settings = self.fleet.settings;
        let now = self.size_of_group();
        if 100 * m > target * n {
            if t - self.last_launch < i64::from(rule.warmup_seconds) {
                return;
            }
            let wanted = if n == 0 {
                2
            } else {
                (100 * m).div_ceil(target).saturating_sub(n).max(rule.minimum_step).min(rule.maximum_step)
            };
            let count = wanted.min(self.most_instances().saturating_sub(now));
            if count > 0 {
                self.launch_more(count, t);
            }
            return;
        }
        let delay = settings.scale_in_delay_seconds;
        let points = (delay / 60).max(1) as usize;
        let all_low = self.reservations.len() >= points
            && self.reservations.iter().rev().take(points).all(|one| 100 * one.needed < target * one.instances);
        if !all_low || t - self.last_launch < i64::from(delay) {
            return;
        }
        let keep = (100 * m).div_ceil(target).max(settings.min_instances);
        let most = n.div_ceil(2).saturating_sub(1).max(1);
        let count = n.saturating_sub(keep).min(most);
        self.let_leave(count, rule.termination_protection, rule.draining, t);
    }

    /// The larger reservation of the active instances, in percent, and how many there are.
    fn reserved(&self) -> Option<(u32, f64)> {
        let active: Vec<&Instance> = self.instances.iter().filter(|one| one.active && !one.draining).collect();
        let (mut cpu, mut memory, mut all_cpu, mut all_memory) = (0, 0, 0, 0);
        for one in &active {
            all_cpu += one.room.cpu_units;
            all_memory += one.room.memory_mib;
            cpu += one.cpu_held();
            memory += one.memory_held();
        }
        let percent = |part: i64, all: i64| 100.0 * part as f64 / all as f64;
        (!active.is_empty()).then(|| (active.len() as u32, percent(cpu, all_cpu).max(percent(memory, all_memory))))
    }

    fn track(&mut self, target: f64, t: i64) {
        let last = |count: usize, test: &dyn Fn(f64) -> bool| {
            self.usage.len() >= count
                && self.usage.iter().rev().take(count).all(|one| one.is_some_and(|(_, value)| test(value)))
        };
        let (is_high, is_low) = (last(3, &|x| x > target), last(15, &|x| x < 0.7 * target));
        let Some((active, value)) = self.usage.last().copied().flatten() else { return };
        let wanted = ceil(f64::from(active) * value / target);
        let now = self.size_of_group();
        if is_high {
            let wanted = wanted.min(self.most_instances());
            if wanted > now {
                self.launch_more(wanted - now, t);
            }
        } else if is_low {
            let wanted = wanted.max(self.fleet.settings.min_instances).max(1);
            self.let_leave(now.saturating_sub(wanted), false, false, t);
        }
    }

    fn launch_more(&mut self, count: u32, t: i64) {
        let before = self.size_of_group();
        for _ in 0..count {
            let launched = t + i64::from(self.fleet.settings.instance_request_seconds);
            self.launch(launched, launched + i64::from(self.fleet.settings.instance_start_seconds), false);
        }
        self.reservations.clear();
        self.last_launch = t;
        self.story.decisions.push((t, before, before + count));
    }

    /// One more instance (E19, E21).
    fn launch(&mut self, launched: i64, active_at: i64, active: bool) {
        let counted = self.counted();
        let zones = self.counted_by_zone();
        let zone = (0..self.fleet.settings.zones).min_by_key(|zone| zones[*zone as usize]).unwrap();
        let on_demand = counted.iter().filter(|one| !one.spot).count() as u32;
        let spot = match &self.fleet.purchase {
            Some(mix) => on_demand >= on_demand_of(mix, counted.len() as u32 + 1),
            None => self.fleet.spot,
        };
        let type_index = if spot { self.spot_ever % self.fleet.types.len() } else { 0 };
        self.spot_ever += usize::from(spot);
        let one = &self.fleet.types[type_index];
        let launch = Launch { number: self.launched_ever, type_index, spot, zone, launched, active_at, active };
        self.instances.push(Instance::new(launch, one.room, one.credits.map(Credits::new), self.kinds.len()));
        self.launched_ever += 1;
    }

    fn let_leave(&mut self, count: u32, only_empty: bool, draining: bool, t: i64) {
        let before = self.size_of_group();
        for _ in 0..count {
            let Some(number) = self.next_to_leave(only_empty) else { break };
            self.leave(number, draining, t);
        }
        let after = self.size_of_group();
        if after != before {
            self.story.decisions.push((t, before, after));
        }
    }

    /// E20's choice.
    fn next_to_leave(&self, only_empty: bool) -> Option<usize> {
        let counted = self.counted();
        let mut candidates: Vec<&Instance> =
            counted.iter().copied().filter(|one| one.active && (!only_empty || one.is_empty())).collect();
        if let Some(mix) = &self.fleet.purchase {
            let on_demand = counted.iter().filter(|one| !one.spot).count() as u32;
            let spot_first = on_demand <= on_demand_of(mix, (counted.len() as u32).saturating_sub(1));
            if candidates.iter().any(|one| one.spot == spot_first) {
                candidates.retain(|one| one.spot == spot_first);
            }
        }
        let zones = self.counted_by_zone();
        let in_zone = |one: &&Instance| zones[one.zone as usize];
        let most = candidates.iter().map(in_zone).max()?;
        candidates.iter().find(|one| in_zone(one) == most).map(|one| one.number)
    }

    fn leave(&mut self, number: usize, draining: bool, t: i64) {
        let index = self.index_of(number);
        if self.instances[index].is_empty() {
            return self.terminate(number, t);
        }
        self.instances[index].draining = true;
        for service in 0..self.services() {
            let staying = self.instances[index].tasks().iter().filter(|task| task.stays(service));
            let mut here: Vec<u64> = staying.map(|task| task.number).collect();
            here.sort_unstable();
            for task in here.into_iter().rev() {
                if draining {
                    self.mark(task);
                } else {
                    self.change(task, |one| {
                        one.gives_back = t;
                        one.state = State::Stopping;
                    });
                }
                self.waiting.push(Waiting { kind: self.kinds[service], seconds: None });
            }
        }
        self.give_back(t, Placed::is_stopping);
    }

    // E10 (6)

    /// How many tasks of a service are up.
    fn up(&self, service: usize, t: i64) -> usize {
        self.tasks().filter(|task| task.is_up(service, t)).count()
    }

    fn wanted_of(&self, service: usize, t: i64) -> f64 {
        self.fleet.services[service].demand[((t - self.first_second) / 60) as usize]
    }

    /// What each serving task is asked for (K2).
    fn asked_for(&self, service: usize, t: i64) -> f64 {
        let control = &self.controls[service];
        let n = control.serving_of(self.up(service, t), t);
        if n == 0 || control.task.q.is_infinite() {
            return 0.0;
        }
        let asked = (self.wanted_of(service, t) + control.waiting / control.tick as f64) / f64::from(n);
        asked.min(control.task.q)
    }

    fn run_credits(&mut self, t: i64) {
        if self.fleet.types.iter().all(|one| one.credits.is_none()) {
            return;
        }
        let mut wanted = vec![0.0; self.instances.len()];
        for service in 0..self.services() {
            if self.controls[service].serving_of(self.up(service, t), t) == 0 {
                continue;
            }
            let asked = self.asked_for(service, t);
            let each = self.controls[service].task.cpu_percent(1.0, asked) / 100.0
                * f64::from(self.fleet.services[service].size.cpu_units)
                / 1_024.0;
            for (one, wanted) in self.instances.iter().zip(&mut wanted) {
                one.tasks().iter().filter(|task| task.is_up(service, t)).for_each(|_| *wanted += each);
            }
        }
        for (one, wanted) in self.instances.iter().zip(&mut wanted) {
            let of_jobs = one.tasks().iter().filter(|task| self.is_job(task.kind.index));
            of_jobs.for_each(|task| *wanted += task.kind.needs.cpu_units as f64 / 1_024.0);
        }
        let mut least = f64::INFINITY;
        let mut throttled = false;
        for (one, wanted) in self.instances.iter_mut().zip(wanted) {
            if let Some(credits) = one.credits.as_mut().filter(|_| one.launched <= t) {
                one.share = credits.minute(t, wanted);
                least = least.min(credits.at_hand());
                throttled |= one.share < 1.0;
            }
        }
        self.story.least_credits.push(least);
        self.story.throttled_minutes += u64::from(throttled && t >= self.first_second + 86_400);
    }

    // E10 (7)

    fn serve(&mut self, service: usize, t: i64) {
        let count = self.up(service, t);
        let is_throttled = self.instances.iter().any(|one| one.share < 1.0);
        let can = is_throttled.then(|| {
            let up = |one: &Instance| one.tasks().iter().filter(|task| task.is_up(service, t)).count();
            let shares: f64 = self.instances.iter().map(|one| up(one) as f64 * one.share).sum();
            let n = f64::from(self.controls[service].serving_of(count, t));
            if count == 0 || n == 0.0 { 0.0 } else { self.asked_for(service, t) * shares * n / count as f64 }
        });
        let can = if self.controls[service].task.q.is_infinite() { None } else { can };
        let wanted = self.wanted_of(service, t);
        self.controls[service].serve(t, wanted, count, can);
    }

    fn finish(mut self, end: i64) -> Story {
        let first = self.first_second;
        for one in std::mem::take(&mut self.instances) {
            self.gone.extend(one.tasks().iter().cloned());
            self.bill(one, end.max(first));
        }
        for service in 0..self.services() {
            let deployed = self.services() + self.fleet.jobs.len() + service;
            let control = &mut self.controls[service];
            let of = |kind: usize| self.gone.iter().filter(move |task| task.kind.index == kind);
            let lives: Vec<(i64, i64)> = of(service).map(|task| (task.from, task.gives_back)).collect();
            control.timeline.on_top = of(deployed).map(|task| (task.from, task.gives_back)).collect();
            control.timeline.on_top_pulls = of(deployed).map(|task| task.from).collect();
            control.timeline.queued = control.waiting;
            self.story.places[service] = [lives.clone(), control.timeline.on_top.clone()].concat();
            control.timeline.billed = lives;
        }
        for job in 0..self.fleet.jobs.len() {
            let kind = self.services() + job;
            let of_job = self.gone.iter().filter(|task| task.kind.index == kind);
            self.story.places[kind] = of_job.map(|task| (task.from, task.gives_back)).collect();
        }
        self.story.instances = self.billed;
        self.story.services = self.controls.into_iter().map(|control| control.timeline).collect();
        self.story
    }
}

/// How many of n instances are on demand (E21).
fn on_demand_of(mix: &PurchaseMix, n: u32) -> u32 {
    let above = n.saturating_sub(mix.on_demand_base);
    (mix.on_demand_base + (above * mix.on_demand_percent_above_base).div_ceil(100)).min(n)
}

impl Cluster<'_> {
    /// E11.
    fn begin(&mut self) {
        let settings = self.fleet.settings;
        let t = self.first_second;
        let counts: Vec<u32> = self.controls.iter().map(|one| one.desired).collect();
        let needs: Vec<Needs> = self.fleet.services.iter().map(|one| one.needs).collect();
        let ideal = self.fleet.types[0].room.instances(&needs, &counts, settings.zones);
        let is_fixed = matches!(settings.scaling, ClusterScaling::Fixed(_));
        let count = match settings.scaling {
            ClusterScaling::Fixed(number) => number,
            _ => ideal.max(settings.min_instances).min(self.most_instances()),
        };
        for _ in 0..count {
            self.launch(t, t, true);
        }
        for (service, count) in counts.into_iter().enumerate() {
            let kind = self.kinds[service];
            for _ in 0..count {
                let mut place = self.choose_place(kind);
                if place.is_none() && !is_fixed && self.size_of_group() < self.most_instances() {
                    self.launch(t, t, true);
                    place = self.choose_place(kind);
                }
                match place {
                    Some(number) => {
                        self.place(Waiting { kind, seconds: None }, number, t);
                        self.change(self.numbers, |task| task.serving_tick = t);
                    }
                    None => self.waiting.push(Waiting { kind, seconds: None }),
                }
            }
        }
        for control in &mut self.controls {
            control.timeline.pulls.clear();
        }
    }
}
