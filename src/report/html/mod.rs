//! One self-contained page: [`render_html`].
//!
//! It fetches nothing: style, script and pictures are inside, and its policy forbids anything else. Without the script
//! it lacks sorting only. The same view makes the same bytes.

mod about;
mod figure;
mod money_tables;
mod page;
mod parts;
mod policy;
mod statement_tables;
mod table;
mod writer;

pub(super) use about::{PROGRAM, scope};
pub use page::render_html;
