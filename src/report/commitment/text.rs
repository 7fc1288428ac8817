//! The proposal as JSON, for a terminal and as Markdown.

use super::sections::{body, opening};
use super::view::CommitmentProposalView;
use crate::report::{Style, markdown, table};

/// Said with the commands, in every format that shows them.
const NOTHING_IS_BOUGHT: &str = "Nothing is bought: these commands would do it, once the ids are filled in.";

/// The whole proposal, indented, ending with a line end; see [`commitment_schema`](super::commitment_schema).
#[must_use]
pub fn render_commitment_json(view: &CommitmentProposalView) -> String {
    let mut text = serde_json::to_string_pretty(view).expect("the proposal has text keys only");
    text.push('\n');
    text
}

/// The proposal for a terminal, the answer in the first three lines; commands are not broken into lines.
#[must_use]
pub fn render_commitment_table(view: &CommitmentProposalView, style: Style) -> String {
    let mut text = table::opened(&opening(view), &view.warnings, style);
    text.extend(body(view).iter().filter(|_| !style.quiet).map(|section| table::laid_out(section, style)));
    if !style.quiet && !view.aws_cli.is_empty() {
        text.push_str(&format!("\n{}\n", style.bold(&style.said(NOTHING_IS_BOUGHT))));
        text.extend(view.aws_cli.iter().map(|command| format!("  {command}\n")));
    }
    text
}

/// The proposal as Markdown.
#[must_use]
pub fn render_commitment_markdown(view: &CommitmentProposalView, style: Style) -> String {
    let mut text = markdown::opened(&opening(view), &view.warnings, style.language);
    text.extend(body(view).iter().filter(|_| !style.quiet).map(|section| markdown::laid_out(section, style.language)));
    if !style.quiet && !view.aws_cli.is_empty() {
        text.push_str(&format!("\n{}\n\n```sh\n{}\n```\n", style.said(NOTHING_IS_BOUGHT), view.aws_cli.join("\n")));
    }
    text
}
