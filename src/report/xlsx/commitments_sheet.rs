//! Commitments: what they come to as the line items have it, and the alternatives.

use rust_xlsxwriter::{ColNum, RowNum};

use super::Written;
use super::book::Context;
use super::cells::{COMMITMENTS, LINES, decimal, down, fixed, formula, laid_out, number, on, place};
use super::facts::WorkbookFacts;
use super::inputs::{commitment_name, discount_name, why_no_commitment};
use super::lines_columns::{COST, FIRST as FIRST_LINE, PART, POOL, last_row};
use super::months_sheet::usd_total;
use super::sheet::Sheet;
use crate::bill::{LineItem, PurchaseOption};
use crate::comparison::CommitmentLine;
use crate::money::Money;
use crate::report::CommitmentView;

/// The row of the first pool's use.
const FIRST_POOL: RowNum = 5;

/// Used.
const USED: u8 = 1;
/// Not used.
const UNUSED: u8 = 2;

/// The pools and Reserved Instances in the line items, by id, in order of appearance.
pub(super) fn pools(facts: &WorkbookFacts) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in facts.lines.iter().filter_map(|line| line.item.commitment_id.as_ref()) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

/// The number of a line's pool, from 1, and whether it is used or not.
pub(super) fn pool_of(pools: &[String], item: &LineItem) -> Option<(usize, u8)> {
    let id = item.commitment_id.as_deref()?;
    let pool = pools.iter().position(|known| *known == id)? + 1;
    let is_unused =
        matches!(item.purchase_option, PurchaseOption::SavingsPlanUnused | PurchaseOption::ReservedInstanceUnused);
    Some((pool, if is_unused { UNUSED } else { USED }))
}

pub(super) fn commitments_sheet(sheet: &mut Sheet, context: &Context<'_>) -> Written {
    let (facts, looks) = (context.facts, &context.looks);
    sheet.set_name(COMMITMENTS)?;
    laid_out(sheet, &[40.0, 26.0, 10.0, 18.0, 14.0, 20.0, 18.0, 18.0, 14.0, 20.0], 0)?;
    sheet.say(0, 0, "Commitments", &looks.title)?;
    let standing = match why_no_commitment(facts) {
        Some(reason) => format!("Commitments are no input here: {reason}."),
        None => "Commitments are input cells of the sheet Summary; what they cover is on the sheet Hourly.".to_owned(),
    };
    sheet.say(1, 0, standing, &looks.faint)?;
    let next = used(sheet, context, FIRST_POOL - 2)?;
    let chosen: Vec<&CommitmentLine> = facts.commitments.iter().filter(|line| line.chosen).collect();
    let others: Vec<&CommitmentLine> = facts.commitments.iter().filter(|line| !line.chosen).collect();
    let next = list(sheet, context, next + 1, ("In this option", &chosen))?;
    list(sheet, context, next + 1, ("Alternatives, as ecsplan priced them; they follow no cell", &others))?;
    Ok(())
}

/// Used and unused of what the line items are bought with: live.
fn used(sheet: &mut Sheet, context: &Context<'_>, first: RowNum) -> Result<RowNum, rust_xlsxwriter::XlsxError> {
    let (facts, looks) = (context.facts, &context.looks);
    sheet.say(first, 0, "What is used (USD over the horizon, less discounts)", &looks.section)?;
    let heads = ["commitment", "", "no.", "used", "not used", "utilisation"];
    for (column, head) in (0..).zip(heads) {
        sheet.say(first + 1, column, head, if column > 1 { &looks.head_right } else { &looks.head })?;
    }
    let mut row = first + 2;
    for (index, id) in context.pools.iter().enumerate() {
        sheet.keep(row, 0, id, &looks.wrapped)?;
        sheet.write_number_with_format(row, 2, (index + 1) as f64, &looks.whole)?;
        let sum = |part: u8| -> Money {
            let is_it = |line: &&super::line::SheetLine| pool_of(&context.pools, &line.item) == Some((index + 1, part));
            facts.lines.iter().filter(is_it).map(|line| line.item.cost).sum()
        };
        let all = |column: ColNum| on(LINES, &down(column, FIRST_LINE, last_row(facts)));
        for (column, part) in [(3, USED), (4, UNUSED)] {
            let text = format!("=SUMIFS({},{},{},{},{part})", all(COST), all(POOL), place(row, 2), all(PART));
            formula(sheet, (row, column), &text, number(sum(part)), &looks.dollars)?;
        }
        let (used, unused) = (number(sum(USED)), number(sum(UNUSED)));
        let share = if used + unused == 0.0 { 0.0 } else { used / (used + unused) };
        let text = format!("=IF({0}+{1}=0,0,{0}/({0}+{1}))", place(row, 3), place(row, 4));
        formula(sheet, (row, 5), &text, share, &looks.share)?;
        row += 1;
    }
    if row == first + 2 {
        sheet.say(row, 0, "none", &looks.faint)?;
        row += 1;
    }
    Ok(row)
}

fn list(
    sheet: &mut Sheet,
    context: &Context<'_>,
    first: RowNum,
    (title, lines): (&str, &[&CommitmentLine]),
) -> Result<RowNum, rust_xlsxwriter::XlsxError> {
    let (facts, looks) = (context.facts, &context.looks);
    sheet.say(first, 0, title, &looks.section)?;
    let heads = [
        "commitment",
        "kind",
        "term, years",
        "payment",
        "held before",
        "USD per hour",
        "used, USD",
        "not used, USD",
        "owed after the horizon, USD",
        "total of the option, USD",
    ];
    for (column, head) in (0..).zip(heads) {
        let look = if column == 2 || column > 4 { &looks.head_right } else { &looks.head };
        sheet.say(first + 1, column, head, look)?;
    }
    sheet.set_row_height(first + 1, 32)?;
    let mut row = first + 2;
    for line in lines {
        let view = CommitmentView::from(*line);
        sheet.keep(row, 0, &view.id, &looks.wrapped)?;
        let kind = view
            .covers
            .map_or_else(|| view.kind.replace('_', " "), |of| format!("{} {of}", view.kind.replace('_', " ")));
        sheet.say(row, 1, kind, &looks.wrapped)?;
        sheet.write_number_with_format(row, 2, f64::from(line.term.years()), &looks.whole)?;
        sheet.say(row, 3, line.payment.name().replace('_', " "), &looks.beside)?;
        sheet.say_whether(row, 4, line.held, &looks.text)?;
        let cell = if line.chosen { commitment_name(facts, &line.id) } else { None };
        match &cell {
            Some(name) => {
                formula(sheet, (row, 5), &format!("={name}"), number(line.hourly_commitment), &looks.price)?;
            }
            None => {
                sheet.write_number_with_format(row, 5, number(line.hourly_commitment), &looks.price)?;
            }
        }
        use_of(sheet, context, (row, line))?;
        match (&cell, fee_service(facts, line)) {
            (Some(_), Some(service)) => liability(sheet, context, (row, line), &service)?,
            _ => {
                sheet.write_number_with_format(row, 8, number(line.liability_after), &looks.dollars)?;
            }
        }
        if line.chosen {
            let total = format!("={}", usd_total(facts));
            formula(sheet, (row, 9), &total, number(line.option_total), &looks.dollars)?;
        } else {
            sheet.write_number_with_format(row, 9, number(line.option_total), &looks.dollars)?;
        }
        row += 1;
    }
    if lines.is_empty() {
        sheet.say(row, 0, "none", &looks.faint)?;
        row += 1;
    }
    Ok(row)
}

/// What a commitment came to: that of its pool where it is alone in it; of several the use is the pool's, above.
fn use_of(sheet: &mut Sheet, context: &Context<'_>, (row, line): (RowNum, &CommitmentLine)) -> Written {
    let looks = &context.looks;
    let amounts = [(6, line.used), (7, line.unused)];
    let is_shared = || context.pools.iter().any(|id| id.split('+').any(|one| one == line.id));
    let pool = context.pools.iter().position(|id| *id == line.id).filter(|_| line.chosen);
    if !line.chosen || (pool.is_none() && !is_shared()) {
        for (column, amount) in amounts {
            sheet.write_number_with_format(row, column, number(amount), &looks.dollars)?;
        }
        return Ok(());
    }
    match pool {
        Some(pool) => {
            for ((column, amount), of) in amounts.into_iter().zip([3, 4]) {
                let text = format!("={}", place(FIRST_POOL + pool as RowNum, of));
                formula(sheet, (row, column), &text, number(amount), &looks.dollars)?;
            }
        }
        None => {
            sheet.say(row, 6, "with others, above", &looks.faint)?;
        }
    }
    Ok(())
}

fn fee_service(facts: &WorkbookFacts, line: &CommitmentLine) -> Option<String> {
    let has = |pool: &&crate::commitment::CoveragePool| pool.purchases.iter().any(|one| one.id == line.id);
    facts.coverage.steps.pools.iter().find(has).map(|pool| pool.service.to_owned())
}

/// Hours after the horizon times the commitment, less the discount on the fee.
fn liability(
    sheet: &mut Sheet,
    context: &Context<'_>,
    (row, line): (RowNum, &CommitmentLine),
    service: &str,
) -> Written {
    let horizon = i64::from(context.facts.horizon.hours());
    let hours = (line.end_hour - line.first_hour.max(horizon)).max(0);
    let text = format!("={}*{}*(1-{}/100)", fixed(row, 5), decimal(&hours.to_string()), discount_name(service));
    formula(sheet, (row, 8), &text, number(line.liability_after), &context.looks.dollars)
}
