//! [`PriceBooks`]: books made once and shared by all scenarios that ask for the same.

use std::sync::{Arc, Mutex, PoisonError};

use super::{BookError, PriceBook, PriceTables};
use crate::scenario::PriceAdjustments;

/// Books that are kept; tables have fewer regions, and adjustments of their own for every scenario are not worth it.
const MOST_KEPT: usize = 48;

/// What makes two books the same.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    region: String,
    adjustments: PriceAdjustments,
    strict: bool,
}

/// The books of one set of tables, made when they are first asked for.
#[derive(Debug)]
pub struct PriceBooks {
    tables: PriceTables,
    made: Mutex<Vec<(Asked, Arc<PriceBook>)>>,
}

impl PriceBooks {
    /// The books of these tables.
    #[must_use]
    pub const fn new(tables: PriceTables) -> Self {
        Self { tables, made: Mutex::new(Vec::new()) }
    }

    /// The tables.
    #[must_use]
    pub const fn tables(&self) -> &PriceTables {
        &self.tables
    }

    /// As [`PriceBook::new`].
    ///
    /// # Errors
    /// As [`PriceBook::new`].
    pub fn book(
        &self,
        region: &str,
        adjustments: &PriceAdjustments,
        strict: bool,
    ) -> Result<Arc<PriceBook>, BookError> {
        let asked = Asked { region: region.to_owned(), adjustments: adjustments.clone(), strict };
        let find = |made: &[(Asked, Arc<PriceBook>)]| {
            made.iter().find(|(known, _)| *known == asked).map(|(_, book)| Arc::clone(book))
        };
        // A thread that failed while it held the list has left it whole.
        let lock = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = find(&lock()) {
            return Ok(known);
        }
        let book = Arc::new(PriceBook::new(&self.tables, region, adjustments, strict)?);
        let mut made = lock();
        if made.len() < MOST_KEPT && find(&made).is_none() {
            made.push((asked, Arc::clone(&book)));
        }
        Ok(book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;

    #[test]
    fn a_book_is_made_once_for_all_who_ask_for_the_same() {
        let books = PriceBooks::new(PriceTables::bundled());
        let plain = PriceAdjustments::default();
        let first = books.book("eu-west-1", &plain, false).unwrap();
        assert!(Arc::ptr_eq(&first, &books.book("eu-west-1", &plain, false).unwrap()));
        assert!(!Arc::ptr_eq(&first, &books.book("eu-west-1", &plain, true).unwrap()));
        let price = ("EU-BoxUsage:m7g.large".to_owned(), Money::parse("0.05").unwrap());
        let adjusted = PriceAdjustments { overrides: [price].into(), ..PriceAdjustments::default() };
        let other = books.book("eu-west-1", &adjusted, false).unwrap();
        assert_ne!(first.rows(Some("m7g.large")), other.rows(Some("m7g.large")));
        assert!(books.book("nowhere", &plain, false).is_err());
    }
}
