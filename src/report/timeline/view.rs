//! [`TimelineView`]: one option over a window, before it is written in any format.

use super::decision_view::{DecisionView, decisions_of, instance_decisions};
use super::rows::{RowKind, RowLength, TimelineRow, instances_row, workload_row};
use super::window::Window;
use crate::capacity::InstanceDecision;
use crate::comparison::{CapacityTimeline, InstanceHistory, OptionId, Outcome, ServiceOutcome, WorkloadTimeline};
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
    pub(super) instances: &'a [InstanceHistory],
    instance_decisions: &'a [InstanceDecision],
    pub(super) first_minute: i64,
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
        let CapacityTimeline { workloads, instances, instance_decisions } = &outcome.timeline;
        let pairs = outcome.services.iter().zip(workloads);
        let chosen = pairs.filter(|(_, timeline)| workload.is_none_or(|name| timeline.name() == name)).collect();
        let first_minute = workloads.iter().find_map(first_minute).unwrap_or(window.from / 60);
        Self { scenario, option, window, rows, workloads: chosen, instances, instance_decisions, first_minute }
    }

    /// Every row: in order of time, then services, jobs and instances.
    pub fn rows(&self) -> impl Iterator<Item = TimelineRow<'a>> {
        let workloads: Vec<&'a WorkloadTimeline> = self.workloads.iter().map(|(_, timeline)| *timeline).collect();
        let (instances, first_minute) = (self.instances, self.first_minute);
        self.rows.spans(self.window).flat_map(move |span| {
            let of_workloads: Vec<TimelineRow<'a>> =
                workloads.iter().map(|workload| workload_row(workload, span)).collect();
            let of_instances = instances.iter().map(move |group| instances_row(group, first_minute, span));
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
        decisions.extend(instance_decisions(self.instances, self.instance_decisions, self.window));
        decisions.sort_by_key(|decision| decision.second);
        decisions
    }

    /// A view of one workload.
    #[must_use]
    pub fn only(&self, name: &str) -> Self {
        let mut view = self.clone();
        view.workloads.retain(|(_, timeline)| timeline.name() == name);
        view
    }

    /// The unit that the demand of a workload is in.
    pub(super) fn unit_of(&self, kind: RowKind, name: &str) -> Option<&'static str> {
        let is_it = |(_, timeline): &&(_, &WorkloadTimeline)| kind != RowKind::Instances && timeline.name() == name;
        self.workloads.iter().find(is_it).and_then(|(_, timeline)| unit_name(timeline))
    }
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
pub(super) fn unit_words(workload: &WorkloadTimeline) -> Option<&'static str> {
    unit_name(workload).map(|name| if name == "vcpu" { "vCPU" } else { "requests per second" })
}
