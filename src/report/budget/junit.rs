//! Limits and whether they hold as JUnit XML, which CI systems show as tests.

use std::fmt::Write as _;

use super::{BudgetCheck, BudgetView};
use crate::report::words::tame;

/// One test case for every limit.
#[must_use]
pub fn render_junit(view: &BudgetView) -> String {
    let (tests, failures) = (view.checks.len(), view.checks.iter().filter(|check| !check.holds).count());
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ecsplan check-budget\" {counts}>\n  \
         <testsuite name=\"{}\" {counts} skipped=\"0\">\n",
        escaped(&view.name)
    );
    for check in &view.checks {
        xml.push_str(&test_case(view, check));
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

fn test_case(view: &BudgetView, check: &BudgetCheck) -> String {
    let finding = escaped(&check.finding);
    let mut xml = format!("    <testcase classname=\"ecsplan.check-budget\" name=\"{}\">\n", escaped(&check.name));
    if !check.holds {
        let _ = writeln!(xml, "      <failure type=\"budget\" message=\"{finding}\">{finding}</failure>");
    }
    let _ = writeln!(xml, "      <system-out>{}; {finding}</system-out>", escaped(&view.tested));
    xml.push_str("    </testcase>\n");
    xml
}

/// Text in XML 1.0, inside and outside of quotes; what XML cannot hold becomes a blank.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in tame(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}
