//! [`rules_of_thumb`]: how full instances must be for EC2 to be cheaper than Fargate here (rule BE7).

use super::evaluate::Evaluator;
use super::one_axis::Ground;
use super::point::{DemandPoint, PricePoint};
use crate::comparison::OptionId;
use crate::money::Money;

/// What is published as a rule of thumb, percent of the instances that tasks reserve; sources disagree.
pub const PUBLISHED_PERCENT: (u32, u32) = (60, 80);

/// The emptiest instances that are looked at, percent.
const LEAST: f64 = 5.0;

/// How close the break-even is found, percent points.
const CLOSE: f64 = 0.1;

/// How full instances must be for EC2 to be cheaper than Fargate.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleOfThumb {
    /// Whether both are bought with their best Compute Savings Plans.
    pub with_plans: bool,
    /// The cheapest option on Fargate, and what it costs.
    pub fargate: (OptionId, Money),
    /// The option on EC2, and what it costs as full as it is.
    pub ec2: (OptionId, Money),
    /// How full its instances are here, percent.
    pub here_percent: f64,
    /// How full they must be, percent.
    pub threshold: Threshold,
}

/// The break-even.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// Cheaper from here on, percent; not yet at 0.1 less.
    At(f64),
    /// Cheaper even at 5 percent.
    AlwaysCheaper,
    /// Not cheaper even when full.
    NeverCheaper,
}

/// Before plans and with them; empty without options on both.
#[must_use]
pub fn rules_of_thumb(ground: Ground<'_>) -> Vec<RuleOfThumb> {
    let Some(here_percent) = ground.contenders.packing else { return Vec::new() };
    let mut evaluator = Evaluator::new(ground.scenario, ground.book, ground.contenders);
    let pairs = [
        (false, [OptionId::Fargate, OptionId::FargateArm64], OptionId::Ec2OnDemand),
        (true, [OptionId::FargateSavingsPlan, OptionId::FargateSavingsPlanArm64], OptionId::Ec2SavingsPlan),
    ];
    pairs
        .into_iter()
        .filter_map(|(with_plans, on_fargate, ec2)| {
            rule(&mut evaluator, on_fargate, ec2).map(|(fargate, ec2, threshold)| RuleOfThumb {
                with_plans,
                fargate,
                ec2,
                here_percent,
                threshold,
            })
        })
        .collect()
}

type Priced = (OptionId, Money);

fn rule(
    evaluator: &mut Evaluator<'_>,
    on_fargate: [OptionId; 2],
    ec2: OptionId,
) -> Option<(Priced, Priced, Threshold)> {
    let own = evaluator.along(&DemandPoint::default(), &[PricePoint::default()]).pop()?;
    let (cost, id) = on_fargate.into_iter().filter_map(|id| Some((own.cost(id)?, id))).min()?;
    let mut is_cheaper = |percent: f64| {
        let price = PricePoint { packing: Some(percent), ..PricePoint::default() };
        let found = evaluator.along(&DemandPoint::default(), &[price]).pop();
        found.and_then(|found| found.cost(ec2)).is_some_and(|on_ec2| on_ec2 < cost)
    };
    Some(((id, cost), (ec2, own.cost(ec2)?), threshold(&mut is_cheaper)))
}

/// Bisects where fuller instances become cheaper: their number falls as they fill up, so the cost only falls.
fn threshold(is_cheaper: &mut dyn FnMut(f64) -> bool) -> Threshold {
    let (mut low, mut high) = (LEAST, 100.0);
    if is_cheaper(low) {
        return Threshold::AlwaysCheaper;
    }
    if !is_cheaper(high) {
        return Threshold::NeverCheaper;
    }
    while high - low > CLOSE {
        let middle = f64::midpoint(low, high);
        if is_cheaper(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Threshold::At(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_is_the_first_tenth_of_a_percent_that_is_cheaper() {
        for edge in [5.01, 17.3, 64.0, 99.95] {
            let Threshold::At(found) = threshold(&mut |percent| percent >= edge) else { panic!("{edge}") };
            assert!(found >= edge && found - edge <= CLOSE, "{edge}: {found}");
        }
        assert_eq!(threshold(&mut |_| true), Threshold::AlwaysCheaper);
        assert_eq!(threshold(&mut |_| false), Threshold::NeverCheaper);
    }
}
