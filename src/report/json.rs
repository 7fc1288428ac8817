//! The result as JSON, in the shape of [`result_schema`](super::result_schema).

use super::ResultView;

/// The whole result, indented, ending with a line end.
#[must_use]
pub fn render_json(result: &ResultView) -> String {
    let mut text = serde_json::to_string_pretty(result).expect("the result has text keys only");
    text.push('\n');
    text
}
