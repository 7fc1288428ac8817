//! Work in several threads whose result does not depend on how many.

use std::num::NonZeroUsize;

/// `work` on every job, in the order of the jobs. Each thread makes itself a helper and takes every n-th job.
pub(in crate::recommendation) fn each<J: Sync, H, R: Send>(
    threads: NonZeroUsize,
    jobs: &[J],
    helper: impl Fn() -> H + Sync,
    work: impl Fn(&mut H, &J) -> R + Sync,
) -> Vec<R> {
    let threads = threads.get().min(jobs.len());
    if threads <= 1 {
        let mut helper = helper();
        return jobs.iter().map(|job| work(&mut helper, job)).collect();
    }
    let share = |first: usize| {
        let mut helper = helper();
        jobs.iter().skip(first).step_by(threads).map(|job| work(&mut helper, job)).collect::<Vec<R>>()
    };
    let mut shares: Vec<std::vec::IntoIter<R>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|first| {
                scope.spawn({
                    let share = &share;
                    move || share(first)
                })
            })
            .collect();
        let finished = running.into_iter().map(|thread| thread.join());
        finished.map(|share| share.unwrap_or_else(|panic| std::panic::resume_unwind(panic)).into_iter()).collect()
    });
    (0..jobs.len()).map(|index| shares[index % threads].next().expect("every job has its result")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_threads_gives_the_results_in_order() {
        let jobs: Vec<u64> = (0..101).collect();
        let expected: Vec<u64> = jobs.iter().map(|job| job * job).collect();
        for threads in [1, 2, 3, 7, 200] {
            let found = each(
                NonZeroUsize::new(threads).unwrap(),
                &jobs,
                || 0_u64,
                |done, job| {
                    *done += 1;
                    job * job
                },
            );
            assert_eq!(found, expected, "{threads} threads");
        }
        assert!(each(NonZeroUsize::MIN, &[] as &[u8], || (), |(), job| *job).is_empty());
    }
}
