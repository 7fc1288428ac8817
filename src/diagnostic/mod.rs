//! Problems in what the user wrote: collected, ordered by position, and shown with their source.
//!
//! Every problem has a [`Code`] from one catalogue, which `docs/errors.md` prints in full.

mod catalogue;
mod codes;
mod collection;
mod excerpt;
mod render;

use std::ops::Range;

pub use codes::{Code, CodeEntry, reference};
pub use collection::Diagnostics;
pub use render::{RenderStyle, RenderWords, render, render_with};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, and probably is not what was meant.
    Warning,
}

/// A place in a file and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file, by the name it was added to [`Diagnostics`] under.
    pub file: String,
    /// Bytes of the file's text.
    pub span: Range<usize>,
    /// What was found there; may be empty.
    pub text: String,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, names in back-ticks.
    pub title: String,
    /// Where; the first label is the place itself, the others are context.
    pub labels: Vec<Label>,
    /// How to put it right.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    #[must_use]
    pub fn error(code: Code, title: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, title: title.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// The same, at a place in a file.
    #[must_use]
    pub fn at(mut self, file: &str, span: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: file.to_owned(), span, text: text.into() });
        self
    }

    /// The same, with a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}
