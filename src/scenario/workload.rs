//! What a request costs in CPU and memory, and how long a task takes to start.

use super::TaskSize;

/// CPU architecture, named as ECS task definitions and instance tables name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Architecture {
    /// `x86_64`.
    #[serde(rename = "x86_64")]
    X86_64,
    /// `arm64`.
    Arm64,
}

impl Architecture {
    /// `x86_64` or `arm64`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        }
    }
}

/// Where the CPU per request was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasuredOn {
    /// Not said: speed 1.0 everywhere unless `[performance]` says otherwise.
    Unspecified,
    /// On an architecture.
    Architecture(Architecture),
    /// On an instance family such as `m7g`.
    Family(String),
    /// On Fargate.
    Fargate,
}

/// A load-test result: what one task of a size sustains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Throughput {
    /// The size tested.
    pub size: TaskSize,
    /// The architecture tested.
    pub architecture: Architecture,
    /// Requests per second that one task sustains.
    pub requests_per_second: f64,
}

/// How demand turns into CPU.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// Milliseconds of one vCPU per request.
    CpuMsPerRequest(f64),
    /// Measured requests per second per task, for the sizes measured only.
    Measured(Vec<Throughput>),
    /// The profile is in vCPU already.
    VcpuDemand,
    /// No demand is given: the task count is fixed and nothing is served or missed.
    Unknown,
}

/// The workload of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// Demand to CPU.
    pub work: Work,
    /// Where that was measured.
    pub measured_on: MeasuredOn,
    /// vCPU a task uses when idle; at least 0.
    pub baseline_vcpu: f64,
    /// The most vCPU the application in one task can use (1 for a single-threaded runtime).
    pub max_vcpu_per_task: Option<f64>,
    /// vCPU that sidecars use in every task.
    pub sidecar_vcpu: f64,
    /// Memory of the application in one task, MiB; `None` when the size is pinned and nothing is known.
    pub memory_mib: Option<u32>,
    /// Memory of the sidecars in one task, MiB.
    pub sidecar_memory_mib: u32,
    /// Memory for each request in flight, MiB.
    pub memory_mib_per_concurrent_request: f64,
    /// Time a request is in flight, milliseconds; used with the line above.
    pub latency_ms: f64,
    /// Seconds from the start of the image pull until a task serves.
    pub start_seconds: u32,
    /// The part of it that an instance with the image at hand saves.
    pub pull_seconds: u32,
    /// Seconds from the scaling decision to the start of the image pull on Fargate; not billed.
    pub provisioning_seconds: u32,
}
