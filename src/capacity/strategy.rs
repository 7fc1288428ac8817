//! Which tasks of a service go to which capacity provider (rules R1 to R3).

use super::steps::Steps;
use crate::scenario::CapacityProviderShare;

/// How many of `tasks` each line of a strategy holds: the base first, then by weight (rule R2).
///
/// A strategy without positive weight holds its base only.
#[must_use]
pub fn strategy_counts(strategy: &[CapacityProviderShare], tasks: u32) -> Vec<u32> {
    let mut counts = vec![0; strategy.len()];
    let mut left = tasks;
    for (count, share) in counts.iter_mut().zip(strategy) {
        *count = share.base.min(left);
        left -= *count;
    }
    let weights: u64 = strategy.iter().map(|share| u64::from(share.weight)).sum();
    if weights == 0 {
        return counts;
    }
    // A whole round gives every provider as many tasks as its weight, so only the last round is counted out.
    let rounds = u64::from(left) / weights;
    let mut above: Vec<u64> = strategy.iter().map(|share| rounds * u64::from(share.weight)).collect();
    for _ in 0..u64::from(left) % weights {
        let line = next_launch(strategy, &above);
        above[line] += 1;
    }
    counts.iter().zip(above).map(|(count, more)| count + u32::try_from(more).unwrap_or(0)).collect()
}

/// The line that the next task above the base goes to: the fewest tasks for its weight, the earlier on a tie.
fn next_launch(strategy: &[CapacityProviderShare], above: &[u64]) -> usize {
    let weighted = (0..strategy.len()).filter(|&line| strategy[line].weight > 0);
    let fewer = |left: &usize, right: &usize| {
        let (left_weight, right_weight) = (u64::from(strategy[*left].weight), u64::from(strategy[*right].weight));
        (above[*left] * right_weight).cmp(&(above[*right] * left_weight))
    };
    weighted.min_by(fewer).unwrap_or(0)
}

/// A count over time, split among the lines of a strategy.
#[must_use]
pub fn split_by_strategy(strategy: &[CapacityProviderShare], tasks: &Steps) -> Vec<Steps> {
    let counted: Vec<(i64, Vec<u32>)> =
        tasks.changes().iter().map(|&(second, count)| (second, strategy_counts(strategy, count))).collect();
    let of_line = |line: usize| Steps::from_changes(counted.iter().map(|(second, counts)| (*second, counts[line])));
    (0..strategy.len()).map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::CapacityProvider;
    use proptest::prelude::*;

    fn strategy(lines: &[(u32, u32)]) -> Vec<CapacityProviderShare> {
        let providers = [CapacityProvider::Fargate, CapacityProvider::FargateSpot, CapacityProvider::Ec2];
        let share = |(&provider, &(base, weight)): (&CapacityProvider, &(u32, u32))| CapacityProviderShare {
            provider,
            base,
            weight,
        };
        providers.iter().zip(lines).map(share).collect()
    }

    #[test]
    fn the_base_comes_first_then_one_to_four() {
        let strategy = strategy(&[(2, 1), (0, 4)]);
        let counts = |tasks| strategy_counts(&strategy, tasks);
        assert_eq!([0, 1, 2, 3, 4, 7, 8].map(counts).concat(), [0, 0, 1, 0, 2, 0, 3, 0, 3, 1, 3, 4, 4, 4]);
    }

    /// Rule R2 task by task: `steps` launches and stops from nothing, in whatever order.
    fn one_by_one(strategy: &[CapacityProviderShare], moves: &[bool]) -> Vec<u32> {
        let mut counts = vec![0_u32; strategy.len()];
        for &is_launch in moves {
            let above = |line: usize| f64::from(counts[line]) - f64::from(strategy[line].base);
            let weight = |line: usize| f64::from(strategy[line].weight);
            let weighted: Vec<usize> = (0..strategy.len()).filter(|&line| weight(line) > 0.0).collect();
            let below_base = (0..strategy.len()).find(|&line| counts[line] < strategy[line].base);
            if is_launch {
                let least = weighted.iter().copied().reduce(|best, line| {
                    if above(line) / weight(line) < above(best) / weight(best) { line } else { best }
                });
                counts[below_base.or(least).unwrap()] += 1;
            } else if counts.iter().sum::<u32>() > 0 {
                let last = |line: usize| (above(line) - 1.0) / weight(line);
                let most = weighted
                    .iter()
                    .copied()
                    .filter(|&line| above(line) > 0.0)
                    .reduce(|best, line| if last(line) >= last(best) { line } else { best });
                let of_base = (0..strategy.len()).find(|&line| counts[line] > 0);
                counts[most.or(of_base).unwrap()] -= 1;
            }
        }
        counts
    }

    proptest! {
        #[test]
        fn the_split_depends_on_the_count_alone(
            weights in proptest::collection::vec(0_u32..7, 2..4),
            base in 0_u32..5,
            base_at in 0_usize..2,
            moves in proptest::collection::vec(proptest::bool::weighted(0.7), 0..80),
        ) {
            prop_assume!(weights.iter().any(|&weight| weight > 0));
            let lines: Vec<(u32, u32)> =
                weights.iter().enumerate().map(|(line, &weight)| (if line == base_at { base } else { 0 }, weight)).collect();
            let strategy = strategy(&lines);
            let counts = one_by_one(&strategy, &moves);
            prop_assert_eq!(strategy_counts(&strategy, counts.iter().sum()), counts);
        }
    }
}
