//! [`FocusRow`]: a row before its values are written.

use super::commitment::CommitmentDiscount;
use super::period::ChargePeriod;
use super::service::ServiceFacts;
use crate::bill::{ChargeKind, LineItem};
use crate::money::{Money, Quantity};
use crate::statement::{ChargePart, Costs, Purchased};
use crate::time::YearMonth;

/// FOCUS's `ChargeCategory`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChargeCategory {
    /// What is metered, commitments that nothing uses, extra lines and people's time.
    Usage,
    /// What is paid for commitments.
    Purchase,
    /// Tax.
    Tax,
    /// A charge below nothing.
    Credit,
}

impl ChargeCategory {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Usage => "Usage",
            Self::Purchase => "Purchase",
            Self::Tax => "Tax",
            Self::Credit => "Credit",
        }
    }
}

/// What is priced, and at what price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Priced {
    /// FOCUS's `PricingCategory`.
    pub(super) category: &'static str,
    pub(super) quantity: Quantity,
    pub(super) unit: &'static str,
    pub(super) list: Money,
    pub(super) contracted: Money,
    /// Whether it is consumed, too.
    pub(super) consumed: bool,
}

/// What is sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SkuFacts {
    pub(super) id: String,
    pub(super) price_id: String,
    pub(super) meter: String,
}

/// A charge in its period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FocusRow<'a> {
    pub(super) billing_month: YearMonth,
    pub(super) period: ChargePeriod,
    pub(super) costs: Costs,
    pub(super) category: ChargeCategory,
    /// FOCUS's `ChargeFrequency`.
    pub(super) frequency: &'static str,
    pub(super) description: String,
    pub(super) service: ServiceFacts,
    /// Whether it is of the scenario's region.
    pub(super) regional: bool,
    pub(super) priced: Option<Priced>,
    pub(super) sku: Option<SkuFacts>,
    pub(super) commitment: Option<CommitmentDiscount>,
    /// AWS's service code and usage type.
    pub(super) service_code: String,
    pub(super) usage_type: String,
    /// AWS's operation, where there is but one.
    pub(super) operation: Option<&'static str>,
    pub(super) kind: ChargeKind,
    pub(super) purchased: Purchased,
    /// The line of the bill; `None` for payments for commitments.
    pub(super) line: Option<&'a LineItem>,
}

impl FocusRow<'_> {
    /// What of it is in one clock hour.
    pub(super) fn in_hour(&self, part: &ChargePart) -> Self {
        let mut row = self.clone();
        row.period = ChargePeriod::of_hour(part.hour);
        row.costs = part.costs;
        row.priced = self.priced.map(|priced| Priced { quantity: part.quantity, ..priced });
        row.commitment = self.commitment.as_ref().map(|commitment| commitment.covering(part.costs.effective));
        row
    }
}
