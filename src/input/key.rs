//! [`Section`] and [`Key`]: the scenario format as data, shared by the reader, the JSON Schema and the reference page.

use crate::diagnostic::Code;

/// The numbers a key accepts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) least: f64,
    pub(crate) most: f64,
    /// Whether `least` itself is refused.
    pub(crate) above: bool,
    /// Whether `most` itself is refused.
    pub(crate) below: bool,
}

impl Range {
    pub(crate) fn contains(self, number: f64) -> bool {
        let high_enough = if self.above { number > self.least } else { number >= self.least };
        let low_enough = if self.below { number < self.most } else { number <= self.most };
        high_enough && low_enough
    }

    /// In words: `0 to 100`, or `above 0 and below 100`.
    pub(crate) fn words(self) -> String {
        let Self { least, most, .. } = self;
        match (self.above, self.below) {
            (false, false) => format!("{least} to {most}"),
            (true, false) => format!("above {least} and at most {most}"),
            (false, true) => format!("at least {least} and below {most}"),
            (true, true) => format!("above {least} and below {most}"),
        }
    }

    /// A number that is certainly accepted.
    pub(crate) fn any(self) -> f64 {
        if self.above { f64::midpoint(self.least, self.most) } else { self.least }
    }
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Text,
    /// A float for physics.
    Number(Range),
    /// A whole number.
    Integer(Range),
    Flag,
    Choice(&'static [&'static str]),
    /// A list of words, each at most once.
    Choices(&'static [&'static str]),
    /// A list of texts, each at most once.
    Texts,
    /// A list of pairs of whole numbers, each number in its range.
    Pairs(Range, Range),
    /// A list of whole numbers, each at most once.
    Integers(Range),
    /// A list of numbers, each at most once, or a word for the usual ones.
    NumbersOr(Range, &'static str),
    /// An exact amount, not negative.
    Money,
    /// An exact percentage.
    Percent(Range),
    Date,
    DateTime,
}

/// Whether a key must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Always.
    Required,
    /// No, and nothing stands in for it.
    Optional,
    /// No; this TOML literal stands in for it.
    Default(&'static str),
}

/// Why a default may stand unsaid, and how early it is listed (smaller first).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assumed {
    pub(crate) rank: u16,
    pub(crate) reason: &'static str,
}

/// One key of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) presence: Presence,
    pub(crate) unit: &'static str,
    pub(crate) meaning: &'static str,
    /// Set where using the default is an assumption that the report lists.
    pub(crate) assumed: Option<Assumed>,
    /// The code of a value out of range.
    pub(crate) range_code: Code,
}

impl Key {
    const fn new(name: &'static str, kind: Kind, presence: Presence, meaning: &'static str) -> Self {
        Self { name, kind, presence, unit: "", meaning, assumed: None, range_code: Code::OutOfRange }
    }

    pub(crate) const fn required(name: &'static str, kind: Kind, meaning: &'static str) -> Self {
        Self::new(name, kind, Presence::Required, meaning)
    }

    pub(crate) const fn optional(name: &'static str, kind: Kind, meaning: &'static str) -> Self {
        Self::new(name, kind, Presence::Optional, meaning)
    }

    pub(crate) const fn default(name: &'static str, kind: Kind, literal: &'static str, meaning: &'static str) -> Self {
        Self::new(name, kind, Presence::Default(literal), meaning)
    }

    pub(crate) const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    pub(crate) const fn assumed(mut self, rank: u16, reason: &'static str) -> Self {
        self.assumed = Some(Assumed { rank, reason });
        self
    }

    pub(crate) const fn range_code(mut self, code: Code) -> Self {
        self.range_code = code;
        self
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The file itself.
    Root,
    /// `[table]`, at most once in its parent.
    Table,
    /// `[[table]]`, any number of times.
    Tables,
}

/// One table of the format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section {
    /// Dotted path from the root, such as `service.traffic`; empty for the root.
    pub(crate) path: &'static str,
    pub(crate) shape: Shape,
    pub(crate) meaning: &'static str,
    pub(crate) example: &'static str,
    pub(crate) keys: &'static [Key],
    /// What the values are where the user chooses the keys.
    pub(crate) free_keys: Option<Kind>,
}

impl Section {
    /// The last part of the path.
    pub(crate) fn name(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    /// The path of the table around this one; `None` for the root.
    pub(crate) fn parent(&self) -> Option<&'static str> {
        if self.path.is_empty() {
            return None;
        }
        Some(self.path.rsplit_once('.').map_or("", |(parent, _)| parent))
    }

    /// The key of a name.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// How the header is written.
    pub(crate) fn header(&self) -> String {
        match self.shape {
            Shape::Root => "top level".to_owned(),
            Shape::Table => format!("[{}]", self.path),
            Shape::Tables => format!("[[{}]]", self.path),
        }
    }
}

/// Numbers from `least` to `most`.
pub(crate) const fn number(least: f64, most: f64) -> Kind {
    Kind::Number(Range { least, most, above: false, below: false })
}

/// Numbers above zero, up to `most`.
pub(crate) const fn positive(most: f64) -> Kind {
    Kind::Number(Range { least: 0.0, most, above: true, below: false })
}

/// Numbers strictly between two bounds.
pub(crate) const fn between(least: f64, most: f64) -> Kind {
    Kind::Number(Range { least, most, above: true, below: true })
}

/// Whole numbers from `least` to `most`; the bounds are exact as floats.
pub(crate) const fn integer(least: u64, most: u64) -> Kind {
    Kind::Integer(Range { least: least as f64, most: most as f64, above: false, below: false })
}

/// Whole numbers from `least` to `most`, also below zero; the bounds are exact as floats.
pub(crate) const fn signed(least: i32, most: i32) -> Kind {
    Kind::Integer(Range { least: least as f64, most: most as f64, above: false, below: false })
}

/// Pairs of whole numbers from zero to `first` and to `second`.
pub(crate) const fn pairs(first: u32, second: u32) -> Kind {
    Kind::Pairs(up_to(first), up_to(second))
}

/// Lists of whole numbers from `least` to `most`.
pub(crate) const fn integers(least: u32, most: u32) -> Kind {
    Kind::Integers(Range { least: least as f64, ..up_to(most) })
}

/// Lists of numbers strictly between two bounds, or `word`.
pub(crate) const fn between_or(least: f64, most: f64, word: &'static str) -> Kind {
    Kind::NumbersOr(Range { least, most, above: true, below: true }, word)
}

const fn up_to(most: u32) -> Range {
    Range { least: 0.0, most: most as f64, above: false, below: false }
}

/// Exact percentages from `least` to `most`.
pub(crate) const fn percent(least: u32, most: u32) -> Kind {
    Kind::Percent(Range { least: least as f64, most: most as f64, above: false, below: false })
}

/// Exact percentages above zero, up to `most`.
pub(crate) const fn positive_percent(most: u32) -> Kind {
    Kind::Percent(Range { least: 0.0, most: most as f64, above: true, below: false })
}
