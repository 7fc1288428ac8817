//! The proposal, or its curve, as CSV: exact dollars.

use super::curve_view::{CurvePointView, CurveView};
use super::view::{CommitmentProposalView, PurchaseView};
use crate::money::Money;

const COLUMNS: [&str; 11] = [
    "portfolio",
    "plan",
    "term_years",
    "payment",
    "hourly_commitment",
    "cost",
    "used",
    "unused",
    "utilisation",
    "upfront_cost",
    "liability_after",
];

const CURVE_COLUMNS: [&str; 10] = [
    "plan",
    "term_years",
    "payment",
    "mark",
    "hourly_commitment",
    "total_cost",
    "on_demand_cost",
    "coverage",
    "utilisation",
    "waste",
];

/// One row per purchase and one for what stays on demand, of the answer and of each alternative; the costs of a
/// portfolio sum to its total exactly.
#[must_use]
pub fn render_commitment_csv(view: &CommitmentProposalView) -> String {
    let own = if view.given { "given" } else { "chosen" };
    let mut rows = portfolio(own, &view.purchases, view.on_demand_cost);
    for it in &view.alternatives {
        let name = format!("{}:{}", it.term_years.years(), it.payment.name());
        rows.extend(portfolio(&name, &it.purchases, it.on_demand_cost));
    }
    written(&COLUMNS, rows)
}

fn portfolio(name: &str, purchases: &[PurchaseView], on_demand: Money) -> Vec<Vec<String>> {
    let row = |it: &PurchaseView| {
        vec![
            name.to_owned(),
            it.plan.clone(),
            it.term_years.years().to_string(),
            it.payment.name().to_owned(),
            it.hourly_commitment.to_decimal(),
            it.cost.to_decimal(),
            it.used.to_decimal(),
            it.unused.to_decimal(),
            it.utilisation.to_string(),
            it.upfront_cost.to_decimal(),
            it.liability_after.to_decimal(),
        ]
    };
    let mut rest = vec![String::new(); COLUMNS.len()];
    (rest[0], rest[1], rest[5]) = (name.to_owned(), "on_demand".to_owned(), on_demand.to_decimal());
    purchases.iter().map(row).chain([rest]).collect()
}

/// One row per point of every curve, in order of commitment; marked points have a `mark`.
#[must_use]
pub fn render_curve_csv(view: &CommitmentProposalView) -> String {
    written(&CURVE_COLUMNS, view.curve.iter().flatten().flat_map(points).collect())
}

fn points(curve: &CurveView) -> Vec<Vec<String>> {
    let grid = curve.points.iter().map(|point| (point, ""));
    let marks = curve.marks.iter().map(|mark| (&mark.point, mark.mark.name()));
    let mut points: Vec<(&CurvePointView, &str)> = grid.chain(marks).collect();
    points.sort_by(|left, right| left.0.hourly_commitment.cmp(&right.0.hourly_commitment).then(left.1.cmp(right.1)));
    let share = |share: Option<f64>| share.map(|share| share.to_string()).unwrap_or_default();
    let row = |(point, mark): (&CurvePointView, &str)| {
        vec![
            curve.plan.clone(),
            curve.term_years.years().to_string(),
            curve.payment.name().to_owned(),
            mark.to_owned(),
            point.hourly_commitment.to_decimal(),
            point.total_cost.to_decimal(),
            point.on_demand_cost.to_decimal(),
            share(point.coverage),
            share(point.utilisation),
            point.waste.to_decimal(),
        ]
    };
    points.into_iter().map(row).collect()
}

fn written(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("writing to memory cannot fail");
    for row in rows {
        writer.write_record(row).expect("every row has the columns of the header");
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("every field is text")
}
