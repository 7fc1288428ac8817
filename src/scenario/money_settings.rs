//! Settings of the bill: overrides, discounts, currency, extra lines.

use std::collections::BTreeMap;

use crate::money::{Money, Percent};

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
