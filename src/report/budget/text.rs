//! Limits and whether they hold, as text.

use super::BudgetView;
use crate::report::Language;
use crate::report::table::wrapped;

/// What was tested, then a line for every limit.
#[must_use]
pub fn render_budget(view: &BudgetView, language: Language) -> String {
    let mut text = wrapped(&language.said(&format!("{}: {}", view.name, view.tested)), "", "  ") + "\n";
    for check in &view.checks {
        let outcome = if check.holds { "holds" } else { "breached" };
        let line = format!("{outcome}: {}; {}", check.name, check.finding);
        text.push_str(&wrapped(&language.said(&line), "  ", "    "));
        text.push('\n');
    }
    text
}
