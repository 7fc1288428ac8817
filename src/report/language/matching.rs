//! Whether a text is what a pattern describes, and what stands in its holes.

use super::amount::{is_figure, korean_amount};
use super::catalogue::Catalogue;
use super::particle::following;
use super::pattern::{Kind, Pattern, Piece};

/// How often one text may be looked at before it is given up: a text from outside cannot take long.
pub(super) const PATIENCE: u32 = 20_000;

/// A look-up of one text.
pub(super) struct Search<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) patience: u32,
}

impl Search<'_> {
    /// What the pattern says of a text, if it describes it. The shortest text goes into a hole that lets the rest match.
    pub(super) fn filled(&mut self, pattern: &Pattern, text: &str) -> Option<String> {
        let mut found = Vec::new();
        let is_it = has_literals(&pattern.english, text) && self.matches(&pattern.english, text, &mut found);
        is_it.then(|| said(&pattern.said, &found))
    }

    /// Whether the pieces describe a text, with what each hole says, the last first.
    fn matches<'p>(&mut self, pieces: &'p [Piece], text: &str, found: &mut Vec<(&'p str, String)>) -> bool {
        match pieces {
            [] => text.is_empty(),
            [Piece::Literal(literal), rest @ ..] => {
                text.strip_prefix(literal.as_str()).is_some_and(|after| self.matches(rest, after, found))
            }
            [Piece::Hole(kind, name)] => match self.said_in(*kind, text) {
                Some(said) => {
                    found.push((name, said));
                    true
                }
                None => false,
            },
            [Piece::Hole(kind, name), rest @ ..] => self.hole((*kind, name), rest, text, found),
        }
    }

    /// A hole with a literal behind it: at each place where that stands, the nearest first.
    fn hole<'p>(
        &mut self,
        (kind, name): (Kind, &'p str),
        rest: &'p [Piece],
        text: &str,
        found: &mut Vec<(&'p str, String)>,
    ) -> bool {
        let Some(Piece::Literal(literal)) = rest.first() else { return false };
        let before = found.len();
        for (at, _) in text.match_indices(literal.as_str()) {
            if self.patience == 0 {
                return false;
            }
            self.patience -= 1;
            let fits = |text: &str| kind != Kind::Id || !text.contains(char::is_whitespace);
            if !fits(&text[..at]) {
                return false;
            }
            let Some(said) = self.said_in(kind, &text[..at]) else { continue };
            if self.matches(rest, &text[at..], found) {
                found.push((name, said));
                return true;
            }
            found.truncate(before);
        }
        false
    }

    /// What to say of the text in a hole, if it may stand there.
    fn said_in(&mut self, kind: Kind, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        let kept = |fits: bool| fits.then(|| text.to_owned());
        match kind {
            Kind::Number => kept(is_number(text)),
            Kind::Money => korean_amount(text),
            Kind::Id => kept(!text.contains(char::is_whitespace)),
            Kind::Name => kept(true),
            Kind::Words => self.catalogue.looked_up(text, self),
            Kind::List => self.list(text),
        }
    }

    /// Each text of a list; `and` and `or` between two become a comma too where no pattern says them together.
    fn list(&mut self, text: &str) -> Option<String> {
        let said: Option<Vec<String>> = text.split(", ").map(|item| self.listed(item)).collect();
        Some(said?.join(", "))
    }

    fn listed(&mut self, item: &str) -> Option<String> {
        let apart = |search: &mut Self| {
            let said: Option<Vec<String>> = item
                .split(" and ")
                .flat_map(|part| part.split(" or "))
                .map(|name| search.catalogue.looked_up(name, search))
                .collect();
            Some(said?.join(", "))
        };
        self.catalogue.looked_up(item, self).or_else(|| apart(self))
    }
}

/// Whether a text has everything that stands outside holes, in order: without that, nothing need be tried.
fn has_literals(pieces: &[Piece], text: &str) -> bool {
    let mut rest = Some(text);
    for piece in pieces {
        if let (Piece::Literal(literal), Some(text)) = (piece, rest) {
            rest = text.split_once(literal.as_str()).map(|(_, after)| after);
        }
    }
    rest.is_some()
}

/// What the pieces say with their holes filled.
fn said(pieces: &[Piece], found: &[(&str, String)]) -> String {
    let (mut text, mut before) = (String::new(), "");
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => text.push_str(&following(before, literal)),
            Piece::Hole(_, name) => {
                before = found.iter().find(|(of, _)| of == name).map_or("", |(_, said)| said);
                text.push_str(before);
            }
        }
    }
    text
}

/// Figures with signs before or between them: `12`, `-1,234.5`, `<0.001`, `2-4`.
fn is_number(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['-', '+', '<', '>', '~', '±', '−']);
    !unsigned.is_empty() && unsigned.split('-').all(is_figure)
}

/// One name in backticks.
pub(super) fn is_quoted(text: &str) -> bool {
    text.len() > 2 && text.starts_with('`') && text.ends_with('`') && text.matches('`').count() == 2
}
