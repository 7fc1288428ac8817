//! [`Sheet`]: a worksheet whose texts are in the language of the workbook.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use rust_xlsxwriter::{ColNum, Format, RowNum, Worksheet};
use unicode_width::UnicodeWidthStr;

use super::Written;
use super::cells::text_formula;
use crate::report::Language;

/// The sense of words that mean something else in a table, such as `no`, or may be a name there.
const SENSE: &str = "workbook";

/// A sheet, in a language.
pub(super) struct Sheet {
    worksheet: Worksheet,
    pub(super) language: Language,
}

impl Deref for Sheet {
    type Target = Worksheet;

    fn deref(&self) -> &Worksheet {
        &self.worksheet
    }
}

impl DerefMut for Sheet {
    fn deref_mut(&mut self) -> &mut Worksheet {
        &mut self.worksheet
    }
}

impl Sheet {
    pub(super) fn new(language: Language) -> Self {
        Self { worksheet: Worksheet::new(), language }
    }

    pub(super) fn into_worksheet(self) -> Worksheet {
        self.worksheet
    }

    /// A text in the language.
    pub(super) fn said<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.language.said_as(SENSE, text).map_or_else(|| self.language.said(text), Cow::Owned)
    }

    /// A text in the language, as a formula has it.
    pub(super) fn quoted(&self, text: &str) -> String {
        quoted(&self.said(text))
    }

    /// Writes a text in the language.
    pub(super) fn say(&mut self, row: RowNum, column: ColNum, text: impl AsRef<str>, look: &Format) -> Written {
        let said = self.said(text.as_ref()).into_owned();
        self.keep(row, column, said, look)
    }

    /// Writes a text as it is: a name, or what formulas look for.
    pub(super) fn keep(&mut self, row: RowNum, column: ColNum, text: impl AsRef<str>, look: &Format) -> Written {
        self.write_string_with_format(row, column, text.as_ref(), look).map(|_| ())
    }

    /// Writes yes or no.
    pub(super) fn say_whether(&mut self, row: RowNum, column: ColNum, is_so: bool, look: &Format) -> Written {
        self.say(row, column, if is_so { "yes" } else { "no" }, look)
    }

    /// Writes a text over several columns of a row.
    pub(super) fn say_across(
        &mut self,
        row: RowNum,
        (first, last): (ColNum, ColNum),
        text: &str,
        look: &Format,
    ) -> Written {
        let said = self.said(text);
        self.merge_range(row, first, row, last, &said, look).map(|_| ())
    }

    /// Writes a text with the values of cells in it, each as its `{name}`, followed by what the cells have at first.
    pub(super) fn say_with_cells(
        &mut self,
        place: (RowNum, ColNum),
        text: &str,
        cells: &[(&str, &str)],
        look: &Format,
    ) -> Written {
        let said = self.said(text);
        // Every other piece is a name.
        let pieces = said.split(['{', '}']).enumerate().filter(|(_, piece)| !piece.is_empty());
        let terms = pieces.map(|(index, piece)| if index % 2 == 0 { quoted(piece) } else { piece.to_owned() });
        let formula = format!("={}", terms.collect::<Vec<_>>().join("&"));
        let value = |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
        let result = cells.iter().fold(said.into_owned(), value);
        text_formula(self, place, &formula, &result, look)
    }

    /// How many lines a text takes in the language, each as wide as so many Latin letters.
    pub(super) fn lines(&self, text: &str, letters: usize) -> usize {
        self.said(text).width().div_ceil(letters).max(1)
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_in_a_formula_are_doubled() {
        assert_eq!(quoted("a \"b\""), "\"a \"\"b\"\"\"");
    }

    #[test]
    fn a_letter_of_korean_is_as_wide_as_two() {
        let lines = |language| Sheet::new(language).lines("no discount", 8);
        assert_eq!((lines(Language::English), lines(Language::Korean)), (2, 2));
    }
}
