//! [`Style`]: how much to show, in which language, and whether in colour.

use std::borrow::Cow;

use super::Language;

/// How a report for a terminal is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Headings and the answer in bold, by ANSI escapes.
    pub colour: bool,
    /// Every line item, assumption and month.
    pub verbose: bool,
    /// The Pareto front, as with `verbose`.
    pub pareto: bool,
    /// The answer only.
    pub quiet: bool,
    /// The language of what is not a name or a figure.
    pub language: Language,
}

impl Style {
    /// A whole text in the language of the report.
    pub(super) fn said(self, text: &str) -> Cow<'_, str> {
        self.language.said(text)
    }

    /// A heading.
    pub(super) fn bold(self, text: &str) -> String {
        self.wrapped(text, "1")
    }

    /// Something to look at before the rest.
    pub(super) fn warning(self, text: &str) -> String {
        self.wrapped(text, "33")
    }

    fn wrapped(self, text: &str, code: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
