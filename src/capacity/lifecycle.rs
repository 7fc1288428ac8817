//! The life of tasks from launch to stop (rules S7, F1, F2, G2 and X2).

use super::steps::Steps;

/// Fargate bills a Linux task for at least this long (rule F2).
pub(super) const LEAST_BILLED_SECONDS: i64 = 60;

/// Fargate bills a Windows task for at least this long (rule V3).
const LEAST_BILLED_WINDOWS_SECONDS: i64 = 300;

/// How a launched task comes to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LaunchPath {
    /// On Fargate.
    Fargate {
        /// From the decision to the image pull.
        provisioning_seconds: u32,
    },
    /// On Fargate, under Windows.
    FargateWindows {
        /// From the decision to the image pull.
        provisioning_seconds: u32,
    },
    /// On instances that come when there is no room, and are packed ideally (rule G2); on hosts, with all seconds 0 (rule X2).
    Instances {
        /// From the decision to the billed start of a new instance.
        instance_request_seconds: u32,
        /// From that to the image pull.
        instance_start_seconds: u32,
        /// How long room is kept after it was last needed.
        scale_in_delay_seconds: u32,
    },
}

/// What tasks take besides the way to their image pull, in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct TaskTimes {
    /// How often the service is looked at.
    pub(super) tick_seconds: i64,
    /// From the image pull until the task could serve.
    pub(super) start_seconds: u32,
    /// Draining after removal.
    pub(super) drain_seconds: u32,
    /// Stopping after draining.
    pub(super) stop_seconds: u32,
}

/// The first tick that begins at `second` or later.
pub(super) const fn next_tick(second: i64, tick_seconds: i64) -> i64 {
    -(-second).div_euclid(tick_seconds) * tick_seconds
}

impl LaunchPath {
    /// The least that a task is billed for, seconds.
    pub(super) const fn least_billed_seconds(self) -> i64 {
        match self {
            Self::Fargate { .. } => LEAST_BILLED_SECONDS,
            Self::FargateWindows { .. } => LEAST_BILLED_WINDOWS_SECONDS,
            Self::Instances { .. } => 0,
        }
    }
}

/// Tasks launched together.
#[derive(Clone, Copy, Debug)]
struct Group {
    count: u32,
    place: i64,
    pull: i64,
    serves_from: i64,
}

/// The held tasks of a service, newest last, and the record of all that were.
#[derive(Clone, Debug)]
pub(super) struct TaskPool {
    path: LaunchPath,
    tick_seconds: i64,
    start_seconds: i64,
    drain_seconds: i64,
    stop_seconds: i64,
    groups: Vec<Group>,
    serving: u32,
    waiting: u32,
    /// The tick for which serving tasks were last counted.
    counted_at: i64,
    places: Vec<(i64, i64)>,
    billed: Vec<(i64, i64)>,
    pulls: Vec<(i64, i64)>,
    room: RoomHistory,
}

/// What is left of a pool when the simulation ends.
pub(super) struct PoolRecord {
    /// Tasks billed (Fargate) or running (instances), from image pull to stop.
    pub(super) billed: Steps,
    /// Tasks holding a place on an instance.
    pub(super) places: Steps,
    /// Image pulls: second and how many.
    pub(super) pulls: Vec<(i64, u32)>,
}

impl TaskPool {
    /// A pool that starts with `count` tasks serving since before the second `began`.
    pub(super) fn new(path: LaunchPath, times: TaskTimes, count: u32, began: i64) -> Self {
        let mut pool = Self {
            path,
            tick_seconds: times.tick_seconds,
            start_seconds: i64::from(times.start_seconds),
            drain_seconds: i64::from(times.drain_seconds),
            stop_seconds: i64::from(times.stop_seconds),
            groups: Vec::new(),
            serving: count,
            waiting: 0,
            counted_at: began - 60,
            places: vec![(began, i64::from(count))],
            billed: vec![(began, i64::from(count))],
            pulls: Vec::new(),
            room: RoomHistory::new(count, began),
        };
        pool.groups.push(Group { count, place: began - 60, pull: began - 60, serves_from: began - 60 });
        pool
    }

    /// Tasks held, serving or not.
    pub(super) fn held(&self) -> u32 {
        self.serving + self.waiting
    }

    /// When more tasks serve next, if nothing else happens before.
    pub(super) fn next_serving_second(&self) -> Option<i64> {
        let later = self.groups.iter().rev().map(|group| group.serves_from).filter(|&from| from > self.counted_at);
        if self.waiting > 0 { later.min() } else { None }
    }

    /// Tasks that serve in the tick that begins at `now`; call in order, at least in every tick with more than before.
    pub(super) fn serving_at(&mut self, now: i64) -> u32 {
        self.counted_at = now;
        if self.waiting > 0 {
            let serving = |group: &&Group| group.serves_from <= now;
            self.serving = self.groups.iter().filter(serving).map(|group| group.count).sum();
            self.waiting = self.groups.iter().map(|group| group.count).sum::<u32>() - self.serving;
            self.merge_settled(now);
        }
        self.serving
    }

    /// Groups that have served long enough to be alike become one.
    fn merge_settled(&mut self, now: i64) {
        let least_billed = self.path.least_billed_seconds();
        let settled = |group: &Group| group.serves_from <= now && group.pull <= now - least_billed;
        self.groups.dedup_by(|later, earlier| {
            let alike = settled(later) && settled(earlier);
            if alike {
                earlier.count += later.count;
            }
            alike
        });
    }

    /// Launches or removes tasks at the start of a tick until `desired` are held.
    pub(super) fn adjust(&mut self, now: i64, desired: u32) {
        let held = self.held();
        if desired > held {
            self.launch(now, desired - held);
        } else if desired < held {
            self.remove(now, held - desired);
        }
    }

    fn launch(&mut self, now: i64, count: u32) {
        match self.path {
            LaunchPath::Fargate { provisioning_seconds } | LaunchPath::FargateWindows { provisioning_seconds } => {
                let pull = now + i64::from(provisioning_seconds);
                self.start_group(count, pull, pull);
            }
            LaunchPath::Instances { instance_request_seconds, instance_start_seconds, scale_in_delay_seconds } => {
                let with_room = count.min(self.room.spare(now, i64::from(scale_in_delay_seconds)));
                self.start_group(with_room, now, now);
                let place = now + i64::from(instance_request_seconds);
                self.start_group(count - with_room, place, place + i64::from(instance_start_seconds));
            }
        }
        self.track(now, i64::from(count));
    }

    fn start_group(&mut self, count: u32, place: i64, pull: i64) {
        if count > 0 {
            let serves_from = next_tick(pull + self.start_seconds, self.tick_seconds);
            self.groups.push(Group { count, place, pull, serves_from });
            self.waiting += count;
            self.places.push((place, i64::from(count)));
            self.billed.push((pull, i64::from(count)));
            self.pulls.push((pull, i64::from(count)));
        }
    }

    fn remove(&mut self, now: i64, count: u32) {
        let mut left = count;
        while left > 0 {
            let Some(group) = self.groups.pop() else { return };
            let leaving = group.count.min(left);
            if group.count > leaving {
                self.groups.push(Group { count: group.count - leaving, ..group });
            }
            self.stop(now, Group { count: leaving, ..group });
            left -= leaving;
        }
    }

    fn stop(&mut self, now: i64, group: Group) {
        let count = i64::from(group.count);
        // A group counts as waiting until `serving_at` has seen its tick, which it does before the next change.
        let was_serving = group.serves_from < now;
        if was_serving {
            self.serving -= group.count
        } else {
            self.waiting -= group.count
        }
        let draining = if group.serves_from <= now { self.drain_seconds } else { 0 };
        let end = now + draining + self.stop_seconds;
        let place_end = if group.place < now { end } else { group.place };
        let billed_end =
            if group.pull < now { end.max(group.pull + self.path.least_billed_seconds()) } else { group.pull };
        if group.pull >= now {
            self.pulls.push((group.pull, -count));
        }
        self.places.push((place_end, -count));
        self.billed.push((billed_end, -count));
        self.track(if group.place < now { place_end } else { now }, -count);
    }

    /// Notes a change of K(t), which only launches on instances ask for.
    fn track(&mut self, second: i64, difference: i64) {
        if matches!(self.path, LaunchPath::Instances { .. }) {
            self.room.change(second, difference);
        }
    }

    /// The record of every task there was; what is still held has no end.
    pub(super) fn finish(self) -> PoolRecord {
        PoolRecord {
            billed: Steps::from_deltas(self.billed),
            places: Steps::from_deltas(self.places),
            pulls: summed_by_second(self.pulls),
        }
    }
}

/// Sums differences at the same second and drops what cancels.
fn summed_by_second(mut differences: Vec<(i64, i64)>) -> Vec<(i64, u32)> {
    differences.sort_unstable_by_key(|&(second, _)| second);
    differences.dedup_by(|later, earlier| {
        let same = later.0 == earlier.0;
        if same {
            earlier.1 += later.1;
        }
        same
    });
    let positive = |(second, count)| u32::try_from(count).ok().filter(|&count| count > 0).map(|count| (second, count));
    differences.into_iter().filter_map(positive).collect()
}

/// Tasks launched and not yet stopped, K(t) of rule G2, kept as far back as anything may ask.
#[derive(Clone, Debug)]
struct RoomHistory {
    settled: Vec<(i64, i64)>,
    pending: std::collections::BTreeMap<i64, i64>,
}

impl RoomHistory {
    fn new(count: u32, began: i64) -> Self {
        Self { settled: vec![(began, i64::from(count))], pending: std::collections::BTreeMap::new() }
    }

    fn change(&mut self, second: i64, difference: i64) {
        *self.pending.entry(second).or_insert(0) += difference;
    }

    fn settle(&mut self, now: i64) {
        while let Some(entry) = self.pending.first_entry() {
            if *entry.key() > now {
                break;
            }
            let (second, difference) = entry.remove_entry();
            let count = self.settled.last().map_or(0, |last| last.1) + difference;
            self.settled.push((second, count));
        }
    }

    /// How many more tasks the last `window` seconds have seen than are there at `now`.
    fn spare(&mut self, now: i64, window: i64) -> u32 {
        self.settle(now);
        let current = self.settled.last().map_or(0, |last| last.1);
        let mut largest = current;
        for pair in self.settled.windows(2).rev() {
            if pair[1].0 <= now - window {
                break;
            }
            largest = largest.max(pair[0].1);
        }
        u32::try_from(largest - current).unwrap_or(0)
    }
}
