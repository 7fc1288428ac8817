//! [`ResultView`]: the one value that every format is rendered from.

use super::week_marks::WeekMarks;
use super::{DisplayCurrency, InterruptedView, OptionView, ParetoOptionView, RecommendationView};
use crate::bill::PurchaseOption;
use crate::comparison::OptionId;
use crate::money::Money;
use crate::pricing::{Basis, TablesVersion};
use crate::scenario::Assumption;

/// The version of the result's shape; it changes when a reader would have to.
pub const SCHEMA_VERSION: &str = "1";

/// Which question was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// The options side by side.
    Compare,
    /// The answer first.
    Recommend,
}

/// What was asked about.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ScenarioView {
    /// The scenario's name.
    pub name: String,
    /// AWS region code.
    pub region: String,
    /// First billed day, `YYYY-MM-DD`, UTC.
    pub start: String,
    /// Billed clock hours.
    pub hours: u32,
    /// Calendar months, when the horizon is given so; `None` for the 730-hour convention.
    pub months: Option<u32>,
}

/// A price in use that was not observed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PriceBasisRow {
    /// AWS usage type.
    pub usage_type: String,
    /// How it is bought at that price.
    pub purchase_option: PurchaseOption,
    /// On what evidence it stands.
    pub basis: Basis,
    /// When it was valid.
    pub as_of: String,
    /// The line of the tables it was read from.
    pub source: String,
    /// Options that pay it.
    pub options: Vec<&'static str>,
}

/// The traffic of a service in two numbers.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TrafficView {
    /// The service.
    pub service: String,
    /// Mean over the horizon, in `unit`.
    pub mean: f64,
    /// The busiest minute, in `unit`.
    pub peak_minute: f64,
    /// `requests_per_second` or `vcpu`.
    pub unit: &'static str,
    /// What was done to the profile.
    pub note: Option<String>,
}

/// The result of a run. Money inside is exact US dollars, written as decimal strings.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ResultView {
    /// [`SCHEMA_VERSION`].
    pub schema_version: &'static str,
    /// Which question was asked.
    pub command: Command,
    /// About what.
    pub scenario: ScenarioView,
    /// Which price tables were used.
    pub prices: TablesVersion,
    /// The currency of what is displayed.
    pub currency: DisplayCurrency,
    /// What was assumed, most important first.
    pub assumptions: Vec<Assumption>,
    /// Prices in use that were not observed.
    pub price_basis: Vec<PriceBasisRow>,
    /// What is missing because the search was told to end.
    pub interrupted: Option<InterruptedView>,
    /// What looks wrong but could be priced.
    pub warnings: Vec<String>,
    /// Worth reading once.
    pub notes: Vec<String>,
    /// One per service.
    pub traffic: Vec<TrafficView>,
    /// Every option, available or not, in a fixed order.
    pub options: Vec<OptionView>,
    /// What no plan can cost less than (rule O12); `None` where that is not known.
    pub lower_bound: Option<Money>,
    /// How far above it the recommended option is, percent; in `compare`, the cheapest that meets the objectives.
    pub gap_percent: Option<f64>,
    /// Which of the options here to choose (rule O6); `None` where none can be recommended.
    #[serde(serialize_with = "super::recommendation_view::optional_id")]
    pub recommended_option: Option<OptionId>,
    /// Every available option, with the option that dominates it.
    pub pareto: Vec<ParetoOptionView>,
    /// The answer; `None` in `compare`.
    pub recommendation: Option<RecommendationView>,
    /// A typical week of the option that the report is about; series are `ecsplan simulate`'s to write.
    #[serde(skip)]
    pub(super) weeks: Vec<WeekMarks>,
}

impl ResultView {
    /// The same after a search that did not get to look at this, either.
    #[must_use]
    pub fn without(mut self, not_looked_at: &str) -> Self {
        let count = self.options.len();
        let whole = InterruptedView { steps: "options", done: count, of: count, not_looked_at: Vec::new() };
        self.interrupted.get_or_insert(whole).not_looked_at.push(not_looked_at.to_owned());
        self
    }

    /// The option of that id.
    #[must_use]
    pub fn option(&self, id: OptionId) -> Option<&OptionView> {
        self.options.iter().find(|option| option.id == id)
    }
}
