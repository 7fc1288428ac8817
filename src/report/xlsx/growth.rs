//! [`GrowthColumn`]: the months of a pre-simulated case, divided by what the other cells change (rule L13).

use std::collections::BTreeMap;

use super::lines::Lines;
use crate::bill::ChargeKind;
use crate::money::Money;
use crate::statement::{GrowthCase, GrowthOf};
use crate::time::MonthSpan;

/// The costs of one month under one demand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GrowthMonth {
    /// What a discount is taken off, before it, by service code.
    pub(super) discounted: BTreeMap<String, Money>,
    /// What no discount changes, percentages of the bill, tax and people's time left out.
    pub(super) fixed: Money,
    /// Percentages of the bill other than tax, as a share of what they are taken of: dollars per dollar.
    pub(super) percentages: Money,
    /// People's time.
    pub(super) peoples_time: Money,
    /// Everything, exact.
    pub(super) total: Money,
}

/// A case with its months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GrowthColumn {
    pub(super) of: GrowthOf,
    pub(super) months: Vec<GrowthMonth>,
    pub(super) meets_objective: bool,
}

impl GrowthColumn {
    /// Of a case; why there is none where the option cannot be had.
    pub(super) fn of(case: &GrowthCase, lines: &Lines<'_>, months: &[MonthSpan]) -> Result<Self, String> {
        let items = case.lines.as_ref().map_err(Clone::clone)?;
        let month = |span: &MonthSpan| {
            let mut month = GrowthMonth::default();
            for line in lines.of(items, std::slice::from_ref(span)) {
                month.add(&line);
            }
            month
        };
        let months = months.iter().map(month).collect();
        Ok(Self { of: case.of.clone(), months, meets_objective: case.meets_objective })
    }

    pub(super) fn total(&self) -> Money {
        self.months.iter().map(|month| month.total).sum()
    }
}

impl GrowthMonth {
    fn add(&mut self, line: &super::line::SheetLine) {
        use super::line::Source;
        let (item, priced) = (&line.item, &line.priced);
        self.total += item.cost;
        match (line.source, &priced.discount) {
            (Source::Tax, _) => {}
            (Source::Percentage, _) => self.percentages += item.unit_price,
            _ if item.kind == ChargeKind::PeoplesTime => self.peoples_time += item.cost,
            (_, Some(service)) => {
                let fixed = item.quantity.cost_at(priced.fixed);
                self.fixed += fixed;
                *self.discounted.entry(service.clone()).or_default() += item.quantity.cost_at(priced.price) - fixed;
            }
            (_, None) => self.fixed += item.cost,
        }
    }
}
