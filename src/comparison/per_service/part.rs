//! [`Part`]: services and jobs that run together, or one by itself, as a scenario of their own (rule PS1).

use crate::comparison::option::Outcome;
use crate::scenario::{Architecture, LaunchType, Scenario};

/// Where a part runs: a launch type, on Fargate with its architecture; in the order of rule O1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PartLaunch {
    pub(super) launch_type: LaunchType,
    /// `None` on EC2, where the instance type has one.
    pub(super) architecture: Option<Architecture>,
}

impl PartLaunch {
    /// Everything that a part can run on, in order.
    pub(super) const ALL: [Self; 6] = [
        Self { launch_type: LaunchType::Fargate, architecture: Some(Architecture::X86_64) },
        Self { launch_type: LaunchType::Fargate, architecture: Some(Architecture::Arm64) },
        Self { launch_type: LaunchType::FargateSpot, architecture: Some(Architecture::X86_64) },
        Self { launch_type: LaunchType::FargateSpot, architecture: Some(Architecture::Arm64) },
        Self::EC2,
        Self::EC2_SPOT,
    ];

    /// A cluster on demand.
    pub(super) const EC2: Self = Self { launch_type: LaunchType::Ec2, architecture: None };

    /// A cluster on Spot.
    pub(super) const EC2_SPOT: Self = Self { launch_type: LaunchType::Ec2Spot, architecture: None };

    pub(super) fn is_spot(self) -> bool {
        matches!(self.launch_type, LaunchType::FargateSpot | LaunchType::Ec2Spot)
    }

    pub(super) fn is_on_instances(self) -> bool {
        self.architecture.is_none()
    }
}

/// The services and jobs of a part, by their places in the scenario, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Members {
    pub(super) services: Vec<usize>,
    pub(super) jobs: Vec<usize>,
}

impl Members {
    /// Services without any job.
    pub(super) fn services(mut services: Vec<usize>) -> Self {
        services.sort_unstable();
        Self { services, jobs: Vec::new() }
    }

    /// One job by itself.
    pub(super) fn job(job: usize) -> Self {
        Self { services: Vec::new(), jobs: vec![job] }
    }

    /// The same with all jobs of a scenario.
    pub(super) fn with_jobs(&self, count: usize) -> Self {
        Self { jobs: (0..count).collect(), ..self.clone() }
    }

    pub(super) fn len(&self) -> usize {
        self.services.len() + self.jobs.len()
    }

    /// Their places among the workloads of an outcome: services, then jobs.
    pub(super) fn places(&self, service_count: usize) -> impl Iterator<Item = usize> + '_ {
        self.services.iter().copied().chain(self.jobs.iter().map(move |job| service_count + job))
    }

    /// What they may run on: by themselves on everything, together on instances, jobs with services on demand only.
    pub(super) fn launches(&self) -> impl Iterator<Item = PartLaunch> + use<> {
        let (alone, with_jobs) = (self.len() == 1, !self.services.is_empty() && !self.jobs.is_empty());
        let only_job = self.services.is_empty();
        PartLaunch::ALL.into_iter().filter(move |launch| match launch.is_on_instances() {
            true => !only_job && (!with_jobs || !launch.is_spot()),
            false => alone,
        })
    }

    /// Whether Spot may have all their tasks (rule O6).
    pub(super) fn may_be_on_spot(&self, scenario: &Scenario) -> bool {
        let mut services = self.services.iter().map(|&index| &scenario.services[index]);
        let mut jobs = self.jobs.iter().map(|&index| &scenario.jobs[index]);
        services.all(|service| service.interruptible || service.max_spot_share >= 1.0)
            && jobs.all(|job| job.interruptible)
    }

    /// Their names, in order.
    pub(super) fn names<'a>(&'a self, scenario: &'a Scenario) -> impl Iterator<Item = &'a str> {
        let services = self.services.iter().map(|&index| scenario.services[index].name.as_str());
        services.chain(self.jobs.iter().map(|&index| scenario.jobs[index].name.as_str()))
    }
}

/// The scenarios of parts.
pub(super) struct PartScenarios<'a> {
    whole: &'a Scenario,
    /// The whole without services, jobs and what is held.
    bare: Scenario,
}

impl<'a> PartScenarios<'a> {
    pub(super) fn new(whole: &'a Scenario) -> Self {
        let bare = Scenario {
            services: Vec::new(),
            jobs: Vec::new(),
            commitments_held: Vec::new(),
            current: None,
            ..whole.clone()
        };
        Self { whole, bare }
    }

    /// The scenario that has a part's services and jobs and nothing else.
    pub(super) fn of(&self, members: &Members) -> Scenario {
        Scenario {
            services: members.services.iter().map(|&index| self.whole.services[index].clone()).collect(),
            jobs: members.jobs.iter().map(|&index| self.whole.jobs[index].clone()).collect(),
            ..self.bare.clone()
        }
    }
}

/// A part at its best, without a bill.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) members: Members,
    pub(super) outcome: Outcome,
}
