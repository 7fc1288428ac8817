//! [`Costs`]: FOCUS's four costs of the same thing (rule L1).

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use crate::money::Money;

/// What something costs, looked at in four ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// At published on-demand prices.
    pub list: Money,
    /// After negotiated discounts, before commitments.
    pub contracted: Money,
    /// Commitments spread over the hours they are for: amortised.
    pub effective: Money,
    /// When it is paid: cash.
    pub billed: Money,
}

impl Costs {
    /// The same amount in every way.
    #[must_use]
    pub const fn alike(amount: Money) -> Self {
        Self { list: amount, contracted: amount, effective: amount, billed: amount }
    }

    /// Something that is only paid, and consumed as something else.
    #[must_use]
    pub const fn only_billed(amount: Money) -> Self {
        Self { list: Money::ZERO, contracted: Money::ZERO, effective: Money::ZERO, billed: amount }
    }

    /// Whether nothing is charged in any way.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

impl Add for Costs {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            list: self.list + other.list,
            contracted: self.contracted + other.contracted,
            effective: self.effective + other.effective,
            billed: self.billed + other.billed,
        }
    }
}

impl AddAssign for Costs {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Costs {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), Add::add)
    }
}

impl<'a> Sum<&'a Self> for Costs {
    fn sum<I: Iterator<Item = &'a Self>>(costs: I) -> Self {
        costs.copied().sum()
    }
}
