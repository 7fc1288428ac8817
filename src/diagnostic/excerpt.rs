//! [`Excerpt`]: the few lines of a file that a problem is shown with.

use std::ops::Range;

use super::Label;

/// The longest piece of a file that is shown; anything longer is named by line and column only.
const LONGEST_EXCERPT: usize = 8_192;

/// The longest line that is shown.
const LONGEST_LINE: usize = 300;

/// Whole lines of a file that hold every label of one problem.
pub(super) struct Excerpt<'s> {
    /// The lines.
    pub(super) text: &'s str,
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    /// The spans of the labels inside `text`, each within one line.
    pub(super) spans: Vec<Range<usize>>,
}

impl<'s> Excerpt<'s> {
    /// The lines around `labels`, unless they are too long to be worth showing.
    pub(super) fn around(source: &'s str, labels: &[&Label]) -> Option<Self> {
        let spans: Vec<Range<usize>> = labels.iter().map(|label| within_one_line(source, &label.span)).collect();
        let start = line_start(source, spans.iter().map(|span| span.start).min()?);
        let end = line_end(source, spans.iter().map(|span| span.start).max()?);
        let text = source.get(start..end)?;
        if text.len() > LONGEST_EXCERPT || text.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let first_line = source.get(..start)?.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let spans = spans.into_iter().map(|span| span.start - start..span.end - start).collect();
        Some(Self { text, first_line, spans })
    }
}

/// The part of a span on its first line, on character boundaries.
fn within_one_line(source: &str, span: &Range<usize>) -> Range<usize> {
    let start = boundary_before(source, span.start);
    let end = boundary_before(source, span.end).max(start).min(line_end(source, start).max(start));
    start..end
}

fn boundary_before(source: &str, byte: usize) -> usize {
    (0..=byte.min(source.len())).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0)
}

fn line_start(source: &str, byte: usize) -> usize {
    source[..byte].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(source: &str, byte: usize) -> usize {
    source[byte..].find('\n').map_or(source.len(), |newline| byte + newline)
}
