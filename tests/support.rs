//! What several test modules share.

#![expect(clippy::disallowed_methods, reason = "tests read the pages they check")]

pub(crate) mod dice;
pub(crate) mod finery;
pub(crate) mod fleets;
pub(crate) mod plain;
pub(crate) mod stories;

/// Holds a generated page against the committed one; `BLESS=1` writes it anew.
#[track_caller]
pub(crate) fn assert_page(path: &str, expected: &str) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, expected).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == expected, "{path} is out of date: run `BLESS=1 cargo test` and review it");
}
