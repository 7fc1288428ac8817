//! Runs the program as a user would.

#![expect(clippy::disallowed_methods, reason = "tests write the files they give to the program")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// The arithmetic everybody checks first: one small task for a calculator month, in Seoul.
pub(crate) const SMALLEST: &str = r#"
name = "smallest"
region = "ap-northeast-2"

[horizon]
start = "2026-01-01"
hours = 730

[[service]]
name = "web"
tasks = 1
task = { vcpu = "0.25", memory_gb = "0.5" }

[ec2]
instance_types = ["t2.medium"]
"#;

/// A folder with scenarios in it, gone after the test.
pub(crate) struct Workplace {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workplace {
    /// A folder that holds `scenario.toml`.
    pub(crate) fn with(scenario: &str) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("scenario.toml", scenario);
        place
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn read_bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The names in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs `ecsplan` with these arguments, separated by spaces, in the folder.
    pub(crate) fn run(&self, arguments: &str) -> Run {
        let output = program(self.folder.path()).args(arguments.split_whitespace()).output().unwrap();
        Run::of(&output)
    }

    /// Starts it with standard output and standard error there.
    pub(crate) fn start(&self, arguments: &str, stdout: Stdio, stderr: Stdio) -> Child {
        let mut command = program(self.folder.path());
        command.args(arguments.split_whitespace()).stdout(stdout).stderr(stderr).spawn().unwrap()
    }

    /// The same with standard output somewhere else.
    pub(crate) fn run_into(&self, arguments: &str, stdout: Stdio) -> Run {
        let child = self.start(arguments, stdout, Stdio::piped());
        Run::of(&child.wait_with_output().unwrap())
    }
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecsplan"));
    command.current_dir(folder).env_remove("COLUMNS").env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code().unwrap(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// The run must have ended so.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Standard output must contain this.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.stdout.contains(words), "no `{words}` in {self:#?}");
        self
    }

    /// Standard error must contain this.
    #[track_caller]
    pub(crate) fn complains(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "no `{words}` in {self:#?}");
        self
    }

    /// Standard output, which must be JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:#?}"))
    }
}
