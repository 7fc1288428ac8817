//! The Pareto front of a comparison, as values, a section and a picture (rule O11).

mod labels;
mod picture;
mod schema;
mod section;
mod view;

pub use picture::pareto_picture;
pub(super) use schema::pareto as schema;
pub(super) use section::pareto as section;
pub use view::ParetoOptionView;
