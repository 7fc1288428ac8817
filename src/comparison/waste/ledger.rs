//! [`WasteLedger`]: the compute bill of an option by what it is paid for.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;

use super::category::{Amounts, WasteCategory};
use super::hosted::HostedNeed;
use super::hosting::Resource;
use super::pools::{Pool, pools};
use super::task_shares::TaskShares;
use super::task_states::{ServiceTasks, TasksKey};
use crate::capacity::Steps;
use crate::comparison::memo::Memo;
use crate::comparison::{Comparison, OptionId, Outcome, WorkloadTimeline};
use crate::money::{Money, split_by_weight};
use crate::parallel::each;
use crate::patience::Patience;
use crate::scenario::{LaunchType, Scenario, Service};
use crate::time::{MonthSpan, YearMonth};

/// The compute bill of one month span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasteMonth {
    /// The month.
    pub month: YearMonth,
    /// What each category costs, in the order of [`WasteCategory::ALL`].
    amounts: [Money; WasteCategory::ALL.len()],
}

impl WasteMonth {
    /// What a category costs.
    #[must_use]
    pub fn cost(&self, category: WasteCategory) -> Money {
        self.amounts[category as usize]
    }
}

/// What the compute bill of an option pays for; the categories sum to it exactly (rule WL1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WasteLedger {
    /// The month spans of the horizon, in order.
    pub months: Vec<WasteMonth>,
}

impl WasteLedger {
    /// What a category costs over the horizon.
    #[must_use]
    pub fn cost(&self, category: WasteCategory) -> Money {
        self.months.iter().map(|month| month.cost(category)).sum()
    }

    /// The compute bill: the sum of all categories.
    #[must_use]
    pub fn compute_bill(&self) -> Money {
        WasteCategory::ALL.into_iter().map(|category| self.cost(category)).sum()
    }

    /// The category besides useful work that costs most, with its cost; the earlier of two that cost the same.
    #[must_use]
    pub fn largest_waste(&self) -> Option<(WasteCategory, Money)> {
        let wasted = WasteCategory::ALL.into_iter().filter(|category| *category != WasteCategory::UsefulWork);
        let costs = wasted.map(|category| (category, self.cost(category))).filter(|(_, cost)| *cost > Money::ZERO);
        costs.reduce(|most, next| if next.1 > most.1 { next } else { most })
    }
}

/// The same of every option of a comparison that could be priced.
#[must_use]
pub fn waste_ledgers(scenario: &Scenario, comparison: &Comparison) -> BTreeMap<OptionId, WasteLedger> {
    let priced = comparison.options.iter().filter_map(|option| Some((option.id, option.outcome.as_ref().ok()?)));
    let priced: Vec<(OptionId, &Outcome)> = priced.collect();
    let known = KnownStates::default();
    let ledger = |(): &mut (), (id, outcome): &(OptionId, &Outcome)| Some((*id, ledger_of(scenario, outcome, &known)));
    each(Patience::ENDLESS.in_threads(THREADS), &priced, || (), ledger).into_iter().flatten().collect()
}

/// How many options are looked at side by side; there are not many, and each takes milliseconds.
const THREADS: NonZeroUsize = NonZeroUsize::new(4).unwrap();

/// What tasks that several options run alike are for, in a service's month from a second on.
type KnownStates = Memo<(usize, TasksKey, i64), Amounts>;

/// What the compute bill of an option of the scenario pays for (rules WL).
#[must_use]
pub fn waste_ledger(scenario: &Scenario, outcome: &Outcome) -> WasteLedger {
    ledger_of(scenario, outcome, &KnownStates::default())
}

fn ledger_of(scenario: &Scenario, outcome: &Outcome, known: &KnownStates) -> WasteLedger {
    let view = OptionCapacity::of(scenario, outcome, known);
    let month = |span: &MonthSpan| WasteMonth { month: span.month, amounts: view.month(span) };
    WasteLedger { months: scenario.horizon.months().iter().map(month).collect() }
}

/// A service or job as the ledger looks at it.
enum Workload<'a> {
    Service(&'a Service, ServiceTasks<'a>),
    Job(&'a Steps),
}

/// An option's capacity over the horizon.
struct OptionCapacity<'a> {
    scenario: &'a Scenario,
    outcome: &'a Outcome,
    workloads: Vec<Workload<'a>>,
    hosted: Vec<HostedNeed<'a>>,
    known: &'a KnownStates,
}

impl<'a> OptionCapacity<'a> {
    fn of(scenario: &'a Scenario, outcome: &'a Outcome, known: &'a KnownStates) -> Self {
        let workload = |(index, timeline): (usize, &'a WorkloadTimeline)| match timeline {
            WorkloadTimeline::Service(history) => {
                let (service, result) = (&scenario.services[index], &outcome.services[index]);
                let tasks = ServiceTasks::of(scenario, service, result, history, is_on_instances(result.launch_type));
                Workload::Service(service, tasks)
            }
            WorkloadTimeline::Job { tasks, .. } => Workload::Job(tasks),
        };
        let workloads = outcome.timeline.workloads.iter().enumerate().map(workload).collect();
        let hosted = outcome.timeline.hosting.iter().map(HostedNeed::of).collect();
        Self { scenario, outcome, workloads, hosted, known }
    }

    fn month(&self, span: &MonthSpan) -> [Money; WasteCategory::ALL.len()] {
        let first = self.scenario.horizon.first_minute() * 60 + i64::from(span.first_hour) * 3_600;
        let seconds = first..first + i64::from(span.hours) * 3_600;
        let states: Vec<Amounts> = (0..self.workloads.len()).map(|index| self.states(index, &seconds)).collect();
        let mut costs = [Money::ZERO; WasteCategory::ALL.len()];
        for (pool, paid) in pools(self.scenario, self.outcome, span) {
            let parts = split_by_weight(paid, &self.weights(pool, &states, &seconds));
            costs.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
        costs
    }

    fn states(&self, index: usize, seconds: &Range<i64>) -> Amounts {
        match &self.workloads[index] {
            Workload::Service(_, tasks) => {
                self.known.of(&(index, tasks.key(), seconds.start), || tasks.states(seconds))
            }
            Workload::Job(tasks) => {
                Amounts::of(WasteCategory::UsefulWork, tasks.total_seconds(seconds.start, seconds.end) as f64)
            }
        }
    }

    fn weights(&self, pool: Pool, states: &[Amounts], seconds: &Range<i64>) -> [i128; WasteCategory::ALL.len()] {
        let amounts = match pool {
            Pool::Fargate { workload, resource } => {
                states.get(workload).map_or_else(Amounts::default, |tasks| self.fargate(workload, resource, tasks))
            }
            Pool::Deployments => Amounts::of(WasteCategory::DeploymentOverlap, 1.0),
            Pool::Instances(hosting) => self.instances(hosting, states, seconds),
            Pool::Unused => Amounts::of(WasteCategory::UnusedCommitment, 1.0),
            Pool::Pulls => Amounts::of(WasteCategory::ImagePulls, 1.0),
        };
        // What is paid for without any task in the month is kept for its own sake.
        let idle = || Amounts::of(WasteCategory::AvailabilityFloor, 1.0).weights();
        amounts.weights().or_else(idle).expect("a weight of 1 is above zero")
    }

    fn fargate(&self, workload: usize, resource: Resource, tasks: &Amounts) -> Amounts {
        let size = self.outcome.services[workload].task_size;
        let held = match resource {
            Resource::Cpu => f64::from(size.cpu_units),
            Resource::Memory => f64::from(size.memory_mib),
        };
        self.shares(workload, resource, held).apply(tasks)
    }

    fn shares(&self, workload: usize, resource: Resource, held: f64) -> TaskShares {
        match &self.workloads[workload] {
            Workload::Service(service, tasks) => {
                let size = self.outcome.services[workload].task_size;
                TaskShares::of(service, size, tasks.work(), resource, held)
            }
            Workload::Job(_) => TaskShares::WHOLE,
        }
    }

    /// What the instances of a hosting are for: what tasks reserve, by what these are for, and the rest.
    fn instances(&self, index: usize, states: &[Amounts], seconds: &Range<i64>) -> Amounts {
        let Some(hosting) = self.outcome.timeline.hosting.get(index) else { return Amounts::default() };
        let resource = hosting.binding(seconds);
        let mut amounts = self.hosted[index].idle(resource, seconds);
        for tasks in &hosting.tasks {
            let each = resource.of_task(tasks.footprint);
            let places = tasks.places.total_seconds(seconds.start, seconds.end) as f64;
            let own = states[tasks.workload];
            let on_top = self.workloads[tasks.workload].deployment_seconds(seconds);
            let part = if own.sum() > 0.0 { (places - on_top) / own.sum() } else { 0.0 };
            amounts.add(WasteCategory::DeploymentOverlap, on_top * each);
            amounts.add_all(&self.shares(tasks.workload, resource, each).apply(&own.times(part)).times(each));
        }
        amounts
    }
}

impl Workload<'_> {
    /// Task-seconds that deployments hold on instances.
    fn deployment_seconds(&self, seconds: &Range<i64>) -> f64 {
        match self {
            Self::Service(_, tasks) => tasks.deployment_seconds(seconds),
            Self::Job(_) => 0.0,
        }
    }
}

/// Whether all tasks of a launch type hold places on instances.
const fn is_on_instances(launch_type: LaunchType) -> bool {
    matches!(
        launch_type,
        LaunchType::Ec2
            | LaunchType::Ec2Spot
            | LaunchType::ManagedInstances
            | LaunchType::ManagedInstancesSpot
            | LaunchType::External
    )
}
