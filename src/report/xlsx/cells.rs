//! What sheets share: formats, cells with formulas and their results, names of input cells.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    ColNum, Color, ConditionalFormatFormula, Format, FormatAlign, FormatBorder, Formula, RowNum, Worksheet,
};

use super::Written;
use super::sheet::Sheet;
use crate::money::{Displayed, Money, Quantity};
use crate::report::DisplayCurrency;
use crate::time::YearMonth;

pub(super) const SUMMARY: &str = "Summary";
pub(super) const MONTHS: &str = "Months";
pub(super) const LINES: &str = "Line items";
pub(super) const COMMITMENTS: &str = "Commitments";
pub(super) const HOURLY: &str = "Hourly";
pub(super) const GROWTH: &str = "Growth";
pub(super) const ASSUMPTIONS: &str = "Assumptions";

/// The looks of cells.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) text: Format,
    /// Text to the right of a number.
    pub(super) beside: Format,
    /// A number that stands for a name.
    pub(super) number_beside: Format,
    pub(super) wrapped: Format,
    pub(super) faint: Format,
    pub(super) section: Format,
    pub(super) head: Format,
    pub(super) head_right: Format,
    pub(super) month: Format,
    pub(super) hour: Format,
    pub(super) whole: Format,
    pub(super) quantity: Format,
    pub(super) price: Format,
    pub(super) dollars: Format,
    pub(super) percent: Format,
    pub(super) share: Format,
    pub(super) shown: Format,
    pub(super) total_label: Format,
    pub(super) total_shown: Format,
    pub(super) total_dollars: Format,
    pub(super) total_whole: Format,
    pub(super) input: Format,
    pub(super) helper: Format,
}

impl Looks {
    pub(super) fn of(currency: &DisplayCurrency) -> Self {
        let shown = if currency.decimals() == 0 { "#,##0" } else { "#,##0.00" };
        let number = |format: &str| Format::new().set_num_format(format).set_align(FormatAlign::Top);
        let total = |format: Format| format.set_bold().set_border_top(FormatBorder::Thin);
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00E8_EDF2))
            .set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            text: Format::new().set_align(FormatAlign::Top),
            beside: Format::new().set_align(FormatAlign::Left).set_align(FormatAlign::Top).set_indent(1),
            number_beside: number("0.####").set_align(FormatAlign::Left).set_indent(1),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            faint: Format::new().set_font_color(Color::RGB(0x0060_6060)).set_align(FormatAlign::Top),
            section: Format::new().set_bold().set_font_size(12),
            head_right: head.clone().set_align(FormatAlign::Right),
            head,
            month: number("yyyy-mm").set_align(FormatAlign::Left),
            hour: number("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left),
            whole: number("#,##0"),
            quantity: number("#,##0.000000"),
            price: number("0.00##########"),
            dollars: number("#,##0.000000"),
            percent: number("0.####"),
            share: number("0.0%"),
            shown: number(shown),
            total_label: total(Format::new()),
            total_shown: total(number(shown)),
            total_dollars: total(number("#,##0.000000")),
            total_whole: total(number("#,##0")),
            input: Format::new()
                .set_font_color(Color::RGB(0x0000_00C0))
                .set_background_color(Color::RGB(0x00FF_F6CC))
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::Right)
                .set_align(FormatAlign::Top),
            helper: number("0.000000").set_font_color(Color::RGB(0x0080_8080)),
        }
    }
}

/// An exact amount as the nearest number that a cell holds.
pub(super) fn number(amount: Money) -> f64 {
    decimal(&amount.to_decimal())
}

/// A quantity as the nearest number that a cell holds.
pub(super) fn units(quantity: Quantity) -> f64 {
    decimal(&quantity.to_decimal())
}

/// Decimal text as the nearest number.
pub(super) fn decimal(text: &str) -> f64 {
    text.parse().expect("a decimal is a number")
}

/// A shown amount in units of its currency.
pub(super) fn shown(amount: Displayed, currency: &DisplayCurrency) -> f64 {
    decimal(&currency.plain(amount))
}

/// The number by which spreadsheets know the first day of a month.
pub(super) fn month_serial(month: YearMonth) -> f64 {
    let first = jiff::civil::date(month.year, month.month, 1);
    day_serial(first)
}

/// The number by which spreadsheets know a day.
pub(super) fn day_serial(day: jiff::civil::Date) -> f64 {
    let days = day.since(jiff::civil::date(1899, 12, 30)).map_or(0, |span| span.get_days());
    f64::from(days)
}

/// `$C$5` and the like; rows and columns from 0.
pub(super) fn fixed(row: RowNum, column: ColNum) -> String {
    format!("${}${}", column_number_to_name(column), row + 1)
}

/// `C5`; rows and columns from 0.
pub(super) fn place(row: RowNum, column: ColNum) -> String {
    format!("{}{}", column_number_to_name(column), row + 1)
}

/// `$C$5:$C$9`; rows and column from 0, both ends included.
pub(super) fn down(column: ColNum, first: RowNum, last: RowNum) -> String {
    format!("{}:{}", fixed(first, column), fixed(last, column))
}

/// A sheet's cell or range, as other sheets name it.
pub(super) fn on(sheet: &str, range: &str) -> String {
    format!("'{sheet}'!{range}")
}

/// A formula with the result that a viewer shows before it calculates.
pub(super) fn formula(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    text: &str,
    result: f64,
    look: &Format,
) -> Written {
    let formula = Formula::new(text).set_result(result.to_string());
    sheet.write_formula_with_format(row, column, formula, look).map(|_| ())
}

/// A formula that gives text.
pub(super) fn text_formula(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    text: &str,
    result: &str,
    look: &Format,
) -> Written {
    let formula = Formula::new(text).set_result(result);
    sheet.write_formula_with_format(row, column, formula, look).map(|_| ())
}

/// Shown amounts have no decimals where the currency cell says so, whatever it said when the workbook was written.
pub(super) fn follows_currency(
    sheet: &mut Worksheet,
    (first_row, first_column): (RowNum, ColNum),
    (last_row, last_column): (RowNum, ColNum),
) -> Written {
    for (rule, format) in [("=currency_units=1", "#,##0"), ("=currency_units<>1", "#,##0.00")] {
        let condition = ConditionalFormatFormula::new().set_rule(rule).set_format(Format::new().set_num_format(format));
        sheet.add_conditional_format(first_row, first_column, last_row, last_column, &condition)?;
    }
    Ok(())
}

/// Widths of columns from the first, landscape, one page wide, with the heading rows repeated.
pub(super) fn laid_out(sheet: &mut Sheet, widths: &[f64], heading_rows: RowNum) -> Written {
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    let footer = format!("&L&A&R{}", sheet.said("Page &P of &N"));
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer(footer);
    if heading_rows > 0 {
        sheet.set_repeat_rows(0, heading_rows - 1)?;
        sheet.set_freeze_panes(heading_rows, 0)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_spreadsheets() {
        assert_eq!(month_serial(YearMonth { year: 2026, month: 1 }), 46_023.0);
        assert_eq!(day_serial(jiff::civil::date(1900, 3, 1)), 61.0);
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!((place(0, 0).as_str(), place(8, 27).as_str()), ("A1", "AB9"));
        assert_eq!(on(LINES, &down(1, 1, 4)), "'Line items'!$B$2:$B$5");
    }
}
