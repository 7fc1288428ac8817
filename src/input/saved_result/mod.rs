//! What `ecsplan compare` and `recommend` wrote with `--format json`, read back.

mod entry;
mod option;
mod place;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::money::Money;
use crate::scenario::{Currency, SavedAssumption, SavedOption, SavedResult};
use entry::{Entry, Problems};
use option::{each, option};

/// The version of results that is read.
const SCHEMA_VERSION: &str = "1";

/// The longest horizon of a result, hours: ten years.
const MOST_HOURS: u32 = 87_672;

/// How to come by a saved result.
const HOW: &str = "save one with `ecsplan recommend scenario.toml --format json --out result.json`";

/// Reads a saved result; `file` is its name in problems.
///
/// # Errors
/// Every problem found, in order of position. What is not JSON, no result, or of another version is not looked at further.
pub fn parse_saved_result(file: &str, text: &str) -> Result<SavedResult, Diagnostics> {
    let value: Value = serde_json::from_str(text).map_err(|error| not_json(file, text, &error))?;
    let problems = Problems::default();
    check_envelope(&value, &problems);
    let read = (!problems.is_any()).then(|| result(&Entry::root(&value, &problems))).flatten();
    match (problems.into_diagnostics(file, text), read) {
        (None, Some(result)) => Ok(result),
        (found, _) => Err(found.unwrap_or_default()),
    }
}

fn not_json(file: &str, text: &str, error: &serde_json::Error) -> Diagnostics {
    let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let end = text[at..].chars().next().map_or(at, |character| at + character.len_utf8());
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default().to_owned();
    let mut diagnostics = Diagnostics::default();
    diagnostics.add_source(file, text);
    diagnostics.push(
        Diagnostic::error(Code::SavedSyntax, "the saved result is not valid JSON").at(file, at..end, said).help(HOW),
    );
    diagnostics
}

/// Whether it is a result, and of the version that is read.
fn check_envelope(value: &Value, problems: &Problems) {
    let version = value.get("schema_version").and_then(Value::as_str);
    let is_result = ["command", "options", "scenario"].iter().all(|key| value.get(key).is_some());
    let (Some(version), true) = (version, is_result) else {
        let found = match version {
            Some(_) => "this is of another command than `compare` and `recommend`",
            None => "expected an object with `schema_version`, `command`, `scenario` and `options`",
        };
        let title = "the file is not a result of `ecsplan compare` or `recommend`".to_owned();
        return problems.add(Vec::new(), Code::NotAResult, title, found.to_owned(), HOW);
    };
    if version != SCHEMA_VERSION {
        let is_older = version.parse().is_ok_and(|version: u32| version < 1);
        let (age, help) = if is_older {
            ("an older", "there is no way from it to this version: write the result anew from its scenario")
        } else {
            ("a newer", "read it with the version of ecsplan that wrote it, or write the result anew with this one")
        };
        let title =
            format!("the saved result has version `{version}`, of {age} ecsplan; version {SCHEMA_VERSION} is read");
        problems.add(vec![place::Step::Key("schema_version")], Code::SavedVersion, title, String::new(), help);
    }
}

fn result(entry: &Entry<'_>) -> Option<SavedResult> {
    let scenario = entry.object("scenario");
    let about = |key| scenario.as_ref().and_then(|scenario| scenario.text(key));
    let (name, region, start) = (about("name"), about("region"), about("start"));
    let hours = scenario.as_ref().and_then(hours);
    let (prices, currency) = (entry.object("prices").and_then(|entry| prices(&entry)), entry.object("currency"));
    let currency = currency.and_then(|entry| self::currency(&entry));
    let assumptions = each(entry.objects("assumptions"), assumption);
    let options = each(entry.objects("options"), |entry| option(entry, hours));
    let recommended = entry.text_or_null("recommended_option");
    let interrupted = entry.is_null("interrupted");
    let (options, recommended) = (options?, recommended?);
    check_recommended(entry, &options, recommended.as_deref());
    Some(SavedResult {
        name: name?,
        region: region?,
        start: start?,
        hours: hours?,
        prices: prices?,
        currency: currency?,
        interrupted: !interrupted?,
        assumptions: assumptions?,
        recommended,
        options,
    })
}

/// The recommended option is one of those that can be had.
fn check_recommended(entry: &Entry<'_>, options: &[SavedOption], recommended: Option<&str>) {
    let available = |id: &str| options.iter().any(|option| option.id == id && option.figures.is_some());
    if recommended.is_some_and(|id| !available(id)) {
        entry.wrong("recommended_option", "the id of an option that is available");
    }
}

fn hours(scenario: &Entry<'_>) -> Option<u32> {
    let hours = scenario.count("hours")?;
    if !(1..=MOST_HOURS).contains(&hours) {
        scenario.wrong("hours", "at least an hour and at most ten years");
        return None;
    }
    Some(hours)
}

fn prices(entry: &Entry<'_>) -> Option<String> {
    let (origin, date, hash) = (entry.text("origin"), entry.text("date"), entry.text("content_hash"));
    Some(format!("{} tables of {} ({})", origin?, date?, hash?))
}

fn currency(entry: &Entry<'_>) -> Option<Currency> {
    let (code, rate, rate_date) = (entry.text("code"), entry.money("rate"), entry.text_or_null("rate_date"));
    let rate = rate?;
    if rate <= Money::ZERO {
        entry.wrong("rate", "units per US dollar, above 0");
    }
    Some(Currency { code: code?, rate, rate_date: rate_date? })
}

fn assumption(entry: &Entry<'_>) -> Option<SavedAssumption> {
    let (key, value) = (entry.text("key"), entry.text("value"));
    Some(SavedAssumption { key: key?, value: value? })
}
