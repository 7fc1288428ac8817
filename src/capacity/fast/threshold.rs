//! Exact thresholds of monotone tests on demand, so that a minute costs a comparison instead of the test.

/// The least non-negative demand for which `holds`, infinity when there is none.
///
/// `holds` must not become false again as demand grows. Additions, multiplications and divisions by a positive
/// constant, minima and maxima are monotone in floating point too, so every rule built from them alone is a step.
/// The search begins at `guess`, from which a few steps suffice when it is right but for rounding.
pub(super) fn least_demand_where(guess: f64, holds: impl Fn(f64) -> bool) -> f64 {
    if holds(0.0) {
        return 0.0;
    }
    // Non-negative floats are ordered as their bit patterns; `low` does not hold, `high` is taken to.
    let (mut low, mut high) = (0_u64, f64::INFINITY.to_bits());
    let mut probe = guess.clamp(0.0, f64::MAX).to_bits().min(high - 1);
    let mut stride = 1_u64;
    while high - low > 1 {
        if !(low < probe && probe < high) {
            probe = low + (high - low) / 2;
        }
        if holds(f64::from_bits(probe)) {
            high = probe;
            probe = probe.saturating_sub(stride);
        } else {
            low = probe;
            probe = probe.saturating_add(stride);
        }
        stride = stride.saturating_mul(4);
    }
    f64::from_bits(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_threshold_is_found_from_any_guess(threshold in 0.0_f64..1e12, guess in proptest::num::f64::ANY) {
            prop_assert_eq!(least_demand_where(guess, |demand| demand >= threshold), threshold);
            prop_assert_eq!(least_demand_where(threshold, |demand| demand >= threshold), threshold);
        }
    }

    #[test]
    fn a_test_that_never_holds_has_no_threshold() {
        assert_eq!(least_demand_where(5.0, |_| false), f64::INFINITY);
        assert_eq!(least_demand_where(f64::NAN, |_| true), 0.0);
    }
}
