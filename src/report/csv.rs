//! The line items of every option as CSV: exact dollars, with the displayed currency beside.

use super::{LineItemView, OptionView, ResultView};

const COLUMNS: [&str; 20] = [
    "option",
    "month",
    "region",
    "service",
    "workload",
    "usage_type",
    "kind",
    "purchase_option",
    "commitment_id",
    "quantity",
    "unit",
    "list_unit_price",
    "unit_price",
    "list_cost",
    "cost",
    "as_of",
    "basis",
    "source",
    "purpose",
    "currency",
];

/// One row per line item of every available option; the costs of an option sum to its total exactly.
///
/// Money is in US dollars; in another currency a last column `display_cost` is added, which sums to
/// the total as displayed.
#[must_use]
pub fn render_csv(result: &ResultView) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let displayed = (!result.currency.is_usd()).then(|| format!("display_cost_{}", result.currency.code()));
    let header = COLUMNS.iter().copied().chain(displayed.as_deref());
    writer.write_record(header).expect("writing to memory cannot fail");
    for option in &result.options {
        for line in option.figures.iter().flat_map(|figures| &figures.line_items) {
            writer.write_record(record(option, line)).expect("every row has the columns of the header");
        }
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("every field is text")
}

fn record(option: &OptionView, line: &LineItemView) -> Vec<String> {
    let mut fields = vec![
        option.id.name().to_owned(),
        line.month.to_string(),
        line.region.clone(),
        line.service.clone(),
        line.workload.clone().unwrap_or_default(),
        line.usage_type.clone(),
        super::words::kind(line.kind).to_owned(),
        super::words::purchase_option(line.purchase_option).to_owned(),
        line.commitment_id.clone().unwrap_or_default(),
        line.quantity.to_decimal(),
        line.unit.to_owned(),
        line.list_unit_price.to_decimal(),
        line.unit_price.to_decimal(),
        line.list_cost.to_decimal(),
        line.cost.to_decimal(),
        line.as_of.clone(),
        line.basis.name().to_owned(),
        line.source.clone(),
        line.purpose.name().to_owned(),
        "USD".to_owned(),
    ];
    fields.extend(line.display_cost.clone());
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::report::fixture;

    #[test]
    fn the_costs_of_each_option_sum_to_its_total_exactly_and_as_displayed() {
        let result = fixture::in_won();
        let text = render_csv(&result);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap().iter().next_back(), Some("display_cost_KRW"));
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for option in result.options.iter().filter(|option| option.figures.is_some()) {
            let figures = option.figures.as_ref().unwrap();
            let of_option = || rows.iter().filter(|row| &row[0] == option.id.name());
            let exact: Money = of_option().map(|row| Money::parse(&row[14]).unwrap()).sum();
            let shown: i64 = of_option().map(|row| row[20].parse::<i64>().unwrap()).sum();
            assert_eq!(exact, figures.total);
            assert_eq!(Some(shown.to_string()), figures.display_total);
        }
    }
}
