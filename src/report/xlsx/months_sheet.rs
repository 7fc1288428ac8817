//! The months by kind of charge: sums of line items, rounded so that they add up (rule M5).

use rust_xlsxwriter::{ColNum, RowNum};

use super::Written;
use super::book::Context;
use super::cells::{
    LINES, MONTHS, down, fixed, follows_currency, formula, laid_out, month_serial, number, on, place, shown,
};
use super::facts::WorkbookFacts;
use super::growth_choices::BASE;
use super::growth_sheet::month_at_growth;
use super::line::SheetLine;
use super::lines_columns::{
    COST, EXACT_UNITS, FIRST as FIRST_LINE, KIND, LIST_COST, MONTH, SHOWN, last_row, month_rows,
};
use super::lines_sheet::{exact_units, rounded};
use super::sheet::Sheet;
use super::shown_costs::monthly;
use crate::bill::ChargeKind;
use crate::money::{Displayed, Money};
use crate::report::statement::kind_words;
use crate::report::words;

/// The first month.
const FIRST: RowNum = 3;

const HOURS: ColNum = 1;
const TOTAL: ColNum = 2;
const USD: ColNum = 3;
const LIST: ColNum = 4;
const AT_GROWTH: ColNum = 5;
/// As many columns as there are kinds of charge.
const KINDS: ColNum = 6;

/// The columns that round, behind those of the kinds.
#[derive(Clone, Copy)]
struct Helpers {
    units: ColNum,
    rest: ColNum,
    missing: ColNum,
}

impl Helpers {
    fn of(facts: &WorkbookFacts) -> Self {
        let first = KINDS + kinds(facts).len() as ColNum;
        Self { units: first, rest: first + 1, missing: first + 2 }
    }
}

/// The cell with the units that a month's lines miss when each is rounded down.
pub(super) fn missing_units(facts: &WorkbookFacts, month: usize) -> String {
    on(MONTHS, &fixed(FIRST + month as RowNum, Helpers::of(facts).missing))
}

/// The row below the months, of their sums.
fn total_row(facts: &WorkbookFacts) -> RowNum {
    FIRST + facts.months().len() as RowNum
}

/// The cell of the shown total.
pub(super) fn shown_total(facts: &WorkbookFacts) -> String {
    on(MONTHS, &fixed(total_row(facts), TOTAL))
}

/// The cell of the exact total, in dollars.
pub(super) fn usd_total(facts: &WorkbookFacts) -> String {
    on(MONTHS, &fixed(total_row(facts), USD))
}

/// The cell of the total at published on-demand prices, in dollars.
pub(super) fn list_total(facts: &WorkbookFacts) -> String {
    on(MONTHS, &fixed(total_row(facts), LIST))
}

/// The cell of the exact total at the growth chosen, in dollars.
pub(super) fn growth_total(facts: &WorkbookFacts) -> String {
    on(MONTHS, &fixed(total_row(facts), AT_GROWTH))
}

/// The shown months, and the months themselves.
pub(super) fn month_ranges(facts: &WorkbookFacts) -> (String, String) {
    let last = total_row(facts) - 1;
    (on(MONTHS, &down(TOTAL, FIRST, last)), on(MONTHS, &down(0, FIRST, last)))
}

/// An exact number of units, rounded to a whole one, halves to even, as a formula without its equals sign.
pub(super) fn half_even(units: &str) -> String {
    format!("IF({units}-INT({units})=0.5,2*ROUND({units}/2,0),ROUND({units},0))")
}

pub(super) fn months_sheet(sheet: &mut Sheet, context: &Context<'_>) -> Written {
    let (facts, looks) = (context.facts, &context.looks);
    sheet.set_name(MONTHS)?;
    let paid = kinds(facts);
    let mut widths = vec![12.0, 8.0, 17.0, 17.0, 17.0, 19.0];
    widths.extend(vec![15.0; paid.len()]);
    widths.extend([19.0, 11.0, 9.0]);
    laid_out(sheet, &widths, FIRST)?;
    sheet.say(0, 0, format!("Cost of {} by month", facts.option.name()), &looks.title)?;
    let note = "Months are UTC. Kinds of charge are sums of what the line items show. Grey columns round them: each down, then the \
                units still missing go to the largest remainders.";
    sheet.say(1, 0, note, &looks.faint)?;
    headings(sheet, context, &paid)?;
    let lists = monthly(facts, |line| line.item.list_cost);
    for (index, list) in lists.into_iter().enumerate() {
        month(sheet, context, index, list)?;
        by_kind(sheet, context, index, &paid)?;
    }
    totals(sheet, context, &paid)?;
    let last = total_row(facts);
    follows_currency(sheet, (FIRST, TOTAL), (last, TOTAL))?;
    follows_currency(sheet, (FIRST, KINDS), (last, KINDS + paid.len() as ColNum - 1))
}

/// The kinds of charge that some line has.
fn kinds(facts: &WorkbookFacts) -> Vec<ChargeKind> {
    let has = |kind: &ChargeKind| facts.lines.iter().any(|line| line.item.kind == *kind);
    words::KINDS.into_iter().filter(has).collect()
}

fn headings(sheet: &mut Sheet, context: &Context<'_>, paid: &[ChargeKind]) -> Written {
    let (row, looks) = (FIRST - 1, &context.looks);
    sheet.set_row_height(row, 32)?;
    let texts = [(0, "Month"), (HOURS, "Hours"), (USD, "Exact total, USD"), (LIST, "At list prices, USD")];
    let Helpers { units, rest, missing } = Helpers::of(context.facts);
    let helpers = [(units, "exact units"), (rest, "remainder"), (missing, "missing")];
    for (column, text) in texts.into_iter().chain(helpers) {
        let look = if column == 0 { &looks.head } else { &looks.head_right };
        sheet.say(row, column, text, look)?;
    }
    let currency = [("currency_code", context.currency.code())];
    sheet.say_with_cells((row, TOTAL), "Total, {currency_code}", &currency, &looks.head_right)?;
    if context.facts.growth.is_empty() {
        sheet.say(row, AT_GROWTH, "At growth, USD", &looks.head_right)?;
    } else {
        sheet.say_with_cells((row, AT_GROWTH), "At growth {growth}, USD", &[("growth", BASE)], &looks.head_right)?;
    }
    for (column, kind) in (KINDS..).zip(paid) {
        sheet.say(row, column, kind_words(*kind), &looks.head_right)?;
    }
    Ok(())
}

/// A month: its sums, and its share of the shown total.
fn month(sheet: &mut Sheet, context: &Context<'_>, index: usize, list: Money) -> Written {
    let Context { facts, currency, shown: costs, looks, .. } = context;
    let helpers = Helpers::of(facts);
    let (span, lines) = (&facts.months()[index], month_rows(facts)[index]);
    let (row, last) = (FIRST + index as RowNum, total_row(facts) - 1);
    let of_lines = |column: ColNum| on(LINES, &down(column, lines.0, lines.1));
    sheet.write_number_with_format(row, 0, month_serial(span.month), &looks.month)?;
    sheet.write_number_with_format(row, HOURS, f64::from(span.hours), &looks.whole)?;
    let sum = |column| format!("=SUM({})", of_lines(column));
    formula(sheet, (row, USD), &sum(COST), number(costs.exact_months[index]), &looks.dollars)?;
    formula(sheet, (row, LIST), &sum(LIST_COST), number(list), &looks.dollars)?;
    let units = exact_units(costs.exact_months[index], currency);
    formula(sheet, (row, helpers.units), &in_units(&place(row, USD)), units, &looks.helper)?;
    let text = format!("=ROUND({0}-INT({0}),6)", place(row, helpers.units));
    formula(sheet, (row, helpers.rest), &text, rounded(units - units.floor()), &looks.helper)?;
    let text = format!(
        "=(INT({units})+SIGN({missing})*(SUMPRODUCT(--({all}>{rest}))+SUMPRODUCT(--({upto}:{rest}={rest}))<=ABS({missing})))/currency_units",
        units = place(row, helpers.units),
        all = down(helpers.rest, FIRST, last),
        rest = place(row, helpers.rest),
        upto = fixed(FIRST, helpers.rest),
        missing = fixed(last + 1, helpers.missing),
    );
    formula(sheet, (row, TOTAL), &text, shown(costs.months[index], currency), &looks.shown)?;
    let text = format!("=ROUND({}*currency_units,0)-SUMPRODUCT(INT({}))", place(row, TOTAL), of_lines(EXACT_UNITS));
    let of_month = facts.lines.iter().filter(|line| line.item.month == span.month);
    let floors: f64 = of_month.map(|line| exact_units(line.item.cost, currency).floor()).sum();
    formula(sheet, (row, helpers.missing), &text, costs.months[index] as f64 - floors, &looks.helper)?;
    if facts.growth.is_empty() {
        sheet.say(row, AT_GROWTH, "none", &looks.faint)?;
        return Ok(());
    }
    let text = format!("={}", month_at_growth(facts, index));
    formula(sheet, (row, AT_GROWTH), &text, number(costs.exact_months[index]), &looks.dollars)
}

/// Dollars as smallest displayed units, to a millionth of one.
fn in_units(dollars: &str) -> String {
    format!("=ROUND({dollars}*exchange_rate*currency_units,6)")
}

/// What the line items of a month show, by kind.
fn by_kind(sheet: &mut Sheet, context: &Context<'_>, index: usize, paid: &[ChargeKind]) -> Written {
    let (facts, row) = (context.facts, FIRST + index as RowNum);
    let all = |column: ColNum| on(LINES, &down(column, FIRST_LINE, last_row(facts)));
    let month = facts.months()[index].month;
    for (column, kind) in (KINDS..).zip(paid) {
        let (amounts, months, kinds) = (all(SHOWN), all(MONTH), all(KIND));
        let text = format!("=SUMIFS({amounts},{months},{},{kinds},{})", fixed(row, 0), fixed(FIRST - 1, column));
        let sum = shown_sum(context, |line| line.item.month == month && line.item.kind == *kind);
        formula(sheet, (row, column), &text, shown(sum, context.currency), &context.looks.shown)?;
    }
    Ok(())
}

fn shown_sum(context: &Context<'_>, counts: impl Fn(&SheetLine) -> bool) -> Displayed {
    let lines = context.facts.lines.iter().zip(&context.shown.lines);
    lines.filter(|(line, _)| counts(line)).map(|(_, shown)| *shown).sum()
}

fn totals(sheet: &mut Sheet, context: &Context<'_>, paid: &[ChargeKind]) -> Written {
    let Context { facts, currency, shown: costs, looks, .. } = context;
    let (row, helpers) = (total_row(facts), Helpers::of(facts));
    let sum = |column: ColNum| format!("=SUM({})", down(column, FIRST, row - 1));
    sheet.say(row, 0, "Total", &looks.total_label)?;
    let list: Money = facts.lines.iter().map(|line| line.item.list_cost).sum();
    let total = number(costs.exact_total);
    formula(sheet, (row, HOURS), &sum(HOURS), f64::from(facts.horizon.hours()), &looks.total_whole)?;
    formula(sheet, (row, USD), &sum(USD), total, &looks.total_dollars)?;
    formula(sheet, (row, LIST), &sum(LIST), number(list), &looks.total_dollars)?;
    formula(sheet, (row, TOTAL), &sum(TOTAL), shown(costs.total, currency), &looks.total_shown)?;
    let units = place(row, helpers.units);
    formula(
        sheet,
        (row, helpers.units),
        &in_units(&place(row, USD)),
        exact_units(costs.exact_total, currency),
        &looks.helper,
    )?;
    let text = format!("={}-SUMPRODUCT(INT({}))", half_even(&units), down(helpers.units, FIRST, row - 1));
    let floors: f64 = costs.exact_months.iter().map(|month| exact_units(*month, currency).floor()).sum();
    formula(sheet, (row, helpers.missing), &text, costs.total as f64 - floors, &looks.helper)?;
    if !facts.growth.is_empty() {
        formula(sheet, (row, AT_GROWTH), &sum(AT_GROWTH), total, &looks.total_dollars)?;
    }
    for (column, kind) in (KINDS..).zip(paid) {
        let all = shown_sum(context, |line| line.item.kind == *kind);
        formula(sheet, (row, column), &sum(column), shown(all, currency), &looks.total_shown)?;
    }
    Ok(())
}
