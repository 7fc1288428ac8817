//! [`LineItem`]: one row of a bill, and [`Bill`]: all of them.

use crate::money::{Money, Quantity};
use crate::pricing::Basis;
use crate::time::YearMonth;
use crate::usage::Purpose;

/// How a line is bought, as a bill tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseOption {
    /// At the on-demand price.
    OnDemand,
    /// At the Spot price.
    Spot,
    /// Covered by a Savings Plan.
    SavingsPlan,
    /// Bought in a Savings Plan and not used.
    SavingsPlanUnused,
    /// Covered by Reserved Instances.
    ReservedInstance,
    /// Hours of Reserved Instances not used.
    ReservedInstanceUnused,
    /// Free allowance.
    Free,
    /// Not sold by AWS: extra lines, tax and people's time.
    Other,
}

/// What kind of charge a line is, for summaries and charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeKind {
    /// vCPU, memory, instances.
    Compute,
    /// Volumes, ephemeral storage, images, file systems.
    Storage,
    /// Load balancers, NAT, addresses, transfer.
    Network,
    /// Logs, metrics, alarms.
    Observability,
    /// Extra lines of the scenario.
    Extra,
    /// Tax.
    Tax,
    /// People's time.
    PeoplesTime,
}

/// One row of a bill. `cost` is `quantity` × `unit_price`, rounded once (rules M2, M3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineItem {
    /// The calendar month, UTC.
    pub month: YearMonth,
    /// AWS service code such as `AmazonECS`; `Extra`, `Tax` and `Operations` for those lines.
    pub service: String,
    /// The scenario's service or job; `None` when shared.
    pub workload: Option<String>,
    /// What of the workload it is for.
    pub purpose: Purpose,
    /// AWS usage type; the name of an extra line.
    pub usage_type: String,
    /// How it is bought.
    pub purchase_option: PurchaseOption,
    /// The commitment it belongs to.
    pub commitment_id: Option<String>,
    /// How much.
    pub quantity: Quantity,
    /// The unit of the quantity.
    pub unit: &'static str,
    /// Published price per unit (on demand, also for covered usage).
    pub list_unit_price: Money,
    /// Price per unit after discounts and commitments.
    pub unit_price: Money,
    /// Quantity at the published price.
    pub list_cost: Money,
    /// Quantity at `unit_price`: what is paid.
    pub cost: Money,
    /// When the price was valid.
    pub as_of: String,
    /// On what evidence it stands.
    pub basis: Basis,
    /// Which price row it is.
    pub source: String,
    /// What kind of charge.
    pub kind: ChargeKind,
}

/// The total of one month span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthTotal {
    /// The month.
    pub month: YearMonth,
    /// Hours of it inside the horizon.
    pub hours: u32,
    /// The sum of its line items.
    pub total: Money,
}

/// All line items of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// The rows: by month, then in ledger order.
    pub lines: Vec<LineItem>,
}

impl Bill {
    /// What is paid in all.
    #[must_use]
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.cost).sum()
    }

    /// What it would be at published on-demand prices.
    #[must_use]
    pub fn list_total(&self) -> Money {
        self.lines.iter().map(|line| line.list_cost).sum()
    }

    /// The total of each month span of the horizon, in order, months without lines included.
    #[must_use]
    pub fn months(&self, horizon: &crate::time::Horizon) -> Vec<MonthTotal> {
        let of_month = |month| self.lines.iter().filter(|line| line.month == month).map(|line| line.cost).sum();
        let span_total = |span: &crate::time::MonthSpan| MonthTotal {
            month: span.month,
            hours: span.hours,
            total: of_month(span.month),
        };
        horizon.months().iter().map(span_total).collect()
    }
}
