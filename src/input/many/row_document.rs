//! A row of a file of services as the document that a scenario is read from.
//!
//! Its places are bytes of the file of services; those of defaults come after them, as if that file followed.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::columns::{Cell, Column};
use crate::input::key::Shape;
use crate::input::keys::section;
use crate::input::profile::rows::Row;

/// The defaults laid under a row, with the row's own cells on top; blank cells leave the default.
pub(super) fn document<'t>(
    row: &'t Row,
    header: &Row,
    columns: &'t [Column],
    mut defaults: DeTable<'t>,
) -> DeTable<'t> {
    fill_service(&mut defaults, &row.span);
    for (index, column) in columns.iter().enumerate() {
        let Some(text) = row.field(index).filter(|text| !text.is_empty()) else { continue };
        let place = row.place_of(index);
        let value = Spanned::new(place.clone(), value_of(text, column.holds, &place));
        let heading = header.place_of(index);
        if column.table.is_empty() && column.key == "name" {
            set(&mut defaults, "service", "name", heading.clone(), value.clone());
        }
        set(&mut defaults, column.table, &column.key, heading, value);
    }
    defaults
}

/// The same places moved behind the file of services.
pub(super) fn moved<'t>(table: &DeTable<'t>, by: usize) -> DeTable<'t> {
    let mut result = DeTable::new();
    for (key, value) in table {
        let name = Spanned::new(shifted(&key.span(), by), key.get_ref().clone());
        result.insert(name, moved_value(value, by));
    }
    result
}

fn moved_value<'t>(value: &Spanned<DeValue<'t>>, by: usize) -> Spanned<DeValue<'t>> {
    let inner = match value.get_ref() {
        DeValue::Table(table) => DeValue::Table(moved(table, by)),
        DeValue::Array(array) => {
            let mut result = DeArray::new();
            array.iter().for_each(|item| result.push(moved_value(item, by)));
            DeValue::Array(result)
        }
        other => other.clone(),
    };
    Spanned::new(shifted(&value.span(), by), inner)
}

fn shifted(span: &Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}

/// Every row has a service, that of the defaults or an empty one.
fn fill_service(root: &mut DeTable<'_>, place: &Range<usize>) {
    table_at(root, "service", place);
}

/// Numbers and dates are read from their digits, as quoted ones are.
fn value_of<'t>(text: &'t str, holds: Cell, place: &Range<usize>) -> DeValue<'t> {
    match (holds, text) {
        (Cell::Flag, "true") => DeValue::Boolean(true),
        (Cell::Flag, "false") => DeValue::Boolean(false),
        (Cell::List, _) => {
            let mut list = DeArray::new();
            let words = text.split_whitespace();
            words.for_each(|word| list.push(Spanned::new(place.clone(), DeValue::String(Cow::Borrowed(word)))));
            DeValue::Array(list)
        }
        _ => DeValue::String(Cow::Borrowed(text)),
    }
}

fn set<'t>(root: &mut DeTable<'t>, table: &str, key: &str, heading: Range<usize>, value: Spanned<DeValue<'t>>) {
    let place = value.span();
    if let Some(target) = table_at(root, table, &place) {
        // The key of the default would stay with its own place.
        target.remove(key);
        target.insert(Spanned::new(heading, Cow::Owned(key.to_owned())), value);
    }
}

/// The table of a path, made where it is missing; `None` where the defaults have something else there, which reading
/// the scenario reports.
fn table_at<'r, 't>(root: &'r mut DeTable<'t>, path: &str, place: &Range<usize>) -> Option<&'r mut DeTable<'t>> {
    let mut current = root;
    let mut walked = String::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        walked = if walked.is_empty() { part.to_owned() } else { format!("{walked}.{part}") };
        let is_list = section(&walked).is_some_and(|section| section.shape == Shape::Tables);
        if !current.contains_key(part) {
            let empty = if is_list { DeValue::Array(DeArray::new()) } else { DeValue::Table(DeTable::new()) };
            let name = Spanned::new(place.clone(), Cow::Owned(part.to_owned()));
            current.insert(name, Spanned::new(place.clone(), empty));
        }
        current = match current.get_mut(part)?.get_mut() {
            DeValue::Table(table) => table,
            DeValue::Array(array) => {
                if array.is_empty() {
                    array.push(Spanned::new(place.clone(), DeValue::Table(DeTable::new())));
                }
                match array.iter_mut().next()?.get_mut() {
                    DeValue::Table(table) => table,
                    _ => return None,
                }
            }
            _ => return None,
        };
    }
    Some(current)
}
