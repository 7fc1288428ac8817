//! The statement's low, base and high columns.

use super::parts::{Content, Part};
use super::view::StatementView;
use crate::money::Displayed;
use crate::report::Style;
use crate::report::grid::Align::{Left, Right};
use crate::statement::DemandCase;

/// How to get low and high columns.
const HOW: &str = "no low and high: they need demand scenarios, `[[uncertainty.scenario]]` in the scenario";

/// Low, base and high, month by month; how to get them where there are none.
pub(in crate::report) fn demand_range(view: &StatementView, style: Style) -> Part {
    let currency = &view.result.currency;
    let mut part = Part::of(format!("Low, base and high demand, amortised ({})", currency.code()), Content::Words);
    let Some(range) = &view.range else {
        part.lead.push(HOW.to_owned());
        return part;
    };
    let cases = [("low", &range.low), ("base", &range.base), ("high", &range.high)];
    let shown: Vec<Vec<Displayed>> = cases.iter().map(|(_, case)| currency.shared(&case.months).0).collect();
    let periods = super::month_table::years_or_months(&view.month_labels(), style.verbose);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (label, months) in &periods {
        let sum = |column: &Vec<Displayed>| currency.number(column[months.clone()].iter().sum());
        rows.push([label.clone()].into_iter().chain(shown.iter().map(sum)).collect());
    }
    let total = |column: &Vec<Displayed>| currency.number(column.iter().sum());
    rows.push(["total".to_owned()].into_iter().chain(shown.iter().map(total)).collect());
    part.content = Content::Table(vec![("month", Left), ("low", Right), ("base", Right), ("high", Right)], rows);
    part.after.extend(cases.iter().map(|(name, case)| case_sentence(name, case)));
    part.after.push("each at its own best sizes and commitments; moves to ARM or Fargate are left out".to_owned());
    let gone = range.unavailable.iter();
    part.after.extend(gone.map(|(name, reason)| format!("demand scenario `{name}`: cannot be had: {reason}")));
    part
}

fn case_sentence(name: &str, case: &DemandCase) -> String {
    let demand = case.demand_scenario.as_ref().map_or_else(
        || "demand as in the scenario".to_owned(),
        |demand_scenario| format!("demand scenario `{demand_scenario}`"),
    );
    let missed = if case.meets_objective { "" } else { ", which misses the objective" };
    format!("{name}: {demand}{missed}")
}
