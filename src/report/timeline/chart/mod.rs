//! The chart of one workload over a window: demand against capacity, tasks, instances, and the scaling decisions.

mod axis;
mod columns;
mod content;
mod detail;
mod draw;
mod geometry;
mod interruptions;
mod labels;
mod text;

pub(in crate::report) use draw::encoded;
pub use draw::{render_timeline_png, render_timeline_svg};
pub(in crate::report) use text::have_typeface;
