//! The linear program of one hour under any plans, by the dual simplex method from the hour before.
//!
//! Least cost of what stays on demand: min Σ wᵢ·yᵢ with Σₚ xₚᵢ + yᵢ = qᵢ and Σᵢ sₚᵢ·xₚᵢ + zₚ = cₚ, all at least zero. Only
//! the right-hand side changes from hour to hour, so that the last basis stays dual feasible.

use super::model::Model;

/// Pivots after which the table is set up anew, against rounding.
const REBUILD: usize = 400;

/// How far prices of a dollar are moved apart, far below the gap that the search closes.
const SPREAD: f64 = 1e-9;

/// What counts as zero in the table, whose entries are near one.
const ZERO: f64 = 1e-9;

/// The program's table and its right-hand side.
pub(super) struct HourProgram {
    items: Vec<usize>,
    pools: Vec<usize>,
    /// Which item and pool, by their places in the two lists, with the share.
    pairs: Vec<(usize, usize, f64)>,
    budgets: Vec<f64>,
    width: usize,
    table: Vec<f64>,
    reduced: Vec<f64>,
    basis: Vec<usize>,
    values: Vec<f64>,
    right: Vec<f64>,
    pivots: usize,
}

impl HourProgram {
    /// The program under the commitments of the funded pools.
    pub(super) fn new(model: &Model, funded: &[usize], budgets: &[f64]) -> Self {
        let is_covered =
            |item: &usize| model.items[*item].worth > 0.0 && funded.iter().any(|&pool| share(model, pool, *item) > 0.0);
        let items: Vec<usize> = (0..model.items.len()).filter(is_covered).collect();
        let mut pairs = Vec::new();
        for (row, &item) in items.iter().enumerate() {
            let shares = funded.iter().enumerate().map(|(place, &pool)| (row, place, share(model, pool, item)));
            pairs.extend(shares.filter(|&(_, _, share)| share > 0.0));
        }
        let rows = items.len() + funded.len();
        let mut program = Self {
            width: pairs.len() + rows,
            table: Vec::new(),
            reduced: Vec::new(),
            basis: Vec::new(),
            values: vec![0.0; rows],
            right: vec![0.0; rows],
            pivots: 0,
            budgets: funded.iter().map(|&pool| budgets[pool]).collect(),
            pools: funded.to_vec(),
            items,
            pairs,
        };
        program.rebuild();
        program
    }

    /// Everything covered by the first plan that may, whatever its commitment: dual feasible, with all prices zero.
    fn rebuild(&mut self) {
        let (rows, slack) = (self.right.len(), self.pairs.len());
        self.table = vec![0.0; rows * self.width];
        self.reduced = vec![0.0; self.width];
        self.basis = (slack..self.width).collect();
        for (column, &(item, pool, share)) in self.pairs.iter().enumerate() {
            self.table[item * self.width + column] = 1.0;
            self.table[(self.items.len() + pool) * self.width + column] = share;
        }
        for row in 0..rows {
            self.table[row * self.width + slack + row] = 1.0;
        }
        self.reduced[slack..slack + self.items.len()].fill(1.0);
        for (column, &(item, pool, share)) in self.pairs.iter().enumerate() {
            if self.basis[item] >= slack {
                self.basis[item] = column;
                let (above, below) = self.table.split_at_mut((self.items.len() + pool) * self.width);
                let source = &above[item * self.width..(item + 1) * self.width];
                below[..self.width].iter_mut().zip(source).for_each(|(to, from)| *to -= share * from);
            }
        }
        self.spread();
        self.pivots = 0;
    }

    /// Moves the prices of what is not in the basis apart: kinds with rates in proportion would tie, and pivots go round.
    fn spread(&mut self) {
        let mut is_basic = vec![false; self.width];
        self.basis.iter().for_each(|&column| is_basic[column] = true);
        for (column, reduced) in self.reduced.iter_mut().enumerate().filter(|(column, _)| !is_basic[*column]) {
            // Multiples of the golden ratio lie evenly in the unit interval.
            *reduced += SPREAD * (0.5 + (column as f64 * 0.618_033_988_749_895).fract());
        }
    }

    /// Solves one hour.
    pub(super) fn solve(&mut self, model: &Model, hour: usize) {
        if self.pivots > REBUILD {
            self.rebuild();
        }
        let slack = self.pairs.len();
        let hourly = self.items.iter().map(|&item| model.items[item].hourly[hour]);
        for (right, value) in self.right.iter_mut().zip(hourly.chain(self.budgets.iter().copied())) {
            *right = value;
        }
        let largest = self.right.iter().copied().fold(1e-6, f64::max);
        for (row, value) in self.values.iter_mut().enumerate() {
            let inverse = &self.table[row * self.width + slack..(row + 1) * self.width];
            *value = inverse.iter().zip(&self.right).map(|(left, right)| left * right).sum();
        }
        // The limit is against cycling; prices of an unfinished table are valid too, only less good.
        for _ in 0..20 * self.right.len() {
            let lowest = (0..self.values.len()).min_by(|&a, &b| self.values[a].total_cmp(&self.values[b]));
            let Some(row) = lowest.filter(|&row| self.values[row] < -1e-12 * largest) else { break };
            let Some(column) = self.entering(row) else { break };
            self.pivot(row, column);
        }
    }

    fn entering(&self, row: usize) -> Option<usize> {
        let entries = &self.table[row * self.width..(row + 1) * self.width];
        let candidates = entries.iter().zip(&self.reduced).enumerate().filter(|(_, (entry, _))| **entry < -ZERO);
        // Of the columns that stop it next, within a tolerance, the one with the largest entry: rates nearly in
        // proportion give entries near zero, which would spoil the table.
        let reach = candidates.clone().map(|(_, (entry, reduced))| (reduced.max(0.0) + SPREAD) / -entry);
        let reach = reach.fold(f64::INFINITY, f64::min);
        let close = candidates.filter(|(_, (entry, reduced))| reduced.max(0.0) / -*entry <= reach);
        close.min_by(|left, right| left.1.0.total_cmp(right.1.0)).map(|(column, _)| column)
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let width = self.width;
        let inverse = 1.0 / self.table[row * width + column];
        let pivot_row: Vec<f64> = self.table[row * width..(row + 1) * width].iter().map(|x| x * inverse).collect();
        let value = self.values[row] * inverse;
        for other in 0..self.values.len() {
            let factor = self.table[other * width + column];
            if other != row && factor != 0.0 {
                let entries = &mut self.table[other * width..(other + 1) * width];
                entries.iter_mut().zip(&pivot_row).for_each(|(entry, pivot)| *entry -= factor * pivot);
                self.values[other] -= factor * value;
            }
        }
        let factor = self.reduced[column];
        self.reduced.iter_mut().zip(&pivot_row).for_each(|(entry, pivot)| *entry -= factor * pivot);
        self.table[row * width..(row + 1) * width].copy_from_slice(&pivot_row);
        self.values[row] = value;
        self.basis[row] = column;
        self.pivots += 1;
    }

    /// The prices of the hour just solved: of every funded pool, and of every item under them.
    pub(super) fn read(&self, model: &Model, mut of_pool: impl FnMut(usize, f64), mut of_item: impl FnMut(usize, f64)) {
        let first = self.pairs.len() + self.items.len();
        let price = |place: usize| self.reduced[first + place].max(0.0);
        for (place, &pool) in self.pools.iter().enumerate() {
            of_pool(pool, price(place));
        }
        for (item, known) in model.items.iter().enumerate() {
            let under = |(place, &pool): (usize, &usize)| Some(price(place) * model.pools[pool].shares[item]?);
            let offered = self.pools.iter().enumerate().filter_map(under);
            of_item(item, offered.fold(known.worth, f64::min));
        }
    }
}

fn share(model: &Model, pool: usize, item: usize) -> f64 {
    model.pools[pool].shares[item].unwrap_or(0.0)
}
