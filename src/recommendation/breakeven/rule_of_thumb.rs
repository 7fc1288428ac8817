//! [`rules_of_thumb`]: how full instances must be for EC2 to be cheaper than Fargate here (rule BE7).

use super::evaluate::Evaluator;
use super::one_axis::Ground;
use super::point::{Point, PricePoint};
use crate::comparison::OptionId;
use crate::money::Money;
use crate::patience::Patience;

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

/// Before plans and with them; empty without options on both, `None` when patience does not last for all.
#[must_use]
pub fn rules_of_thumb(ground: Ground<'_>) -> Option<Vec<RuleOfThumb>> {
    let Some(here_percent) = ground.contenders.packing else { return Some(Vec::new()) };
    let mut evaluator = ground.evaluator();
    let pairs = [
        (false, [OptionId::Fargate, OptionId::FargateArm64], OptionId::Ec2OnDemand),
        (true, [OptionId::FargateSavingsPlan, OptionId::FargateSavingsPlanArm64], OptionId::Ec2SavingsPlan),
    ];
    let mut rules = Vec::new();
    for (with_plans, on_fargate, ec2) in pairs {
        let rule = rule(&mut evaluator, ground.patience, on_fargate, ec2)?;
        rules.extend(rule.map(|(fargate, ec2, threshold)| RuleOfThumb {
            with_plans,
            fargate,
            ec2,
            here_percent,
            threshold,
        }));
    }
    Some(rules)
}

type Priced = (OptionId, Money);

/// `None` when patience is over, and inside when there is no such option on both.
#[expect(clippy::option_option, reason = "two questions: whether there was time, and whether there is a rule")]
fn rule(
    evaluator: &mut Evaluator<'_>,
    patience: Patience<'_>,
    on_fargate: [OptionId; 2],
    ec2: OptionId,
) -> Option<Option<(Priced, Priced, Threshold)>> {
    let mut at = |price: PricePoint| (!patience.is_over()).then(|| evaluator.at(&Point { price, ..Point::default() }));
    let own = at(PricePoint::default())?;
    let fargate = on_fargate.into_iter().filter_map(|id| Some((own.cost(id)?, id))).min();
    let (Some((cost, id)), Some(own_ec2)) = (fargate, own.cost(ec2)) else { return Some(None) };
    let mut is_cheaper = |percent: f64| {
        let found = at(PricePoint { packing: Some(percent), ..PricePoint::default() })?;
        Some(found.cost(ec2).is_some_and(|on_ec2| on_ec2 < cost))
    };
    let threshold = threshold(&mut is_cheaper)?;
    Some(Some(((id, cost), (ec2, own_ec2), threshold)))
}

/// Bisects where fuller instances become cheaper: their number falls as they fill up, so the cost only falls. `None` once
/// there is no answer.
fn threshold(is_cheaper: &mut dyn FnMut(f64) -> Option<bool>) -> Option<Threshold> {
    let (mut low, mut high) = (LEAST, 100.0);
    if is_cheaper(low)? {
        return Some(Threshold::AlwaysCheaper);
    }
    if !is_cheaper(high)? {
        return Some(Threshold::NeverCheaper);
    }
    while high - low > CLOSE {
        let middle = f64::midpoint(low, high);
        if is_cheaper(middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(Threshold::At(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_is_the_first_tenth_of_a_percent_that_is_cheaper() {
        for edge in [5.01, 17.3, 64.0, 99.95] {
            let found = threshold(&mut |percent| Some(percent >= edge));
            let Some(Threshold::At(found)) = found else { panic!("{edge}: {found:?}") };
            assert!(found >= edge && found - edge <= CLOSE, "{edge}: {found}");
        }
        assert_eq!(threshold(&mut |_| Some(true)), Some(Threshold::AlwaysCheaper));
        assert_eq!(threshold(&mut |_| Some(false)), Some(Threshold::NeverCheaper));
        let mut answers = [Some(false), Some(true), Some(true), None].into_iter();
        assert_eq!(threshold(&mut |_| answers.next().flatten()), None);
    }
}
