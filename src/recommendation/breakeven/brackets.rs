//! Where a step function changes: a scan, then bisection to brackets (rules BE4 and BE5).

/// How narrow a bracket is made, as a share of the axis.
pub(super) const BRACKET: f64 = 0.001;

/// Changes closer than this share of the axis are too close to call.
pub(super) const BAND: f64 = 0.02;

/// Shares of the axis with what was found there, in order.
pub(super) type Found<T> = Vec<(f64, T)>;

/// Evaluates `shares`, and between neighbours that differ further shares until neighbours that differ are at most
/// `width` apart. `at` is given several shares at a time and answers in their order.
pub(super) fn scan<T>(
    shares: &[f64],
    width: f64,
    at: &mut dyn FnMut(&[f64]) -> Vec<T>,
    differ: &dyn Fn(&T, &T) -> bool,
) -> Found<T> {
    let mut found: Found<T> = shares.iter().copied().zip(at(shares)).collect();
    loop {
        let wide = |pair: &&[(f64, T)]| pair[1].0 - pair[0].0 > width && differ(&pair[0].1, &pair[1].1);
        let middles: Vec<f64> = found.windows(2).filter(wide).map(|pair| f64::midpoint(pair[0].0, pair[1].0)).collect();
        if middles.is_empty() {
            return found;
        }
        let answers = at(&middles);
        found.extend(middles.into_iter().zip(answers));
        found.sort_by(|left, right| left.0.total_cmp(&right.0));
    }
}

/// Neighbours that differ, by the index of the lower one.
pub(super) fn changes<T>(found: &Found<T>, differ: &dyn Fn(&T, &T) -> bool) -> Vec<usize> {
    (0..found.len().saturating_sub(1)).filter(|&index| differ(&found[index].1, &found[index + 1].1)).collect()
}

/// Groups of changes between which less than [`BAND`] of the axis lies; each by its first and last lower neighbour.
pub(super) fn bands<T>(found: &Found<T>, changes: &[usize]) -> Vec<(usize, usize)> {
    let mut bands: Vec<(usize, usize)> = Vec::new();
    for &index in changes {
        match bands.last_mut() {
            Some((_, last)) if found[index].0 - found[*last + 1].0 < BAND => *last = index,
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
        let shares: Vec<f64> = (0..points).map(|index| index as f64 / (points - 1) as f64).collect();
        let mut at = |shares: &[f64]| shares.iter().map(|&share| winner(edges, share)).collect();
        scan(&shares, BRACKET, &mut at, &|one, other| one != other)
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
