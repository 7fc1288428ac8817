//! Embeds the price tables of `pricing/` and their content hash, so that running the program does neither.
#![expect(clippy::disallowed_methods, reason = "a build script reads the files that it embeds")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=pricing");
    let mut names = Vec::new();
    collect(&root.join("pricing"), "", &mut names);
    names.sort();
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    std::fs::write(out.join("bundled_tables.rs"), listing(&root, &names)).expect("OUT_DIR can be written");
}

/// Adds the tables under `folder` to `names`, each as its path inside `pricing/`.
fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("`pricing/` can be read") {
        let entry = entry.expect("`pricing/` can be read");
        let name = format!("{prefix}{}", entry.file_name().to_str().expect("table names are ASCII"));
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), names);
        } else if name.ends_with(".csv") || name.ends_with(".toml") {
            names.push(name);
        }
    }
}

/// The Rust source that lists every table with its text. The hash is computed as
/// `pricing::tables::content_hash` does for a user's own tables.
fn listing(root: &Path, names: &[String]) -> String {
    let mut source = String::from("pub(super) static FILES: &[(&str, &str)] = &[\n");
    let mut hash = Sha256::new();
    for name in names {
        let path = root.join("pricing").join(name);
        let content = std::fs::read(&path).expect("a listed table can be read");
        hash.update(format!("{name}\n{}\n", content.len()));
        hash.update(&content);
        let path = path.to_str().expect("the path of the sources is UTF-8");
        writeln!(source, "    ({name:?}, include_str!({path:?})),").expect("writing to a string");
    }
    let digits: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    writeln!(source, "];\npub(super) const CONTENT_HASH: &str = {digits:?};").expect("writing to a string");
    source
}
