//! [`PriceTables`]: the text of the tables, bundled or the user's own.

use std::collections::BTreeMap;

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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct TableError {
    /// File inside the tables' folder.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: String,
}

/// Price tables as text: file name (`ap-northeast-2/fargate.csv`) to content.
#[derive(Clone, Debug)]
pub struct PriceTables {
    files: BTreeMap<String, std::borrow::Cow<'static, str>>,
    version: TablesVersion,
}
