//! Keys that the format does not have where they stand.

use toml::de::DeTable;

use super::key::Section;
use super::keys::{children, sections};
use super::nearest::{nearest, or_list};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};

/// Reports every key of a table that is neither one of its keys nor a table inside it.
pub(super) fn report_unknown_keys(walk: &Walk, section: &'static Section, entries: &DeTable<'_>) {
    if section.free_keys.is_some() {
        return;
    }
    let known = known_names(section);
    for (name, _) in entries {
        if !known.contains(&name.get_ref().as_ref()) {
            let title = format!("unknown key `{}`{}", name.get_ref(), place_words(section));
            let diagnostic =
                Diagnostic::error(Code::UnknownKey, title).at(&walk.file, name.span(), "not a key of this table");
            walk.push(diagnostic.help(advice(name.get_ref(), &known)));
        }
    }
}

fn known_names(section: &'static Section) -> Vec<&'static str> {
    let tables = children(section.path).map(Section::name);
    section.keys.iter().map(|key| key.name).chain(tables).collect()
}

fn place_words(section: &Section) -> String {
    if section.path.is_empty() { " at the top level".to_owned() } else { format!(" in `{}`", section.header()) }
}

/// The nearest known key, or the table the key belongs in, or all that is known here.
fn advice(name: &str, known: &[&'static str]) -> String {
    if let Some(near) = nearest(name, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    let homes: Vec<String> =
        sections().filter(|section| known_names(section).contains(&name)).map(Section::header).collect();
    if !homes.is_empty() {
        return format!("`{name}` belongs in {}", or_list(&homes));
    }
    format!("known here: {}", or_list(known))
}
