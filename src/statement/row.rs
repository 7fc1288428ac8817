//! [`StatementRow`]: the same charge in every month, for one owner (rules L8 to L10).

use std::collections::BTreeMap;

use super::capacity_shares::{CapacityShares, capacity_shares};
use super::charge::{Charge, ChargeKey, Nature, Purchased};
use super::costs::Costs;
use super::owner::{Owner, ShowbackBy};
use crate::bill::ChargeKind;
use crate::comparison::Outcome;
use crate::money::split_by_weight;
use crate::scenario::Scenario;
use crate::usage::Purpose;

/// A row of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    /// Whom it is shown back to.
    pub owner: Owner,
    /// What kind of charge.
    pub kind: ChargeKind,
    /// AWS service code, or `Extra`, `Tax` and `Operations`.
    pub service: String,
    /// AWS usage type; the name of an extra line, or the id of a commitment that is paid.
    pub usage_type: String,
    /// What of the workload it is for.
    pub purpose: Purpose,
    /// How it is bought.
    pub purchased: Purchased,
    /// The commitment it belongs to.
    pub commitment_id: Option<String>,
    /// One per month span.
    pub months: Vec<Costs>,
}

impl StatementRow {
    /// All months together.
    #[must_use]
    pub fn total(&self) -> Costs {
        self.months.iter().sum()
    }
}

/// The rows of charges: by owner, kind of charge, service and usage type.
pub(super) fn rows(
    scenario: &Scenario,
    outcome: &Outcome,
    charges: &[Charge<'_>],
    by: &ShowbackBy,
) -> Vec<StatementRow> {
    let showback = Showback::new(scenario, outcome, by);
    let mut sums: BTreeMap<(usize, &ChargeKey), Vec<Costs>> = BTreeMap::new();
    for charge in charges {
        for (owner, costs) in showback.shares(charge) {
            let months =
                sums.entry((owner, &charge.key)).or_insert_with(|| vec![Costs::default(); showback.month_count]);
            months[charge.month] += costs;
        }
    }
    sums.retain(|_, months| months.iter().any(|costs| !costs.is_zero()));
    let row = |((owner, key), months): ((usize, &ChargeKey), Vec<Costs>)| {
        let ChargeKey { kind, service, usage_type, purpose, purchased, commitment_id } = key.clone();
        let owner = showback.in_order[owner].clone();
        StatementRow { owner, kind, service, usage_type, purpose, purchased, commitment_id, months }
    };
    sums.into_iter().map(row).collect()
}

/// Who owns what.
struct Showback<'a> {
    names: Vec<&'a str>,
    /// The place in `in_order` of each workload's owner.
    places: Vec<usize>,
    in_order: Vec<Owner>,
    shares: Vec<CapacityShares>,
    month_count: usize,
}

impl<'a> Showback<'a> {
    fn new(scenario: &'a Scenario, outcome: &Outcome, by: &ShowbackBy) -> Self {
        let in_order = by.in_order(scenario);
        let place = |owner: &Owner| in_order.iter().position(|known| known == owner);
        let places = by.owners(scenario).iter().filter_map(place).collect();
        let services = scenario.services.iter().map(|service| service.name.as_str());
        let names = services.chain(scenario.jobs.iter().map(|job| job.name.as_str())).collect();
        let month_count = scenario.horizon.months().len();
        Self { names, places, in_order, shares: capacity_shares(scenario, outcome), month_count }
    }

    fn idle(&self) -> usize {
        self.in_order.len() - 2
    }

    fn shared(&self) -> usize {
        self.in_order.len() - 1
    }

    /// The owners of a charge, by their places, with what each of them has of it.
    fn shares(&self, charge: &Charge<'_>) -> Vec<(usize, Costs)> {
        let of_cluster = |shares: &&CapacityShares| shares.workload == charge.workload;
        if charge.nature == Nature::SharedInstances
            && let Some(shares) = self.shares.iter().find(of_cluster)
        {
            let owners = self.places.iter().copied().chain([self.idle()]);
            return owners.zip(split(charge.costs, &shares.months[charge.month])).collect();
        }
        let named = charge.workload.as_deref().and_then(|name| self.names.iter().position(|known| *known == name));
        vec![(named.map_or(self.shared(), |workload| self.places[workload]), charge.costs)]
    }
}

/// Each of the four costs by the same weights.
pub(super) fn split(costs: Costs, weights: &[i128]) -> Vec<Costs> {
    let [list, contracted, effective, billed] =
        [costs.list, costs.contracted, costs.effective, costs.billed].map(|cost| split_by_weight(cost, weights));
    (0..weights.len())
        .map(|index| Costs {
            list: list[index],
            contracted: contracted[index],
            effective: effective[index],
            billed: billed[index],
        })
        .collect()
}
