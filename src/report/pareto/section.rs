//! The Pareto front as a section: one row per option, the cheapest first.

use super::super::ResultView;
use super::super::grid::Align::{Left, Right};
use super::super::sections::Section;
use super::super::words::{counted, percent};
use super::ParetoOptionView;
use crate::money::Money;

pub(in super::super) fn pareto(result: &ResultView) -> Section {
    let mut section = Section::headed(format!("Pareto front ({})", result.currency.code()));
    let mut options: Vec<&ParetoOptionView> = result.pareto.iter().collect();
    if options.is_empty() {
        return section;
    }
    options.sort_by_key(|option| (option.dominated_by.is_some(), option.total));
    section.columns = vec![
        ("no", Right),
        ("option", Left),
        ("per month", Right),
        ("minutes\nshort", Right),
        ("left to\npay", Right),
        ("term\ntotal", Right),
        ("Spot\nloss %", Right),
        ("people\nhours", Right),
        ("beaten\nby no", Right),
    ];
    section.rows = options.iter().enumerate().map(|(index, option)| row(result, &options, (index, option))).collect();
    let front = options.iter().filter(|option| option.dominated_by.is_none()).count();
    section.lead.push(format!(
        "{front} of {} on the front: no other is as good in every column and better in one",
        counted(options.len(), "option")
    ));
    section.after.push(
        "left to pay after the horizon, and committed over whole terms, of plans bought; people's hours are per month"
            .to_owned(),
    );
    let twin =
        |option: &&ParetoOptionView| Some(format!("{}: the same bill as {}", option.option, option.same_bill_as?));
    section.after.extend(options.iter().filter_map(twin));
    section
}

fn row(result: &ResultView, options: &[&ParetoOptionView], (index, option): (usize, &ParetoOptionView)) -> Vec<String> {
    let currency = &result.currency;
    let amount = |amount: Money| {
        if amount.is_zero() { "-".to_owned() } else { currency.number(currency.shown(amount)) }
    };
    let number = option.dominated_by.and_then(|id| options.iter().position(|other| other.option == id));
    vec![
        (index + 1).to_string(),
        option.option.to_owned(),
        currency.number(currency.shown(option.monthly_mean)),
        option.minutes_short.to_string(),
        amount(option.liability_after),
        amount(option.committed),
        option.interruption_percent.map_or_else(|| "unknown".to_owned(), percent),
        option.hours_per_month.to_decimal(),
        number.map_or_else(|| "-".to_owned(), |index| (index + 1).to_string()),
    ]
}
