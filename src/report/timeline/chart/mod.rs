//! The chart of one workload over a window: demand against capacity, tasks, instances, and the scaling decisions.

pub(in crate::report) mod axis;
mod columns;
mod content;
mod detail;
mod draw;
mod geometry;
mod interruptions;
mod labels;
pub(in crate::report) mod text;

pub use draw::{render_timeline_png, render_timeline_svg};
