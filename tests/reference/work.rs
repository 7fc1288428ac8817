//! What one task of a size can do (rules W1 to W6), and how many there may be (rule S12).

use ecsplan::pricing::{InstanceType, PriceBook};
use ecsplan::scenario::{
    Architecture, CpuLimit, LatencyObjective, MeasuredOn, Scaling, Scenario, Service, TargetMetric, TaskSize, Work,
};

/// What a task would run on.
#[derive(Clone, Copy)]
pub(crate) enum Hardware<'a> {
    Fargate(Architecture),
    Instance { one: &'a InstanceType, tasks_alone: u32 },
}

impl Hardware<'_> {
    pub(crate) fn architecture(&self) -> Architecture {
        match self {
            Self::Fargate(architecture) => *architecture,
            Self::Instance { one, .. } => one.architecture,
        }
    }
}

/// ⌈x⌉ of a computed float.
pub(crate) fn ceil(x: f64) -> u32 {
    (x - 1e-9).ceil().max(0.0) as u32
}

/// One task at work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    /// Requests per second that it sustains.
    pub(crate) q: f64,
    /// Requests that it works on at once.
    workers: u32,
    vcpu: f64,
    /// vCPU-seconds per request; none when throughput was measured.
    cost: Option<f64>,
    idle: f64,
    cpu_cap: f64,
    memory: f64,
    memory_per_request: f64,
    memory_mib: f64,
}

impl Task {
    pub(crate) fn cpu_percent(&self, tasks: f64, served: f64) -> f64 {
        match self.cost {
            Some(cost) => (100.0 * (served * cost / tasks + self.idle) / self.vcpu).min(self.cpu_cap),
            None => (100.0 * served / (tasks * self.q)).min(100.0),
        }
    }

    pub(crate) fn memory_percent(&self, tasks: f64, served: f64) -> f64 {
        (100.0 * (self.memory + self.memory_per_request * served / tasks) / self.memory_mib).min(100.0)
    }

    /// The least count that keeps a metric at its target (rule S15).
    pub(crate) fn count_for(&self, metric: TargetMetric, target: f64, load: f64) -> Option<u32> {
        let (per_unit, idle) = match (metric, self.cost) {
            (TargetMetric::Cpu, Some(cost)) => (100.0 * cost / self.vcpu, 100.0 * self.idle / self.vcpu),
            (TargetMetric::Cpu, None) => (100.0 / self.q, 0.0),
            (TargetMetric::Memory, _) => {
                (100.0 * self.memory_per_request / self.memory_mib, 100.0 * self.memory / self.memory_mib)
            }
            (TargetMetric::RequestsPerTarget, _) => (60.0, 0.0),
        };
        (target > idle).then(|| ceil(per_unit * load / (target - idle)))
    }

    /// The most requests per second that are answered in time (rule Q3); none when even a lone one is too slow.
    pub(crate) fn rate_in_time(&self, objective: &LatencyObjective) -> Option<f64> {
        if self.q == f64::INFINITY {
            return Some(f64::INFINITY);
        }
        let c = f64::from(self.workers);
        let mu = self.q / c;
        let t = objective.max_ms / 1_000.0;
        let share = 1.0 - objective.percentile / 100.0;
        let too_long = |lambda: f64| {
            let load = lambda / mu;
            let mut b = 1.0;
            for k in 1..=self.workers {
                b = load * b / (f64::from(k) + load * b);
            }
            let wait = b / (1.0 - load / c * (1.0 - b));
            let theta = c * mu - lambda;
            let fraction = if ((theta - mu) * t).abs() < 1e-9 {
                t * (-mu * t).exp()
            } else {
                ((-mu * t).exp() - (-theta * t).exp()) / (theta - mu)
            };
            (-mu * t).exp() + wait * mu * fraction > share
        };
        if (-mu * t).exp() > share {
            return None;
        }
        let (mut low, mut high) = (0.0, self.q);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if too_long(middle) { high = middle } else { low = middle }
        }
        Some(low)
    }
}

pub(crate) fn speed(scenario: &Scenario, book: &PriceBook, measured_on: &MeasuredOn, hardware: Hardware<'_>) -> f64 {
    let f = |key: &str| scenario.performance.get(key).copied();
    let of_architecture = |one: Architecture| f(one.name()).unwrap_or(1.0);
    let candidate = match hardware {
        Hardware::Fargate(architecture) => of_architecture(architecture) * f("fargate").unwrap_or(1.0),
        Hardware::Instance { one, .. } => f(one.family()).unwrap_or_else(|| of_architecture(one.architecture)),
    };
    let measured = match measured_on {
        MeasuredOn::Unspecified => 1.0,
        MeasuredOn::Architecture(architecture) => of_architecture(*architecture),
        MeasuredOn::Fargate => f("fargate").unwrap_or(1.0),
        MeasuredOn::Family(family) => f(family).unwrap_or_else(|| {
            let of_family = book.instance_types().iter().find(|one| one.family() == family);
            of_family.map_or(1.0, |one| of_architecture(one.architecture))
        }),
    };
    candidate / measured
}

/// The task at work, or none when the size is infeasible.
pub(crate) fn task(
    scenario: &Scenario,
    book: &PriceBook,
    service: &Service,
    size: TaskSize,
    hardware: Hardware<'_>,
) -> Option<Task> {
    let usable = |v: f64| match hardware {
        Hardware::Instance { one, tasks_alone } if service.cpu_limit == CpuLimit::Shared && tasks_alone > 0 => {
            v.max(f64::from(one.vcpu) / f64::from(tasks_alone))
        }
        _ => v,
    };
    let at_work = |v: f64| task_using(scenario, book, service, size, hardware, v);
    // W5 looks at the task's own vCPU, W3 and W4 at what it may use.
    let own = at_work(size.vcpu())?;
    let in_flight = service.workload.memory_mib_per_concurrent_request * service.workload.latency_ms / 1_000.0;
    let for_requests = if in_flight == 0.0 { 0 } else { ceil(in_flight * own.q) };
    let standing = service.workload.memory_mib.unwrap_or(0) + service.workload.sidecar_memory_mib;
    if u64::from(size.memory_mib) < u64::from(standing) + u64::from(for_requests) {
        return None;
    }
    at_work(usable(size.vcpu()))
}

fn task_using(
    scenario: &Scenario,
    book: &PriceBook,
    service: &Service,
    size: TaskSize,
    hardware: Hardware<'_>,
    v: f64,
) -> Option<Task> {
    let workload = &service.workload;
    let s = speed(scenario, book, &workload.measured_on, hardware);
    let a = (v - workload.sidecar_vcpu).min(workload.max_vcpu_per_task.unwrap_or(f64::MAX)) - workload.baseline_vcpu;
    let (q, cost) = match &workload.work {
        Work::Measured(results) => {
            let tested =
                |one: &&ecsplan::scenario::Throughput| one.size == size && one.architecture == hardware.architecture();
            (results.iter().find(tested)?.requests_per_second, None)
        }
        Work::Unknown => (f64::INFINITY, Some(0.0)),
        _ if a <= 0.0 => return None,
        Work::CpuMsPerRequest(ms) => (a / (ms / 1_000.0 / s), Some(ms / 1_000.0 / s)),
        Work::VcpuDemand => (a / (1.0 / s), Some(1.0 / s)),
    };
    Some(Task {
        q,
        workers: (v.min(workload.max_vcpu_per_task.unwrap_or(v)).floor() as u32).max(1),
        vcpu: size.vcpu(),
        cost,
        idle: workload.baseline_vcpu + workload.sidecar_vcpu,
        cpu_cap: 100.0 * v / size.vcpu(),
        memory: f64::from(workload.memory_mib.unwrap_or(0) + workload.sidecar_memory_mib),
        memory_per_request: workload.memory_mib_per_concurrent_request * workload.latency_ms / 1_000.0,
        memory_mib: f64::from(size.memory_mib),
    })
}

/// The maximum of tasks of a size, for a maximum as the scenario gives it.
pub(crate) fn maximum(scaling: &Scaling, given: u32, size: TaskSize) -> u32 {
    let u = u64::from(size.cpu_units);
    let most = match (scaling.max_cpu_units, scaling.reference_cpu_units) {
        (Some(units), _) => units.div_ceil(u),
        (None, Some(reference)) => (u64::from(given) * u64::from(reference)).div_ceil(u),
        (None, None) => u64::from(given),
    };
    u32::try_from(most).unwrap()
}
