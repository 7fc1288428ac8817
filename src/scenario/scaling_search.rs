//! [`ScalingSearch`]: what service auto scaling may be set to beside the values that the scenario gives (rule S17).

use super::{Scaling, Service, TargetMetric, TargetTracking, TaskCount};

/// The values of a service's scaling that may be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingSetting {
    /// Target of the first target-tracking policy by CPU or memory, percent; `None` without such a policy.
    pub target_percent: Option<f64>,
    /// Least and most tasks.
    pub bounds: TaskBounds,
}

/// Least and most tasks, as `min_tasks` and `max_tasks` count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskBounds {
    /// Least tasks, whatever their size.
    pub min_tasks: u32,
    /// Most tasks of the reference size.
    pub max_tasks: u32,
}

/// What may be chosen otherwise; empty where nothing floats.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScalingSearch {
    /// Other targets, percent; empty without a policy that they could apply to.
    pub targets: Vec<f64>,
    /// Other minimums and maximums; no minimum is above its maximum.
    pub bounds: Vec<TaskBounds>,
    /// Combinations of the values given that are left out because they contradict themselves.
    pub left_out: usize,
}

impl ScalingSearch {
    /// Nothing floats.
    pub const NONE: Self = Self { targets: Vec::new(), bounds: Vec::new(), left_out: 0 };

    /// Whether there is anything to choose.
    #[must_use]
    pub fn floats(&self) -> bool {
        !self.targets.is_empty() || !self.bounds.is_empty()
    }
}

impl Scaling {
    /// The target-tracking policy whose target may float: the first with a percentage.
    #[must_use]
    pub fn percent_policy(&self) -> Option<&TargetTracking> {
        self.target_tracking.iter().find(|policy| policy.metric != TargetMetric::RequestsPerTarget)
    }

    /// The bounds as the scenario gives them.
    #[must_use]
    pub const fn bounds(&self) -> TaskBounds {
        TaskBounds { min_tasks: self.min_tasks, max_tasks: self.max_tasks }
    }

    /// The values in force, as the scenario gives them.
    #[must_use]
    pub fn setting(&self) -> ScalingSetting {
        ScalingSetting { target_percent: self.percent_policy().map(|policy| policy.target), bounds: self.bounds() }
    }

    /// The same scaling with other values, none of which floats.
    #[must_use]
    pub fn set_to(&self, setting: ScalingSetting) -> Self {
        let TaskBounds { min_tasks, max_tasks } = setting.bounds;
        let mut changed = Self { min_tasks, max_tasks, search: ScalingSearch::default(), ..self.clone() };
        let policy = changed.target_tracking.iter_mut().find(|policy| policy.metric != TargetMetric::RequestsPerTarget);
        if let Some((policy, target)) = policy.zip(setting.target_percent) {
            policy.target = target;
        }
        changed
    }

    /// Every setting that may be chosen beside the scenario's own: higher targets first, then lower minimums, then
    /// lower maximums.
    #[must_use]
    pub fn other_settings(&self) -> Vec<ScalingSetting> {
        let own = self.setting();
        let targets = std::iter::once(own.target_percent).chain(self.search.targets.iter().copied().map(Some));
        let bounds = std::iter::once(own.bounds).chain(self.search.bounds.iter().copied());
        let with_bounds = |target_percent| bounds.clone().map(move |bounds| ScalingSetting { target_percent, bounds });
        let mut settings: Vec<ScalingSetting> =
            targets.flat_map(with_bounds).filter(|setting| *setting != own).collect();
        let target = |setting: &ScalingSetting| setting.target_percent.unwrap_or(0.0);
        settings
            .sort_by(|left, right| target(right).total_cmp(&target(left)).then_with(|| left.bounds.cmp(&right.bounds)));
        settings.dedup();
        settings
    }

    /// Raises the minimum that the scenario gives; of what floats, targets and maximums stay.
    pub fn raise_minimum(&mut self, min_tasks: u32) {
        self.min_tasks = min_tasks;
        self.search.bounds.iter_mut().for_each(|bounds| bounds.min_tasks = min_tasks);
        self.search.bounds.retain(|bounds| bounds.min_tasks <= bounds.max_tasks);
    }

    /// Raises the maximum that the scenario gives; of what floats, targets and minimums stay.
    pub fn raise_maximum(&mut self, max_tasks: u32) {
        self.max_tasks = max_tasks;
        self.search.bounds.iter_mut().for_each(|bounds| bounds.max_tasks = max_tasks);
        self.search.bounds.retain(|bounds| bounds.min_tasks <= bounds.max_tasks);
    }
}

impl Service {
    /// The same service with its scaling set to other values; a fixed count stays.
    #[must_use]
    pub fn scaled_to(&self, setting: ScalingSetting) -> Self {
        let count = match &self.count {
            TaskCount::Scaled(scaling) => TaskCount::Scaled(scaling.set_to(setting)),
            TaskCount::Fixed(count) => TaskCount::Fixed(*count),
        };
        Self { count, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Resolution;

    fn policy(metric: TargetMetric, target: f64) -> TargetTracking {
        TargetTracking {
            metric,
            target,
            resolution: Resolution::Standard,
            scale_out_cooldown_seconds: 300,
            scale_in_cooldown_seconds: 300,
            disable_scale_in: false,
        }
    }

    fn bounds(min_tasks: u32, max_tasks: u32) -> TaskBounds {
        TaskBounds { min_tasks, max_tasks }
    }

    fn scaling(targets: &[f64], others: &[TaskBounds]) -> Scaling {
        Scaling {
            min_tasks: 2,
            max_tasks: 20,
            target_tracking: vec![policy(TargetMetric::RequestsPerTarget, 900.0), policy(TargetMetric::Cpu, 60.0)],
            search: ScalingSearch { targets: targets.to_vec(), bounds: others.to_vec(), left_out: 0 },
            ..Scaling::with_aws_defaults()
        }
    }

    fn settings(scaling: &Scaling) -> Vec<(f64, u32, u32)> {
        let of = |one: ScalingSetting| (one.target_percent.unwrap(), one.bounds.min_tasks, one.bounds.max_tasks);
        scaling.other_settings().into_iter().map(of).collect()
    }

    #[test]
    fn other_settings_come_with_the_higher_target_the_lower_minimum_and_the_lower_maximum_first() {
        let found = settings(&scaling(&[70.0, 50.0], &[bounds(1, 40), bounds(1, 20), bounds(1, 20)]));
        let all = |target| [(target, 1, 20), (target, 1, 40), (target, 2, 20)];
        assert_eq!(found, [all(70.0).to_vec(), all(60.0)[..2].to_vec(), all(50.0).to_vec()].concat());
        assert_eq!(settings(&scaling(&[], &[])), []);
        assert_eq!(settings(&scaling(&[60.0], &[bounds(2, 20)])), [], "the scenario's own is no other");
    }

    #[test]
    fn a_target_goes_to_the_first_policy_with_a_percentage() {
        let set = scaling(&[70.0], &[]).set_to(ScalingSetting { target_percent: Some(70.0), bounds: bounds(1, 3) });
        let targets: Vec<f64> = set.target_tracking.iter().map(|policy| policy.target).collect();
        assert_eq!(targets, [900.0, 70.0]);
        assert_eq!((set.bounds(), set.search.floats()), (bounds(1, 3), false));
    }

    #[test]
    fn what_floats_keeps_a_raised_bound_and_loses_what_contradicts_it() {
        let mut raised = scaling(&[], &[bounds(1, 20), bounds(1, 40), bounds(2, 40)]);
        raised.raise_minimum(30);
        assert_eq!((raised.bounds(), settings(&raised)), (bounds(30, 20), vec![(60.0, 30, 40)]));
        let mut raised = scaling(&[], &[bounds(1, 20), bounds(1, 40), bounds(2, 40)]);
        raised.raise_maximum(50);
        assert_eq!((raised.bounds(), settings(&raised)), (bounds(2, 50), vec![(60.0, 1, 50)]));
    }
}
