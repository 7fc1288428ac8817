//! [`Report`]: problems of one CSV file, the first few of each kind and the number of the others.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// How many problems of a kind are shown.
const SHOWN_OF_A_KIND: usize = 10;

/// Problems and warnings of one CSV file.
pub(in crate::input) struct Report<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
    counts: BTreeMap<Code, usize>,
    warnings: Vec<String>,
}

impl<'a> Report<'a> {
    pub(in crate::input) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, found: Vec::new(), counts: BTreeMap::new(), warnings: Vec::new() }
    }

    /// A problem at a place.
    pub(in crate::input) fn at(
        &mut self,
        span: Range<usize>,
        code: Code,
        title: impl Into<String>,
        found: impl Into<String>,
        help: impl Into<String>,
    ) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= SHOWN_OF_A_KIND {
            self.found.push(Diagnostic::error(code, title).at(self.file, span, found).help(help));
        }
    }

    /// Whether a further problem of this kind would be shown, and not only counted.
    pub(in crate::input) fn has_room(&self, code: Code) -> bool {
        self.counts.get(&code).is_none_or(|count| *count < SHOWN_OF_A_KIND)
    }

    /// A problem of the file as a whole.
    pub(in crate::input) fn whole_file(&mut self, code: Code, title: impl Into<String>, help: impl Into<String>) {
        self.at(0..0, code, title, "", help);
    }

    /// Something odd that can be used.
    pub(in crate::input) fn warn(&mut self, warning: impl std::fmt::Display) {
        self.warnings.push(format!("{}: {warning}", self.file));
    }

    /// Whether anything is wrong so far.
    pub(in crate::input) fn has_problems(&self) -> bool {
        !self.found.is_empty()
    }

    /// The warnings, or all problems with the text they point into.
    pub(in crate::input) fn finish(mut self) -> Result<Vec<String>, Diagnostics> {
        if self.found.is_empty() {
            return Ok(self.warnings);
        }
        self.count_the_rest();
        let mut diagnostics = Diagnostics::default();
        diagnostics.add_source(self.file, self.text);
        self.found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        Err(diagnostics)
    }

    fn count_the_rest(&mut self) {
        for (code, count) in &self.counts {
            let more = count.saturating_sub(SHOWN_OF_A_KIND);
            let last = self.found.iter_mut().rfind(|diagnostic| diagnostic.code == *code);
            if let Some(last) = last.filter(|_| more > 0) {
                last.help.push(format!("and {more} more of this kind in the file"));
            }
        }
    }
}
