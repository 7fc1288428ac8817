//! A right-sized service, in every format (rules RS1 to RS7).

mod csv;
mod json;
mod page;
mod schema;
mod tables;
mod words;

pub use csv::render_rightsizing_csv;
pub use json::render_rightsizing_json;
pub use schema::rightsizing_schema;

use super::breakeven::{markdown, table};
use super::{InterruptedView, ResultView, Style};
use crate::money::Money;
use crate::recommendation::rightsizing::{Rightsizing, TARGETS};

/// The version of its shape; it changes when a reader would have to.
pub const RIGHTSIZING_SCHEMA_VERSION: &str = "1";

/// A right-sized service with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct RightsizingView {
    result: ResultView,
    found: Rightsizing,
}

impl RightsizingView {
    /// What was found, with the comparison behind it as `result`.
    #[must_use]
    pub const fn new(result: ResultView, found: Rightsizing) -> Self {
        Self { result, found }
    }

    /// The scenario's warnings.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.result.warnings
    }

    /// What is missing because the search was told to end.
    #[must_use]
    pub fn interrupted(&self) -> Option<InterruptedView> {
        InterruptedView::of("targets", self.found.interrupted, TARGETS.len(), Vec::new())
    }

    /// An amount over the horizon, per month of 730 hours.
    fn per_month(&self, total: Money) -> Money {
        total.times(730).divided_by(i128::from(self.result.scenario.hours).max(1))
    }

    /// What the recommended setting saves a month against today, exactly; negative when it costs more.
    fn saving(&self) -> Option<Money> {
        let recommended = self.found.recommended()?;
        Some(self.per_month(self.found.today.setting.total) - self.per_month(recommended.total))
    }
}

/// The answer for a terminal: at most 100 columns.
#[must_use]
pub fn render_rightsizing_table(view: &RightsizingView, style: Style) -> String {
    table(&page::page(view, style), style)
}

/// The same as GitHub-flavoured Markdown.
#[must_use]
pub fn render_rightsizing_markdown(view: &RightsizingView, style: Style) -> String {
    markdown(&page::page(view, style), style.language)
}
