//! The pieces of the statement's JSON.

use serde::Serialize;

use super::csv::purchased;
use super::shown::CostKind;
use super::view::StatementView;
use crate::bill::ChargeKind;
use crate::money::{Displayed, Money};
use crate::statement::{Costs, DemandCase, DemandRange, Owner};
use crate::usage::Purpose;

/// Exact amounts by month, and as displayed.
#[derive(Serialize)]
pub(super) struct AmountsJson {
    total: Money,
    months: Vec<Money>,
    display_total: Option<String>,
    display_months: Option<Vec<String>>,
}

impl AmountsJson {
    fn of(view: &StatementView, months: Vec<Money>, shown: &[Displayed]) -> Self {
        let currency = &view.result.currency;
        let display = (!currency.is_usd()).then_some(shown);
        Self {
            total: months.iter().sum(),
            months,
            display_total: display.map(|shown| currency.plain(shown.iter().sum())),
            display_months: display.map(|shown| shown.iter().map(|&amount| currency.plain(amount)).collect()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct CostsJson {
    list: AmountsJson,
    contracted: AmountsJson,
    effective: AmountsJson,
    billed: AmountsJson,
}

impl CostsJson {
    fn of(view: &StatementView, months: &[Costs], shown: impl Fn(CostKind) -> Vec<Displayed>) -> Self {
        let amounts =
            |kind: CostKind| AmountsJson::of(view, months.iter().map(|costs| kind.of(costs)).collect(), &shown(kind));
        Self {
            list: amounts(CostKind::List),
            contracted: amounts(CostKind::Contracted),
            effective: amounts(CostKind::Effective),
            billed: amounts(CostKind::Billed),
        }
    }

    pub(super) fn of_all(view: &StatementView) -> Self {
        Self::of(view, &view.statement.by_month(), |kind| view.shown(kind).months.clone())
    }
}

#[derive(Serialize)]
pub(super) struct PrepaidJson {
    opening: Money,
    months: Vec<Money>,
    closing: Money,
    percentages: Money,
    display_opening: Option<String>,
    display_months: Option<Vec<String>>,
}

impl PrepaidJson {
    pub(super) fn of(view: &StatementView) -> Self {
        let (statement, currency) = (&view.statement, &view.result.currency);
        let display = |amount: Displayed| currency.plain(amount);
        let is_displayed = !currency.is_usd();
        Self {
            opening: statement.opening_prepaid(),
            months: statement.prepaid_by_month(),
            closing: statement.closing_prepaid(),
            percentages: statement.prepaid_percentages(),
            display_opening: is_displayed.then(|| display(view.shown_opening_prepaid())),
            display_months: is_displayed.then(|| view.shown_prepaid().into_iter().map(display).collect()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct OwnerJson<'view> {
    owner_kind: &'static str,
    owner: &'view str,
    #[serde(flatten)]
    costs: CostsJson,
}

/// What each owner comes to.
pub(super) fn owners(view: &StatementView) -> Vec<OwnerJson<'_>> {
    let owned = |owner: &'_ Owner, index: usize| view.statement.rows[index].owner == *owner;
    let json = |owner| OwnerJson {
        owner_kind: Owner::kind(owner),
        owner: Owner::name(owner),
        costs: CostsJson::of(view, &view.statement.of_owner(owner), |kind| {
            view.shown(kind).sums(|index| owned(owner, index))
        }),
    };
    view.statement.owners().into_iter().map(json).collect()
}

#[derive(Serialize)]
pub(super) struct RowJson<'view> {
    owner_kind: &'static str,
    owner: &'view str,
    kind: ChargeKind,
    service: &'view str,
    usage_type: &'view str,
    purpose: Purpose,
    purchase_option: &'static str,
    commitment_id: Option<&'view str>,
    #[serde(flatten)]
    costs: CostsJson,
}

/// Every row.
pub(super) fn rows(view: &StatementView) -> Vec<RowJson<'_>> {
    let json = |(index, row): (usize, &'_ crate::statement::StatementRow)| {
        CostsJson::of(view, &row.months, |kind| view.shown(kind).rows[index].clone())
    };
    let all = view.statement.rows.iter().enumerate();
    all.map(|(index, row)| RowJson {
        owner_kind: row.owner.kind(),
        owner: row.owner.name(),
        kind: row.kind,
        service: &row.service,
        usage_type: &row.usage_type,
        purpose: row.purpose,
        purchase_option: purchased(row.purchased),
        commitment_id: row.commitment_id.as_deref(),
        costs: json((index, row)),
    })
    .collect()
}

#[derive(Serialize)]
pub(super) struct DemandCaseJson<'view> {
    demand_scenario: Option<&'view str>,
    meets_objective: bool,
    #[serde(flatten)]
    effective: AmountsJson,
}

#[derive(Serialize)]
pub(super) struct UnavailableJson<'view> {
    demand_scenario: &'view str,
    reason: &'view str,
}

#[derive(Serialize)]
pub(super) struct DemandRangeJson<'view> {
    low: DemandCaseJson<'view>,
    base: DemandCaseJson<'view>,
    high: DemandCaseJson<'view>,
    unavailable: Vec<UnavailableJson<'view>>,
}

impl<'view> DemandRangeJson<'view> {
    pub(super) fn of(view: &StatementView, range: &'view DemandRange) -> Self {
        let case = |case: &'view DemandCase| DemandCaseJson {
            demand_scenario: case.demand_scenario.as_deref(),
            meets_objective: case.meets_objective,
            effective: AmountsJson::of(view, case.months.clone(), &view.result.currency.shared(&case.months).0),
        };
        let gone = range.unavailable.iter();
        Self {
            low: case(&range.low),
            base: case(&range.base),
            high: case(&range.high),
            unavailable: gone.map(|(name, reason)| UnavailableJson { demand_scenario: name, reason }).collect(),
        }
    }
}
