//! Checking every table of every region, beyond what reading one of them checks.

use super::reading::read_rows;
use super::region_prices::Rates;
use super::stored::StoredPrice;
use super::table::Table;
use super::{PriceBook, PriceTables, Region, Sku, TableError};

/// Everything wrong with the tables, by file and line.
pub(super) fn verify(tables: &PriceTables) -> Vec<TableError> {
    let mut errors = Vec::new();
    for table in Table::GLOBAL {
        check_order(tables, table, "", &mut errors);
    }
    for region in tables.known_regions() {
        verify_region(tables, region, &mut errors);
    }
    errors.sort();
    errors.dedup();
    errors
}

fn verify_region(tables: &PriceTables, region: &Region, errors: &mut Vec<TableError>) {
    for table in Table::REGIONAL {
        check_order(tables, table, &region.codes.region, errors);
    }
    let (book, wrong) = PriceBook::of_tables(tables, region.codes.clone(), false);
    errors.extend(wrong);
    check_types_are_known(&book, errors);
    check_commitments_save(&book, errors);
}

/// A table is sorted by its key, so that a change to it reads as one.
fn check_order(tables: &PriceTables, table: Table, region: &str, errors: &mut Vec<TableError>) {
    let Some(text) = tables.text(table, region) else { return };
    let mut last: Vec<(u64, String)> = Vec::new();
    // What cannot be read at all is reported by reading the book.
    read_rows(text, &mut Vec::new(), |row| {
        let key: Vec<_> = row.key().into_iter().map(|field| (rank(field), field.to_owned())).collect();
        if key <= last {
            let problem = "is not in order: rows are sorted by their key columns, each key once".to_owned();
            errors.push(TableError { file: text.path.to_owned(), line: u64::from(row.line()), problem });
        }
        last = key;
        Ok(())
    });
}

/// Numbers sort as numbers and before text.
fn rank(field: &str) -> u64 {
    field.parse().unwrap_or(u64::MAX)
}

/// Everything that has a price is in the table of instance types.
fn check_types_are_known(book: &PriceBook, errors: &mut Vec<TableError>) {
    for (sku, tiers) in &book.prices.units {
        let (Sku::Instance(name) | Sku::SpotInstance(name)) = sku else { continue };
        if book.instance_type(name).is_none() {
            errors.extend(at(book, tiers[0].price, format!("`{name}` is not in ec2_instances.csv")));
        }
    }
}

/// Every plan's and every Reserved Instance's rate is below the on-demand price that it replaces.
fn check_commitments_save(book: &PriceBook, errors: &mut Vec<TableError>) {
    for (sku, rates) in &book.prices.plans {
        check_rates_save(book, sku, rates, errors);
    }
    for (instance_type, rates) in &book.prices.reserved {
        check_rates_save(book, &Sku::Instance(instance_type.clone()), rates, errors);
    }
}

fn check_rates_save(book: &PriceBook, sku: &Sku, rates: &Rates, errors: &mut Vec<TableError>) {
    let on_demand = book.prices.units.get(sku).map(|tiers| tiers[0].price.unit_price);
    for rate in Rates::keys().filter_map(|key| rates.get(key)) {
        let problem = match on_demand {
            None => format!("there is no on-demand price of {} to save on", sku.in_words()),
            Some(price) if rate.unit_price >= price => {
                format!("the rate of {} is not below its on-demand price", sku.in_words())
            }
            Some(_) => continue,
        };
        errors.extend(at(book, rate, problem));
    }
}

/// The error of a price at its own row.
fn at(book: &PriceBook, price: StoredPrice, problem: String) -> Option<TableError> {
    let file = price.table?.path(&book.codes().region);
    Some(TableError { file, line: u64::from(price.line), problem })
}
