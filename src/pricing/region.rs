//! [`Region`]: a region that the tables know.

use super::reading::{TableText, read_rows};
use super::{RegionCodes, TableError};

/// A region, its name in words and its codes on a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The code and the prefixes of usage types.
    pub codes: RegionCodes,
    /// The name in words, `Asia Pacific (Seoul)`.
    pub name: String,
    /// Whether the prefixes are published by AWS or seen on bills rather than assumed from the pattern.
    pub prefixes_observed: bool,
}

/// The regions of the table, by code.
pub(super) fn read_regions(text: TableText<'_>, errors: &mut Vec<TableError>) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    read_rows(text, errors, |row| {
        let region = row.name("region")?.to_owned();
        if regions.iter().any(|other| other.codes.region == region) {
            return Err(format!("`{region}` is given twice"));
        }
        let (ec2_prefix, ecs_prefix) = (row.text("ec2_prefix").to_owned(), row.name("ecs_prefix")?.to_owned());
        let name = row.name("name")?.to_owned();
        row.date("as_of")?;
        let prefixes_observed = row.read("prefix_basis", "`observed` or `assumed`", |text| match text {
            "observed" => Some(true),
            "assumed" => Some(false),
            _ => None,
        })?;
        regions.push(Region { codes: RegionCodes { region, ec2_prefix, ecs_prefix }, name, prefixes_observed });
        Ok(())
    });
    regions.sort_by(|one, other| one.codes.region.cmp(&other.codes.region));
    regions
}
