//! The master program: the cheapest commitments under all cuts so far, by the simplex method on its dual.
//!
//! min Σ f·c + θ with θ ≥ every cut, 0 ≤ c ≤ most and Σ u·c ≤ the upfront cap. In the dual a cut is a column, so that a
//! new one leaves the last basis feasible.

use super::cut::Cut;

/// What counts as zero among numbers near one.
const ZERO: f64 = 1e-12;

/// What the master knows of a choice.
#[derive(Clone, Debug)]
pub(super) struct Price {
    /// Cost of a dollar of hourly commitment.
    pub(super) fee: f64,
    /// Cash for it at purchase.
    pub(super) upfront: f64,
    /// The largest commitment.
    pub(super) most: f64,
}

/// The dual's basis: a row for every choice, scaled to the fee, and one for the weights of the cuts.
pub(super) struct Master {
    prices: Vec<Price>,
    cap: Option<f64>,
    /// Dollars that count as one.
    scale: f64,
    /// What each row of a choice is divided by.
    row_scales: Vec<f64>,
    columns: Vec<Column>,
    basis: Vec<usize>,
    inverse: Vec<f64>,
    values: Vec<f64>,
}

struct Column {
    worth: f64,
    entries: Vec<f64>,
}

/// The master's optimum.
#[derive(Clone, Debug)]
pub(super) struct Optimum {
    pub(super) commitments: Vec<f64>,
    /// Valid whatever the rounding: computed from the weights of the cuts alone.
    pub(super) bound: f64,
}

impl Master {
    /// A master without cuts but θ ≥ 0.
    pub(super) fn new(prices: Vec<Price>, cap: Option<f64>, scale: f64) -> Self {
        let choices = prices.len();
        let scale = if scale > 0.0 { scale } else { 1.0 };
        let row_scales: Vec<f64> = prices.iter().map(|price| if price.fee > 0.0 { price.fee } else { 1.0 }).collect();
        let rows = choices + 1;
        let unit = |row: usize, sign: f64| {
            let mut entries = vec![0.0; rows];
            entries[row] = sign;
            entries
        };
        let mut columns: Vec<Column> = (0..choices).map(|row| Column { worth: 0.0, entries: unit(row, 1.0) }).collect();
        columns.push(Column { worth: 0.0, entries: unit(choices, 1.0) });
        for (row, price) in prices.iter().enumerate() {
            columns.push(Column { worth: -price.most * row_scales[row] / scale, entries: unit(row, -1.0) });
        }
        if let Some(cap) = cap {
            let upfront = |(price, row): (&Price, &f64)| -price.upfront / row;
            let mut entries: Vec<f64> = prices.iter().zip(&row_scales).map(upfront).collect();
            entries.push(0.0);
            columns.push(Column { worth: -cap / scale, entries });
        }
        let mut inverse = vec![0.0; rows * rows];
        (0..rows).for_each(|row| inverse[row * rows + row] = 1.0);
        let values = prices.iter().zip(&row_scales).map(|(price, row)| price.fee / row).chain([1.0]).collect();
        Self { prices, cap, scale, row_scales, columns, basis: (0..rows).collect(), inverse, values }
    }

    /// Raises the largest commitments; to be done before the first solution.
    pub(super) fn raise(&mut self, most: &[f64]) {
        let choices = self.prices.len();
        for (choice, &most) in most.iter().enumerate() {
            self.prices[choice].most = most;
            self.columns[choices + 1 + choice].worth = -most * self.row_scales[choice] / self.scale;
        }
    }

    /// Takes a cut in.
    pub(super) fn add(&mut self, cut: &Cut) {
        let mut entries: Vec<f64> = cut.slopes.iter().zip(&self.row_scales).map(|(slope, row)| -slope / row).collect();
        entries.push(1.0);
        self.columns.push(Column { worth: cut.constant / self.scale, entries });
    }

    /// How many cuts it has.
    pub(super) fn cuts(&self) -> usize {
        self.columns.len() - self.first_cut()
    }

    /// The cuts that the last solution rests on, by their number.
    pub(super) fn active(&self) -> Vec<usize> {
        let weighted = self.basis.iter().zip(&self.values).filter(|(_, value)| **value > 1e-9);
        weighted.filter_map(|(column, _)| column.checked_sub(self.first_cut())).collect()
    }

    /// Columns before the cuts: the choices' slacks, no cut at all, their upper ends, the cap.
    fn first_cut(&self) -> usize {
        2 * self.prices.len() + 1 + usize::from(self.cap.is_some())
    }

    /// Solves for all cuts.
    pub(super) fn solve(&mut self) -> Optimum {
        // The limit is against cycling; the bound holds for any weights.
        for round in 0..2_000 {
            let duals = self.duals();
            let Some(entering) = self.entering(&duals, round > 1_000) else { break };
            if !self.pivot(entering) {
                break;
            }
        }
        let duals = self.duals();
        let commitment =
            |(row, price): (usize, &Price)| (duals[row] * self.scale / self.row_scales[row]).clamp(0.0, price.most);
        let commitments = self.prices.iter().enumerate().map(commitment).collect();
        Optimum { commitments, bound: self.bound() }
    }

    fn duals(&self) -> Vec<f64> {
        let rows = self.values.len();
        let mut duals = vec![0.0; rows];
        for (place, &column) in self.basis.iter().enumerate() {
            let worth = self.columns[column].worth;
            if worth != 0.0 {
                let inverse = &self.inverse[place * rows..(place + 1) * rows];
                duals.iter_mut().zip(inverse).for_each(|(dual, entry)| *dual += worth * entry);
            }
        }
        duals
    }

    fn entering(&self, duals: &[f64], first: bool) -> Option<usize> {
        let reduced = |column: &Column| {
            let paid: f64 = column.entries.iter().zip(duals).map(|(entry, dual)| entry * dual).sum();
            column.worth - paid
        };
        let gains = self.columns.iter().enumerate().map(|(index, column)| (index, reduced(column)));
        let mut gains = gains.filter(|&(_, gain)| gain > 1e-11);
        if first { gains.next() } else { gains.max_by(|left, right| left.1.total_cmp(&right.1)) }
            .map(|(index, _)| index)
    }

    /// Brings a column into the basis; `false` if it would never be stopped, which rounding alone can cause.
    fn pivot(&mut self, entering: usize) -> bool {
        let rows = self.values.len();
        let entries = &self.columns[entering].entries;
        let product = |row: usize| {
            let inverse = &self.inverse[row * rows..(row + 1) * rows];
            inverse.iter().zip(entries).map(|(inverse, entry)| inverse * entry).sum::<f64>()
        };
        let direction: Vec<f64> = (0..rows).map(product).collect();
        let ratio = |row: usize| self.values[row].max(0.0) / direction[row];
        let candidates = (0..rows).filter(|&row| direction[row] > ZERO.sqrt() * 1e-3);
        let least = candidates.clone().map(ratio).fold(f64::INFINITY, f64::min);
        let close = candidates.filter(|&row| ratio(row) <= least + ZERO);
        let Some(leaving) = close.max_by(|&a, &b| direction[a].total_cmp(&direction[b])) else { return false };
        let pivot = 1.0 / direction[leaving];
        let source: Vec<f64> =
            self.inverse[leaving * rows..(leaving + 1) * rows].iter().map(|entry| entry * pivot).collect();
        let value = self.values[leaving] * pivot;
        for row in (0..rows).filter(|&row| row != leaving) {
            let factor = direction[row];
            if factor != 0.0 {
                let entries = &mut self.inverse[row * rows..(row + 1) * rows];
                entries.iter_mut().zip(&source).for_each(|(entry, from)| *entry -= factor * from);
                self.values[row] -= factor * value;
            }
        }
        self.inverse[leaving * rows..(leaving + 1) * rows].copy_from_slice(&source);
        self.values[leaving] = value;
        self.basis[leaving] = entering;
        true
    }

    /// The bound of the present weights: they are made whole, and every choice pays at its cheapest end.
    fn bound(&self) -> f64 {
        let choices = self.prices.len();
        let first_cut = self.first_cut();
        let (mut total, mut worth, mut cap_price) = (0.0, 0.0, 0.0);
        let mut slopes = vec![0.0; choices];
        for (&column, &value) in self.basis.iter().zip(&self.values) {
            let (weight, entries) = (value.max(0.0), &self.columns[column]);
            if column == choices || column >= first_cut {
                total += weight;
                worth += weight * entries.worth;
                slopes.iter_mut().zip(&entries.entries).for_each(|(slope, entry)| *slope -= weight * entry);
            } else if self.cap.is_some() && column + 1 == first_cut {
                cap_price = weight;
            }
        }
        if total <= 0.0 {
            return 0.0;
        }
        let mut bound = worth / total - cap_price * self.cap.unwrap_or(0.0) / self.scale;
        for ((price, slope), row) in self.prices.iter().zip(slopes).zip(&self.row_scales) {
            let cost = (price.fee + cap_price * price.upfront) / row + slope / total;
            bound += cost.min(0.0) * price.most * row / self.scale;
        }
        bound * self.scale
    }
}
