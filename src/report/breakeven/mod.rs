//! What would change the answer, in every format: break-evens, sensitivity, Monte Carlo.

mod csv;
mod json;
mod json_parts;
mod page;
mod page_axis;
mod page_surface;
mod picture;
mod picture_axis;
mod picture_surface;
mod schema;
mod view;

pub use csv::render_breakeven_csv;
pub use json::render_breakeven_json;
pub(in crate::report) use picture::{FAINT, INK, SHADES, round_values};
pub use picture::{Picture, png_of, svg_of};
pub use schema::breakeven_schema;
pub use view::{BREAKEVEN_SCHEMA_VERSION, BreakevenView, Found};

pub(in crate::report) use page::{Content, Page, Part, markdown, table};
pub(in crate::report) use schema::{number, or_null, winner};
pub(in crate::report) use view::{monthly, step_name};

use super::{Language, Style};

/// The break-even for a terminal: at most 100 columns.
#[must_use]
pub fn render_breakeven_table(view: &BreakevenView, style: Style) -> String {
    table(&page_of(view), style)
}

/// The same as GitHub-flavoured Markdown.
#[must_use]
pub fn render_breakeven_markdown(view: &BreakevenView, language: Language) -> String {
    markdown(&page_of(view), language)
}

/// What a break-even says, before layout.
pub(in crate::report) fn page_of(view: &BreakevenView) -> Page {
    match &view.found {
        Found::Axis(along) => page_axis::page(view, along),
        Found::Surface(surface) => page_surface::page(view, surface),
    }
}
