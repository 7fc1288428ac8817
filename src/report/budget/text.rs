//! Limits and whether they hold, as text.

use super::BudgetView;
use crate::report::table::wrapped;

/// What was tested, then a line for every limit.
#[must_use]
pub fn render_budget(view: &BudgetView) -> String {
    let mut text = wrapped(&format!("{}: {}", view.name, view.tested), "", "  ") + "\n";
    for check in &view.checks {
        let outcome = if check.holds { "holds" } else { "breached" };
        text.push_str(&wrapped(&format!("{outcome}: {}; {}", check.name, check.finding), "  ", "    "));
        text.push('\n');
    }
    text
}
