//! The inputs as CSV, exact dollars over the horizon.

use super::SensitivityView;
use crate::comparison::OptionId;
use crate::money::Money;
use crate::recommendation::sensitivity::{Flip, Sensitivity};

const COLUMNS: [&str; 8] = [
    "input",
    "total_minus_10_usd",
    "total_plus_10_usd",
    "swing_usd",
    "flip_down_factor",
    "flip_down_to",
    "flip_up_factor",
    "flip_up_to",
];

/// A row for every input that the scenario has, the largest swing first; empty where there is nothing to say.
#[must_use]
pub fn render_sensitivity_csv(view: &SensitivityView) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("writing to memory cannot fail");
    for one in &view.found.inputs {
        writer.write_record(record(one)).expect("every row has the columns of the header");
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("every field is text")
}

fn record(one: &Sensitivity) -> Vec<String> {
    let money = |amount: Option<Money>| amount.map_or_else(String::new, Money::to_decimal);
    let flip = |flip: Option<Flip>| match flip {
        Some(flip) => [flip.after.to_string(), flip.to.map_or("", OptionId::name).to_owned()],
        None => [String::new(), String::new()],
    };
    let mut fields = vec![one.input.name().to_owned(), money(one.cost[0]), money(one.cost[1]), money(one.swing)];
    fields.extend(flip(one.flip_down).into_iter().chain(flip(one.flip_up)));
    fields
}
