//! [`InterruptedView`]: what a report lacks because its search was told to end.

use serde_json::{Value, json};

use super::schema::{count, described, list, object, text};
use crate::patience::Interrupted;

/// How far a search was when it was told to end.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct InterruptedView {
    /// What the search goes through, in the plural: `options`, `points`, `inputs`, `runs`, `searches` or `targets`.
    pub steps: &'static str,
    /// How many of them were looked at.
    pub done: usize,
    /// How many there are; of points, how many were known to be wanted.
    pub of: usize,
    /// What was not looked at, by name.
    pub not_looked_at: Vec<String>,
}

impl InterruptedView {
    /// A search through `steps`, of which `all` are done unless it was interrupted, and what else was not looked at.
    /// `None` when all was.
    #[must_use]
    pub fn of(
        steps: &'static str,
        interrupted: Option<Interrupted>,
        all: usize,
        not_looked_at: Vec<String>,
    ) -> Option<Self> {
        let Interrupted { done, of } = interrupted.unwrap_or(Interrupted { done: all, of: all });
        (done < of || !not_looked_at.is_empty()).then_some(Self { steps, done, of, not_looked_at })
    }

    /// In words, for the first lines of a report.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { steps, done, of, not_looked_at } = self;
        let missing = if not_looked_at.is_empty() {
            String::new()
        } else {
            format!(" Not looked at: {}.", not_looked_at.join(", "))
        };
        format!("Interrupted: this is the best so far, from {done} of {of} {steps}.{missing}")
    }
}

/// Its JSON Schema; null when all was looked at.
pub(super) fn schema() -> Value {
    let interrupted = object(json!({
        "steps": described("what the search goes through", json!({ "enum": ["options", "points", "inputs", "runs", "searches", "targets"] })),
        "done": described("how many of them were looked at", count()),
        "of": described("how many there are; of points, how many were known to be wanted", count()),
        "not_looked_at": list(text()),
    }));
    described(
        "how far the search was when it was told to end; null when it went to its end",
        json!({ "anyOf": [{ "type": "null" }, interrupted] }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_an_interruption() {
        assert_eq!(InterruptedView::of("points", None, 9, Vec::new()), None);
        let rules = vec!["rules of thumb".to_owned()];
        let found = InterruptedView::of("points", None, 9, rules).unwrap();
        let expected =
            "Interrupted: this is the best so far, from 9 of 9 points. Not looked at: rules of thumb.".to_owned();
        assert_eq!(found.sentence(), expected);
        let found = InterruptedView::of("runs", Some(Interrupted { done: 2, of: 5 }), 5, Vec::new()).unwrap();
        assert_eq!(found.sentence(), "Interrupted: this is the best so far, from 2 of 5 runs.");
    }
}
