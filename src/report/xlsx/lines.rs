//! The lines of the bill in the order of their sheet, with a line for whatever a cell may bring about.

use super::line::{SheetLine, Source};
use super::priced::Priced;
use crate::bill::{ChargeKind, LineItem, PurchaseOption, is_percentage};
use crate::commitment::{CoverableRow, CoverageSteps};
use crate::money::{Money, Percent, Quantity};
use crate::pricing::{Basis, PriceBook};
use crate::time::{MonthSpan, YearMonth};
use crate::usage::Purpose;

/// What the sheet's lines are made from.
pub(super) struct Lines<'a> {
    pub(super) book: &'a PriceBook,
    pub(super) coverage: &'a CoverageSteps,
    /// Whether quantities follow the commitment cells.
    pub(super) follows_commitments: bool,
}

impl Lines<'_> {
    /// The lines of a bill, month after month.
    pub(super) fn of(&self, bill: &[LineItem], months: &[MonthSpan]) -> Vec<SheetLine> {
        months.iter().flat_map(|span| self.of_month(bill, span.month)).collect()
    }

    fn of_month(&self, bill: &[LineItem], month: YearMonth) -> Vec<SheetLine> {
        let of_bill = bill.iter().filter(|line| line.month == month);
        let mut lines: Vec<SheetLine> = of_bill.map(|line| self.line(line.clone())).collect();
        if self.follows_commitments {
            let possible = self.possible(month);
            let has = |lines: &[SheetLine], source: Source| lines.iter().any(|line| line.source == source);
            let first = lines.iter().position(|line| line.item.commitment_id.is_none()).unwrap_or(lines.len());
            let new: Vec<SheetLine> = possible.into_iter().filter(|line| !has(&lines, line.source)).collect();
            lines.splice(first..first, new);
        }
        if !lines.iter().any(|line| line.source == Source::Tax) {
            let is_after = |line: &SheetLine| line.item.kind == ChargeKind::PeoplesTime;
            let place = lines.iter().position(is_after).unwrap_or(lines.len());
            lines.insert(place, self.line(no_tax(month)));
        }
        lines
    }

    fn line(&self, item: LineItem) -> SheetLine {
        let source = match (item.kind, is_percentage(&item)) {
            (ChargeKind::Tax, _) => Source::Tax,
            (_, true) => Source::Percentage,
            _ if self.follows_commitments => self.source(&item),
            _ => Source::Given,
        };
        SheetLine { priced: Priced::of(&item, self.book, self.coverage), item, source }
    }

    fn source(&self, item: &LineItem) -> Source {
        let CoverageSteps { rows, steps, pools, .. } = self.coverage;
        let is_row = |row: &CoverableRow| {
            row.usage_type == item.usage_type && row.workload == item.workload && row.purpose == item.purpose
        };
        let is_pool = |pool: usize| item.commitment_id.as_deref() == Some(pools[pool].id.as_str());
        let found = match item.purchase_option {
            PurchaseOption::OnDemand => rows.iter().position(is_row).map(Source::Left),
            PurchaseOption::SavingsPlan => {
                steps.iter().position(|step| is_pool(step.pool) && is_row(&rows[step.row])).map(Source::Covered)
            }
            PurchaseOption::SavingsPlanUnused => (0..pools.len()).find(|&pool| is_pool(pool)).map(Source::Unused),
            _ => None,
        };
        found.unwrap_or(Source::Given)
    }

    /// An inserted line shows the unit price that it would have.
    fn repriced(&self, mut line: SheetLine) -> SheetLine {
        let Priced { price, fixed, discount } = &line.priced;
        let off = discount.as_deref().map_or(Percent::ZERO, |service| self.book.discount(service));
        line.item.unit_price = (*price - *fixed).percent_off(off) + *fixed;
        line
    }

    /// Every line of a month that commitments may bring about, without quantity.
    fn possible(&self, month: YearMonth) -> Vec<SheetLine> {
        let CoverageSteps { rows, steps, pools, .. } = self.coverage;
        let left = rows.iter().map(|row| nothing_of(row, month));
        let covered = steps.iter().map(|step| LineItem {
            purchase_option: PurchaseOption::SavingsPlan,
            commitment_id: Some(pools[step.pool].id.clone()),
            as_of: step.rate.as_of.clone(),
            basis: step.rate.basis,
            source: step.rate.source.clone(),
            ..nothing_of(&rows[step.row], month)
        });
        let unused = pools.iter().map(|pool| LineItem {
            service: pool.service.to_owned(),
            usage_type: pool.usage_type.clone(),
            purchase_option: PurchaseOption::SavingsPlanUnused,
            commitment_id: Some(pool.id.clone()),
            unit: "USD",
            source: "commitment".to_owned(),
            kind: ChargeKind::Compute,
            ..no_tax(month)
        });
        let lines = covered.chain(unused).chain(left);
        lines
            .map(|item| self.line(item))
            .filter(|line| line.source != Source::Given)
            .map(|line| self.repriced(line))
            .collect()
    }
}

fn nothing_of(row: &CoverableRow, month: YearMonth) -> LineItem {
    LineItem {
        service: row.sku.service_code().to_owned(),
        workload: row.workload.clone(),
        purpose: row.purpose,
        usage_type: row.usage_type.clone(),
        purchase_option: PurchaseOption::OnDemand,
        unit: row.sku.unit().name(),
        list_unit_price: row.list.unit_price,
        as_of: row.list.as_of.clone(),
        basis: row.list.basis,
        source: row.list.source.clone(),
        kind: ChargeKind::Compute,
        ..no_tax(month)
    }
}

/// A line of tax where the scenario has none: the cell may bring some.
fn no_tax(month: YearMonth) -> LineItem {
    LineItem {
        month,
        service: "Tax".to_owned(),
        workload: None,
        purpose: Purpose::Service,
        usage_type: "Tax".to_owned(),
        purchase_option: PurchaseOption::Other,
        commitment_id: None,
        quantity: Quantity::whole(0),
        unit: "USD",
        list_unit_price: Money::ZERO,
        unit_price: Money::ZERO,
        list_cost: Money::ZERO,
        cost: Money::ZERO,
        as_of: String::new(),
        basis: Basis::Observed,
        source: "scenario".to_owned(),
        kind: ChargeKind::Tax,
    }
}
