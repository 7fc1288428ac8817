//! Every line item, with its price taken apart.

use rust_xlsxwriter::{ColNum, RowNum};

use super::Written;
use super::book::Context;
use super::cells::{
    LINES, decimal, down, fixed, follows_currency, formula, laid_out, month_serial, number, place, shown, units,
};
use super::hourly_columns::HourlyColumns;
use super::inputs::discount_name;
use super::line::{SheetLine, Source};
use super::lines_columns::{
    COST, DISCOUNT, EXACT_UNITS, FIRST, HEADINGS, KIND, LIST_COST, LIST_PRICE, MONTH, PART, POOL, PRICE, QUANTITY,
    REST, SHOWN, UNIT, UNIT_PRICE, last_row, month_rows,
};
use super::months_sheet::missing_units;
use super::sheet::Sheet;
use crate::money::Money;
use crate::report::statement::kind_words;
use crate::report::{DisplayCurrency, words};
use crate::time::MonthSpan;
use crate::usage::Purpose;

pub(super) fn lines_sheet(sheet: &mut Sheet, context: &Context<'_>) -> Written {
    let facts = context.facts;
    sheet.set_name(LINES)?;
    laid_out(sheet, &HEADINGS.map(|(_, width)| width), FIRST)?;
    headings(sheet, context)?;
    let columns = HourlyColumns::of(&facts.coverage.steps);
    for (index, (span, rows)) in facts.months().iter().zip(month_rows(facts)).enumerate() {
        let lines = &facts.lines[(rows.0 - FIRST) as usize..=(rows.1 - FIRST) as usize];
        let month = Month { index, span, rows, lines, columns: &columns, context };
        for (row, line) in (rows.0..).zip(lines) {
            month.words(sheet, row, line)?;
            month.prices(sheet, row, line)?;
            month.costs(sheet, row, line)?;
            month.shown(sheet, row, line)?;
            month.pool(sheet, row, line)?;
        }
    }
    total(sheet, context)?;
    let last = last_row(facts);
    sheet.autofilter(0, 0, last, PART)?;
    sheet.set_print_area(0, 0, last + 1, SHOWN)?;
    follows_currency(sheet, (FIRST, SHOWN), (last + 1, SHOWN))?;
    sheet.set_freeze_panes(FIRST, 1)?;
    Ok(())
}

fn headings(sheet: &mut Sheet, context: &Context<'_>) -> Written {
    let looks = &context.looks;
    for (column, (heading, _)) in (0..).zip(HEADINGS) {
        let is_number = (QUANTITY..=SHOWN).contains(&column) && column != UNIT;
        let look = if is_number { &looks.head_right } else { &looks.head };
        sheet.say(0, column, heading, look)?;
    }
    let currency = [("currency_code", context.currency.code())];
    sheet.say_with_cells((0, SHOWN), "Cost, {currency_code}", &currency, &looks.head_right)?;
    sheet.set_row_height(0, 32)?;
    Ok(())
}

/// A month of the sheet.
struct Month<'a> {
    index: usize,
    span: &'a MonthSpan,
    rows: (RowNum, RowNum),
    lines: &'a [SheetLine],
    columns: &'a HourlyColumns,
    context: &'a Context<'a>,
}

impl Month<'_> {
    fn words(&self, sheet: &mut Sheet, row: RowNum, line: &SheetLine) -> Written {
        let (item, looks) = (&line.item, &self.context.looks);
        sheet.write_number_with_format(row, MONTH, month_serial(item.month), &looks.month)?;
        let purpose = if item.purpose == Purpose::Deployment { "deployment" } else { "service" };
        let texts = [
            (3, purpose),
            (4, &item.usage_type),
            (KIND, &kind_words(item.kind)),
            (6, &words::purchase_option(item.purchase_option).replace('_', " ")),
            (18, &item.basis.name().replace('_', " ")),
            (19, &item.source),
        ];
        let names = [
            (1, item.service.as_str()),
            (2, item.workload.as_deref().unwrap_or("")),
            (7, item.commitment_id.as_deref().unwrap_or("")),
            (UNIT, item.unit),
            (17, &item.as_of),
        ];
        let look = |column| if column == UNIT || column > SHOWN { &looks.beside } else { &looks.text };
        for (column, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            sheet.say(row, column, text, look(column))?;
        }
        for (column, name) in names.into_iter().filter(|(_, name)| !name.is_empty()) {
            sheet.keep(row, column, name, look(column))?;
        }
        Ok(())
    }

    fn prices(&self, sheet: &mut Sheet, row: RowNum, line: &SheetLine) -> Written {
        let looks = &self.context.looks;
        sheet.write_number_with_format(row, LIST_PRICE, number(line.item.list_unit_price), &looks.price)?;
        let price = number(line.priced.price);
        if line.source == Source::Tax {
            formula(sheet, (row, PRICE), "=tax_percent/100", price, &looks.price)?;
        } else {
            sheet.write_number_with_format(row, PRICE, price, &looks.price)?;
        }
        match &line.priced.discount {
            Some(service) => {
                let percent = decimal(&self.context.facts.discounts.percent(service).to_decimal());
                formula(sheet, (row, DISCOUNT), &format!("={}", discount_name(service)), percent, &looks.percent)?;
            }
            None => {
                sheet.write_number_with_format(row, DISCOUNT, 0.0, &looks.percent)?;
            }
        }
        let (price, discount) = (place(row, PRICE), place(row, DISCOUNT));
        let text = if line.priced.discount.is_some() && !line.priced.fixed.is_zero() {
            let fixed = line.priced.fixed.to_decimal();
            format!("=ROUND(({price}-({fixed}))*(1-{discount}/100),12)+({fixed})")
        } else {
            format!("=ROUND({price}*(1-{discount}/100),12)")
        };
        formula(sheet, (row, UNIT_PRICE), &text, number(line.item.unit_price), &looks.price)
    }

    fn costs(&self, sheet: &mut Sheet, row: RowNum, line: &SheetLine) -> Written {
        let (item, looks) = (&line.item, &self.context.looks);
        let quantity = match line.source {
            Source::Given => None,
            Source::Left(of) => Some(self.columns.sum_on_demand(of, self.span)),
            Source::Covered(step) => Some(self.columns.sum_covered(step, self.span)),
            Source::Unused(pool) => Some(self.columns.sum_unused(pool, self.span)),
            Source::Percentage | Source::Tax => Some(format!("={}", self.sum_before(COST, row, line))),
        };
        let amount = match line.source {
            Source::Percentage | Source::Tax => number(self.before(row, line).iter().map(|line| line.item.cost).sum()),
            _ => units(item.quantity),
        };
        match quantity {
            Some(text) => formula(sheet, (row, QUANTITY), &text, amount, &looks.quantity)?,
            None => {
                sheet.write_number_with_format(row, QUANTITY, amount, &looks.quantity)?;
            }
        }
        let (quantity, unit_price) = (place(row, QUANTITY), place(row, UNIT_PRICE));
        let list = match line.source {
            Source::Percentage | Source::Tax => format!("={}*{unit_price}", self.sum_before(LIST_COST, row, line)),
            _ => format!("={quantity}*{}", place(row, LIST_PRICE)),
        };
        formula(sheet, (row, LIST_COST), &list, number(item.list_cost), &looks.dollars)?;
        formula(sheet, (row, COST), &format!("={quantity}*{unit_price}"), number(item.cost), &looks.dollars)
    }

    /// The lines that a percentage or tax is taken of: those before it; of percentages of the bill no other.
    fn before(&self, row: RowNum, line: &SheetLine) -> &[SheetLine] {
        let before = &self.lines[..(row - self.rows.0) as usize];
        let is_plain = |line: &SheetLine| line.source != Source::Percentage;
        let count =
            if line.source == Source::Tax { before.len() } else { before.iter().take_while(|it| is_plain(it)).count() };
        &before[..count]
    }

    fn sum_before(&self, column: ColNum, row: RowNum, line: &SheetLine) -> String {
        let count = self.before(row, line).len() as RowNum;
        if count == 0 { "0".to_owned() } else { format!("SUM({})", down(column, self.rows.0, self.rows.0 + count - 1)) }
    }

    /// The shown cost: rounded down, with one unit more where its remainder is among the largest of its month (rule M5).
    fn shown(&self, sheet: &mut Sheet, row: RowNum, line: &SheetLine) -> Written {
        let ((first, last), currency) = (self.rows, self.context.currency);
        let (exact, rest) = (place(row, EXACT_UNITS), place(row, REST));
        let text = format!("=ROUND({}*exchange_rate*currency_units,6)", place(row, COST));
        let units = exact_units(line.item.cost, currency);
        formula(sheet, (row, EXACT_UNITS), &text, units, &self.context.looks.helper)?;
        let text = format!("=ROUND({exact}-INT({exact}),6)");
        formula(sheet, (row, REST), &text, rounded(units - units.floor()), &self.context.looks.helper)?;
        let missing = missing_units(self.context.facts, self.index);
        let text = format!(
            "=(INT({exact})+SIGN({missing})*(SUMPRODUCT(--({all}>{rest}))+SUMPRODUCT(--({upto}={rest}))<=ABS({missing})))/currency_units",
            all = down(REST, first, last),
            upto = format_args!("{}:{rest}", fixed(first, REST)),
        );
        let result = shown(self.context.shown.lines[(row - FIRST) as usize], currency);
        formula(sheet, (row, SHOWN), &text, result, &self.context.looks.shown)
    }

    fn pool(&self, sheet: &mut Sheet, row: RowNum, line: &SheetLine) -> Written {
        let Some((pool, part)) = super::commitments_sheet::pool_of(&self.context.pools, &line.item) else {
            return Ok(());
        };
        sheet.write_number_with_format(row, POOL, pool as f64, &self.context.looks.faint)?;
        sheet.write_number_with_format(row, PART, f64::from(part), &self.context.looks.faint)?;
        Ok(())
    }
}

/// Millionths of the smallest displayed unit, as the formulas have them.
pub(super) fn rounded(units: f64) -> f64 {
    (units * 1e6).round() / 1e6
}

/// An amount in smallest displayed units, as the formulas have it.
pub(super) fn exact_units(amount: Money, currency: &DisplayCurrency) -> f64 {
    let scale = 10_f64.powi(currency.decimals().cast_signed());
    rounded(number(amount) * number(currency.rate()) * scale)
}

fn total(sheet: &mut Sheet, context: &Context<'_>) -> Written {
    let (facts, looks, row) = (context.facts, &context.looks, last_row(context.facts) + 1);
    let sum = |column: ColNum| format!("=SUM({})", down(column, FIRST, row - 1));
    for column in 0..=SHOWN {
        sheet.write_blank(row, column, &looks.total_label)?;
    }
    sheet.say(row, MONTH, "Total", &looks.total_label)?;
    let list: Money = facts.lines.iter().map(|line| line.item.list_cost).sum();
    formula(sheet, (row, LIST_COST), &sum(LIST_COST), number(list), &looks.total_dollars)?;
    formula(sheet, (row, COST), &sum(COST), number(context.shown.exact_total), &looks.total_dollars)?;
    let result = shown(context.shown.total, context.currency);
    formula(sheet, (row, SHOWN), &sum(SHOWN), result, &looks.total_shown)
}
