//! Many runs as CSV: a row for every option, exact dollars over the horizon.

use super::MonteCarloView;
use crate::money::Money;
use crate::recommendation::monte_carlo::OptionRisk;

const COLUMNS: [&str; 12] = [
    "option",
    "eligible_runs",
    "cheapest_runs",
    "p5_usd",
    "p25_usd",
    "p50_usd",
    "p75_usd",
    "p95_usd",
    "mean_usd",
    "regret_mean_usd",
    "regret_p95_usd",
    "regret_max_usd",
];

/// Amounts are empty for an option that may not be chosen in any run.
#[must_use]
pub fn render_monte_carlo_csv(view: &MonteCarloView) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("writing to memory cannot fail");
    for option in &view.found.options {
        writer.write_record(record(option)).expect("every row has the columns of the header");
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("every field is text")
}

fn record(option: &OptionRisk) -> Vec<String> {
    let text = |amount: Option<Money>| amount.map_or_else(String::new, Money::to_decimal);
    let mut fields =
        vec![option.id.name().to_owned(), option.eligible_runs.to_string(), option.cheapest_runs.to_string()];
    fields.extend((0..5).map(|index| text(option.cost.map(|cost| cost[index]))));
    fields.push(text(option.mean));
    fields.extend((0..3).map(|index| text(option.regret.map(|regret| regret[index]))));
    fields
}
