//! The options side by side, as they were compared.

use rust_xlsxwriter::{RowNum, XlsxError};

use super::cells::{Looks, number, shown};
use super::sheet::Sheet;
use crate::report::ResultView;
use crate::report::sections::by_total;

/// Writes the options from a row on, the cheapest first; the row after them.
pub(super) fn options_table(
    sheet: &mut Sheet,
    result: &ResultView,
    looks: &Looks,
    first: RowNum,
) -> Result<RowNum, XlsxError> {
    let currency = &result.currency;
    let title = "Options as ecsplan compared them; they follow no cell";
    sheet.say(first, 0, title, &looks.section)?;
    let code = currency.code();
    let heads = [
        "option".to_owned(),
        format!("per month, {code}"),
        format!("total, {code}"),
        "total, USD".to_owned(),
        "meets objective".to_owned(),
        "recommended".to_owned(),
    ];
    for (column, head) in (0..).zip(heads) {
        let look = if (1..4).contains(&column) { &looks.head_right } else { &looks.head };
        sheet.say(first + 1, column, head, look)?;
    }
    let mut row = first + 2;
    for (option, figures) in by_total(result) {
        sheet.keep(row, 0, option.id.name(), &looks.text)?;
        let monthly = shown(currency.shown(figures.monthly_mean), currency);
        sheet.write_number_with_format(row, 1, monthly, &looks.shown)?;
        let total = shown(currency.shown(figures.total), currency);
        sheet.write_number_with_format(row, 2, total, &looks.shown)?;
        sheet.write_number_with_format(row, 3, number(figures.total), &looks.dollars)?;
        sheet.say_whether(row, 4, figures.meets_objective, &looks.beside)?;
        if result.recommended_option == Some(option.id) {
            sheet.say_whether(row, 5, true, &looks.text)?;
        } else {
            sheet.keep(row, 5, "", &looks.text)?;
        }
        row += 1;
    }
    Ok(row)
}
