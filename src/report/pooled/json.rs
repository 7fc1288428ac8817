//! Many scenarios as JSON, in the shape of [`pooled_schema`](super::pooled_schema).

use super::PooledView;

/// All of it, indented, ending with a line end.
#[must_use]
pub fn render_pooled_json(view: &PooledView) -> String {
    serde_json::to_string_pretty(view).expect("the view has text keys only") + "\n"
}
