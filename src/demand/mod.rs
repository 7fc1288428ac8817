//! Demand: how much is asked of a service in every minute (rules D1 to D9).
//!
//! A profile is laid out minute by minute once (`interpolation`), read by the local clock along the
//! horizon (`reading`), and what the scenario lays on top is applied in a fixed order (`overlays`, `noise`).

mod interpolation;
mod noise;
mod overlays;
mod reading;
mod series;

pub use reading::{ProfileUse, profile_use};
pub use series::{DemandSeries, WARM_UP_MINUTES, hourly_means};

use std::collections::BTreeSet;

use crate::scenario::{HolidayEffect, Traffic};
use crate::time::Horizon;
use overlays::LocalSpans;
use reading::Reading;

/// The demand of a service for every minute from the warm-up to the end of the horizon.
///
/// It is never negative; without rows in the profile it is zero.
#[must_use]
pub fn demand(traffic: &Traffic, horizon: &Horizon) -> DemandSeries {
    let first_minute = horizon.first_minute() - WARM_UP_MINUTES;
    let end_minute = horizon.first_minute() + horizon.seconds() / 60;
    let spans = LocalSpans::new(&traffic.clock, first_minute, end_minute);
    let reading = Reading::new(traffic, horizon);
    let mut values = reading.along(&spans);
    lay_holidays(&mut values, traffic, &reading, &spans);
    overlays::grow(&mut values, traffic.growth_percent_per_month, horizon.growth_month_starts(), first_minute);
    for event in &traffic.events {
        overlays::happen(&mut values, event, &spans);
    }
    for change in &traffic.level_changes {
        overlays::change_level(&mut values, change, first_minute);
    }
    if let Some(peak) = &traffic.peak {
        overlays::peak(&mut values, peak, &spans);
    }
    if let Some(noise) = &traffic.noise {
        noise::shake(&mut values, noise, first_minute);
    }
    values.iter_mut().for_each(|value| *value = value.max(0.0));
    DemandSeries { first_minute, values, unit: traffic.unit }
}

/// Holidays that look like another day first, then those that multiply (rule D6).
fn lay_holidays(values: &mut [f64], traffic: &Traffic, reading: &Reading, spans: &LocalSpans) {
    // The first `like` of a date is the only one, whether or not the profile has the day it names.
    let mut dates_laid = BTreeSet::new();
    for holiday in &traffic.holidays {
        if let HolidayEffect::Like(weekday) = holiday.effect
            && dates_laid.insert(holiday.date)
        {
            reading.lay_like(values, holiday.date, weekday, spans);
        }
    }
    for holiday in &traffic.holidays {
        if let HolidayEffect::Multiply(factor) = holiday.effect {
            overlays::multiply_day(values, holiday.date, factor, spans);
        }
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod reference;
