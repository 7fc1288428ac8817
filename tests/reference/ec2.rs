//! Options on EC2: screened, simulated, priced (rules E6, E7, E9, E24 to E26, K5, N4 and O3 to O5).

use std::cmp::Reverse;

use ecsplan::comparison::OptionId;
use ecsplan::demand::WARM_UP_MINUTES;
use ecsplan::pricing::{InstanceType, PlanKind, Sku};
use ecsplan::scenario::{PlacementStrategy, Service, TaskSize, TermYears, Work, fargate_sizes};

use super::bill::{add_extras_and_tax, contracted, cost, total};
use super::cluster::{self, Billed, Fleet, Hosted, Story, Type};
use super::credits::Terms;
use super::options::{Answer, Buys, PAYMENTS, Run, Served, Study, add_hours, best, finished, follows_memory, job_runs};
use super::packing::{Counts, Needs, Room, running_instances};
use super::simulate::Path;
use super::usage::{
    Ledger, add_image_pulls, add_instances, add_per_task, add_standing, billed_on_fargate, instance_seconds,
    pulls_per_hour, seconds_per_hour,
};
use super::work::{Hardware, task};

/// A type, and each service at a size, as screened.
struct Combination<'a> {
    one: &'a InstanceType,
    runs: Vec<Run>,
    cost: i128,
}

impl Combination<'_> {
    fn meets(&self) -> bool {
        self.runs.iter().all(|run| run.served.meets)
    }

    fn worst_percent(&self) -> f64 {
        self.runs.iter().map(|run| run.served.not_served_percent()).fold(0.0, f64::max)
    }

    /// Rule O5.
    fn rank(&self) -> (u32, u32, Reverse<u32>, String) {
        let sum = |of: fn(&TaskSize) -> u32| self.runs.iter().map(|run| of(&run.size)).sum::<u32>();
        (sum(|size| size.cpu_units), sum(|size| size.memory_mib), Reverse(self.one.generation()), self.one.name.clone())
    }
}

/// The order of rule E25.
fn sort(combinations: &mut [Combination<'_>]) {
    combinations.sort_by(|a, b| {
        let share = |one: &Combination<'_>| if one.meets() { 0.0 } else { one.worst_percent() };
        b.meets()
            .cmp(&a.meets())
            .then(share(a).total_cmp(&share(b)))
            .then(a.cost.cmp(&b.cost))
            .then(a.rank().cmp(&b.rank()))
    });
}

/// How instances are bought.
#[derive(Clone)]
pub(super) struct Bought {
    pub(super) id: OptionId,
    pub(super) spot: bool,
    pub(super) buys: Buys,
}

impl Study<'_> {
    pub(super) fn on_ec2(&self, bought: &Bought) -> Option<Answer> {
        let mut combinations: Vec<Combination<'_>> = Vec::new();
        for one in self.instance_types() {
            let Some(price) = self.price_per_hour(one, bought) else { continue };
            for runs in self.combinations_on(one) {
                let cost = cost(price, i128::from(self.screened_seconds(one, &runs)), 3_600);
                combinations.push(Combination { one, runs, cost });
            }
        }
        sort(&mut combinations);
        let mut tried: Vec<(i128, (Answer, Combination<'_>))> = Vec::new();
        for combination in combinations {
            if tried.len() >= 64 && !tried.iter().any(|(_, (answer, _))| answer.meets) {
                break;
            }
            if let Some(answer) = self.on_cluster(bought, &combination, None) {
                tried.push((answer.own_cost, (answer, combination)));
            }
        }
        let rank = |(answer, combination): &(Answer, Combination<'_>)| (worst(answer), combination.rank());
        let mut found = best(tried, rank)?;
        while let Some(better) = self.with_another_size(bought, &found) {
            found = better;
        }
        let (answer, combination) = found;
        if matches!(bought.buys, Buys::Given(_)) {
            // Packed otherwise, other plans would be bought.
            return Some(answer);
        }
        let binpack = self.binpack(&combination);
        let packed = self.on_cluster(bought, &combination, Some(binpack))?;
        Some(Answer { placement: Some((answer.own_cost - packed.own_cost, packed.meets)), ..answer })
    }

    /// The first that is better with another size of one service, of those that are screened to need less (rule E25).
    fn with_another_size<'a>(
        &self,
        bought: &Bought,
        (answer, chosen): &(Answer, Combination<'a>),
    ) -> Option<(Answer, Combination<'a>)> {
        if !answer.meets || chosen.runs.len() < 2 {
            return None;
        }
        let price = self.price_per_hour(chosen.one, bought)?;
        let mut others = Vec::new();
        for index in 0..chosen.runs.len() {
            for run in self.runs_on(index, chosen.one).into_iter().filter(|run| run.size != chosen.runs[index].size) {
                let mut runs = chosen.runs.clone();
                runs[index] = run;
                let seconds = self.screened_seconds(chosen.one, &runs);
                if seconds < self.screened_seconds(chosen.one, &chosen.runs) {
                    let cost = cost(price, i128::from(seconds), 3_600);
                    others.push(Combination { one: chosen.one, runs, cost });
                }
            }
        }
        sort(&mut others);
        others.into_iter().find_map(|other| {
            let found = self.on_cluster(bought, &other, None)?;
            let is_better = (found.own_cost, other.rank()) < (answer.own_cost, chosen.rank());
            (found.meets && is_better).then_some((found, other))
        })
    }

    /// What an instance-hour costs where tasks are only counted (rule E24).
    fn price_per_hour(&self, one: &InstanceType, bought: &Bought) -> Option<i128> {
        let price = |sku: Sku| {
            let row = self.book.price(&sku).ok()?;
            Some(contracted(self.book, &row, sku.service_code()))
        };
        if bought.spot {
            return price(Sku::SpotInstance(one.name.clone()));
        }
        let sku = Sku::Instance(one.name.clone());
        let on_demand = price(sku.clone())?;
        let kind = match &bought.buys {
            Buys::Best(kind) => *kind,
            Buys::Nothing | Buys::Given(_) => return Some(on_demand),
        };
        let service = match kind {
            PlanKind::Compute => "ComputeSavingsPlans",
            PlanKind::Ec2Instance => "EC2InstanceSavingsPlans",
        };
        let policy = &self.scenario.commitments;
        let mut rates = Vec::new();
        for term in [TermYears::One, TermYears::Three].iter().filter(|term| policy.terms.contains(term)) {
            for payment in PAYMENTS.iter().filter(|payment| policy.payment_options.contains(payment)) {
                if let Ok(row) = self.book.plan_rate(&sku, kind, *term, *payment) {
                    let discount = self.book.discount(service);
                    rates.push(row.unit_price.percent_off(discount).picodollars());
                }
            }
        }
        rates.into_iter().min().map(|rate| rate.min(on_demand))
    }

    fn combinations_on(&self, one: &InstanceType) -> Vec<Vec<Run>> {
        if !self.jobs_fit(one) {
            return Vec::new();
        }
        if self.scenario.services.len() == 1 {
            return self.runs_on(0, one).into_iter().map(|run| vec![run]).collect();
        }
        let mut runs = Vec::new();
        for index in 0..self.scenario.services.len() {
            let alone = self.runs_on(index, one).into_iter().map(|run| {
                let needs = [self.needs(index, run.size)];
                let instances = self.instances(one, &needs, &[billed_on_fargate(&run.timeline.billed)]);
                (i128::from(instance_seconds(&instances, &self.scenario.horizon).iter().sum::<i64>()), run)
            });
            match best(alone.collect(), |run| (run.served, (run.size, Reverse(0), ""))) {
                Some(run) => runs.push(run),
                None => return Vec::new(),
            }
        }
        vec![runs]
    }

    fn screened_seconds(&self, one: &InstanceType, runs: &[Run]) -> i64 {
        let horizon = &self.scenario.horizon;
        let mut needs: Vec<Needs> = runs.iter().enumerate().map(|(index, run)| self.needs(index, run.size)).collect();
        needs.extend(self.job_needs());
        let mut places: Vec<Vec<(i64, i64)>> = runs.iter().map(|run| billed_on_fargate(&run.timeline.billed)).collect();
        for job in &self.scenario.jobs {
            places.push(billed_on_fargate(&job_runs(job, horizon)));
        }
        instance_seconds(&self.instances(one, &needs, &places), horizon).iter().sum()
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

    /// Every size of a service that an instance type can hold, run with tasks that start at once.
    fn runs_on(&self, index: usize, one: &InstanceType) -> Vec<Run> {
        let room = Room::of(one, &self.scenario.ec2);
        let hardware =
            |size: TaskSize| Hardware::Instance { one, tasks_alone: room.tasks_alone(self.needs(index, size)) };
        let cpu = [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768];
        let every_memory = |cpu_units: u32| (1..=1_024).map(move |n| TaskSize { cpu_units, memory_mib: 256 * n });
        let sold: Vec<TaskSize> = match &self.scenario.services[index].workload.work {
            Work::Measured(results) => results.iter().map(|result| result.size).collect(),
            _ => cpu.into_iter().flat_map(every_memory).collect(),
        };
        // W5 and E9 look at the task's own vCPU: the hardware tells its speed only.
        let sizes = self.sizes(index, Hardware::Instance { one, tasks_alone: 0 }, &sold);
        let sizes = self.with_more_memory(index, one, sizes);
        let held = sizes.into_iter().filter(|size| room.tasks_alone(self.needs(index, *size)) > 0);
        held.filter_map(|size| self.run(index, size, hardware(size), Path::Fargate { provisioning: 0 })).collect()
    }

    /// Where a policy follows memory and nothing else is reserved, sizes with more memory as Fargate sells them, too (E9).
    fn with_more_memory(&self, index: usize, one: &InstanceType, mut sizes: Vec<TaskSize>) -> Vec<TaskSize> {
        let service = &self.scenario.services[index];
        let is_free = service.task_size.is_none() && !matches!(service.workload.work, Work::Measured(_));
        if is_free && follows_memory(service) && service.memory_reservation_mib.is_none() {
            let hardware = Hardware::Instance { one, tasks_alone: 0 };
            let least = sizes.clone();
            sizes.extend(fargate_sizes().into_iter().filter(|size| {
                let more = |known: &TaskSize| known.cpu_units == size.cpu_units && known.memory_mib < size.memory_mib;
                least.iter().any(more) && task(self.scenario, self.book, service, *size, hardware).is_some()
            }));
            sizes.sort();
        }
        sizes
    }

    fn jobs_fit(&self, one: &InstanceType) -> bool {
        let room = Room::of(one, &self.scenario.ec2);
        self.job_needs().into_iter().all(|needs| room.tasks_alone(needs) > 0)
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

    /// The strategy that E26 compares with.
    fn binpack(&self, combination: &Combination<'_>) -> PlacementStrategy {
        let room = Room::of(combination.one, &self.scenario.ec2);
        let mut needs: Vec<Needs> =
            combination.runs.iter().enumerate().map(|(index, run)| self.needs(index, run.size)).collect();
        needs.extend(self.job_needs());
        let largest = needs[room.order(&needs)[0]];
        let held = i64::from(room.tasks_alone(largest));
        let (by_memory, by_cpu) = (room.memory_mib / largest.memory_mib, room.cpu_units / largest.cpu_units);
        if by_memory == held && held < by_cpu {
            PlacementStrategy::BinpackMemory
        } else {
            PlacementStrategy::BinpackCpu
        }
    }

    /// A combination simulated and priced, with every service placed by one strategy if so asked.
    fn on_cluster(
        &self,
        bought: &Bought,
        combination: &Combination<'_>,
        binpack: Option<PlacementStrategy>,
    ) -> Option<Answer> {
        let (scenario, horizon) = (self.scenario, &self.scenario.horizon);
        let Combination { one, runs, .. } = combination;
        let services: Vec<Service> = scenario
            .services
            .iter()
            .map(|service| {
                let placement = binpack.map_or(service.placement.clone(), |one| vec![one]);
                Service { placement, ..service.clone() }
            })
            .collect();
        let story = self.simulated(bought, one, runs, &services);
        let intervals: Vec<(i64, i64)> = story.instances.iter().map(|one| (one.from, one.to)).collect();
        let seconds = seconds_per_hour(&intervals, horizon);

        let mut ledger = Ledger::default();
        add_instances(&mut ledger, scenario, &one.name, bought.spot, &seconds);
        self.add_credits(&mut ledger, one, &story.instances);
        let mut task_seconds = vec![0; horizon.hours() as usize];
        for (service, timeline) in scenario.services.iter().zip(&story.services) {
            add_per_task(&mut ledger, service, false, &seconds_per_hour(&timeline.billed, horizon));
            add_image_pulls(&mut ledger, scenario, service, &pulls_per_hour(timeline.pulls.iter().copied(), horizon));
        }
        for places in &story.places {
            add_hours(&mut task_seconds, &seconds_per_hour(places, horizon));
        }
        let own_lines = self.priced(&ledger, &bought.buys)?.1;
        let own_cost = total(&own_lines) + self.own_extras(bought.id, &task_seconds, &seconds);
        add_standing(&mut ledger, scenario, &self.requests);
        let (commitments, mut lines) = self.priced(&ledger, &bought.buys)?;
        add_extras_and_tax(scenario, bought.id.name(), &task_seconds, &seconds, &mut lines);
        let end = horizon.first_minute() * 60 + horizon.seconds();
        let instance_type = intervals.iter().any(|(from, _)| *from < end).then(|| one.name.clone());
        let mut answer = finished(lines, runs, instance_type, commitments);
        answer.services = (0..services.len())
            .map(|index| Served::of(&services[index], &self.demands[index], &story.services[index]))
            .collect();
        answer.meets = answer.services.iter().all(|one| one.meets);
        answer.own_cost = own_cost;
        Some(answer)
    }

    fn simulated(&self, bought: &Bought, one: &InstanceType, runs: &[Run], services: &[Service]) -> Story {
        let settings = &self.scenario.ec2;
        cluster::simulate(&Fleet {
            services: services
                .iter()
                .enumerate()
                .map(|(index, service)| Hosted {
                    service,
                    size: runs[index].size,
                    task: runs[index].task,
                    needs: self.needs(index, runs[index].size),
                    demand: &self.demands[index],
                })
                .collect(),
            jobs: self.scenario.jobs.iter().zip(self.job_needs()).collect(),
            types: vec![Type { room: Room::of(one, settings), credits: Terms::of(one, settings.credit_mode) }],
            purchase: None,
            spot: bought.spot,
            settings,
            horizon: &self.scenario.horizon,
        })
    }

    /// Surplus credits, rounded once an hour.
    fn add_credits(&self, ledger: &mut Ledger, one: &InstanceType, instances: &[Billed]) {
        let horizon = &self.scenario.horizon;
        let start = horizon.first_minute() * 60;
        let mut hours = vec![0.0; horizon.hours() as usize];
        for (second, credits) in instances.iter().flat_map(|one| &one.charged) {
            if (start..start + horizon.seconds()).contains(second) {
                hours[((second - start) / 3_600) as usize] += credits;
            }
        }
        let hourly: Vec<i64> =
            hours.into_iter().map(|credits| (credits / 60.0 * 1e6).round_ties_even() as i64).collect();
        if hourly.iter().any(|amount| *amount > 0) {
            let names = super::usage::workloads(self.scenario);
            let workload = if names.len() == 1 { Some(names[0]) } else { None };
            ledger.add(workload, Sku::CpuCredits(one.family().to_owned()), hourly);
        }
    }
}

/// The service that serves the least of what arrives.
fn worst(answer: &Answer) -> Served {
    let by_share = |a: &&Served, b: &&Served| a.not_served_percent().total_cmp(&b.not_served_percent());
    let worst = answer.services.iter().max_by(by_share).copied().unwrap_or(Served::NOTHING);
    Served { meets: answer.meets, ..worst }
}
