//! The trace for a terminal: a section for each usage type, workload and purpose.

use super::view::{TraceItemView, TracePriceView, TraceView};
use crate::bill::PurchaseOption;
use crate::report::Style;
use crate::report::grid::Align::{Left, Right};
use crate::report::sections::Section;
use crate::report::table::laid_out;
use crate::report::words;
use crate::usage::Purpose;

/// The trace as text; money in exact US dollars.
#[must_use]
pub fn render_trace_table(view: &TraceView<'_>, style: Style) -> String {
    let title = format!("{}: where the numbers of {} come from, {}", view.scenario, view.option.name(), view.region);
    let mut text = format!("{}\n", style.bold(&words::tame(&style.said(&title))));
    text.extend(view.items.iter().map(|item| laid_out(&section(item), style)));
    text
}

fn section(item: &TraceItemView<'_>) -> Section {
    let mut section = Section::headed(heading(item));
    section.lead.extend(item.rules.iter().map(|rule| format!("rule {}: {}", rule.id, rule.sentence)));
    section.lead.extend(item.prices.iter().map(price_sentence));
    section.columns = vec![
        ("month", Left),
        ("hours\nused", Right),
        ("bought", Left),
        ("quantity", Right),
        ("unit", Left),
        ("USD\nper unit", Right),
        ("USD", Right),
    ];
    for month in &item.months {
        for line in &month.lines {
            section.rows.push(vec![
                month.month.to_string(),
                month.hours_used.map_or_else(|| "-".to_owned(), |hours| hours.to_string()),
                bought(line.purchase_option),
                line.quantity.to_decimal(),
                line.unit.to_owned(),
                line.unit_price.to_decimal(),
                line.cost.to_decimal(),
            ]);
        }
    }
    section.after.extend(busiest_sentence(item));
    section
}

/// `APN2-Fargate-vCPU-Hours:perCPU of api (AmazonECS): 123.45 USD`.
fn heading(item: &TraceItemView<'_>) -> String {
    let of = item.workload.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
    let purpose = if item.purpose == Purpose::Deployment { ", deployments" } else { "" };
    format!("{}{of}{purpose} ({}): {} USD", item.usage_type, item.service, item.cost.to_decimal())
}

fn price_sentence(price: &TracePriceView) -> String {
    let discount = match &price.discount_percent {
        Some(percent) => format!(", {percent} % off {}", price.list_unit_price.to_decimal()),
        None => String::new(),
    };
    let as_of = if price.as_of.is_empty() { String::new() } else { format!(", {}", price.as_of) };
    let commitment = price.commitment_id.as_ref().map_or_else(String::new, |id| format!(", {id}"));
    format!(
        "price: {} USD per {}{discount}, {}{commitment}; {}{as_of}, {}",
        price.unit_price.to_decimal(),
        price.unit,
        bought(price.purchase_option),
        price.source,
        price.basis.name().replace('_', " "),
    )
}

fn bought(option: PurchaseOption) -> String {
    words::purchase_option(option).replace('_', " ")
}

fn busiest_sentence(item: &TraceItemView<'_>) -> Option<String> {
    let unit = item.unit?;
    let hours: Vec<String> =
        item.busiest_hours.iter().map(|hour| format!("{} {}", hour.hour, hour.quantity.to_decimal())).collect();
    (!hours.is_empty()).then(|| format!("busiest hours ({unit}): {}", hours.join(", ")))
}
