//! Task sizes on an instance type of ECS Managed Instances, which packs its tasks afresh at every change, and the
//! instances that run (rules G1 to G3).

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::memo::Memo;
use super::physics::{Candidate, RunKey, run_size};
use super::study::Study;
use super::task_sizes::{footprint, footprints, job_footprint, misfit_words, refusal_words, usable_sizes, usable_vcpu};
use super::tried::Tried;
use super::variant::{Found, Variant, choices};
use crate::capacity::{
    CountHistory, Hardware, InstanceCapacity, JobTimeline, LaunchPath, Placed, Steps, TaskFootprint, job_tasks,
    with_renewals,
};
use crate::pricing::InstanceType;
use crate::scenario::{Ec2Settings, ManagedInstances, NetworkMode, TaskSize};

/// Zones that a service's tasks are spread over (rule G1).
const ZONES: u32 = 3;

/// From the decision to the billed start of an instance, seconds (rule G2).
const REQUEST_SECONDS: u32 = 10;

/// From the billed start of an instance to the image pull, seconds (rule G2).
const START_SECONDS: u32 = 22;

const SECONDS_PER_DAY: i64 = 86_400;

/// Task sizes on an instance type, with the instances they need.
#[derive(Clone, Debug)]
pub(super) struct ManagedSizes<'a> {
    pub(super) instance: &'a InstanceType,
    /// One per service.
    pub(super) candidates: Vec<Candidate>,
    /// Running instances over time.
    pub(super) instances: Arc<Steps>,
    /// Instance-seconds inside the horizon.
    pub(super) instance_seconds: i64,
}

impl ManagedSizes<'_> {
    pub(super) fn meets_objective(&self) -> bool {
        self.candidates.iter().all(|candidate| candidate.meets_objective)
    }

    pub(super) fn not_served_percent(&self) -> f64 {
        let worst = |candidate: &Candidate| candidate.timeline.tally.not_served_percent();
        self.candidates.iter().map(worst).fold(0.0, f64::max)
    }
}

/// Running instances over time, and their seconds inside the horizon.
type Held = (Arc<Steps>, i64);

/// The distinct counts of a set of sizes, and the instances for each way of needing them.
struct History {
    counts: CountHistory,
    by_needs: Memo<Vec<u32>, Held>,
}

/// Simulates sizes once and reuses them on every instance type.
pub(super) struct ManagedSearch<'s, 'a> {
    study: &'s Study<'a>,
    pub(super) settings: Ec2Settings,
    jobs: OnceLock<Vec<JobTimeline>>,
    histories: Memo<Vec<RunKey>, Arc<History>>,
    tried: Memo<&'a str, Tried<ManagedSizes<'a>>>,
}

/// The EC2 settings as Managed Instances has them (rules G1, G2 and G4).
fn managed_settings(settings: &Ec2Settings, managed: &ManagedInstances) -> Ec2Settings {
    let is_host = settings.network_mode == NetworkMode::Host;
    Ec2Settings {
        network_mode: if is_host { NetworkMode::Host } else { NetworkMode::Awsvpc },
        eni_trunking: true,
        zones: ZONES,
        root_volume_gib: settings.root_volume_gib + managed.volume_gib,
        instance_request_seconds: REQUEST_SECONDS,
        instance_start_seconds: START_SECONDS,
        scale_in_delay_seconds: managed.scale_in_after_seconds,
        ..settings.clone()
    }
}

impl<'s, 'a> ManagedSearch<'s, 'a> {
    pub(super) fn new(study: &'s Study<'a>, settings: &Ec2Settings) -> Self {
        let settings = managed_settings(settings, &study.scenario.managed_instances);
        Self { study, settings, jobs: OnceLock::new(), histories: Memo::default(), tried: Memo::default() }
    }

    pub(super) fn jobs(&self) -> &[JobTimeline] {
        let path = launch_path(&self.settings);
        let scenario = self.study.scenario;
        self.jobs.get_or_init(|| scenario.jobs.iter().map(|job| job_tasks(job, &scenario.horizon, path)).collect())
    }

    /// Every combination of sizes worth pricing on `instance`: all sizes of a lone service, or for each
    /// of several the size that needs the fewest instance-seconds alone (rule O3).
    pub(super) fn sizes_on(&self, instance: &'a InstanceType) -> Tried<ManagedSizes<'a>> {
        self.tried.of(&&*instance.name, || {
            let mut tried = Vec::new();
            let found = self.combined_on(instance, &mut tried);
            Tried { found: found.map(Into::into), tried: tried.into() }
        })
    }

    fn combined_on(
        &self,
        instance: &'a InstanceType,
        tried: &mut Vec<RunKey>,
    ) -> Result<Vec<ManagedSizes<'a>>, String> {
        let capacity = InstanceCapacity::of(instance, &self.settings);
        for job in &self.study.scenario.jobs {
            capacity.tasks_alone(job_footprint(job)).map_err(|misfit| misfit_words(&job.name, misfit))?;
        }
        let services = 0..self.study.scenario.services.len();
        let per_service: Found =
            services.map(|index| self.candidates_on(index, instance, &capacity, tried)).collect::<Result<_, _>>()?;
        if let [only] = &per_service[..] {
            let combine = |one: &(RunKey, Candidate)| self.combine(instance, &capacity, std::slice::from_ref(one));
            return Ok(only.iter().map(combine).collect());
        }
        let combine = |found: Cow<'_, Found>| {
            let chosen: Vec<(RunKey, Candidate)> =
                found.iter().enumerate().map(|(index, found)| self.best_alone(index, &capacity, found)).collect();
            self.combine(instance, &capacity, &chosen)
        };
        Ok(choices(&per_service).into_iter().map(combine).collect())
    }

    /// The sizes of a service that fit on `instance` and can do its work, simulated.
    fn candidates_on(
        &self,
        index: usize,
        instance: &InstanceType,
        capacity: &InstanceCapacity,
        tried: &mut Vec<RunKey>,
    ) -> Result<Vec<(RunKey, Candidate)>, String> {
        let service = &self.study.scenario.services[index];
        let hardware = Hardware::Ec2 { family: instance.family(), architecture: instance.architecture };
        let mut simulate = |variant: Variant, size: TaskSize| {
            let alone = capacity.tasks_alone(footprint(service, size));
            let alone = alone.map_err(|misfit| misfit_words(&service.name, misfit))?;
            let usable = usable_vcpu(service, size, instance, alone);
            let run = run_size(self.study, variant, size, hardware, usable, launch_path(&self.settings));
            let run = run.map_err(|refusal| refusal_words(service, &refusal))?;
            tried.push(run.0);
            Ok(run)
        };
        usable_sizes(self.study, index, hardware, &mut simulate)
    }

    /// The size that meets the objective with the fewest instance-seconds alone, ties to the smaller.
    fn best_alone(
        &self,
        index: usize,
        capacity: &InstanceCapacity,
        found: &[(RunKey, Candidate)],
    ) -> (RunKey, Candidate) {
        let service = &self.study.scenario.services[index];
        let rank = |(key, candidate): &(RunKey, Candidate)| {
            let history = self.history(&[*key], &[footprint(service, candidate.size)], &[&candidate.timeline.places]);
            let seconds = self.held(&history, capacity).1;
            let missed = if candidate.meets_objective { 0.0 } else { candidate.timeline.tally.not_served_percent() };
            (!candidate.meets_objective, missed.to_bits(), seconds, candidate.size, candidate.variant)
        };
        found.iter().min_by_key(|one| rank(one)).cloned().expect("a service without candidates was refused")
    }

    fn combine<'i>(
        &self,
        instance: &'i InstanceType,
        capacity: &InstanceCapacity,
        chosen: &[(RunKey, Candidate)],
    ) -> ManagedSizes<'i> {
        let keys: Vec<RunKey> = chosen.iter().map(|(key, _)| *key).collect();
        let candidates: Vec<Candidate> = chosen.iter().map(|(_, candidate)| candidate.clone()).collect();
        let of_services = candidates.iter().map(|candidate| &candidate.timeline.places);
        let places: Vec<&Steps> = of_services.chain(self.jobs().iter().map(|job| &job.tasks)).collect();
        let history = self.history(&keys, &footprints(self.study, &candidates), &places);
        let (instances, instance_seconds) = self.held(&history, capacity);
        ManagedSizes { instance, candidates, instances, instance_seconds }
    }

    fn history(&self, keys: &[RunKey], footprints: &[TaskFootprint], places: &[&Steps]) -> Arc<History> {
        // The same keys stand for a service alone and for a lone service with jobs: the length tells them apart.
        let mut key = keys.to_vec();
        if places.len() != keys.len() {
            key.extend(keys.first().copied());
        }
        self.histories.of(&key, || {
            let placed: Vec<Placed<'_>> =
                footprints.iter().zip(places).map(|(&footprint, &places)| Placed { footprint, places }).collect();
            Arc::new(History { counts: CountHistory::of(&placed), by_needs: Memo::default() })
        })
    }

    /// The instances that hold a history on instances of `capacity`, and their seconds inside the horizon.
    fn held(&self, history: &History, capacity: &InstanceCapacity) -> Held {
        let needs = history.counts.needs(capacity, self.settings.zones);
        history.by_needs.of(&needs, || self.instances_for(history, &needs))
    }

    fn instances_for(&self, history: &History, needs: &[u32]) -> Held {
        let needed = history.counts.instances(needs, self.settings.scale_in_delay_seconds);
        let services = &self.study.scenario.services;
        let longest_start = services.iter().map(|service| service.workload.start_seconds).max().unwrap_or(0);
        let lifetime = i64::from(self.study.scenario.managed_instances.lifetime_days) * SECONDS_PER_DAY;
        let overlap = i64::from(START_SECONDS) + i64::from(longest_start);
        let instances = with_renewals(&needed, lifetime, overlap, self.study.end_second());
        let seconds = instances.total_seconds(self.study.first_second(), self.study.end_second());
        (Arc::new(instances), seconds)
    }
}

fn launch_path(settings: &Ec2Settings) -> LaunchPath {
    LaunchPath::Instances {
        instance_request_seconds: settings.instance_request_seconds,
        instance_start_seconds: settings.instance_start_seconds,
        scale_in_delay_seconds: settings.scale_in_delay_seconds,
    }
}
