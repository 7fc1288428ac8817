//! The scenario format as a Markdown page, made from the same keys that the reader uses.

use std::fmt::Write as _;

use super::key::{Key, Presence, Section, Shape};
use super::keys::sections;
use super::value::kind_words;

const INTRODUCTION: &str = "\
# The scenario format

A scenario is a TOML file. Every table and key that it may have is below; anything else is refused, with the nearest
known name. `ecsplan check SCENARIO` reports every problem of a file at once, `ecsplan schema scenario` prints the same
format as a JSON Schema for editors.

- **Numbers** may be written with or without quotes (`0.25` or `\"0.25\"`).
- **Amounts of money** are exact: a decimal in quotes, or a number whose digits are taken as written, never rounded. At
  most twelve decimals.
- **Percentages** are exact, with at most four decimals.
- **Dates** are `\"2026-01-31\"`, **local times** `\"2026-01-31T18:30\"`, both with or without quotes.
- A GB of memory is 1,024 MiB, as AWS writes it.

A default marked † is listed among the assumptions of every report that rests on it.

This page is generated from the format that the program reads; a test keeps them equal.
";

/// The reference page, `docs/scenario.md`.
#[must_use]
pub fn scenario_reference() -> String {
    let mut page = String::from(INTRODUCTION);
    for section in sections() {
        write_section(&mut page, section);
    }
    page
}

fn write_section(page: &mut String, section: &Section) {
    let heading = match section.shape {
        Shape::Root => "Top level".to_owned(),
        Shape::Table | Shape::Tables => format!("`{}`", section.header()),
    };
    let _ = write!(page, "\n## {heading}\n\n{}\n\n```toml\n{}\n```\n", section.meaning, section.example);
    if let Some(kind) = section.free_keys {
        let _ = write!(page, "\nKeys are your own; each value is: {}.\n", kind_words(kind));
    }
    if !section.keys.is_empty() {
        page.push_str("\n| key | value | unit | default | meaning |\n|---|---|---|---|---|\n");
        section.keys.iter().for_each(|key| write_key(page, key));
    }
}

fn write_key(page: &mut String, key: &Key) {
    let default = match key.presence {
        Presence::Required => "required".to_owned(),
        Presence::Optional => "–".to_owned(),
        Presence::Default(literal) if key.assumed.is_some() => format!("`{literal}` †"),
        Presence::Default(literal) => format!("`{literal}`"),
    };
    let Key { name, unit, meaning, .. } = key;
    let _ = writeln!(page, "| `{name}` | {} | {unit} | {default} | {meaning} |", kind_words(key.kind));
}
