//! [`Compared`]: what the commands that evaluate many variations of a scenario start from.

use ecsplan::comparison::{Comparison, compare_within};
use ecsplan::patience::Patience;
use ecsplan::pricing::PriceBook;
use ecsplan::recommendation::breakeven::{Contenders, Ground};
use ecsplan::report::{DisplayCurrency, ResultView};
use ecsplan::scenario::{Scenario, SimulationStep};

use super::answer::Failure;
use super::progress::while_showing;
use super::question::Question;
use super::report_arguments::ReportArguments;

/// A scenario, its options compared, and what of them the variations evaluate.
pub(super) struct Compared {
    pub(super) scenario: Scenario,
    pub(super) contenders: Contenders,
    book: PriceBook,
    currency: DisplayCurrency,
    comparison: Comparison,
}

impl Compared {
    /// Reads a scenario and compares its options in steps of that length.
    pub(super) fn read(
        arguments: &ReportArguments,
        step: impl Into<SimulationStep>,
        resize: bool,
    ) -> Result<Self, Failure> {
        Ok(Self::of(Question::read(arguments)?, step, resize))
    }

    /// Compares the options of what has been read.
    pub(super) fn of(mut question: Question, step: impl Into<SimulationStep>, resize: bool) -> Self {
        question.scenario.step = step.into();
        let doing = question.work_ahead();
        let Question { scenario, book, currency } = question;
        let comparison = while_showing(&doing, |patience| compare_within(&scenario, &book, patience));
        let contenders = Contenders::of(&scenario, &book, &comparison, resize);
        Self { scenario, contenders, book, currency, comparison }
    }

    /// What variations are evaluated on.
    pub(super) fn ground<'a>(&'a self, patience: Patience<'a>) -> Ground<'a> {
        Ground { scenario: &self.scenario, book: &self.book, contenders: &self.contenders, patience }
    }

    /// The comparison as results carry it.
    pub(super) fn result(&self) -> ResultView {
        ResultView::new(&self.scenario, self.book.version(), self.currency.clone(), &self.comparison, None)
    }
}
