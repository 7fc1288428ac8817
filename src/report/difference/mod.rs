//! What changed from one result to another (rules DF1 to DF6).

mod changed;
mod json;
mod line_parts;
mod page;
mod rows;
mod schema;
mod section_lines;
mod tax;
mod view;

#[cfg(test)]
mod tests;

pub use changed::Changed;
pub use json::render_difference_json;
pub use line_parts::{LineChange, LineSide, Parts};
pub use page::{render_difference_markdown, render_difference_table};
pub use schema::difference_schema;
pub use view::{CostChange, DIFFERENCE_SCHEMA_VERSION, OptionChange, ResultDifference, SideView};
