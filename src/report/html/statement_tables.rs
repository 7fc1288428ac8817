//! The statement: the four costs by month, then each service by month and kind of charge.

use super::money_tables::headed;
use super::table::{Cell, Table};
use crate::bill::ChargeKind;
use crate::money::{Displayed, Money};
use crate::report::statement::{CostKind, kind_words};
use crate::report::{StatementView, words};
use crate::statement::{Owner, StatementRow};

/// List, contracted, effective and billed cost by month, and what is prepaid at its end.
pub(super) fn costs(view: &StatementView) -> Table {
    let currency = &view.result.currency;
    let exact = view.statement.by_month();
    let prepaid = view.has_prepaid().then(|| (view.shown_prepaid(), view.statement.prepaid_by_month()));
    let figure = |kind: CostKind, period: &str| format!("statement/{}/{period}", kind.name());
    let mut rows = Vec::new();
    for (index, label) in view.month_labels().into_iter().enumerate() {
        let cost = |kind: CostKind| {
            let shown = currency.number(view.shown(kind).months[index]);
            Cell::money(shown, kind.of(&exact[index]), figure(kind, &label))
        };
        let mut row = vec![Cell::text(label.clone())];
        row.extend(CostKind::ALL.map(cost));
        if let Some((shown, exact)) = &prepaid {
            row.push(Cell::money(currency.number(shown[index]), exact[index], format!("statement/prepaid/{label}")));
        }
        rows.push(row);
    }
    let total = |kind: CostKind| {
        let sum: Money = exact.iter().map(|costs| kind.of(costs)).sum();
        Cell::money(currency.number(view.shown(kind).total()), sum, figure(kind, "total"))
    };
    let mut totals = vec![Cell::text("total")];
    totals.extend(CostKind::ALL.map(total));
    totals.extend(prepaid.is_some().then(|| Cell::text("")));
    let headings = ["list", "contracted", "effective (amortised)", "billed (cash)", "prepaid at the end"];
    let headings = headings[..if view.has_prepaid() { 5 } else { 4 }].iter().map(|it| (*it).to_owned());
    Table {
        caption: format!("Costs by month ({})", currency.code()),
        columns: headed("month", headings),
        rows,
        totals: Some(totals),
        is_headed: false,
    }
}

/// Every service, job and what is shared, over the whole horizon, by kind of charge.
pub(super) fn by_owner(view: &StatementView) -> Table {
    let kinds = kinds_of(view, |_| true);
    let amounts = |is_in: &dyn Fn(&StatementRow) -> bool, figure: &str| {
        let of_kinds = kinds.iter().map(|kind| {
            let sum = amounts_of(view, |row| is_in(row) && row.kind == *kind).into_iter().sum::<Amount>();
            cell(view, sum, format!("{figure}/{}/total", kind_words(*kind)))
        });
        let all = amounts_of(view, is_in).into_iter().sum::<Amount>();
        of_kinds.chain([cell(view, all, format!("{figure}/total"))]).collect::<Vec<_>>()
    };
    let row = |owner: &Owner| {
        let figure = figure_of(owner);
        let cells = amounts(&|row| row.owner == *owner, &figure);
        [Cell::text(owner.name())].into_iter().chain(cells).collect()
    };
    let totals = amounts(&|_| true, "statement/all");
    Table {
        caption: format!("By service, amortised, whole horizon ({})", view.result.currency.code()),
        columns: headed("service", headings(&kinds)),
        rows: view.statement.owners().into_iter().map(row).collect(),
        totals: Some([Cell::text("total")].into_iter().chain(totals).collect()),
        is_headed: false,
    }
}

/// Whether anything of an owner is more than nothing as shown.
pub(super) fn is_shown(view: &StatementView, owner: &Owner) -> bool {
    amounts_of(view, |row| row.owner == *owner).iter().any(|amount| amount.shown != 0)
}

/// One owner by month and kind of charge.
pub(super) fn of_owner(view: &StatementView, owner: &Owner) -> Table {
    let kinds = kinds_of(view, |row| row.owner == *owner);
    let figure = figure_of(owner);
    let columns: Vec<Vec<Amount>> =
        kinds.iter().map(|kind| amounts_of(view, |row| row.owner == *owner && row.kind == *kind)).collect();
    let sums = amounts_of(view, |row| row.owner == *owner);
    let names: Vec<String> = headings(&kinds).collect();
    let labels = view.month_labels();
    let row = |(month, label): (usize, &String)| {
        let amounts = columns.iter().chain([&sums]).zip(&names);
        let amounts = amounts.map(|(column, name)| cell(view, column[month], format!("{figure}/{name}/{label}")));
        [Cell::text(label.clone())].into_iter().chain(amounts).collect()
    };
    let totals = columns.iter().chain([&sums]).zip(&names);
    let totals = totals
        .map(|(column, name)| cell(view, column.iter().copied().sum(), format!("{figure}/{name}/total of months")));
    Table {
        caption: format!("{} by month, amortised ({})", owner.name(), view.result.currency.code()),
        columns: headed("month", names.iter().cloned()),
        rows: labels.iter().enumerate().map(row).collect(),
        totals: Some([Cell::text("total")].into_iter().chain(totals).collect()),
        is_headed: false,
    }
}

/// An effective cost as shown and exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Amount {
    shown: Displayed,
    exact: Money,
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |sum, one| Self { shown: sum.shown + one.shown, exact: sum.exact + one.exact })
    }
}

/// The months of the rows that count.
fn amounts_of(view: &StatementView, counts: impl Fn(&StatementRow) -> bool) -> Vec<Amount> {
    let rows = &view.statement.rows;
    let shown = view.shown(CostKind::Effective).sums(|index| counts(&rows[index]));
    let exact = |month: usize| rows.iter().filter(|row| counts(row)).map(|row| row.months[month].effective).sum();
    shown.into_iter().enumerate().map(|(month, shown)| Amount { shown, exact: exact(month) }).collect()
}

fn cell(view: &StatementView, amount: Amount, figure: String) -> Cell {
    Cell::money(view.result.currency.number(amount.shown), amount.exact, figure)
}

fn kinds_of(view: &StatementView, counts: impl Fn(&StatementRow) -> bool) -> Vec<ChargeKind> {
    let has = |kind: &ChargeKind| view.statement.rows.iter().any(|row| counts(row) && row.kind == *kind);
    words::KINDS.into_iter().filter(has).collect()
}

fn headings(kinds: &[ChargeKind]) -> impl Iterator<Item = String> {
    kinds.iter().map(|kind| kind_words(*kind)).chain(["total".to_owned()])
}

fn figure_of(owner: &Owner) -> String {
    format!("statement/{}:{}", owner.kind(), owner.name())
}
