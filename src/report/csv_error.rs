//! What a CSV writer failed with, as its own writer said it.

use std::io;

/// The result of writing a row: a reader that has gone away and a full disk stay what they are.
pub(super) fn written(result: csv::Result<()>) -> io::Result<()> {
    result.map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })
}
