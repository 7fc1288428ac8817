//! Task sizes on an instance type, and the instances that hold them over time.

use std::borrow::Cow;
use std::sync::Arc;

use super::cluster_run::{ClusterRun, Purchases, SimulationKey, run_cluster, summed_sizes, type_key};
use super::memo::{Memo, Progress};
use super::physics::{Candidate, Refusal, RunKey, run_size, speed_on};
use super::steady_cluster::steady_cluster;
use super::study::Study;
use super::task_sizes::{
    candidate_sizes, footprint, footprints, job_footprint, misfit_words, refusal_words, usable_vcpu,
};
use super::tried::Tried;
use super::variant::{Found, Variant, choices, variants};
use crate::capacity::{
    ClusterTimeline, CountHistory, Hardware, InstanceCapacity, JobTimeline, LaunchPath, Placed, Steps, TaskFootprint,
    job_tasks,
};
use crate::pricing::InstanceType;
use crate::scenario::{Ec2Settings, PlacementStrategy, SimulationStep, TaskSize};

/// Screening has every task start at once.
const AT_ONCE: LaunchPath = LaunchPath::Fargate { provisioning_seconds: 0 };

/// Task sizes on an instance type, with the instances they need when packed ideally (rule E24).
#[derive(Clone, Debug)]
pub(super) struct Combination<'a> {
    /// The types of the group; more than one where they are mixed.
    pub(super) types: Vec<&'a InstanceType>,
    /// The type that sizes and speed are worked out for.
    pub(super) instance: &'a InstanceType,
    pub(super) keys: Vec<RunKey>,
    /// One per service.
    pub(super) candidates: Vec<Candidate>,
    /// Instance-seconds inside the horizon.
    pub(super) instance_seconds: i64,
}

impl Combination<'_> {
    /// CPU units and memory of one task of each service, summed.
    pub(super) fn sizes(&self) -> (u64, u64) {
        summed_sizes(&self.candidates)
    }

    /// Whether every service scales as the scenario gives it.
    pub(super) fn is_own(&self) -> bool {
        self.candidates.iter().all(|candidate| candidate.variant.is_own())
    }

    /// The scaling of each service.
    pub(super) fn variants(&self) -> Vec<Variant> {
        variants(&self.candidates)
    }

    pub(super) fn meets_objective(&self) -> bool {
        self.candidates.iter().all(|candidate| candidate.meets_objective)
    }

    pub(super) fn not_served_percent(&self) -> f64 {
        let worst = |candidate: &Candidate| candidate.timeline.tally.not_served_percent();
        self.candidates.iter().map(worst).fold(0.0, f64::max)
    }
}

/// The distinct counts of a set of sizes, and the instances for each way of needing them.
struct History {
    counts: CountHistory,
    by_needs: Memo<Vec<u32>, i64>,
}

/// Simulates sizes once and reuses them on every instance type.
pub(super) struct ClusterSearch<'s, 'a> {
    study: &'s Study<'a>,
    settings: &'s Ec2Settings,
    pinned: Option<&'s [TaskSize]>,
    jobs: Vec<JobTimeline>,
    histories: Arc<Memo<Vec<RunKey>, Arc<History>>>,
    simulated: Arc<Memo<SimulationKey, Arc<ClusterTimeline>>>,
    /// By the names of the types.
    tried: Memo<Vec<&'a str>, Tried<Combination<'a>>>,
}

impl<'s, 'a> ClusterSearch<'s, 'a> {
    pub(super) fn new(study: &'s Study<'a>, settings: &'s Ec2Settings, pinned: Option<&'s [TaskSize]>) -> Self {
        let jobs = study.scenario.jobs.iter().map(|job| job_tasks(job, &study.scenario.horizon, AT_ONCE)).collect();
        Self {
            study,
            settings,
            pinned,
            jobs,
            histories: Arc::default(),
            simulated: Arc::default(),
            tried: Memo::default(),
        }
    }

    /// The search of a part of this one's study, at the same settings: both share what they simulate.
    pub(super) fn of_part<'p, 'b>(&self, study: &'p Study<'b>) -> ClusterSearch<'p, 'b>
    where
        's: 'p,
    {
        ClusterSearch {
            histories: Arc::clone(&self.histories),
            simulated: Arc::clone(&self.simulated),
            ..ClusterSearch::new(study, self.settings, None)
        }
    }

    /// The combination as the cluster really runs it (rules E10 to E22).
    pub(super) fn simulate<'i>(&self, screened: &Combination<'i>, purchase: Purchases) -> ClusterRun<'i> {
        self.simulate_with(screened, purchase, None)
    }

    /// The same with every service's tasks placed by `placement`.
    pub(super) fn simulate_with<'i>(
        &self,
        screened: &Combination<'i>,
        purchase: Purchases,
        placement: Option<&[PlacementStrategy]>,
    ) -> ClusterRun<'i> {
        let key = self.simulation_key(screened, purchase, placement);
        let timeline = self.simulated.of(&key, || {
            Arc::new(match self.study.scenario.step {
                SimulationStep::Minute => run_cluster(self.study, self.settings, screened, purchase, placement),
                SimulationStep::Hour => self.steady(screened, purchase),
            })
        });
        ClusterRun::of(self.study, screened, timeline)
    }

    /// How far the simulation of a cluster is.
    pub(super) fn progress(&self, cluster: &SimulationKey) -> Progress {
        self.simulated.progress(cluster)
    }

    /// What makes this simulation the same as another.
    pub(super) fn simulation_key(
        &self,
        screened: &Combination<'_>,
        purchase: Purchases,
        placement: Option<&[PlacementStrategy]>,
    ) -> SimulationKey {
        let key = |one: &&InstanceType| type_key(self.study, self.settings, screened, one);
        SimulationKey {
            with_jobs: !self.jobs.is_empty(),
            runs: screened.keys.clone(),
            types: screened.types.iter().map(key).collect(),
            purchase,
            placement: placement.map(<[PlacementStrategy]>::to_vec),
        }
    }

    /// The combination as a steady state, in the hourly mode (rule H4).
    fn steady(&self, screened: &Combination<'_>, purchase: Purchases) -> ClusterTimeline {
        let of_services = screened.candidates.iter().map(|candidate| &candidate.timeline.places);
        let places: Vec<&Steps> = of_services.chain(self.jobs.iter().map(|job| &job.tasks)).collect();
        let history = self.history(&screened.keys, &footprints(self.study, &screened.candidates), &places);
        let capacity = InstanceCapacity::of(screened.instance, self.settings);
        let needs = history.counts.needs(&capacity, self.settings.zones);
        let needed = history.counts.instances(&needs, self.settings.scale_in_delay_seconds);
        steady_cluster(self.settings, screened, purchase, &self.jobs, &needed)
    }

    /// Every combination of sizes worth pricing on a group of types, worked out on its slowest (rule E9).
    pub(super) fn combinations_of(&self, group: &[&'a InstanceType]) -> Tried<Combination<'a>> {
        let names = group.iter().map(|instance| &*instance.name).collect();
        self.tried.of(&names, || {
            let mut tried = Vec::new();
            let found = self.combined_on_all(group, &mut tried);
            Tried { found: found.map(Into::into), tried: tried.into() }
        })
    }

    fn combined_on_all(
        &self,
        group: &[&'a InstanceType],
        tried: &mut Vec<RunKey>,
    ) -> Result<Vec<Combination<'a>>, String> {
        let Some(slowest) = self.slowest(group) else { return Err("the group has no instance type".to_owned()) };
        let found = self.combinations_on(slowest, tried)?;
        let mut why = None;
        let mut fitting = Vec::new();
        for combination in found {
            match self.check_fits_on_all(&combination, group) {
                Ok(()) => fitting.push(Combination { types: group.to_vec(), ..combination }),
                Err(misfit) => why = why.or(Some(misfit)),
            }
        }
        match why {
            Some(misfit) if fitting.is_empty() => Err(misfit),
            _ => Ok(fitting),
        }
    }

    /// The type on which a task does the least, ties to the first listed.
    fn slowest<'i>(&self, group: &[&'i InstanceType]) -> Option<&'i InstanceType> {
        let speed = |instance: &InstanceType| {
            let hardware = Hardware::Ec2 { family: instance.family(), architecture: instance.architecture };
            let first = self.study.scenario.services.first();
            first.map_or(1.0, |service| speed_on(self.study, service, hardware))
        };
        group.iter().copied().min_by(|left, right| speed(left).total_cmp(&speed(right)))
    }

    fn check_fits_on_all(&self, combination: &Combination<'_>, group: &[&InstanceType]) -> Result<(), String> {
        let scenario = self.study.scenario;
        let names = scenario.services.iter().map(|service| &service.name);
        let names: Vec<&String> = names.chain(scenario.jobs.iter().map(|job| &job.name)).collect();
        for instance in group {
            let capacity = InstanceCapacity::of(instance, self.settings);
            for (name, task) in names.iter().zip(footprints(self.study, &combination.candidates)) {
                capacity
                    .tasks_alone(task)
                    .map_err(|misfit| format!("{}: {}", instance.name, misfit_words(name, misfit)))?;
            }
        }
        Ok(())
    }

    /// Every combination of sizes worth pricing on `instance`: all sizes of a lone service, or for each
    /// of several the size that needs the fewest instance-hours alone (rule O3).
    fn combinations_on<'i>(
        &self,
        instance: &'i InstanceType,
        tried: &mut Vec<RunKey>,
    ) -> Result<Vec<Combination<'i>>, String> {
        let capacity = InstanceCapacity::of(instance, self.settings);
        for job in &self.study.scenario.jobs {
            capacity.tasks_alone(job_footprint(job)).map_err(|misfit| misfit_words(&job.name, misfit))?;
        }
        let mut per_service: Found = Vec::new();
        for index in 0..self.study.scenario.services.len() {
            per_service.push(self.candidates_on(index, instance, &capacity, tried)?);
        }
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

    /// With several services: the combination with one service at another size, where that is screened to need fewer
    /// instance-seconds.
    pub(super) fn with_another_size<'i>(&self, combination: &Combination<'i>) -> Vec<Combination<'i>> {
        if combination.candidates.len() < 2 {
            return Vec::new();
        }
        let capacity = InstanceCapacity::of(combination.instance, self.settings);
        let mut found = Vec::new();
        for index in 0..combination.candidates.len() {
            let others =
                self.candidates_on(index, combination.instance, &capacity, &mut Vec::new()).unwrap_or_default();
            for (key, candidate) in others.into_iter().filter(|(key, _)| *key != combination.keys[index]) {
                let mut chosen: Vec<(RunKey, Candidate)> =
                    combination.keys.iter().copied().zip(combination.candidates.iter().cloned()).collect();
                chosen[index] = (key, candidate);
                let other = self.combine(combination.instance, &capacity, &chosen);
                let other = Combination { types: combination.types.clone(), ..other };
                if other.instance_seconds < combination.instance_seconds
                    && self.check_fits_on_all(&other, &combination.types).is_ok()
                {
                    found.push(other);
                }
            }
        }
        found
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
        let mut found = Vec::new();
        let mut why = None;
        for (variant, size) in self.sizes(index, hardware) {
            let fitted = size.map_err(|refusal| refusal_words(service, &refusal)).and_then(|size| {
                let alone = capacity
                    .tasks_alone(footprint(service, size))
                    .map_err(|misfit| misfit_words(&service.name, misfit))?;
                let usable = usable_vcpu(service, size, instance, alone);
                run_size(self.study, variant, size, hardware, usable, AT_ONCE)
                    .map_err(|refusal| refusal_words(service, &refusal))
            });
            match fitted {
                Ok(run) => {
                    tried.push(run.0);
                    found.push(run);
                }
                Err(reason) => why = why.or(Some(reason)),
            }
        }
        if found.is_empty() {
            Err(why.unwrap_or_else(|| format!("no size of `{}` works", service.name)))
        } else {
            Ok(found)
        }
    }

    /// Candidate sizes and scalings of a service on `hardware` (rules E9 and S17); pinned sizes go with the scenario's own.
    fn sizes(&self, index: usize, hardware: Hardware<'_>) -> Vec<(Variant, Result<TaskSize, Refusal>)> {
        if let Some(sizes) = self.pinned {
            return vec![(Variant::own(index), Ok(sizes[index]))];
        }
        let sizes = |variant: Variant| {
            let found = candidate_sizes(self.study, &variant.of(self.study), hardware);
            found.into_iter().map(move |size| (variant, size))
        };
        Variant::all(self.study, index).flat_map(sizes).collect()
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
            let seconds = self.held(&history, capacity);
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
    ) -> Combination<'i> {
        let keys: Vec<RunKey> = chosen.iter().map(|(key, _)| *key).collect();
        let candidates: Vec<Candidate> = chosen.iter().map(|(_, candidate)| candidate.clone()).collect();
        let of_services = candidates.iter().map(|candidate| &candidate.timeline.places);
        let places: Vec<&Steps> = of_services.chain(self.jobs.iter().map(|job| &job.tasks)).collect();
        let history = self.history(&keys, &footprints(self.study, &candidates), &places);
        let instance_seconds = self.held(&history, capacity);
        Combination { types: vec![instance], instance, keys, candidates, instance_seconds }
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

    /// Instance-seconds inside the horizon of ideally packed instances of `capacity` (rule E24).
    fn held(&self, history: &History, capacity: &InstanceCapacity) -> i64 {
        let needs = history.counts.needs(capacity, self.settings.zones);
        history.by_needs.of(&needs, || {
            let instances = history.counts.instances(&needs, self.settings.scale_in_delay_seconds);
            instances.total_seconds(self.study.first_second(), self.study.end_second())
        })
    }
}
