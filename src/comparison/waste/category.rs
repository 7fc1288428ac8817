//! [`WasteCategory`]: what compute is paid for.

/// What a dollar of the compute bill is paid for; every dollar has one (rule WL1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WasteCategory {
    /// What demand used, at the option's own price; jobs.
    UsefulWork,
    /// CPU and memory that the task size has beyond what its work can use, and the last task of a count that is not full.
    TaskSize,
    /// Room on instances that no task can use, for want of another resource or of a whole task's worth.
    Fragmentation,
    /// Capacity kept free by targets below 100 %.
    Headroom,
    /// Capacity kept after demand fell; on instances also what placement spreads beyond the ideal packing.
    ScaleInTail,
    /// Tasks and instances that are billed before they serve.
    StartUp,
    /// Tasks that deployments run on top.
    DeploymentOverlap,
    /// Tasks and instances that minimums, fixed numbers and zones keep beyond what demand needs.
    AvailabilityFloor,
    /// Sidecars, daemons, and what instances keep for the agent and the operating system.
    AgentAndDaemons,
    /// Commitment bought and not used.
    UnusedCommitment,
    /// Image pulls through NAT gateways and interface endpoints.
    ImagePulls,
}

impl WasteCategory {
    /// Every category, useful work first, in the order of reports and of ties.
    pub const ALL: [Self; 11] = [
        Self::UsefulWork,
        Self::TaskSize,
        Self::Fragmentation,
        Self::Headroom,
        Self::ScaleInTail,
        Self::StartUp,
        Self::DeploymentOverlap,
        Self::AvailabilityFloor,
        Self::AgentAndDaemons,
        Self::UnusedCommitment,
        Self::ImagePulls,
    ];

    /// As results write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UsefulWork => "useful_work",
            Self::TaskSize => "task_size",
            Self::Fragmentation => "fragmentation",
            Self::Headroom => "headroom",
            Self::ScaleInTail => "scale_in_tail",
            Self::StartUp => "start_up",
            Self::DeploymentOverlap => "deployment_overlap",
            Self::AvailabilityFloor => "availability_floor",
            Self::AgentAndDaemons => "agent_and_daemons",
            Self::UnusedCommitment => "unused_commitment",
            Self::ImagePulls => "image_pulls",
        }
    }
}

/// An amount of capacity for each category, none negative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Amounts([f64; WasteCategory::ALL.len()]);

impl Amounts {
    /// All of one category.
    pub(super) fn of(category: WasteCategory, amount: f64) -> Self {
        let mut amounts = Self::default();
        amounts.add(category, amount);
        amounts
    }

    pub(super) fn add(&mut self, category: WasteCategory, amount: f64) {
        self.0[category as usize] += amount;
    }

    pub(super) fn get(&self, category: WasteCategory) -> f64 {
        self.0[category as usize]
    }

    pub(super) fn add_all(&mut self, more: &Self) {
        self.0.iter_mut().zip(more.0).for_each(|(sum, amount)| *sum += amount);
    }

    pub(super) fn times(&self, factor: f64) -> Self {
        Self(self.0.map(|amount| amount * factor))
    }

    pub(super) fn sum(&self) -> f64 {
        self.0.iter().sum()
    }

    /// Whole weights out of 2⁴⁰; `None` when there is nothing to weigh (rule WL2).
    pub(super) fn weights(&self) -> Option<[i128; WasteCategory::ALL.len()]> {
        let sum = self.sum();
        (sum > 0.0).then(|| self.0.map(|amount| (amount / sum * WEIGHT_PARTS).round_ties_even() as i128))
    }
}

/// Parts that the weights of a pool are counted in: 2⁴⁰.
const WEIGHT_PARTS: f64 = 1_099_511_627_776.0;
