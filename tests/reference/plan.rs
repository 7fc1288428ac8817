//! One plan and nothing else: what it covers, and its best commitment (rules C1 to C4).

use std::collections::{BTreeMap, BTreeSet};

use ecsplan::money::{Money, Percent};
use ecsplan::pricing::{PlanKind, PriceBook, Sku};
use ecsplan::scenario::{PaymentOption, Scenario, TermYears};

use super::bill::{contracted, per_unit};
use super::commitments::{DOLLAR, Plan, SCALE};
use super::usage::{Ledger, Row};

/// Discounts have six decimals: a contracted dollar is a whole number of these parts.
const PARTS: i128 = 1_000_000;

/// The smallest commitment, and the step between two, in picodollars an hour.
const LEAST: i128 = 1_000_000_000;
const STEP: i128 = 10_000_000;

/// One SKU that a plan covers, in the parts that rule C2 cuts its smallest amounts into.
#[derive(Clone, Debug)]
pub(crate) struct Covered {
    sku: Sku,
    hourly: Vec<i64>,
    fine: i64,
    rate: i128,
    list: i128,
    contracted: i128,
    per: i128,
}

/// Into how many parts a smallest amount is cut.
const fn fine_parts(sku: &Sku) -> i64 {
    if matches!(sku, Sku::Instance(_)) { 1_000_000 } else { 1_000 }
}

impl Covered {
    /// Scaled cost of an amount at a price.
    fn scaled(&self, price: i128, amount: i64) -> i128 {
        price * i128::from(amount) * (SCALE / (self.per * i128::from(self.fine)))
    }
}

/// What a plan (for a family, or for everything) may cover of a ledger, in its order; none when a rate is missing.
pub(crate) fn coverable(
    ledger: &Ledger,
    book: &PriceBook,
    family: Option<&str>,
    term: TermYears,
    payment: PaymentOption,
) -> Option<Vec<Covered>> {
    let mut skus: Vec<Covered> = Vec::new();
    let kind = if family.is_some() { PlanKind::Ec2Instance } else { PlanKind::Compute };
    let is_of_it = |sku: &Sku| match (sku, family) {
        (_, None) => true,
        (Sku::Instance(name), Some(family)) => name.split_once('.').is_some_and(|(own, _)| own == family),
        _ => false,
    };
    for row in ledger.0.iter().filter(|row| is_coverable(row) && is_of_it(&row.sku)) {
        let fine = fine_parts(&row.sku);
        if let Some(one) = skus.iter_mut().find(|one| one.sku == row.sku) {
            one.hourly.iter_mut().zip(&row.hourly).for_each(|(sum, more)| *sum += more * fine);
            continue;
        }
        if row.hourly.iter().all(|amount| *amount == 0) {
            continue;
        }
        let list = book.price(&row.sku).ok()?;
        skus.push(Covered {
            sku: row.sku.clone(),
            hourly: row.hourly.iter().map(|amount| amount * fine).collect(),
            fine,
            rate: book.plan_rate(&row.sku, kind, term, payment).ok()?.unit_price.picodollars(),
            list: list.unit_price.picodollars(),
            contracted: contracted(book, &list, row.sku.service_code()),
            per: per_unit(row.sku.unit()),
        });
    }
    skus.sort_by(|a, b| {
        let saving = (a.rate * b.list).cmp(&(b.rate * a.list));
        saving.then(a.rate.cmp(&b.rate)).then(a.sku.usage_type(book.codes()).cmp(&b.sku.usage_type(book.codes())))
    });
    Some(skus)
}

fn is_coverable(row: &Row) -> bool {
    !row.spot && matches!(row.sku, Sku::Instance(_) | Sku::FargateVcpu(_) | Sku::FargateMemory(_))
}

/// What a scaled commitment covers of each SKU in an hour.
fn cover_hour(skus: &[Covered], hour: usize, commitment: i128) -> Vec<i64> {
    let mut rest = commitment;
    let mut covered = vec![0; skus.len()];
    for (index, one) in skus.iter().enumerate() {
        let amount = one.hourly[hour];
        let whole = one.scaled(one.rate, amount);
        if whole <= rest {
            covered[index] = amount;
            rest -= whole;
        } else {
            covered[index] = i64::try_from(rest / one.scaled(one.rate, 1)).unwrap();
            break;
        }
    }
    covered
}

/// Covered amounts, SKU by SKU and hour by hour.
pub(crate) fn cover(skus: &[Covered], commitment: i128, plan_hours: usize) -> Vec<Vec<i64>> {
    let mut covered: Vec<Vec<i64>> = skus.iter().map(|one| vec![0; one.hourly.len()]).collect();
    let hours = skus.first().map_or(0, |one| one.hourly.len()).min(plan_hours);
    for hour in 0..hours {
        for (row, amount) in covered.iter_mut().zip(cover_hour(skus, hour, commitment * SCALE)) {
            row[hour] = amount;
        }
    }
    covered
}

/// The cost of a scaled commitment: its fee and what stays on demand, exactly, in [`PARTS`] for the discount.
fn exact_cost(skus: &[Covered], commitment: i128, plan_hours: usize, discount: Percent) -> i128 {
    let dollar = Money::from_picodollars(DOLLAR).percent_off(discount).picodollars();
    let hours = skus.first().map_or(0, |one| one.hourly.len());
    let mut remainder = 0;
    for hour in 0..hours {
        let covered = if hour < plan_hours { cover_hour(skus, hour, commitment) } else { vec![0; skus.len()] };
        for (one, covered) in skus.iter().zip(covered) {
            remainder += one.scaled(one.contracted, one.hourly[hour] - covered);
        }
    }
    commitment * plan_hours as i128 * (dollar / (DOLLAR / PARTS)) + remainder * PARTS
}

/// The kinks of the total, scaled: nothing, and every running sum of every hour.
fn kinks(skus: &[Covered], plan_hours: usize) -> Vec<i128> {
    let mut kinks = vec![0];
    let hours = skus.first().map_or(0, |one| one.hourly.len()).min(plan_hours);
    for hour in 0..hours {
        let mut sum = 0;
        for one in skus {
            sum += one.scaled(one.rate, one.hourly[hour]);
            kinks.push(sum);
        }
    }
    kinks.sort_unstable();
    kinks.dedup();
    kinks
}

fn neighbours(kink: i128) -> Vec<i128> {
    let cut = kink / SCALE / STEP * STEP;
    [0, cut - STEP, cut, cut + STEP].into_iter().filter(|c| *c == 0 || *c >= LEAST).collect()
}

/// Every commitment that rule C3 looks at, with its exact cost.
pub(crate) fn candidates(skus: &[Covered], plan_hours: usize, discount: Percent) -> BTreeMap<i128, i128> {
    let commitments = kinks(skus, plan_hours).into_iter().flat_map(neighbours).collect::<BTreeSet<i128>>();
    commitments.into_iter().map(|c| (c, exact_cost(skus, c * SCALE, plan_hours, discount))).collect()
}

/// What counts as a tie: 10⁻⁹ of the cost on demand.
pub(crate) fn tie(candidates: &BTreeMap<i128, i128>) -> i128 {
    candidates[&0] / 1_000_000_000
}

/// The best commitment by rule C3, in picodollars an hour.
pub(crate) fn best(skus: &[Covered], plan_hours: usize, discount: Percent) -> i128 {
    let candidates = candidates(skus, plan_hours, discount);
    let reach = candidates.values().min().unwrap() + tie(&candidates);
    *candidates.iter().find(|(_, cost)| **cost <= reach).unwrap().0
}

/// The best plan of a kind for a ledger, nothing being held; none when a rate is missing.
pub(crate) fn best_plan(
    scenario: &Scenario,
    book: &PriceBook,
    ledger: &Ledger,
    family: Option<&str>,
    (term, payment): (TermYears, PaymentOption),
) -> Option<Plan> {
    let skus = coverable(ledger, book, family, term, payment)?;
    let plan = Plan::bought(scenario, family, (term, payment), 0);
    let plan_hours = plan.end_hour.min(i64::from(scenario.horizon.hours())) as usize;
    let service = if family.is_some() { "EC2InstanceSavingsPlans" } else { "ComputeSavingsPlans" };
    let hourly = best(&skus, plan_hours, book.discount(service));
    Some(Plan { hourly, ..plan })
}

/// The families of the instances in a ledger, by name.
pub(crate) fn families(ledger: &Ledger) -> Vec<String> {
    let in_use = ledger.0.iter().filter(|row| is_coverable(row) && row.hourly.iter().any(|amount| *amount > 0));
    let family = |row: &Row| match &row.sku {
        Sku::Instance(name) => name.split_once('.').map(|(family, _)| family.to_owned()),
        _ => None,
    };
    in_use.filter_map(family).collect::<BTreeSet<String>>().into_iter().collect()
}
