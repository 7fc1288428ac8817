//! The only place where files are read.

#![expect(clippy::disallowed_methods, reason = "this module is the file boundary")]

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{HourlyUsageSources, MissingHours, Sources, parse_hourly_usage, parse_saved_result, parse_with};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pricing::{PriceBooks, PriceTables};
use crate::scenario::{HourlyUsage, SavedResult, Scenario};

/// Scenarios are at most this large: 1 MiB.
pub const LARGEST_SCENARIO: u64 = 1 << 20;

/// Profiles and price tables are at most this large: 64 MiB.
pub const LARGEST_PROFILE: u64 = 64 << 20;

/// Files of hourly usage are at most this large: 512 MiB, ten years of a hundred items.
pub const LARGEST_USAGE: u64 = 512 << 20;

/// Saved results are at most this large: 128 MiB.
pub const LARGEST_RESULT: u64 = 128 << 20;

/// A folder of price tables has at most this many files; more is another folder.
const MOST_TABLE_FILES: usize = 2_000;

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// It is a folder.
    #[error("it is a folder")]
    Folder,
    /// It is neither a file nor a folder.
    #[error("it is not a regular file")]
    NotAFile,
    /// It may not be read.
    #[error("permission to read it is denied")]
    Denied,
    /// It is larger than its limit.
    #[error("it is {bytes} bytes large, and at most {limit} are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// Its bytes are not UTF-8.
    #[error("byte {at} is not UTF-8 text")]
    NotText {
        /// The first byte that is not, from 0.
        at: usize,
    },
    /// The system says why.
    #[error("{0}")]
    Other(String),
}

impl ReadError {
    /// The problem as a diagnostic about `path`, without a place.
    #[must_use]
    pub fn diagnostic(&self, path: &str) -> Diagnostic {
        let code = match self {
            Self::TooLarge { .. } => Code::TooLarge,
            Self::NotText { .. } => Code::NotText,
            _ => Code::CannotRead,
        };
        Diagnostic::error(code, format!("cannot read `{path}`: {self}"))
    }
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::PermissionDenied => Self::Denied,
            ErrorKind::IsADirectory => Self::Folder,
            kind => Self::Other(kind.to_string()),
        }
    }
}

/// Reads and checks a scenario and the profiles it names.
///
/// # Errors
/// Every problem found, in order of position.
pub fn load_scenario(path: &Path, tables: &PriceTables) -> Result<Scenario, Diagnostics> {
    load_with(path, &PriceBooks::new(tables.clone()))
}

/// The same with price books that are shared.
pub(super) fn load_with(path: &Path, books: &PriceBooks) -> Result<Scenario, Diagnostics> {
    let name = path.to_string_lossy();
    let text = read_text(path, LARGEST_SCENARIO).map_err(|error| Diagnostics::of(unread(path, &error)))?;
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    let read_profile = |profile: &str| read_text(&folder.join(profile), LARGEST_PROFILE);
    let sources = Sources { scenario_name: &name, scenario_text: &text, read_profile: &read_profile };
    parse_with(&sources, books)
}

/// Why a scenario was not read, and which file of a folder would have been meant.
fn unread(path: &Path, error: &ReadError) -> Diagnostic {
    let problem = error.diagnostic(&path.to_string_lossy());
    let inside = path.join("scenario.toml");
    if *error == ReadError::Folder && inside.is_file() {
        problem.help(format!("name the scenario in it: `{}`", inside.display()))
    } else {
        problem
    }
}

/// A scenario, or what was saved of one.
#[derive(Clone, Debug)]
pub enum GivenPlan {
    /// A scenario, to be worked out.
    Scenario(Box<Scenario>),
    /// A result that `compare` or `recommend` wrote as JSON.
    Saved(Box<SavedResult>),
}

/// Reads a scenario, or a saved result: a file that is named `.json` or begins with `{`, as no TOML does.
///
/// # Errors
/// Every problem found, in order of position.
pub fn load_plan(path: &Path, tables: &PriceTables) -> Result<GivenPlan, Diagnostics> {
    let name = path.to_string_lossy();
    let text = read_text(path, LARGEST_RESULT).map_err(|error| Diagnostics::of(unread(path, &error)))?;
    let is_named_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if is_named_json || text.trim_start().starts_with('{') {
        return parse_saved_result(&name, &text).map(|result| GivenPlan::Saved(Box::new(result)));
    }
    load_scenario(path, tables).map(|scenario| GivenPlan::Scenario(Box::new(scenario)))
}

/// Reads and checks hourly usage and rates of the user's own.
///
/// # Errors
/// Every problem found, in order of position; or which of the files cannot be read.
pub fn load_hourly_usage(usage: &Path, rates: &Path, missing_hours: MissingHours) -> Result<HourlyUsage, Diagnostics> {
    let names = [usage, rates].map(|path| path.to_string_lossy().into_owned());
    let texts = [read_text(usage, LARGEST_USAGE), read_text(rates, LARGEST_PROFILE)];
    let [usage_name, rates_name] = &names;
    let [Ok(usage_text), Ok(rates_text)] = &texts else {
        let mut problems = Diagnostics::default();
        let errors = texts.iter().zip(&names).filter_map(|(text, name)| Some((text.as_ref().err()?, name)));
        errors.for_each(|(error, name)| problems.push(error.diagnostic(name)));
        return Err(problems);
    };
    parse_hourly_usage(&HourlyUsageSources { usage_name, usage_text, rates_name, rates_text, missing_hours })
}

/// Reads a user's own price tables, laid out as the bundled ones.
///
/// # Errors
/// Every file that cannot be read and every malformed row that loading finds.
pub fn load_price_tables(folder: &Path) -> Result<PriceTables, Diagnostics> {
    let name = folder.to_string_lossy();
    let unreadable = |error: ReadError| Diagnostics::of(error.diagnostic(&name));
    let paths = table_files(folder).map_err(unreadable)?;
    let mut files = BTreeMap::new();
    let mut problems = Diagnostics::default();
    for path in paths {
        match read_text(&folder.join(&path), LARGEST_PROFILE) {
            Ok(text) => drop(files.insert(path, text)),
            Err(error) => problems.push(error.diagnostic(&path)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let texts = files.clone();
    PriceTables::from_files(name.into_owned(), files).map_err(|errors| super::prices::table_problems(&errors, &texts))
}

/// The tables of a folder and of the folders in it: `*.csv` and `*.toml`, by path from the folder.
fn table_files(folder: &Path) -> Result<Vec<String>, ReadError> {
    let mut found = Vec::new();
    for (name, metadata) in entries(folder)? {
        if metadata.is_dir() {
            let inner = entries(&folder.join(&name))?.into_iter();
            found.extend(inner.filter(|(_, metadata)| metadata.is_file()).map(|(file, _)| format!("{name}/{file}")));
        } else {
            found.push(name);
        }
        if found.len() > MOST_TABLE_FILES {
            return Err(ReadError::Other("it has too many files to be a folder of price tables".to_owned()));
        }
    }
    found.retain(|path| path.ends_with(".csv") || path.ends_with(".toml"));
    found.sort();
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<(String, Metadata)>, ReadError> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // Anything that is gone or unnamed by now is no table.
        if let (Some(name), Ok(metadata)) = (path.file_name().and_then(|name| name.to_str()), std::fs::metadata(&path))
        {
            entries.push((name.to_owned(), metadata));
        }
    }
    Ok(entries)
}

/// Whether a path leads to a folder.
pub(super) fn is_folder(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// The `*.toml` files of a folder and the `scenario.toml` of every folder in it, by path.
pub(super) fn scenario_files(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = Vec::new();
    for (name, metadata) in entries(folder)? {
        let path = folder.join(&name);
        if metadata.is_dir() {
            let inner = path.join("scenario.toml");
            found.extend(std::fs::metadata(&inner).is_ok_and(|inner| inner.is_file()).then_some(inner));
        } else if name.ends_with(".toml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The text of a file no larger than `limit`; larger ones are not read.
pub(super) fn read_text(path: &Path, limit: u64) -> Result<String, ReadError> {
    check_metadata(&std::fs::metadata(path)?, limit)?;
    let mut bytes = Vec::new();
    // The file may have grown since its size was asked for.
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge { bytes: bytes.len() as u64, limit });
    }
    String::from_utf8(bytes).map_err(|error| ReadError::NotText { at: error.utf8_error().valid_up_to() })
}

fn check_metadata(metadata: &Metadata, limit: u64) -> Result<(), ReadError> {
    if metadata.is_dir() {
        return Err(ReadError::Folder);
    }
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    let bytes = metadata.len();
    if bytes > limit { Err(ReadError::TooLarge { bytes, limit }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_said_by_kind() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_text(&folder.path().join("none.toml"), 10), Err(ReadError::Missing));
        assert_eq!(read_text(folder.path(), 10), Err(ReadError::Folder));
        let file = folder.path().join("file");
        std::fs::write(&file, b"abc\xff").unwrap();
        assert_eq!(read_text(&file, 10), Err(ReadError::NotText { at: 3 }));
        assert_eq!(read_text(&file, 3), Err(ReadError::TooLarge { bytes: 4, limit: 3 }));
    }

    #[test]
    fn a_huge_file_is_refused_without_being_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.csv");
        File::create(&path).unwrap().set_len(2 << 30).unwrap();
        let expected = ReadError::TooLarge { bytes: 2 << 30, limit: LARGEST_PROFILE };
        assert_eq!(read_text(&path, LARGEST_PROFILE), Err(expected));
    }
}
