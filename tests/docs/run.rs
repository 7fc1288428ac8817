//! Running a command of a page.

#![expect(clippy::disallowed_methods, reason = "tests run the program and look at the files of the repository")]

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// What a command came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) exit_code: i32,
    /// Standard output, then standard error.
    pub(super) output: Vec<String>,
}

/// A folder that looks like the root of the repository, so that commands can write without changing it.
pub(super) fn root_to_write_in() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["scenarios", "pricing", "docs"] {
        std::os::unix::fs::symlink(root.join(name), folder.path().join(name)).unwrap();
    }
    // Where the workflow checks out the branch that a pull request goes to.
    std::os::unix::fs::symlink(root, folder.path().join("base")).unwrap();
    folder
}

/// The command as the built program is called: `cargo run … -- x` is `ecsplan x`. Nothing for other programs.
pub(super) fn own_command(line: &str) -> Option<String> {
    if line.starts_with("cargo run ") {
        return line.split_once(" -- ").map(|(_, arguments)| format!("ecsplan {arguments}"));
    }
    (line == "ecsplan" || line.starts_with("ecsplan ")).then(|| line.to_owned())
}

/// Runs a line of shell in `folder`, with the built program on the path and no terminal.
pub(super) fn run(line: &str, folder: &Path) -> Outcome {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_ecsplan"));
    let earlier = std::env::var_os("PATH").unwrap_or_default();
    let folders = program.parent().map(Path::to_owned).into_iter().chain(std::env::split_paths(&earlier));
    let output = std::process::Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(folders).unwrap())
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    let lines = String::from_utf8(text).unwrap().lines().map(|line| line.trim_end().to_owned()).collect();
    Outcome { exit_code: output.status.code().unwrap_or(-1), output: lines }
}

#[test]
fn only_commands_of_this_program_are_run() {
    assert_eq!(own_command("ecsplan check a.toml").as_deref(), Some("ecsplan check a.toml"));
    assert_eq!(own_command("cargo run --release -- check a.toml").as_deref(), Some("ecsplan check a.toml"));
    assert_eq!(own_command("cargo test"), None);
}

#[test]
fn a_run_has_its_output_and_exit_code() {
    let folder = root_to_write_in();
    let outcome = run("ls scenarios/shop/scenario.toml; echo 'no ' >&2; exit 3", folder.path());
    let output = ["scenarios/shop/scenario.toml", "no"].map(str::to_owned).to_vec();
    assert_eq!(outcome, Outcome { exit_code: 3, output });
}
