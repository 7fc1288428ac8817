//! The statement in every format: one value, laid out as table and Markdown, CSV and JSON (rule L10).

mod commitments;
mod csv;
mod json;
mod json_commitments;
mod json_parts;
mod layout;
mod month_table;
mod parts;
mod range;
mod schema;
mod shown;
mod view;

pub(super) use commitments::{commitments, payments};
pub(super) use csv::purchased;
pub use csv::render_statement_csv;
pub use json::render_statement_json;
pub use layout::{render_statement_markdown, render_statement_table};
pub(super) use parts::{Content, Part, kind_words};
pub(super) use range::demand_range;
pub use schema::statement_schema;
pub use shown::CostKind;
pub use view::{STATEMENT_SCHEMA_VERSION, StatementView};
