//! Single TOML values as Rust values, or what is wrong with them.

use jiff::civil::{Date, DateTime};
use toml::de::DeValue;

use super::key::{Kind, Range};
use super::nearest::{nearest, or_list};
use crate::diagnostic::Code;
use crate::money::{DecimalError, Money, Percent};

/// What is wrong with a value: completes the sentence "`key` …".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// What was expected: "must be a whole number".
    pub(super) expected: String,
    /// What was found: "found text".
    pub(super) found: String,
    pub(super) help: Option<String>,
    /// Where inside the value, when not all of it.
    pub(super) span: Option<std::ops::Range<usize>>,
}

impl Fault {
    pub(super) fn new(code: Code, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { code, expected: expected.into(), found: found.into(), help: None, span: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn within(mut self, span: std::ops::Range<usize>) -> Self {
        self.span = Some(span);
        self
    }

    fn wrong_type(expected: &str, value: &DeValue<'_>) -> Self {
        Self::new(Code::WrongType, format!("must be {expected}"), format!("found {}", type_words(value)))
    }
}

/// What kind of value it is, in words.
pub(super) fn type_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Amounts beyond a trillion are slips, and would strain sums over long horizons.
const MOST_MONEY: Money = Money::from_picodollars(1_000_000_000_000_000_000_000_000);

/// A physical number: an integer, a float, or decimal text.
pub(super) fn number(code: Code, range: Range, value: &DeValue<'_>) -> Result<f64, Fault> {
    let parsed = literal(value).and_then(|text| text.parse::<f64>().ok());
    let number = parsed.ok_or_else(|| Fault::wrong_type("a number", value))?;
    in_range(code, range, number)
}

/// A count: like a number, and whole.
pub(super) fn integer(code: Code, range: Range, value: &DeValue<'_>) -> Result<f64, Fault> {
    let parsed = literal(value).and_then(|text| text.parse::<f64>().ok());
    let number = parsed.ok_or_else(|| Fault::wrong_type("a whole number", value))?;
    if number.is_finite() && number.fract() != 0.0 {
        return Err(Fault::new(Code::OutOfRange, "must be a whole number", format!("found {}", number_words(number))));
    }
    in_range(code, range, number)
}

fn in_range(code: Code, range: Range, number: f64) -> Result<f64, Fault> {
    if !number.is_finite() {
        return Err(Fault::new(Code::OutOfRange, "must be a finite number", format!("found {}", number_words(number))));
    }
    if !range.contains(number) {
        return Err(Fault::new(code, format!("must be {}", range.words()), format!("found {}", number_words(number))));
    }
    Ok(if number == 0.0 { 0.0 } else { number })
}

/// A number as a person would write it.
fn number_words(number: f64) -> String {
    let plain = number == 0.0 || (1e-6..1e15).contains(&number.abs());
    if plain || !number.is_finite() { number.to_string() } else { format!("{number:e}") }
}

/// The digits of a number as they were written, without separators; money is parsed from these.
fn literal(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str().to_owned()),
        DeValue::Integer(integer) => {
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|number| number.to_string())
        }
        DeValue::Float(float) => Some(float.as_str().to_owned()),
        DeValue::String(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

pub(super) fn flag(value: &DeValue<'_>) -> Result<bool, Fault> {
    value.as_bool().ok_or_else(|| Fault::wrong_type("`true` or `false`", value))
}

/// Text that can stand in a table of a report.
pub(super) fn text(value: &DeValue<'_>) -> Result<String, Fault> {
    let text = value.as_str().ok_or_else(|| Fault::wrong_type("text in quotes", value))?;
    let unfit = |expected: &str, found: &str| Err(Fault::new(Code::OutOfRange, expected, found));
    if text.trim().is_empty() {
        return unfit("must not be empty", "found no text");
    }
    if text.chars().any(char::is_control) {
        return unfit("must be one line of plain text", "found a control character");
    }
    if text.chars().count() > 1_000 {
        return unfit("must be at most 1000 characters long", "found more");
    }
    Ok(text.to_owned())
}

pub(super) fn choice(choices: &'static [&'static str], value: &DeValue<'_>) -> Result<&'static str, Fault> {
    let expected = || format!("must be {}", or_list(choices));
    let written = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(integer) => integer.as_str().to_owned(),
        other => return Err(Fault::new(Code::WrongType, expected(), format!("found {}", type_words(other)))),
    };
    let known = choices.iter().copied().find(|choice| *choice == written);
    known.ok_or_else(|| {
        let fault = Fault::new(Code::UnknownChoice, expected(), format!("found `{written}`"));
        match nearest(&written, choices.iter().copied()) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        }
    })
}

/// An amount that is not negative, read digit by digit.
pub(super) fn money(value: &DeValue<'_>) -> Result<Money, Fault> {
    let digits = literal(value).ok_or_else(|| Fault::wrong_type("an exact amount such as `\"0.04656\"`", value))?;
    let amount = Money::parse(digits.trim_start_matches('+')).map_err(|error| not_exact(&error))?;
    if amount < Money::ZERO {
        return Err(Fault::new(Code::OutOfRange, "must not be negative", format!("found {digits}")));
    }
    if amount > MOST_MONEY {
        return Err(Fault::new(Code::OutOfRange, "must be at most 1000000000000", format!("found {digits}")));
    }
    Ok(amount)
}

pub(super) fn percent(range: Range, value: &DeValue<'_>) -> Result<Percent, Fault> {
    let digits = literal(value).ok_or_else(|| Fault::wrong_type("a percentage such as `7.5`", value))?;
    let percent = Percent::parse(digits.trim_start_matches('+')).map_err(|error| not_exact(&error))?;
    let in_range = percent.to_decimal().parse().is_ok_and(|number: f64| range.contains(number));
    if in_range {
        return Ok(percent);
    }
    Err(Fault::new(Code::OutOfRange, format!("must be {}", range.words()), format!("found {digits}")))
}

fn not_exact(error: &DecimalError) -> Fault {
    Fault::new(Code::NotExactMoney, "must be an exact decimal", error.to_string())
        .help("write digits with at most one decimal point, such as `\"0.04656\"`")
}

/// A date, quoted or as a TOML date.
pub(super) fn date(value: &DeValue<'_>) -> Result<Date, Fault> {
    let text = date_text(value)?;
    let parsed = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    let date = parsed.ok_or_else(|| not_a_date("must be a date such as `2026-01-31`", &text))?;
    in_calendar(date, &text).map(|()| date)
}

/// A local time on a whole minute, quoted or as a TOML local date-time.
pub(super) fn date_time(value: &DeValue<'_>) -> Result<DateTime, Fault> {
    let text = date_text(value)?;
    let parsed = (text.contains(':') && !text.contains('[')).then(|| text.parse::<DateTime>().ok()).flatten();
    let whole_minute = parsed.filter(|moment| moment.second() == 0 && moment.subsec_nanosecond() == 0);
    let moment = whole_minute.ok_or_else(|| not_a_date("must be a local time such as `2026-01-31T18:30`", &text))?;
    in_calendar(moment.date(), &text).map(|()| moment)
}

fn date_text(value: &DeValue<'_>) -> Result<String, Fault> {
    match value {
        DeValue::String(text) => Ok(text.trim().to_owned()),
        DeValue::Datetime(moment) => Ok(moment.to_string()),
        other => Err(Fault::wrong_type("a date or time", other)),
    }
}

/// Refuses dates that can only be slips; beyond them time zones and prices mean nothing.
fn in_calendar(date: Date, text: &str) -> Result<(), Fault> {
    if (1970..2200).contains(&date.year()) { Ok(()) } else { Err(not_a_date("must lie between 1970 and 2199", text)) }
}

fn not_a_date(expected: &str, text: &str) -> Fault {
    Fault::new(Code::NotADate, expected, format!("found `{text}`"))
}

/// Each element of a list, none twice.
pub(super) fn list<T: PartialEq>(
    value: &DeValue<'_>,
    element: impl Fn(&DeValue<'_>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let array = value.as_array().ok_or_else(|| Fault::wrong_type("a list in `[` and `]`", value))?;
    let mut elements = Vec::new();
    for item in array {
        let next = element(item.get_ref()).map_err(|fault| fault.within(item.span()))?;
        if elements.contains(&next) {
            return Err(Fault::new(Code::OutOfRange, "must not repeat itself", "given before").within(item.span()));
        }
        elements.push(next);
    }
    if elements.is_empty() {
        return Err(Fault::new(Code::OutOfRange, "must not be empty", "found an empty list"));
    }
    Ok(elements)
}

/// A list of numbers, or a word that stands for some; none for the word.
pub(super) fn numbers_or(code: Code, range: Range, word: &str, value: &DeValue<'_>) -> Result<Vec<f64>, Fault> {
    match value {
        DeValue::String(text) if text.trim() == word => Ok(Vec::new()),
        DeValue::Array(_) => list(value, |item| number(code, range, item)),
        _ => Err(Fault::wrong_type(&format!("a list of numbers in `[` and `]`, or `\"{word}\"`"), value)),
    }
}

/// A list of pairs of whole numbers.
pub(super) fn pairs(first: Range, second: Range, value: &DeValue<'_>) -> Result<Vec<(u32, u32)>, Fault> {
    list(value, |item| {
        let expected = "a list of pairs such as `[50, 600]`";
        let pair = item.as_array().ok_or_else(|| Fault::wrong_type(expected, item))?;
        if pair.len() != 2 {
            let found = format!("found a list of {}", pair.len());
            return Err(Fault::new(Code::WrongType, format!("must be {expected}"), found));
        }
        let number = |index: usize, range| integer(Code::OutOfRange, range, pair[index].get_ref());
        Ok((number(0, first)? as u32, number(1, second)? as u32))
    })
}

/// A short description of what a kind holds, for the reference page.
pub(super) fn kind_words(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Number(range) => format!("number, {}", range.words()),
        Kind::Integer(range) => format!("whole number, {}", range.words()),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Choice(choices) => or_list(choices),
        Kind::Choices(choices) => format!("list of {}", or_list(choices)),
        Kind::Texts => "list of texts".to_owned(),
        Kind::Pairs(first, second) => {
            format!("list of pairs of whole numbers, {} and {}", first.words(), second.words())
        }
        Kind::Integers(range) => format!("list of whole numbers, {}", range.words()),
        Kind::NumbersOr(range, word) => format!("list of numbers, {}, or `{word}`", range.words()),
        Kind::Money => "exact amount".to_owned(),
        Kind::Percent(range) => format!("exact percentage, {}", range.words()),
        Kind::Date => "date".to_owned(),
        Kind::DateTime => "local time".to_owned(),
    }
}
