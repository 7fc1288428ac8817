//! The statement as JSON, in the shape of [`statement_schema`](super::statement_schema).

use serde::Serialize;

use super::json_commitments::{CommitmentJson, CommitmentUseJson, commitments};
use super::json_parts::{CostsJson, DemandRangeJson, OwnerJson, PrepaidJson, RowJson, owners, rows};
use super::view::{STATEMENT_SCHEMA_VERSION, StatementView};
use crate::pricing::TablesVersion;
use crate::report::{DisplayCurrency, PriceBasisRow, ScenarioView};
use crate::scenario::Assumption;
use crate::statement::ShowbackBy;
use crate::time::YearMonth;

#[derive(Serialize)]
struct MonthJson {
    month: YearMonth,
    hours: u32,
}

#[derive(Serialize)]
struct StatementJson<'view> {
    schema_version: &'static str,
    command: &'static str,
    scenario: &'view ScenarioView,
    prices: &'view TablesVersion,
    currency: &'view DisplayCurrency,
    assumptions: &'view [Assumption],
    price_basis: &'view [PriceBasisRow],
    warnings: &'view [String],
    notes: &'view [String],
    option: &'static str,
    meets_objective: bool,
    by_tag: Option<&'view str>,
    months: Vec<MonthJson>,
    totals: CostsJson,
    prepaid: PrepaidJson,
    owners: Vec<OwnerJson<'view>>,
    rows: Vec<RowJson<'view>>,
    commitments: Vec<CommitmentJson<'view>>,
    commitment_use: CommitmentUseJson,
    demand_range: Option<DemandRangeJson<'view>>,
}

/// The whole statement, indented, ending with a line end.
#[must_use]
pub fn render_statement_json(view: &StatementView) -> String {
    let (result, statement) = (&view.result, &view.statement);
    let month = |span: &crate::time::MonthSpan| MonthJson { month: span.month, hours: span.hours };
    let json = StatementJson {
        schema_version: STATEMENT_SCHEMA_VERSION,
        command: "estimate",
        scenario: &result.scenario,
        prices: &result.prices,
        currency: &result.currency,
        assumptions: &result.assumptions,
        price_basis: &result.price_basis,
        warnings: &result.warnings,
        notes: &result.notes,
        option: statement.option.name(),
        meets_objective: statement.meets_objective,
        by_tag: match &statement.by {
            ShowbackBy::Workload => None,
            ShowbackBy::Tag(tag) => Some(tag),
        },
        months: statement.months.iter().map(month).collect(),
        totals: CostsJson::of_all(view),
        prepaid: PrepaidJson::of(view),
        owners: owners(view),
        rows: rows(view),
        commitments: commitments(view),
        commitment_use: CommitmentUseJson::of(statement.commitment_use.iter().copied().sum()),
        demand_range: view.range.as_ref().map(|range| DemandRangeJson::of(view, range)),
    };
    serde_json::to_string_pretty(&json).expect("the statement has text keys only") + "\n"
}
