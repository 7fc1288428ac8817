//! Small made-up problems.

use std::ops::Range;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::commitment::{Buyable, CoverableItem, CoverableUsage, Limits, Offer, PlanScope, PortfolioProblem, Purchase};
use crate::money::{Money, Percent};
use crate::patience::Patience;
use crate::scenario::{PaymentOption, TermYears};

/// A problem that owns its parts.
#[derive(Clone, Debug)]
pub(super) struct Owned {
    pub(super) usage: CoverableUsage,
    pub(super) held: Vec<Purchase>,
    pub(super) buyable: Vec<Buyable>,
    pub(super) limits: Limits,
}

impl Owned {
    pub(super) fn problem(&self) -> PortfolioProblem<'_> {
        let Self { usage, held, buyable, limits } = self;
        PortfolioProblem { usage, held, buyable, limits: limits.clone(), patience: Patience::ENDLESS }
    }
}

pub(super) fn dollars(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// A thousandth of a dollar as money.
pub(super) fn thousandths(count: i128) -> Money {
    Money::from_picodollars(count * 1_000_000_000)
}

/// What problems may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Items of every family.
    pub(super) per_family: usize,
    /// Whether several kinds of one plan differ without either being better throughout.
    pub(super) kinds: usize,
    /// Whether plans are held and begin and end inside.
    pub(super) windows: bool,
    pub(super) hours: usize,
}

/// Families `a` and `b`, Fargate, and all plans for them.
pub(super) fn problems(shape: Shape) -> impl Strategy<Value = Owned> {
    let items = 2 * shape.per_family + 1;
    let offers = 3 * shape.kinds;
    let item = (vec(0_i64..6_000, shape.hours), 50_i128..2_000, 60_i128..=100);
    let rates = vec((35_i128..95, 25_i128..90), items);
    let window = (0..shape.hours, 1..=shape.hours);
    let held = vec((0..offers, 1_i128..3_000, window.clone()), if shape.windows { 0..3 } else { 0..1 });
    let windows = vec(option::of(window), offers);
    (vec(item, items), vec(rates, shape.kinds), held, windows).prop_map(move |(items, kinds, held, windows)| {
        let usage = usage(shape, &items, &kinds);
        let range = |(start, length): (usize, usize)| -> Range<usize> { start..(start + length).min(shape.hours) };
        let window = |window: Option<(usize, usize)>| window.filter(|_| shape.windows).map_or(0..shape.hours, range);
        let purchase = |(offer, steps, hours): (usize, i128, (usize, usize))| Purchase {
            offer,
            hourly_commitment: thousandths(steps),
            hours: range(hours),
        };
        let buyable =
            windows.into_iter().enumerate().map(|(offer, hours)| Buyable { offer, hours: window(hours) }).collect();
        Owned { usage, held: held.into_iter().map(purchase).collect(), buyable, limits: Limits::default() }
    })
}

impl Owned {
    /// All prices so far down that an hour costs some hundred steps of the fifth decimal, and only plans `offers`.
    pub(super) fn tiny(mut self, offers: &[usize]) -> Self {
        let down = |price: &mut Money| *price = price.divided_by(4_000);
        for item in &mut self.usage.items {
            down(&mut item.list);
            down(&mut item.contracted);
        }
        self.usage.offers.iter_mut().flat_map(|offer| offer.rates.iter_mut().flatten()).for_each(down);
        self.buyable.retain(|buyable| offers.contains(&buyable.offer));
        self
    }
}

/// A purchase for all hours.
pub(super) fn for_all_hours(usage: &CoverableUsage, offer: usize, hourly_commitment: Money) -> Purchase {
    Purchase { offer, hourly_commitment, hours: 0..usage.hours }
}

type ItemDraw = (Vec<i64>, i128, i128);

fn usage(shape: Shape, items: &[ItemDraw], kinds: &[Vec<(i128, i128)>]) -> CoverableUsage {
    let family_of = |item: usize| (item / shape.per_family < 2).then_some(item / shape.per_family);
    let coverable = |(index, (hourly, list, contracted)): (usize, &ItemDraw)| CoverableItem {
        name: format!("item-{index}"),
        hourly: hourly.iter().map(|thousandths| thousandths * 1_000_000).collect(),
        parts_per_unit: 1_000_000_000,
        list: thousandths(*list),
        contracted: Money::from_picodollars(thousandths(*list).picodollars() * contracted / 100),
    };
    let mut offers = Vec::new();
    for kind in kinds {
        let rate = |item: usize, percent: i128| thousandths(items[item].1).times(percent).divided_by(100);
        let compute = kind.iter().enumerate().map(|(item, (compute, _))| Some(rate(item, *compute))).collect();
        offers.push(offer(PlanScope::Compute, compute));
        for family in 0..2 {
            let of_family = |item: usize| family_of(item) == Some(family);
            let rates = kind.iter().enumerate();
            let rates = rates.map(|(item, (_, rate_percent))| of_family(item).then(|| rate(item, *rate_percent)));
            offers.push(offer(PlanScope::Ec2Instance(format!("f{family}")), rates.collect()));
        }
    }
    CoverableUsage { items: items.iter().enumerate().map(coverable).collect(), offers, hours: shape.hours }
}

pub(super) fn offer(scope: PlanScope, rates: Vec<Option<Money>>) -> Offer {
    let (term, payment) = (TermYears::One, PaymentOption::NoUpfront);
    Offer { scope, term, payment, rates, fee_discount: Percent::ZERO }
}
