//! Instances, filled task by task (rules E1 to E4), and how many run over time (rule E6).

use ecsplan::money::Percent;
use ecsplan::pricing::InstanceType;
use ecsplan::scenario::{Daemon, Ec2Settings, NetworkMode};

/// What a task reserves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Needs {
    pub(crate) cpu_units: i64,
    pub(crate) memory_mib: i64,
}

/// What an instance registers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) cpu_units: i64,
    pub(crate) memory_mib: i64,
    pub(crate) tasks: i64,
    pub(crate) tasks_of_one_service: i64,
}

pub(crate) const NO_LIMIT: i64 = i64::MAX;

impl Room {
    pub(crate) fn of(instance: &InstanceType, settings: &Ec2Settings) -> Self {
        let registered: Percent = settings.registered_memory_percent;
        let interfaces = i64::from(instance.max_enis) - 1;
        let trunked = instance.trunked_task_limit.filter(|_| settings.eni_trunking).map(i64::from);
        let daemons = |of: fn(&Daemon) -> u32| settings.daemons.iter().map(|one| i64::from(of(one))).sum::<i64>();
        let cpu_units =
            i64::from(instance.vcpu) * 1_024 - i64::from(settings.cpu_reserve_units) - daemons(|one| one.cpu_units);
        let memory_mib = registered.floor_of(i128::from(instance.memory_mib)) as i64
            - i64::from(settings.memory_reserve_mib)
            - daemons(|one| one.memory_mib);
        Self {
            cpu_units: cpu_units.max(0),
            memory_mib: memory_mib.max(0),
            tasks: if settings.network_mode == NetworkMode::Awsvpc { trunked.unwrap_or(interfaces) } else { NO_LIMIT },
            tasks_of_one_service: if settings.network_mode == NetworkMode::Host { 1 } else { NO_LIMIT },
        }
    }

    /// How much of the instance a task takes, by its scarcer resource.
    fn share(&self, needs: Needs) -> f64 {
        let of_cpu = needs.cpu_units as f64 / self.cpu_units as f64;
        of_cpu.max(needs.memory_mib as f64 / self.memory_mib as f64)
    }

    pub(crate) fn order(&self, needs: &[Needs]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..needs.len()).collect();
        order.sort_by(|a, b| self.share(needs[*b]).total_cmp(&self.share(needs[*a])).then(a.cmp(b)));
        order
    }

    /// Fills one instance from the tasks that remain.
    fn fill(&self, order: &[usize], needs: &[Needs], owners: &[usize], remaining: &mut [u32]) -> u32 {
        let (mut cpu, mut memory, mut tasks) = (self.cpu_units, self.memory_mib, self.tasks);
        let mut of_owner = vec![0; owners.len()];
        let mut placed = 0;
        for &service in order {
            let task = needs[service];
            while remaining[service] > 0
                && of_owner[owners[service]] < self.tasks_of_one_service
                && task.cpu_units <= cpu
                && task.memory_mib <= memory
                && tasks > 0
            {
                cpu -= task.cpu_units;
                memory -= task.memory_mib;
                tasks -= 1;
                of_owner[owners[service]] += 1;
                remaining[service] -= 1;
                placed += 1;
            }
        }
        placed
    }

    /// Tasks of one size alone on an instance.
    pub(crate) fn tasks_alone(&self, needs: Needs) -> u32 {
        self.fill(&[0], &[needs], &[0], &mut [100_000])
    }

    /// Instances that hold so many tasks of each, spread over zones.
    pub(crate) fn instances(&self, needs: &[Needs], counts: &[u32], zones: u32) -> u32 {
        let owners: Vec<usize> = (0..needs.len()).collect();
        let share = |n: u32, zone: u32| n / zones + u32::from(zone < n % zones);
        let in_zone = |zone: u32| counts.iter().map(|n| share(*n, zone)).collect::<Vec<u32>>();
        (0..zones).map(|zone| self.in_one_zone(needs, &owners, &in_zone(zone))).sum()
    }

    /// Instances that hold so many tasks of each; in host mode, tasks of one owner exclude one another.
    pub(crate) fn in_one_zone(&self, needs: &[Needs], owners: &[usize], counts: &[u32]) -> u32 {
        let order = self.order(needs);
        let mut remaining = counts.to_vec();
        let mut instances = 0;
        while remaining.iter().any(|n| *n > 0) {
            let placed = self.fill(&order, needs, owners, &mut remaining);
            assert!(placed > 0, "every task fits an empty instance");
            instances += 1;
        }
        instances
    }
}

/// Counts over time: from each second, so many.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counts(pub(crate) Vec<(i64, u32)>);

impl Counts {
    fn at(&self, second: i64) -> u32 {
        self.0.iter().take_while(|(from, _)| *from <= second).last().map_or(0, |(_, count)| *count)
    }

    /// Pieces of constant count inside `[from, to)`.
    fn pieces(&self, from: i64, to: i64) -> Vec<(i64, i64, u32)> {
        let ends = self.0.iter().skip(1).map(|(second, _)| *second).chain([to]);
        let pieces = self.0.iter().zip(ends).map(|((start, count), end)| ((*start).max(from), end.min(to), *count));
        pieces.filter(|(start, end, _)| start < end).collect()
    }

    pub(crate) fn seconds_in(&self, from: i64, to: i64) -> i64 {
        self.pieces(from, to).iter().map(|(start, end, count)| (end - start) * i64::from(*count)).sum()
    }

    /// How many started in `[from, to)`.
    pub(crate) fn starts_in(&self, from: i64, to: i64) -> i64 {
        let inside = self.0.iter().filter(|(second, _)| (from..to).contains(second));
        inside.map(|(second, count)| (i64::from(*count) - i64::from(self.at(second - 1))).max(0)).sum()
    }
}

/// The instances that run over `[from, to)`, for the places that each service's tasks hold.
pub(crate) fn running_instances(
    room: &Room,
    needs: &[Needs],
    places: &[Vec<(i64, i64)>],
    zones: u32,
    delay: i64,
    from: i64,
    to: i64,
) -> Counts {
    let changes = places.iter().flatten().flat_map(|(start, stop)| [*start, *stop]);
    let seconds = sorted(changes.filter(|second| (from..to).contains(second)).chain([from]));
    let held = |service: &Vec<(i64, i64)>, second: i64| {
        service.iter().filter(|(start, stop)| *start <= second && second < *stop).count() as u32
    };
    let need_at = |second: i64| {
        let counts: Vec<u32> = places.iter().map(|service| held(service, second)).collect();
        room.instances(needs, &counts, zones)
    };
    let needed = Counts(seconds.iter().map(|second| (*second, need_at(*second))).collect());
    // A need that ends at e is still in the window that ends at t while t < e + delay.
    let pieces = needed.pieces(from, to);
    let turns = sorted(pieces.iter().flat_map(|(start, end, _)| [*start, end + delay]).filter(|second| *second < to));
    let largest = |second: i64| {
        let in_window = pieces.iter().filter(|(start, end, _)| *start <= second && second < end + delay);
        in_window.map(|(_, _, need)| *need).max().unwrap_or(0)
    };
    Counts(turns.iter().map(|second| (*second, largest(*second))).collect())
}

fn sorted(seconds: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut seconds: Vec<i64> = seconds.collect();
    seconds.sort_unstable();
    seconds.dedup();
    seconds
}
