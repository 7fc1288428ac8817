//! One option over time: rows by the minute or the hour, as CSV, JSON, a table and a chart, and every scaling decision.

pub(super) mod chart;
mod csv;
mod decision_view;
mod explain;
mod json;
mod load_duration;
mod rows;
mod sample;
mod schema;
mod table;
mod view;
mod window;

pub(super) use view::unit_words;
pub(super) use window::second_text;

pub use chart::{render_timeline_png, render_timeline_svg};
pub use csv::write_timeline_csv;
pub use decision_view::DecisionView;
pub use explain::render_decisions;
pub use json::write_timeline_json;
pub use load_duration::{render_load_duration_png, render_load_duration_svg};
pub use rows::{RowKind, RowLength, TimelineRow};
pub use sample::{render_sample, sample_sentence};
pub use schema::timeline_schema;
pub use table::render_timeline_table;
pub use view::{TIMELINE_SCHEMA_VERSION, TimelineView};
pub use window::{Window, busiest_day};
