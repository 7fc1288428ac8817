//! Where a number comes from: the price row, the hours and quantities, and the rule of `docs/model.md`.

mod csv;
mod json;
mod known;
mod rules;
mod schema;
mod table;
mod usage;
mod view;

pub use csv::write_trace_csv;
pub use json::render_trace_json;
pub use known::{is_usage_type, known_usage_types};
pub use rules::{RuleView, model_rules, rules_of_line, rules_of_usage};
pub use schema::trace_schema;
pub use table::render_trace_table;
pub use view::{
    BusyHourView, TRACE_SCHEMA_VERSION, TraceFilter, TraceItemView, TraceLineView, TraceMonthView, TracePriceView,
    TraceView,
};
