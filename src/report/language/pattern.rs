//! [`Pattern`]: an English text with holes, and the same in another language.

/// What may stand in a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{n}`: a number, a range of signs and digits without spaces.
    Number,
    /// `{money}`: an amount with its currency, said as the language says it.
    Money,
    /// `{id}`: a name without spaces.
    Id,
    /// `{name}`: anything, kept as it is.
    Name,
    /// `{words}`: a text that a pattern says, or that needs no saying.
    Words,
    /// `{list}`: such texts and names, with `, `, ` and ` or ` or ` between them.
    List,
}

/// A part of an English text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Literal(String),
    /// What stands here goes into every hole of that name in the other language.
    Hole(Kind, String),
}

/// A text with holes, and what to say instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// Never two holes side by side, nor two literals.
    pub(super) english: Vec<Piece>,
    pub(super) said: Vec<Piece>,
}

impl Pattern {
    /// Reads both sides. In English, `task[s]` stands for both `task` and `tasks`, `[is|are]` for either, and `[[]`
    /// for a bracket.
    ///
    /// # Errors
    /// What is wrong, in a sentence.
    pub(super) fn all_of(english: &str, said: &str) -> Result<Vec<Self>, String> {
        let said = pieces(said)?;
        let one = |english: String| {
            let pattern = Self { english: pieces(&english)?, said: said.clone() };
            pattern.checked().map_err(|problem| format!("{problem}: {english}"))
        };
        alternatives(english).into_iter().map(one).collect()
    }

    fn checked(self) -> Result<Self, String> {
        let is_hole = |piece: &Piece| matches!(piece, Piece::Hole(..));
        if self.english.windows(2).any(|pair| is_hole(&pair[0]) && is_hole(&pair[1])) {
            return Err("two holes without anything between them".to_owned());
        }
        let (mut here, mut there) = (holes(&self.english), holes(&self.said));
        here.sort_unstable();
        there.sort_unstable();
        there.dedup();
        if here.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err("two holes of one name".to_owned());
        }
        if here == there { Ok(self) } else { Err("other holes than its translation".to_owned()) }
    }

    /// How closely it describes its texts: how many bytes of English stand outside holes, then how little fits into those.
    pub(super) fn closeness(&self) -> (usize, usize) {
        let of = |piece: &Piece| match piece {
            Piece::Literal(text) => (text.len(), 0),
            Piece::Hole(Kind::Number | Kind::Money, _) => (0, 3),
            Piece::Hole(Kind::Id, _) => (0, 2),
            Piece::Hole(Kind::Words | Kind::List, _) => (0, 1),
            Piece::Hole(Kind::Name, _) => (0, 0),
        };
        self.english.iter().map(of).fold((0, 0), |sum, next| (sum.0 + next.0, sum.1 + next.1))
    }
}

fn holes(pieces: &[Piece]) -> Vec<&str> {
    let name = |piece: &'_ Piece| if let Piece::Hole(_, name) = piece { Some(name.len()) } else { None };
    pieces
        .iter()
        .filter(|piece| name(piece).is_some())
        .map(|piece| match piece {
            Piece::Hole(_, name) | Piece::Literal(name) => name.as_str(),
        })
        .collect()
}

/// The texts that `[a|b]` stands for; a bracket with one text is there or not.
fn alternatives(text: &str) -> Vec<String> {
    let found = text.split_once('[').and_then(|(before, rest)| Some((before, rest.split_once(']')?)));
    let Some((before, (inside, after))) = found else { return vec![text.to_owned()] };
    let choices: Vec<&str> = match inside {
        "[" => vec!["["],
        _ if inside.contains('|') => inside.split('|').collect(),
        _ => vec!["", inside],
    };
    let after = alternatives(after);
    choices.iter().flat_map(|choice| after.iter().map(move |after| format!("{before}{choice}{after}"))).collect()
}

/// Splits at `{kind}`.
fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(|| format!("a hole without an end: {text}"))?;
        if !before.is_empty() {
            pieces.push(Piece::Literal(before.to_owned()));
        }
        pieces.push(Piece::Hole(kind(name)?, name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    Ok(pieces)
}

fn kind(name: &str) -> Result<Kind, String> {
    Ok(match name.trim_end_matches(|it: char| it.is_ascii_digit()) {
        "n" => Kind::Number,
        "money" => Kind::Money,
        "id" => Kind::Id,
        "name" => Kind::Name,
        "words" => Kind::Words,
        "list" => Kind::List,
        _ => return Err(format!("`{{{name}}}` is no kind of hole")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (english, said) in [
            ("{n}{id}", "{n}{id}"),
            ("{n} a {n}", "{n}"),
            ("{n} a", "{id} a"),
            ("{n} a", "a"),
            ("a", "{n} a"),
            ("{what} a", "{what} a"),
            ("{n a", "{n} a"),
        ] {
            assert!(Pattern::all_of(english, said).is_err(), "{english}");
        }
    }

    #[test]
    fn brackets_stand_for_several_texts() {
        let count = |english: &str| Pattern::all_of(english, "x{n}").map(|patterns| patterns.len());
        assert_eq!(count("{n} task[s] [is|are] here"), Ok(4));
        assert_eq!(count("{n} tasks"), Ok(1));
    }
}
