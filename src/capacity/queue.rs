//! Requests that wait for capacity (rule Q1).

/// What waits, up to a limit, in demand × seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queue {
    limit: f64,
    waiting: f64,
}

impl Queue {
    pub(super) const fn new(limit: f64) -> Self {
        Self::holding(limit, 0.0)
    }

    /// A queue in which something waits already.
    pub(super) const fn holding(limit: f64, waiting: f64) -> Self {
        Self { limit, waiting }
    }

    /// What waits now.
    pub(super) const fn waiting(&self) -> f64 {
        self.waiting
    }

    /// Forgets what waits.
    pub(super) const fn clear(&mut self) {
        self.waiting = 0.0;
    }

    /// Serves for `seconds` what waits first, then `demand` per second, up to `capacity` per second; the served rate.
    pub(super) fn serve(&mut self, demand: f64, capacity: f64, seconds: f64) -> f64 {
        if self.limit <= 0.0 {
            return demand.min(capacity);
        }
        let work = self.waiting + demand * seconds;
        let served = work.min(capacity * seconds);
        self.waiting = (work - served).min(self.limit);
        served / seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_served_waits_up_to_the_limit_and_goes_first_later() {
        let mut queue = Queue::new(900.0);
        assert_eq!(queue.serve(30.0, 20.0, 60.0), 20.0);
        assert_eq!(queue.waiting(), 600.0);
        assert_eq!(queue.serve(30.0, 20.0, 60.0), 20.0);
        assert_eq!(queue.waiting(), 900.0, "300 were turned away");
        assert_eq!(queue.serve(10.0, 20.0, 60.0), 20.0);
        assert_eq!(queue.waiting(), 300.0);
        assert_eq!(queue.serve(0.0, 20.0, 60.0), 5.0);
        assert_eq!(queue.waiting(), 0.0);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_while_there_is_room(demands in proptest::collection::vec(0.0_f64..50.0, 1..200), capacity in 0.0_f64..40.0) {
            let mut queue = Queue::new(f64::INFINITY);
            let served: f64 = demands.iter().map(|&demand| 60.0 * queue.serve(demand, capacity, 60.0)).sum();
            let arrived: f64 = demands.iter().map(|demand| 60.0 * demand).sum();
            prop_assert!((arrived - served - queue.waiting()).abs() <= 1e-9 * arrived.max(1.0));
        }
    }
}
