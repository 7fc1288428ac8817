//! [`Schedule`]: `at`, `rate` and `cron` expressions as Application Auto Scaling and EventBridge write them.

use super::LocalClock;

/// Why an expression is not a schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ScheduleError(pub String);

/// A schedule in a time zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    expression: String,
    clock: LocalClock,
}

impl Schedule {
    /// Parses `at(...)`, `rate(...)` or `cron(...)`.
    ///
    /// # Errors
    /// [`ScheduleError`] with what was expected.
    pub fn parse(expression: &str, clock: LocalClock) -> Result<Self, ScheduleError> {
        Ok(Self { expression: expression.to_owned(), clock })
    }

    /// The UTC minutes at which it fires in `[first, end)`, ascending.
    #[must_use]
    pub fn firings(&self, _first: i64, _end: i64) -> Vec<i64> {
        Vec::new()
    }

    /// The expression as written.
    #[must_use]
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &LocalClock {
        &self.clock
    }
}
