//! Many scenarios planned together, in every format (rules FL1 to FL8).

mod csv;
mod json;
mod page;
mod page_services;
mod schema;
mod view;

pub use csv::render_pooled_csv;
pub use json::render_pooled_json;
pub use page::{render_pooled_markdown, render_pooled_table};
pub use schema::pooled_schema;
pub use view::{PooledAssumption, PooledContext, PooledNames, PooledView};

/// The version of its shape; it changes when a reader would have to.
pub const POOLED_SCHEMA_VERSION: &str = "1";
