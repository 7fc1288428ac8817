//! The tasks of a service on Fargate, recorded in the order of time (rules S7, S8, F1 and F2).

use super::super::steps::Steps;
use super::Pool;
use crate::capacity::lifecycle::{LEAST_BILLED_SECONDS, PoolRecord};

/// What every task of the service takes, seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct FargateTimes {
    pub(super) provisioning: i64,
    pub(super) start: i64,
    pub(super) drain: i64,
    pub(super) stop: i64,
}

/// Tasks launched together; `pull` and `serve_minute` ascend from group to group.
#[derive(Clone, Copy, Debug)]
struct Group {
    count: u32,
    pull: i64,
    serve_minute: i64,
}

/// The held tasks, newest last, and the record of all that were.
pub(super) struct FargatePool {
    times: FargateTimes,
    groups: Vec<Group>,
    /// How many groups of the beginning of `groups` serve.
    serving_groups: usize,
    serving: u32,
    held: u32,
    began: (i64, u32),
    pulls: Vec<(i64, u32)>,
    stops: Vec<(i64, i64)>,
}

impl FargatePool {
    /// A pool that starts with `count` tasks serving since before `first_minute` (rule S10).
    pub(super) fn new(times: FargateTimes, count: u32, first_minute: i64) -> Self {
        let began = first_minute * 60;
        let group = Group { count, pull: began - 60, serve_minute: first_minute - 1 };
        Self {
            times,
            groups: vec![group],
            serving_groups: 1,
            serving: count,
            held: count,
            began: (began, count),
            pulls: Vec::new(),
            stops: Vec::new(),
        }
    }

    fn settle(&mut self, minute: i64) {
        while let Some(group) = self.groups.get(self.serving_groups).filter(|group| group.serve_minute <= minute) {
            self.serving += group.count;
            self.serving_groups += 1;
        }
    }

    fn launch(&mut self, minute: i64, count: u32) {
        let pull = minute * 60 + self.times.provisioning;
        let serve_minute = -(-(pull + self.times.start)).div_euclid(60);
        self.groups.push(Group { count, pull, serve_minute });
        self.pulls.push((pull, count));
        self.held += count;
    }

    fn remove(&mut self, minute: i64, count: u32) {
        self.held -= count;
        let mut left = count;
        while left > 0 {
            let Some(newest) = self.groups.last_mut() else { return };
            let leaving = Group { count: newest.count.min(left), ..*newest };
            newest.count -= leaving.count;
            let is_used_up = newest.count == 0;
            if self.groups.len() <= self.serving_groups {
                self.serving -= leaving.count;
            }
            if is_used_up {
                self.groups.pop();
                self.serving_groups = self.serving_groups.min(self.groups.len());
            }
            self.stop(minute, leaving);
            left -= leaving.count;
        }
    }

    fn stop(&mut self, minute: i64, group: Group) {
        let now = minute * 60;
        if group.pull >= now {
            return self.cancel(group);
        }
        let draining = if group.serve_minute <= minute { self.times.drain } else { 0 };
        let end = now + draining + self.times.stop;
        let billed_end = end.max(group.pull + LEAST_BILLED_SECONDS);
        self.note_stop(billed_end, i64::from(group.count));
    }

    /// Keeps `stops` in order: few come before others that were noted earlier.
    fn note_stop(&mut self, second: i64, count: i64) {
        if let Some(last) = self.stops.last_mut().filter(|last| last.0 == second) {
            last.1 -= count;
            return;
        }
        let later = self.stops.iter().rev().take_while(|stop| stop.0 > second).count();
        self.stops.insert(self.stops.len() - later, (second, -count));
    }

    /// Takes back tasks whose pull has not begun: they never existed.
    fn cancel(&mut self, group: Group) {
        let known = self.pulls.iter_mut().rev().find(|pull| pull.0 == group.pull);
        known.expect("every launched group has its pull").1 -= group.count;
    }

    fn starts(&self) -> impl Iterator<Item = (i64, i64)> {
        std::iter::once(self.began).chain(self.pulls.iter().copied()).map(|(second, count)| (second, i64::from(count)))
    }

    /// Starts and stops, both in order, merged.
    fn billed(&self) -> Steps {
        let mut changes = Vec::with_capacity(1 + self.pulls.len() + self.stops.len());
        let mut starts = self.starts().peekable();
        let mut stops = self.stops.iter().copied().peekable();
        let (mut count, mut shown) = (0, 0);
        while let Some(second) = earlier(starts.peek(), stops.peek()) {
            while let Some((_, started)) = starts.next_if(|start| start.0 == second) {
                count += started;
            }
            while let Some((_, stopped)) = stops.next_if(|stop| stop.0 == second) {
                count += stopped;
            }
            if count != shown {
                changes.push((second, u32::try_from(count).expect("nothing stops that has not started")));
                shown = count;
            }
        }
        Steps::from_distinct(changes)
    }
}

impl Pool for FargatePool {
    fn adjust(&mut self, minute: i64, desired: u32) -> u32 {
        self.settle(minute);
        if desired > self.held {
            self.launch(minute, desired - self.held);
            self.settle(minute);
        } else if desired < self.held {
            self.remove(minute, self.held - desired);
        }
        self.serving
    }

    fn serving_at(&mut self, minute: i64) -> u32 {
        self.settle(minute);
        self.serving
    }

    fn next_serving_minute(&self) -> Option<i64> {
        self.groups.get(self.serving_groups).map(|group| group.serve_minute)
    }

    fn finish(mut self) -> PoolRecord {
        self.pulls.retain(|&(_, count)| count > 0);
        let billed = self.billed();
        PoolRecord { places: billed.clone(), billed, pulls: self.pulls }
    }
}

fn earlier(start: Option<&(i64, i64)>, stop: Option<&(i64, i64)>) -> Option<i64> {
    [start, stop].into_iter().flatten().map(|&(second, _)| second).min()
}
