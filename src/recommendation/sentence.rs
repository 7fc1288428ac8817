//! [`Sentence`]: words with amounts in them, so that a report can show the amounts in its currency.

use crate::money::Money;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Amount(Money),
}

/// A sentence without a full stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence(Vec<Part>);

impl Sentence {
    /// A sentence that begins with these words.
    #[must_use]
    pub fn of(words: impl Into<String>) -> Self {
        Self(vec![Part::Words(words.into())])
    }

    /// Goes on with words.
    #[must_use]
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.0.push(Part::Words(words.into()));
        self
    }

    /// Goes on with an amount of US dollars.
    #[must_use]
    pub fn amount(mut self, amount: Money) -> Self {
        self.0.push(Part::Amount(amount));
        self
    }

    /// The sentence with each amount written by `write`.
    #[must_use]
    pub fn written(&self, write: impl Fn(Money) -> String) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Amount(amount) => write(*amount),
        };
        self.0.iter().map(part).collect()
    }
}

impl std::fmt::Display for Sentence {
    /// Amounts in US dollars and cents.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.written(|amount| format!("{} USD", amount.to_fixed(2))))
    }
}

impl serde::Serialize for Sentence {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
