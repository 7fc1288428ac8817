//! A proposal laid out for reports.

use super::aws_cli::commands;
use super::curve_view::{CurveView, share};
use super::view::{
    AlternativeView, COMMITMENT_SCHEMA_VERSION, CommitmentProposalView, CoveredByView, HeldView, ItemCoverageView,
    PurchaseView, ScenarioUsageView,
};
use crate::commitment::{Alternative, CoverableUsage, Holding, ItemCoverage, Portfolio, Proposal, Purchase};
use crate::money::{Money, Quantity};
use crate::report::{InterruptedView, OutlookView};
use crate::scenario::{PaymentOption, TermYears};

/// What a report says beside the proposal.
#[derive(Clone, Copy, Debug)]
pub struct CommitContext<'a> {
    /// The usage that was asked about.
    pub usage: &'a CoverableUsage,
    /// Its first clock hour, hours since 1970-01-01T00:00Z.
    pub first_hour: i64,
    /// Whether the purchases were given.
    pub given: bool,
    /// Whether the curve was asked for.
    pub curve: bool,
    /// What was odd in the input.
    pub warnings: &'a [String],
    /// Where the usage is from; `None` for usage of the user's own.
    pub scenario: Option<&'a ScenarioUsageView>,
    /// The names of what is held, in the order of the proposal.
    pub held_ids: &'a [String],
    /// What else is known of the purchases.
    pub outlook: Option<&'a OutlookView>,
    /// What patience did not last for, beside searches of the proposal.
    pub not_looked_at: &'a [&'static str],
}

impl CommitmentProposalView {
    /// Lays out a proposal.
    #[must_use]
    pub fn new(context: &CommitContext<'_>, proposal: &Proposal) -> Self {
        let (usage, portfolio) = (context.usage, &proposal.portfolio);
        // Usage of the user's own says nothing of what is bought after a term.
        let renews = context.scenario.is_some();
        let purchases: Vec<PurchaseView> = portfolio.bought.iter().map(|it| purchase(usage, it, renews)).collect();
        let mut warnings = context.warnings.to_vec();
        if context.scenario.is_none() {
            warnings.extend(term_warnings(usage, &purchases));
        }
        let curve = |curve| CurveView::new(usage, proposal.all_on_demand, curve);
        Self {
            schema_version: COMMITMENT_SCHEMA_VERSION,
            command: "commit",
            scenario: context.scenario.cloned(),
            given: context.given,
            first_hour: moment(context.first_hour),
            hours: usage.hours,
            total_cost: portfolio.total,
            on_demand_cost: portfolio.on_demand,
            commitment_cost: portfolio.fees,
            all_on_demand_cost: proposal.all_on_demand,
            nothing_bought_cost: proposal.nothing_bought,
            savings: proposal.nothing_bought - portfolio.total,
            lower_bound: lower_bound(portfolio),
            gap: gap(portfolio),
            upfront_cost: purchases.iter().map(|it| it.upfront_cost).sum(),
            liability_after: purchases.iter().map(|it| it.liability_after).sum(),
            held: portfolio.held.iter().zip(context.held_ids).map(|(it, id)| held(usage, it, id)).collect(),
            items: items(usage, portfolio, &proposal.items),
            alternatives: proposal.alternatives.iter().map(|it| alternative(usage, proposal, it, renews)).collect(),
            curve: context.curve.then(|| proposal.curves.iter().map(curve).collect()),
            outlook: context.outlook.cloned(),
            aws_cli: commands(&purchases, context.scenario.map(|of| of.region.as_str())),
            interrupted: interrupted(context, proposal),
            purchases,
            warnings,
        }
    }
}

fn interrupted(context: &CommitContext<'_>, proposal: &Proposal) -> Option<InterruptedView> {
    let searches = 1 + proposal.alternatives.len() + proposal.curves.len();
    let missed = context.not_looked_at.iter().map(|&what| what.to_owned()).collect();
    InterruptedView::of("searches", proposal.interrupted, searches, missed)
}

fn held(usage: &CoverableUsage, holding: &Holding, id: &str) -> HeldView {
    HeldView {
        id: id.to_owned(),
        plan: usage.offers[holding.purchase.offer].scope.name(),
        hourly_commitment: holding.purchase.hourly_commitment,
        used: holding.used,
        unused: holding.unused,
    }
}

/// Hours of the running term after the usage (rule C4).
fn liability_hours(usage: &CoverableUsage, purchase: &Purchase, renews: bool) -> i128 {
    let term = usage.offers[purchase.offer].term.hours() as usize;
    if !renews {
        return term.saturating_sub(purchase.hours.len()) as i128;
    }
    let into_term = purchase.hours.len() % term;
    if into_term == 0 || purchase.hours.end < usage.hours { 0 } else { (term - into_term) as i128 }
}

fn purchase(usage: &CoverableUsage, holding: &Holding, renews: bool) -> PurchaseView {
    let Holding { purchase: bought, used, unused } = holding;
    let Purchase { offer, hourly_commitment, .. } = bought;
    let offer = &usage.offers[*offer];
    let term = i128::from(offer.term.hours());
    let upfront_halves = match offer.payment {
        PaymentOption::NoUpfront => 0,
        PaymentOption::PartialUpfront => 1,
        PaymentOption::AllUpfront => 2,
    };
    PurchaseView {
        plan: offer.scope.name(),
        term_years: offer.term,
        payment: offer.payment,
        hourly_commitment: *hourly_commitment,
        cost: *used + *unused,
        used: *used,
        unused: *unused,
        utilisation: share(*used, *used + *unused).unwrap_or(0.0),
        upfront_cost: hourly_commitment.times(term * upfront_halves).divided_by(2),
        liability_after: hourly_commitment.times(liability_hours(usage, bought, renews)),
    }
}

/// The bound, and nothing costs less than nothing.
fn lower_bound(portfolio: &Portfolio) -> Money {
    portfolio.lower_bound.max(Money::ZERO)
}

/// How far the total is above the bound.
fn gap(portfolio: &Portfolio) -> Option<f64> {
    let above = portfolio.total - lower_bound(portfolio);
    if above.is_zero() { Some(0.0) } else { share(above, lower_bound(portfolio)) }
}

fn alternative(usage: &CoverableUsage, proposal: &Proposal, of: &Alternative, renews: bool) -> AlternativeView {
    let portfolio = &of.portfolio;
    let purchases: Vec<PurchaseView> = portfolio.bought.iter().map(|it| purchase(usage, it, renews)).collect();
    AlternativeView {
        term_years: of.term,
        payment: of.payment,
        allowed: of.allowed,
        total_cost: portfolio.total,
        on_demand_cost: portfolio.on_demand,
        savings: proposal.nothing_bought - portfolio.total,
        lower_bound: lower_bound(portfolio),
        gap: gap(portfolio),
        upfront_cost: purchases.iter().map(|it| it.upfront_cost).sum(),
        liability_after: purchases.iter().map(|it| it.liability_after).sum(),
        purchases,
    }
}

fn items(usage: &CoverableUsage, portfolio: &Portfolio, covered: &[ItemCoverage]) -> Vec<ItemCoverageView> {
    let view = |(item, coverage): (&crate::commitment::CoverableItem, &ItemCoverage)| {
        let part = |parts: i128| if coverage.used == 0 { None } else { Some(parts as f64 / coverage.used as f64) };
        let quantity = |parts| Quantity::new(parts, item.parts_per_unit);
        let by = |(holding, &parts): (&Holding, &i128)| {
            let offer = &usage.offers[holding.purchase.offer];
            let by = CoveredByView {
                plan: offer.scope.name(),
                term_years: offer.term,
                payment: offer.payment,
                quantity: quantity(parts),
                coverage: part(parts).unwrap_or(0.0),
            };
            (parts > 0).then_some(by)
        };
        let all: i128 = coverage.covered.iter().sum::<i128>() + coverage.by_held;
        ItemCoverageView {
            item: item.name.clone(),
            quantity: quantity(coverage.used),
            all_on_demand_cost: item.on_demand_cost(coverage.used),
            on_demand_cost: item.on_demand_cost(coverage.used - all),
            coverage: part(all),
            covered_by_held: part(coverage.by_held),
            covered_by: portfolio.bought.iter().zip(&coverage.covered).filter_map(by).collect(),
        }
    };
    usage.items.iter().zip(covered).map(view).collect()
}

/// That the usage is shorter or longer than a term of what is bought, or of what could be when nothing is.
fn term_warnings(usage: &CoverableUsage, purchases: &[PurchaseView]) -> Vec<String> {
    let bought = purchases.iter().map(|it| it.term_years);
    let mut terms: Vec<TermYears> =
        if purchases.is_empty() { usage.offers.iter().map(|offer| offer.term).collect() } else { bought.collect() };
    terms.sort_unstable();
    terms.dedup();
    let sentence = |term: TermYears| {
        let (given, of_term) = (hours(usage.hours), hours(term.hours() as usize));
        let years = term.years();
        match usage.hours.cmp(&(term.hours() as usize)) {
            std::cmp::Ordering::Less => Some(format!(
                "the usage covers {given} and a {years}-year term has {of_term}: the rest of the term is taken to look alike"
            )),
            std::cmp::Ordering::Greater => Some(format!(
                "the usage covers {given} and a {years}-year term has {of_term}: the plan is taken to be bought again at the \
                 same rates"
            )),
            std::cmp::Ordering::Equal => None,
        }
    };
    terms.into_iter().filter_map(sentence).collect()
}

/// `1 hour`, `8,760 hours`.
pub(super) fn hours(count: usize) -> String {
    let usd = crate::report::DisplayCurrency::usd();
    let number = usd.number(count as i128 * 100);
    format!("{} hour{}", number.trim_end_matches(".00"), if count == 1 { "" } else { "s" })
}

fn moment(hour: i64) -> String {
    let moment = jiff::Timestamp::from_second(hour.saturating_mul(3_600));
    moment.map_or_else(|_| hour.to_string(), |moment| moment.to_string())
}

/// Money that is not nothing, for `--upfront-payment-amount` and the like.
pub(super) fn whole_dollars_up(amount: Money) -> i128 {
    const DOLLAR: i128 = 1_000_000_000_000;
    (amount.picodollars() + DOLLAR - 1).div_euclid(DOLLAR)
}
