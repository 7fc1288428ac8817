//! The statement as CSV: a row for every row of the statement and month, exact dollars.

use super::shown::CostKind;
use super::view::StatementView;
use crate::report::words;
use crate::statement::{Purchased, ShowbackBy, StatementRow};

const COLUMNS: [&str; 17] = [
    "option",
    "month",
    "by",
    "owner_kind",
    "owner",
    "service",
    "usage_type",
    "purpose",
    "kind",
    "purchase_option",
    "commitment_id",
    "list_cost",
    "contracted_cost",
    "effective_cost",
    "billed_cost",
    "region",
    "currency",
];

/// Rows without any cost in a month are left out; every cost sums to that of the statement exactly.
///
/// Money is in US dollars; in another currency four columns `display_…_cost_…` are added, which sum to what is displayed.
#[must_use]
pub fn render_statement_csv(view: &StatementView) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let currency = &view.result.currency;
    let displayed = CostKind::ALL.map(|kind| format!("display_{}_cost_{}", kind.name(), currency.code()));
    let extra = displayed.iter().map(String::as_str).filter(|_| !currency.is_usd());
    writer.write_record(COLUMNS.into_iter().chain(extra)).expect("writing to memory cannot fail");
    for (index, row) in view.statement.rows.iter().enumerate() {
        for month in (0..row.months.len()).filter(|&month| !row.months[month].is_zero()) {
            writer.write_record(record(view, (index, row), month)).expect("every row has the columns of the header");
        }
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("every field is text")
}

fn record(view: &StatementView, (index, row): (usize, &StatementRow), month: usize) -> Vec<String> {
    let by = match &view.statement.by {
        ShowbackBy::Workload => "workload",
        ShowbackBy::Tag(tag) => tag,
    };
    let mut fields: Vec<String> = [
        view.statement.option.name(),
        &view.statement.months[month].month.to_string(),
        by,
        row.owner.kind(),
        row.owner.name(),
        &row.service,
        &row.usage_type,
        row.purpose.name(),
        words::kind(row.kind),
        purchased(row.purchased),
        row.commitment_id.as_deref().unwrap_or_default(),
    ]
    .map(str::to_owned)
    .into();
    fields.extend(CostKind::ALL.map(|kind| kind.of(&row.months[month]).to_decimal()));
    fields.extend([view.result.scenario.region.clone(), "USD".to_owned()]);
    let currency = &view.result.currency;
    if !currency.is_usd() {
        fields.extend(CostKind::ALL.map(|kind| currency.plain(view.shown(kind).rows[index][month])));
    }
    fields
}

/// How something is bought, as results write it.
pub(in crate::report) const fn purchased(purchased: Purchased) -> &'static str {
    match purchased {
        Purchased::As(option) => words::purchase_option(option),
        Purchased::UpfrontFee => "upfront_fee",
        Purchased::RecurringFee => "recurring_fee",
    }
}
