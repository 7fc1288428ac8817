//! The one place where floating point becomes metered amounts (introduction of rules N).

/// A computed amount as a whole number of smallest metered amounts: nearest, ties to even.
#[must_use]
pub fn whole_amounts(value: f64) -> i64 {
    value.round_ties_even() as i64
}
