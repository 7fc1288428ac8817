//! [`Ledger`]: what was metered, hour by hour.

use crate::pricing::Sku;

/// How metered usage is bought before any commitment is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purchase {
    /// On demand.
    OnDemand,
    /// Spot.
    Spot,
}

/// One SKU used by one workload in every clock hour of the horizon (rule U2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    /// The service or job it is for, by name; `None` when shared.
    pub workload: Option<String>,
    /// What was used.
    pub sku: Sku,
    /// How it is bought.
    pub purchase: Purchase,
    /// Metered amounts per hour (rule U1).
    pub hourly: Vec<i64>,
    /// How many of these amounts make one smallest metered amount: 1, or more where a commitment has
    /// covered a fraction of one (rule C2).
    pub fineness: i64,
}

/// All usage of an option or of a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The rows, shared ones first, then in scenario order.
    pub rows: Vec<UsageRow>,
}

impl Ledger {
    /// Adds a row unless nothing was used.
    pub fn add(&mut self, workload: Option<&str>, sku: Sku, hourly: Vec<i64>) {
        let purchase = match sku {
            Sku::SpotInstance(_) | Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_) => Purchase::Spot,
            _ => Purchase::OnDemand,
        };
        if hourly.iter().any(|&amount| amount != 0) {
            self.rows.push(UsageRow { workload: workload.map(str::to_owned), sku, purchase, hourly, fineness: 1 });
        }
    }

    /// Appends the rows of another ledger.
    pub fn extend(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }
}
