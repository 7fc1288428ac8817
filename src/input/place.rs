//! Relative performance, account.

use std::collections::BTreeMap;
use std::ops::Range;

use super::key::Range as Accepted;
use super::known::KnownNames;
use super::nearest::nearest;
use super::table::Table;
use super::value;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::Account;

/// Relative speeds beyond these are slips.
const SPEEDS: Accepted = Accepted { least: 0.0, most: 100.0, above: true, below: false };

/// Reports a name that the tables do not have, with the nearest one they have.
pub(super) fn report_unknown_name<'k>(
    table: &Table<'_, '_>,
    kind: &str,
    name: &str,
    span: &Range<usize>,
    known: impl IntoIterator<Item = &'k str>,
) {
    let diagnostic =
        Diagnostic::error(Code::UnknownInstanceType, format!("{kind} `{name}` is not in the price tables"));
    let diagnostic = diagnostic.at(&table.walk.file, span.clone(), format!("expected an {kind} of the region"));
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`ecsplan prices show REGION` lists what the region sells".to_owned(),
    };
    table.walk.push(diagnostic.help(help));
}

/// Relative speeds by architecture, family or `fargate`.
pub(super) fn read_performance(table: &Table<'_, '_>, known: &KnownNames) -> BTreeMap<String, f64> {
    let mut speeds = BTreeMap::new();
    for (name, span, speed) in table.free_entries(|found| value::number(Code::OutOfRange, SPEEDS, found)) {
        if !known.is_hardware(&name) {
            report_unknown_name(table, "architecture or instance family", &name, &span, known.hardware_names());
        }
        speeds.insert(name, speed);
    }
    speeds
}

/// Account-wide settings.
pub(super) fn read_account(table: &Table<'_, '_>) -> Account {
    Account { free_allowances: table.flag("free_allowances"), existing_egress_gb: table.number("existing_egress_gb") }
}
