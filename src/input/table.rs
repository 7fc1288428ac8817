//! [`Table`]: one table of a scenario, read key by key against its [`Section`].
//!
//! A value that cannot be used is reported and replaced by one that can, so that reading goes on
//! and finds every other problem; a scenario with any problem is refused at the end.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key::{Key, Kind, Presence, Section, Shape};
use super::keys::{children, section};
use super::unknown_keys::report_unknown_keys;
use super::value::{Fault, type_words};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};

/// A table of the scenario, or the place where it would be.
#[derive(Clone)]
pub(super) struct Table<'w, 't> {
    pub(super) walk: &'w Walk,
    section: &'static Section,
    entries: Option<&'w DeTable<'t>>,
    span: Range<usize>,
    place: String,
    /// Whether defaults of this table matter, so that using them is an assumption.
    assuming: bool,
}

impl<'w, 't> Table<'w, 't> {
    /// The file itself.
    pub(super) fn root(walk: &'w Walk, entries: &'w DeTable<'t>) -> Self {
        let section = section("").expect("the format has a top level");
        let table = Self { walk, section, entries: Some(entries), span: 0..0, place: String::new(), assuming: true };
        report_unknown_keys(walk, section, entries);
        table
    }

    /// Whether the table is written at all.
    pub(super) fn is_given(&self) -> bool {
        self.entries.is_some()
    }

    /// Where the table starts, or would.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The same table, its defaults being assumptions only where they `matter`.
    pub(super) fn assuming_if(self, matter: bool) -> Self {
        Self { assuming: self.assuming && matter, ..self }
    }

    /// Whether a key of this table, or a table inside it, is given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Where a key's value is, or else where the table is.
    pub(super) fn span_of(&self, name: &str) -> Range<usize> {
        self.value(name).map_or_else(|| self.span(), Spanned::span)
    }

    /// A key as the report names it: `service.api.workload.start_seconds`.
    pub(super) fn place_of(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    /// How the table's header is written.
    pub(super) fn header(&self) -> String {
        self.section.header()
    }

    /// A problem at a key of this table.
    pub(super) fn problem(&self, code: Code, title: impl Into<String>, name: &str, found: impl Into<String>) {
        self.walk.problem(code, title, self.span_of(name), found);
    }

    /// Says that a key, or one of several, is missing.
    pub(super) fn missing(&self, title: impl Into<String>, help: impl Into<String>) {
        let diagnostic = Diagnostic::error(Code::MissingKey, title).at(&self.walk.file, self.span(), "");
        self.walk.push(diagnostic.help(help));
    }

    /// Reports keys that are given although they mean nothing here.
    pub(super) fn refuse(&self, names: &[&str], found: &str) {
        for name in names.iter().filter(|name| self.has(name)) {
            let diagnostic = Diagnostic::error(Code::Contradiction, format!("`{name}` means nothing here"));
            let diagnostic = diagnostic.at(&self.walk.file, self.span_of(name), found);
            self.walk.push(diagnostic.help(format!("remove `{name}`")));
        }
    }

    /// Reports when not exactly one of two keys is given; `None` then.
    pub(super) fn exactly_one(&self, one: &str, other: &str) -> Option<()> {
        match (self.has(one), self.has(other)) {
            (true, true) => {
                let title = format!("`{one}` and `{other}` are both given");
                self.problem(Code::Contradiction, title, other, "expected only one of them");
                None
            }
            (false, false) => {
                let title = format!("`{}` needs `{one}` or `{other}`", self.header());
                self.missing(title, format!("add `{one}` or `{other}`"));
                None
            }
            _ => Some(()),
        }
    }

    /// A table inside this one, given or not.
    pub(super) fn table(&self, name: &str) -> Table<'w, 't> {
        let section = self.child(name);
        let found = self.value(name);
        let entries = found.and_then(|found| self.expect_table(section, found));
        let span = found.map_or_else(|| self.span(), Spanned::span);
        Table { walk: self.walk, section, entries, span, place: self.place_of(name), assuming: self.assuming }
    }

    /// A table inside this one, if it is given.
    pub(super) fn optional_table(&self, name: &str) -> Option<Table<'w, 't>> {
        Some(self.table(name)).filter(Table::is_given)
    }

    /// The tables of a `[[name]]` list, in file order.
    pub(super) fn tables(&self, name: &str) -> Vec<Table<'w, 't>> {
        let section = self.child(name);
        let Some(found) = self.value(name) else { return Vec::new() };
        let Some(array) = found.get_ref().as_array() else {
            self.wrong_shape(section, found);
            return Vec::new();
        };
        let items = array.iter().enumerate();
        items.filter_map(|(index, item)| self.item(section, index, item)).collect()
    }

    fn item(&self, section: &'static Section, index: usize, item: &'w Spanned<DeValue<'t>>) -> Option<Table<'w, 't>> {
        let entries = self.expect_table(section, item)?;
        let name = entries.get("name").and_then(|name| name.get_ref().as_str());
        let name = name.map_or_else(|| (index + 1).to_string(), str::to_owned);
        let place = format!("{}.{name}", self.place_of(section.name()));
        Some(Table {
            walk: self.walk,
            section,
            entries: Some(entries),
            span: item.span(),
            place,
            assuming: self.assuming,
        })
    }

    fn expect_table(&self, section: &'static Section, found: &'w Spanned<DeValue<'t>>) -> Option<&'w DeTable<'t>> {
        let Some(entries) = found.get_ref().as_table() else {
            self.wrong_shape(section, found);
            return None;
        };
        report_unknown_keys(self.walk, section, entries);
        Some(entries)
    }

    fn wrong_shape(&self, section: &Section, found: &Spanned<DeValue<'_>>) {
        let (expected, title) = match section.shape {
            Shape::Tables => (section.header(), format!("`{}` must be a list of tables", section.name())),
            Shape::Table | Shape::Root => (section.header(), format!("`{}` must be a table", section.name())),
        };
        let diagnostic = Diagnostic::error(Code::WrongType, title)
            .at(&self.walk.file, found.span(), format!("found {}", type_words(found.get_ref())))
            .help(format!("write it as `{expected}`"));
        self.walk.push(diagnostic);
    }

    fn child(&self, name: &str) -> &'static Section {
        children(self.section.path).find(|child| child.name() == name).expect("only tables of the format are read")
    }

    pub(super) fn value(&self, name: &str) -> Option<&'w Spanned<DeValue<'t>>> {
        self.entries?.get(name)
    }

    /// Reads a key that has a default or must be given; `stand_in` replaces what cannot be used.
    pub(super) fn read<T>(
        &self,
        name: &str,
        parse: impl Fn(&Key, &DeValue<'_>) -> Result<T, Fault>,
        stand_in: impl FnOnce(Kind) -> T,
    ) -> T {
        let key = self.key(name);
        if let Some(found) = self.value(name) {
            return self.parsed(key, found, parse).unwrap_or_else(|| stand_in(key.kind));
        }
        match key.presence {
            Presence::Default(literal) => self.default(key, literal, parse),
            Presence::Required | Presence::Optional => {
                self.report_missing(key);
                stand_in(key.kind)
            }
        }
    }

    /// Reads a key that may be absent.
    pub(super) fn read_optional<T>(
        &self,
        name: &str,
        parse: impl Fn(&Key, &DeValue<'_>) -> Result<T, Fault>,
    ) -> Option<T> {
        let key = self.key(name);
        self.parsed(key, self.value(name)?, parse)
    }

    fn key(&self, name: &str) -> &'static Key {
        let key = self.section.key(name).expect("only keys of the format are read");
        let path = self.section.path;
        self.walk.ask(if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") });
        key
    }

    fn parsed<T>(
        &self,
        key: &Key,
        found: &Spanned<DeValue<'_>>,
        parse: impl Fn(&Key, &DeValue<'_>) -> Result<T, Fault>,
    ) -> Option<T> {
        parse(key, found.get_ref()).map_err(|fault| self.report(key.name, fault, found.span())).ok()
    }

    fn default<T>(&self, key: &Key, literal: &str, parse: impl Fn(&Key, &DeValue<'_>) -> Result<T, Fault>) -> T {
        if let Some(assumed) = key.assumed.filter(|_| self.assuming) {
            self.walk.assume(assumed.rank, self.place_of(key.name), default_words(key, literal), assumed.reason);
        }
        let value = DeValue::parse(literal).expect("defaults of the format are TOML");
        parse(key, value.get_ref()).expect("defaults of the format are in range")
    }

    fn report(&self, name: &str, fault: Fault, span: Range<usize>) {
        let diagnostic = Diagnostic::error(fault.code, format!("`{name}` {}", fault.expected));
        let diagnostic = diagnostic.at(&self.walk.file, fault.span.unwrap_or(span), fault.found);
        self.walk.push(Diagnostic { help: fault.help.into_iter().collect(), ..diagnostic });
    }

    fn report_missing(&self, key: &Key) {
        let place = if self.section.path.is_empty() { String::new() } else { format!(" in `{}`", self.header()) };
        let meaning = key.meaning.trim_end_matches('.');
        self.missing(format!("`{}` is missing{place}", key.name), format!("it says: {meaning}"));
    }

    /// The entries of a table whose keys the user chooses: key, its place, and what `parse` makes of it.
    pub(super) fn free_entries<T>(
        &self,
        parse: impl Fn(&DeValue<'_>) -> Result<T, Fault>,
    ) -> Vec<(String, Range<usize>, T)> {
        let entries = self.entries.into_iter().flatten();
        let own = entries.filter(|(name, _)| children(self.section.path).all(|child| child.name() != name.get_ref()));
        let parsed = own.filter_map(|(name, found)| {
            let value =
                parse(found.get_ref()).map_err(|fault| self.report(name.get_ref(), fault, found.span())).ok()?;
            Some((name.get_ref().to_string(), name.span(), value))
        });
        parsed.collect()
    }
}

/// A default as a report shows it: without TOML's quotes, with its unit.
fn default_words(key: &Key, literal: &str) -> String {
    let bare = literal.replace(['"', '[', ']'], "");
    if key.unit.is_empty() { bare } else { format!("{bare} {}", key.unit) }
}
