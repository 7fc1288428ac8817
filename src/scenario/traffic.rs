//! Demand as the user describes it: a profile and what is laid on top.

use jiff::civil::{Date, DateTime};

use crate::time::LocalClock;

/// What the values of a profile are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemandUnit {
    /// Mean requests per second over the step.
    RequestsPerSecond,
    /// Requests counted in the step.
    Requests,
    /// Mean vCPU in use over the step, on the hardware of `workload.measured_on`.
    Vcpu,
}

/// How the minutes between two rows are filled (rule D2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// Rising and falling in straight lines, each row keeping its total, never negative.
    Linear,
    /// Every minute of a row has the row's value.
    Step,
}

/// What kind of rows a profile has.
#[derive(Clone, Debug, PartialEq)]
pub enum ProfileShape {
    /// 24 rows of one hour: any day, local time.
    Day,
    /// 168 rows of one hour: a week from Monday 00:00, local time.
    Week,
    /// Rows with a date on the local clock of the traffic's time zone.
    DatedLocal {
        /// Civil minute of the first row.
        first_minute: i64,
    },
    /// Rows with a date and a UTC offset.
    DatedUtc {
        /// UTC minute of the first row.
        first_minute: i64,
    },
}

/// A demand profile: values at a fixed step, gaps already filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// What kind of rows.
    pub shape: ProfileShape,
    /// Minutes per row, 1 to 60.
    pub step_minutes: u32,
    /// Mean demand of each row, per second (requests) or in vCPU, `scale` applied; finite, not negative.
    pub rows: Vec<f64>,
    /// How many rows were filled in for gaps in the file.
    pub filled_rows: u32,
}

/// What a holiday looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HolidayEffect {
    /// Like that day of the same week (0 is Monday, 6 is Sunday).
    Like(u8),
    /// The day's own traffic times a factor.
    Multiply(f64),
}

/// A local calendar day that differs from its weekday.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holiday {
    /// The local date.
    pub date: Date,
    /// What happens.
    pub effect: HolidayEffect,
}

/// What an event does to traffic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EventEffect {
    /// Times a factor.
    Multiply(f64),
    /// Plus an amount, in the unit of demand (requests per second, or vCPU).
    Add(f64),
}

/// A one-off event between two local times, the end not included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// First local minute.
    pub start: DateTime,
    /// First local minute after it.
    pub end: DateTime,
    /// What happens.
    pub effect: EventEffect,
}

/// A change of all demand from one minute on, as a demand scenario says it (rule D9).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelChange {
    /// The first minute of it, in UTC minutes since 1970-01-01T00:00Z.
    pub from_minute: i64,
    /// What demand is multiplied by; not negative.
    pub factor: f64,
}

/// A burst inside every hour of the local clock; an hour of level demand keeps its total (rule D7).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeakPattern {
    /// Demand in the burst over what it would be; 1 or more, and `factor × minutes` at most 60.
    pub factor: f64,
    /// Length of the burst in minutes, from the 30th minute of the hour; 1 to 30.
    pub minutes: u32,
}

/// Seeded noise on every minute (rule D8).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Largest deviation, in percent of the minute's demand; 0 to 100.
    pub percent: f64,
    /// Seed of the generator.
    pub seed: u64,
}

/// The traffic of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// The profile; a constant is a day of 24 equal rows.
    pub profile: Profile,
    /// Requests per second or vCPU; `Requests` has been divided by the step already.
    pub unit: DemandUnit,
    /// The local clock of the profile, holidays and events.
    pub clock: LocalClock,
    /// Between rows.
    pub interpolation: Interpolation,
    /// Compound growth per month of the horizon, percent; above −100.
    pub growth_percent_per_month: f64,
    /// Holidays, in file order.
    pub holidays: Vec<Holiday>,
    /// Events, in file order.
    pub events: Vec<Event>,
    /// Changes of level, in order; none in a scenario as it is read.
    pub level_changes: Vec<LevelChange>,
    /// Burst inside the hour.
    pub peak: Option<PeakPattern>,
    /// Noise.
    pub noise: Option<Noise>,
}
