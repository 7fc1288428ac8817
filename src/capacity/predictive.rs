//! Predictive scaling: hourly forecasts and the minimum they ask for (rule S15).

use super::decision::Cause;
use super::feed::MinuteLoad;
use super::work::TaskWork;
use crate::scenario::{MaxCapacityBreach, PredictiveScaling, TargetMetric};

/// How far back a forecast looks: 14 days.
const WINDOW_HOURS: i64 = 14 * 24;

/// How much must have been seen: a day.
const LEAST_SECONDS: i64 = 86_400;

/// Forecasts are made anew at every hour divisible by this.
const REFRESH_HOURS: i64 = 6;

const HOURS_PER_DAY: i64 = 24;
const HOURS_PER_WEEK: i64 = 168;

/// What one hour has seen.
#[derive(Clone, Copy, Debug, Default)]
struct HourLoad {
    sum: f64,
    ticks: u32,
}

/// What is expected of one hour.
#[derive(Clone, Copy, Debug)]
struct Forecast {
    hour: i64,
    load: f64,
    tasks: u32,
}

/// The predictive policy of a service over time.
#[derive(Clone, Debug)]
pub(super) struct Predictor {
    policy: PredictiveScaling,
    tick_seconds: i64,
    next_second: i64,
    first_hour: i64,
    hours: Vec<HourLoad>,
    this_hour: Option<Forecast>,
    next_hour: Option<Forecast>,
}

impl Predictor {
    pub(super) fn new(policy: PredictiveScaling, first_minute: i64, tick_seconds: i64) -> Self {
        Self {
            policy,
            tick_seconds,
            next_second: first_minute * 60,
            first_hour: first_minute.div_euclid(60),
            hours: Vec::new(),
            this_hour: None,
            next_hour: None,
        }
    }

    /// Records the load of the tick that just ended.
    pub(super) fn observe(&mut self, load: MinuteLoad) {
        let index = (self.next_second.div_euclid(3_600) - self.first_hour) as usize;
        if self.hours.len() <= index {
            self.hours.resize(index + 1, HourLoad::default());
        }
        self.hours[index].sum += match self.policy.metric {
            TargetMetric::Cpu | TargetMetric::Memory => load.served,
            TargetMetric::RequestsPerTarget => load.demand,
        };
        self.hours[index].ticks += 1;
        self.next_second += self.tick_seconds;
    }

    /// Moves on to a whole minute; the maximum that `most` becomes when the forecast raises it.
    pub(super) fn advance(&mut self, minute: i64, work: &TaskWork, most: u32) -> u32 {
        let hour = minute.div_euclid(60);
        let known = [self.this_hour, self.next_hour];
        let of = |hour: i64| known.into_iter().flatten().find(|forecast| forecast.hour == hour);
        (self.this_hour, self.next_hour) = (of(hour), of(hour + 1));
        let Some(acting) = [hour, hour + 1].into_iter().find(|&hour| self.acting_minute(hour) == minute) else {
            return most;
        };
        let forecast = self.forecast(acting, minute.div_euclid(60 * REFRESH_HOURS) * REFRESH_HOURS, work);
        *(if acting == hour { &mut self.this_hour } else { &mut self.next_hour }) = forecast;
        forecast.map_or(most, |forecast| self.raised_maximum(forecast.tasks, most))
    }

    /// The minute at which the policy acts for an hour.
    fn acting_minute(&self, hour: i64) -> i64 {
        (hour * 3_600 - i64::from(self.policy.buffer_seconds)).div_euclid(60)
    }

    fn raised_maximum(&self, tasks: u32, most: u32) -> u32 {
        match self.policy.max_capacity_breach {
            MaxCapacityBreach::Increase { buffer_percent } if tasks > most => {
                let hundredths = u64::from(tasks) * (100 + u64::from(buffer_percent));
                u32::try_from(hundredths.div_ceil(100)).unwrap_or(u32::MAX)
            }
            _ => most,
        }
    }

    /// The minimum that the forecasts in force ask for, before the maximum, and its cause.
    pub(super) fn least(&self) -> Option<(u32, Cause)> {
        let larger = |one: Forecast, other: Forecast| if other.tasks > one.tasks { other } else { one };
        let forecast = [self.this_hour, self.next_hour].into_iter().flatten().reduce(larger)?;
        let Forecast { hour, load, tasks } = forecast;
        Some((tasks, Cause::Forecast { hour: hour * 3_600, load, forecast: tasks }))
    }

    /// What an hour is expected to need, from what was seen before the hour `refresh`.
    fn forecast(&self, hour: i64, refresh: i64, work: &TaskWork) -> Option<Forecast> {
        let seen =
            |hour: i64| self.hours.get(usize::try_from(hour - self.first_hour).ok()?).filter(|load| load.ticks > 0);
        let from = refresh - WINDOW_HOURS;
        let ticks: i64 = (from..refresh).filter_map(seen).map(|load| i64::from(load.ticks)).sum();
        if ticks * self.tick_seconds < LEAST_SECONDS {
            return None;
        }
        let mean_of_every = |period: i64| {
            let hours = (1..).map(|count| hour - count * period).take_while(|&hour| hour >= from);
            let loads =
                hours.filter(|&hour| hour < refresh).filter_map(seen).map(|load| load.sum / f64::from(load.ticks));
            let (count, sum) = loads.fold((0.0, 0.0), |(count, sum), load| (count + 1.0, sum + load));
            (count > 0.0).then(|| sum / count)
        };
        let load = mean_of_every(HOURS_PER_WEEK).or_else(|| mean_of_every(HOURS_PER_DAY))?;
        let tasks = work.tasks_for(self.policy.metric, self.policy.target, load)?;
        Some(Forecast { hour, load, tasks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::work::tests::plain_work;

    fn policy(max_capacity_breach: MaxCapacityBreach) -> PredictiveScaling {
        PredictiveScaling { metric: TargetMetric::Cpu, target: 50.0, buffer_seconds: 300, max_capacity_breach }
    }

    /// A predictor that has seen `hours` whole hours from midnight on, hour h having the load of h mod 24.
    fn after(hours: i64, breach: MaxCapacityBreach) -> Predictor {
        let mut predictor = Predictor::new(policy(breach), 0, 60);
        for minute in 0..hours * 60 {
            let served = (minute / 60 % 24) as f64 * 10.0;
            predictor.observe(MinuteLoad { serving: 1, served, demand: served });
        }
        predictor
    }

    #[test]
    fn nothing_is_forecast_before_a_whole_day_has_been_seen_and_refreshed() {
        let work = plain_work();
        let mut early = after(24, MaxCapacityBreach::Honor);
        assert_eq!(early.advance(24 * 60 - 5, &work, 100), 100);
        assert!(early.least().is_none(), "five minutes early only 18 hours were known");
        early.advance(25 * 60 - 5, &work, 100);
        let (tasks, _) = early.least().expect("a day is known");
        // One task carries 100 a second, so 50 at the target; hour 1 had 10.
        assert_eq!(tasks, 1);
    }

    #[test]
    fn a_forecast_acts_its_buffer_early_and_holds_until_the_hour_ends() {
        let work = plain_work();
        let mut predictor = after(33, MaxCapacityBreach::Honor);
        let mut least = Vec::new();
        for minute in 33 * 60..36 * 60 {
            predictor.advance(minute, &work, 100);
            least.push(predictor.least().map_or(0, |(tasks, _)| tasks));
        }
        // Hour 33 was not prepared; 34 (load 100) and 35 (110) need 2 and 3 tasks.
        let changes: Vec<(usize, u32)> =
            (1..least.len()).filter(|&at| least[at] != least[at - 1]).map(|at| (at, least[at])).collect();
        assert_eq!(changes, [(55, 2), (115, 3)]);
    }

    #[test]
    fn the_same_hour_of_the_same_weekday_counts_before_the_same_hour_of_other_days() {
        let work = plain_work();
        let mut predictor = Predictor::new(policy(MaxCapacityBreach::Honor), 0, 60);
        for minute in 0..8 * 24 * 60 {
            let served = if minute < 24 * 60 { 400.0 } else { 100.0 };
            predictor.observe(MinuteLoad { serving: 1, served, demand: served });
        }
        // A week after the first day its load is expected again; the day after that, the usual one.
        predictor.advance(7 * 24 * 60 + 7 * 60 - 5, &work, 100);
        assert_eq!(predictor.least().map(|(tasks, _)| tasks), Some(8));
        predictor.advance(8 * 24 * 60 + 60 - 5, &work, 100);
        assert_eq!(predictor.least().map(|(tasks, _)| tasks), Some(2));
    }

    #[test]
    fn the_maximum_is_raised_only_when_the_policy_may_and_by_its_buffer() {
        let work = plain_work();
        let minute = 47 * 60 - 5; // The hour before midnight has 230: five tasks.
        assert_eq!(after(42, MaxCapacityBreach::Honor).advance(minute, &work, 3), 3);
        assert_eq!(after(42, MaxCapacityBreach::Increase { buffer_percent: 10 }).advance(minute, &work, 3), 6);
        assert_eq!(after(42, MaxCapacityBreach::Increase { buffer_percent: 10 }).advance(minute, &work, 5), 5);
    }
}
