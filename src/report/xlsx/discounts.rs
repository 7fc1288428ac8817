//! The cells of negotiated discounts.

use std::collections::BTreeSet;

use super::line::SheetLine;
use crate::money::Percent;
use crate::scenario::Scenario;

/// A service code whose discount has a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DiscountCell {
    /// The AWS service code.
    pub(super) service: String,
    /// Its own discount in the scenario; `None` when it has that of `all`.
    pub(super) own: Option<Percent>,
}

/// The discounts of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Discounts {
    /// The discount of every service code without its own.
    pub(super) all: Percent,
    /// The service codes in the bill, by name.
    pub(super) services: Vec<DiscountCell>,
}

impl Discounts {
    /// Of the service codes whose discount some line gets.
    pub(super) fn of(scenario: &Scenario, lines: &[SheetLine], more: impl Iterator<Item = String>) -> Self {
        let given = &scenario.prices.discount_percent;
        let of_lines = lines.iter().filter_map(|line| line.priced.discount.clone());
        let services: BTreeSet<String> = of_lines.chain(more).collect();
        let cell = |service: String| DiscountCell { own: given.get(&service).copied(), service };
        Self {
            all: given.get("all").copied().unwrap_or(Percent::ZERO),
            services: services.into_iter().map(cell).collect(),
        }
    }

    /// The discount of a service code.
    pub(super) fn percent(&self, service: &str) -> Percent {
        let own = self.services.iter().find(|cell| cell.service == service).and_then(|cell| cell.own);
        own.unwrap_or(self.all)
    }
}
