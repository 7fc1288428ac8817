//! What a service served minute by minute, where a queue or CPU credits stand between demand and serving tasks.

use super::queue::Queue;
use super::steps::Steps;

/// A minute's demand, and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MinuteServed {
    /// Served per second.
    pub served: f64,
    /// Turned away per second.
    pub not_served: f64,
    /// Demand × seconds that waits when the minute ends.
    pub waiting: f64,
}

/// A service whose minutes are replayed.
#[derive(Clone, Copy, Debug)]
pub struct Replay<'a> {
    /// Demand per second of every minute from `first_minute` on.
    pub demand: &'a [f64],
    /// UTC minute of the first value.
    pub first_minute: i64,
    /// The first counted minute, before which nothing has been left waiting.
    pub horizon_minute: i64,
    /// Serving tasks, by the second.
    pub serving: &'a Steps,
    /// Demand per second that a task sustains.
    pub capacity: f64,
    /// What may wait (rule Q1).
    pub queue_limit: f64,
    /// Mean served per second of each minute, where it is known already.
    pub served: Option<&'a [f64]>,
}

impl Replay<'_> {
    /// Every minute in order, as the simulation had it (rules S8 and Q1).
    #[must_use]
    pub fn minutes(&self) -> Vec<MinuteServed> {
        let mut queue = Queue::new(self.queue_limit);
        let minute = |(index, (minute, &demand)): (usize, (i64, &f64))| {
            if minute == self.horizon_minute {
                queue.clear();
            }
            let before = queue.waiting();
            let served = match self.served.and_then(|known| known.get(index)) {
                Some(&served) => queue.serve(demand, served, 60.0),
                None => self.serve(&mut queue, minute, demand),
            };
            let (served, waiting) = (served.min(before / 60.0 + demand), queue.waiting());
            let not_served = (demand - served - (waiting - before) / 60.0).max(0.0);
            MinuteServed { served, not_served, waiting }
        };
        (self.first_minute..).zip(self.demand).enumerate().map(minute).collect()
    }

    /// The mean rate that the tasks of a minute serve.
    fn serve(&self, queue: &mut Queue, minute: i64, demand: f64) -> f64 {
        let runs = self.serving.runs(minute * 60, minute * 60 + 60);
        let served = runs.map(|(from, to, tasks)| {
            let seconds = (to - from) as f64;
            let capacity = if tasks == 0 { 0.0 } else { f64::from(tasks) * self.capacity };
            seconds * queue.serve(demand, capacity, seconds)
        });
        served.sum::<f64>() / 60.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_arrives_is_served_waits_or_is_turned_away() {
        let serving = Steps::constant(1, 0, 6_000);
        let demand = [30.0, 30.0, 10.0, 0.0];
        let replay = Replay {
            demand: &demand,
            first_minute: 0,
            horizon_minute: 0,
            serving: &serving,
            capacity: 20.0,
            queue_limit: 900.0,
            served: None,
        };
        let minutes = replay.minutes();
        let waiting: Vec<f64> = minutes.iter().map(|minute| minute.waiting).collect();
        assert_eq!(waiting, [600.0, 900.0, 300.0, 0.0]);
        let turned_away: Vec<f64> = minutes.iter().map(|minute| minute.not_served * 60.0).collect();
        assert_eq!(turned_away, [0.0, 300.0, 0.0, 0.0]);
        let known: Vec<f64> = minutes.iter().map(|minute| minute.served).collect();
        assert_eq!(Replay { served: Some(&known), ..replay }.minutes(), minutes);
    }
}
