//! Where a step function changes: a scan, then bisection to brackets (rules BE4 and BE5).

/// How narrow a bracket is made, as a share of the axis.
pub(super) const BRACKET: f64 = 0.001;

/// Changes closer than this share of the axis are too close to call.
pub(super) const BAND: f64 = 0.02;

/// Shares of the axis with what was found there, in order.
pub(super) type Found<T> = Vec<(f64, T)>;

/// What a scan ends with.
pub(super) struct Scanned<T> {
    pub(super) found: Found<T>,
    /// Shares that patience did not last for; more may follow from them.
    pub(super) missed: usize,
}

/// Evaluates `shares` beside what is `known`, and between neighbours that differ further shares until neighbours that
/// differ are at most `width` apart. `at` is given several shares at a time and answers in their order, with `None` once
/// it has no more patience: then the scan ends, and neighbours that differ may be further apart.
pub(super) fn scan<T>(
    known: Found<T>,
    shares: &[f64],
    width: f64,
    at: &mut dyn FnMut(&[f64]) -> Vec<Option<T>>,
    differ: &dyn Fn(&T, &T) -> bool,
) -> Scanned<T> {
    let mut found = known;
    let mut next = shares.to_vec();
    loop {
        let answers = at(&next);
        let missed = answers.iter().filter(|answer| answer.is_none()).count();
        found.extend(next.into_iter().zip(answers).filter_map(|(share, answer)| Some((share, answer?))));
        found.sort_by(|left, right| left.0.total_cmp(&right.0));
        let wide = |pair: &&[(f64, T)]| pair[1].0 - pair[0].0 > width && differ(&pair[0].1, &pair[1].1);
        let middles: Vec<f64> = found.windows(2).filter(wide).map(|pair| f64::midpoint(pair[0].0, pair[1].0)).collect();
        if middles.is_empty() || missed > 0 {
            return Scanned { found, missed: missed.max(middles.len()) };
        }
        next = middles;
    }
}

/// Neighbours that differ, by the index of the lower one.
pub(super) fn changes<T>(found: &Found<T>, differ: &dyn Fn(&T, &T) -> bool) -> Vec<usize> {
    (0..found.len().saturating_sub(1)).filter(|&index| differ(&found[index].1, &found[index + 1].1)).collect()
}

/// Groups of changes between which less than [`BAND`] of the axis lies; each by its first and last lower neighbour. A
/// change that was not narrowed down stays alone: where in its bracket it lies is not known.
pub(super) fn bands<T>(found: &Found<T>, changes: &[usize]) -> Vec<(usize, usize)> {
    let mut bands: Vec<(usize, usize)> = Vec::new();
    let is_narrow = |index: usize| found[index + 1].0 - found[index].0 <= BRACKET;
    for &index in changes {
        match bands.last_mut() {
            Some((_, last)) if found[index].0 - found[*last + 1].0 < BAND && is_narrow(index) && is_narrow(*last) => {
                *last = index;
            }
            _ => bands.push((index, index)),
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The winner of a step function that changes at `edges`.
    fn winner(edges: &[f64], share: f64) -> usize {
        edges.iter().filter(|&&edge| edge <= share).count()
    }

    fn scanned(edges: &[f64], points: usize) -> Found<usize> {
        let Scanned { found, missed } = scanned_for(edges, points, usize::MAX);
        assert_eq!(missed, 0);
        found
    }

    /// The same with patience for so many shares.
    fn scanned_for(edges: &[f64], points: usize, mut patience: usize) -> Scanned<usize> {
        let shares: Vec<f64> = (1..points).map(|index| index as f64 / (points - 1) as f64).collect();
        let mut at = |shares: &[f64]| {
            let answer = |&share: &f64| {
                patience = patience.checked_sub(1)?;
                Some(winner(edges, share))
            };
            shares.iter().map(answer).collect()
        };
        scan(vec![(0.0, winner(edges, 0.0))], &shares, BRACKET, &mut at, &|one, other| one != other)
    }

    proptest! {
        #[test]
        fn every_bracket_holds_what_a_thousandfold_scan_finds(
            mut edges in proptest::collection::vec(0.001_f64..0.999, 0..12),
        ) {
            edges.sort_by(f64::total_cmp);
            let found = scanned(&edges, 200);
            let brackets = changes(&found, &|one, other| one != other);
            // The obvious path: twenty thousand points.
            let step = 1.0 / 20_000.0;
            let obvious: Vec<f64> =
                (1..=20_000).map(|n| f64::from(n) * step).filter(|&x| winner(&edges, x) != winner(&edges, x - step)).collect();
            for &index in &brackets {
                let (low, high) = (found[index].0, found[index + 1].0);
                prop_assert!(high - low <= BRACKET);
                prop_assert!(obvious.iter().any(|&edge| low <= edge && edge <= high + step), "{low} to {high}");
            }
            for edge in obvious {
                let inside = |&index: &usize| found[index].0 - step <= edge && edge <= found[index + 1].0 + step;
                prop_assert!(brackets.iter().any(inside), "{edge} is in no bracket");
            }
        }
    }

    proptest! {
        #[test]
        fn without_patience_a_change_is_still_between_its_neighbours(
            mut edges in proptest::collection::vec(0.001_f64..0.999, 0..6),
            patience in 0_usize..120,
        ) {
            edges.sort_by(f64::total_cmp);
            let whole = scanned(&edges, 30);
            let Scanned { found, missed } = scanned_for(&edges, 30, patience);
            prop_assert_eq!(missed == 0, found.len() == whole.len());
            prop_assert!(found.len() <= patience + 1);
            let brackets = changes(&found, &|one, other| one != other);
            for &index in &brackets {
                prop_assert!(edges.iter().any(|&edge| found[index].0 < edge && edge <= found[index + 1].0));
            }
            for (first, last) in bands(&found, &brackets).into_iter().filter(|(first, last)| first < last) {
                let is_narrow = |&index: &usize| found[index + 1].0 - found[index].0 <= BRACKET;
                prop_assert!(brackets.iter().filter(|index| (first..=last).contains(index)).all(is_narrow));
            }
        }
    }

    #[test]
    fn a_third_winner_between_two_points_splits_the_bracket() {
        let found = scanned(&[0.501, 0.5035], 3);
        let brackets = changes(&found, &|one, other| one != other);
        assert_eq!(brackets.len(), 2, "{found:?}");
    }

    #[test]
    fn changes_less_than_a_fiftieth_apart_are_one_band() {
        let found = scanned(&[0.2, 0.215, 0.5, 0.9], 200);
        let all = changes(&found, &|one, other| one != other);
        assert_eq!(all.len(), 4);
        let bands = bands(&found, &all);
        assert_eq!(bands, [(all[0], all[1]), (all[2], all[2]), (all[3], all[3])]);
    }
}
