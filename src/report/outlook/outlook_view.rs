//! [`OutlookView`]: everything about commitments over time that a result may carry.

use serde::Serialize;

use super::super::sections::Section;
use super::super::{DisplayCurrency, Language, Style, markdown, table};
use super::{CommitmentCashView, FallView, LadderView, ScenarioOutlookView};
use super::{section_cash, section_fall, section_ladder, section_scenarios};

/// What commitments are worth when demand may change; what was not asked for is `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OutlookView {
    /// How far load may fall.
    pub fall: Option<FallView>,
    /// Alternatives under the demand scenarios.
    pub demand_scenarios: Option<ScenarioOutlookView>,
    /// Buying in steps.
    pub ladder: Option<LadderView>,
    /// When commitments are paid, and what is left after the horizon.
    pub cash: Option<CommitmentCashView>,
}

impl OutlookView {
    /// Its sections in reading order, empty ones left out.
    pub(in super::super) fn sections(&self, currency: &DisplayCurrency) -> Vec<Section> {
        let fall = self.fall.iter().map(section_fall::fall);
        let scenarios = self.demand_scenarios.iter().flat_map(|view| section_scenarios::sections(view, currency));
        let ladder = self.ladder.iter().flat_map(|view| section_ladder::sections(view, currency));
        let cash = self.cash.iter().flat_map(|view| section_cash::sections(view, currency));
        fall.chain(scenarios).chain(ladder).chain(cash).filter(|section| !section.is_empty()).collect()
    }
}

/// The outlook as text for a terminal.
#[must_use]
pub fn render_outlook_table(outlook: &OutlookView, currency: &DisplayCurrency, style: Style) -> String {
    outlook.sections(currency).iter().map(|section| table::laid_out(section, style)).collect()
}

/// The outlook as GitHub-flavoured Markdown.
#[must_use]
pub fn render_outlook_markdown(outlook: &OutlookView, currency: &DisplayCurrency, language: Language) -> String {
    outlook.sections(currency).iter().map(|section| markdown::laid_out(section, language)).collect()
}
