//! Every scaling decision of a window, with what led to it.

use super::rows::RowKind;
use super::view::TimelineView;
use super::window::minute_text;
use crate::report::{Style, words};

/// The decisions as text, a paragraph each.
#[must_use]
pub fn render_decisions(view: &TimelineView<'_>, style: Style) -> String {
    let decisions = view.decisions();
    let count = words::counted(decisions.len(), "scaling decision");
    let head = format!("{}: {count} on {}, {}", view.scenario.name, view.option.name(), view.window.words());
    let mut text = format!("{}\n", style.bold(&words::tame(&style.said(&head))));
    for decision in &decisions {
        let noun = if decision.kind == RowKind::Instances { "instances" } else { "tasks" };
        let (time, name) = (minute_text(decision.second), words::tame(&decision.name));
        let what = format!("{time} {name}: {} to {} {noun}, {}", decision.from, decision.to, decision.reason);
        text.push_str(&format!("\n{}\n", style.said(&what)));
        text.extend(decision.explanation.iter().map(|sentence| format!("  {}\n", style.said(sentence))));
    }
    text
}
