//! [`Language`]: reports in another language than English.
//!
//! Every sentence is composed in English. What lays a report out asks the language for each whole text (a sentence, a
//! heading, a cell): a [`catalogue`] of [`pattern`]s says it in Korean. A text that no pattern knows stays as it is.

mod amount;
mod catalogue;
mod matching;
mod particle;
mod pattern;
mod pictures;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::OnceLock;

use catalogue::Catalogue;
use pictures::{in_picture, label};

/// The language that a report is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

/// The patterns of Korean, each file about one kind of text.
const KOREAN: &[&str] = &[
    include_str!("ko/answer.toml"),
    include_str!("ko/assumptions.toml"),
    include_str!("ko/breakeven.toml"),
    include_str!("ko/commands.toml"),
    include_str!("ko/commitment.toml"),
    include_str!("ko/diagnostics.toml"),
    include_str!("ko/explanations.toml"),
    include_str!("ko/help.toml"),
    include_str!("ko/page.toml"),
    include_str!("ko/pictures.toml"),
    include_str!("ko/problems.toml"),
    include_str!("ko/refusals.toml"),
    include_str!("ko/statement.toml"),
    include_str!("ko/tables.toml"),
    include_str!("ko/workbook.toml"),
];

impl Language {
    /// The tag of HTML and of the command line.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// A whole English text in this language; the text itself where the language has no words for it.
    #[must_use]
    pub fn said(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::English => Cow::Borrowed(text),
            Self::Korean => korean().said(text).map_or(Cow::Borrowed(text), Cow::Owned),
        }
    }

    /// A text in this language as a whole, or else what becomes of each of the parts that its separators leave.
    #[must_use]
    pub fn said_or_parts(self, text: &str, separator: &str, of_part: impl Fn(&str) -> String) -> String {
        match self.said(text) {
            Cow::Owned(said) => said,
            Cow::Borrowed(_) => text.split(separator).map(of_part).collect::<Vec<_>>().join(separator),
        }
    }

    /// A picture drawn as SVG with its texts in this language.
    #[must_use]
    pub fn picture(self, svg: &str) -> Cow<'_, str> {
        in_picture(svg, self)
    }

    /// A text of a picture in this language.
    pub(super) fn label(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::English => Cow::Borrowed(text),
            Self::Korean => Cow::Owned(label(text, self)),
        }
    }

    /// A text in a sense that it does not have everywhere, which patterns have as `sense|text`.
    pub(super) fn said_as(self, sense: &str, text: &str) -> Option<String> {
        let marked = format!("{sense}|");
        match self.said(&format!("{marked}{text}")) {
            Cow::Owned(said) if !said.contains(&marked) => Some(said),
            _ => None,
        }
    }

    /// Texts in this language.
    pub(super) fn all(self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.said(text).into_owned()).collect()
    }
}

fn korean() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::read(KOREAN).expect("a test reads the patterns"))
}
