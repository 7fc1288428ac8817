//! All policies of a service: how target tracking and step scaling agree (rules S4 to S6 and S13).

use super::decision::Cause;
use super::feed::MinuteLoad;
use super::step_policy::StepState;
use super::tracking::TrackingState;
use super::work::TaskWork;
use crate::scenario::Scaling;

/// The moment of a decision and what bounds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) second: i64,
    pub(super) desired: u32,
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) may_scale_in: bool,
    /// Whether the reason is asked for.
    pub(super) explained: bool,
}

/// What a policy asks for, before the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wish {
    count: u32,
    by: By,
}

/// Which policy asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Tracking(usize),
    Step(usize),
}

/// All policies of a service, target tracking first, each kind in file order.
#[derive(Clone, Debug)]
pub(super) struct Policies {
    tracking: Vec<TrackingState>,
    steps: Vec<StepState>,
}

/// The larger of two wishes; of equal ones the earlier.
fn larger(one: Wish, other: Wish) -> Wish {
    if other.count > one.count { other } else { one }
}

impl Policies {
    pub(super) fn none() -> Self {
        Self { tracking: Vec::new(), steps: Vec::new() }
    }

    pub(super) fn of(scaling: &Scaling, tick_seconds: i64) -> Self {
        let tracking = scaling.target_tracking.iter().map(|&one| TrackingState::new(one, scaling, tick_seconds));
        let steps = scaling.step_scaling.iter().map(|one| StepState::new(one.clone(), scaling, tick_seconds));
        Self { tracking: tracking.collect(), steps: steps.collect() }
    }

    /// Records the load of the tick that just ended.
    pub(super) fn observe(&mut self, work: &TaskWork, load: MinuteLoad) {
        self.tracking.iter_mut().for_each(|state| state.observe(work, load));
        self.steps.iter_mut().for_each(|state| state.observe(work, load));
    }

    /// The count that the policies ask for, if it is another one, and why, if that is asked for.
    pub(super) fn decide(&mut self, moment: &Moment) -> Option<(u32, Option<Cause>)> {
        self.scale_out(moment).or_else(|| if moment.may_scale_in { self.scale_in(moment) } else { None })
    }

    fn scale_out(&mut self, moment: &Moment) -> Option<(u32, Option<Cause>)> {
        let Moment { second, desired, most, .. } = *moment;
        let of_tracking =
            self.tracking.iter().enumerate().filter_map(|(index, state)| {
                state.wanted_out(second).map(|count| Wish { count, by: By::Tracking(index) })
            });
        let of_steps = self.steps.iter().enumerate().filter_map(|(index, state)| {
            state.wanted_out(second, desired).map(|count| Wish { count, by: By::Step(index) })
        });
        let chosen = of_tracking.chain(of_steps).reduce(larger)?;
        let count = chosen.count.min(most);
        if count <= desired {
            return None;
        }
        let cause = moment.explained.then(|| self.cause_out(chosen, second, desired));
        for state in &mut self.tracking {
            if state.wanted_out(second).is_some_and(|wanted| wanted > desired) {
                state.begin_out_cooldown(second);
            }
            state.end_in_cooldown();
        }
        for state in &mut self.steps {
            if state.wanted_out(second, desired).is_some_and(|wanted| wanted > desired) {
                state.begin_out_cooldown(second, desired);
            }
            state.end_in_cooldown();
        }
        Some((count, cause))
    }

    fn cause_out(&self, wish: Wish, second: i64, desired: u32) -> Cause {
        match wish.by {
            By::Tracking(index) => self.tracking[index].cause_out(index, second),
            By::Step(index) => self.steps[index].cause(index, self.steps[index].base(second, desired)),
        }
    }

    fn scale_in(&mut self, moment: &Moment) -> Option<(u32, Option<Cause>)> {
        let Moment { second, desired, least, .. } = *moment;
        let of_tracking = self.tracking_in(second);
        let of_steps = self.steps.iter().enumerate().filter_map(|(index, state)| {
            state.wanted_in(second, desired).map(|count| Wish { count, by: By::Step(index) })
        });
        let bounded = |wish: Wish| Wish { count: wish.count.max(least), ..wish };
        let asked = of_tracking.into_iter().chain(of_steps).map(bounded).filter(|wish| wish.count < desired);
        let chosen = asked.reduce(larger)?;
        let cause = moment.explained.then(|| match chosen.by {
            By::Tracking(index) => self.tracking[index].cause_in(index),
            By::Step(index) => self.steps[index].cause(index, desired),
        });
        if of_tracking.is_some_and(|wish| bounded(wish).count < desired) {
            self.tracking
                .iter_mut()
                .filter(|state| state.scales_in())
                .for_each(|state| state.begin_in_cooldown(second));
        }
        for state in &mut self.steps {
            if state.wanted_in(second, desired).is_some_and(|wanted| wanted.max(least) < desired) {
                state.begin_in_cooldown(second);
            }
        }
        Some((chosen.count, cause))
    }

    /// What target tracking asks for on the way in: all policies that scale in must agree (rule S6).
    fn tracking_in(&self, second: i64) -> Option<Wish> {
        let enabled = || self.tracking.iter().enumerate().filter(|(_, state)| state.scales_in());
        if !enabled().any(|(_, state)| state.acts_at(second)) || !enabled().all(|(_, state)| state.may_scale_in(second))
        {
            return None;
        }
        let wish = |(index, state): (usize, &TrackingState)| {
            state.wanted_in().map(|count| Wish { count, by: By::Tracking(index) })
        };
        enabled().filter_map(wish).reduce(larger)
    }
}
