//! The values of a [`Table`]'s keys, one reader for each kind.

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use toml::Spanned;
use toml::de::DeValue;

use super::key::{Key, Kind};
use super::table::Table;
use super::value::{self, Fault};
use crate::money::{Money, Percent};

impl<'w> Table<'w, '_> {
    pub(super) fn number(&self, name: &str) -> f64 {
        self.read(name, parse_number, any_number)
    }

    /// A required number; `None` when it is missing or cannot be used, which has been reported.
    pub(super) fn required_number(&self, name: &str) -> Option<f64> {
        self.read(name, |key, found| parse_number(key, found).map(Some), |_| None)
    }

    pub(super) fn optional_number(&self, name: &str) -> Option<f64> {
        self.read_optional(name, parse_number)
    }

    pub(super) fn integer(&self, name: &str) -> u32 {
        as_count(self.read(name, parse_number, any_number))
    }

    pub(super) fn optional_integer(&self, name: &str) -> Option<u32> {
        self.read_optional(name, parse_number).map(as_count)
    }

    /// A whole number that may be negative.
    pub(super) fn signed(&self, name: &str) -> i32 {
        self.read(name, parse_number, any_number) as i32
    }

    /// A list of pairs; `None` when it is absent or cannot be used, which has been reported.
    pub(super) fn pairs(&self, name: &str) -> Option<Vec<(u32, u32)>> {
        self.read_optional(name, parse_pairs)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.read(name, |_, found| value::flag(found), |_| false)
    }

    pub(super) fn optional_flag(&self, name: &str) -> Option<bool> {
        self.read_optional(name, |_, found| value::flag(found))
    }

    pub(super) fn text(&self, name: &str) -> String {
        self.read(name, |_, found| value::text(found), |_| "?".to_owned())
    }

    pub(super) fn optional_text(&self, name: &str) -> Option<String> {
        self.read_optional(name, |_, found| value::text(found))
    }

    pub(super) fn choice(&self, name: &str) -> &'static str {
        self.read(name, parse_choice, |kind| choices_of(kind).first().copied().unwrap_or_default())
    }

    pub(super) fn optional_choice(&self, name: &str) -> Option<&'static str> {
        self.read_optional(name, parse_choice)
    }

    pub(super) fn choices(&self, name: &str) -> Vec<&'static str> {
        let parse =
            |key: &Key, found: &DeValue<'_>| value::list(found, |item| value::choice(choices_of(key.kind), item));
        self.read(name, parse, |kind| choices_of(kind).iter().copied().take(1).collect())
    }

    /// A text as written, without any check.
    pub(super) fn raw_text(&self, name: &str) -> Option<&'w str> {
        self.value(name)?.get_ref().as_str()
    }

    /// The texts of a list with the place of each; empty when it is absent.
    pub(super) fn texts(&self, name: &str) -> Vec<(String, Range<usize>)> {
        let texts = self.read_optional(name, |_, found| value::list(found, value::text)).unwrap_or_default();
        texts.into_iter().zip(self.item_spans(name)).collect()
    }

    /// The whole numbers of a list with the place of each; empty when it is absent.
    pub(super) fn integers(&self, name: &str) -> Vec<(u32, Range<usize>)> {
        let counts = self.read_optional(name, parse_integers).unwrap_or_default();
        counts.into_iter().zip(self.item_spans(name)).collect()
    }

    /// The numbers of a list with the place of each; empty when it is absent or the word for the usual ones.
    pub(super) fn numbers(&self, name: &str) -> Vec<(f64, Range<usize>)> {
        let numbers = self.read_optional(name, parse_numbers).unwrap_or_default();
        numbers.into_iter().zip(self.item_spans(name)).collect()
    }

    fn item_spans(&self, name: &str) -> impl Iterator<Item = Range<usize>> {
        let items = self.value(name).and_then(|found| found.get_ref().as_array());
        items.into_iter().flat_map(|array| array.iter().map(Spanned::span))
    }

    pub(super) fn money(&self, name: &str) -> Money {
        self.read(name, |_, found| value::money(found), |_| Money::ZERO)
    }

    pub(super) fn optional_money(&self, name: &str) -> Option<Money> {
        self.read_optional(name, |_, found| value::money(found))
    }

    pub(super) fn percent(&self, name: &str) -> Percent {
        self.read(name, parse_percent, |_| Percent::whole(1))
    }

    pub(super) fn optional_percent(&self, name: &str) -> Option<Percent> {
        self.read_optional(name, parse_percent)
    }

    /// A required date; `None` when it is missing or cannot be used, which has been reported.
    pub(super) fn date(&self, name: &str) -> Option<Date> {
        self.read(name, |_, found| value::date(found).map(Some), |_| None)
    }

    pub(super) fn optional_date(&self, name: &str) -> Option<Date> {
        self.read_optional(name, |_, found| value::date(found))
    }

    /// A required local time; `None` when it is missing or cannot be used, which has been reported.
    pub(super) fn date_time(&self, name: &str) -> Option<DateTime> {
        self.read(name, |_, found| value::date_time(found).map(Some), |_| None)
    }
}

fn parse_number(key: &Key, found: &DeValue<'_>) -> Result<f64, Fault> {
    match key.kind {
        Kind::Integer(range) => value::integer(key.range_code, range, found),
        Kind::Number(range) => value::number(key.range_code, range, found),
        _ => unreachable!("`{}` is read as a number", key.name),
    }
}

fn any_number(kind: Kind) -> f64 {
    match kind {
        Kind::Integer(range) | Kind::Number(range) => range.any(),
        _ => 1.0,
    }
}

/// A whole number that its range has bounded.
fn as_count(number: f64) -> u32 {
    number as u32
}

fn parse_choice(key: &Key, found: &DeValue<'_>) -> Result<&'static str, Fault> {
    value::choice(choices_of(key.kind), found)
}

fn choices_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Choice(choices) | Kind::Choices(choices) => choices,
        _ => &[],
    }
}

fn parse_pairs(key: &Key, found: &DeValue<'_>) -> Result<Vec<(u32, u32)>, Fault> {
    match key.kind {
        Kind::Pairs(first, second) => value::pairs(first, second, found),
        _ => unreachable!("`{}` is read as pairs", key.name),
    }
}

fn parse_integers(key: &Key, found: &DeValue<'_>) -> Result<Vec<u32>, Fault> {
    match key.kind {
        Kind::Integers(range) => value::list(found, |item| value::integer(key.range_code, range, item).map(as_count)),
        _ => unreachable!("`{}` is read as whole numbers", key.name),
    }
}

fn parse_numbers(key: &Key, found: &DeValue<'_>) -> Result<Vec<f64>, Fault> {
    match key.kind {
        Kind::NumbersOr(range, word) => value::numbers_or(key.range_code, range, word, found),
        _ => unreachable!("`{}` is read as numbers", key.name),
    }
}

fn parse_percent(key: &Key, found: &DeValue<'_>) -> Result<Percent, Fault> {
    match key.kind {
        Kind::Percent(range) => value::percent(range, found),
        _ => unreachable!("`{}` is read as a percentage", key.name),
    }
}
