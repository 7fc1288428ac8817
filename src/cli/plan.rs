//! A plan to compare or to check: a scenario worked out, or a result that was saved.

use std::path::Path;

use ecsplan::comparison::{OptionId, compare_only, compare_within};
use ecsplan::input::{GivenPlan, load_plan, parse_saved_result};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::report::{DisplayCurrency, ResultView, render_json};
use ecsplan::scenario::{SavedResult, Scenario};

use super::answer::Failure;
use super::progress::while_showing;
use super::question::work_ahead;

/// How scenarios are worked out.
#[derive(Clone, Copy)]
pub(super) struct Planning<'a> {
    pub(super) tables: &'a PriceTables,
    pub(super) strict: bool,
    /// The only option that is of interest; all without it.
    pub(super) option: Option<OptionId>,
}

impl Planning<'_> {
    /// The result of a scenario, or the one that a file holds.
    pub(super) fn result(self, path: &Path) -> Result<SavedResult, Failure> {
        match load_plan(path, self.tables)? {
            GivenPlan::Saved(result) => Ok(*result),
            GivenPlan::Scenario(scenario) => self.worked_out(&scenario, path),
        }
    }

    /// A scenario's result by way of its JSON, so that it is what would be read back.
    fn worked_out(self, scenario: &Scenario, path: &Path) -> Result<SavedResult, Failure> {
        let book = PriceBook::new(self.tables, &scenario.region, &scenario.prices, self.strict)
            .map_err(|error| Failure::Other(error.to_string()))?;
        if let Some((id, setting)) = self.option.and_then(|id| Some((id, id.missing_setting(scenario)?))) {
            return Err(Failure::Other(format!("the option `{}` needs `{setting}` in the scenario", id.name())));
        }
        let comparison = while_showing(&work_ahead(scenario), |patience| match self.option {
            Some(id) => compare_only(scenario, &book, id),
            None => compare_within(scenario, &book, patience),
        });
        let currency = display_currency(&scenario.currency)?;
        let result = ResultView::new(scenario, book.version(), currency, &comparison, None);
        Ok(parse_saved_result(&path.to_string_lossy(), &render_json(&result))?)
    }
}

/// The currency of a scenario or of a saved result.
pub(super) fn display_currency(currency: &ecsplan::scenario::Currency) -> Result<DisplayCurrency, Failure> {
    DisplayCurrency::new(currency).map_err(|error| Failure::Other(error.to_string()))
}
