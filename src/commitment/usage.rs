//! [`CoverableUsage`]: hourly usage and the rates of the plans that may cover it.

use crate::money::{Money, Percent, Quantity};
use crate::scenario::{PaymentOption, TermYears};

pub use crate::scenario::PlanScope;

/// A plan as it can be bought: what it covers, for how long, paid how, and at what rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it covers.
    pub scope: PlanScope,
    /// Term.
    pub term: TermYears,
    /// Payment option; all kinds cost their commitment each hour when amortised.
    pub payment: PaymentOption,
    /// The rate per unit of each item, in the order of the usage; `None` for an item that it does not cover.
    pub rates: Vec<Option<Money>>,
    /// The negotiated discount on the fee.
    pub fee_discount: Percent,
}

impl Offer {
    /// Its id in line items, such as `compute-sp-1y-no-upfront` or `ec2-instance-sp-m7g-3y-all-upfront`.
    #[must_use]
    pub fn id(&self) -> String {
        let scope = match &self.scope {
            PlanScope::Compute => "compute-sp".to_owned(),
            PlanScope::Ec2Instance(family) => format!("ec2-instance-sp-{family}"),
        };
        format!("{scope}-{}y-{}", self.term.years(), self.payment.name().replace('_', "-"))
    }
}

/// One SKU, or one item of a user's own usage, bought on demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverableItem {
    /// Its usage type: the last tie in the order of application.
    pub name: String,
    /// What is used in each hour, in the finest parts that coverage is cut to.
    pub hourly: Vec<i64>,
    /// Parts that make one priced unit.
    pub parts_per_unit: i128,
    /// On-demand price per unit before discounts, which the order of application goes by.
    pub list: Money,
    /// On-demand price per unit after discounts, which is paid for what stays.
    pub contracted: Money,
}

impl CoverableItem {
    /// The cost of `parts` on demand, rounded once (rule M2).
    #[must_use]
    pub fn on_demand_cost(&self, parts: i128) -> Money {
        Quantity::new(parts, self.parts_per_unit).cost_at(self.contracted)
    }
}

/// Usage that plans may cover, by the hour.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CoverableUsage {
    /// What is used.
    pub items: Vec<CoverableItem>,
    /// What could be bought for it.
    pub offers: Vec<Offer>,
    /// Clock hours.
    pub hours: usize,
}

impl CoverableUsage {
    /// Everything on demand.
    #[must_use]
    pub fn on_demand_cost(&self) -> Money {
        let whole =
            |item: &CoverableItem| item.on_demand_cost(item.hourly.iter().map(|&parts| i128::from(parts)).sum());
        self.items.iter().map(whole).sum()
    }

    /// Into how many equal shares a picodollar is cut so that a part of any item at any rate is a whole number of them.
    pub(super) fn shares_per_picodollar(&self) -> i128 {
        self.items.iter().fold(1, |common, item| least_common_multiple(common, item.parts_per_unit))
    }
}

fn least_common_multiple(left: i128, right: i128) -> i128 {
    let (mut larger, mut smaller) = (left, right);
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    left / larger * right
}
