//! [`TimelineRow`]: what one workload or instance group did in one minute or hour.

use super::window::Window;
use crate::capacity::{MinuteServed, Steps, TaskWork};
use crate::comparison::{InstanceHistory, ServiceHistory, WorkloadTimeline};

/// How long a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowLength {
    /// One minute.
    Minute,
    /// One clock hour, or the part of it inside the window.
    Hour,
}

impl RowLength {
    /// Its seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
        }
    }

    /// `minute` or `hour`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
        }
    }

    /// The spans of rows in a window: they end at whole minutes or clock hours (UTC).
    pub(super) fn spans(self, window: Window) -> impl Iterator<Item = Window> {
        let end_of = move |from: i64| ((from.div_euclid(self.seconds()) + 1) * self.seconds()).min(window.to);
        let first = Some(window.from).filter(|&from| from < window.to);
        let starts = std::iter::successors(first, move |&from| Some(end_of(from)).filter(|&next| next < window.to));
        starts.map(move |from| Window { from, to: end_of(from) })
    }
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A service.
    Service,
    /// A job.
    Job,
    /// The instances of a group.
    Instances,
}

/// One row. Rates are means over the row, in requests per second or vCPU.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimelineRow<'a> {
    /// Its span.
    pub span: Window,
    /// What it is about.
    pub kind: RowKind,
    /// The service, the job or the instance type.
    pub name: &'a str,
    /// Of instances, the service or the cluster that they are for, if not for all.
    pub cluster: Option<&'a str>,
    /// Demand, served, not served and what the serving tasks could serve; `None` without traffic.
    pub load: Option<Load>,
    /// Desired tasks, mean and most; `None` for what is not scaled.
    pub desired: Option<(f64, u32)>,
    /// Serving tasks, mean and least.
    pub serving: Option<(f64, u32)>,
    /// Seconds of running tasks or instances: what is billed, or holds a place.
    pub running_seconds: i64,
    /// Mean CPU utilisation of the serving tasks, percent.
    pub cpu_percent: Option<f64>,
    /// The least CPU credits of any instance.
    pub cpu_credits: Option<f64>,
    /// Tasks or instances that Spot interrupts in it; `None` unless that is sampled.
    pub interrupted: Option<u32>,
}

/// Demand and what became of it, per second or in vCPU.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// What arrived.
    pub demand: f64,
    /// What was served.
    pub served: f64,
    /// What was turned away.
    pub not_served: f64,
    /// What waits when the row ends: requests, or vCPU-seconds.
    pub waiting: f64,
    /// What the serving tasks could have served; `None` when one task's capacity is not known.
    pub capacity: Option<f64>,
}

impl TimelineRow<'_> {
    /// Mean running tasks or instances.
    #[must_use]
    pub fn running(&self) -> f64 {
        self.running_seconds as f64 / self.span.seconds() as f64
    }
}

/// A workload in a span of whole minutes.
pub(super) fn workload_row(workload: &WorkloadTimeline, span: Window) -> TimelineRow<'_> {
    let running_seconds = workload.running().total_seconds(span.from, span.to);
    let bare = TimelineRow {
        span,
        kind: RowKind::Job,
        name: workload.name(),
        cluster: None,
        load: None,
        desired: None,
        serving: None,
        running_seconds,
        cpu_percent: None,
        cpu_credits: None,
        interrupted: None,
    };
    let WorkloadTimeline::Service(service) = workload else { return bare };
    let sums = Sums::of(service, span);
    TimelineRow {
        kind: RowKind::Service,
        load: service.unit.map(|_| sums.load(service, span)),
        desired: Some((mean(&service.capacity.desired, span), service.capacity.desired.extremes(span.from, span.to).1)),
        serving: Some((mean(&service.capacity.serving, span), service.capacity.serving.extremes(span.from, span.to).0)),
        cpu_percent: sums.cpu_percent(service),
        ..bare
    }
}

/// An instance group in a span of whole minutes, `first_minute` being that of its series.
pub(super) fn instances_row(group: &InstanceHistory, first_minute: i64, span: Window) -> TimelineRow<'_> {
    let credits = minutes(span).filter_map(|minute| at(group.credits.as_deref()?, first_minute, minute));
    let least = credits.reduce(f32::min);
    TimelineRow {
        span,
        kind: RowKind::Instances,
        name: &group.instance_type,
        cluster: None,
        load: None,
        desired: None,
        serving: None,
        running_seconds: group.running.total_seconds(span.from, span.to),
        cpu_percent: None,
        cpu_credits: least.map(f64::from),
        interrupted: None,
    }
}

fn mean(steps: &Steps, span: Window) -> f64 {
    steps.total_seconds(span.from, span.to) as f64 / span.seconds() as f64
}

/// The minutes that a span touches.
fn minutes(span: Window) -> std::ops::Range<i64> {
    span.from.div_euclid(60)..(span.to + 59).div_euclid(60)
}

/// The value of a series that begins with `first_minute`.
fn at<T: Copy>(series: &[T], first_minute: i64, minute: i64) -> Option<T> {
    series.get(usize::try_from(minute - first_minute).ok()?).copied()
}

/// Sums over the seconds of a span.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    demand: f64,
    served: f64,
    not_served: f64,
    waiting: f64,
    serving_seconds: f64,
    cpu_percent_seconds: f64,
}

impl Sums {
    fn of(service: &ServiceHistory, span: Window) -> Self {
        let mut sums = Self::default();
        for minute in minutes(span) {
            let demand = at(&service.demand, service.first_minute, minute).unwrap_or(0.0);
            let known = service.minutes.as_deref().and_then(|minutes| at(minutes, service.first_minute, minute));
            for (from, to, tasks) in service.capacity.serving.runs(minute * 60, minute * 60 + 60) {
                let served = served_by(tasks, demand, service.work);
                let follows = MinuteServed { served, not_served: demand - served, waiting: 0.0 };
                sums.add((to - from) as f64, tasks, demand, known.unwrap_or(follows), service.work);
            }
        }
        sums
    }

    fn add(&mut self, seconds: f64, tasks: u32, demand: f64, minute: MinuteServed, work: TaskWork) {
        self.demand += demand * seconds;
        self.served += minute.served * seconds;
        self.not_served += minute.not_served * seconds;
        self.waiting = minute.waiting;
        let tasks = f64::from(tasks);
        if tasks > 0.0 {
            self.serving_seconds += tasks * seconds;
            self.cpu_percent_seconds += tasks * seconds * work.cpu_percent(minute.served / tasks);
        }
    }

    fn load(&self, service: &ServiceHistory, span: Window) -> Load {
        let seconds = span.seconds() as f64;
        let capacity = service.work.capacity;
        Load {
            demand: self.demand / seconds,
            served: self.served / seconds,
            not_served: self.not_served.max(0.0) / seconds,
            waiting: self.waiting,
            capacity: capacity.is_finite().then(|| self.serving_seconds * capacity / seconds),
        }
    }

    fn cpu_percent(&self, service: &ServiceHistory) -> Option<f64> {
        let is_known = service.unit.is_some() && service.work.capacity.is_finite() && self.serving_seconds > 0.0;
        is_known.then(|| self.cpu_percent_seconds / self.serving_seconds)
    }
}

/// What `tasks` serve of a demand (rule S8).
fn served_by(tasks: u32, demand: f64, work: TaskWork) -> f64 {
    if tasks == 0 { 0.0 } else { demand.min(f64::from(tasks) * work.capacity) }
}
