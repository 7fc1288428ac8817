//! [`OptionRisk`]: an option over all runs (rule BE9).

use crate::comparison::OptionId;
use crate::money::Money;
use crate::recommendation::breakeven::Evaluated;

/// The percentiles that are shown.
pub const PERCENTILES: [u32; 5] = [5, 25, 50, 75, 95];

/// An option over all runs; money is totals over the horizon, over the runs in which the option may be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionRisk {
    /// Which.
    pub id: OptionId,
    /// Runs in which it may be chosen.
    pub eligible_runs: usize,
    /// Runs in which it is the cheapest.
    pub cheapest_runs: usize,
    /// [`PERCENTILES`] of its cost; `None` when it may never be chosen.
    pub cost: Option<[Money; 5]>,
    /// Its mean cost.
    pub mean: Option<Money>,
    /// Mean, 95th percentile and largest of its cost over that of the cheapest in the same run.
    pub regret: Option<[Money; 3]>,
}

/// Every option over all runs.
pub(super) fn risks(runs: &[Evaluated], ids: &[OptionId]) -> Vec<OptionRisk> {
    ids.iter().map(|&id| risk(runs, id)).collect()
}

fn risk(runs: &[Evaluated], id: OptionId) -> OptionRisk {
    let mut costs: Vec<Money> = runs.iter().filter_map(|run| run.cost(id)).collect();
    let mut regrets: Vec<Money> = runs.iter().filter_map(|run| Some(run.cost(id)? - run.cheapest()?.0)).collect();
    costs.sort_unstable();
    regrets.sort_unstable();
    OptionRisk {
        id,
        eligible_runs: costs.len(),
        cheapest_runs: runs.iter().filter(|run| run.winner() == Some(id)).count(),
        cost: (!costs.is_empty()).then(|| PERCENTILES.map(|percent| percentile(&costs, percent))),
        mean: mean(&costs),
        regret: mean(&regrets).map(|mean| [mean, percentile(&regrets, 95), percentile(&regrets, 100)]),
    }
}

fn mean(costs: &[Money]) -> Option<Money> {
    let count = i128::try_from(costs.len()).ok().filter(|&count| count > 0)?;
    Some(costs.iter().copied().sum::<Money>().divided_by(count))
}

/// The ⌈p·K/100⌉-th smallest of K sorted values.
fn percentile(sorted: &[Money], percent: u32) -> Money {
    let rank = (sorted.len() * percent as usize).div_ceil(100).max(1);
    sorted[rank - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(amount: i128) -> Money {
        Money::from_picodollars(amount * 10_i128.pow(12))
    }

    #[test]
    fn percentiles_are_those_counted_by_hand() {
        let ten: Vec<Money> = (1..=10).map(dollars).collect();
        let found = [5, 10, 11, 50, 75, 95, 100].map(|percent| percentile(&ten, percent));
        assert_eq!(found, [1, 1, 2, 5, 8, 10, 10].map(dollars));
        assert_eq!(percentile(&ten[..1], 50), dollars(1));
    }

    #[test]
    fn shares_and_regret_are_those_counted_by_hand() {
        let run = |fargate: i128, ec2: Option<i128>| Evaluated {
            costs: vec![
                (OptionId::Fargate, Ok(dollars(fargate))),
                (OptionId::Ec2OnDemand, ec2.map(dollars).ok_or_else(|| "too small".to_owned())),
            ],
        };
        let runs = [run(10, Some(12)), run(20, Some(14)), run(30, None), run(8, Some(8))];
        let found = risks(&runs, &[OptionId::Fargate, OptionId::Ec2OnDemand]);
        let (fargate, ec2) = (&found[0], &found[1]);
        assert_eq!((fargate.eligible_runs, fargate.cheapest_runs), (4, 3));
        assert_eq!(fargate.mean, Some(dollars(17)));
        assert_eq!(fargate.regret, Some([dollars(3).divided_by(2), dollars(6), dollars(6)]));
        assert_eq!((ec2.eligible_runs, ec2.cheapest_runs), (3, 1));
        assert_eq!(ec2.cost.unwrap()[2], dollars(12));
        assert_eq!(risks(&[run(1, None)], &[OptionId::Ec2OnDemand])[0].cost, None);
    }
}
