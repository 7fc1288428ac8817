//! The CPU that a service's tasks use, hour by hour (rule L8).

use crate::capacity::MinuteServed;
use crate::comparison::ServiceHistory;

/// CPU-unit-seconds that the serving tasks of a service use in each of `hours` hours from `start` (seconds since
/// 1970), each rounded to whole ones; zeros where its work is not known.
pub(super) fn cpu_used_per_hour(service: &ServiceHistory, cpu_units: u32, start: i64, hours: u32) -> Vec<i64> {
    if service.unit.is_none() || !service.work.capacity.is_finite() {
        return vec![0; hours as usize];
    }
    let hour = |hour: i64| {
        let first = start / 60 + hour * 60;
        let task_seconds: f64 = (first..first + 60).map(|minute| full_task_seconds(service, minute)).sum();
        (task_seconds * f64::from(cpu_units)).round_ties_even() as i64
    };
    (0..i64::from(hours)).map(hour).collect()
}

/// Seconds of tasks in a minute, each weighed by its CPU utilisation (rules W4 and S8).
fn full_task_seconds(service: &ServiceHistory, minute: i64) -> f64 {
    let Ok(index) = usize::try_from(minute - service.first_minute) else { return 0.0 };
    let demand = service.demand.get(index).copied().unwrap_or(0.0);
    let known = service.minutes.as_deref().and_then(|minutes| minutes.get(index).copied());
    let run = |(from, to, tasks): (i64, i64, u32)| {
        if tasks == 0 {
            return 0.0;
        }
        let tasks = f64::from(tasks);
        let served = known.map_or(demand.min(tasks * service.work.capacity), |minute: MinuteServed| minute.served);
        (to - from) as f64 * tasks * service.work.cpu_percent(served / tasks) / 100.0
    };
    service.capacity.serving.runs(minute * 60, minute * 60 + 60).map(run).sum()
}
