//! The text files of the repository, and Rust sources without comments.

#![expect(clippy::disallowed_methods, reason = "tests look at the files of the repository")]

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the repository.
pub(super) struct Source {
    /// Its path from the root, with `/` between folders.
    pub(super) path: String,
    pub(super) text: String,
}

/// Every UTF-8 file under `folder` of the repository, without build output; sorted by path.
pub(super) fn text_files(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    paths.sort();
    paths.iter().filter_map(|path| read(root, path)).collect()
}

/// Every Rust file under `folder`.
pub(super) fn rust_files(folder: &str) -> Vec<Source> {
    text_files(folder).into_iter().filter(|source| source.path.ends_with(".rs")).collect()
}

fn read(root: &Path, path: &Path) -> Option<Source> {
    let text = String::from_utf8(fs::read(path).ok()?).ok()?;
    let path = path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    Some(Source { path, text })
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_built = [".git", "target"].iter().any(|name| path.ends_with(name));
        if path.is_dir() && !is_built {
            collect(&path, paths);
        } else if path.is_file() && !is_built {
            paths.push(path);
        }
    }
}

/// The code of a file with line comments taken out, each line with its number from 1.
pub(super) fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = |line: &'_ str| line.find("//").map_or(line.len(), |start| start);
    text.lines().enumerate().map(move |(index, line)| (index + 1, &line[..code(line)]))
}

/// The names that directly follow `path` in `text`: one, or those of a braced list.
pub(super) fn names_after<'a>(text: &'a str, path: &str) -> Vec<&'a str> {
    let starts = text.match_indices(path).filter(|(start, _)| !ends_in_a_name(&text[..*start]));
    starts.flat_map(|(start, _)| first_names(&text[start + path.len()..])).collect()
}

fn ends_in_a_name(before: &str) -> bool {
    before.ends_with(|last: char| last.is_alphanumeric() || last == '_' || last == ':')
}

fn first_names(rest: &str) -> Vec<&str> {
    let Some(list) = rest.strip_prefix('{') else { return vec![name_at(rest)] };
    let mut depth = 0_usize;
    let mut names = vec![name_at(list)];
    for (index, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name_at(&list[index + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn name_at(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    &text[..end]
}

#[test]
fn names_are_found_after_a_path_alone_and_in_lists() {
    assert_eq!(names_after("use crate::money::Money;", "crate::"), ["money"]);
    assert_eq!(names_after("use crate::{money::{Money, Percent}, time::Horizon};", "crate::"), ["money", "time"]);
    assert_eq!(names_after("let x: crate::bill::Bill = mycrate::other();", "crate::"), ["bill"]);
}

#[test]
fn comments_are_no_code() {
    let code: Vec<_> = code_lines("a // crate::cli\nb").collect();
    assert_eq!(code, [(1, "a "), (2, "b")]);
}
