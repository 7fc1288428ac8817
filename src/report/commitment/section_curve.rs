//! The curve as a table: its marks, and every tenth of its points.

use super::curve_view::{CurvePointView, CurveView};
use super::sections::{part, terms};
use crate::report::sections::Section;
use crate::report::{Align, DisplayCurrency};

/// Of so many points one is shown; CSV and JSON have them all.
const SHOWN_EVERY: usize = 10;

pub(super) fn curve(curve: &CurveView) -> Section {
    let grid = curve.points.iter().step_by(SHOWN_EVERY).map(|point| (point, ""));
    let marks = curve.marks.iter().map(|mark| (&mark.point, mark.mark.name()));
    let mut points: Vec<(&CurvePointView, &str)> = grid.chain(marks).collect();
    points.sort_by(|left, right| left.0.hourly_commitment.cmp(&right.0.hourly_commitment).then(left.1.cmp(right.1)));
    let terms = terms(curve.term_years.years(), curve.payment);
    Section {
        columns: vec![
            ("USD/\nhour", Align::Right),
            ("total", Align::Right),
            ("coverage", Align::Right),
            ("utilisation", Align::Right),
            ("waste", Align::Right),
            ("mark", Align::Left),
        ],
        rows: points.into_iter().map(|(point, mark)| row(point, mark)).collect(),
        ..Section::headed(format!("Other commitments to {} ({terms}), the rest as it is (USD)", curve.plan))
    }
}

fn row(point: &CurvePointView, mark: &str) -> Vec<String> {
    let usd = DisplayCurrency::usd();
    let percent = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), part);
    vec![
        point.hourly_commitment.to_decimal(),
        usd.number(usd.shown(point.total_cost)),
        percent(point.coverage),
        percent(point.utilisation),
        usd.number(usd.shown(point.waste)),
        mark.to_owned(),
    ]
}
