//! Reading the tables that describe what AWS sells rather than price it.

use super::reading::{Row, TableText, read_rows};
use super::{InstanceType, TableError};
use crate::scenario::Architecture;

/// The instance types of the table, sorted by name.
pub(super) fn read_instance_types(text: TableText<'_>, errors: &mut Vec<TableError>) -> Vec<InstanceType> {
    let mut types: Vec<InstanceType> = Vec::new();
    let mut out_of_order = false;
    read_rows(text, errors, |row| {
        let instance_type = instance_type(row)?;
        out_of_order |= types.last().is_some_and(|last| last.name >= instance_type.name);
        types.push(instance_type);
        Ok(())
    });
    if out_of_order {
        types.sort_by(|one, other| one.name.cmp(&other.name));
        for twice in types.windows(2).filter(|pair| pair[0].name == pair[1].name) {
            let problem = format!("`{}` is given twice", twice[0].name);
            errors.push(TableError { file: text.path.to_owned(), line: 1, problem });
        }
    }
    types
}

fn instance_type(row: &Row<'_>) -> Result<InstanceType, String> {
    row.date("as_of")?;
    Ok(InstanceType {
        name: row.name("instance_type")?.to_owned(),
        vcpu: row.count("vcpu")?,
        memory_mib: row.count("memory_mib")?,
        architecture: row.read("architecture", "`x86_64` or `arm64`", architecture)?,
        burstable: row.flag("burstable")?,
        baseline_percent_per_vcpu: row
            .optional("baseline_percent_per_vcpu", |row| row.number("baseline_percent_per_vcpu"))?,
        credits_per_hour: row.optional("credits_per_hour", |row| row.number("credits_per_hour"))?,
        max_enis: row.count("max_enis")?,
        trunked_task_limit: row.optional("trunked_task_limit", |row| row.count("trunked_task_limit"))?,
        current_generation: row.flag("current_generation")?,
        bare_metal: row.flag("bare_metal")?,
        accelerated: row.flag("accelerated")?,
        basis: row.basis()?,
    })
}

fn architecture(name: &str) -> Option<Architecture> {
    [Architecture::X86_64, Architecture::Arm64].into_iter().find(|architecture| architecture.name() == name)
}
