//! [`ReportView`]: everything that one report to read, print and sign says, before it is laid out.

mod months;
mod months_picture;
mod typical_week;

pub(super) use months::KindMonths;
pub(super) use months_picture::months_picture;
pub use typical_week::{WeekView, typical_week};

use super::{BreakevenView, CommitmentProposalView, InterruptedView, ResultView, StatementView};

/// A part of a report, or why it is not there: a sentence without a full stop.
pub type ReportPart<T> = Result<T, String>;

/// A recommendation with the studies that a reader asks for next, each worked out as the command of its name does.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportView {
    /// The recommendation: options, reasons, assumptions, prices.
    pub result: ResultView,
    /// Where another option becomes the cheapest when traffic changes.
    pub breakeven: ReportPart<BreakevenView>,
    /// What other commitments of the option in focus come to.
    pub commitment: ReportPart<CommitmentProposalView>,
    /// A typical week of each workload with demand, on the option in focus.
    pub weeks: ReportPart<Vec<WeekView>>,
    /// The statement of the option in focus.
    pub statement: ReportPart<StatementView>,
}

impl ReportView {
    /// What is missing because a search was told to end; the first of its searches that was.
    #[must_use]
    pub fn interrupted(&self) -> Option<InterruptedView> {
        let of_breakeven = || self.breakeven.as_ref().ok().and_then(BreakevenView::interrupted);
        let of_commitment = || self.commitment.as_ref().ok().and_then(|view| view.interrupted.clone());
        self.result.interrupted.clone().or_else(of_breakeven).or_else(of_commitment)
    }
}
