//! [`Schedule`]: `at`, `rate` and `cron` expressions as Application Auto Scaling and EventBridge write them (rules T5 and T6).

mod cron;
mod days;
mod field;

use jiff::civil::DateTime;

use super::{LocalClock, MINUTES_PER_DAY};
use cron::Cron;

/// Why an expression is not a schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ScheduleError(pub String);

/// When an expression fires, apart from its clock.
#[derive(Clone, Debug, PartialEq)]
enum Rule {
    /// Once, at a local time.
    At(DateTime),
    /// Every so many minutes since 1970-01-01T00:00Z.
    Rate { minutes: i64 },
    /// On the local calendar.
    Cron(Cron),
}

/// A schedule in a time zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    expression: String,
    clock: LocalClock,
    rule: Rule,
}

impl Schedule {
    /// Parses `at(...)`, `rate(...)` or `cron(...)`.
    ///
    /// # Errors
    /// [`ScheduleError`] with what was expected.
    pub fn parse(expression: &str, clock: LocalClock) -> Result<Self, ScheduleError> {
        let rule = parse_rule(expression.trim())?;
        Ok(Self { expression: expression.to_owned(), clock, rule })
    }

    /// The UTC minutes at which it fires in `[first, end)`, ascending, each once.
    #[must_use]
    pub fn firings(&self, first: i64, end: i64) -> Vec<i64> {
        match &self.rule {
            Rule::At(moment) => {
                let minute = self.clock.utc_at(*moment);
                minute.into_iter().filter(|minute| (first..end).contains(minute)).collect()
            }
            Rule::Rate { minutes } => multiples_of(*minutes, first, end),
            Rule::Cron(cron) => cron.firings(&self.clock, first, end),
        }
    }

    /// Whether there is no moment at all at which it fires: a 30 February, or a minute that its clock skips.
    #[must_use]
    pub fn never_fires(&self) -> bool {
        match &self.rule {
            Rule::At(moment) => self.clock.utc_at(*moment).is_none(),
            Rule::Rate { .. } => false,
            Rule::Cron(cron) => cron.never_fires(&self.clock),
        }
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

fn parse_rule(expression: &str) -> Result<Rule, ScheduleError> {
    let unknown = || {
        ScheduleError(format!(
            "expected `at(yyyy-mm-ddThh:mm:ss)`, `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`, found `{expression}`"
        ))
    };
    let (kind, rest) = expression.split_once('(').ok_or_else(unknown)?;
    let body = rest.strip_suffix(')').ok_or_else(unknown)?.trim();
    match kind.trim() {
        "at" => parse_at(body),
        "rate" => parse_rate(body),
        "cron" => Cron::parse(body).map(Rule::Cron),
        _ => Err(unknown()),
    }
}

fn parse_at(body: &str) -> Result<Rule, ScheduleError> {
    let expected = || ScheduleError(format!("expected `at(yyyy-mm-ddThh:mm:ss)` in local time, found `at({body})`"));
    let moment = DateTime::strptime("%Y-%m-%dT%H:%M:%S", body).map_err(|_| expected())?;
    Ok(Rule::At(moment))
}

fn parse_rate(body: &str) -> Result<Rule, ScheduleError> {
    let expected = |what: &str| {
        ScheduleError(format!("expected {what}, as in `rate(1 hour)` or `rate(15 minutes)`, found `rate({body})`"))
    };
    let mut words = body.split_whitespace();
    let (Some(number), Some(unit), None) = (words.next(), words.next(), words.next()) else {
        return Err(expected("a number and a unit"));
    };
    let count: u32 =
        number.parse().ok().filter(|count| *count > 0).ok_or_else(|| expected("a whole number above 0"))?;
    let unit_minutes = match unit {
        "minute" | "minutes" => 1,
        "hour" | "hours" => 60,
        "day" | "days" => MINUTES_PER_DAY,
        _ => return Err(expected("`minutes`, `hours` or `days`")),
    };
    Ok(Rule::Rate { minutes: i64::from(count) * unit_minutes })
}

/// The multiples of `interval` in `[first, end)`.
fn multiples_of(interval: i64, first: i64, end: i64) -> Vec<i64> {
    let from = first.saturating_add((-first.rem_euclid(interval)).rem_euclid(interval));
    std::iter::successors(Some(from), |minute| minute.checked_add(interval))
        .take_while(|minute| *minute < end)
        .collect()
}

#[cfg(test)]
mod tests;
