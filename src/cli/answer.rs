//! What a command comes to: texts to write, or why there are none.

use std::borrow::Cow;
use std::path::PathBuf;

use ecsplan::diagnostic::{Diagnostics, RenderWords, render, render_with};
use ecsplan::report::Language;

use super::output::{self, OutputError, Writing};
use super::{Exit, interruption};

/// What a remark may be.
const LABELS: [&str; 3] = ["error", "warning", "note"];

/// What a command has to say.
pub(super) struct Answer {
    content: Writing,
    out: Option<PathBuf>,
    side_files: Vec<(PathBuf, Writing)>,
    remarks: String,
    exit: Exit,
}

impl Answer {
    /// A text for standard output.
    pub(super) fn text(text: String) -> Self {
        Self::written(output::text(text))
    }

    /// Something for standard output that is written piece by piece.
    pub(super) fn written(content: Writing) -> Self {
        Self { content, out: None, side_files: Vec::new(), remarks: String::new(), exit: Exit::Fine }
    }

    /// The text goes into that file, if any, instead.
    pub(super) fn into_file(mut self, out: Option<PathBuf>) -> Self {
        self.out = out;
        self
    }

    /// Another file beside.
    pub(super) fn with_file(mut self, path: PathBuf, content: Writing) -> Self {
        self.side_files.push((path, content));
        self
    }

    /// Something for standard error.
    pub(super) fn remark(mut self, remark: &str) -> Self {
        self.remarks.push_str(remark);
        self.remarks.push('\n');
        self
    }

    /// Another exit code than [`Exit::Fine`].
    pub(super) fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Another exit code where a search was told to end.
    pub(super) fn interrupted(self, interrupted: bool) -> Self {
        if interrupted { self.exit(Exit::Interrupted) } else { self }
    }

    /// Writes everything: files first, so that a failure leaves nothing half said.
    pub(super) fn write(self, language: Language) -> Result<Exit, Failure> {
        interruption::undisturbed(|| self.written_out(language))
    }

    fn written_out(self, language: Language) -> Result<Exit, Failure> {
        for (path, content) in self.side_files {
            output::write_file(&path, content)?;
        }
        match &self.out {
            Some(path) => output::write_file(path, self.content)?,
            None => output::write_standard(self.content)?,
        }
        output::complain(&said(&self.remarks, language));
        Ok(self.exit)
    }
}

/// Why a command has no answer.
pub(super) enum Failure {
    /// The input has problems.
    Input(Diagnostics),
    /// Something else that the user can put right, in a sentence without a full stop.
    Other(String),
}

impl Failure {
    /// Why, in a sentence without a full stop, for a failure that is told by another.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Other(reason) => reason.clone(),
            Self::Input(_) => self.text(Language::English),
        }
    }

    /// The text for standard error.
    pub(super) fn text(&self, language: Language) -> String {
        match self {
            Self::Input(diagnostics) => problems(diagnostics, language),
            Self::Other(reason) => said(&format!("error: {reason}\n"), language),
        }
    }
}

/// Problems of the input in a language: where it has no words for what is wrong, what the code stands for goes before.
fn problems(diagnostics: &Diagnostics, language: Language) -> String {
    if language == Language::English {
        return render(diagnostics, output::diagnostic_style());
    }
    let said = |text: &str| language.said(text).into_owned();
    let mut reworded = diagnostics.clone();
    reworded.reword(
        |code, text| match language.said(text) {
            Cow::Borrowed(unsaid) => format!("{}: {unsaid}", said(code.entry().title)),
            Cow::Owned(said) => said,
        },
        said,
    );
    let plain = RenderWords::default();
    let words = RenderWords {
        error: said(&plain.error),
        warning: said(&plain.warning),
        help: said(&plain.help),
        note: said(&plain.note),
        more: said(&plain.more),
    };
    render_with(&reworded, output::diagnostic_style(), &words)
}

/// Remarks in a language, each a line that says first what it is.
fn said(remarks: &str, language: Language) -> String {
    let line = |line: &str| match line.split_once(": ").filter(|(label, _)| LABELS.contains(label)) {
        Some((label, remark)) => format!("{} {}\n", language.said(&format!("{label}:")), language.said(remark)),
        None => format!("{}\n", language.said(line)),
    };
    remarks.lines().map(line).collect()
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Input(diagnostics)
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Self::Other(error.to_string())
    }
}
