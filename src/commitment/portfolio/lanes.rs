//! Sums of floats in eight lanes, which the processor adds side by side: one after another each waits for the last.

const LANES: usize = 8;

/// Σ values.
pub(super) fn sum(values: &[f64]) -> f64 {
    let (whole, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for values in whole {
        sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    }
    sums.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

/// Σ left × right, of as many.
pub(super) fn product(left: &[f64], right: &[f64]) -> f64 {
    let (lefts, rest_of_left) = left.as_chunks::<LANES>();
    let (rights, rest_of_right) = right.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (left, right) in lefts.iter().zip(rights) {
        let products = left.iter().zip(right);
        sums.iter_mut().zip(products).for_each(|(sum, (left, right))| *sum += left * right);
    }
    let rest: f64 = rest_of_left.iter().zip(rest_of_right).map(|(left, right)| left * right).sum();
    sums.iter().sum::<f64>() + rest
}
