//! The option on the user's own hosts, under ECS Anywhere (rules X1 to X6).

use super::assemble::{Assembly, Commit, full_bill, not_served_percent};
use super::fargate_option::job_outcome;
use super::fargate_sizes::allow_architecture;
use super::option::{CandidateCounts, OptionId, Outcome, ServiceOutcome, Unavailable};
use super::physics::{Candidate, capacity_history, outcome_of, simulate, work_on};
use super::study::Study;
use super::task_sizes::{footprint, footprints, job_footprint, misfit_words, refusal_words, usable_sizes};
use super::timeline::CapacityTimeline;
use super::variant::Variant;
use super::waste::{HostGroup, Hosting, hosted_tasks};
use crate::capacity::{
    CountHistory, Hardware, InstanceCapacity, JobTimeline, LaunchPath, Placed, Steps, TaskFootprint, job_tasks,
};
use crate::scenario::{Daemon, Ec2Settings, External, LaunchType, NetworkMode, Service, TaskSize};
use crate::usage::{TaskUsage, external_usage};

/// A host has its tasks' images: they take their place and start at once (rule X2).
const AT_ONCE: LaunchPath =
    LaunchPath::Instances { instance_request_seconds: 0, instance_start_seconds: 0, scale_in_delay_seconds: 0 };

/// The hosts and what they offer.
struct Hosts<'s, 'a> {
    study: &'s Study<'a>,
    external: &'s External,
    capacity: InstanceCapacity,
    jobs: Vec<JobTimeline>,
}

/// Works out the option on the scenario's hosts.
pub(super) fn external_option(
    study: &Study<'_>,
    settings: &Ec2Settings,
    commit: Commit,
) -> Result<Outcome, Unavailable> {
    let refused = |reason: String| Unavailable { reason, missing_price: false };
    let Some(external) = &study.scenario.external else {
        return Err(refused("the scenario has no `[external]`".to_owned()));
    };
    allow_architecture(study.scenario, external.architecture)?;
    let jobs = study.scenario.jobs.iter().map(|job| job_tasks(job, &study.scenario.horizon, AT_ONCE)).collect();
    let hosts = Hosts { study, external, capacity: host_capacity(external, settings), jobs };
    for job in &study.scenario.jobs {
        let fits = hosts.capacity.tasks_alone(job_footprint(job));
        fits.map_err(|misfit| refused(misfit_words(&job.name, misfit).replace("instance", "host")))?;
    }
    let mut chosen = Vec::new();
    let mut sizes = 0;
    for index in 0..study.scenario.services.len() {
        let found = hosts.candidates(index).map_err(|why| refused(why.replace("instance", "host")))?;
        sizes += found.len();
        chosen.push(hosts.smallest(index, found));
    }
    hosts.check_room(&chosen)?;
    hosts.outcome(&chosen, commit, sizes)
}

/// What a host offers: all of it less the reserves and daemons of `[ec2]` (rule X1).
fn host_capacity(external: &External, settings: &Ec2Settings) -> InstanceCapacity {
    let of_daemons = |of: fn(&Daemon) -> u32| settings.daemons.iter().map(of).sum::<u32>();
    let cpu_reserve = settings.cpu_reserve_units + of_daemons(|daemon| daemon.cpu_units);
    let memory_reserve = settings.memory_reserve_mib + of_daemons(|daemon| daemon.memory_mib);
    InstanceCapacity {
        cpu_units: external.cpu_units.saturating_sub(cpu_reserve),
        memory_mib: external.memory_mib.saturating_sub(memory_reserve),
        task_slots: None,
        tasks_per_service: (settings.network_mode == NetworkMode::Host).then_some(1),
    }
}

impl Hosts<'_, '_> {
    /// The sizes of a service that fit on a host and can do its work, simulated.
    fn candidates(&self, index: usize) -> Result<Vec<Candidate>, String> {
        let service = &self.study.scenario.services[index];
        // No family is called so: the speed is that of the architecture.
        let hardware = Hardware::Ec2 { family: "", architecture: self.external.architecture };
        let mut run = |variant: Variant, size: TaskSize| {
            let varied = variant.of(self.study);
            let fits = self.capacity.tasks_alone(footprint(service, size));
            fits.map_err(|misfit| misfit_words(&service.name, misfit))?;
            let work = work_on(self.study, &varied, size, hardware, size.vcpu());
            let work = work.map_err(|refusal| refusal_words(service, &refusal))?;
            Ok(simulate(self.study, variant, &with_image_at_hand(&varied), size, work, AT_ONCE))
        };
        usable_sizes(self.study, index, hardware, &mut run)
    }

    /// The size that meets the objective on the fewest hosts alone, ties to the smaller (rule X3).
    fn smallest(&self, index: usize, found: Vec<Candidate>) -> Candidate {
        let service = &self.study.scenario.services[index];
        let rank = |candidate: &Candidate| {
            let alone = [(footprint(service, candidate.size), &candidate.timeline.places)];
            let missed = if candidate.meets_objective { 0.0 } else { candidate.timeline.tally.not_served_percent() };
            (!candidate.meets_objective, missed.to_bits(), self.needed(&alone), candidate.size, candidate.variant)
        };
        found.into_iter().min_by_key(rank).expect("a service without candidates was refused")
    }

    /// The most hosts that the tasks need at any moment inside the horizon.
    fn needed(&self, held: &[(TaskFootprint, &Steps)]) -> u32 {
        let placed: Vec<Placed<'_>> = held.iter().map(|&(footprint, places)| Placed { footprint, places }).collect();
        let history = CountHistory::of(&placed);
        let needed = history.instances(&history.needs(&self.capacity, 1), 0);
        needed.extremes(self.study.first_second(), self.study.end_second()).1
    }

    /// What every service's and job's tasks take, and how many hold a place.
    fn held<'c>(&'c self, chosen: &'c [Candidate]) -> Vec<(TaskFootprint, &'c Steps)> {
        let of_services = chosen.iter().map(|candidate| &candidate.timeline.places);
        let places = of_services.chain(self.jobs.iter().map(|job| &job.tasks));
        footprints(self.study, chosen).into_iter().zip(places).collect()
    }

    fn check_room(&self, chosen: &[Candidate]) -> Result<(), Unavailable> {
        let held = self.held(chosen);
        let (needed, hosts) = (self.needed(&held), self.external.hosts);
        if needed <= hosts {
            return Ok(());
        }
        let tasks: Vec<TaskFootprint> = held.iter().map(|(task, _)| *task).collect();
        let limit = self.capacity.binding_limit(&tasks);
        let reason = format!("the tasks need {needed} hosts at their peak and there are {hosts}: {limit} is the limit");
        Err(Unavailable { reason, missing_price: false })
    }

    fn outcome(&self, chosen: &[Candidate], commit: Commit, sizes: usize) -> Result<Outcome, Unavailable> {
        let study = self.study;
        let architecture = self.external.architecture;
        let mut services: Vec<ServiceOutcome> = Vec::new();
        let mut tasks: Vec<Steps> = Vec::new();
        let mut usages: Vec<TaskUsage<'_>> = Vec::new();
        for (service, candidate) in study.scenario.services.iter().zip(chosen) {
            services.push(outcome_of(study, service, candidate, LaunchType::External, architecture));
            tasks.push(candidate.timeline.places.clone());
            usages.push(TaskUsage {
                workload: &service.name,
                size: candidate.size,
                architecture,
                tasks: &candidate.timeline.billed,
                ephemeral_storage_gib: 0,
                network: Some(&service.network),
            });
        }
        for (job, timeline) in study.scenario.jobs.iter().zip(&self.jobs) {
            services.push(job_outcome(study, job, &timeline.tasks, LaunchType::External, architecture));
            tasks.push(timeline.tasks.clone());
        }
        let horizon = &study.scenario.horizon;
        let hosts = self.external.hosts;
        let capacity = external_usage(study.only_workload(), hosts, &usages, horizon);
        let instances = Some(Steps::constant(hosts, study.first_second(), study.end_second()));
        let assembly = Assembly {
            id: OptionId::External,
            capacity,
            commit,
            launch_types: vec![LaunchType::External],
            tasks,
            instances,
        };
        let (bill, commitments) = full_bill(study, &assembly)?;
        Ok(Outcome {
            bill,
            capacity: assembly.capacity,
            instance_groups: Vec::new(),
            commitments,
            meets_objective: services.iter().all(|service| service.meets_objective),
            not_served_percent: not_served_percent(study, &services),
            minutes_short: services.iter().map(|service| service.minutes_short).sum(),
            spot_share: 0.0,
            interruptions: None,
            excluded_types: None,
            placement_cost: None,
            candidates: CandidateCounts { sizes, considered: sizes, simulated: sizes, ..CandidateCounts::default() },
            notes: vec![self.room_note(chosen)],
            timeline: CapacityTimeline {
                hosting: vec![self.hosting(chosen)],
                ..capacity_history(
                    study,
                    chosen,
                    LaunchType::External,
                    self.jobs.iter().map(|job| &job.tasks),
                    Vec::new(),
                )
            },
            services,
        })
    }

    /// The hosts and the tasks on them, for the waste ledger.
    fn hosting(&self, chosen: &[Candidate]) -> Hosting {
        let (footprints, places): (Vec<TaskFootprint>, Vec<&Steps>) = self.held(chosen).into_iter().unzip();
        let External { cpu_units, memory_mib, hosts, .. } = *self.external;
        let group = HostGroup {
            whole: TaskFootprint { cpu_units, memory_mib },
            offered: self.capacity,
            running: Steps::constant(hosts, self.study.first_second(), self.study.end_second()),
        };
        Hosting::fixed(self.study.only_workload(), 1, group, hosted_tasks(&footprints, places.into_iter().cloned()))
    }

    /// How full the hosts are at the peak.
    fn room_note(&self, chosen: &[Candidate]) -> String {
        let (needed, hosts) = (self.needed(&self.held(chosen)), self.external.hosts);
        format!("`external`: the tasks need {needed} of {hosts} hosts at their peak")
    }
}

/// The service as it starts where its image need not be pulled.
fn with_image_at_hand(service: &Service) -> Service {
    let mut service = service.clone();
    service.workload.start_seconds = service.workload.start_seconds.saturating_sub(service.workload.pull_seconds);
    service
}
