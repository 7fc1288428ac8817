//! [`OptionView`]: one option as results carry it.

use serde::{Serialize, Serializer};

use super::{
    CandidateCountsView, CommitmentView, ExcludedTypesView, InstanceGroupView, InterruptionsView, LineItemView,
    PlacementCostView, ServiceView, WasteView, WhyNotView,
};
use crate::comparison::OptionId;
use crate::money::Money;
use crate::time::YearMonth;

/// The total of one month, or of the part of it inside the horizon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MonthView {
    /// The month.
    pub month: YearMonth,
    /// Hours of it inside the horizon.
    pub hours: u32,
    /// Exact total.
    pub total: Money,
    /// In the currency shown; `None` in US dollars.
    pub display_total: Option<String>,
}

/// What an available option comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionFigures {
    /// Total over the horizon, exact.
    pub total: Money,
    /// In the currency shown; `None` in US dollars.
    pub display_total: Option<String>,
    /// Total at published on-demand prices.
    pub list_total: Money,
    /// Total × 730 / hours.
    pub monthly_mean: Money,
    /// In the currency shown; `None` in US dollars.
    pub display_monthly_mean: Option<String>,
    /// Whether every service meets its objective.
    pub meets_objective: bool,
    /// Not served over all services, percent.
    pub not_served_percent: f64,
    /// Short minutes, summed over services.
    pub minutes_short: u64,
    /// Share of compute on Spot, 0 to 1.
    pub spot_share: f64,
    /// What Spot interruptions are expected to do.
    pub interruptions: Option<InterruptionsView>,
    /// Services, then jobs.
    pub services: Vec<ServiceView>,
    /// Instances; empty on Fargate.
    pub instance_groups: Vec<InstanceGroupView>,
    /// The chosen commitment first, then alternatives.
    pub commitments: Vec<CommitmentView>,
    /// Instance types left out for want of a rate.
    pub excluded_types: Option<ExcludedTypesView>,
    /// What placement costs against `binpack`; on EC2 only.
    pub placement_cost: Option<PlacementCostView>,
    /// How many candidates stood behind this one.
    pub candidates: CandidateCountsView,
    /// What its compute bill pays for.
    pub waste: WasteView,
    /// Month by month.
    pub monthly: Vec<MonthView>,
    /// Every line item.
    pub line_items: Vec<LineItemView>,
}

/// An option: figures, or the reason why there are none.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionView {
    /// Which.
    pub id: OptionId,
    /// Why it cannot be had, a sentence without a full stop.
    pub unavailable_reason: Option<String>,
    /// Why it is not the recommended one; `None` for that, and where nothing can be recommended.
    pub why_not: Option<WhyNotView>,
    /// What it comes to.
    pub figures: Option<OptionFigures>,
}

/// What an unavailable option writes in the place of figures.
#[derive(Default, Serialize)]
struct NoFigures {
    total: Option<Money>,
    display_total: Option<String>,
    list_total: Option<Money>,
    monthly_mean: Option<Money>,
    display_monthly_mean: Option<String>,
    meets_objective: Option<bool>,
    not_served_percent: Option<f64>,
    minutes_short: Option<u64>,
    spot_share: Option<f64>,
    interruptions: Option<u8>,
    services: [ServiceView; 0],
    instance_groups: [InstanceGroupView; 0],
    commitments: [CommitmentView; 0],
    excluded_types: Option<u8>,
    placement_cost: Option<u8>,
    candidates: Option<u8>,
    waste: Option<u8>,
    monthly: [MonthView; 0],
    line_items: [LineItemView; 0],
}

#[derive(Serialize)]
struct FlatOption<'option, F> {
    id: &'static str,
    available: bool,
    unavailable_reason: Option<&'option str>,
    why_not: Option<&'option WhyNotView>,
    #[serde(flatten)]
    figures: F,
}

impl Serialize for OptionView {
    /// Every option has the same keys; an unavailable one has nulls and empty lists.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (id, unavailable_reason) = (self.id.name(), self.unavailable_reason.as_deref());
        let why_not = self.why_not.as_ref();
        match &self.figures {
            Some(figures) => {
                FlatOption { id, available: true, unavailable_reason, why_not, figures }.serialize(serializer)
            }
            None => FlatOption { id, available: false, unavailable_reason, why_not, figures: NoFigures::default() }
                .serialize(serializer),
        }
    }
}
