//! Minutes in which nothing can happen on a cluster, passed over at once.
//!
//! Between two decisions nothing moves but what is known beforehand: tasks that begin to serve, instances that become
//! `ACTIVE`, places given back, jobs that fire, alarms of the group that fill up. The outcome is that of the loop over
//! minutes, bit for bit; that loop remains the statement of what is right.

use std::cmp::Reverse;

use super::ClusterInputs;
use super::run::Cluster;
use crate::capacity::fast::can_look_ahead;
use crate::capacity::lifecycle::next_tick;

/// Whether minutes can be passed over: every service is plain, and no instance counts CPU credits.
pub(super) fn has_quiet_minutes(inputs: &ClusterInputs<'_>) -> bool {
    let first_minute = inputs.services.first().map(|one| one.first_minute);
    inputs.types.iter().all(|one| one.credits.is_none())
        && inputs.services.iter().all(|one| {
            can_look_ahead(one.service, one.explained)
                && !one.demand.is_empty()
                && Some(one.first_minute) == first_minute
        })
}

impl Cluster<'_> {
    /// Passes over the minutes after the tick at `now` in which nothing happens; the first that is none of them, at most
    /// `until`.
    pub(super) fn pass_quiet_minutes(&mut self, now: i64, until: i64) -> i64 {
        if self.changed || self.services.iter().any(|service| !service.leaving.is_empty()) {
            return now + 60;
        }
        let known = self.next_known(now).map_or(until, |second| next_tick(second, 60).clamp(now + 60, until));
        let next = if known > now + 60 { self.next_decision(now, known) } else { known };
        self.pass(now + 60, next);
        next
    }

    /// When something is known to happen after the tick at `now`.
    fn next_known(&self, now: i64) -> Option<i64> {
        let event = self.events.peek().map(|&Reverse((second, _))| second);
        let timed = self.timed.iter().filter_map(|timed| timed.starts.front()).map(|start| start.0);
        let services = self.services.iter().filter_map(|service| service.next_change());
        let groups = self.groups.iter().filter_map(|group| group.scaling.next_action(now));
        event.into_iter().chain(timed).chain(services).chain(groups).min()
    }

    /// The first second before `until` at which some service decides, or `until`.
    fn next_decision(&mut self, now: i64, until: i64) -> i64 {
        self.services.iter_mut().fold(until, |next, service| service.next_decision(now, next))
    }

    /// What the minutes from `from` to `to` leave behind, in all of which the same tasks serve.
    fn pass(&mut self, from: i64, to: i64) {
        let minutes = u32::try_from((to - from) / 60).unwrap_or(0);
        if minutes == 0 {
            return;
        }
        self.groups.iter_mut().for_each(|group| group.scaling.observe_again(minutes));
        for (service, record) in self.services.iter().zip(&mut self.records) {
            let minute = |second: i64| (second.div_euclid(60) - service.inputs.first_minute) as usize;
            record.note_minutes(from, &service.inputs.demand[minute(from)..minute(to)], service.serving);
        }
    }
}
