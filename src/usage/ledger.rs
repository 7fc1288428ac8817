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
    /// Adds usage unless nothing was used; one workload has one row of a SKU (rule U2).
    pub fn add(&mut self, workload: Option<&str>, sku: Sku, hourly: Vec<i64>) {
        let purchase = match sku {
            Sku::SpotInstance(_) | Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_) => Purchase::Spot,
            _ => Purchase::OnDemand,
        };
        self.add_row(UsageRow { workload: workload.map(str::to_owned), sku, purchase, hourly, fineness: 1 });
    }

    /// Adds the rows of another ledger of the same horizon.
    pub fn extend(&mut self, other: Self) {
        other.rows.into_iter().for_each(|row| self.add_row(row));
    }

    fn add_row(&mut self, row: UsageRow) {
        if row.hourly.iter().all(|&amount| amount == 0) {
            return;
        }
        let is_same = |known: &&mut UsageRow| {
            known.workload == row.workload && known.sku == row.sku && known.fineness == row.fineness
        };
        match self.rows.iter_mut().find(is_same) {
            Some(known) => known.hourly.iter_mut().zip(&row.hourly).for_each(|(sum, more)| *sum += more),
            None => self.rows.push(row),
        }
    }
}
