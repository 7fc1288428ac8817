//! The only place that writes, and that asks whether there is a terminal.

#![expect(clippy::disallowed_methods, reason = "this module is the boundary to terminal, files and environment")]

use std::fs::{self, OpenOptions};
use std::io::{BufWriter, ErrorKind, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::builder::StyledStr;
use ecsplan::diagnostic::RenderStyle;

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Standard,
    Error,
}

/// What writes a text or a picture, piece by piece.
pub(super) type Writing = Box<dyn FnOnce(&mut dyn Write) -> std::io::Result<()>>;

/// Writes a text.
pub(super) fn text(text: String) -> Writing {
    Box::new(move |out| out.write_all(text.as_bytes()))
}

/// Writes bytes.
pub(super) fn bytes(bytes: Vec<u8>) -> Writing {
    Box::new(move |out| out.write_all(&bytes))
}

/// Why a text could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutputError {
    /// A file.
    #[error("cannot write `{}`: {reason}; nothing was written", .path.display())]
    File { path: PathBuf, reason: String },
    /// Standard output.
    #[error("cannot write to standard output: {0}")]
    Standard(String),
}

/// Whether `stream` should carry colour: on a terminal, unless `NO_COLOR` is set.
pub(super) fn has_colour(stream: Stream) -> bool {
    let terminal = match stream {
        Stream::Standard => std::io::stdout().is_terminal(),
        Stream::Error => std::io::stderr().is_terminal(),
    };
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    terminal && !refused && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// How problems are rendered for standard error.
pub(super) fn diagnostic_style() -> RenderStyle {
    if has_colour(Stream::Error) { RenderStyle::Coloured } else { RenderStyle::Plain }
}

/// A text of the argument parser, in colour where the stream has it.
pub(super) fn styled(text: &StyledStr, stream: Stream) -> String {
    if has_colour(stream) { text.ansi().to_string() } else { text.to_string() }
}

/// Writes to standard output. A reader that has gone away is no error: it has what it wanted.
pub(super) fn write_standard(content: Writing) -> Result<(), OutputError> {
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    match content(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(OutputError::Standard(plain(&error))),
        _ => Ok(()),
    }
}

/// Writes to standard error in the place of the progress line, if it is a terminal and so may have one.
pub(super) fn complain_over_progress(text: &str) {
    let clear = if is_error_a_terminal() { "\r\x1b[K" } else { "" };
    complain(&format!("{clear}{text}"));
}

/// Writes to standard error; where that fails there is nobody left to tell.
pub(super) fn complain(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Whether standard error is a terminal.
pub(super) fn is_error_a_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Writes a file whole or not at all: beside its place first, then renamed into it.
pub(super) fn write_file(path: &Path, content: Writing) -> Result<(), OutputError> {
    let failed = |reason: String| OutputError::File { path: path.to_owned(), reason };
    let place = final_place(path).map_err(failed)?;
    let temporary = beside(&place);
    let written = write_new(&temporary, content).and_then(|()| fs::rename(&temporary, &place));
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        failed(plain(&error))
    })
}

/// Writes a file that must not exist yet.
pub(super) fn create_file(path: &Path, content: Writing) -> Result<(), OutputError> {
    if fs::symlink_metadata(path).is_ok() {
        let reason = "it exists already and is not overwritten".to_owned();
        return Err(OutputError::File { path: path.to_owned(), reason });
    }
    write_file(path, content)
}

/// Where a path leads, links followed; only regular files are replaced.
fn final_place(path: &Path) -> Result<PathBuf, String> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err("it is a folder".to_owned()),
        Ok(metadata) if !metadata.is_file() => Err("it is not a regular file".to_owned()),
        Ok(metadata) if metadata.permissions().readonly() => Err("it is read-only".to_owned()),
        Ok(_) => fs::canonicalize(path).map_err(|error| plain(&error)),
        Err(_) if path.file_name().is_none() => Err("it names no file".to_owned()),
        Err(_) => Ok(path.to_owned()),
    }
}

/// A name in the same folder, so that renaming stays on one file system.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn write_new(path: &Path, content: Writing) -> std::io::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut buffered = BufWriter::new(&file);
    content(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.sync_all()
}

/// What the system says, without its number.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "the folder does not exist".to_owned(),
        ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}
