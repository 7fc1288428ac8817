//! [`PriceTables`]: the text of the tables, bundled or the user's own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::bundled;
use super::reading::TableText;
use super::region::{Region, read_regions};
use super::table::Table;

/// The layout of the tables that this version reads.
const SCHEMA: u32 = 1;

/// The file that says which layout the tables have and of what date they are.
const VERSION_FILE: &str = "tables.toml";

/// Which tables a result was computed with.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TablesVersion {
    /// `bundled`, or the user's directory as given.
    pub origin: String,
    /// The date of the tables, `2026-11-01`.
    pub date: String,
    /// The first 16 hexadecimal digits of the SHA-256 of all tables.
    pub content_hash: String,
}

/// Why tables cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct TableError {
    /// File inside the tables' folder.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: String,
}

/// Price tables as text, by file name (`ap-northeast-2/fargate.csv`); cheap to clone.
#[derive(Clone, Debug)]
pub struct PriceTables {
    files: Arc<Files>,
    version: TablesVersion,
    regions: Arc<Vec<Region>>,
}

type Files = BTreeMap<Cow<'static, str>, Cow<'static, str>>;

/// `tables.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionFile {
    schema: u32,
    date: String,
}

impl PriceTables {
    /// The tables embedded in the program.
    #[must_use]
    pub fn bundled() -> Self {
        let borrowed = |&(name, content): &(&'static str, &'static str)| (name.into(), content.into());
        let files = bundled::FILES.iter().map(borrowed).collect();
        Self::assemble("bundled".to_owned(), files, bundled::CONTENT_HASH.to_owned())
            .expect("the tests read the bundled version and regions")
    }

    /// A user's own tables, laid out as `pricing/` is: `tables.toml` and any of the tables. What is
    /// left out is a missing price; only the tables that hold no prices (regions, instance types,
    /// load balancer units) are taken from the bundled ones instead. Other files are passed over
    /// unless they look like tables.
    ///
    /// # Errors
    /// Every misnamed table and everything wrong with `tables.toml` and `regions.csv`. The other
    /// tables are read when a book of their region is made, and by [`Self::verify`].
    pub fn from_files(origin: String, files: BTreeMap<String, String>) -> Result<Self, Vec<TableError>> {
        let is_a_table = |name: &str| name.ends_with(".csv") || name == VERSION_FILE;
        let owned = |(name, content): (String, String)| (Cow::Owned(name), Cow::Owned(content));
        let mut files: Files = files.into_iter().filter(|(name, _)| is_a_table(name)).map(owned).collect();
        for (name, content) in bundled::FILES {
            if Table::DESCRIPTIVE.iter().any(|table| table.file_name() == *name) {
                files.entry((*name).into()).or_insert_with(|| (*content).into());
            }
        }
        let hash = content_hash(&files);
        Self::assemble(origin, files, hash)
    }

    fn assemble(origin: String, files: Files, content_hash: String) -> Result<Self, Vec<TableError>> {
        let mut errors = Vec::new();
        let date = read_date(&files).map_err(|error| errors.push(error)).unwrap_or_default();
        let version = TablesVersion { origin, date, content_hash };
        let mut tables = Self { files: Arc::new(files), version, regions: Arc::default() };
        let regions = tables.text(Table::Regions, "").map_or_else(Vec::new, |text| read_regions(text, &mut errors));
        errors.extend(tables.files.keys().filter_map(|name| misnamed(name, &regions)));
        if !errors.is_empty() {
            return Err(errors);
        }
        tables.regions = Arc::new(regions);
        Ok(tables)
    }

    /// Which tables these are.
    #[must_use]
    pub const fn version(&self) -> &TablesVersion {
        &self.version
    }

    /// Every region that the tables know, by code.
    #[must_use]
    pub fn regions(&self) -> Vec<Region> {
        self.regions.to_vec()
    }

    /// Everything wrong with any table of any region; empty when all is well.
    #[must_use]
    pub fn verify(&self) -> Vec<TableError> {
        super::verify::verify(self)
    }

    pub(super) fn region(&self, code: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.codes.region == code)
    }

    pub(super) fn known_regions(&self) -> &[Region] {
        &self.regions
    }

    /// The text of a table, if there is one.
    pub(super) fn text(&self, table: Table, region: &str) -> Option<TableText<'_>> {
        let (path, content) = self.files.get_key_value(table.path(region).as_str())?;
        Some(TableText { table, path, content })
    }

    #[cfg(test)]
    pub(super) fn file_texts(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|(name, content)| (name.to_string(), content.to_string())).collect()
    }
}

/// The date in `tables.toml`.
fn read_date(files: &Files) -> Result<String, TableError> {
    let error = |line, problem| TableError { file: VERSION_FILE.to_owned(), line, problem };
    let how = format!("write `schema = {SCHEMA}` and the tables' `date = \"YYYY-MM-DD\"`");
    let text = files.get(VERSION_FILE).ok_or_else(|| error(1, format!("is missing: {how}")))?;
    let version: VersionFile = toml::from_str(text).map_err(|problem| {
        let start = problem.span().map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count();
        error(line as u64, format!("{}; {how}", problem.message()))
    })?;
    if version.schema != SCHEMA {
        return Err(error(1, format!("has schema {}, this version reads schema {SCHEMA}", version.schema)));
    }
    match super::as_of::AsOf::parse(&version.date) {
        Some(date) if date.is_a_day() => Ok(version.date),
        _ => Err(error(1, format!("`{}` is not a date; {how}", version.date))),
    }
}

/// What is wrong with a file's name, if anything: a table under a name that nothing reads would be
/// missing prices that look supplied.
fn misnamed(name: &str, regions: &[Region]) -> Option<TableError> {
    let error = |problem| Some(TableError { file: name.to_owned(), line: 1, problem });
    let is_named = |tables: &[Table], name: &str| tables.iter().any(|table| table.file_name() == name);
    match name.split_once('/') {
        None if name == VERSION_FILE || is_named(&Table::GLOBAL, name) => None,
        Some((_, file)) if !is_named(&Table::REGIONAL, file) => error("is not the name of a table".to_owned()),
        Some((folder, _)) if !regions.iter().any(|region| region.codes.region == folder) => {
            error(format!("`{folder}` is not a region of regions.csv"))
        }
        Some(_) => None,
        None => error("is not the name of a table".to_owned()),
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of all names and contents, as the build script computes it.
fn content_hash(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (name, content) in files {
        hash.update(format!("{name}\n{}\n", content.len()));
        hash.update(content.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user_tables(files: &[(&str, &str)]) -> Result<PriceTables, Vec<TableError>> {
        let files = files.iter().map(|(name, content)| ((*name).to_owned(), (*content).to_owned())).collect();
        PriceTables::from_files("mine".to_owned(), files)
    }

    #[test]
    fn the_bundled_tables_hash_as_the_same_files_given_by_a_user_do() {
        let bundled = PriceTables::bundled();
        let given = PriceTables::from_files("mine".to_owned(), bundled.file_texts()).unwrap();
        assert_eq!(given.version().content_hash, bundled.version().content_hash);
        assert_eq!(bundled.version().content_hash.len(), 16);
        assert_eq!(bundled.version().date, "2026-11-01");
    }

    #[test]
    fn there_are_36_regions_with_names_and_prefixes() {
        let regions = PriceTables::bundled().regions();
        assert_eq!(regions.len(), 36);
        let seoul = regions.iter().find(|region| region.codes.region == "ap-northeast-2").unwrap();
        assert_eq!((seoul.name.as_str(), seoul.codes.ec2_prefix.as_str()), ("Asia Pacific (Seoul)", "APN2-"));
        let virginia = regions.iter().find(|region| region.codes.region == "us-east-1").unwrap();
        assert_eq!((virginia.codes.ec2_prefix.as_str(), virginia.codes.ecs_prefix.as_str()), ("", "USE1-"));
    }

    #[test]
    fn a_users_own_tables_need_only_say_what_they_price() {
        let tables = user_tables(&[("tables.toml", "schema = 1\ndate = \"2026-10-01\"\n"), ("README.md", "mine")]);
        assert_eq!(tables.unwrap().regions().len(), 36);
    }

    #[test]
    fn tables_that_nothing_would_read_are_refused() {
        let version = ("tables.toml", "schema = 1\ndate = \"2026-10-01\"\n");
        for name in ["fargat.csv", "ap-northeast-2/fargat.csv", "ap-northeast-22/fargate.csv", "fargate.csv"] {
            let errors = user_tables(&[version, (name, "")]).unwrap_err();
            assert_eq!((errors.len(), errors[0].file.as_str()), (1, name));
        }
    }

    #[test]
    fn a_version_file_that_says_too_little_or_too_much_is_refused() {
        let bad = ["", "schema = 1", "schema = 2\ndate = \"2026-10-01\"", "schema = 1\ndate = \"2026-10\"", "\u{0}"];
        for text in bad {
            assert!(user_tables(&[("tables.toml", text)]).is_err(), "{text:?} was accepted");
        }
        let errors = user_tables(&[("tables.toml", "schema = 1\ndate = \"2026-10-01\"\nday = 1\n")]).unwrap_err();
        assert_eq!(errors[0].line, 3);
        assert!(user_tables(&[]).unwrap_err()[0].problem.contains("is missing"));
    }
}
