//! What to commit to, as JSON, CSV, table, Markdown and chart.

mod aws_cli;
mod build;
mod chart;
mod chart_words;
mod csv;
mod curve_view;
mod schema;
mod section_curve;
mod sections;
mod text;
mod view;

pub use build::CommitContext;
pub use chart::{render_commitment_png, render_commitment_svg};
pub use csv::{render_commitment_csv, render_curve_csv};
pub use curve_view::{CurveMarkView, CurvePointView, CurveView};
pub use schema::commitment_schema;
pub(in crate::report) use sections::{body, opening};
pub use text::{render_commitment_json, render_commitment_markdown, render_commitment_table};
pub use view::{
    AlternativeView, COMMITMENT_SCHEMA_VERSION, CommitmentProposalView, CoveredByView, HeldView, ItemCoverageView,
    PurchaseView, ScenarioUsageView,
};
