//! The best commitment of one plan (rule C3).

use super::cover::remainder_cost;
use super::load::{COMMON_PER, CoverableLoad};
use crate::money::{Money, Percent};

/// Picodollars of the fifth decimal, the finest commitment AWS accepts.
const FIFTH_DECIMAL: i128 = 10_000_000;

/// The least commitment AWS accepts, in steps of the fifth decimal.
const LEAST_STEPS: i128 = 100;

/// Totals this close, relative to the total without a plan, are ties.
const TIE: f64 = 1e-9;

/// A kink of the total: an hour's running sum of costs at the plan's rates.
struct Kink {
    commitment: f64,
    slope_change: f64,
}

/// The hourly commitment with the least total cost over the horizon; zero when no plan pays.
///
/// The plan's fee is paid for `plan_hours` hours, less `plan_discount`.
#[must_use]
pub fn best_commitment(load: &CoverableLoad, plan_hours: usize, plan_discount: Percent) -> Money {
    let plan_hours = plan_hours.min(load.hours);
    let fee_share = Money::from_picodollars(1_000_000_000_000).percent_off(plan_discount).picodollars() as f64 / 1e12;
    let (mut kinks, first_slope) = kinks(load, plan_hours, fee_share * plan_hours as f64);
    kinks.sort_unstable_by(|left, right| left.commitment.total_cmp(&right.commitment));
    let near = least_kink(&kinks, first_slope, remainder_cost(load, Money::ZERO, plan_hours));
    let total = |commitment: Money| {
        let fee = commitment.times(plan_hours as i128).percent_off(plan_discount);
        fee + remainder_cost(load, commitment, plan_hours)
    };
    neighbours(near).into_iter().min_by_key(|&commitment| (total(commitment), commitment)).unwrap_or(Money::ZERO)
}

/// Zero, and the five-decimal commitments just below and at or above `commitment` dollars.
fn neighbours(commitment: f64) -> Vec<Money> {
    let below = (commitment * 1e5).floor() as i128;
    let steps = [0, below - 1, below, below + 1];
    let acceptable = |step: &&i128| **step == 0 || **step >= LEAST_STEPS;
    steps.iter().filter(acceptable).map(|step| Money::from_picodollars(step * FIFTH_DECIMAL)).collect()
}

/// Every kink, and the slope of the total at commitment zero.
fn kinks(load: &CoverableLoad, plan_hours: usize, fee_slope: f64) -> (Vec<Kink>, f64) {
    let mut kinks = Vec::with_capacity(plan_hours * load.skus.len());
    let mut first_slope = fee_slope;
    let worth: Vec<f64> = load.skus.iter().map(super::load::SkuLoad::avoided_per_dollar).collect();
    for hour in 0..plan_hours {
        let mut running = 0_i128;
        let mut last: Option<f64> = None;
        for (sku, &worth) in load.skus.iter().zip(&worth) {
            let cost = i128::from(sku.hourly[hour]) * sku.scaled_rate();
            if cost == 0 {
                continue;
            }
            match last {
                None => first_slope -= worth,
                Some(before) => kinks.push(kink(running, before - worth)),
            }
            running += cost;
            last = Some(worth);
        }
        if let Some(before) = last {
            kinks.push(kink(running, before));
        }
    }
    (kinks, first_slope)
}

fn kink(running: i128, slope_change: f64) -> Kink {
    Kink { commitment: running as f64 / (COMMON_PER as f64 * 1e12), slope_change }
}

/// Follows the total over the sorted kinks and returns the first of the least ones.
fn least_kink(kinks: &[Kink], first_slope: f64, total_without: Money) -> f64 {
    let tie = TIE * (total_without.picodollars() as f64 / 1e12).max(1e-6);
    let (mut slope, mut total, mut at) = (first_slope, 0.0, 0.0);
    let (mut least, mut least_at) = (0.0, 0.0);
    for kink in kinks {
        total += slope * (kink.commitment - at);
        at = kink.commitment;
        slope += kink.slope_change;
        if total < least - tie {
            (least, least_at) = (total, at);
        }
    }
    least_at
}
