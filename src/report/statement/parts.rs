//! What the statement says, part by part, before layout.

use super::commitments::{commitments, payments};
use super::month_table::{MonthRow, MonthTable};
use super::range::demand_range;
use super::shown::CostKind;
use super::view::StatementView;
use crate::bill::ChargeKind;
use crate::report::grid::Align;
use crate::report::section_background::background;
use crate::report::section_options::currency_words;
use crate::report::{Style, words};
use crate::statement::{Owner, Purchased, ShowbackBy, StatementRow};

/// What stands under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) enum Content {
    /// Nothing but the sentences.
    Words,
    /// Rows over months.
    Months(MonthTable),
    /// Any other table.
    Table(Vec<(&'static str, Align)>, Vec<Vec<String>>),
}

/// A heading with sentences around a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Part {
    pub(in crate::report) heading: String,
    pub(in crate::report) lead: Vec<String>,
    pub(in crate::report) content: Content,
    pub(in crate::report) after: Vec<String>,
    /// Whether Markdown folds it away.
    pub(in crate::report) folded: bool,
}

impl Part {
    pub(super) fn of(heading: impl Into<String>, content: Content) -> Self {
        Self { heading: heading.into(), lead: Vec::new(), content, after: Vec::new(), folded: false }
    }

    fn is_empty(&self) -> bool {
        self.lead.is_empty() && self.after.is_empty() && self.content == Content::Words
    }
}

/// The lines that open the statement: of what, how much, at which prices.
pub(super) fn opening(view: &StatementView) -> Vec<String> {
    let (result, currency) = (&view.result, &view.result.currency);
    let scenario = &result.scenario;
    let title = format!(
        "{}: statement of {}, {}, {}, {}",
        scenario.name,
        view.statement.option.name(),
        scenario.region,
        words::horizon(result),
        currency_words(result)
    );
    let amount = |kind| currency.amount(view.shown(kind).total());
    let consumed = format!("{} consumed (amortised), {} paid", amount(CostKind::Effective), amount(CostKind::Billed));
    let prepaid = if view.has_prepaid() {
        format!(", {} prepaid at the end", currency.amount(view.shown_closing_prepaid()))
    } else {
        String::new()
    };
    let mut lines = vec![title, format!("{consumed}{prepaid}.")];
    lines.push(format!("Prices: {}.", words::tables_version(result)));
    if !view.statement.meets_objective {
        lines.push(format!("{} misses the objective.", view.statement.option.name()));
    }
    lines
}

/// Everything after the opening and the warnings, in reading order.
pub(super) fn parts(view: &StatementView, style: Style) -> Vec<Part> {
    let mut parts = vec![costs(view, style)];
    if !style.quiet {
        parts.push(by_owner(view, CostKind::Effective, true, style));
        if view.has_prepaid() {
            parts.push(by_owner(view, CostKind::Billed, style.verbose, style));
        }
        parts.extend([commitments(view), payments(view), demand_range(view, style)]);
        parts.extend(background(&view.result, style).into_iter().map(|section| Part {
            heading: section.heading,
            lead: section.lead,
            content: Content::Words,
            after: section.after,
            folded: section.folded,
        }));
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The four costs and what is prepaid, month by month.
fn costs(view: &StatementView, style: Style) -> Part {
    let row = |label: &str, kind| MonthRow::flow(0, label, view.shown(kind).months.clone());
    let mut rows = vec![
        row("list", CostKind::List),
        row("contracted", CostKind::Contracted),
        row("effective (amortised)", CostKind::Effective),
        row("billed (cash)", CostKind::Billed),
    ];
    if view.has_prepaid() {
        rows.push(MonthRow::balance("prepaid at the end", view.shown_prepaid()));
    }
    let table = MonthTable { periods: view.month_labels(), rows }.readable(style.verbose);
    let mut part = Part::of(format!("Costs ({})", view.result.currency.code()), Content::Months(table));
    if view.shown_opening_prepaid() != 0 {
        let opening = view.result.currency.amount(view.shown_opening_prepaid());
        part.after.push(format!("{opening} had been prepaid before the horizon"));
    }
    part
}

/// One of the costs by owner and kind of charge, with usage types if they are asked for.
fn by_owner(view: &StatementView, kind: CostKind, in_detail: bool, style: Style) -> Part {
    let mut rows = Vec::new();
    for owner in view.statement.owners() {
        rows.extend(owner_rows(view, kind, owner, in_detail));
    }
    let shown = view.shown(kind);
    rows.retain(|row| row.cells.iter().any(|&cell| cell != 0));
    rows.push(MonthRow::flow(0, "total", shown.months.clone()));
    let table = MonthTable { periods: view.month_labels(), rows }.readable(style.verbose);
    let how = if kind == CostKind::Billed { "cash" } else { "amortised" };
    let by = match &view.statement.by {
        ShowbackBy::Workload => "service".to_owned(),
        ShowbackBy::Tag(tag) => format!("tag {tag}"),
    };
    Part::of(format!("By {by}, {how} ({})", view.result.currency.code()), Content::Months(table))
}

/// An owner, its kinds of charge, and their usage types.
fn owner_rows(view: &StatementView, cost: CostKind, owner: &Owner, in_detail: bool) -> Vec<MonthRow> {
    let shown = view.shown(cost);
    let all = &view.statement.rows;
    let mut rows = vec![MonthRow::flow(0, owner.name(), shown.sums(|index| all[index].owner == *owner))];
    for kind in words::KINDS {
        let is_in = |index: usize| all[index].owner == *owner && all[index].kind == kind;
        if !(0..all.len()).any(is_in) {
            continue;
        }
        rows.push(MonthRow::flow(1, kind_words(kind), shown.sums(is_in)));
        if in_detail {
            let own = (0..all.len()).filter(|&index| is_in(index));
            rows.extend(own.map(|index| MonthRow::flow(2, charge_words(&all[index]), shown.rows[index].clone())));
        }
    }
    rows
}

pub(in crate::report) fn kind_words(kind: ChargeKind) -> String {
    if kind == ChargeKind::PeoplesTime { "people's time".to_owned() } else { words::kind(kind).to_owned() }
}

/// A usage type, with the commitment that covers it, or how else it is bought where that is not on demand.
fn charge_words(row: &StatementRow) -> String {
    let metered = words::metered(&row.usage_type, row.purpose);
    match row.purchased {
        Purchased::UpfrontFee => format!("{metered}, upfront"),
        Purchased::RecurringFee => format!("{metered}, by the hour"),
        Purchased::As(option) => match (words::bought(option), &row.commitment_id) {
            ("demand" | "-", _) => metered,
            ("plan" | "reserved", Some(id)) => format!("{metered}, {id}"),
            (bought, _) => format!("{metered}, {bought}"),
        },
    }
}
