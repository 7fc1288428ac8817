//! Where in a JSON text a value stands.

use std::ops::Range;

/// One step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the value of that key.
    Key(&'static str),
    /// To the element of that index, from 0.
    Element(usize),
}

/// The bytes of the value at the end of `path` in `text`, which is valid JSON; of the last value on the way that there is,
/// its first byte.
pub(super) fn place_of(text: &str, path: &[Step]) -> Range<usize> {
    let mut at = Scanner { bytes: text.as_bytes(), at: 0 };
    at.skip_blanks();
    for step in path {
        let container = at.at;
        if !at.enter(text, step) {
            return container..(container + 1).min(text.len());
        }
    }
    let start = at.at;
    at.skip_value();
    start..at.at
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self.byte().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// From the start of a container to the start of the value that `step` leads to; false where there is none.
    fn enter(&mut self, text: &str, step: &Step) -> bool {
        let opening = if matches!(step, Step::Key(_)) { b'{' } else { b'[' };
        if self.byte() != Some(opening) {
            return false;
        }
        let mut index = 0;
        loop {
            self.at += 1; // the bracket or the comma
            self.skip_blanks();
            let is_meant = match step {
                Step::Element(wanted) => index == *wanted,
                Step::Key(wanted) => self.key(text) == Some(*wanted),
            };
            if matches!(self.byte(), None | Some(b']' | b'}')) {
                return false;
            }
            if is_meant {
                return true;
            }
            self.skip_value();
            self.skip_blanks();
            if self.byte() != Some(b',') {
                return false;
            }
            index += 1;
        }
    }

    /// A key as written, with the colon behind it.
    fn key<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if self.byte() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        self.skip_value();
        let key = text.get(start..self.at - 1);
        self.skip_blanks();
        self.at += 1;
        self.skip_blanks();
        key
    }

    fn skip_value(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.byte() {
            match byte {
                b'"' => self.skip_text(),
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => depth -= 1,
                b',' if depth == 0 => return,
                byte if depth == 0 && byte.is_ascii_whitespace() => return,
                _ => {}
            }
            self.at += 1;
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                return;
            }
        }
    }

    /// To the closing quote.
    fn skip_text(&mut self) {
        self.at += 1;
        while let Some(byte) = self.byte().filter(|byte| *byte != b'"') {
            self.at += if byte == b'\\' { 2 } else { 1 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#" { "a" : [ 1, {"b\"]": "x}\"", "c": {"d": null}} , [] ], "e": -1.5 }"#;

    fn found(path: &[Step]) -> &'static str {
        &TEXT[place_of(TEXT, path)]
    }

    #[test]
    fn values_are_found_by_key_and_index() {
        let a = Step::Key("a");
        assert_eq!(found(&[a.clone(), Step::Element(0)]), "1");
        assert_eq!(found(&[a.clone(), Step::Element(1), Step::Key("c"), Step::Key("d")]), "null");
        assert_eq!(found(&[a.clone(), Step::Element(2)]), "[]");
        assert_eq!(found(&[Step::Key("e")]), "-1.5");
        assert_eq!(found(&[]), TEXT.trim());
    }

    #[test]
    fn what_is_missing_is_shown_where_it_would_be() {
        let a = Step::Key("a");
        assert_eq!(found(&[Step::Key("z")]), "{");
        assert_eq!(found(&[a.clone(), Step::Element(9)]), "[");
        assert_eq!(found(&[a, Step::Element(1), Step::Key("z"), Step::Key("y")]), "{");
        assert_eq!(found(&[Step::Key("e"), Step::Key("y")]), "-");
    }
}
