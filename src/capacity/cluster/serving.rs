//! What the tasks serve, and the CPU credits that it takes (rules E22 and K).

use super::instance::Instance;
use super::run::{Burst, Cluster};
use crate::capacity::feed::MinuteLoad;

impl Cluster<'_> {
    /// What the serving tasks do in the tick that begins now.
    pub(super) fn serve(&mut self, now: i64, whole_minute: bool, counted: bool) {
        let mut moved = false;
        for service in &mut self.services {
            moved |= service.count_serving(now);
        }
        if self.burstable {
            if moved || self.burst_stale {
                self.count_burst(now);
            }
            if whole_minute {
                self.run_credits(now, counted);
            }
        }
        for kind in 0..self.services.len() {
            let tick = self.services[kind].control.tick_seconds();
            if now.rem_euclid(tick) != 0 {
                continue;
            }
            let (serving, demand) = (self.serving_at(kind, now), self.demand_of(kind, now));
            let capacity = self.capacity_of(kind, now);
            let service = &mut self.services[kind];
            let waiting = service.queue.waiting();
            let served = service.queue.serve(demand, capacity, tick as f64);
            let load = MinuteLoad { serving, served, demand };
            service.observe(now, load);
            if self.burstable {
                self.note_served(kind, now, load.served);
            }
            self.records[kind].note(now, self.services[kind].desired, load, capacity, waiting);
        }
    }

    /// Tasks that serve, without those that a deployment has stopped before their replacements serve.
    fn serving_at(&self, kind: usize, now: i64) -> u32 {
        let service = &self.services[kind];
        service.serving.saturating_sub(service.rollouts.not_serving_at(now))
    }

    /// Adds what a tick served to the mean of its minute.
    fn note_served(&mut self, kind: usize, now: i64, served: f64) {
        self.served.resize_with(self.services.len(), Vec::new);
        if now.rem_euclid(60) == 0 {
            self.served[kind].push(0.0);
        }
        let share = self.services[kind].control.tick_seconds() as f64 / 60.0;
        if let Some(mean) = self.served[kind].last_mut() {
            *mean += served * share;
        }
    }

    pub(super) fn demand_of(&self, kind: usize, now: i64) -> f64 {
        let inputs = &self.services[kind].inputs;
        usize::try_from(now.div_euclid(60) - inputs.first_minute).ok().map_or(0.0, |minute| inputs.demand[minute])
    }

    /// What each serving task is asked for, with what waits: at most its capacity.
    fn asked_of_a_task(&self, kind: usize, now: i64) -> f64 {
        let (service, serving) = (&self.services[kind], self.serving_at(kind, now));
        if serving == 0 {
            return 0.0;
        }
        let waiting = service.queue.waiting() / service.control.tick_seconds() as f64;
        let each = (self.demand_of(kind, now) + waiting) / f64::from(serving);
        each.min(service.inputs.work.capacity)
    }

    /// What the serving tasks can do (rules S8 and K6).
    fn capacity_of(&self, kind: usize, now: i64) -> f64 {
        let serving = self.serving_at(kind, now);
        if serving == 0 {
            return 0.0;
        }
        if self.burst.iter().all(|one| one.share >= 1.0) {
            return f64::from(serving) * self.services[kind].inputs.work.capacity;
        }
        let unhurt: f64 = self.burst.iter().map(|one| f64::from(one.serving[kind]) * one.share).sum();
        self.asked_of_a_task(kind, now) * unhurt * f64::from(serving) / f64::from(self.services[kind].serving)
    }

    /// Where the serving tasks are.
    pub(super) fn count_burst(&mut self, now: i64) {
        self.burst_stale = false;
        let before = std::mem::take(&mut self.burst);
        let share_of = |number: usize| {
            let known = before.binary_search_by_key(&number, |one| one.instance);
            known.map_or(1.0, |index| before[index].share)
        };
        let services = self.services.len();
        let counted = self.instances.iter().map(|instance| Burst {
            instance: instance.number,
            serving: vec![0; services],
            share: share_of(instance.number),
        });
        self.burst = counted.collect();
        for (one, instance) in self.burst.iter_mut().zip(self.instances.iter()) {
            for (kind, serving) in one.serving.iter_mut().enumerate() {
                *serving = instance.serving(kind, now);
            }
        }
        for (kind, service) in self.services.iter().enumerate() {
            for task in service.leaving.iter().filter(|task| task.serves_from <= now) {
                if let Ok(index) = self.burst.binary_search_by_key(&task.instance, |one| one.instance) {
                    self.burst[index].serving[kind] += 1;
                }
            }
        }
    }

    /// Earns and uses up a minute's credits on every instance (rules K2 to K4).
    pub(super) fn run_credits(&mut self, now: i64, counted: bool) {
        let vcpu: Vec<f64> = (0..self.services.len()).map(|kind| self.vcpu_of_a_task(kind, now)).collect();
        let job_vcpu: Vec<f64> = self.instances.iter().map(|instance| self.job_vcpu_on(instance)).collect();
        let (mut least, mut throttled) = (f64::INFINITY, false);
        for one in &mut self.burst {
            let Some(index) = self.instances.index_of(one.instance) else {
                continue;
            };
            if self.instances[index].launched > now {
                continue;
            }
            let (type_index, spot) = (self.instances[index].type_index, self.instances[index].spot);
            let Some(credits) = &mut self.instances.detail(index).credits else { continue };
            let of_services: f64 = one.serving.iter().zip(&vcpu).map(|(&tasks, each)| f64::from(tasks) * each).sum();
            let wanted = of_services + job_vcpu[index];
            let minute = credits.run_minute(wanted);
            one.share = minute.share;
            throttled |= minute.share < 1.0;
            least = least.min(credits.balance());
            if minute.charged > 0.0 {
                self.charged.push((type_index, spot, now, minute.charged));
            }
        }
        self.throttled_minutes += u64::from(throttled && counted);
        self.least_credits.push(if least.is_finite() { least as f32 } else { 0.0 });
    }

    /// The vCPU that the jobs' tasks on an instance use: all that they reserve.
    pub(super) fn job_vcpu_on(&self, instance: &Instance) -> f64 {
        let of_job = |kind: usize| f64::from(instance.staying(kind) * self.footprints[kind].cpu_units) / 1_024.0;
        (self.services.len()..self.inputs.footprints.len()).map(of_job).sum()
    }

    /// The vCPU that one serving task wants in the minute that begins now.
    fn vcpu_of_a_task(&self, kind: usize, now: i64) -> f64 {
        let inputs = &self.services[kind].inputs;
        if self.serving_at(kind, now) == 0 || !inputs.work.capacity.is_finite() {
            return 0.0;
        }
        inputs.work.cpu_percent(self.asked_of_a_task(kind, now)) / 100.0 * f64::from(inputs.cpu_units) / 1_024.0
    }
}
