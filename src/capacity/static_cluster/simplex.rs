//! A small dense simplex method for the linear programs of packing.
//!
//! Floats: what is proven with its results is proven anew in whole numbers.

/// Below this a number of the tableau counts as 0.
const EPSILON: f64 = 1e-9;

/// Pivots after which the first eligible column enters, which cannot cycle.
const FREE_PIVOTS: usize = 400;

/// Pivots after which the search ends at a feasible solution that need not be the best.
const MOST_PIVOTS: usize = 4_000;

/// The best solution and the prices of the limits.
pub(super) struct Solution {
    /// The value of each variable.
    pub(super) variables: Vec<f64>,
    /// What one more of each limit would add to the objective.
    pub(super) prices: Vec<f64>,
}

/// Maximises Σ `objective[j]`·x`[j]` over x ≥ 0 with Σ `rows[i][j]`·x`[j]` ≤ `limits[i]`, every limit at least 0.
///
/// A variable that no row bounds stays where it is. Ties go to the lowest index: the same input has the same result.
pub(super) fn maximise(objective: &[f64], rows: &[Vec<f64>], limits: &[f64]) -> Solution {
    let mut tableau = Tableau::new(objective, rows, limits);
    for pivot in 0..MOST_PIVOTS {
        let Some(column) = tableau.entering(pivot >= FREE_PIVOTS) else { break };
        let Some(row) = tableau.leaving(column) else { break };
        tableau.pivot(row, column);
    }
    tableau.solution()
}

/// Rows of basic variables over columns of non-basic ones; the last column is the right-hand side, the last row the
/// objective.
struct Tableau {
    width: usize,
    height: usize,
    cells: Vec<f64>,
    /// Variable of each column, then of each row: x first, then the slack of each limit.
    columns: Vec<usize>,
    basic: Vec<usize>,
}

impl Tableau {
    fn new(objective: &[f64], rows: &[Vec<f64>], limits: &[f64]) -> Self {
        let (variables, width) = (objective.len(), objective.len() + 1);
        let mut cells = Vec::with_capacity(width * (rows.len() + 1));
        for (row, &limit) in rows.iter().zip(limits) {
            cells.extend_from_slice(row);
            cells.push(limit);
        }
        cells.extend(objective.iter().map(|gain| -gain));
        cells.push(0.0);
        Self {
            width,
            height: rows.len(),
            cells,
            columns: (0..variables).collect(),
            basic: (variables..variables + rows.len()).collect(),
        }
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.width + column]
    }

    /// The column that gains most, or the one of the lowest variable that gains at all.
    fn entering(&self, first: bool) -> Option<usize> {
        let gains = |&column: &usize| self.at(self.height, column) < -EPSILON;
        let candidates = (0..self.columns.len()).filter(gains);
        if first {
            return candidates.min_by_key(|&column| self.columns[column]);
        }
        candidates.min_by(|&left, &right| self.at(self.height, left).total_cmp(&self.at(self.height, right)))
    }

    /// The row that bounds the entering variable first, ties to the lowest variable.
    fn leaving(&self, column: usize) -> Option<usize> {
        let limit = self.width - 1;
        let bounding = (0..self.height).filter(|&row| self.at(row, column) > EPSILON);
        let ratio = |row: usize| self.at(row, limit) / self.at(row, column);
        bounding.min_by(|&left, &right| {
            ratio(left).total_cmp(&ratio(right)).then_with(|| self.basic[left].cmp(&self.basic[right]))
        })
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let scale = 1.0 / self.at(row, column);
        let start = row * self.width;
        self.cells[start + column] = 1.0;
        let pivot_row: Vec<f64> = self.cells[start..start + self.width].iter().map(|cell| cell * scale).collect();
        for other in 0..=self.height {
            let cells = &mut self.cells[other * self.width..(other + 1) * self.width];
            if other == row {
                cells.copy_from_slice(&pivot_row);
                continue;
            }
            let factor = cells[column];
            if factor != 0.0 {
                cells[column] = 0.0;
                cells.iter_mut().zip(&pivot_row).for_each(|(cell, pivot)| *cell -= factor * pivot);
            }
        }
        std::mem::swap(&mut self.columns[column], &mut self.basic[row]);
    }

    fn solution(&self) -> Solution {
        let variables = self.columns.len();
        let mut solution = Solution { variables: vec![0.0; variables], prices: vec![0.0; self.height] };
        for (row, &variable) in self.basic.iter().enumerate() {
            if variable < variables {
                solution.variables[variable] = self.at(row, variables).max(0.0);
            }
        }
        for (column, &variable) in self.columns.iter().enumerate() {
            if variable >= variables {
                solution.prices[variable - variables] = self.at(self.height, column).max(0.0);
            }
        }
        solution
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dot(left: &[f64], right: &[f64]) -> f64 {
        left.iter().zip(right).map(|(a, b)| a * b).sum()
    }

    proptest! {
        /// A feasible solution and feasible prices of the same value prove each other best.
        #[test]
        fn solution_and_prices_prove_each_other(
            objective in proptest::collection::vec(0_u32..50, 4),
            rows in proptest::collection::vec((proptest::collection::vec(0_u32..20, 4), 0_u32..100), 1..9),
        ) {
            let objective: Vec<f64> = objective.into_iter().map(f64::from).collect();
            let mut limits: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
            let floats = |row: (Vec<u32>, u32)| row.0.into_iter().map(f64::from).collect();
            let mut rows: Vec<Vec<f64>> = rows.into_iter().map(floats).collect();
            rows.push(vec![1.0; 4]);
            limits.push(1_000.0);
            let solution = maximise(&objective, &rows, &limits);
            for (row, limit) in rows.iter().zip(&limits) {
                prop_assert!(dot(row, &solution.variables) <= limit + 1e-6);
            }
            for (variable, gain) in objective.iter().enumerate() {
                let paid: f64 = rows.iter().zip(&solution.prices).map(|(row, price)| row[variable] * price).sum();
                prop_assert!(paid >= gain - 1e-6);
            }
            let value = dot(&objective, &solution.variables);
            prop_assert!((value - dot(&limits, &solution.prices)).abs() <= 1e-6 * value.max(1.0));
        }
    }
}
