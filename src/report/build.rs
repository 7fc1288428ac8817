//! Comparison and verdict → [`ResultView`].

use std::collections::BTreeMap;

use super::option_view::{MonthView, OptionFigures};
use super::sections::focus;
use super::service_view::rounded;
use super::week_marks::WeekMarks;
use super::{
    Command, DisplayCurrency, InstanceGroupView, InterruptedView, LineItemView, OptionView, ParetoOptionView,
    PlacementCostView, PriceBasisRow, RecommendationView, ResultView, SCHEMA_VERSION, ScenarioView, TrafficView,
    WasteView,
};
use crate::bill::{LineItem, PurchaseOption};
use crate::comparison::{
    Comparison, OptionId, Outcome, PricedOption, TrafficFacts, WasteLedger, gap_percent, waste_ledgers,
};
use crate::money::Money;
use crate::pricing::{Basis, TablesVersion};
use crate::recommendation::{FirstChoice, Verdict, WhyNot, first_choice, pareto, why_not};
use crate::scenario::{Assumption, DemandUnit, Scenario};
use crate::time::{Convention, Horizon};

impl ResultView {
    /// The result of comparing, and of recommending when there is a verdict.
    #[must_use]
    pub fn new(
        scenario: &Scenario,
        prices: &TablesVersion,
        currency: DisplayCurrency,
        comparison: &Comparison,
        verdict: Option<&Verdict>,
    ) -> Self {
        let ledgers = waste_ledgers(scenario, comparison);
        let reasons: BTreeMap<OptionId, WhyNot> = why_not(scenario, comparison, &ledgers).into_iter().collect();
        let option = |option: &PricedOption| {
            let view = option_view(option, ledgers.get(&option.id), scenario, &currency);
            OptionView { why_not: reasons.get(&option.id).map(Into::into), ..view }
        };
        let options: Vec<OptionView> = comparison.options.iter().map(option).collect();
        let mut view = Self {
            lower_bound: comparison.floor,
            gap_percent: None,
            recommended_option: chosen(scenario, comparison, verdict),
            schema_version: SCHEMA_VERSION,
            command: if verdict.is_some() { Command::Recommend } else { Command::Compare },
            scenario: scenario_view(scenario),
            prices: prices.clone(),
            assumptions: assumptions(scenario, comparison),
            price_basis: price_basis(&options),
            interrupted: interrupted(comparison),
            warnings: scenario.warnings.clone(),
            notes: comparison.notes.clone(),
            traffic: comparison.traffic.iter().map(traffic_view).collect(),
            options,
            pareto: pareto(scenario, comparison)
                .iter()
                .map(|found| ParetoOptionView::new(found, &scenario.horizon))
                .collect(),
            recommendation: verdict.map(RecommendationView::from),
            weeks: Vec::new(),
            currency,
        };
        view.weeks = weeks(scenario, comparison, &view);
        view.gap_percent = gap_of(&view);
        view
    }
}

/// A typical week of the option that the report is about.
fn weeks(scenario: &Scenario, comparison: &Comparison, view: &ResultView) -> Vec<WeekMarks> {
    let outcome = focus(view).and_then(|(option, _)| Some((option.id, comparison.outcome(option.id)?)));
    outcome.map_or_else(Vec::new, |(id, outcome)| WeekMarks::of(scenario, id, outcome))
}

/// The option of the verdict, or without one that which there would be.
fn chosen(scenario: &Scenario, comparison: &Comparison, verdict: Option<&Verdict>) -> Option<OptionId> {
    match verdict {
        Some(Verdict::Recommended(recommendation)) => Some(recommendation.option),
        Some(Verdict::Infeasible { .. }) => None,
        None => match first_choice(scenario, comparison) {
            FirstChoice::Recommended(option) => Some(option),
            FirstChoice::BestEffort(_) | FirstChoice::Nothing => None,
        },
    }
}

/// How far the option that the report is about is above what no plan can cost less than.
fn gap_of(view: &ResultView) -> Option<f64> {
    let (_, figures) = focus(view)?;
    gap_percent(figures.total, view.lower_bound?).map(rounded)
}

/// The options that patience did not last for; each has that as its reason, too.
fn interrupted(comparison: &Comparison) -> Option<InterruptedView> {
    let missed = comparison.options.iter().filter(|option| option.is_not_looked_at());
    let missed = missed.map(|option| option.id.name().to_owned()).collect();
    InterruptedView::of("options", comparison.interrupted, comparison.options.len(), missed)
}

/// The scenario's assumptions, with the comparison's behind those about the size that maxima count:
/// these two decide the answer more often than any other.
fn assumptions(scenario: &Scenario, comparison: &Comparison) -> Vec<Assumption> {
    let is_first = |assumption: &&Assumption| assumption.key.ends_with("reference_task");
    let split = scenario.assumptions.iter().take_while(is_first).count();
    let (first, rest) = scenario.assumptions.split_at(split);
    [first, &comparison.assumptions, rest].concat()
}

fn scenario_view(scenario: &Scenario) -> ScenarioView {
    ScenarioView {
        name: scenario.name.clone(),
        region: scenario.region.clone(),
        start: scenario.horizon.start().to_string(),
        hours: scenario.horizon.hours(),
        months: match scenario.horizon.convention() {
            Convention::Months(months) => Some(months),
            Convention::Hours(_) => None,
        },
    }
}

fn traffic_view(facts: &TrafficFacts) -> TrafficView {
    TrafficView {
        service: facts.service.clone(),
        mean: rounded(facts.mean),
        peak_minute: rounded(facts.peak_minute),
        unit: match facts.unit {
            DemandUnit::RequestsPerSecond | DemandUnit::Requests => "requests_per_second",
            DemandUnit::Vcpu => "vcpu",
        },
        note: facts.note.clone(),
    }
}

fn option_view(
    option: &PricedOption,
    ledger: Option<&WasteLedger>,
    scenario: &Scenario,
    currency: &DisplayCurrency,
) -> OptionView {
    let empty = WasteLedger::default();
    let (figures, unavailable_reason) = match &option.outcome {
        Ok(outcome) => (Some(figures(outcome, ledger.unwrap_or(&empty), scenario, currency)), None),
        Err(unavailable) => (None, Some(unavailable.reason.clone())),
    };
    OptionView { id: option.id, unavailable_reason, why_not: None, figures }
}

fn figures(outcome: &Outcome, ledger: &WasteLedger, scenario: &Scenario, currency: &DisplayCurrency) -> OptionFigures {
    let total = outcome.bill.total();
    let monthly_mean = monthly_mean(total, &scenario.horizon);
    let display = |amount| (!currency.is_usd()).then(|| currency.plain(currency.shown(amount)));
    let (monthly, line_items) = months_and_lines(outcome, scenario, currency);
    OptionFigures {
        total,
        display_total: display(total),
        list_total: outcome.bill.list_total(),
        monthly_mean,
        display_monthly_mean: display(monthly_mean),
        meets_objective: outcome.meets_objective,
        not_served_percent: rounded(outcome.not_served_percent),
        minutes_short: outcome.minutes_short,
        spot_share: rounded(outcome.spot_share),
        interruptions: outcome.interruptions.as_ref().map(Into::into),
        services: outcome.services.iter().map(Into::into).collect(),
        instance_groups: InstanceGroupView::all_of(outcome),
        commitments: outcome.commitments.iter().map(Into::into).collect(),
        excluded_types: outcome.excluded_types.as_ref().map(Into::into),
        placement_cost: outcome.placement_cost.map(|cost| PlacementCostView {
            strategy: cost.strategy.name(),
            monthly_difference: self::monthly_mean(cost.difference, &scenario.horizon),
            meets_objective: cost.meets_objective,
        }),
        candidates: outcome.candidates.into(),
        waste: WasteView::new(ledger, &scenario.horizon),
        monthly,
        line_items,
    }
}

/// A total as it would be for 730 hours.
fn monthly_mean(total: Money, horizon: &Horizon) -> Money {
    total.times(730).divided_by(i128::from(horizon.hours()).max(1))
}

/// Months share out the shown total, and the lines of a month the shown month: every level adds up.
fn months_and_lines(
    outcome: &Outcome,
    scenario: &Scenario,
    currency: &DisplayCurrency,
) -> (Vec<MonthView>, Vec<LineItemView>) {
    let months = outcome.bill.months(&scenario.horizon);
    let totals: Vec<Money> = months.iter().map(|month| month.total).collect();
    let (shown_months, _) = currency.shared(&totals);
    let display = |shown| (!currency.is_usd()).then(|| currency.plain(shown));
    let mut month_views = Vec::with_capacity(months.len());
    let mut line_views = Vec::with_capacity(outcome.bill.lines.len());
    for (month, shown_month) in months.iter().zip(shown_months) {
        let lines: Vec<&LineItem> = outcome.bill.lines.iter().filter(|line| line.month == month.month).collect();
        let costs: Vec<Money> = lines.iter().map(|line| line.cost).collect();
        let shown_lines = currency.shared_within(&costs, shown_month);
        let line_view = |(line, shown)| LineItemView::new(line, &scenario.region, display(shown));
        line_views.extend(lines.into_iter().zip(shown_lines).map(line_view));
        let (total, display_total) = (month.total, display(shown_month));
        month_views.push(MonthView { month: month.month, hours: month.hours, total, display_total });
    }
    (month_views, line_views)
}

/// Every price in use that was not observed, with the options that pay it.
fn price_basis(options: &[OptionView]) -> Vec<PriceBasisRow> {
    let mut rows: BTreeMap<(&str, PurchaseOption, Basis, &str, &str), Vec<&'static str>> = BTreeMap::new();
    for option in options {
        for line in option.figures.iter().flat_map(|figures| &figures.line_items) {
            if line.basis == Basis::Observed {
                continue;
            }
            let users = rows
                .entry((&line.usage_type, line.purchase_option, line.basis, &line.as_of, &line.source))
                .or_default();
            if users.last() != Some(&option.id.name()) {
                users.push(option.id.name());
            }
        }
    }
    rows.into_iter()
        .map(|((usage_type, purchase_option, basis, as_of, source), options)| PriceBasisRow {
            usage_type: usage_type.to_owned(),
            purchase_option,
            basis,
            as_of: as_of.to_owned(),
            source: source.to_owned(),
            options,
        })
        .collect()
}
