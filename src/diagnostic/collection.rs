//! [`Diagnostics`]: all problems of a run, with the text they point into.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Label, Severity};

/// A file that problems point into.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SourceFile {
    name: String,
    text: String,
}

/// Problems in order of position: by file as added, then by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    sources: Vec<SourceFile>,
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// One problem that has no text to show.
    #[must_use]
    pub fn of(diagnostic: Diagnostic) -> Self {
        Self { sources: Vec::new(), items: vec![diagnostic] }
    }

    /// Adds the text of a file that labels may point into; the first text under a name stays.
    pub fn add_source(&mut self, name: &str, text: &str) {
        if self.source(name).is_none() {
            self.sources.push(SourceFile { name: name.to_owned(), text: text.to_owned() });
        }
    }

    /// The text of a file added before.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<&str> {
        self.sources.iter().find(|source| source.name == name).map(|source| source.text.as_str())
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Takes over all files and problems of another collection.
    pub fn absorb(&mut self, other: Self) {
        for source in other.sources {
            self.add_source(&source.name, &source.text);
        }
        self.items.extend(other.items);
    }

    /// Puts the problems in order and drops repetitions.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let order = |diagnostic: &Diagnostic| {
            let label = diagnostic.labels.first();
            let file = label.and_then(|label| self.sources.iter().position(|source| source.name == label.file));
            (file, label.map(|label| label.span.start), diagnostic.code)
        };
        self.items.sort_by_cached_key(order);
        self.items.dedup();
        self
    }

    /// Says every problem in other words: its title, what its labels say, its help.
    pub fn reword(&mut self, title: impl Fn(Code, &str) -> String, said: impl Fn(&str) -> String) {
        for diagnostic in &mut self.items {
            diagnostic.title = title(diagnostic.code, &diagnostic.title);
            diagnostic.labels.iter_mut().for_each(|label| label.text = said(&label.text));
            diagnostic.help.iter_mut().for_each(|help| *help = said(help));
        }
    }

    /// Moves the places that problems point at.
    pub fn relabel(&mut self, change: impl FnMut(&mut Label)) {
        self.items.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels).for_each(change);
    }

    /// Keeps the first `most` problems of each code in a file, and says of the last how many more there are.
    #[must_use]
    pub fn at_most_of_a_kind(mut self, most: usize) -> Self {
        let kind = |diagnostic: &Diagnostic| -> (Option<String>, Code) {
            (diagnostic.labels.first().map(|label| label.file.clone()), diagnostic.code)
        };
        let mut counts: BTreeMap<(Option<String>, Code), usize> = BTreeMap::new();
        self.items.retain(|diagnostic| {
            let count = counts.entry(kind(diagnostic)).or_default();
            *count += 1;
            *count <= most
        });
        for (of, count) in counts.into_iter().filter(|(_, count)| *count > most) {
            if let Some(last) = self.items.iter_mut().rfind(|diagnostic| kind(diagnostic) == of) {
                last.help.push(format!("and {} more of this kind", count - most));
            }
        }
        self
    }

    /// The problems, in order once [`sorted`](Self::sorted).
    #[must_use]
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether any problem makes the input unusable.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Line and column (both from 1, columns in characters) of a place in a file.
    #[must_use]
    pub fn line_and_column(&self, file: &str, byte: usize) -> Option<(usize, usize)> {
        let before = self.source(file)?.get(..byte)?;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        Some((line, before[line_start..].chars().count() + 1))
    }
}
