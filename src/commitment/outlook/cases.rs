//! [`DemandCases`]: the usages of the demand scenarios side by side, with weights (rules A1 and A3).

use super::super::apply::Purchase;
use super::super::usage::CoverableUsage;
use super::align::aligned;
use super::measures::Weights;
use super::problem::OutlookError;
use super::value::{saving_of, saving_of_all};
use crate::money::Money;

/// One way that demand may go.
#[derive(Clone, Copy, Debug)]
pub struct DemandCase<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its weight, above 0; weights are divided by their sum.
    pub weight: f64,
    /// What would be used.
    pub usage: &'a CoverableUsage,
}

/// The usage that is planned with and those of the demand scenarios, with the same items and offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandCases {
    /// The usage that is planned with; its own items and offers keep their places.
    pub base: CoverableUsage,
    /// Names, in the order given.
    pub names: Vec<String>,
    /// The usage of each.
    pub usages: Vec<CoverableUsage>,
    /// The weight of each.
    pub weights: Weights,
}

/// The weights of the demand scenarios in which purchases lose money, as shares of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct LossShares {
    /// All purchases together, against none of them.
    pub all: f64,
    /// Each, against the others alone.
    pub each: Vec<f64>,
}

impl DemandCases {
    /// Sets the usages side by side.
    ///
    /// # Errors
    /// [`OutlookError`] when they contradict each other, or a weight is not a number above 0.
    pub fn new(base: &CoverableUsage, cases: &[DemandCase<'_>]) -> Result<Self, OutlookError> {
        let weights = Weights::new(&cases.iter().map(|case| case.weight).collect::<Vec<_>>())?;
        let usages: Vec<&CoverableUsage> = std::iter::once(base).chain(cases.iter().map(|case| case.usage)).collect();
        let mut usages = aligned(&usages)?.into_iter();
        let base = usages.next().unwrap_or_default();
        let names = cases.iter().map(|case| case.name.to_owned()).collect();
        Ok(Self { base, names, usages: usages.collect(), weights })
    }

    /// How likely it is that purchases cost more than they save.
    #[must_use]
    pub fn loss_shares(&self, held: &[Purchase], bought: &[Purchase]) -> LossShares {
        let loses = |saving: Money| saving < Money::ZERO;
        let share = |saving: &dyn Fn(&CoverableUsage) -> Money| {
            self.weights.share_where(|case| loses(saving(&self.usages[case])))
        };
        let each = |index| share(&|usage| saving_of(usage, held, bought, index));
        LossShares {
            all: share(&|usage| saving_of_all(usage, held, bought)),
            each: (0..bought.len()).map(each).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{bought, instances};

    #[test]
    fn the_weight_of_the_scenarios_in_which_a_plan_loses_is_its_probability_of_loss() {
        let usages = [10, 6, 5].map(|units| instances(&[units; 4]));
        let case = |index: usize, weight| DemandCase { name: "x", weight, usage: &usages[index] };
        let cases = DemandCases::new(&usages[0], &[case(0, 5.0), case(1, 3.0), case(2, 2.0)]).unwrap();
        let plan = bought(&usages[0], 0, "6");
        assert_eq!(cases.loss_shares(&[], std::slice::from_ref(&plan)), LossShares { all: 0.2, each: vec![0.2] });
        // Two plans of $3: with the other kept, each wants eight of the ten.
        let halves = [bought(&usages[0], 0, "3"), bought(&usages[0], 0, "3")];
        assert_eq!(cases.loss_shares(&[], &halves), LossShares { all: 0.2, each: vec![0.5, 0.5] });
    }
}
