//! How many instances the group has: managed scaling, target tracking, or a fixed number (rules E16 to E20).

use crate::capacity::ceil_count;
use crate::capacity::lifecycle::next_tick;
use crate::scenario::{ClusterScaling, Ec2Settings, ManagedScaling};

/// Instances that cluster auto scaling launches when there are none.
const FIRST_INSTANCES: u32 = 2;

/// Datapoints above the target that set off an Auto Scaling group's own high alarm, and below for its low one.
const GROUP_HIGH_DATAPOINTS: u32 = 3;
const GROUP_LOW_DATAPOINTS: u32 = 15;

/// The low threshold of an Auto Scaling group's target tracking over its target.
const GROUP_LOW_SHARE: f64 = 0.7;

/// What the group looks like at a whole minute, after placement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct GroupState {
    /// Instances launched or asked for, without draining ones: N.
    pub(super) instances: u32,
    /// Instances that hold a task, and those that waiting tasks need: M.
    pub(super) needed: u32,
    /// `ACTIVE` instances.
    pub(super) active: u32,
    /// The larger share of CPU and memory that tasks reserve on them, percent.
    pub(super) reserved_percent: f64,
}

/// What the group does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupAction {
    Keep,
    /// Launch this many.
    Launch(u32),
    /// Let up to this many leave.
    Remove {
        count: u32,
        /// Whether only instances without tasks may leave.
        only_empty: bool,
    },
}

/// The state of the group's scaling between minutes.
#[derive(Clone, Debug)]
pub(super) struct GroupScaling {
    kind: ClusterScaling,
    least: u32,
    most: u32,
    scale_in_delay_seconds: i64,
    last: Option<GroupState>,
    high_run: u32,
    low_run: u32,
    scaled_out: Option<i64>,
}

impl GroupScaling {
    pub(super) fn new(settings: &Ec2Settings) -> Self {
        Self {
            kind: settings.scaling,
            least: settings.min_instances,
            most: settings.max_instances.unwrap_or(u32::MAX),
            scale_in_delay_seconds: i64::from(settings.scale_in_delay_seconds),
            last: None,
            high_run: 0,
            low_run: 0,
            scaled_out: None,
        }
    }

    /// Acts at `second` on the datapoints of earlier minutes.
    pub(super) fn decide(&mut self, second: i64) -> GroupAction {
        let Some(last) = self.last else { return GroupAction::Keep };
        let action = match self.kind {
            ClusterScaling::Managed(managed) => self.managed(second, &managed, last),
            ClusterScaling::TargetTracking { target_percent } => self.tracked(target_percent, last),
            ClusterScaling::Fixed(_) => GroupAction::Keep,
        };
        if matches!(action, GroupAction::Launch(_)) {
            self.scaled_out = Some(second);
            self.low_run = 0;
        }
        action
    }

    /// Takes the datapoint of the minute that begins now.
    pub(super) fn observe(&mut self, state: GroupState) {
        let (high, low) = match self.kind {
            ClusterScaling::Managed(managed) => {
                let (needed, wanted) = (100 * u64::from(state.needed), managed_share(&managed, state.instances));
                (needed > wanted, needed < wanted)
            }
            ClusterScaling::TargetTracking { target_percent } if state.active > 0 => {
                let target = f64::from(target_percent);
                (state.reserved_percent > target, state.reserved_percent < GROUP_LOW_SHARE * target)
            }
            ClusterScaling::TargetTracking { .. } | ClusterScaling::Fixed(_) => (false, false),
        };
        self.high_run = if high { self.high_run.saturating_add(1) } else { 0 };
        self.low_run = if low { self.low_run.saturating_add(1) } else { 0 };
        self.last = Some(state);
    }

    /// Takes the same datapoint for so many more minutes.
    pub(super) const fn observe_again(&mut self, minutes: u32) {
        if self.high_run > 0 {
            self.high_run = self.high_run.saturating_add(minutes);
        }
        if self.low_run > 0 {
            self.low_run = self.low_run.saturating_add(minutes);
        }
    }

    /// The first whole minute after that of `now`, the last one observed, in which it acts if its datapoints stay the same.
    pub(super) fn next_action(&self, now: i64) -> Option<i64> {
        let acts = |second: &i64| {
            let mut then = self.clone();
            then.observe_again(u32::try_from((second - now) / 60 - 1).unwrap_or(u32::MAX));
            then.decide(*second) != GroupAction::Keep
        };
        self.turning_points(now).into_iter().filter(acts).min()
    }

    /// The whole minutes after `now` from which on more may be done than before: it waits for nothing else.
    fn turning_points(&self, now: i64) -> [i64; 6] {
        let soonest = now + 60;
        let filled = |run: u32, datapoints: u32| now + 60 * (i64::from(datapoints.saturating_sub(run)) + 1);
        let since_out =
            |seconds: i64| self.scaled_out.map_or(soonest, |scaled| next_tick(scaled + seconds, 60).max(soonest));
        let warm_up = match self.kind {
            ClusterScaling::Managed(managed) => i64::from(managed.warmup_seconds),
            ClusterScaling::TargetTracking { .. } | ClusterScaling::Fixed(_) => 0,
        };
        [
            soonest,
            filled(self.high_run, GROUP_HIGH_DATAPOINTS),
            filled(self.low_run, GROUP_LOW_DATAPOINTS),
            filled(self.low_run, self.scale_in_datapoints()),
            since_out(warm_up),
            since_out(self.scale_in_delay_seconds),
        ]
    }

    /// ECS cluster auto scaling (rules E17 and E18).
    fn managed(&self, second: i64, managed: &ManagedScaling, last: GroupState) -> GroupAction {
        if self.high_run >= 1 {
            let warming = self.scaled_out.is_some_and(|scaled| second < scaled + i64::from(managed.warmup_seconds));
            let room = self.most.saturating_sub(last.instances);
            let step = if last.instances == 0 {
                FIRST_INSTANCES
            } else {
                let wanted = instances_at_target(managed, last.needed) - last.instances;
                wanted.clamp(managed.minimum_step, managed.maximum_step.max(managed.minimum_step))
            };
            return if warming || room == 0 { GroupAction::Keep } else { GroupAction::Launch(step.min(room)) };
        }
        let quiet = self.scaled_out.is_none_or(|scaled| second >= scaled + self.scale_in_delay_seconds);
        if !quiet || self.low_run < self.scale_in_datapoints() {
            return GroupAction::Keep;
        }
        let wanted = instances_at_target(managed, last.needed).max(self.least);
        let surplus = last.instances.saturating_sub(wanted);
        let count = surplus.min(below_half(last.instances));
        if count == 0 {
            GroupAction::Keep
        } else {
            GroupAction::Remove { count, only_empty: managed.termination_protection }
        }
    }

    /// An Auto Scaling group's own target tracking (rule E19).
    fn tracked(&self, target_percent: u32, last: GroupState) -> GroupAction {
        let proposal = ceil_count(f64::from(last.active) * last.reserved_percent / f64::from(target_percent));
        if self.high_run >= GROUP_HIGH_DATAPOINTS && proposal.min(self.most) > last.instances {
            return GroupAction::Launch(proposal.min(self.most) - last.instances);
        }
        let wanted = proposal.max(self.least).max(1);
        if self.low_run >= GROUP_LOW_DATAPOINTS && wanted < last.instances {
            return GroupAction::Remove { count: last.instances - wanted, only_empty: false };
        }
        GroupAction::Keep
    }

    fn scale_in_datapoints(&self) -> u32 {
        u32::try_from(self.scale_in_delay_seconds / 60).unwrap_or(u32::MAX).max(1)
    }
}

/// The target capacity of `instances`, in hundredths of an instance.
fn managed_share(managed: &ManagedScaling, instances: u32) -> u64 {
    u64::from(managed.target_capacity_percent) * u64::from(instances)
}

/// Instances at which M of them are the target capacity: ⌈100·M/target⌉.
fn instances_at_target(managed: &ManagedScaling, needed: u32) -> u32 {
    let exact = (100 * u64::from(needed)).div_ceil(u64::from(managed.target_capacity_percent.max(1)));
    u32::try_from(exact).unwrap_or(u32::MAX)
}

/// The most instances that may leave in a minute: fewer than half, but one.
fn below_half(instances: u32) -> u32 {
    (instances.div_ceil(2).saturating_sub(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANAGED: ManagedScaling = ManagedScaling {
        target_capacity_percent: 100,
        minimum_step: 1,
        maximum_step: 10_000,
        warmup_seconds: 300,
        termination_protection: true,
        draining: true,
    };

    fn scaling(kind: ClusterScaling) -> GroupScaling {
        GroupScaling {
            kind,
            least: 0,
            most: u32::MAX,
            scale_in_delay_seconds: 900,
            last: None,
            high_run: 0,
            low_run: 0,
            scaled_out: None,
        }
    }

    fn state(instances: u32, needed: u32) -> GroupState {
        GroupState { instances, needed, active: instances, reserved_percent: 50.0 }
    }

    #[test]
    fn two_instances_come_from_zero_and_the_warm_up_blocks_more() {
        let mut group = scaling(ClusterScaling::Managed(MANAGED));
        group.observe(state(0, 5));
        assert_eq!(group.decide(60), GroupAction::Launch(2));
        for minute in 1..5 {
            group.observe(state(2, 5));
            assert_eq!(group.decide(60 + minute * 60), GroupAction::Keep, "minute {minute}");
        }
        group.observe(state(2, 5));
        assert_eq!(group.decide(360), GroupAction::Launch(3));
    }

    #[test]
    fn instances_leave_after_fifteen_minutes_and_fewer_than_half_at_a_time() {
        let mut group = scaling(ClusterScaling::Managed(MANAGED));
        for minute in 0..14 {
            group.observe(state(10, 2));
            assert_eq!(group.decide((minute + 1) * 60), GroupAction::Keep, "minute {minute}");
        }
        group.observe(state(10, 2));
        assert_eq!(group.decide(15 * 60), GroupAction::Remove { count: 4, only_empty: true });
        group.observe(state(6, 2));
        assert_eq!(group.decide(16 * 60), GroupAction::Remove { count: 2, only_empty: true });
    }

    #[test]
    fn a_target_capacity_below_100_keeps_spare_instances() {
        let managed = ManagedScaling { target_capacity_percent: 80, ..MANAGED };
        let mut group = scaling(ClusterScaling::Managed(managed));
        group.observe(state(4, 4));
        assert_eq!(group.decide(60), GroupAction::Launch(1));
        group.observe(state(5, 4));
        assert_eq!(group.decide(1_000), GroupAction::Keep);
    }

    #[test]
    fn a_plain_group_follows_its_reservation() {
        let mut group = scaling(ClusterScaling::TargetTracking { target_percent: 50 });
        for _ in 0..3 {
            group.observe(GroupState { instances: 4, needed: 4, active: 4, reserved_percent: 75.0 });
        }
        assert_eq!(group.decide(180), GroupAction::Launch(2));
        for _ in 0..15 {
            group.observe(GroupState { instances: 6, needed: 6, active: 6, reserved_percent: 30.0 });
        }
        assert_eq!(group.decide(2_000), GroupAction::Remove { count: 2, only_empty: false });
    }
}
