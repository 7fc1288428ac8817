//! The input cells: names, values, and what each does.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Formula, RowNum, Workbook,
};

use super::Written;
use super::cells::{Looks, SUMMARY, decimal, fixed, number, on};
use super::facts::WorkbookFacts;
use super::growth_choices::{BASE, Choice, choices};
use super::growth_sheet::names_range;
use super::sheet::Sheet;
use crate::commitment::PooledPurchase;
use crate::report::{DisplayCurrency, Language};

/// The column of values.
pub(super) const VALUE: u16 = 1;

/// The row of the sheet's first input.
pub(super) struct Input {
    pub(super) name: String,
    label: String,
    value: Value,
    unit: &'static str,
    note: String,
    allowed: Option<DataValidation>,
}

enum Value {
    Number(f64),
    Text(String),
    /// The cell of `all`, with its value.
    LikeAll(f64),
}

/// The bought plans, in the order of their cells.
fn bought(facts: &WorkbookFacts) -> Vec<&PooledPurchase> {
    if facts.fixed_commitments.is_some() {
        return Vec::new();
    }
    let is_bought = |one: &&PooledPurchase| {
        let is_chosen = facts.commitments.iter().any(|line| line.chosen && !line.held && line.id == one.id);
        is_chosen || facts.coverage.offered.as_ref() == Some(&one.id)
    };
    facts.coverage.steps.pools.iter().flat_map(|pool| &pool.purchases).filter(is_bought).collect()
}

/// Why there is no cell of a commitment; `None` where there is one.
pub(super) fn why_no_commitment(facts: &WorkbookFacts) -> Option<String> {
    let nothing = || bought(facts).is_empty().then(|| "the option buys nothing beside what is held".to_owned());
    facts.fixed_commitments.clone().or_else(nothing)
}

/// The name of the cell of a commitment; `None` where it has none.
pub(super) fn commitment_name(facts: &WorkbookFacts, id: &str) -> Option<String> {
    bought(facts).iter().position(|one| one.id == id).map(|index| format!("commitment_{}", index + 1))
}

/// The name of the cell of a service code's discount.
pub(super) fn discount_name(service: &str) -> String {
    let letters = service.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
    format!("discount_{}", letters.collect::<String>())
}

/// Every input, in order.
pub(super) fn inputs(facts: &WorkbookFacts, currency: &DisplayCurrency, language: Language) -> Vec<Input> {
    let between = |least, most, what| Some(between(least, most, what, language));
    let percent = || between(0.0, 100.0, "a percentage from 0 to 100");
    let all = decimal(&facts.discounts.all.to_decimal());
    let mut inputs = vec![Input {
        name: "discount_all".to_owned(),
        label: "Negotiated discount, all services".to_owned(),
        value: Value::Number(all),
        unit: "%",
        note: "Exact. Off the published price of every line whose service has no discount of its own below. Sizes and commitments stay."
            .to_owned(),
        allowed: percent(),
    }];
    inputs.extend(facts.discounts.services.iter().map(|cell| {
        Input {
            name: discount_name(&cell.service),
            label: format!("   discount on {}", cell.service),
            value: cell.own.map_or(Value::LikeAll(all), |own| Value::Number(decimal(&own.to_decimal()))),
            unit: "%",
            note: if cell.service.ends_with("SavingsPlans") {
                "Exact. Off the fee of plans."
            } else {
                "Exact. Instead of the discount above."
            }
            .to_owned(),
            allowed: percent(),
        }
    }));
    inputs.push(Input {
        name: "tax_percent".to_owned(),
        label: "Tax".to_owned(),
        value: Value::Number(decimal(&facts.tax.to_decimal())),
        unit: "%",
        note: "Exact. On everything but people's time.".to_owned(),
        allowed: between(0.0, 1_000.0, "a percentage, 0 or more"),
    });
    inputs.push(Input {
        name: "currency_code".to_owned(),
        label: "Currency".to_owned(),
        value: Value::Text(currency.code().to_owned()),
        unit: "code",
        note: "Exact. Amounts of a currency without a minor unit, such as KRW and JPY, have no decimals.".to_owned(),
        allowed: None,
    });
    inputs.push(Input {
        name: "exchange_rate".to_owned(),
        label: "Exchange rate".to_owned(),
        value: Value::Number(number(currency.rate())),
        unit: "per USD",
        note: "Exact. Shown amounts are exact dollars times this; rows are rounded so that they add up. 1 for USD."
            .to_owned(),
        allowed: between(0.000_001, 1_000_000.0, "units of the currency per US dollar"),
    });
    inputs.extend(bought(facts).iter().enumerate().map(|(index, one)| {
        Input {
            name: format!("commitment_{}", index + 1),
            label: format!("Commitment {}", one.id),
            value: Value::Number(number(one.hourly_commitment)),
            unit: "USD/hour",
            note: if facts.coverage.offered.is_some() {
                "Exact, by the hour (sheet Hourly). The option has no plan; this is one that could be bought for it."
            } else {
                "Exact, by the hour (sheet Hourly). At published rates; the value found is ecsplan's best."
            }
            .to_owned(),
            allowed: between(0.0, 1_000_000.0, "US dollars an hour"),
        }
    }));
    if !facts.growth.is_empty() {
        inputs.push(growth(facts));
    }
    inputs
}

fn growth(facts: &WorkbookFacts) -> Input {
    let names: Vec<String> = choices(facts).iter().map(Choice::word).collect();
    Input {
        name: "growth".to_owned(),
        label: "Growth of demand".to_owned(),
        value: Value::Text(BASE.to_owned()),
        unit: "% a year",
        note: format!(
            "{}. Exact at these, with the best sizes and commitments of each; a number between is interpolated and approximate. \
             Changes the figures at the growth chosen only.",
            names.join(", ")
        ),
        allowed: Some(
            DataValidation::new().allow_list_formula(Formula::new(names_range(facts))).show_error_message(false),
        ),
    }
}

fn between(least: f64, most: f64, what: &str, language: Language) -> DataValidation {
    let rule = DataValidationRule::Between(least, most);
    let validation = DataValidation::new().allow_decimal_number(rule).set_error_style(DataValidationErrorStyle::Stop);
    // Below the limit of 255 characters there is no error.
    let plain = validation.clone();
    validation.set_error_message(language.said(&format!("Expected {what}."))).unwrap_or(plain)
}

/// Writes the inputs from a row on, and names their cells.
pub(super) fn write_inputs(
    sheet: &mut Sheet,
    (first, names): (RowNum, &mut Vec<(String, String)>),
    inputs: &[Input],
    looks: &Looks,
) -> Result<RowNum, rust_xlsxwriter::XlsxError> {
    let headings: [(&str, &Format); 4] =
        [("Input", &looks.head), ("Value", &looks.head_right), ("Unit", &looks.head), ("What it does", &looks.head)];
    for (column, (heading, look)) in (0..).zip(headings) {
        sheet.say(first, column, heading, look)?;
    }
    for column in 4..=NOTE_ENDS {
        sheet.write_blank(first, column, &looks.head)?;
    }
    let mut row = first + 1;
    for input in inputs {
        sheet.say(row, 0, &input.label, &looks.wrapped)?;
        match &input.value {
            Value::Number(number) => {
                sheet.write_number_with_format(row, VALUE, *number, &looks.input)?;
            }
            Value::Text(text) => {
                sheet.keep(row, VALUE, text, &looks.input)?;
            }
            Value::LikeAll(number) => {
                super::cells::formula(sheet, (row, VALUE), "=discount_all", *number, &looks.input)?;
            }
        }
        if let Some(allowed) = &input.allowed {
            sheet.add_data_validation(row, VALUE, row, VALUE, allowed)?;
        }
        sheet.say(row, 2, input.unit, &looks.beside)?;
        sheet.say_across(row, (3, NOTE_ENDS), &input.note, &looks.wrapped)?;
        let lines = sheet.lines(&input.note, NOTE_LETTERS);
        if lines > 1 {
            sheet.set_row_height(row, lines as f64 * 15.0)?;
        }
        names.push((input.name.clone(), on(SUMMARY, &fixed(row, VALUE))));
        row += 1;
    }
    Ok(row)
}

/// Notes reach to this column.
pub(super) const NOTE_ENDS: u16 = 6;

/// Letters of a note that fit into a line.
const NOTE_LETTERS: usize = 95;

/// Gives the cells their names in the workbook.
pub(super) fn define(workbook: &mut Workbook, names: &[(String, String)]) -> Written {
    for (name, cell) in names {
        workbook.define_name(name, &format!("={cell}"))?;
    }
    Ok(())
}
