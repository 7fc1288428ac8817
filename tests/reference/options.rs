//! Whole options: every candidate tried, the best kept (rules F4, O1 to O5); those on EC2 are beside.

use ecsplan::comparison::OptionId;
use ecsplan::demand::WARM_UP_MINUTES;
use ecsplan::pricing::{PlanKind, PriceBook};
use ecsplan::scenario::{
    Architecture, ExtraAmount, Job, JobDuration, PaymentOption, Scenario, Service, TargetMetric, TargetTracking,
    TaskCount, TaskSize, TermYears, Work, fargate_sizes,
};
use ecsplan::time::Horizon;

use super::bill::{Line, add_extras_and_tax, cost, price, total};
use super::commitments::{Plan, Told, apply};
use super::demand::demand;
use super::ec2::Bought;
use super::plan::{best_plan, families};
use super::simulate::{Path, Timeline, simulate};
use super::usage::{
    Ledger, add_fargate, add_image_pulls, add_per_task, add_standing, billed_on_fargate, job_firings, pulls_per_hour,
    requests_per_hour, seconds_per_hour,
};
use super::work::{Hardware, Task, maximum, task};

/// Whether a policy follows memory utilisation, so that larger tasks are fewer (rule F4).
pub(super) fn follows_memory(service: &Service) -> bool {
    let TaskCount::Scaled(scaling) = &service.count else { return false };
    let tracked = scaling.target_tracking.iter().map(|one| one.metric);
    let stepped = scaling.step_scaling.iter().map(|one| one.metric);
    let forecast = scaling.predictive.iter().map(|one| one.metric);
    tracked.chain(stepped).chain(forecast).any(|metric| metric == TargetMetric::Memory)
}

/// How long each of the tasks that start together takes (rule J1).
pub(super) fn seconds_of(job: &Job) -> Vec<i64> {
    let points = match &job.duration {
        JobDuration::Fixed(seconds) => return vec![i64::from(*seconds); job.count as usize],
        JobDuration::Quantiles(points) => points,
    };
    let of_task = |task: u32| {
        let x = 100.0 * f64::from(2 * task + 1) / f64::from(2 * job.count);
        let at = points.iter().rposition(|(percent, _)| f64::from(*percent) <= x).unwrap();
        let ((from, least), (to, most)) = (points[at], points.get(at + 1).copied().unwrap_or(points[at]));
        if from == to {
            return i64::from(least);
        }
        // In hundredths of a task's share, so that a half is a half.
        let along = i64::from(100 * (2 * task + 1)) - i64::from(from * 2 * job.count);
        let across = i64::from((to - from) * 2 * job.count);
        let twice = 2 * i64::from(most - least) * along + across;
        i64::from(least) + twice.div_euclid(2 * across)
    };
    (0..job.count).map(of_task).collect()
}

/// Every task of a job from when it fires until it is done.
pub(super) fn job_runs(job: &Job, horizon: &Horizon) -> Vec<(i64, i64)> {
    let each =
        |second: &i64| seconds_of(job).into_iter().map(|seconds| (*second, second + seconds)).collect::<Vec<_>>();
    job_firings(job, horizon).iter().flat_map(each).collect()
}

pub(super) const PAYMENTS: [PaymentOption; 3] =
    [PaymentOption::NoUpfront, PaymentOption::PartialUpfront, PaymentOption::AllUpfront];

/// An option as the reference prices it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) lines: Vec<Line>,
    pub(crate) sizes: Vec<TaskSize>,
    /// What each service's scaling is set to (rule S17), where it scales.
    pub(crate) settings: Vec<Option<Setting>>,
    pub(crate) services: Vec<Served>,
    pub(crate) instance_type: Option<String>,
    pub(crate) commitments: Vec<Told>,
    pub(crate) meets: bool,
    /// What candidates are compared by (rule O3).
    pub(super) own_cost: i128,
    /// What placement costs against `binpack` (rule E26), and whether that meets the objectives.
    pub(crate) placement: Option<(i128, bool)>,
}

impl Answer {
    pub(crate) fn total(&self) -> i128 {
        total(&self.lines)
    }
}

/// Target by CPU or memory, minimum and maximum.
pub(crate) type Setting = (Option<f64>, u32, u32);

/// How a service did over the horizon.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Served {
    pub(crate) arrived: f64,
    pub(crate) served: f64,
    pub(crate) queued: f64,
    pub(crate) minutes_short: u64,
    pub(crate) meets: bool,
}

impl Served {
    pub(super) const NOTHING: Self = Self { arrived: 0.0, served: 0.0, queued: 0.0, minutes_short: 0, meets: true };

    pub(super) fn of(service: &Service, demand: &[f64], timeline: &Timeline) -> Self {
        let warm_up = WARM_UP_MINUTES as usize;
        let arrived = demand[warm_up..].iter().map(|x| 60.0 * x).sum();
        let served = timeline.served_from(warm_up);
        let minutes_short = timeline.minutes_short_from(warm_up);
        let mut one = Self { arrived, served, queued: timeline.queued, minutes_short, meets: false };
        one.meets = one.not_served_percent() <= service.objective.max_not_served_percent
            && service.objective.max_minutes_short.is_none_or(|most| minutes_short <= most);
        one
    }

    pub(crate) fn not_served_percent(&self) -> f64 {
        // Sums of the same numbers differ by rounding, which no minute missed.
        let missed = self.arrived - self.served - self.queued;
        if missed > 1e-12 * self.arrived { (100.0 * missed / self.arrived).min(100.0) } else { 0.0 }
    }
}

/// A service that has been run at one size.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) size: TaskSize,
    pub(super) setting: Option<Setting>,
    pub(super) task: Task,
    pub(super) served: Served,
    pub(super) timeline: Timeline,
    /// From pull to stop, per hour.
    pub(super) task_seconds: Vec<i64>,
}

/// What is bought beside what is held.
#[derive(Clone, Debug)]
pub(super) enum Buys {
    Nothing,
    /// The best plans of a kind, by rule C3.
    Best(PlanKind),
    /// These.
    Given(Vec<Plan>),
}

/// What all candidates share.
pub(super) struct Study<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) book: &'a PriceBook,
    pub(super) demands: Vec<Vec<f64>>,
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

/// The option, or none when it is unavailable. What it buys is the best by rule C3, unless plans are given.
pub(crate) fn answer(scenario: &Scenario, book: &PriceBook, id: OptionId, given: Option<&[Plan]>) -> Option<Answer> {
    let study = study(scenario, book);
    let (x86, arm) = (Architecture::X86_64, Architecture::Arm64);
    let buys = |kind: PlanKind| given.map_or(Buys::Best(kind), |plans| Buys::Given(plans.to_vec()));
    let nothing = Buys::Nothing;
    match id {
        OptionId::Fargate => study.on_fargate(id, x86, false, &nothing),
        OptionId::FargateArm64 => study.on_fargate(id, arm, false, &nothing),
        OptionId::FargateSpot => study.on_fargate(id, x86, true, &nothing),
        OptionId::FargateSpotArm64 => study.on_fargate(id, arm, true, &nothing),
        OptionId::FargateSavingsPlan => study.on_fargate(id, x86, false, &buys(PlanKind::Compute)),
        OptionId::FargateSavingsPlanArm64 => study.on_fargate(id, arm, false, &buys(PlanKind::Compute)),
        OptionId::Ec2OnDemand => study.on_ec2(&Bought { id, spot: false, buys: nothing }),
        OptionId::Ec2SavingsPlan => study.on_ec2(&Bought { id, spot: false, buys: buys(PlanKind::Compute) }),
        OptionId::Ec2InstanceSavingsPlan => {
            study.on_ec2(&Bought { id, spot: false, buys: buys(PlanKind::Ec2Instance) })
        }
        OptionId::Ec2Spot => study.on_ec2(&Bought { id, spot: true, buys: nothing }),
        _ => None,
    }
}

/// `best-portfolio` where everything runs on Fargate, or on EC2, with the plans that it bought.
pub(crate) fn portfolio(
    scenario: &Scenario,
    book: &PriceBook,
    fargate: Option<&Architectures>,
    plans: &[Plan],
) -> Option<Answer> {
    let (study, id) = (study(scenario, book), OptionId::BestPortfolio);
    let buys = Buys::Given(plans.to_vec());
    match fargate {
        Some(architectures) => study.on_fargate_each(id, architectures, false, &buys),
        None => study.on_ec2(&Bought { id, spot: false, buys }),
    }
}

/// On which architecture each service and each job runs, in file order.
#[derive(Clone, Debug)]
pub(crate) struct Architectures {
    pub(crate) services: Vec<Architecture>,
    pub(crate) jobs: Vec<Architecture>,
}

impl Study<'_> {
    pub(super) fn architectures_allow(&self, architecture: Architecture) -> bool {
        self.scenario.services.iter().all(|one| one.architectures.contains(&architecture))
            && self.scenario.jobs.iter().all(|one| one.architectures.contains(&architecture))
    }

    /// Lines of a ledger under what is held and what is bought.
    pub(super) fn priced(&self, ledger: &Ledger, buys: &Buys) -> Option<(Vec<Told>, Vec<Line>)> {
        match buys {
            Buys::Nothing => self.priced_with(ledger, &[]),
            Buys::Given(plans) => self.priced_with(ledger, plans),
            Buys::Best(kind) => self.priced_at_best(ledger, *kind),
        }
    }

    fn priced_at_best(&self, ledger: &Ledger, kind: PlanKind) -> Option<(Vec<Told>, Vec<Line>)> {
        let policy = &self.scenario.commitments;
        let scopes = match kind {
            PlanKind::Compute => vec![None],
            PlanKind::Ec2Instance => families(ledger).into_iter().map(Some).collect(),
        };
        let mut best: Option<(Vec<Told>, Vec<Line>)> = None;
        for term in [TermYears::One, TermYears::Three].iter().filter(|term| policy.terms.contains(term)) {
            for payment in PAYMENTS.iter().filter(|payment| policy.payment_options.contains(payment)) {
                let plan = |family: &Option<String>| {
                    best_plan(self.scenario, self.book, ledger, family.as_deref(), (*term, *payment))
                };
                let Some(mut plans) = scopes.iter().map(plan).collect::<Option<Vec<Plan>>>() else { continue };
                // A plan of nothing is no plan.
                plans.retain(|plan| plan.hourly > 0);
                let Some(one) = self.priced_with(ledger, &plans) else { continue };
                if best.as_ref().is_none_or(|best| total(&one.1) < total(&best.1)) {
                    best = Some(one);
                }
            }
        }
        best
    }

    fn priced_with(&self, ledger: &Ledger, plans: &[Plan]) -> Option<(Vec<Told>, Vec<Line>)> {
        let applied = apply(self.scenario, self.book, ledger, &self.scenario.commitments_held, plans)?;
        let mut lines = applied.lines;
        lines.extend(price(self.scenario, self.book, &applied.remainder)?);
        Some((applied.told, lines))
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
        let first_minute = horizon.first_minute() - WARM_UP_MINUTES;
        let timeline = simulate(service, size, at_work, path, first_minute, demand);
        let task_seconds = seconds_per_hour(&billed_on_fargate(&timeline.billed), horizon);
        let setting = setting_of(service);
        Some(Run {
            size,
            setting,
            task: at_work,
            served: Served::of(service, demand, &timeline),
            timeline,
            task_seconds,
        })
    }

    /// Sizes to try for a service among the CPU and memory values sold.
    pub(super) fn sizes(&self, index: usize, hardware: Hardware<'_>, sold: &[TaskSize]) -> Vec<TaskSize> {
        let service = &self.scenario.services[index];
        let fits = |size: &TaskSize| task(self.scenario, self.book, service, *size, hardware).is_some();
        if let Some(pinned) = service.task_size {
            return [pinned].into_iter().filter(fits).collect();
        }
        let on_fargate = matches!(hardware, Hardware::Fargate(_));
        let all_memory = on_fargate && follows_memory(service);
        if let Work::Measured(results) = &service.workload.work {
            let tested = results.iter().map(|one| one.size).filter(|size| sold.contains(size));
            let fitting: Vec<TaskSize> = tested.filter(fits).collect();
            return if on_fargate && !all_memory { least_memory_each(fitting) } else { fitting };
        }
        let fitting = sold.iter().copied().filter(fits).collect();
        if all_memory { fitting } else { least_memory_each(fitting) }
    }

    // Fargate

    fn on_fargate(&self, id: OptionId, architecture: Architecture, spot: bool, buys: &Buys) -> Option<Answer> {
        let services = vec![architecture; self.scenario.services.len()];
        let jobs = vec![architecture; self.scenario.jobs.len()];
        self.on_fargate_each(id, &Architectures { services, jobs }, spot, buys)
    }

    fn on_fargate_each(&self, id: OptionId, on: &Architectures, spot: bool, buys: &Buys) -> Option<Answer> {
        let scenario = self.scenario;
        let jobs_fit = scenario.jobs.iter().all(|job| fargate_sizes().contains(&job.task_size));
        let services_may = scenario.services.iter().zip(&on.services).all(|(one, on)| one.architectures.contains(on));
        let jobs_may = scenario.jobs.iter().zip(&on.jobs).all(|(one, on)| one.architectures.contains(on));
        if !(services_may && jobs_may && jobs_fit) {
            return None;
        }
        let best = |(index, on): (usize, &Architecture)| self.best_fargate_run(index, *on, spot, buys, id);
        let runs: Vec<Run> = on.services.iter().enumerate().map(best).collect::<Option<_>>()?;
        let mut ledger = Ledger::default();
        add_standing(&mut ledger, scenario, &self.requests);
        let mut task_seconds = vec![0; scenario.horizon.hours() as usize];
        for (index, run) in runs.iter().enumerate() {
            self.add_fargate_run(&mut ledger, index, run, on.services[index], spot);
            add_hours(&mut task_seconds, &run.task_seconds);
        }
        for (job, architecture) in scenario.jobs.iter().zip(&on.jobs) {
            let stops = job_runs(job, &scenario.horizon);
            let seconds = seconds_per_hour(&billed_on_fargate(&stops), &scenario.horizon);
            add_fargate(&mut ledger, &job.name, job.task_size, *architecture, spot, 20, &seconds);
            add_hours(&mut task_seconds, &seconds);
        }
        let (commitments, mut lines) = self.priced(&ledger, buys)?;
        add_extras_and_tax(scenario, id.name(), &task_seconds, &vec![0; task_seconds.len()], &mut lines);
        Some(finished(lines, &runs, None, commitments))
    }

    fn add_fargate_run(&self, ledger: &mut Ledger, index: usize, run: &Run, architecture: Architecture, spot: bool) {
        let service = &self.scenario.services[index];
        let storage = service.ephemeral_storage_gib;
        add_fargate(ledger, &service.name, run.size, architecture, spot, storage, &run.task_seconds);
        add_per_task(ledger, service, true, &run.task_seconds);
        let pulls = pulls_per_hour(run.timeline.pulls.iter().copied(), &self.scenario.horizon);
        add_image_pulls(ledger, self.scenario, service, &pulls);
    }

    fn best_fargate_run(
        &self,
        index: usize,
        architecture: Architecture,
        spot: bool,
        buys: &Buys,
        id: OptionId,
    ) -> Option<Run> {
        let service = &self.scenario.services[index];
        let provisioning = i64::from(service.workload.provisioning_seconds);
        let hardware = Hardware::Fargate(architecture);
        let pinned_is_sold = service.task_size.is_none_or(|size| fargate_sizes().contains(&size));
        let sizes = self.sizes(index, hardware, &fargate_sizes()).into_iter().filter(|_| pinned_is_sold);
        let settings = settings_of(service);
        let run = |(size, order): (TaskSize, usize)| {
            let mut held = self.scenario.clone();
            held.services[index] = settings[order].clone();
            let study = study(&held, self.book);
            Some((order, study.run(index, size, hardware, Path::Fargate { provisioning })?))
        };
        let orders = 0..settings.len();
        let runs = sizes.flat_map(|size| orders.clone().map(move |order| (size, order))).filter_map(run);
        let mut priced: Vec<(i128, (usize, Run))> = Vec::new();
        for (order, run) in runs {
            let mut ledger = Ledger::default();
            self.add_fargate_run(&mut ledger, index, &run, architecture, spot);
            let lines = self.priced(&ledger, buys)?.1;
            priced.push((total(&lines) + self.own_extras(id, &run.task_seconds, &[]), (order, run)));
        }
        best(priced, |(order, run)| (run.served, (run.size, *order))).map(|(_, run)| run)
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
}

fn setting_of(service: &Service) -> Option<Setting> {
    let TaskCount::Scaled(scaling) = &service.count else { return None };
    let of_percent = |one: &&TargetTracking| one.metric != TargetMetric::RequestsPerTarget;
    let target = scaling.target_tracking.iter().find(of_percent).map(|one| one.target);
    Some((target, scaling.min_tasks, scaling.max_tasks))
}

/// The service with every setting that it may have, in the order of rule S17.
fn settings_of(service: &Service) -> Vec<Service> {
    let TaskCount::Scaled(scaling) = &service.count else { return vec![service.clone()] };
    let percent = scaling.target_tracking.iter().position(|one| one.metric != TargetMetric::RequestsPerTarget);
    let mut found = vec![service.clone()];
    let mut targets: Vec<Option<f64>> = scaling.search.targets.iter().copied().map(Some).collect();
    targets.push(percent.map(|index| scaling.target_tracking[index].target));
    targets.sort_by(|one, other| other.partial_cmp(one).unwrap());
    let mut bounds: Vec<(u32, u32)> = scaling.search.bounds.iter().map(|one| (one.min_tasks, one.max_tasks)).collect();
    bounds.push((scaling.min_tasks, scaling.max_tasks));
    bounds.sort_unstable();
    for target in &targets {
        for (least, most) in &bounds {
            let mut other = scaling.clone();
            (other.min_tasks, other.max_tasks) = (*least, *most);
            if let (Some(index), Some(target)) = (percent, target) {
                other.target_tracking[index].target = *target;
            }
            found.push(Service { count: TaskCount::Scaled(other), ..service.clone() });
        }
    }
    found
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
    commitments: Vec<Told>,
) -> Answer {
    let services: Vec<Served> = runs.iter().map(|run| run.served).collect();
    let meets = services.iter().all(|one| one.meets);
    Answer {
        lines,
        sizes: runs.iter().map(|run| run.size).collect(),
        settings: runs.iter().map(|run| run.setting).collect(),
        services,
        instance_type,
        commitments,
        meets,
        own_cost: 0,
        placement: None,
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
