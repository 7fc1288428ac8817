//! The difference for a terminal, and as Markdown for a pull-request comment.

use super::changed::Changed;
use super::section_lines::{ShownChange, lines};
use super::view::{CostChange, OptionChange, ResultDifference, SideView};
use crate::money::{Displayed, Money};
use crate::report::currency::percent_text;
use crate::report::grid::Align::{Left, Right};
use crate::report::sections::Section;
use crate::report::{DisplayCurrency, Language, Style, markdown, table, words};

/// The difference as text.
#[must_use]
pub fn render_difference_table(view: &ResultDifference, currency: &DisplayCurrency, style: Style) -> String {
    let mut text = table::opened(&opening(view, currency), &[], style);
    text.extend(body(view, currency).iter().map(|section| table::laid_out(section, style)));
    text
}

/// The difference as GitHub-flavoured Markdown: cost, recommendation and options, and the rest folded away.
#[must_use]
pub fn render_difference_markdown(view: &ResultDifference, currency: &DisplayCurrency, language: Language) -> String {
    let mut text = markdown::opened(&opening(view, currency), &[], language);
    text.extend(body(view, currency).iter().map(|section| markdown::laid_out(section, language)));
    text
}

fn opening(view: &ResultDifference, currency: &DisplayCurrency) -> Vec<String> {
    let sides = format!("Base is {}, head is {}.", source(&view.base), source(&view.head));
    if !view.differs {
        return vec![format!("{}: nothing differs.", view.head.name), sides];
    }
    let mut opening = vec![cost_sentence(view, currency), recommendation_sentence(view)];
    if let Some(cost) = view.recommended_cost.as_ref().filter(|cost| !cost.lines.is_empty()) {
        opening.push(parts_sentence(cost, currency));
    }
    opening.push(sides);
    opening.extend(remarks(view));
    opening
}

fn source(side: &SideView) -> String {
    format!("`{}` ({} hours from {})", side.source, side.hours, side.start)
}

fn cost_sentence(view: &ResultDifference, currency: &DisplayCurrency) -> String {
    let name = &view.head.name;
    let Some(cost) = &view.recommended_cost else {
        return format!("{name}: the recommended options cannot be compared.");
    };
    let (base, head) = (currency.shown(cost.base), currency.shown(cost.head));
    if base == head {
        return format!("{name}: {} per month, as before.", currency.amount(head));
    }
    let percent = percent(cost.base, cost.head);
    let percent = percent.map_or_else(String::new, |percent| format!(" ({percent})"));
    let change = signed(head - base, currency);
    format!("{name}: {} → {} per month, {change}{percent}.", currency.amount(base), currency.amount(head))
}

fn recommendation_sentence(view: &ResultDifference) -> String {
    match (&view.base.recommended_option, &view.head.recommended_option) {
        (Some(base), Some(head)) if base == head => format!("Recommended in both: {head}."),
        (Some(base), Some(head)) => format!("Recommended: {head} instead of {base}."),
        (Some(base), None) => format!("No option can be recommended any more; it was {base}."),
        (None, Some(head)) => format!("Recommended: {head}; before, no option could be."),
        (None, None) => "No option can be recommended in either.".to_owned(),
    }
}

fn parts_sentence(cost: &CostChange, currency: &DisplayCurrency) -> String {
    let [price, volume, mix] = ShownChange::new(cost, currency).parts.map(|part| signed(part, currency));
    format!("Of that {price} is price, {volume} volume and {mix} mix.")
}

/// What has to be known to read the figures.
fn remarks(view: &ResultDifference) -> Vec<String> {
    let mut remarks = Vec::new();
    if !view.same_horizon {
        remarks.push("The horizons differ: everything is per average month of 730 hours.".to_owned());
    }
    let interrupted = [("base", &view.base), ("head", &view.head)].into_iter().filter(|(_, side)| side.interrupted);
    remarks.extend(
        interrupted.map(|(which, _)| format!("The search for the {which} was interrupted: options are missing.")),
    );
    remarks
}

fn body(view: &ResultDifference, currency: &DisplayCurrency) -> Vec<Section> {
    let mut sections = vec![options(view, currency)];
    sections.push(changed("Scenario", &view.settings));
    sections.push(changed("Capacity of the recommended option", &view.capacity));
    sections.push(changed("Commitments of the recommended option", &view.commitments));
    if let Some(cost) = &view.recommended_cost {
        sections.push(lines(&ShownChange::new(cost, currency), currency));
    }
    sections.push(changed("Assumptions", &view.assumptions).folded());
    sections.retain(|section| !section.is_empty());
    sections
}

/// What every option costs that costs something else.
fn options(view: &ResultDifference, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("Options ({} per month)", currency.code()));
    section.columns = vec![("option", Left), ("base", Right), ("head", Right), ("change", Right), ("", Right)];
    let row = |option: &OptionChange| {
        let shown = |cost: Option<Money>| cost.map(|cost| currency.shown(cost));
        let number = |cost: Option<Displayed>| cost.map_or_else(|| "-".to_owned(), |cost| currency.number(cost));
        let (base, head) = (shown(option.base), shown(option.head));
        let change = base.zip(head).map(|(base, head)| plus(head - base, currency.number(head - base)));
        let percent = option.base.zip(option.head).and_then(|(base, head)| percent(base, head));
        let words = match (base, head) {
            (None, _) => "now available".to_owned(),
            (_, None) => "no longer available".to_owned(),
            _ => percent.unwrap_or_default(),
        };
        vec![option.id.clone(), number(base), number(head), change.unwrap_or_default(), words]
    };
    section.rows = view.options.iter().map(row).collect();
    if view.differs && view.options_unchanged > 0 {
        let count = words::counted(view.options_unchanged, "option");
        section.after = vec![format!("{count} unchanged in cost")];
    }
    section
}

fn changed(heading: &str, list: &[Changed]) -> Section {
    let mut section = Section::headed(heading);
    section.columns = vec![("", Left), ("base", Left), ("head", Left)];
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
    section.rows = list.iter().map(|it| vec![it.what.clone(), side(&it.base), side(&it.head)]).collect();
    section
}

/// `+10.7%`, of what it was.
fn percent(base: Money, head: Money) -> Option<String> {
    let text = percent_text(head - base, base)?;
    Some(if text.starts_with('-') { text } else { format!("+{text}") })
}

/// `+$14.01`.
fn signed(amount: Displayed, currency: &DisplayCurrency) -> String {
    plus(amount, currency.amount(amount))
}

fn plus(amount: Displayed, written: String) -> String {
    if amount > 0 { format!("+{written}") } else { written }
}
