//! Cuts: straight lines below what stays on demand, from prices of commitment in every hour.
//!
//! Any prices μ ≥ 0 of a dollar of commitment give one: what stays of an hour costs at least
//! Σ qᵢ·min(1, minₚ μₚ·sₚᵢ) − Σ μₚ·cₚ, with q on-demand dollars, s the share of them that a plan charges and c the
//! commitments. The best prices are those of the hour's linear program; they make the line touch it.

use super::families::Families;
use super::hour_program::HourProgram;
use super::lanes::{product, sum};
use super::model::{Model, Segment};

/// Hours worked on at a time.
pub(super) const BLOCK: usize = 64;

/// One number for each hour of a block.
pub(super) type Hours = [f64; BLOCK];

/// What stays on demand costs at least `constant` + Σ `slopes` × commitments.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    pub(super) constant: f64,
    /// Of every choice; none is above zero.
    pub(super) slopes: Vec<f64>,
}

impl Cut {
    /// Its height over commitments.
    pub(super) fn at(&self, commitments: &[f64]) -> f64 {
        self.constant + self.slopes.iter().zip(commitments).map(|(slope, commitment)| slope * commitment).sum::<f64>()
    }
}

/// Prices of a block: of a dollar of each pool, and of a dollar of each item.
pub(super) struct Prices {
    pub(super) pools: Vec<Hours>,
    pub(super) items: Vec<Hours>,
}

/// The cut that touches the linear program at `commitments`.
pub(super) fn cut_at(model: &Model, commitments: &[f64]) -> Cut {
    let mut cut = Cut { constant: 0.0, slopes: vec![0.0; model.choices.len()] };
    let mut prices = Prices {
        pools: vec![[0.0; BLOCK]; model.pools.len()],
        items: model.items.iter().map(|item| [item.worth; BLOCK]).collect(),
    };
    for segment in &model.segments {
        let sums = price_segment(model, segment, commitments, &mut prices, &mut cut.constant);
        cut.constant -= sums.iter().zip(&segment.held).map(|(price, held)| price * held).sum::<f64>();
        for &open in &segment.open {
            cut.slopes[open] -= sums[model.choices[open].pool];
        }
    }
    cut
}

/// Adds the items' cost of a segment to `constant` and returns the summed price of every pool.
fn price_segment(
    model: &Model,
    segment: &Segment,
    commitments: &[f64],
    prices: &mut Prices,
    constant: &mut f64,
) -> Vec<f64> {
    let budgets = model.budgets(segment, commitments);
    let funded: Vec<usize> = (0..budgets.len()).filter(|&pool| budgets[pool] > 0.0).collect();
    let mut open: Vec<usize> = segment.open.iter().map(|&index| model.choices[index].pool).collect();
    open.sort_unstable();
    open.dedup();
    let unfunded: Vec<usize> = open.into_iter().filter(|&pool| budgets[pool] <= 0.0).collect();
    let mut solver = Solver::of(model, &funded, &budgets);
    let mut sums = vec![0.0; budgets.len()];
    let mut start = segment.hours.start;
    while start < segment.hours.end {
        let length = BLOCK.min(segment.hours.end - start);
        solver.solve(model, start, length, prices);
        for &pool in &unfunded {
            free_items(model, pool, prices);
        }
        for (item, price) in model.items.iter().zip(&prices.items) {
            *constant += product(&item.hourly[start..start + length], &price[..length]);
        }
        for &pool in &unfunded {
            price_unfunded(model, pool, prices);
        }
        for &pool in funded.iter().chain(&unfunded) {
            sums[pool] += sum(&prices.pools[pool][..length]);
        }
        start += length;
    }
    sums
}

/// What a plan covers for nothing costs nothing as soon as there is any of it.
fn free_items(model: &Model, pool: usize, prices: &mut Prices) {
    let shares = model.pools[pool].shares.iter().enumerate();
    for (item, _) in shares.filter(|(_, share)| **share == Some(0.0)) {
        prices.items[item] = [0.0; BLOCK];
    }
}

/// The first dollar of a pool without any is worth what the best of its items costs.
fn price_unfunded(model: &Model, pool: usize, prices: &mut Prices) {
    let Prices { pools, items } = prices;
    pools[pool] = [0.0; BLOCK];
    for (item, share) in model.pools[pool].shares.iter().enumerate() {
        let Some(share) = share.filter(|share| *share > 0.0) else { continue };
        for (best, price) in pools[pool].iter_mut().zip(&items[item]) {
            *best = best.max(price / share);
        }
    }
}

/// Finds an hour's prices.
enum Solver {
    /// At most one Compute plan, and one item for each EC2 Instance plan.
    Direct(Direct),
    /// At most one Compute plan, and one plan for each family.
    Families(Families),
    /// Any plans.
    Program(HourProgram),
}

/// Where AWS's order is the program's optimum.
struct Direct {
    /// The Compute plan and its commitment.
    compute: Option<(usize, f64)>,
    /// Its items with their shares, the best saving first.
    order: Vec<(usize, f64)>,
    /// Items that it does not cover.
    others: Vec<usize>,
    /// The EC2 Instance plan of every item, with its share and the dollars that it covers.
    families: Vec<Option<(usize, f64, f64)>>,
}

impl Solver {
    fn of(model: &Model, funded: &[usize], budgets: &[f64]) -> Self {
        let direct = Direct::of(model, funded, budgets).map(Self::Direct);
        let families = || Families::of(model, funded, budgets).map(Self::Families);
        direct.or_else(families).unwrap_or_else(|| Self::Program(HourProgram::new(model, funded, budgets)))
    }

    fn solve(&mut self, model: &Model, start: usize, length: usize, prices: &mut Prices) {
        match self {
            Self::Direct(direct) => direct.solve(model, start, length, prices),
            Self::Families(families) => {
                (0..length).for_each(|place| families.solve(model, start + place, place, prices));
            }
            Self::Program(program) => {
                for hour in 0..length {
                    program.solve(model, start + hour);
                    program.read(
                        model,
                        |pool, price| prices.pools[pool][hour] = price,
                        |item, price| {
                            prices.items[item][hour] = price;
                        },
                    );
                }
            }
        }
    }
}

impl Direct {
    /// `None` where plans could share an hour's usage in more than one way.
    fn of(model: &Model, funded: &[usize], budgets: &[f64]) -> Option<Self> {
        let mut compute = None;
        let mut families = vec![None; model.items.len()];
        for &pool in funded {
            let rates = &model.pools[pool];
            if rates.is_compute {
                if compute.replace((pool, budgets[pool])).is_some() {
                    return None;
                }
                continue;
            }
            let mut covered = rates.shares.iter().enumerate().filter_map(|(item, share)| Some((item, (*share)?)));
            let Some((item, share)) = covered.next() else { continue };
            if share <= 0.0 || covered.next().is_some() || families[item].is_some() {
                return None;
            }
            families[item] = Some((pool, share, budgets[pool] / share));
        }
        let share_of = |item: usize| compute.and_then(|(pool, _)| model.pools[pool].shares[item]);
        let mut order: Vec<(usize, f64)> =
            (0..model.items.len()).filter_map(|item| Some((item, share_of(item)?))).collect();
        if order.iter().any(|(_, share)| *share <= 0.0) {
            return None;
        }
        let worth = |&(item, share): &(usize, f64)| model.items[item].worth / share;
        order.sort_by(|left, right| worth(right).total_cmp(&worth(left)));
        let others = (0..model.items.len()).filter(|&item| share_of(item).is_none()).collect();
        Some(Self { compute, order, others, families })
    }

    fn solve(&self, model: &Model, start: usize, length: usize, prices: &mut Prices) {
        let mut at_compute = [0.0; BLOCK];
        if let Some((pool, budget)) = self.compute {
            self.draw_down(model, budget, start, length, &mut at_compute);
            prices.pools[pool] = at_compute;
        }
        for &(item, share) in &self.order {
            self.price_item(model, item, start, length, &at_compute.map(|price| price * share), prices);
        }
        for &item in &self.others {
            self.price_item(model, item, start, length, &[f64::INFINITY; BLOCK], prices);
        }
    }

    /// The price of a Compute dollar: what the item at which the hour's commitment ends saves with it.
    fn draw_down(&self, model: &Model, budget: f64, start: usize, length: usize, at_compute: &mut Hours) {
        let mut rest = [budget; BLOCK];
        for &(item, share) in &self.order {
            let hourly = &model.items[item].hourly[start..start + length];
            let saved = model.items[item].worth / share;
            let by_family = self.families[item].map_or(0.0, |(_, _, dollars)| dollars);
            for ((rest, price), dollars) in rest.iter_mut().zip(at_compute.iter_mut()).zip(hourly) {
                let after = *rest - (dollars - by_family).max(0.0) * share;
                let ends_here = *rest >= 0.0 && after < 0.0;
                *price = if ends_here { saved } else { *price };
                *rest = after;
            }
        }
    }

    /// An item costs what Compute asks for it, or itself; where its EC2 Instance plan covers it all, a dollar of either is
    /// worth nothing.
    fn price_item(
        &self,
        model: &Model,
        item: usize,
        start: usize,
        length: usize,
        by_compute: &Hours,
        prices: &mut Prices,
    ) {
        let worth = model.items[item].worth;
        let of_item = prices.items[item].iter_mut().zip(by_compute);
        let Some((pool, share, covered)) = self.families[item] else {
            of_item.for_each(|(price, &by_compute)| *price = if by_compute < worth { by_compute } else { worth });
            return;
        };
        let per_dollar = 1.0 / share;
        let hourly = &model.items[item].hourly[start..start + length];
        for (((price, &by_compute), of_pool), &dollars) in of_item.zip(&mut prices.pools[pool]).zip(hourly) {
            let alone = if by_compute < worth { by_compute } else { worth };
            *price = if dollars > covered { alone } else { 0.0 };
            *of_pool = *price * per_dollar;
        }
    }
}
