//! How much a task may be asked so that enough responses come in time (rule Q3).
//!
//! A task is an M/M/c queue: requests arrive at random, c workers serve them first come, first served, in times that
//! are exponential around the mean.

use super::work::{SizeMisfit, TaskWork};
use crate::scenario::LatencyObjective;

/// Halvings of the search for the largest rate.
const STEPS: u32 = 60;

/// Probability that a request has to wait, with `workers` workers and an offered load of `load` of them (Erlang C).
#[must_use]
pub fn erlang_c(workers: u32, load: f64) -> f64 {
    let blocked = (1..=workers).fold(1.0, |blocked, worker| load * blocked / (f64::from(worker) + load * blocked));
    let utilisation = load / f64::from(workers);
    blocked / (1.0 - utilisation * (1.0 - blocked))
}

/// Probability that a response takes longer than `seconds`, waiting included, when `arrivals` requests come per second
/// and each of `workers` workers serves `service` per second; `arrivals` must be below what all workers serve.
#[must_use]
pub fn response_exceeds(arrivals: f64, workers: u32, service: f64, seconds: f64) -> f64 {
    let departing = f64::from(workers) * service - arrivals;
    let busy = (-service * seconds).exp();
    busy + erlang_c(workers, arrivals / service) * service * overlap(service, departing, seconds)
}

/// (e^(−at) − e^(−bt)) / (b − a), the limit t·e^(−at) where a and b are equal, without loss of digits near it.
fn overlap(a: f64, b: f64, t: f64) -> f64 {
    let x = (b - a) * t;
    if x == 0.0 {
        t * (-a * t).exp()
    } else if x.abs() < 1.0 {
        (-a * t).exp() * t * (-(-x).exp_m1() / x)
    } else {
        ((-a * t).exp() - (-b * t).exp()) / (b - a)
    }
}

/// The largest rate of requests per second for one task at which the objective's percentile is kept.
///
/// # Errors
/// [`SizeMisfit::TooSlow`] when even a lone request takes too long.
pub fn latency_limit(objective: &LatencyObjective, work: &TaskWork) -> Result<f64, SizeMisfit> {
    if work.capacity.is_infinite() {
        return Ok(f64::INFINITY);
    }
    let workers = work.workers;
    let service = work.capacity / f64::from(workers);
    let seconds = objective.max_ms / 1_000.0;
    let allowed = 1.0 - objective.percentile / 100.0;
    if (-service * seconds).exp() > allowed {
        return Err(SizeMisfit::TooSlow {
            percentile: objective.percentile,
            milliseconds: -1_000.0 * allowed.ln() / service,
        });
    }
    let (mut kept, mut missed) = (0.0, work.capacity);
    for _ in 0..STEPS {
        let middle = f64::midpoint(kept, missed);
        if response_exceeds(middle, workers, service, seconds) <= allowed {
            kept = middle;
        } else {
            missed = middle;
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::work::tests::work_of;
    use proptest::prelude::*;

    fn is_close(found: f64, expected: f64, tolerance: f64) -> bool {
        (found - expected).abs() <= tolerance * expected.abs().max(1e-12)
    }

    /// The 95th percentile within `max_ms`.
    fn objective(max_ms: f64) -> LatencyObjective {
        LatencyObjective { max_ms, percentile: 95.0, max_late_percent: 1.0 }
    }

    #[test]
    fn erlang_c_has_its_textbook_values() {
        for (workers, load, expected) in
            [(1, 0.7, 0.7), (2, 1.0, 1.0 / 3.0), (3, 2.0, 4.0 / 9.0), (5, 4.0, 0.554_113), (10, 8.0, 0.409_180)]
        {
            let found = erlang_c(workers, load);
            assert!(is_close(found, expected, 1e-5), "C({workers}, {load}) = {found}, not {expected}");
        }
    }

    #[test]
    fn the_mean_response_is_that_of_the_closed_form() {
        // The integral of the tail is the mean: 1/μ + C/(cμ − λ).
        let (arrivals, workers, service) = (7.0, 4, 2.5);
        let step = 1e-4;
        let tail =
            |step_number: i32| response_exceeds(arrivals, workers, service, (f64::from(step_number) + 0.5) * step);
        let mean: f64 = (0..200_000).map(|number| step * tail(number)).sum();
        let expected =
            1.0 / service + erlang_c(workers, arrivals / service) / (f64::from(workers) * service - arrivals);
        assert!(is_close(mean, expected, 1e-6), "{mean} against {expected}");
    }

    #[test]
    fn a_lone_worker_keeps_the_limit_of_the_closed_form() {
        // M/M/1: e^(−(μ−λ)t) = 1 − p, so λ* = μ + ln(1 − p)/t.
        let limit = latency_limit(&objective(100.0), &work_of(100.0, 1)).expect("a lone request is fast enough");
        assert!(is_close(limit, 100.0 + 0.05_f64.ln() / 0.1, 1e-9), "{limit}");
    }

    #[test]
    fn a_size_whose_lone_request_is_too_slow_is_refused_with_the_time_it_takes() {
        let refused = latency_limit(&objective(100.0), &work_of(20.0, 1)).expect_err("3 / 20 s is over 100 ms");
        let SizeMisfit::TooSlow { milliseconds, .. } = refused else { panic!("{refused:?}") };
        assert!(is_close(milliseconds, 149.786, 1e-4), "{milliseconds}");
    }

    #[test]
    fn bigger_tasks_may_run_hotter() {
        let share = |workers: u32| {
            let capacity = 100.0 * f64::from(workers);
            latency_limit(&objective(60.0), &work_of(capacity, workers)).expect("fast enough") / capacity
        };
        let shares = [share(1), share(2), share(4), share(16)];
        assert!(shares.is_sorted() && shares[0] < 0.51 && shares[3] > 0.9, "{shares:?}");
    }

    proptest! {
        #[test]
        fn one_worker_is_the_exponential_of_the_spare_rate(service in 0.5_f64..200.0, used in 0.001_f64..0.999, seconds in 0.001_f64..5.0) {
            let found = response_exceeds(used * service, 1, service, seconds);
            let expected = (-(1.0 - used) * service * seconds).exp();
            prop_assert!((found - expected).abs() <= 1e-9, "{found} against {expected}");
        }

        #[test]
        fn responses_get_slower_as_more_arrive(workers in 1_u32..20, used in 0.01_f64..0.9, seconds in 0.001_f64..3.0) {
            let full = f64::from(workers) * 10.0;
            let less = response_exceeds(used * full, workers, 10.0, seconds);
            let more = response_exceeds((used + 0.05) * full, workers, 10.0, seconds);
            prop_assert!((0.0..=1.0 + 1e-12).contains(&less) && less <= more + 1e-12, "{less} and {more}");
        }
    }
}
