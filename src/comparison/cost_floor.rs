//! What a ledger's lines cannot come below with plans, told without choosing any.

use super::study::Study;
use crate::bill::price_ledger;
use crate::commitment::Prepared;
use crate::money::Money;
use crate::pricing::MissingPrice;
use crate::usage::Ledger;

/// Lines are rounded one by one: sums of them may differ by less than this, a cent.
const ROUNDING: Money = Money::from_picodollars(10_000_000_000);

/// Everything of a ledger on demand; nothing where no limit asks for it.
pub(super) struct CostFloor {
    on_demand: Money,
}

impl CostFloor {
    /// Of `capacity`, where there is a limit to hold it against.
    pub(super) fn of(study: &Study<'_>, capacity: &Ledger, most: Option<Money>) -> Result<Self, MissingPrice> {
        let lines = if most.is_some() { price_ledger(capacity, &study.pricing)? } else { Vec::new() };
        Ok(Self { on_demand: lines.iter().map(|line| line.cost).sum() })
    }

    /// Whether the ledger costs more than `most`, whatever is bought of what was prepared for it.
    pub(super) fn is_above(&self, prepared: &Prepared, most: Option<Money>) -> bool {
        let Some((most, floor)) = most.zip(prepared.floor()) else { return false };
        let not_coverable = self.on_demand - prepared.of.usage.on_demand_cost();
        not_coverable + floor - ROUNDING > most
    }
}
