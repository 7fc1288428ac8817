//! Problems as text, with their source, in the manner of the Rust compiler.
//!
//! The only file that names the rendering crate.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::excerpt::Excerpt;
use super::{Diagnostic, Diagnostics, Label, Severity};

/// How many problems are shown in full before the rest is only counted.
const MOST_SHOWN: usize = 40;

/// Whether the text carries colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderStyle {
    /// Plain text.
    Plain,
    /// ANSI colours.
    Coloured,
}

/// What a text says of itself, in the language of its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderWords {
    /// `error`.
    pub error: String,
    /// `warning`.
    pub warning: String,
    /// `help`.
    pub help: String,
    /// `note`.
    pub note: String,
    /// What stands before the number of problems that are not shown.
    pub more: String,
}

impl Default for RenderWords {
    fn default() -> Self {
        Self {
            error: "error".to_owned(),
            warning: "warning".to_owned(),
            help: "help".to_owned(),
            note: "note".to_owned(),
            more: "more problems".to_owned(),
        }
    }
}

/// All problems as text, one after the other, ending with a line end; empty when there are none.
#[must_use]
pub fn render(diagnostics: &Diagnostics, style: RenderStyle) -> String {
    render_with(diagnostics, style, &RenderWords::default())
}

/// The same with other words for what it says of itself.
#[must_use]
pub fn render_with(diagnostics: &Diagnostics, style: RenderStyle, words: &RenderWords) -> String {
    let renderer = match style {
        RenderStyle::Plain => Renderer::plain(),
        RenderStyle::Coloured => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(120);
    let mut text = String::new();
    for diagnostic in diagnostics.items().iter().take(MOST_SHOWN) {
        text.push_str(&renderer.render(&[group(diagnostics, diagnostic, words)]));
        text.push_str("\n\n");
    }
    if let Some(more) = diagnostics.items().len().checked_sub(MOST_SHOWN).filter(|&more| more > 0) {
        text.push_str(&format!("{}: {more}\n\n", words.more));
    }
    text.truncate(text.trim_end_matches('\n').len() + usize::from(!text.is_empty()));
    text
}

fn group<'d>(diagnostics: &'d Diagnostics, diagnostic: &'d Diagnostic, words: &'d RenderWords) -> Group<'d> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(words.error.as_str()),
        Severity::Warning => Level::WARNING.with_name(words.warning.as_str()),
    };
    let title = level.primary_title(normalize_untrusted_str(&diagnostic.title)).id(diagnostic.code.id());
    let mut group = Group::with_title(title);
    for labels in diagnostic.labels.chunk_by(|one, other| one.file == other.file) {
        group = with_place(group, diagnostics, labels, words);
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.with_name(words.help.as_str()).message(normalize_untrusted_str(help)));
    }
    group
}

/// Adds the lines that `labels` (of one file) point at, or their line and column where there is no short excerpt.
fn with_place<'d>(
    group: Group<'d>,
    diagnostics: &'d Diagnostics,
    labels: &'d [Label],
    words: &'d RenderWords,
) -> Group<'d> {
    let primary = &labels[0];
    let all: Vec<&Label> = labels.iter().collect();
    let excerpt = diagnostics.source(&primary.file).and_then(|source| Excerpt::around(source, &all));
    match excerpt {
        Some(excerpt) => group.element(snippet(&excerpt, labels)),
        None => with_origin(group, diagnostics, primary, words),
    }
}

fn snippet<'d>(excerpt: &Excerpt<'d>, labels: &'d [Label]) -> Snippet<'d, annotate_snippets::Annotation<'d>> {
    let annotations = excerpt.spans.iter().zip(labels).enumerate().map(|(index, (span, label))| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(span.clone());
        if label.text.is_empty() { annotation } else { annotation.label(normalize_untrusted_str(&label.text)) }
    });
    let path = normalize_untrusted_str(&labels[0].file);
    Snippet::source(excerpt.text).line_start(excerpt.first_line).path(path).annotations(annotations)
}

fn with_origin<'d>(group: Group<'d>, diagnostics: &Diagnostics, label: &'d Label, words: &'d RenderWords) -> Group<'d> {
    let mut origin = Origin::path(normalize_untrusted_str(&label.file));
    if let Some((line, column)) = diagnostics.line_and_column(&label.file, label.span.start) {
        origin = origin.line(line).char_column(column);
    }
    let group = group.element(origin);
    if label.text.is_empty() {
        return group;
    }
    group.element(Level::NOTE.with_name(words.note.as_str()).message(normalize_untrusted_str(&label.text)))
}
