//! [`Walk`]: what one reading of a scenario collects, apart from the values.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::scenario::Assumption;

/// Everything found on the way through a scenario: problems, assumptions, warnings.
///
/// Tables of one file share it while each is read, so it is filled behind a shared reference.
#[derive(Debug)]
pub(super) struct Walk {
    /// The scenario file, as problems name it.
    pub(super) file: String,
    found: RefCell<Diagnostics>,
    assumptions: RefCell<Vec<(u16, Assumption)>>,
    warnings: RefCell<Vec<String>>,
    asked: RefCell<BTreeSet<String>>,
}

impl Walk {
    pub(super) fn new(file: &str, text: &str) -> Self {
        let walk = Self::without_text(file);
        walk.found.borrow_mut().add_source(file, text);
        walk
    }

    /// The same where whoever reads adds the text to the problems.
    pub(super) fn without_text(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            found: RefCell::default(),
            assumptions: RefCell::default(),
            warnings: RefCell::default(),
            asked: RefCell::default(),
        }
    }

    /// A problem at a place of the scenario.
    pub(super) fn problem(&self, code: Code, title: impl Into<String>, span: Range<usize>, found: impl Into<String>) {
        self.push(Diagnostic::error(code, title).at(&self.file, span, found));
    }

    pub(super) fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Takes over the problems of a profile.
    pub(super) fn absorb(&self, diagnostics: Diagnostics) {
        self.found.borrow_mut().absorb(diagnostics);
    }

    /// Something assumed; a smaller rank is listed earlier.
    pub(super) fn assume(&self, rank: u16, key: String, value: impl Into<String>, reason: impl Into<String>) {
        let assumption = Assumption { key, value: value.into(), reason: reason.into() };
        self.assumptions.borrow_mut().push((rank, assumption));
    }

    pub(super) fn warn(&self, warning: String) {
        self.warnings.borrow_mut().push(warning);
    }

    /// Notes that a key (by its dotted path) was looked for.
    pub(super) fn ask(&self, path: String) {
        self.asked.borrow_mut().insert(path);
    }

    /// The dotted paths of all keys looked for, to hold the reader against the format.
    #[cfg(test)]
    pub(super) fn asked(&self) -> std::cell::Ref<'_, BTreeSet<String>> {
        self.asked.borrow()
    }

    /// The problems in order, if there are any; otherwise assumptions (most important first) and warnings.
    pub(super) fn finish(self) -> Result<(Vec<Assumption>, Vec<String>), Diagnostics> {
        let found = self.found.into_inner();
        if found.has_errors() {
            return Err(found.sorted());
        }
        let mut assumptions = self.assumptions.into_inner();
        assumptions.sort_by_key(|(rank, _)| *rank);
        Ok((assumptions.into_iter().map(|(_, assumption)| assumption).collect(), self.warnings.into_inner()))
    }
}
