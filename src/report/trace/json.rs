//! The trace as JSON, in the shape of [`trace_schema`](super::trace_schema).

use super::TraceView;

/// The whole trace, indented, ending with a line end.
#[must_use]
pub fn render_trace_json(view: &TraceView<'_>) -> String {
    let mut text = serde_json::to_string_pretty(view).expect("the trace has text keys only");
    text.push('\n');
    text
}
