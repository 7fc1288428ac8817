//! Whole options: every candidate tried, the best kept (rules F4, E9, O1 to O5).

use std::cmp::Reverse;

use ecsplan::comparison::OptionId;
use ecsplan::demand::WARM_UP_MINUTES;
use ecsplan::pricing::{InstanceType, PriceBook};
use ecsplan::scenario::{
    Architecture, ExtraAmount, PaymentOption, Scenario, Service, TaskCount, TaskSize, TermYears, Work, fargate_sizes,
};

use super::bill::{Line, add_extras_and_tax, cost, price, total};
use super::demand::demand;
use super::packing::{Counts, Needs, Room, running_instances};
use super::plan::price_with_plan;
use super::simulate::{Path, Timeline, simulate};
use super::usage::{
    Ledger, add_fargate, add_image_pulls, add_instances, add_per_task, add_standing, billed_on_fargate,
    instance_seconds, instance_starts, job_pulls, pulls_per_hour, requests_per_hour, seconds_per_hour,
};
use super::work::{Hardware, maximum, task};

/// How long each task of a job takes.
fn seconds_of(job: &ecsplan::scenario::Job) -> i64 {
    match &job.duration {
        ecsplan::scenario::JobDuration::Fixed(seconds) => i64::from(*seconds),
        ecsplan::scenario::JobDuration::Quantiles(_) => panic!("stories have jobs of one duration"),
    }
}

const PAYMENTS: [PaymentOption; 3] =
    [PaymentOption::NoUpfront, PaymentOption::PartialUpfront, PaymentOption::AllUpfront];

/// An option as the reference prices it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) lines: Vec<Line>,
    pub(crate) sizes: Vec<TaskSize>,
    pub(crate) services: Vec<Served>,
    pub(crate) instance_type: Option<String>,
    pub(crate) commitment: Option<i128>,
    pub(crate) meets: bool,
    /// What candidates are compared by (rule O3).
    own_cost: i128,
}

impl Answer {
    pub(crate) fn total(&self) -> i128 {
        total(&self.lines)
    }
}

/// How a service did over the horizon.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Served {
    pub(crate) arrived: f64,
    pub(crate) served: f64,
    pub(crate) minutes_short: u64,
    pub(crate) meets: bool,
}

impl Served {
    const NOTHING: Self = Self { arrived: 0.0, served: 0.0, minutes_short: 0, meets: true };

    fn of(service: &Service, demand: &[f64], timeline: &Timeline) -> Self {
        let warm_up = WARM_UP_MINUTES as usize;
        let arrived = demand[warm_up..].iter().map(|x| 60.0 * x).sum();
        let served = timeline.served_from(warm_up);
        let minutes_short = timeline.minutes_short_from(warm_up);
        let mut one = Self { arrived, served, minutes_short, meets: false };
        one.meets = one.not_served_percent() <= service.objective.max_not_served_percent
            && service.objective.max_minutes_short.is_none_or(|most| minutes_short <= most);
        one
    }

    pub(crate) fn not_served_percent(&self) -> f64 {
        // Sums of the same numbers differ by rounding, which no minute missed.
        let missed = self.arrived - self.served;
        if missed > 1e-12 * self.arrived { 100.0 * missed / self.arrived } else { 0.0 }
    }
}

/// A service that has been run at one size.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) size: TaskSize,
    pub(super) served: Served,
    pub(super) timeline: Timeline,
    /// From pull to stop, per hour.
    pub(super) task_seconds: Vec<i64>,
}

/// What all candidates share.
pub(super) struct Study<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) book: &'a PriceBook,
    demands: Vec<Vec<f64>>,
    pub(super) requests: Vec<Vec<f64>>,
}

/// What all candidates of a scenario share.
pub(super) fn study<'a>(scenario: &'a Scenario, book: &'a PriceBook) -> Study<'a> {
    let minutes = scenario.horizon.minutes() + WARM_UP_MINUTES as usize;
    let of = |service: &Service| {
        service.traffic.as_ref().map_or_else(|| vec![0.0; minutes], |traffic| demand(traffic, &scenario.horizon))
    };
    let demands: Vec<Vec<f64>> = scenario.services.iter().map(of).collect();
    let services = scenario.services.iter().zip(&demands);
    let requests = services.map(|(one, demand)| requests_per_hour(one, demand, &scenario.horizon)).collect();
    Study { scenario, book, demands, requests }
}

/// The option, or none when it is unavailable.
pub(crate) fn answer(scenario: &Scenario, book: &PriceBook, id: OptionId) -> Option<Answer> {
    let study = study(scenario, book);
    let (x86, arm) = (Architecture::X86_64, Architecture::Arm64);
    match id {
        OptionId::Fargate => study.on_fargate(id, x86, false, false),
        OptionId::FargateArm64 => study.on_fargate(id, arm, false, false),
        OptionId::FargateSpot => study.on_fargate(id, x86, true, false),
        OptionId::FargateSpotArm64 => study.on_fargate(id, arm, true, false),
        OptionId::FargateSavingsPlan => study.on_fargate(id, x86, false, true),
        OptionId::FargateSavingsPlanArm64 => study.on_fargate(id, arm, false, true),
        OptionId::Ec2OnDemand => study.on_ec2(id, false, false),
        OptionId::Ec2SavingsPlan => study.on_ec2(id, false, true),
        OptionId::Ec2Spot => study.on_ec2(id, true, false),
        _ => None,
    }
}

impl Study<'_> {
    fn architectures_allow(&self, architecture: Architecture) -> bool {
        self.scenario.services.iter().all(|one| one.architectures.contains(&architecture))
            && self.scenario.jobs.iter().all(|one| one.architectures.contains(&architecture))
    }

    /// Lines of a ledger, at list or under the best plan.
    pub(super) fn priced(&self, ledger: &Ledger, with_plan: bool) -> Option<(Option<i128>, Vec<Line>)> {
        if !with_plan {
            return Some((None, price(self.scenario, self.book, ledger)?));
        }
        let policy = &self.scenario.commitments;
        let mut best: Option<(i128, Vec<Line>)> = None;
        for term in [TermYears::One, TermYears::Three].iter().filter(|term| policy.terms.contains(term)) {
            for payment in PAYMENTS.iter().filter(|payment| policy.payment_options.contains(payment)) {
                let Some(one) = price_with_plan(self.scenario, self.book, ledger, *term, *payment) else { continue };
                if best.as_ref().is_none_or(|best| total(&one.1) < total(&best.1)) {
                    best = Some(one);
                }
            }
        }
        best.map(|(commitment, lines)| (Some(commitment), lines))
    }

    pub(super) fn run(&self, index: usize, size: TaskSize, hardware: Hardware<'_>, path: Path) -> Option<Run> {
        let service = &self.scenario.services[index];
        if let TaskCount::Scaled(scaling) = &service.count
            && maximum(scaling, scaling.max_tasks, size) < scaling.min_tasks
        {
            return None;
        }
        let at_work = task(self.scenario, self.book, service, size, hardware)?;
        let horizon = &self.scenario.horizon;
        let demand = &self.demands[index];
        let timeline = simulate(service, size, at_work, path, horizon.first_minute() - WARM_UP_MINUTES, demand);
        let pulled: Vec<(i64, i64)> = timeline.tasks.iter().filter_map(|life| life.pulled()).collect();
        let billed = if matches!(path, Path::Fargate { .. }) { billed_on_fargate(&pulled) } else { pulled };
        let task_seconds = seconds_per_hour(&billed, horizon);
        Some(Run { size, served: Served::of(service, demand, &timeline), timeline, task_seconds })
    }

    /// Sizes to try for a service among the CPU and memory values sold.
    pub(super) fn sizes(&self, index: usize, hardware: Hardware<'_>, sold: &[TaskSize]) -> Vec<TaskSize> {
        let service = &self.scenario.services[index];
        let fits = |size: &TaskSize| task(self.scenario, self.book, service, *size, hardware).is_some();
        if let Some(pinned) = service.task_size {
            return [pinned].into_iter().filter(fits).collect();
        }
        if let Work::Measured(results) = &service.workload.work {
            let tested = results.iter().map(|one| one.size).filter(|size| sold.contains(size));
            let fitting: Vec<TaskSize> = tested.filter(fits).collect();
            return if matches!(hardware, Hardware::Fargate(_)) { least_memory_each(fitting) } else { fitting };
        }
        least_memory_each(sold.iter().copied().filter(fits).collect())
    }

    // Fargate

    fn on_fargate(&self, id: OptionId, architecture: Architecture, spot: bool, with_plan: bool) -> Option<Answer> {
        let scenario = self.scenario;
        let jobs_fit = scenario.jobs.iter().all(|job| fargate_sizes().contains(&job.task_size));
        if !self.architectures_allow(architecture) || !jobs_fit {
            return None;
        }
        let indices = 0..scenario.services.len();
        let runs: Vec<Run> = indices
            .map(|index| self.best_fargate_run(index, architecture, spot, with_plan, id))
            .collect::<Option<_>>()?;
        let mut ledger = Ledger::default();
        add_standing(&mut ledger, scenario, &self.requests);
        let mut task_seconds = vec![0; scenario.horizon.hours() as usize];
        for (index, run) in runs.iter().enumerate() {
            self.add_fargate_run(&mut ledger, index, run, architecture, spot);
            add_hours(&mut task_seconds, &run.task_seconds);
        }
        for job in &scenario.jobs {
            let pulls = job_pulls(job, &scenario.horizon, 0);
            let stops: Vec<(i64, i64)> = pulls.iter().map(|pull| (*pull, pull + seconds_of(job))).collect();
            let seconds = seconds_per_hour(&billed_on_fargate(&stops), &scenario.horizon);
            add_fargate(&mut ledger, &job.name, job.task_size, architecture, spot, 20, &seconds);
            add_hours(&mut task_seconds, &seconds);
        }
        let (commitment, mut lines) = self.priced(&ledger, with_plan)?;
        add_extras_and_tax(scenario, id.name(), &task_seconds, &vec![0; task_seconds.len()], &mut lines);
        Some(finished(lines, &runs, None, commitment))
    }

    fn add_fargate_run(&self, ledger: &mut Ledger, index: usize, run: &Run, architecture: Architecture, spot: bool) {
        let service = &self.scenario.services[index];
        let storage = service.ephemeral_storage_gib;
        add_fargate(ledger, &service.name, run.size, architecture, spot, storage, &run.task_seconds);
        add_per_task(ledger, service, true, &run.task_seconds);
        let pulls = run.timeline.tasks.iter().filter_map(|life| life.pulled()).map(|(pull, _)| pull);
        add_image_pulls(ledger, self.scenario, service, &pulls_per_hour(pulls, &self.scenario.horizon));
    }

    fn best_fargate_run(
        &self,
        index: usize,
        architecture: Architecture,
        spot: bool,
        with_plan: bool,
        id: OptionId,
    ) -> Option<Run> {
        let service = &self.scenario.services[index];
        let provisioning = i64::from(service.workload.provisioning_seconds);
        let hardware = Hardware::Fargate(architecture);
        let pinned_is_sold = service.task_size.is_none_or(|size| fargate_sizes().contains(&size));
        let sizes = self.sizes(index, hardware, &fargate_sizes()).into_iter().filter(|_| pinned_is_sold);
        let runs = sizes.filter_map(|size| self.run(index, size, hardware, Path::Fargate { provisioning }));
        let mut priced: Vec<(i128, Run)> = Vec::new();
        for run in runs {
            let mut ledger = Ledger::default();
            self.add_fargate_run(&mut ledger, index, &run, architecture, spot);
            let lines = self.priced(&ledger, with_plan)?.1;
            priced.push((total(&lines) + self.own_extras(id, &run.task_seconds, &[]), run));
        }
        best(priced, |run| (run.served, (run.size, Reverse(0), "")))
    }

    /// B3's lines that candidates differ in.
    pub(super) fn own_extras(&self, id: OptionId, task_seconds: &[i64], instance_seconds: &[i64]) -> i128 {
        let applies = |options: &[String]| options.is_empty() || options.iter().any(|one| one == id.name());
        let mut sum = 0;
        for extra in self.scenario.extras.iter().filter(|one| applies(&one.options)) {
            let (usd, hourly) = match extra.amount {
                ExtraAmount::PerTaskMonth(usd) => (usd, task_seconds),
                ExtraAmount::PerInstanceMonth(usd) => (usd, instance_seconds),
                ExtraAmount::PerMonth(_) | ExtraAmount::PercentOfBill(_) => continue,
            };
            for month in self.scenario.horizon.months().iter().filter(|_| !hourly.is_empty()) {
                let seconds: i64 = hourly[month.hour_range()].iter().sum();
                sum += cost(usd.picodollars(), i128::from(seconds), 3_600 * i128::from(month.hours_per_month));
            }
        }
        sum
    }

    // EC2

    fn on_ec2(&self, id: OptionId, spot: bool, with_plan: bool) -> Option<Answer> {
        let types = self.instance_types();
        let mut tried: Vec<(i128, (Answer, u32))> = Vec::new();
        for one in types {
            let answers = if self.scenario.services.len() == 1 {
                self.every_size_on(id, one, spot, with_plan)
            } else {
                self.smallest_sizes_on(id, one, spot, with_plan)
            };
            tried.extend(answers.into_iter().map(|answer| (answer.own_cost, (answer, one.generation()))));
        }
        let rank = |(answer, generation): &(Answer, u32)| {
            let by_share = |a: &&Served, b: &&Served| a.not_served_percent().total_cmp(&b.not_served_percent());
            let worst = answer.services.iter().max_by(by_share).copied().unwrap_or(Served::NOTHING);
            let worst = Served { meets: answer.meets, ..worst };
            let sum = |of: fn(&TaskSize) -> u32| answer.sizes.iter().map(of).sum::<u32>();
            let size = (sum(|size| size.cpu_units), sum(|size| size.memory_mib));
            (worst, (size, Reverse(*generation), answer.instance_type.clone().unwrap()))
        };
        best(tried, rank).map(|(answer, _)| answer)
    }

    pub(super) fn instance_types(&self) -> Vec<&InstanceType> {
        let settings = &self.scenario.ec2;
        let allowed = |one: &&InstanceType| {
            if !settings.instance_types.is_empty() {
                return settings.instance_types.contains(&one.name);
            }
            let family = one.family().to_owned();
            (settings.families.is_empty() || settings.families.contains(&family))
                && !settings.exclude_families.contains(&family)
                && (settings.burstable || !one.burstable)
                && (settings.previous_generation || one.current_generation)
                && !one.bare_metal
                && !one.accelerated
        };
        let types = self.book.instance_types().iter().filter(allowed);
        types.filter(|one| self.architectures_allow(one.architecture)).collect()
    }

    pub(super) fn needs(&self, index: usize, size: TaskSize) -> Needs {
        let service = &self.scenario.services[index];
        let memory = service.memory_reservation_mib.unwrap_or(size.memory_mib);
        Needs { cpu_units: i64::from(size.cpu_units), memory_mib: i64::from(memory) }
    }

    fn job_needs(&self) -> Vec<Needs> {
        let of =
            |size: TaskSize| Needs { cpu_units: i64::from(size.cpu_units), memory_mib: i64::from(size.memory_mib) };
        self.scenario.jobs.iter().map(|job| of(job.task_size)).collect()
    }

    /// Every size of a service that an instance type can hold, run on it.
    fn runs_on(&self, index: usize, one: &InstanceType) -> Vec<Run> {
        let settings = &self.scenario.ec2;
        let room = Room::of(one, settings);
        let hardware =
            |size: TaskSize| Hardware::Instance { one, tasks_alone: room.tasks_alone(self.needs(index, size)) };
        let path = Path::Ec2 {
            request: i64::from(settings.instance_request_seconds),
            start: i64::from(settings.instance_start_seconds),
            delay: i64::from(settings.scale_in_delay_seconds),
        };
        let cpu = [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768];
        let every_memory = |cpu_units: u32| (1..=1_024).map(move |n| TaskSize { cpu_units, memory_mib: 256 * n });
        let sold: Vec<TaskSize> = match &self.scenario.services[index].workload.work {
            Work::Measured(results) => results.iter().map(|result| result.size).collect(),
            _ => cpu.into_iter().flat_map(every_memory).collect(),
        };
        // W5 and E9 look at the task's own vCPU: the hardware tells its speed only.
        let sizes = self.sizes(index, Hardware::Instance { one, tasks_alone: 0 }, &sold);
        let held = sizes.into_iter().filter(|size| room.tasks_alone(self.needs(index, *size)) > 0);
        held.filter_map(|size| self.run(index, size, hardware(size), path)).collect()
    }

    fn jobs_fit(&self, one: &InstanceType) -> bool {
        let room = Room::of(one, &self.scenario.ec2);
        self.job_needs().into_iter().all(|needs| room.tasks_alone(needs) > 0)
    }

    fn every_size_on(&self, id: OptionId, one: &InstanceType, spot: bool, with_plan: bool) -> Vec<Answer> {
        if !self.jobs_fit(one) {
            return Vec::new();
        }
        let runs = self.runs_on(0, one).into_iter();
        runs.filter_map(|run| self.on_cluster(id, one, vec![run], spot, with_plan)).collect()
    }

    fn smallest_sizes_on(&self, id: OptionId, one: &InstanceType, spot: bool, with_plan: bool) -> Vec<Answer> {
        if !self.jobs_fit(one) {
            return Vec::new();
        }
        let mut runs = Vec::new();
        for index in 0..self.scenario.services.len() {
            let alone = self.runs_on(index, one).into_iter().map(|run| {
                let needs = [self.needs(index, run.size)];
                let instances = self.instances(one, &needs, &[placed(&run.timeline)]);
                (i128::from(instance_seconds(&instances, &self.scenario.horizon).iter().sum::<i64>()), run)
            });
            match best(alone.collect(), |run| (run.served, (run.size, Reverse(0), ""))) {
                Some(run) => runs.push(run),
                None => return Vec::new(),
            }
        }
        self.on_cluster(id, one, runs, spot, with_plan).into_iter().collect()
    }

    fn instances(&self, one: &InstanceType, needs: &[Needs], places: &[Vec<(i64, i64)>]) -> Counts {
        let settings = &self.scenario.ec2;
        let first = self.scenario.horizon.first_minute() * 60;
        running_instances(
            &Room::of(one, settings),
            needs,
            places,
            settings.zones,
            i64::from(settings.scale_in_delay_seconds),
            first - WARM_UP_MINUTES * 60,
            first + self.scenario.horizon.seconds(),
        )
    }

    fn on_cluster(
        &self,
        id: OptionId,
        one: &InstanceType,
        runs: Vec<Run>,
        spot: bool,
        with_plan: bool,
    ) -> Option<Answer> {
        let (scenario, horizon) = (self.scenario, &self.scenario.horizon);
        let settings = &scenario.ec2;
        let mut needs: Vec<Needs> = runs.iter().enumerate().map(|(index, run)| self.needs(index, run.size)).collect();
        needs.extend(self.job_needs());
        let mut places: Vec<Vec<(i64, i64)>> = runs.iter().map(|run| placed(&run.timeline)).collect();
        for job in &scenario.jobs {
            let held = i64::from(settings.instance_start_seconds) + seconds_of(job);
            let starts = job_pulls(job, horizon, i64::from(settings.instance_request_seconds));
            places.push(starts.into_iter().map(|start| (start, start + held)).collect());
        }
        let instances = self.instances(one, &needs, &places);
        let seconds = instance_seconds(&instances, horizon);
        let starts = instance_starts(&instances, horizon);

        let mut ledger = Ledger::default();
        add_instances(&mut ledger, scenario, &one.name, spot, &seconds);
        let mut task_seconds = vec![0; horizon.hours() as usize];
        for (service, run) in scenario.services.iter().zip(&runs) {
            add_per_task(&mut ledger, service, false, &run.task_seconds);
            add_image_pulls(&mut ledger, scenario, service, &starts);
        }
        for places in &places {
            add_hours(&mut task_seconds, &seconds_per_hour(places, horizon));
        }
        let own_lines = self.priced(&ledger, with_plan)?.1;
        let own_cost = total(&own_lines) + self.own_extras(id, &task_seconds, &seconds);
        add_standing(&mut ledger, scenario, &self.requests);
        let (commitment, mut lines) = self.priced(&ledger, with_plan)?;
        add_extras_and_tax(scenario, id.name(), &task_seconds, &seconds, &mut lines);
        Some(Answer { own_cost, ..finished(lines, &runs, Some(one.name.clone()), commitment) })
    }
}

fn placed(timeline: &Timeline) -> Vec<(i64, i64)> {
    timeline.placed()
}

pub(super) fn add_hours(sum: &mut [i64], more: &[i64]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

fn least_memory_each(sizes: Vec<TaskSize>) -> Vec<TaskSize> {
    let least = |cpu: u32| sizes.iter().filter(move |one| one.cpu_units == cpu).map(|one| one.memory_mib).min();
    let mut kept: Vec<TaskSize> =
        sizes.iter().copied().filter(|one| least(one.cpu_units) == Some(one.memory_mib)).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

pub(super) fn finished(
    lines: Vec<Line>,
    runs: &[Run],
    instance_type: Option<String>,
    commitment: Option<i128>,
) -> Answer {
    let services: Vec<Served> = runs.iter().map(|run| run.served).collect();
    let meets = services.iter().all(|one| one.meets);
    Answer {
        lines,
        sizes: runs.iter().map(|run| run.size).collect(),
        services,
        instance_type,
        commitment,
        meets,
        own_cost: 0,
    }
}

/// The cheapest that meets its objective; if none does, the one that serves most, then the cheaper. Ties by O5.
pub(super) fn best<T, K: Ord>(mut priced: Vec<(i128, T)>, rank: impl Fn(&T) -> (Served, K)) -> Option<T> {
    if priced.iter().any(|(_, one)| rank(one).0.meets) {
        priced.retain(|(_, one)| rank(one).0.meets);
    } else {
        let least = priced.iter().map(|(_, one)| rank(one).0.not_served_percent()).fold(f64::INFINITY, f64::min);
        priced.retain(|(_, one)| rank(one).0.not_served_percent() <= least);
    }
    priced
        .into_iter()
        .min_by(|(a_cost, a), (b_cost, b)| a_cost.cmp(b_cost).then(rank(a).1.cmp(&rank(b).1)))
        .map(|(_, one)| one)
}
