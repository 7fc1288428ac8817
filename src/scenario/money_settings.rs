//! Settings of the bill: overrides, discounts, commitments, currency, extra lines.

use std::collections::BTreeMap;

use crate::money::{Money, Percent};

/// Length of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(into = "u8")]
pub enum TermYears {
    /// One year of 8,760 hours.
    One,
    /// Three years, 26,280 hours.
    Three,
}

impl TermYears {
    /// 1 or 3.
    #[must_use]
    pub const fn years(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Three => 3,
        }
    }

    /// Hours of the term.
    #[must_use]
    pub const fn hours(self) -> u32 {
        self.years() as u32 * 8_760
    }
}

impl From<TermYears> for u8 {
    fn from(term: TermYears) -> Self {
        term.years()
    }
}

/// How a commitment is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentOption {
    /// Nothing upfront.
    NoUpfront,
    /// Half upfront.
    PartialUpfront,
    /// All upfront.
    AllUpfront,
}

impl PaymentOption {
    /// `no_upfront`, `partial_upfront` or `all_upfront`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoUpfront => "no_upfront",
            Self::PartialUpfront => "partial_upfront",
            Self::AllUpfront => "all_upfront",
        }
    }
}

/// Which commitments may be proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentPolicy {
    /// Allowed terms.
    pub terms: Vec<TermYears>,
    /// Allowed payment options.
    pub payment_options: Vec<PaymentOption>,
    /// Whether a plan that ends inside the horizon is bought again on the same terms.
    pub renew: bool,
}

/// Account-wide settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Whether the monthly free allowances are taken off, once per run.
    pub free_allowances: bool,
    /// Internet egress the account already has each month, GB: the position in the tiers.
    pub existing_egress_gb: f64,
}

/// Prices that replace or discount the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceAdjustments {
    /// Exact unit price per usage type; replaces list and gets no discount.
    pub overrides: BTreeMap<String, Money>,
    /// Discount per AWS service code, or `all`.
    pub discount_percent: BTreeMap<String, Percent>,
}

/// The currency of the report; sums are computed in USD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 code.
    pub code: String,
    /// Units per dollar; 1 for USD.
    pub rate: Money,
    /// The date of the rate, as given.
    pub rate_date: Option<String>,
}

/// How an extra line is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraAmount {
    /// A fixed amount per month.
    PerMonth(Money),
    /// Per task running the whole month.
    PerTaskMonth(Money),
    /// Per EC2 instance running the whole month.
    PerInstanceMonth(Money),
    /// Of everything else on the bill before tax.
    PercentOfBill(Percent),
}

/// A line for something outside the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    /// What it is.
    pub name: String,
    /// How it is counted.
    pub amount: ExtraAmount,
    /// Option ids it applies to; empty for all.
    pub options: Vec<String>,
}
