//! [`TimelineView`]: one option over a window, before it is written in any format.

use super::decision_view::{DecisionView, decisions_of, instance_decisions};
use super::rows::{RowKind, RowLength, TimelineRow, instances_row, workload_row};
use super::window::Window;
use crate::comparison::{
    CapacityTimeline, InstanceHistory, OptionId, Outcome, ServiceOutcome, SpotRuns, WorkloadTimeline,
};
use crate::scenario::{DemandUnit, Scenario};

/// The version of the JSON's shape; it changes when a reader would have to.
pub const TIMELINE_SCHEMA_VERSION: &str = "1";

/// One option over a window: some of its workloads, and its instances.
#[derive(Clone, Debug)]
pub struct TimelineView<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The option.
    pub option: OptionId,
    /// What is shown.
    pub window: Window,
    /// How long rows are.
    pub rows: RowLength,
    pub(super) workloads: Vec<(&'a ServiceOutcome, &'a WorkloadTimeline)>,
    /// The instances under the workloads that are shown.
    pub(super) instances: &'a [InstanceHistory],
    /// The place of the first of them in the timeline.
    first_group: usize,
    timeline: &'a CapacityTimeline,
    pub(super) first_minute: i64,
    pub(super) sample: Option<&'a SpotRuns>,
}

impl<'a> TimelineView<'a> {
    /// The timeline of an option, with one workload or all.
    #[must_use]
    pub fn new(
        scenario: &'a Scenario,
        (option, outcome): (OptionId, &'a Outcome),
        workload: Option<&str>,
        window: Window,
        rows: RowLength,
    ) -> Self {
        let timeline = &outcome.timeline;
        let workloads = &timeline.workloads;
        let first_minute = workloads.iter().find_map(first_minute).unwrap_or(window.from / 60);
        let view = Self {
            scenario,
            option,
            window,
            rows,
            workloads: outcome.services.iter().zip(workloads).collect(),
            instances: &timeline.instances,
            first_group: 0,
            timeline,
            first_minute,
            sample: None,
        };
        workload.map_or_else(|| view.clone(), |name| view.only(name))
    }

    /// The same with the Spot interruptions that its outcome's timeline suffers.
    #[must_use]
    pub fn with_sample(self, sample: &'a SpotRuns) -> Self {
        Self { sample: Some(sample), ..self }
    }

    /// Every row: in order of time, then services, jobs and instances.
    pub fn rows(&self) -> impl Iterator<Item = TimelineRow<'a>> {
        let workloads: Vec<&'a WorkloadTimeline> = self.workloads.iter().map(|(_, timeline)| *timeline).collect();
        let (first_minute, sample) = (self.first_minute, self.sample);
        let (instances, first_group, timeline) = (self.instances, self.first_group, self.timeline);
        self.rows.spans(self.window).flat_map(move |span| {
            let workload = |workload: &&'a WorkloadTimeline| TimelineRow {
                interrupted: sample.map(|sample| counted_in(restarts_of(sample, workload.name()), span)),
                ..workload_row(workload, span)
            };
            let of_workloads: Vec<TimelineRow<'a>> = workloads.iter().map(workload).collect();
            let of_instances = instances.iter().enumerate().map(move |(index, group)| TimelineRow {
                cluster: timeline.cluster_of(first_group + index),
                interrupted: sample.map(|sample| counted_in(interruptions_of(sample, first_group + index), span)),
                ..instances_row(group, first_minute, span)
            });
            of_workloads.into_iter().chain(of_instances)
        })
    }

    /// The decisions that changed desired tasks or instances inside the window, in order of time.
    #[must_use]
    pub fn decisions(&self) -> Vec<DecisionView> {
        let of_services = self.workloads.iter().filter_map(|(_, timeline)| match timeline {
            WorkloadTimeline::Service(service) => Some(decisions_of(service, self.window)),
            WorkloadTimeline::Job { .. } => None,
        });
        let mut decisions: Vec<DecisionView> = of_services.flatten().collect();
        let shown = self.first_group..self.first_group + self.instances.len();
        for cluster in self.timeline.instance_decisions.iter().filter(|cluster| shown.contains(&cluster.groups.start)) {
            let groups = &self.timeline.instances[cluster.groups.clone()];
            decisions.extend(instance_decisions(groups, &cluster.decisions, self.window));
        }
        decisions.sort_by_key(|decision| decision.second);
        decisions
    }

    /// When tasks of the first workload are interrupted inside the window.
    pub(super) fn tasks_interrupted(&self) -> Vec<i64> {
        let name = self.workloads.first().map_or("", |(outcome, _)| &outcome.name);
        self.interrupted(|sample| restarts_of(sample, name).iter().collect())
    }

    /// When instances are interrupted inside the window, in order of time.
    pub(super) fn instances_interrupted(&self) -> Vec<i64> {
        self.interrupted(|sample| sample.first.interrupted.iter().flatten().collect())
    }

    fn interrupted<'s>(&self, of: impl FnOnce(&'s SpotRuns) -> Vec<&'s (i64, u32)>) -> Vec<i64>
    where
        'a: 's,
    {
        let Some(sample) = self.sample else { return Vec::new() };
        let mut seconds: Vec<i64> = of(sample).into_iter().map(|&(second, _)| second).collect();
        seconds.retain(|&second| self.window.holds(second));
        seconds.sort_unstable();
        seconds
    }

    /// A view of one workload and the instances that hold its tasks.
    #[must_use]
    pub fn only(&self, name: &str) -> Self {
        let mut view = self.clone();
        view.workloads.retain(|(_, timeline)| timeline.name() == name);
        if let Some(place) = self.timeline.workloads.iter().position(|timeline| timeline.name() == name) {
            let groups = self.timeline.groups_under(place);
            view.first_group = groups.start;
            view.instances = &self.timeline.instances[groups];
        }
        view
    }

    /// The unit that the demand of a workload is in.
    pub(super) fn unit_of(&self, kind: RowKind, name: &str) -> Option<&'static str> {
        let is_it = |(_, timeline): &&(_, &WorkloadTimeline)| kind != RowKind::Instances && timeline.name() == name;
        self.workloads.iter().find(is_it).and_then(|(_, timeline)| unit_name(timeline))
    }
}

/// When tasks of a workload are interrupted in a sampled run.
pub(super) fn restarts_of<'s>(sample: &'s SpotRuns, workload: &str) -> &'s [(i64, u32)] {
    let found = sample.first.restarts.iter().find(|restarts| restarts.workload == workload);
    found.map_or(&[], |restarts| &restarts.counts)
}

/// When instances of a group are interrupted in a sampled run.
fn interruptions_of(sample: &SpotRuns, group: usize) -> &[(i64, u32)] {
    sample.first.interrupted.get(group).map_or(&[], Vec::as_slice)
}

/// How many of them are in a span.
pub(super) fn counted_in(counts: &[(i64, u32)], span: Window) -> u32 {
    let first = counts.partition_point(|&(second, _)| second < span.from);
    counts[first..].iter().take_while(|&&(second, _)| second < span.to).map(|&(_, count)| count).sum()
}

fn first_minute(workload: &WorkloadTimeline) -> Option<i64> {
    match workload {
        WorkloadTimeline::Service(service) => Some(service.first_minute),
        WorkloadTimeline::Job { .. } => None,
    }
}

/// `requests_per_second` or `vcpu`; `None` without traffic.
pub(super) fn unit_name(workload: &WorkloadTimeline) -> Option<&'static str> {
    match workload {
        WorkloadTimeline::Service(service) => service.unit.map(|unit| match unit {
            DemandUnit::RequestsPerSecond | DemandUnit::Requests => "requests_per_second",
            DemandUnit::Vcpu => "vcpu",
        }),
        WorkloadTimeline::Job { .. } => None,
    }
}

/// The unit in words: `requests per second`, `vCPU`.
pub(in crate::report) fn unit_words(workload: &WorkloadTimeline) -> Option<&'static str> {
    unit_name(workload).map(|name| if name == "vcpu" { "vCPU" } else { "requests per second" })
}
