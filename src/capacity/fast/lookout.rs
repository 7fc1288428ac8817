//! [`Lookout`]: the scaling of a plain service for a simulation that passes over minutes in which nothing happens.

use super::super::control::Control;
use super::tracking::{Seen, Standing, Tracking, Unchanged};
use super::{is_plain, plain_policy};
use crate::capacity::service::ServiceInputs;
use crate::scenario::{Service, TaskCount};

/// Decides for a plain service as its policy does tick by tick, and sees ahead when it decides next.
pub(in crate::capacity) struct Lookout<'a> {
    /// `None` for a fixed count.
    tracking: Option<Tracking<'a>>,
    first_minute: i64,
    serving: Option<u32>,
    /// What it saw when it last looked ahead, while that holds.
    ahead: Option<Ahead>,
}

/// What a policy does while nothing changes that it decides by. Minutes are counted from the first simulated one.
struct Ahead {
    standing: Standing,
    /// Up to here it was looked.
    until: usize,
    /// The first minute before that in which it decides.
    decides: Option<usize>,
    seen: Seen,
}

/// Whether a service has a [`Lookout`].
pub(in crate::capacity) fn can_look_ahead(service: &Service, explained: bool) -> bool {
    !explained
        && is_plain(service)
        && match &service.count {
            TaskCount::Fixed(_) => true,
            TaskCount::Scaled(scaling) => plain_policy(scaling).is_some(),
        }
}

impl<'a> Lookout<'a> {
    /// That of a service for which [`can_look_ahead`] holds; `None` for any other.
    pub(in crate::capacity) fn of(inputs: &ServiceInputs<'a>) -> Option<Self> {
        if !can_look_ahead(inputs.service, inputs.explained) {
            return None;
        }
        let tracking = match &inputs.service.count {
            TaskCount::Fixed(_) => None,
            TaskCount::Scaled(scaling) => {
                let policy = plain_policy(scaling)?;
                Some(Tracking::new(policy, inputs.work, inputs.demand, scaling.detection_delay_seconds))
            }
        };
        Some(Self { tracking, first_minute: inputs.first_minute, serving: None, ahead: None })
    }

    /// The desired count from `second` on, a whole minute; what [`Control::desired_at`] says.
    pub(in crate::capacity) fn desired_at(&mut self, control: &mut Control, second: i64, desired: u32) -> u32 {
        let minute = self.minute(second);
        let bounds = control.bounds_at(second.div_euclid(60));
        let desired = desired.clamp(bounds.least, bounds.most);
        let decided = self.tracking.as_mut().and_then(|tracking| tracking.decide(minute, Standing { desired, bounds }));
        if decided.is_some() {
            self.ahead = None;
        }
        decided.unwrap_or(desired)
    }

    /// Says that `serving` tasks serve from the minute of `second` on.
    pub(in crate::capacity) fn see(&mut self, second: i64, serving: u32) {
        if self.serving.replace(serving) != Some(serving) {
            let minute = self.minute(second);
            self.tracking.iter_mut().for_each(|tracking| tracking.serve_from(minute, serving));
            self.ahead = None;
        }
    }

    /// The first minute before `until` in which the policy changes `desired`, or `until`; both in seconds.
    ///
    /// Neither the serving tasks nor the bounds may change before `until`.
    pub(in crate::capacity) fn next_decision(
        &mut self,
        control: &mut Control,
        now: i64,
        until: i64,
        desired: u32,
    ) -> i64 {
        let standing = Standing { desired, bounds: control.bounds_at(now.div_euclid(60)) };
        let (now, end) = (self.minute(now), self.minute(until));
        let Some(tracking) = &mut self.tracking else { return until };
        let so_far = tracking.seen();
        let holds = |ahead: &Ahead| {
            ahead.standing == standing
                && ahead.seen.reaches(&so_far)
                && ahead.decides.is_none_or(|decides| decides > now)
        };
        let ahead = match self.ahead.take().filter(holds) {
            Some(known) if known.decides.is_some() || known.until >= end => known,
            known => {
                if let Some(known) = known {
                    tracking.look_from(known.seen);
                }
                let next = tracking.next_decision(end, standing, &mut Unchanged);
                let decides = Some(next).filter(|next| *next < end);
                Ahead { standing, until: end, decides, seen: tracking.seen() }
            }
        };
        tracking.look_from(so_far);
        let next = ahead.decides.filter(|decides| *decides < end);
        self.ahead = Some(ahead);
        next.map_or(until, |minute| (self.first_minute + minute as i64) * 60)
    }

    fn minute(&self, second: i64) -> usize {
        (second.div_euclid(60) - self.first_minute) as usize
    }
}
