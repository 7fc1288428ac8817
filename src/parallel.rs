//! Work in several threads whose result does not depend on how many.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::patience::Patience;

/// `work` on every job, in the order of the jobs; `None` for those that patience did not last for. As many threads
/// as patience has make themselves a helper each and take the next job that nobody has; what they call
/// should use one.
pub(crate) fn each<J: Sync, H, R: Send>(
    patience: Patience<'_>,
    jobs: &[J],
    helper: impl Fn() -> H + Sync,
    work: impl Fn(&mut H, &J) -> Option<R> + Sync,
) -> Vec<Option<R>> {
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let share = || {
        let mut helper = helper();
        let mut found: Vec<(usize, R)> = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index).filter(|_| !patience.is_over()) else { return found };
            found.extend(work(&mut helper, job).map(|result| (index, result)));
            patience.done(finished.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
        }
    };
    let threads = patience.threads().get().min(jobs.len());
    let shares: Vec<Vec<(usize, R)>> = if threads <= 1 {
        vec![share()]
    } else {
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(share)).collect();
            let ended = running.into_iter().map(std::thread::ScopedJoinHandle::join);
            ended.map(|share| share.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        })
    };
    let mut results: Vec<Option<R>> = jobs.iter().map(|_| None).collect();
    shares.into_iter().flatten().for_each(|(index, result)| results[index] = Some(result));
    results
}

/// The numbers below `count`, each one between those before it: whatever is done when patience ends is spread evenly.
pub(crate) fn coarse_first(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|index| std::cmp::Reverse(index.trailing_zeros()));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_threads(threads: usize) -> Patience<'static> {
        Patience::ENDLESS.in_threads(std::num::NonZeroUsize::new(threads).unwrap())
    }

    #[test]
    fn any_number_of_threads_gives_the_results_in_order() {
        let jobs: Vec<u64> = (0..101).collect();
        let expected: Vec<Option<u64>> = jobs.iter().map(|job| Some(job * job)).collect();
        for threads in [1, 2, 3, 7, 200] {
            let found = each(
                in_threads(threads),
                &jobs,
                || 0_u64,
                |done, job| {
                    *done += 1;
                    Some(job * job)
                },
            );
            assert_eq!(found, expected, "{threads} threads");
        }
        assert!(each(in_threads(3), &[] as &[u8], || (), |(), job| Some(*job)).is_empty());
    }

    #[test]
    fn as_many_jobs_are_done_as_patience_lasts_for() {
        let jobs: Vec<u64> = (0..50).collect();
        for lasts in [0, 1, 17, 49] {
            let questions = AtomicUsize::new(lasts);
            let found = each(
                Patience::for_questions(&questions).in_threads(std::num::NonZeroUsize::new(3).unwrap()),
                &jobs,
                || (),
                |(), job| Some(job + 1),
            );
            assert_eq!(found.iter().flatten().count(), lasts);
            for (job, result) in jobs.iter().zip(&found) {
                assert!(result.is_none_or(|result| result == job + 1), "{found:?}");
            }
        }
    }

    #[test]
    fn how_many_jobs_are_done_is_told_up_to_all() {
        let told = std::sync::Mutex::new(Vec::new());
        let watch = |done: usize, of: usize| told.lock().unwrap().push((done, of));
        each(in_threads(3).watched_by(&watch), &[(); 9], || (), |(), ()| Some(()));
        let mut told = told.into_inner().unwrap();
        told.sort_unstable();
        assert_eq!(told, (1..=9).map(|done| (done, 9)).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_looked_at_first_is_spread_evenly() {
        assert_eq!(coarse_first(9), [0, 8, 4, 2, 6, 1, 3, 5, 7]);
        let mut sorted = coarse_first(201);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..201).collect::<Vec<_>>());
    }
}
