//! [`Entry`]: a JSON value that is read key by key, so that every problem in it is found.

use std::cell::RefCell;

use serde_json::Value;

use super::place::{Step, place_of};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::money::{Money, Quantity};

/// How many problems of a kind are shown.
const SHOWN_OF_A_KIND: usize = 10;

/// The largest amount of money, in either direction: a billion dollars.
const LARGEST_AMOUNT: Money = Money::from_picodollars(1_000_000_000 * 1_000_000_000_000);

/// The largest quantity, in either direction.
const LARGEST_QUANTITY: Quantity = Quantity::whole(1_000_000_000_000);

/// A problem, and the way to it.
struct Problem {
    path: Vec<Step>,
    code: Code,
    title: String,
    found: String,
    help: String,
}

/// The problems of a file, in the order they are found.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub(super) fn is_any(&self) -> bool {
        !self.0.borrow().is_empty()
    }

    pub(super) fn add(&self, path: Vec<Step>, code: Code, title: String, found: String, help: &str) {
        self.0.borrow_mut().push(Problem { path, code, title, found, help: help.to_owned() });
    }

    /// All of them with their places; `None` without any.
    pub(super) fn into_diagnostics(self, file: &str, text: &str) -> Option<Diagnostics> {
        let problems = self.0.into_inner();
        if problems.is_empty() {
            return None;
        }
        let mut diagnostics = Diagnostics::default();
        diagnostics.add_source(file, text);
        let shown = |code| problems.iter().filter(move |problem| problem.code == code).take(SHOWN_OF_A_KIND);
        let mut codes: Vec<Code> = problems.iter().map(|problem| problem.code).collect();
        codes.sort();
        codes.dedup();
        for code in codes {
            let more = problems.iter().filter(|problem| problem.code == code).count().saturating_sub(SHOWN_OF_A_KIND);
            for (index, problem) in shown(code).enumerate() {
                let place = place_of(text, &problem.path);
                let diagnostic = Diagnostic::error(code, &problem.title).at(file, place, &problem.found);
                let is_last = more > 0 && index + 1 == SHOWN_OF_A_KIND;
                let rest = is_last.then(|| format!("and {more} more of this kind in the file"));
                let helped = [Some(problem.help.clone()), rest].into_iter().flatten();
                diagnostics.push(helped.fold(diagnostic, Diagnostic::help));
            }
        }
        Some(diagnostics.sorted())
    }
}

/// A value and the way to it.
#[derive(Clone)]
pub(super) struct Entry<'a> {
    value: &'a Value,
    path: Vec<Step>,
    problems: &'a Problems,
}

impl<'a> Entry<'a> {
    pub(super) fn root(value: &'a Value, problems: &'a Problems) -> Self {
        Self { value, path: Vec::new(), problems }
    }

    fn step(&self, step: Step) -> Vec<Step> {
        self.path.iter().cloned().chain([step]).collect()
    }

    /// A problem with the value of a key of this object.
    pub(super) fn problem(&self, key: &'static str, code: Code, title: String, help: &str) {
        self.problems.add(self.step(Step::Key(key)), code, title, String::new(), help);
    }

    fn raw(&self, key: &'static str) -> Option<&'a Value> {
        let value = self.value.get(key);
        if value.is_none() {
            let help = "write the result anew with this version: `ecsplan recommend scenario.toml --format json`";
            let title = format!("the saved result has no `{key}`");
            self.problems.add(self.path.clone(), Code::SavedKeyMissing, title, "it belongs here".to_owned(), help);
        }
        value
    }

    fn read<T>(&self, key: &'static str, expected: &str, reading: impl FnOnce(&'a Value) -> Option<T>) -> Option<T> {
        let read = reading(self.raw(key)?);
        if read.is_none() {
            self.wrong(key, expected);
        }
        read
    }

    /// That the value of a key is not what the format has there.
    pub(super) fn wrong(&self, key: &'static str, expected: &str) {
        let help = "a saved result is read as it was written: write it anew rather than edit it";
        let title = format!("`{key}` of the saved result cannot be used");
        self.problems.add(self.step(Step::Key(key)), Code::SavedValue, title, format!("expected {expected}"), help);
    }

    pub(super) fn object(&self, key: &'static str) -> Option<Self> {
        let value = self.read(key, "an object", |value| value.is_object().then_some(value))?;
        Some(Self { value, path: self.step(Step::Key(key)), problems: self.problems })
    }

    /// The elements of a list of objects.
    pub(super) fn objects(&self, key: &'static str) -> Option<Vec<Self>> {
        let elements = self.read(key, "a list of objects", |value| {
            value.as_array().filter(|elements| elements.iter().all(Value::is_object))
        })?;
        let path = self.step(Step::Key(key));
        let entry = |(index, value)| {
            let path = path.iter().cloned().chain([Step::Element(index)]).collect();
            Self { value, path, problems: self.problems }
        };
        Some(elements.iter().enumerate().map(entry).collect())
    }

    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        self.read(key, "text", |value| value.as_str().map(str::to_owned))
    }

    pub(super) fn text_or_null(&self, key: &'static str) -> Option<Option<String>> {
        self.read(key, "text or null", |value| match value {
            Value::Null => Some(None),
            other => other.as_str().map(|text| Some(text.to_owned())),
        })
    }

    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        self.read(key, "a list of texts", |value| {
            value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
        })
    }

    pub(super) fn truth(&self, key: &'static str) -> Option<bool> {
        self.read(key, "true or false", Value::as_bool)
    }

    pub(super) fn count(&self, key: &'static str) -> Option<u32> {
        self.read(key, "a whole number", |value| value.as_u64().and_then(|count| u32::try_from(count).ok()))
    }

    pub(super) fn number(&self, key: &'static str) -> Option<f64> {
        self.read(key, "a number", Value::as_f64)
    }

    pub(super) fn is_null(&self, key: &'static str) -> Option<bool> {
        self.raw(key).map(Value::is_null)
    }

    pub(super) fn money(&self, key: &'static str) -> Option<Money> {
        let fits = |amount: &Money| (-LARGEST_AMOUNT..=LARGEST_AMOUNT).contains(amount);
        self.read(key, "exact dollars as text, such as \"12.5\", of at most a billion", |value| {
            Money::parse(value.as_str()?).ok().filter(fits)
        })
    }

    pub(super) fn quantity(&self, key: &'static str) -> Option<Quantity> {
        let fits = |quantity: &Quantity| {
            let size = Quantity::new(quantity.amount().abs(), quantity.per());
            size.by_amount(LARGEST_QUANTITY).is_le()
        };
        self.read(key, "an exact quantity as text, such as \"730\"", |value| {
            Quantity::parse(value.as_str()?).ok().filter(fits)
        })
    }
}
