//! Everything that is held and bought, hour by hour: Reserved Instances, then plans in pools (rules C1, C2, C4 to C8).

use std::cmp::Ordering;
use std::ops::Range;

use ecsplan::money::{Money, Percent, divide_half_even};
use ecsplan::pricing::{PlanKind, PriceBook, Sku};
use ecsplan::scenario::{HeldCommitment, HeldKind, PaymentOption, Scenario, TermYears};

use super::bill::{Line, contracted, cost, per_unit};
use super::usage::{Ledger, Row};

/// All exact costs here are picodollars times this, so that the finest part of any SKU costs a whole number.
pub(super) const SCALE: i128 = 1_024 * 3_600 * 1_000_000;

pub(super) const DOLLAR: i128 = 1_000_000_000_000;

/// A plan that is held or bought: for a family, or for all compute usage.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) family: Option<String>,
    pub(crate) term: TermYears,
    pub(crate) payment: PaymentOption,
    /// Picodollars an hour.
    pub(crate) hourly: i128,
    /// From the first hour of the horizon, not cut to it.
    pub(crate) first_hour: i64,
    pub(crate) end_hour: i64,
}

impl Plan {
    /// A purchase by rule C4.
    pub(crate) fn bought(
        scenario: &Scenario,
        family: Option<&str>,
        (term, payment): (TermYears, PaymentOption),
        hourly: i128,
    ) -> Self {
        let of = family.map_or_else(|| "compute-sp".to_owned(), |family| format!("ec2-instance-sp-{family}"));
        let (hours, whole) = (i64::from(scenario.horizon.hours()), i64::from(term.hours()));
        let mut end_hour = whole;
        while scenario.commitments.renew && end_hour < hours {
            end_hour += whole;
        }
        let id = format!("{of}-{}y-{}", term.years(), payment.name().replace('_', "-"));
        Self { id, family: family.map(str::to_owned), term, payment, hourly, first_hour: 0, end_hour }
    }

    pub(super) fn kind(&self) -> PlanKind {
        if self.family.is_some() { PlanKind::Ec2Instance } else { PlanKind::Compute }
    }

    fn covers(&self, sku: &Sku) -> bool {
        self.family.as_deref().is_none_or(|family| family_of(sku) == Some(family))
    }

    fn runs(&self, hour: usize) -> bool {
        (self.first_hour..self.end_hour).contains(&(hour as i64))
    }

    fn hours_inside(&self, hours: usize) -> i128 {
        (0..hours).filter(|&hour| self.runs(hour)).count() as i128
    }

    fn is_of_the_pool_of(&self, other: &Self) -> bool {
        (&self.family, self.term, self.payment) == (&other.family, other.term, other.payment)
    }
}

fn type_of(sku: &Sku) -> &str {
    let Sku::Instance(name) = sku else { panic!("{sku:?} is no instance") };
    name
}

fn family_of(sku: &Sku) -> Option<&str> {
    let Sku::Instance(name) = sku else { return None };
    name.split('.').next()
}

/// What a commitment came to over the horizon, in picodollars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) id: String,
    pub(crate) hourly: i128,
    pub(crate) used: i128,
    pub(crate) unused: i128,
    pub(crate) liability: i128,
}

/// One SKU of a ledger in the parts that coverage is cut to; what is not covered yet is left.
#[derive(Clone, Debug)]
struct Item {
    sku: Sku,
    left: Vec<i64>,
    fine: i64,
    list: i128,
    contracted: i128,
    per: i128,
}

impl Item {
    /// Scaled cost of an amount at a price.
    fn scaled(&self, price: i128, amount: i128) -> i128 {
        price * amount * (SCALE / (self.per * i128::from(self.fine)))
    }

    fn fine_per(&self) -> i128 {
        self.per * i128::from(self.fine)
    }
}

/// Into how many parts a smallest amount is cut.
const fn fine_parts(sku: &Sku) -> i64 {
    if matches!(sku, Sku::Instance(_)) { 1_000_000 } else { 1_000 }
}

fn is_coverable(row: &Row) -> bool {
    !row.spot && matches!(row.sku, Sku::Instance(_) | Sku::FargateVcpu(_) | Sku::FargateMemory(_))
}

/// A ledger with everything applied.
#[derive(Clone, Debug)]
pub(crate) struct Applied {
    pub(crate) lines: Vec<Line>,
    pub(crate) remainder: Ledger,
    /// In file order, then as bought.
    pub(crate) told: Vec<Told>,
    /// What stays on demand, at contracted prices, times [`SCALE`].
    scaled_remainder: i128,
}

/// Applies what is held, and purchases, to a ledger; none when a price is missing.
pub(crate) fn apply(
    scenario: &Scenario,
    book: &PriceBook,
    ledger: &Ledger,
    held: &[HeldCommitment],
    bought: &[Plan],
) -> Option<Applied> {
    let mut desk = Desk::open(scenario, book, ledger)?;
    let held: Vec<&HeldCommitment> = held.iter().filter(|one| one.end_hour > 0).collect();
    let mut told: Vec<(usize, Told)> = Vec::new();
    let is_zonal = |one: &HeldCommitment| matches!(one.kind, HeldKind::ReservedInstance { zonal: true, .. });
    for zonal in [true, false] {
        for (place, one) in held.iter().copied().enumerate().filter(|(_, one)| is_zonal(one) == zonal) {
            if let HeldKind::ReservedInstance { .. } = one.kind {
                told.push((place, desk.reserve(one)?));
            }
        }
    }
    let mut plans: Vec<(usize, Plan)> =
        held.iter().enumerate().filter_map(|(place, one)| Some((place, held_plan(one)?))).collect();
    plans.extend(bought.iter().enumerate().map(|(place, one)| (held.len() + place, one.clone())));
    told.extend(desk.plans(&plans)?);
    told.sort_by_key(|(place, _)| *place);
    let scaled = |item: &Item| item.scaled(item.contracted, item.left.iter().map(|parts| i128::from(*parts)).sum());
    Some(Applied {
        scaled_remainder: desk.items.iter().map(scaled).sum(),
        remainder: remainder(ledger, &desk.shares),
        lines: desk.lines,
        told: told.into_iter().map(|(_, one)| one).collect(),
    })
}

/// A plan that is held, at the share of it that is available.
fn held_plan(one: &HeldCommitment) -> Option<Plan> {
    let (family, hourly) = match &one.kind {
        HeldKind::ComputeSavingsPlan { hourly_commitment } => (None, hourly_commitment),
        HeldKind::Ec2InstanceSavingsPlan { family, hourly_commitment } => (Some(family.clone()), hourly_commitment),
        HeldKind::ReservedInstance { .. } => return None,
    };
    Some(Plan {
        id: one.id.clone(),
        family,
        term: one.term,
        payment: one.payment,
        hourly: hourly.percent_of(one.available_share).picodollars(),
        first_hour: one.first_hour,
        end_hour: one.end_hour,
    })
}

/// The exact total of rule C8 times [`SCALE`] × 1,000,000: what stays on demand, and the fees of all plans.
pub(crate) fn exact_total(scenario: &Scenario, book: &PriceBook, applied: &Applied, plans: &[Plan]) -> i128 {
    let hours = scenario.horizon.hours() as usize;
    let fee = |plan: &Plan| {
        let dollar = Money::from_picodollars(DOLLAR).percent_off(fee_discount(book, plan)).picodollars();
        plan.hourly * plan.hours_inside(hours) * (dollar / 1_000_000) * SCALE
    };
    applied.scaled_remainder * 1_000_000 + plans.iter().map(fee).sum::<i128>()
}

/// The plans among what is held.
pub(crate) fn held_plans(held: &[HeldCommitment]) -> Vec<Plan> {
    held.iter().filter_map(held_plan).collect()
}

fn fee_discount(book: &PriceBook, plan: &Plan) -> Percent {
    book.discount(fee_service(plan))
}

fn fee_service(plan: &Plan) -> &'static str {
    if plan.family.is_some() { "EC2InstanceSavingsPlans" } else { "ComputeSavingsPlans" }
}

/// What is shared out already, and what is left.
struct Desk<'a> {
    scenario: &'a Scenario,
    book: &'a PriceBook,
    ledger: &'a Ledger,
    items: Vec<Item>,
    /// What is covered of every row, in parts.
    shares: Vec<Vec<i64>>,
    lines: Vec<Line>,
}

/// A pool's rate for an item, both by their places.
#[derive(Clone, Debug)]
struct Pair {
    pool: usize,
    item: usize,
    rate: i128,
}

/// What a pair or Reserved Instances cover of the rows of an item: row, then hours.
type RowCover = Vec<(usize, Vec<i64>)>;

impl<'a> Desk<'a> {
    fn open(scenario: &'a Scenario, book: &'a PriceBook, ledger: &'a Ledger) -> Option<Self> {
        let mut items: Vec<Item> = Vec::new();
        for row in ledger.0.iter().filter(|row| is_coverable(row) && row.hourly.iter().any(|amount| *amount > 0)) {
            let fine = fine_parts(&row.sku);
            if let Some(item) = items.iter_mut().find(|item| item.sku == row.sku) {
                item.left.iter_mut().zip(&row.hourly).for_each(|(sum, more)| *sum += more * fine);
                continue;
            }
            let price = book.price(&row.sku).ok()?;
            items.push(Item {
                sku: row.sku.clone(),
                left: row.hourly.iter().map(|amount| amount * fine).collect(),
                fine,
                list: price.unit_price.picodollars(),
                contracted: contracted(book, &price, row.sku.service_code()),
                per: per_unit(row.sku.unit()),
            });
        }
        let shares = ledger.0.iter().map(|row| vec![0; row.hourly.len()]).collect();
        Some(Self { scenario, book, ledger, items, shares, lines: Vec::new() })
    }

    fn hours(&self) -> usize {
        self.scenario.horizon.hours() as usize
    }

    fn sum_in(&self, span: usize, hourly: &[i64]) -> i128 {
        hourly[self.scenario.horizon.months()[span].hour_range()].iter().map(|parts| i128::from(*parts)).sum()
    }

    /// Takes what is covered of an item off it and shares it among its rows in their order.
    fn take(&mut self, item: usize, covered: &[i64]) -> RowCover {
        let mut rest = covered.to_vec();
        let mut rows = Vec::new();
        let fine = self.items[item].fine;
        for (index, row) in self.ledger.0.iter().enumerate() {
            if !is_coverable(row) || row.sku != self.items[item].sku {
                continue;
            }
            let mut of_row = vec![0; rest.len()];
            for hour in 0..rest.len() {
                of_row[hour] = rest[hour].min(row.hourly[hour] * fine - self.shares[index][hour]);
                self.shares[index][hour] += of_row[hour];
                rest[hour] -= of_row[hour];
            }
            rows.push((index, of_row));
        }
        assert!(rest.iter().all(|parts| *parts == 0), "more is covered than used");
        self.items[item].left.iter_mut().zip(covered).for_each(|(left, covered)| *left -= covered);
        rows
    }

    /// Reserved Instances (rule C6).
    fn reserve(&mut self, one: &HeldCommitment) -> Option<Told> {
        let HeldKind::ReservedInstance { instance_type, count, zonal } = &one.kind else { unreachable!() };
        let hours = self.hours();
        let runs = cut(one.first_hour, one.end_hour, hours);
        let after = (one.end_hour - one.first_hour.max(hours as i64)).max(0);
        let rate = self.book.reserved_price(instance_type, one.term, one.payment).ok()?.unit_price;
        let discount = self.book.discount("AmazonEC2");
        let off = |amount: i128| Money::from_picodollars(amount).percent_off(discount).picodollars();
        let hourly = rate.times(i128::from(*count)).percent_of(one.available_share).picodollars();
        let own = self.quarters(instance_type);
        let whole = i128::from(*count) * 3_600 * 1_000_000 * own;
        let capacity =
            Money::from_picodollars(whole * 1_000_000).percent_of(one.available_share).picodollars() / 1_000_000;

        let mut of_items: Vec<usize> = (0..self.items.len())
            .filter(|&item| match &self.items[item].sku {
                Sku::Instance(name) if *zonal || is_rigid(instance_type) => name == instance_type,
                Sku::Instance(name) => name.split('.').next() == instance_type.split('.').next(),
                _ => false,
            })
            .collect();
        of_items.sort_by_key(|&item| {
            let name = type_of(&self.items[item].sku);
            (self.quarters(name), name.to_owned())
        });
        let mut left = vec![capacity; hours];
        let (mut used, mut published) = (0, vec![0; self.scenario.horizon.months().len()]);
        for item in of_items {
            let one_here = self.items[item].clone();
            let each = self.quarters(type_of(&one_here.sku));
            let mut covered = vec![0; hours];
            for hour in runs.clone() {
                covered[hour] = one_here.left[hour].min(i64::try_from(left[hour] / each).unwrap());
                left[hour] -= i128::from(covered[hour]) * each;
            }
            for (row, parts) in self.take(item, &covered) {
                for (span, published) in published.iter_mut().enumerate() {
                    let amount = self.sum_in(span, &parts);
                    let at_rate = hourly * amount * each / capacity;
                    *published += at_rate;
                    used += off(at_rate);
                    let unit = Money::from_picodollars(cost(rate.picodollars(), each, own));
                    self.lines.push(Line {
                        span,
                        service: "AmazonEC2".to_owned(),
                        workload: self.ledger.0[row].workload.clone(),
                        usage_type: one_here.sku.usage_type(self.book.codes()),
                        option: "ReservedInstance",
                        commitment: Some(one.id.clone()),
                        amount,
                        per: one_here.fine_per(),
                        list_unit_price: one_here.list,
                        unit_price: off(unit.picodollars()),
                        list_cost: cost(one_here.list, amount, one_here.fine_per()),
                        cost: off(at_rate),
                    });
                }
            }
        }
        let mut unused = 0;
        for (span, month) in self.scenario.horizon.months().iter().enumerate() {
            let in_span = month.hour_range().filter(|hour| runs.contains(hour)).count() as i128;
            let amount = hourly * in_span - published[span];
            unused += off(amount);
            let sku = Sku::Instance(instance_type.clone());
            let usage_type = sku.usage_type(self.book.codes()).replace("BoxUsage:", "HeavyUsage:");
            self.lines.push(unused_line(span, "AmazonEC2", usage_type, "ReservedInstanceUnused", &one.id, amount, off));
        }
        Some(Told { id: one.id.clone(), hourly, used, unused, liability: off(hourly * i128::from(after)) })
    }

    /// The normalisation factor of a type, in quarters.
    fn quarters(&self, name: &str) -> i128 {
        let size = name.split('.').nth(1).unwrap();
        match size {
            "nano" => 1,
            "micro" => 2,
            "small" => 4,
            "medium" => 8,
            "large" => 16,
            "xlarge" => 32,
            _ => match size.strip_suffix("xlarge").map(str::parse::<i128>) {
                Some(Ok(times)) => 32 * times,
                _ => 8 * i128::from(self.book.instance_type(name).unwrap().vcpu),
            },
        }
    }

    /// Plans, in pools.
    fn plans(&mut self, plans: &[(usize, Plan)]) -> Option<Vec<(usize, Told)>> {
        let mut pools: Vec<Vec<(usize, Plan)>> = Vec::new();
        for (place, plan) in plans {
            match pools.iter_mut().find(|pool| pool[0].1.is_of_the_pool_of(plan)) {
                Some(pool) => pool.push((*place, plan.clone())),
                None => pools.push(vec![(*place, plan.clone())]),
            }
        }
        let hours = self.hours();
        let hourly = |pool: &Vec<(usize, Plan)>| -> Vec<i128> {
            let of_hour = |hour| pool.iter().filter(|(_, plan)| plan.runs(hour)).map(|(_, plan)| plan.hourly).sum();
            (0..hours).map(of_hour).collect()
        };
        let committed: Vec<Vec<i128>> = pools.iter().map(hourly).collect();
        // Scaled use of every pool and hour, and whether it is spent; published costs of every pool and span.
        let mut uses: Vec<Vec<i128>> = vec![vec![0; hours]; pools.len()];
        let mut spent = vec![vec![false; hours]; pools.len()];
        let mut published = vec![vec![0; self.scenario.horizon.months().len()]; pools.len()];
        let mut used = vec![0; pools.len()];
        let mut dearest = vec![0; pools.len()];
        for pair in self.pairs(&pools)? {
            let item = self.items[pair.item].clone();
            let mut covered = vec![0; hours];
            for hour in 0..hours {
                if spent[pair.pool][hour] {
                    continue;
                }
                let money = committed[pair.pool][hour] * SCALE - uses[pair.pool][hour];
                covered[hour] = item.left[hour];
                if item.scaled(pair.rate, i128::from(item.left[hour])) > money {
                    covered[hour] = i64::try_from(money / item.scaled(pair.rate, 1)).unwrap();
                    spent[pair.pool][hour] = true;
                }
                uses[pair.pool][hour] += item.scaled(pair.rate, i128::from(covered[hour]));
            }
            dearest[pair.pool] = dearest[pair.pool].max(item.scaled(pair.rate, 1));
            let first = &pools[pair.pool][0].1;
            let off = |amount: i128| {
                Money::from_picodollars(amount).percent_off(fee_discount(self.book, first)).picodollars()
            };
            let id = pool_id(&pools[pair.pool]);
            for (row, parts) in self.take(pair.item, &covered) {
                for (span, published) in published[pair.pool].iter_mut().enumerate() {
                    let amount = self.sum_in(span, &parts);
                    let at_rate = pair.rate * amount / item.fine_per();
                    *published += at_rate;
                    used[pair.pool] += off(at_rate);
                    self.lines.push(Line {
                        span,
                        service: item.sku.service_code().to_owned(),
                        workload: self.ledger.0[row].workload.clone(),
                        usage_type: item.sku.usage_type(self.book.codes()),
                        option: "SavingsPlan",
                        commitment: Some(id.clone()),
                        amount,
                        per: item.fine_per(),
                        list_unit_price: item.list,
                        unit_price: off(pair.rate),
                        list_cost: cost(item.list, amount, item.fine_per()),
                        cost: off(at_rate),
                    });
                }
            }
        }
        let mut told = Vec::new();
        for (index, pool) in pools.iter().enumerate() {
            let first = &pool[0].1;
            let discount = fee_discount(self.book, first);
            let off = |amount: i128| Money::from_picodollars(amount).percent_off(discount).picodollars();
            let mut unused = 0;
            for (span, month) in self.scenario.horizon.months().iter().enumerate() {
                let amount = committed[index][month.hour_range()].iter().sum::<i128>() - published[index][span];
                unused += off(amount);
                let mut usage_type = first.kind().usage_type(first.term, first.payment);
                if let Some(family) = &first.family {
                    usage_type = usage_type.replace("EC2SP:", &format!("EC2SP:{family}."));
                }
                let service = fee_service(first);
                let id = pool_id(pool);
                self.lines.push(unused_line(span, service, usage_type, "SavingsPlanUnused", &id, amount, off));
            }
            for (uses, committed) in uses[index].iter_mut().zip(&committed[index]) {
                if committed * SCALE - *uses < dearest[index] {
                    *uses = committed * SCALE;
                }
            }
            told.extend(shared_out(pool, &uses[index], used[index], unused, off));
        }
        Some(told)
    }

    /// Pairs in the order of rule C1; none when a rate is missing.
    fn pairs(&self, pools: &[Vec<(usize, Plan)>]) -> Option<Vec<Pair>> {
        let mut pairs = Vec::new();
        for (pool, plans) in pools.iter().enumerate() {
            let plan = &plans[0].1;
            for (item, one) in self.items.iter().enumerate().filter(|(_, one)| plan.covers(&one.sku)) {
                let row = self.book.plan_rate(&one.sku, plan.kind(), plan.term, plan.payment).ok()?;
                pairs.push(Pair { pool, item, rate: row.unit_price.picodollars() });
            }
        }
        let list = |pair: &Pair| self.items[pair.item].list;
        let name = |pair: &Pair| self.items[pair.item].sku.usage_type(self.book.codes());
        let is_compute = |pair: &Pair| pools[pair.pool][0].1.family.is_none();
        pairs.sort_by(|a, b| {
            let of_instances_first = is_compute(a).cmp(&is_compute(b));
            let saving: Ordering = (a.rate * list(b)).cmp(&(b.rate * list(a)));
            let ties = a.rate.cmp(&b.rate).then(name(a).cmp(&name(b))).then(a.pool.cmp(&b.pool));
            of_instances_first.then(saving).then(ties)
        });
        Some(pairs)
    }
}

/// Hours of the horizon from one to another.
fn cut(first_hour: i64, end_hour: i64, hours: usize) -> Range<usize> {
    let inside = |hour: i64| hour.clamp(0, hours as i64) as usize;
    inside(first_hour)..inside(end_hour)
}

/// Families whose Reserved Instances are for their own type only.
fn is_rigid(instance_type: &str) -> bool {
    ["g4ad.", "g4dn.", "g5.", "g5g.", "inf1."].iter().any(|family| instance_type.starts_with(family))
}

fn pool_id(pool: &[(usize, Plan)]) -> String {
    pool.iter().map(|(_, plan)| plan.id.clone()).collect::<Vec<_>>().join("+")
}

fn unused_line(
    span: usize,
    service: &str,
    usage_type: String,
    option: &'static str,
    id: &str,
    amount: i128,
    off: impl Fn(i128) -> i128,
) -> Line {
    Line {
        span,
        service: service.to_owned(),
        workload: None,
        usage_type,
        option,
        commitment: Some(id.to_owned()),
        amount,
        per: DOLLAR,
        list_unit_price: 0,
        unit_price: off(DOLLAR),
        list_cost: 0,
        cost: off(amount),
    }
}

/// The pool's used and unused by plan: each takes what those before it leave of every hour's use, the last the rest.
fn shared_out(
    pool: &[(usize, Plan)],
    uses: &[i128],
    used: i128,
    unused: i128,
    off: impl Fn(i128) -> i128,
) -> Vec<(usize, Told)> {
    let hours = uses.len();
    let mut uses = uses.to_vec();
    let (mut used, mut unused) = (used, unused);
    let mut told = Vec::new();
    for (index, (place, plan)) in pool.iter().enumerate() {
        let mut one = Told { id: plan.id.clone(), hourly: plan.hourly, used, unused, liability: 0 };
        if index + 1 < pool.len() {
            let mut of_plan = 0;
            for hour in (0..hours).filter(|&hour| plan.runs(hour)) {
                let taken = uses[hour].min(plan.hourly * SCALE);
                uses[hour] -= taken;
                of_plan += taken;
            }
            let whole = divide_half_even(of_plan, SCALE);
            one.used = off(whole).min(used);
            one.unused = off(plan.hourly * plan.hours_inside(hours) - whole).min(unused);
            used -= one.used;
            unused -= one.unused;
        }
        let after = (plan.end_hour - plan.first_hour.max(hours as i64)).max(0);
        one.liability = off(plan.hourly * i128::from(after));
        told.push((*place, one));
    }
    told
}

/// What stays on demand, coverable rows in their parts.
fn remainder(ledger: &Ledger, shares: &[Vec<i64>]) -> Ledger {
    let mut rest = ledger.clone();
    for (row, share) in rest.0.iter_mut().zip(shares).filter(|(row, _)| is_coverable(row)) {
        row.fine = fine_parts(&row.sku);
        row.hourly = row.hourly.iter().zip(share).map(|(used, covered)| used * row.fine - covered).collect();
    }
    rest
}
