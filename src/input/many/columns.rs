//! Which keys of a scenario the columns of a file of services hold.

use crate::diagnostic::Code;
use crate::input::csv_report::Report;
use crate::input::key::{Key, Kind, Section, Shape};
use crate::input::keys::{section, sections};
use crate::input::nearest::nearest;
use crate::input::profile::rows::Row;

/// The tables in which a column without a table's name is looked for, in this order.
const PLAIN: [&str; 9] = [
    "",
    "horizon",
    "service",
    "service.traffic",
    "service.workload",
    "service.scaling",
    "service.objective",
    "service.task",
    TARGET_TRACKING,
];

/// The one list of tables whose first entry columns may fill.
const TARGET_TRACKING: &str = "service.scaling.target_tracking";

/// A column: the table and the key that its cells are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Dotted path of the table, such as `service.traffic`; empty for the top level.
    pub(super) table: &'static str,
    pub(super) key: String,
    pub(super) holds: Cell,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A word, a number or a date.
    Value,
    /// `true` or `false`.
    Flag,
    /// Words between blanks.
    List,
}

/// The columns of a header; `None` when one is not clear, which has been reported.
pub(super) fn columns_of(header: &Row, report: &mut Report<'_>) -> Option<Vec<Column>> {
    let mut found: Vec<Option<Column>> = Vec::new();
    for (index, name) in header.fields().enumerate() {
        let column = column(name);
        if column.is_none() {
            let title = format!("no key of a scenario is called `{name}`");
            report.at(header.place_of(index), Code::UnknownKey, title, "expected the name of a key", advice(name));
        }
        if column.is_some() && found.contains(&column) {
            let title = format!("the column `{name}` is there twice");
            let help = "remove one of them";
            report.at(header.place_of(index), Code::DuplicateName, title, "expected another key", help);
        }
        found.push(column);
    }
    if report.has_problems() { None } else { found.into_iter().collect() }
}

/// The key that a header names: plainly, or after the path of its table.
fn column(name: &str) -> Option<Column> {
    if let Some((table, key)) = name.rsplit_once('.') {
        let section = section(table).filter(|section| may_be_filled(section))?;
        return of_section(section, key);
    }
    PLAIN.iter().find_map(|table| of_section(section(table)?, name))
}

/// Lists of tables have no place in a row, but for the services themselves and their first policy.
fn may_be_filled(section: &Section) -> bool {
    let tables = sections().filter(|outer| {
        section.path == outer.path || section.path.strip_prefix(outer.path).is_some_and(|rest| rest.starts_with('.'))
    });
    let mut lists = tables.filter(|outer| outer.shape == Shape::Tables);
    lists.all(|outer| outer.path == "service" || outer.path == TARGET_TRACKING)
}

fn of_section(section: &'static Section, name: &str) -> Option<Column> {
    let kind = section.key(name).map(|key: &Key| key.kind).or(section.free_keys)?;
    let holds = match kind {
        Kind::Flag => Cell::Flag,
        Kind::Choices(_) | Kind::Texts => Cell::List,
        Kind::Pairs(..) => return None,
        _ => Cell::Value,
    };
    Some(Column { table: section.path, key: name.to_owned(), holds })
}

/// The nearest key, or where the keys are described.
fn advice(name: &str) -> String {
    let plain = PLAIN.iter().filter_map(|table| section(table)).flat_map(|section| section.keys).map(|key| key.name);
    match nearest(name, plain) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "`docs/scenario.md` describes the keys; one of another table is written with the table's name, such as \
             `ec2.zones`"
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> Option<(&'static str, Cell)> {
        column(name).map(|column| (column.table, column.holds))
    }

    #[test]
    fn a_column_is_a_key_by_its_name_alone_or_with_its_table() {
        assert_eq!(place("region"), Some(("", Cell::Value)));
        assert_eq!(place("months"), Some(("horizon", Cell::Value)));
        assert_eq!(place("architectures"), Some(("service", Cell::List)));
        assert_eq!(place("interruptible"), Some(("service", Cell::Flag)));
        assert_eq!(place("memory_mib"), Some(("service.workload", Cell::Value)));
        assert_eq!(place("service.task.memory_mib"), Some(("service.task", Cell::Value)));
        assert_eq!(place("target_percent"), Some((TARGET_TRACKING, Cell::Value)));
        assert_eq!(place("ec2.instance_types"), Some(("ec2", Cell::List)));
        assert_eq!(place("service.tags.team"), Some(("service.tags", Cell::Value)));
    }

    #[test]
    fn lists_of_tables_are_no_columns() {
        for name in ["job.count", "service.scaling.scheduled.schedule", "commitment.kind", "nowhere.name", "hours_long"]
        {
            assert_eq!(column(name), None, "{name}");
        }
    }
}
