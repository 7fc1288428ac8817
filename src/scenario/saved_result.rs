//! [`SavedResult`]: what `compare` and `recommend` wrote as JSON, as far as two results are compared or held against
//! a budget.

use super::Currency;
use crate::money::{Money, Quantity};
use crate::time::YearMonth;

/// A result read back. Names are as the result has them, so that ids of other versions can be read.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedResult {
    /// The scenario's name.
    pub name: String,
    /// AWS region code.
    pub region: String,
    /// First billed day, `YYYY-MM-DD`, UTC.
    pub start: String,
    /// Billed clock hours, at least 1.
    pub hours: u32,
    /// The price tables: origin, date and hash.
    pub prices: String,
    /// The currency shown, and its rate.
    pub currency: Currency,
    /// Whether the search for it was told to end before all was looked at.
    pub interrupted: bool,
    /// What was assumed, in the order of the result.
    pub assumptions: Vec<SavedAssumption>,
    /// Id of the recommended option; `None` where none can be recommended.
    pub recommended: Option<String>,
    /// Every option, available or not, in the order of the result.
    pub options: Vec<SavedOption>,
}

/// Something assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedAssumption {
    /// The key of the scenario that would say it.
    pub key: String,
    /// What was taken.
    pub value: String,
}

/// An option: figures, or the reason why there are none.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedOption {
    /// Its id.
    pub id: String,
    /// Why it cannot be had.
    pub unavailable_reason: Option<String>,
    /// What it comes to.
    pub figures: Option<SavedFigures>,
}

/// What an available option comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedFigures {
    /// Total over the horizon: the sum of the months, and of the lines.
    pub total: Money,
    /// Whether every service meets its objective.
    pub meets_objective: bool,
    /// Services and jobs.
    pub tasks: Vec<SavedTasks>,
    /// Instances.
    pub instances: Vec<SavedInstances>,
    /// Commitments in its bill.
    pub commitments: Vec<SavedCommitment>,
    /// Month by month.
    pub months: Vec<SavedMonth>,
    /// Every line item.
    pub lines: Vec<SavedLine>,
}

/// The tasks of a service or job.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedTasks {
    /// The service or job.
    pub workload: String,
    /// `fargate`, `ec2`, …
    pub launch_type: String,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// The task size, as the console writes it.
    pub size: String,
    /// Least, mean and most desired.
    pub counts: (u32, f64, u32),
}

/// Instances of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedInstances {
    /// The type.
    pub instance_type: String,
    /// `on_demand` or `spot`.
    pub market: String,
    /// The services and jobs whose tasks they hold.
    pub workloads: Vec<String>,
    /// Least, mean and most running.
    pub counts: (u32, f64, u32),
}

/// A commitment in an option's bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCommitment {
    /// `compute_savings_plan`, `ec2_instance_savings_plan` or `reserved_instance`.
    pub kind: String,
    /// The family or type it covers, where it is for one.
    pub covers: Option<String>,
    /// Whether it was held before.
    pub held: bool,
    /// Term in years.
    pub term_years: u32,
    /// `no_upfront`, `partial_upfront` or `all_upfront`.
    pub payment_option: String,
    /// Dollars an hour.
    pub hourly: Money,
}

/// A month, or the part of it inside the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SavedMonth {
    /// Which.
    pub month: YearMonth,
    /// Hours of it inside the horizon.
    pub hours: u32,
    /// Exact total, tax included.
    pub total: Money,
}

/// A line item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedLine {
    /// AWS service code, or `Extra`, `Tax` and `Operations`.
    pub service: String,
    /// AWS usage type; the name of an extra line.
    pub usage_type: String,
    /// `service` or `deployment`.
    pub purpose: String,
    /// What kind of charge: `compute`, …
    pub kind: String,
    /// `on_demand`, …
    pub purchase_option: String,
    /// The commitment it belongs to.
    pub commitment_id: Option<String>,
    /// The unit of the quantity.
    pub unit: String,
    /// How much, with twelve decimals.
    pub quantity: Quantity,
    /// Price per unit that is paid.
    pub unit_price: Money,
    /// What is paid.
    pub cost: Money,
}

impl SavedResult {
    /// The option of that id.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<&SavedOption> {
        self.options.iter().find(|option| option.id == id)
    }

    /// The figures of an option that can be had.
    #[must_use]
    pub fn figures(&self, id: &str) -> Option<&SavedFigures> {
        self.option(id)?.figures.as_ref()
    }

    /// What costs this much over the horizon, in an average month of 730 hours (rule DF1).
    #[must_use]
    pub fn per_month(&self, total: Money) -> Money {
        total.times(730).divided_by(i128::from(self.hours.max(1)))
    }
}
