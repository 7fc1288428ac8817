//! [`KnownNames`]: the names that the price tables know.

use crate::pricing::PriceTables;
use crate::scenario::Architecture;

/// Names of hardware in the price tables.
pub(super) struct KnownNames {
    /// Sold in the scenario's region, sorted; empty when the region is not known.
    instance_types: Vec<String>,
    families: Vec<String>,
}

impl KnownNames {
    /// The regions that the tables have.
    pub(super) fn regions(tables: &PriceTables) -> Vec<String> {
        tables.regions().into_iter().map(|region| region.code).collect()
    }

    /// The names known in a region.
    pub(super) fn of(tables: &PriceTables, region: Option<&str>) -> Self {
        let instance_types = region.map_or_else(Vec::new, |region| super::prices::instance_types(tables, region));
        let family = |name: &String| name.split_once('.').map_or(name.clone(), |(family, _)| family.to_owned());
        let mut families: Vec<String> = instance_types.iter().map(family).collect();
        families.sort();
        families.dedup();
        Self { instance_types, families }
    }

    pub(super) fn instance_types(&self) -> &[String] {
        &self.instance_types
    }

    pub(super) fn families(&self) -> &[String] {
        &self.families
    }

    /// Whether a family is known; any is, where the region is not.
    pub(super) fn is_family(&self, name: &str) -> bool {
        self.families.is_empty() || self.families.iter().any(|family| family == name)
    }

    /// Whether a name is an architecture, a family or `fargate`.
    pub(super) fn is_hardware(&self, name: &str) -> bool {
        self.is_family(name) || fixed_hardware().contains(&name)
    }

    /// Architectures, `fargate` and all families.
    pub(super) fn hardware_names(&self) -> impl Iterator<Item = &str> {
        fixed_hardware().into_iter().chain(self.families.iter().map(String::as_str))
    }
}

fn fixed_hardware() -> [&'static str; 3] {
    [Architecture::X86_64.name(), Architecture::Arm64.name(), "fargate"]
}
