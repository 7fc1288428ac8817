//! [`CommitmentUse`]: how far commitments cover what they could, and what that saves (rule L7).

use std::iter::Sum;
use std::ops::Add;

use super::account::CommitmentMonth;
use crate::bill::{LineItem, PurchaseOption};
use crate::comparison::Outcome;
use crate::money::Money;
use crate::pricing::{PriceBook, Sku};
use crate::time::YearMonth;

/// What commitments cover, and what they might.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitmentUse {
    /// What the usage they cover would cost on demand, negotiated discounts taken off.
    pub on_demand_equivalent: Money,
    /// What coverable usage costs that stays on demand.
    pub on_demand: Money,
    /// Commitment used.
    pub used: Money,
    /// Commitment not used.
    pub unused: Money,
}

impl CommitmentUse {
    /// A month of coverable usage, with what each commitment did in it.
    pub(super) fn of<'a>(on_demand: Money, months: impl Iterator<Item = &'a CommitmentMonth>) -> Self {
        months.fold(Self { on_demand, ..Self::default() }, |sum, month| Self {
            on_demand_equivalent: sum.on_demand_equivalent + month.on_demand_equivalent,
            used: sum.used + month.used,
            unused: sum.unused + month.unused,
            ..sum
        })
    }

    /// The share of coverable usage that commitments cover, 0 to 1; `None` without any.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        ratio(self.on_demand_equivalent, self.on_demand_equivalent + self.on_demand)
    }

    /// The share of the commitments that is used, 0 to 1; `None` without any.
    #[must_use]
    pub fn utilisation(&self) -> Option<f64> {
        ratio(self.used, self.used + self.unused)
    }

    /// 1 − what coverable usage costs, unused commitment included, over what it would cost on demand; `None` without any.
    #[must_use]
    pub fn effective_savings_rate(&self) -> Option<f64> {
        let cost = self.used + self.unused + self.on_demand;
        ratio(cost, self.on_demand_equivalent + self.on_demand).map(|share| 1.0 - share)
    }
}

impl Add for CommitmentUse {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            on_demand_equivalent: self.on_demand_equivalent + other.on_demand_equivalent,
            on_demand: self.on_demand + other.on_demand,
            used: self.used + other.used,
            unused: self.unused + other.unused,
        }
    }
}

impl Sum for CommitmentUse {
    fn sum<I: Iterator<Item = Self>>(months: I) -> Self {
        months.fold(Self::default(), Add::add)
    }
}

fn ratio(part: Money, whole: Money) -> Option<f64> {
    (!whole.is_zero()).then(|| part.picodollars() as f64 / whole.picodollars() as f64)
}

/// What a commitment could have covered and did not, in a month: instances and Fargate's vCPU and memory on demand.
pub(super) fn left_on_demand(outcome: &Outcome, book: &PriceBook, month: YearMonth) -> Money {
    let is_left = |line: &&LineItem| {
        let is_on_demand = line.purchase_option == PurchaseOption::OnDemand && line.commitment_id.is_none();
        line.month == month && is_on_demand && book.sku_of(&line.usage_type).is_some_and(|sku| is_coverable(&sku))
    };
    outcome.bill.lines.iter().filter(is_left).map(|line| line.cost).sum()
}

const fn is_coverable(sku: &Sku) -> bool {
    matches!(sku, Sku::Instance(_) | Sku::FargateVcpu(_) | Sku::FargateMemory(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_what_they_are_shares_of() {
        let money = |dollars: i128| Money::from_picodollars(dollars * 1_000_000_000_000);
        let year =
            CommitmentUse { on_demand_equivalent: money(75), on_demand: money(25), used: money(48), unused: money(2) };
        assert_eq!(year.coverage(), Some(0.75));
        assert_eq!(year.utilisation(), Some(0.96));
        assert_eq!(year.effective_savings_rate(), Some(0.25)); // 48 + 2 + 25 = 75 of 100
        assert_eq!(CommitmentUse::default().coverage(), None);
        assert_eq!(CommitmentUse::default().effective_savings_rate(), None);
    }
}
