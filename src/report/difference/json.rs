//! The difference as JSON, in the shape of [`difference_schema`](super::difference_schema).

use super::ResultDifference;

/// The whole difference, indented, ending with a line end.
#[must_use]
pub fn render_difference_json(view: &ResultDifference) -> String {
    let mut text = serde_json::to_string_pretty(view).expect("the difference has text keys only");
    text.push('\n');
    text
}
