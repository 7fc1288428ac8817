//! Compute Savings Plans hour by hour (rules C1 to C5).

use ecsplan::money::{Money, Percent};
use ecsplan::pricing::{PlanKind, PriceBook, Sku};
use ecsplan::scenario::{PaymentOption, Scenario, TermYears};

use super::bill::{Line, contracted, cost, per_unit, price};
use super::usage::{Ledger, Row};

/// All costs here are picodollars times this, so that every part of a SKU's smallest amount costs a whole number.
const SCALE: i128 = 1_024 * 3_600 * 1_000_000;

/// The smallest commitment, and the step between two, in picodollars an hour.
const LEAST: i128 = 1_000_000_000;
const STEP: i128 = 10_000_000;

const DOLLAR: i128 = 1_000_000_000_000;

/// One SKU that a plan covers.
#[derive(Clone, Debug)]
pub(crate) struct Covered {
    pub(crate) sku: Sku,
    pub(crate) hourly: Vec<i64>,
    rate: i128,
    list: i128,
    contracted: i128,
    per: i128,
}

impl Covered {
    /// Scaled cost of an amount at a price.
    fn scaled(&self, price: i128, amount: i64) -> i128 {
        price * i128::from(amount) * (SCALE / self.per)
    }
}

/// What a plan may cover of a ledger, in its order; none when a rate is missing.
pub(crate) fn coverable(
    ledger: &Ledger,
    book: &PriceBook,
    term: TermYears,
    payment: PaymentOption,
) -> Option<Vec<Covered>> {
    let mut skus: Vec<Covered> = Vec::new();
    for row in ledger.0.iter().filter(|row| is_coverable(row)) {
        if let Some(one) = skus.iter_mut().find(|one| one.sku == row.sku) {
            one.hourly.iter_mut().zip(&row.hourly).for_each(|(sum, more)| *sum += more * parts(&row.sku));
            continue;
        }
        if row.hourly.iter().all(|amount| *amount == 0) {
            continue;
        }
        let list = book.price(&row.sku).ok()?;
        skus.push(Covered {
            sku: row.sku.clone(),
            hourly: row.hourly.iter().map(|amount| amount * parts(&row.sku)).collect(),
            rate: book.plan_rate(&row.sku, PlanKind::Compute, term, payment).ok()?.unit_price.picodollars(),
            list: list.unit_price.picodollars(),
            contracted: contracted(book, &list, row.sku.service_code()),
            per: per_unit(row.sku.unit()) * i128::from(parts(&row.sku)),
        });
    }
    skus.sort_by(|a, b| {
        let saving = (a.rate * b.list).cmp(&(b.rate * a.list));
        saving.then(a.rate.cmp(&b.rate)).then(a.sku.usage_type(book.codes()).cmp(&b.sku.usage_type(book.codes())))
    });
    Some(skus)
}

/// C2: into how many parts a smallest amount is cut.
fn parts(sku: &Sku) -> i64 {
    if matches!(sku, Sku::Instance(_)) { 1_000_000 } else { 1_000 }
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

/// The cost of a scaled commitment: its fee and what stays on demand, exactly, ×10⁶ for the discount.
fn exact_cost(skus: &[Covered], commitment: i128, plan_hours: usize, discount: Percent) -> i128 {
    let million = Money::from_picodollars(1_000_000).percent_off(discount).picodollars();
    let hours = skus.first().map_or(0, |one| one.hourly.len());
    let mut remainder = 0;
    for hour in 0..hours {
        let covered = if hour < plan_hours { cover_hour(skus, hour, commitment) } else { vec![0; skus.len()] };
        for (one, covered) in skus.iter().zip(covered) {
            remainder += one.scaled(one.contracted, one.hourly[hour] - covered);
        }
    }
    commitment * plan_hours as i128 * million + remainder * 1_000_000
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

/// The best commitment by rule C3, in picodollars an hour.
pub(crate) fn best(skus: &[Covered], plan_hours: usize, discount: Percent) -> i128 {
    let cost_of = |scaled: i128| exact_cost(skus, scaled, plan_hours, discount);
    let (_, least) = exhaustive(skus, plan_hours, discount);
    let reach = least + cost_of(0) / 1_000_000_000;
    let all = kinks(skus, plan_hours);
    let first = all.iter().position(|kink| cost_of(*kink) <= reach).unwrap_or(0);
    if first == 0 {
        return 0;
    }
    // Between two kinks the total falls steadily: the first step that is low enough, one after the other from the left.
    let (mut low, mut high) = (all[first - 1] / SCALE / STEP, all[first] / SCALE / STEP + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if middle * STEP >= LEAST && cost_of(middle * STEP * SCALE) <= reach {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    high * STEP
}

/// The best of the neighbours of all kinks, and its exact cost.
pub(crate) fn exhaustive(skus: &[Covered], plan_hours: usize, discount: Percent) -> (i128, i128) {
    let all = kinks(skus, plan_hours).into_iter().flat_map(neighbours).collect();
    cheapest(skus, plan_hours, discount, all)
}

/// The exact cost of a commitment in picodollars an hour, as [`exhaustive`] gives it.
pub(crate) fn cost_of(skus: &[Covered], commitment: i128, plan_hours: usize, discount: Percent) -> i128 {
    exact_cost(skus, commitment * SCALE, plan_hours, discount)
}

fn cheapest(skus: &[Covered], plan_hours: usize, discount: Percent, mut candidates: Vec<i128>) -> (i128, i128) {
    candidates.sort_unstable();
    candidates.dedup();
    let costs = candidates.into_iter().map(|c| (exact_cost(skus, c * SCALE, plan_hours, discount), c));
    let (cost, commitment) = costs.min().unwrap();
    (commitment, cost)
}

/// Lines of a ledger under a plan, best commitment and all.
pub(crate) fn price_with_plan(
    scenario: &Scenario,
    book: &PriceBook,
    ledger: &Ledger,
    term: TermYears,
    payment: PaymentOption,
) -> Option<(i128, Vec<Line>)> {
    let skus = coverable(ledger, book, term, payment)?;
    let horizon_hours = scenario.horizon.hours();
    let plan_hours = if scenario.commitments.renew { horizon_hours } else { horizon_hours.min(term.hours()) } as usize;
    let discount = book.discount("ComputeSavingsPlans");
    let commitment = best(&skus, plan_hours, discount);
    let shares = shares(ledger, &skus, &cover(&skus, commitment, plan_hours));
    let mut lines = price(scenario, book, &remainder(ledger, &shares))?;
    let discount_off = |amount: i128| Money::from_picodollars(amount).percent_off(discount).picodollars();
    for (span, month) in scenario.horizon.months().iter().enumerate() {
        let hours = month.hour_range().filter(|hour| *hour < plan_hours).count() as i128;
        let mut unused = commitment * hours;
        for (row, share) in ledger.0.iter().zip(&shares) {
            let Some(one) = skus.iter().find(|one| one.sku == row.sku) else { continue };
            let amount: i128 = share[month.hour_range()].iter().map(|x| i128::from(*x)).sum();
            let at_rate = one.rate * amount / one.per;
            unused -= at_rate;
            lines.push(Line {
                span,
                service: one.sku.service_code().to_owned(),
                workload: row.workload.clone(),
                usage_type: one.sku.usage_type(book.codes()),
                option: "SavingsPlan",
                amount,
                per: one.per,
                list_unit_price: one.list,
                unit_price: discount_off(one.rate),
                list_cost: cost(one.list, amount, one.per),
                cost: discount_off(at_rate),
            });
        }
        lines.push(Line {
            span,
            service: "ComputeSavingsPlans".to_owned(),
            workload: None,
            usage_type: PlanKind::Compute.usage_type(term, payment),
            option: "SavingsPlanUnused",
            amount: unused,
            per: DOLLAR,
            list_unit_price: DOLLAR,
            unit_price: discount_off(DOLLAR),
            list_cost: unused,
            cost: discount_off(unused),
        });
    }
    Some((commitment, lines))
}

/// What of each row of a ledger is covered: workloads of a SKU take theirs in the order of the ledger.
fn shares(ledger: &Ledger, skus: &[Covered], covered: &[Vec<i64>]) -> Vec<Vec<i64>> {
    let mut left = covered.to_vec();
    let mut shares = Vec::new();
    for row in &ledger.0 {
        let index = skus.iter().position(|one| is_coverable(row) && one.sku == row.sku);
        let mut take = |hour: usize, wanted: i64| {
            let left = index.map(|index| &mut left[index][hour]);
            left.map_or(0, |left| {
                let taken = wanted.min(*left);
                *left -= taken;
                taken
            })
        };
        let parts = parts(&row.sku);
        shares.push(row.hourly.iter().enumerate().map(|(hour, wanted)| take(hour, wanted * parts)).collect());
    }
    shares
}

/// What stays on demand, in parts of a smallest amount where a plan may cover them.
fn remainder(ledger: &Ledger, shares: &[Vec<i64>]) -> Ledger {
    let mut rest = ledger.clone();
    for (row, share) in rest.0.iter_mut().zip(shares) {
        row.parts = if is_coverable(row) { parts(&row.sku) } else { 1 };
        let parts = row.parts;
        row.hourly.iter_mut().zip(share).for_each(|(used, covered)| *used = *used * parts - covered);
    }
    rest
}
