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

/// What usage is for (rule U2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Running the workload.
    #[default]
    Service,
    /// The tasks that deployments run on top.
    Deployment,
}

impl Purpose {
    /// As results write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Deployment => "deployment",
        }
    }
}

/// One SKU used by one workload for one purpose in every clock hour of the horizon (rule U2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    /// The service or job it is for, by name; `None` when shared.
    pub workload: Option<String>,
    /// What was used.
    pub sku: Sku,
    /// What it is for.
    pub purpose: Purpose,
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
    /// Adds usage unless nothing was used; one workload has one row of a SKU for a purpose (rule U2).
    pub fn add(&mut self, workload: Option<&str>, sku: Sku, hourly: Vec<i64>) {
        let purchase = match sku {
            Sku::SpotInstance(_) | Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_) => Purchase::Spot,
            _ => Purchase::OnDemand,
        };
        let workload = workload.map(str::to_owned);
        self.add_row(UsageRow { workload, sku, purpose: Purpose::Service, purchase, hourly, fineness: 1 });
    }

    /// The same usage for a purpose.
    #[must_use]
    pub fn for_purpose(mut self, purpose: Purpose) -> Self {
        self.rows.iter_mut().for_each(|row| row.purpose = purpose);
        self
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
            known.workload == row.workload
                && known.sku == row.sku
                && known.purpose == row.purpose
                && known.fineness == row.fineness
        };
        match self.rows.iter_mut().find(is_same) {
            Some(known) => known.hourly.iter_mut().zip(&row.hourly).for_each(|(sum, more)| *sum += more),
            None => self.rows.push(row),
        }
    }
}
