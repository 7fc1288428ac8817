//! [`Evaluator`]: what every option costs at a point (rules BE2 and BE3).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::eligibility::{eligible, plan_bar};
use super::contenders::{Contender, Contenders};
use super::known_bills::KnownBills;
use super::point::{DemandPoint, Point, PricePoint};
use crate::comparison::{Demands, Metered, OptionId, PricedOption, Study, metered, option_capacity};
use crate::demand::WARM_UP_MINUTES;
use crate::money::Money;
use crate::pricing::PriceBook;
use crate::scenario::Scenario;

/// What every option costs at a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluated {
    /// In the order of rule O1: the total over the horizon, or why the option may not be chosen.
    pub costs: Vec<(OptionId, Result<Money, String>)>,
}

impl Evaluated {
    /// The cheapest option that may be chosen.
    #[must_use]
    pub fn winner(&self) -> Option<OptionId> {
        self.cheapest().map(|(_, id)| id)
    }

    /// The cheapest option that may be chosen, with its cost.
    #[must_use]
    pub fn cheapest(&self) -> Option<(Money, OptionId)> {
        self.costs.iter().filter_map(|(id, cost)| cost.as_ref().ok().map(|cost| (*cost, *id))).min()
    }

    /// What an option costs, if it may be chosen.
    #[must_use]
    pub fn cost(&self, id: OptionId) -> Option<Money> {
        self.costs.iter().find(|(of, _)| *of == id)?.1.as_ref().ok().copied()
    }
}

/// What every option meters at a demand point, and was billed for it; or why it may not be chosen.
type Capacity = Vec<Result<(Metered, KnownBills), (OptionId, String)>>;

/// Evaluates points of one scenario. Each thread has its own: demand is worked out once and then multiplied.
pub struct Evaluator<'a> {
    scenario: &'a Scenario,
    book: &'a PriceBook,
    contenders: &'a Contenders,
    demands: Demands,
    /// What the scenario and its demand scenarios, by their place, ask for as they are.
    known: BTreeMap<Option<usize>, Rc<Faced>>,
}

/// What a demand point asks for.
struct Faced {
    settings: Scenario,
    demands: Demands,
    /// Empty when it is chosen anew for every price.
    capacity: Capacity,
}

impl<'a> Evaluator<'a> {
    /// An evaluator of the scenario that the contenders are of.
    #[must_use]
    pub fn new(scenario: &'a Scenario, book: &'a PriceBook, contenders: &'a Contenders) -> Self {
        Self { scenario, book, contenders, demands: Demands::of(scenario), known: BTreeMap::new() }
    }

    /// What every option costs at one point.
    pub fn at(&mut self, point: &Point) -> Evaluated {
        self.along(&point.demand, std::slice::from_ref(&point.price)).pop().expect("one point was asked for")
    }

    /// What every option costs at several prices for the same demand: simulated once.
    pub fn along(&mut self, demand: &DemandPoint, prices: &[PricePoint]) -> Vec<Evaluated> {
        let faced = self.faced(demand);
        if self.contenders.resized {
            return prices.iter().map(|price| self.chosen_anew(&faced, price)).collect();
        }
        let study = Study::facing(&faced.settings, self.book, faced.demands.clone());
        prices.iter().map(|price| self.priced(&study, &faced.capacity, price)).collect()
    }

    /// What a demand point asks for, worked out once for those that are asked for often.
    fn faced(&mut self, demand: &DemandPoint) -> Rc<Faced> {
        let place = demand.demand_scenario;
        let is_as_given = *demand == DemandPoint { demand_scenario: place, ..DemandPoint::default() };
        if let Some(known) = self.known.get(&place).filter(|_| is_as_given) {
            return Rc::clone(known);
        }
        let demands = self.demands_at(demand);
        let capacity = if self.contenders.resized { Vec::new() } else { self.capacity(demand, &demands) };
        let faced = Rc::new(Faced { settings: demand.settings(self.scenario), demands, capacity });
        if is_as_given {
            self.known.insert(place, Rc::clone(&faced));
        }
        faced
    }

    /// The demand at a point.
    fn demands_at(&self, point: &DemandPoint) -> Demands {
        let scenarios = &self.scenario.uncertainty.demand_scenarios;
        let drawn = point.demand_scenario.and_then(|index| scenarios.get(index));
        let described = match (drawn, point.growth) {
            (Some(demand), _) => Demands::of(&self.scenario.under(demand)),
            (None, Some(_)) => Demands::of(&point.settings(self.scenario)),
            (None, None) => self.demands.clone(),
        };
        let level = point.traffic.unwrap_or(1.0);
        let more = 1.0 + point.more_growth.unwrap_or(0.0) / 100.0;
        if level.total_cmp(&1.0).is_eq() && more.total_cmp(&1.0).is_eq() {
            return described;
        }
        let first = self.scenario.horizon.first_minute() - WARM_UP_MINUTES;
        let mut multiples = vec![(0, level)];
        let mut multiple = level;
        for &start in self.scenario.horizon.growth_month_starts() {
            multiple *= more;
            multiples.push(((start - first) as usize, multiple));
        }
        described.multiplied(|_| multiples.clone())
    }

    /// Capacity of every contender at its own sizes and types; options that run alike are simulated once.
    fn capacity(&self, point: &DemandPoint, demands: &Demands) -> Capacity {
        let mut all = Vec::new();
        for group in &self.contenders.groups {
            let scenario = point.settings(&group.scenario);
            let study = Study::facing(&scenario, self.book, demands.clone()).unpriced();
            let mut simulated: BTreeMap<OptionId, PricedOption> = BTreeMap::new();
            for contender in &group.contenders {
                let id = contender.capacity_of;
                let option = simulated.entry(id).or_insert_with(|| option_capacity(&study, id));
                let metered = capacity_of(&study, contender, option);
                all.push(metered.map(|metered| {
                    let known = KnownBills::of(&scenario, &metered);
                    (metered, known)
                }));
            }
        }
        all
    }

    /// The bills of metered capacity.
    fn priced(&self, study: &Study<'_>, capacity: &Capacity, point: &PricePoint) -> Evaluated {
        let settings = point.settings(study.scenario);
        let book = point.book(self.contenders, self.book);
        let study = study.priced_as(&settings, book.as_ref().unwrap_or(self.book));
        let instances = point.instances(self.contenders);
        let bill = |metered: &Metered| match instances {
            None => billed(&study, metered),
            Some(ratio) => billed(&study, &metered.on_instances(ratio)),
        };
        let cost = |one: &Result<(Metered, KnownBills), (OptionId, String)>| match one {
            Err((id, reason)) => (*id, Err(reason.clone())),
            Ok((metered, known)) => (metered.id, known.at(point, || bill(metered))),
        };
        let mut costs: Vec<(OptionId, Result<Money, String>)> = capacity.iter().map(cost).collect();
        costs.sort_by_key(|(id, _)| *id);
        Evaluated { costs }
    }

    /// The same with sizes, types and plans chosen for the point; packing is that of the choice, moved as far.
    fn chosen_anew(&self, faced: &Faced, price: &PricePoint) -> Evaluated {
        let settings = price.settings(&faced.settings);
        let book = price.book(self.contenders, self.book);
        let study = Study::facing(&settings, book.as_ref().unwrap_or(self.book), faced.demands.clone());
        let mut costs: Vec<(OptionId, Result<Money, String>)> = Vec::new();
        for id in self.contenders.ids() {
            let option = option_capacity(&study, id);
            let contender = Contender { id, capacity_of: id, plans: Vec::new() };
            let cost = match (capacity_of(&study, &contender, &option), price.instances(self.contenders)) {
                (Err((_, reason)), _) => Err(reason),
                (Ok(metered), Some(ratio)) => billed(&study, &metered.on_instances(ratio)),
                (Ok(_), None) => Ok(option.outcome.as_ref().map_or(Money::ZERO, |outcome| outcome.bill.total())),
            };
            costs.push((id, cost));
        }
        costs.sort_by_key(|(id, _)| *id);
        Evaluated { costs }
    }
}

/// What a contender meters, if it may be chosen at all.
fn capacity_of(study: &Study<'_>, contender: &Contender, option: &PricedOption) -> Result<Metered, (OptionId, String)> {
    match eligible(study.scenario, option) {
        Ok(outcome) => Ok(metered(study, contender.id, outcome, contender.plans.clone())),
        Err(bar) => Err((contender.id, bar.reason().to_owned())),
    }
}

/// The total of a bill, unless a plan in it outlasts the workload.
fn billed(study: &Study<'_>, metered: &Metered) -> Result<Money, String> {
    let (bill, commitments) = metered.billed(study).map_err(|missing| missing.to_string())?;
    match plan_bar(study.scenario, &commitments) {
        Some(bar) => Err(bar.reason().to_owned()),
        None => Ok(bill.total()),
    }
}
