//! Which inputs matter, for a terminal and as Markdown.

use super::SensitivityView;
use crate::comparison::OptionId;
use crate::money::Money;
use crate::recommendation::sensitivity::{Flip, Sensitivity};
use crate::report::breakeven::{Content, Page, Part, markdown, monthly, step_name, table};
use crate::report::grid::Align;
use crate::report::section_options::currency_words;
use crate::report::{InterruptedView, Language, Style, words};

/// The inputs for a terminal: at most 100 columns.
#[must_use]
pub fn render_sensitivity_table(view: &SensitivityView, style: Style) -> String {
    table(&page(view), style)
}

/// The same as GitHub-flavoured Markdown.
#[must_use]
pub fn render_sensitivity_markdown(view: &SensitivityView, language: Language) -> String {
    markdown(&page(view), language)
}

fn page(view: &SensitivityView) -> Page {
    let result = &view.result;
    let scenario = &result.scenario;
    let title = format!(
        "{}: what moves the answer, {}, {}, {}",
        scenario.name,
        scenario.region,
        words::horizon(result),
        currency_words(result)
    );
    let own = match view.found.own.cheapest() {
        Some((cost, id)) => format!("{} is the cheapest: {} a month.", id.name(), monthly(result, cost)),
        None => "No option may be chosen.".to_owned(),
    };
    let mut opening = vec![title];
    opening.extend(view.interrupted().as_ref().map(InterruptedView::sentence));
    opening.extend([own, nearest(view), format!("Prices: {}.", words::tables_version(result))]);
    let assumed = vec![
        format!("points are simulated in steps of {}", step_name(view.step)),
        "options keep their task sizes, instance types and the terms of their plans, but for memory-per-task, which \
         chooses them anew; commitments are sized anew"
            .to_owned(),
        "flips are looked for down to half and up to twice of an input, and found to 0.1 % of it".to_owned(),
    ];
    let assumed = Part { heading: "Assumed".to_owned(), lead: assumed, ..Part::default() };
    Page { opening, warnings: result.warnings.clone(), parts: vec![ranking(view), assumed] }
}

/// The smallest change that flips the recommendation.
fn nearest(view: &SensitivityView) -> String {
    let flips = view
        .found
        .inputs
        .iter()
        .flat_map(|one| [one.flip_down, one.flip_up].into_iter().flatten().map(move |flip| (one.input, flip)));
    let size = |flip: &Flip| (flip.after - 1.0).abs();
    match flips.min_by(|(_, left), (_, right)| size(left).total_cmp(&size(right))) {
        Some((input, flip)) => {
            format!("The smallest change of one input that flips that: {} {}.", input.name(), flip_words(&flip))
        }
        None if view.found.not_looked_at.is_empty() => {
            "No change of one input to half or to twice flips that.".to_owned()
        }
        None => "No change to half or to twice of an input looked at flips that.".to_owned(),
    }
}

fn flip_words(flip: &Flip) -> String {
    format!("{:+.1} %, to {}", 100.0 * (flip.after - 1.0), flip.to.map_or("no option", OptionId::name))
}

fn ranking(view: &SensitivityView) -> Part {
    let columns = vec![
        ("input", Align::Left),
        ("-10 %", Align::Right),
        ("+10 %", Align::Right),
        ("flips with less", Align::Left),
        ("flips with more", Align::Left),
    ];
    let own = view.found.own.cheapest().map(|(cost, _)| cost);
    let cost = |cost: Option<Money>| match (cost, own) {
        (Some(cost), Some(own)) => signed(view, cost - own),
        _ => "may not be chosen".to_owned(),
    };
    let flip = |flip: Option<Flip>| flip.map_or_else(|| "–".to_owned(), |flip| flip_words(&flip));
    let row = |one: &Sensitivity| {
        let name = one.input.name().to_owned();
        vec![name, cost(one.cost[0]), cost(one.cost[1]), flip(one.flip_down), flip(one.flip_up)]
    };
    let absent: Vec<&str> = view.found.absent.iter().map(|input| input.name()).collect();
    let after = if absent.is_empty() {
        Vec::new()
    } else {
        vec![format!("the scenario has nothing to move of {}", absent.join(", "))]
    };
    Part {
        heading: format!("What a tenth less or more does to its cost ({} per month)", view.result.currency.code()),
        content: Content::Table(columns, view.found.inputs.iter().map(row).collect()),
        after,
        ..Part::default()
    }
}

fn signed(view: &SensitivityView, difference: Money) -> String {
    let text = monthly(&view.result, difference);
    if difference > Money::ZERO { format!("+{text}") } else { text }
}
