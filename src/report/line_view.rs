//! [`LineItemView`]: one line item as results carry it.

use crate::bill::{ChargeKind, LineItem, PurchaseOption};
use crate::money::{Money, Quantity};
use crate::pricing::Basis;
use crate::time::YearMonth;
use crate::usage::Purpose;

/// One line item of an option.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LineItemView {
    /// Calendar month, UTC.
    pub month: YearMonth,
    /// AWS region code.
    pub region: String,
    /// AWS service code, or `Extra` and `Tax`.
    pub service: String,
    /// The scenario's service or job; `None` when shared.
    pub workload: Option<String>,
    /// What of the workload it is for.
    pub purpose: Purpose,
    /// AWS usage type; the name of an extra line.
    pub usage_type: String,
    /// What kind of charge.
    pub kind: ChargeKind,
    /// How it is bought.
    pub purchase_option: PurchaseOption,
    /// The commitment it belongs to.
    pub commitment_id: Option<String>,
    /// How much.
    pub quantity: Quantity,
    /// The unit of the quantity.
    pub unit: &'static str,
    /// Published price per unit.
    pub list_unit_price: Money,
    /// Price per unit that is paid.
    pub unit_price: Money,
    /// Quantity at the published price.
    pub list_cost: Money,
    /// What is paid, exact.
    pub cost: Money,
    /// What is paid, in the currency shown; `None` in US dollars.
    pub display_cost: Option<String>,
    /// When the price was valid.
    pub as_of: String,
    /// On what evidence it stands.
    pub basis: Basis,
    /// The line of the tables it was read from.
    pub source: String,
}

impl LineItemView {
    pub(super) fn new(line: &LineItem, region: &str, display_cost: Option<String>) -> Self {
        let LineItem { service, workload, usage_type, commitment_id, as_of, source, .. } = line.clone();
        Self {
            month: line.month,
            region: region.to_owned(),
            service,
            workload,
            purpose: line.purpose,
            usage_type,
            kind: line.kind,
            purchase_option: line.purchase_option,
            commitment_id,
            quantity: line.quantity,
            unit: line.unit,
            list_unit_price: line.list_unit_price,
            unit_price: line.unit_price,
            list_cost: line.list_cost,
            cost: line.cost,
            display_cost,
            as_of,
            basis: line.basis,
            source,
        }
    }
}
