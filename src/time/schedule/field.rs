//! The plain part of every cron field: numbers, names, lists, ranges and steps.

use std::collections::BTreeSet;

use super::ScheduleError;

/// What a cron field may hold.
#[derive(Debug)]
pub(super) struct Field {
    /// As AWS calls it, lower case.
    pub(super) name: &'static str,
    /// Its least value.
    pub(super) least: u16,
    /// Its largest value.
    pub(super) most: u16,
    /// Names of the values from `least` on; empty when it has none.
    pub(super) names: &'static [&'static str],
}

pub(super) const SECONDS: Field = Field { name: "seconds", least: 0, most: 59, names: &[] };
pub(super) const MINUTES: Field = Field { name: "minutes", least: 0, most: 59, names: &[] };
pub(super) const HOURS: Field = Field { name: "hours", least: 0, most: 23, names: &[] };
pub(super) const DAY_OF_MONTH: Field = Field { name: "day-of-month", least: 1, most: 31, names: &[] };
pub(super) const MONTH: Field = Field {
    name: "month",
    least: 1,
    most: 12,
    names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
pub(super) const DAY_OF_WEEK: Field =
    Field { name: "day-of-week", least: 1, most: 7, names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] };
pub(super) const YEAR: Field = Field { name: "year", least: 1970, most: 2199, names: &[] };

impl Field {
    /// The values of a whole field: a comma-separated list of `values_of_item`.
    pub(super) fn values(&self, text: &str) -> Result<BTreeSet<u16>, ScheduleError> {
        let mut values = BTreeSet::new();
        for item in text.split(',') {
            values.extend(self.values_of_item(item)?);
        }
        Ok(values)
    }

    /// The values of `*`, `n`, `n-m`, or one of these with `/step`; `n/step` runs to the end of the field.
    pub(super) fn values_of_item(&self, item: &str) -> Result<Vec<u16>, ScheduleError> {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, Some(self.step(item, step)?)),
            None => (item, None),
        };
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (self.value(from)?, self.value(to)?),
            None if range == "*" => (self.least, self.most),
            None => {
                let from = self.value(range)?;
                (from, if step.is_some() { self.most } else { from })
            }
        };
        if from > to {
            return Err(self.backwards(range));
        }
        Ok((from..=to).step_by(step.unwrap_or(1)).collect())
    }

    /// One value: a number of the field's range, or a name.
    pub(super) fn value(&self, text: &str) -> Result<u16, ScheduleError> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let number = match named {
            Some(position) => u16::try_from(position).ok().map(|position| self.least + position),
            None => whole_number(text),
        };
        number.filter(|number| (self.least..=self.most).contains(number)).ok_or_else(|| self.expected(text))
    }

    fn step(&self, item: &str, text: &str) -> Result<usize, ScheduleError> {
        let most = self.most - self.least + 1;
        whole_number(text).filter(|step| (1..=most).contains(step)).map(usize::from).ok_or_else(|| {
            let name = self.name;
            ScheduleError(format!("expected a step from 1 to {most} after `/` in the {name} field, found `{item}`"))
        })
    }

    /// The error for something that is no value of this field.
    pub(super) fn expected(&self, found: &str) -> ScheduleError {
        let Self { name, least, most, .. } = self;
        let names = match (self.names.first(), self.names.last()) {
            (Some(first), Some(last)) => format!(" or {first} to {last}"),
            _ => String::new(),
        };
        ScheduleError(format!("expected {least} to {most}{names} in the {name} field, found `{found}`"))
    }

    fn backwards(&self, range: &str) -> ScheduleError {
        let name = self.name;
        ScheduleError(format!(
            "the range `{range}` in the {name} field runs backwards: write it as two ranges with a comma between"
        ))
    }
}

/// Digits only: no sign, no space.
fn whole_number(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
