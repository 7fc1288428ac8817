//! [`Catalogue`]: all patterns of a language, and how the one for a text is found.

use std::collections::{BTreeMap, HashMap};

use super::amount::korean_amount;
use super::matching::{PATIENCE, Search, is_quoted};
use super::pattern::{Pattern, Piece};

/// The patterns of a language.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// Those without holes.
    whole: HashMap<String, String>,
    /// Those with holes, the most English outside holes first.
    patterns: Vec<Pattern>,
    /// Which of them begin with this letter; those that begin with a hole stand under none.
    by_beginning: HashMap<Option<char>, Vec<usize>>,
}

impl Catalogue {
    /// Reads tables of English texts, each with what to say instead.
    ///
    /// # Errors
    /// The first text that cannot be read, or that stands there twice.
    pub(super) fn read(tables: &[&str]) -> Result<Self, String> {
        let mut catalogue = Self::default();
        let mut patterns = Vec::new();
        for table in tables {
            let entries: BTreeMap<String, String> = toml::from_str(table).map_err(|error| error.to_string())?;
            for (english, said) in entries {
                patterns.extend(Pattern::all_of(&english, &said)?);
            }
        }
        patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.closeness()));
        for pattern in patterns {
            catalogue.add(pattern)?;
        }
        Ok(catalogue)
    }

    fn add(&mut self, pattern: Pattern) -> Result<(), String> {
        if let ([Piece::Literal(english)], [Piece::Literal(said)]) = (&pattern.english[..], &pattern.said[..]) {
            let before = self.whole.insert(english.clone(), said.clone());
            return before.map_or(Ok(()), |_| Err(format!("twice: {english}")));
        }
        if self.patterns.iter().any(|other| other.english == pattern.english) {
            return Err(format!("twice: {:?}", pattern.english));
        }
        let beginning = match pattern.english.first() {
            Some(Piece::Literal(text)) => text.chars().next(),
            Some(Piece::Hole(..)) | None => None,
        };
        self.by_beginning.entry(beginning).or_default().push(self.patterns.len());
        self.patterns.push(pattern);
        Ok(())
    }

    /// What to say instead of a text; nothing where there are no words for it, or none are needed.
    pub(super) fn said(&self, text: &str) -> Option<String> {
        self.looked_up(text, &mut Search { catalogue: self, patience: PATIENCE }).filter(|said| said != text)
    }

    /// The same inside another text. What has no words in it says itself.
    pub(super) fn looked_up(&self, text: &str, search: &mut Search<'_>) -> Option<String> {
        if let Some(said) = self.whole.get(text) {
            return Some(said.clone());
        }
        if !has_words(text) {
            return Some(korean_amount(text).unwrap_or_else(|| text.to_owned()));
        }
        let described = self.candidates(text).find_map(|index| search.filled(&self.patterns[index], text));
        described.or_else(|| is_name(text).then(|| text.to_owned()))
    }

    /// The patterns as close as that which describe a text.
    #[cfg(test)]
    pub(super) fn describing(&self, text: &str, closeness: (usize, usize)) -> Vec<&Pattern> {
        let describes = |pattern: &&Pattern| {
            let mut search = Search { catalogue: self, patience: PATIENCE };
            pattern.closeness() == closeness && search.filled(pattern, text).is_some()
        };
        self.patterns.iter().filter(describes).collect()
    }

    /// What [`said`](Self::said) finds, the obvious way; phrases inside a text are looked up as usual.
    #[cfg(test)]
    pub(super) fn said_by_trying_all(&self, text: &str) -> Option<String> {
        let whole = self.whole.get(text).cloned();
        let plain = || (!has_words(text)).then(|| korean_amount(text).unwrap_or_else(|| text.to_owned()));
        let described = || {
            let said = |pattern: &Pattern| Search { catalogue: self, patience: PATIENCE }.filled(pattern, text);
            self.patterns.iter().find_map(said)
        };
        whole.or_else(plain).or_else(described).filter(|said| said != text)
    }

    /// The patterns that may describe a text, the most English outside holes first.
    fn candidates(&self, text: &str) -> impl Iterator<Item = usize> {
        let of = |beginning: Option<char>| self.by_beginning.get(&beginning).map_or(&[][..], Vec::as_slice);
        let (mut first, mut second) = (of(text.chars().next()), of(None));
        std::iter::from_fn(move || {
            let from_first = match (first.first(), second.first()) {
                (Some(one), Some(other)) => one < other,
                (Some(_), None) => true,
                (None, _) => false,
            };
            let list = if from_first { &mut first } else { &mut second };
            let (index, rest) = list.split_first()?;
            *list = rest;
            Some(*index)
        })
    }
}

/// One name: without spaces, or in backticks.
fn is_name(text: &str) -> bool {
    !text.is_empty() && (!text.contains(char::is_whitespace) || is_quoted(text))
}

/// Whether there is anything to say: two small letters side by side.
fn has_words(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_lowercase))
}
