//! A break-even as CSV: a row for every point and option, exact dollars over the horizon.

use super::view::{BreakevenView, Found};
use crate::recommendation::breakeven::{Axis, Evaluated};

/// One or two columns of values, the second empty along one axis; `total_usd` is empty where `reason` says why the
/// option may not be chosen.
#[must_use]
pub fn render_breakeven_csv(view: &BreakevenView) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["axis", "value", "and_axis", "and_value", "option", "is_winner", "total_usd", "reason"];
    writer.write_record(header).expect("writing to memory cannot fail");
    let mut write = |at: [(Axis, f64); 2], count: usize, evaluated: &Evaluated| {
        let winner = evaluated.winner();
        for (id, cost) in &evaluated.costs {
            let second = if count > 1 { (at[1].0.name(), at[1].1.to_string()) } else { ("", String::new()) };
            let (total, reason) = match cost {
                Ok(cost) => (cost.to_decimal(), String::new()),
                Err(reason) => (String::new(), reason.clone()),
            };
            let is_winner = if winner == Some(*id) { "true" } else { "false" };
            let value = at[0].1.to_string();
            let record = [at[0].0.name(), &value, second.0, &second.1, id.name(), is_winner, &total, &reason];
            writer.write_record(record).expect("every row has the columns of the header");
        }
    };
    match &view.found {
        Found::Axis(along) => {
            let axis = along.span.axis;
            along.places.iter().for_each(|place| write([(axis, place.value); 2], 1, &place.evaluated));
        }
        Found::Surface(surface) => {
            let (across, up) = (surface.across.axis, surface.up.axis);
            for (row, cells) in surface.rows.iter().zip(&surface.cells) {
                for (column, cell) in surface.columns.iter().zip(cells) {
                    write([(across, *column), (up, *row)], 2, cell);
                }
            }
        }
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("every field is text")
}
