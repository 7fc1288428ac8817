//! `ecsplan prices`: what the tables hold.

use std::collections::BTreeMap;

use ecsplan::pricing::{Basis, PriceBook, PriceTables, Region, ShownRow};
use ecsplan::report::{Align, Language, aligned};
use ecsplan::scenario::PriceAdjustments;

use super::answer::{Answer, Failure};
use super::arguments::{PricesArguments, PricesCommand, ShowPricesArguments};
use super::question::price_tables;

pub(super) fn prices(arguments: &PricesArguments, language: Language) -> Result<Answer, Failure> {
    match &arguments.command {
        PricesCommand::Regions(tables) => regions(&price_tables(tables.prices.as_deref())?, language),
        PricesCommand::Show(show) => show_region(show, language),
        PricesCommand::Verify(tables) => verify(&price_tables(tables.prices.as_deref())?, language),
    }
}

fn version(tables: &PriceTables, language: Language) -> String {
    let version = tables.version();
    let text = format!("Prices: {} tables of {} ({})", version.origin, version.date, version.content_hash);
    format!("{}\n", language.said(&text))
}

fn book(tables: &PriceTables, region: &str) -> Result<PriceBook, Failure> {
    let adjustments = PriceAdjustments::default();
    PriceBook::new(tables, region, &adjustments, false).map_err(|error| Failure::Other(error.to_string()))
}

/// One line per region: how many prices, from when, on what evidence.
fn regions(tables: &PriceTables, language: Language) -> Result<Answer, Failure> {
    let row = |region: Region| {
        let rows = book(tables, &region.codes.region)?.rows(None);
        Ok([vec![region.codes.region.clone(), region.name, rows.len().to_string(), span(&rows)], evidence(&rows)]
            .concat())
    };
    let rows: Vec<Vec<String>> = tables.regions().into_iter().map(row).collect::<Result<_, Failure>>()?;
    let counts = Basis::ALL.map(|basis| (basis.name(), Align::Right));
    let columns = [("region", Align::Left), ("name", Align::Left), ("prices", Align::Right), ("as of", Align::Left)];
    Ok(Answer::text(
        aligned(&[&columns[..], &counts[..]].concat(), &rows, language) + "\n" + &version(tables, language),
    ))
}

/// How many prices stand on each basis.
fn evidence(rows: &[ShownRow]) -> Vec<String> {
    let mut counts: BTreeMap<Basis, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.row.basis).or_default() += 1;
    }
    Basis::ALL.iter().map(|basis| counts.get(basis).map_or_else(|| "-".to_owned(), ToString::to_string)).collect()
}

/// The oldest and the newest date of prices.
fn span(rows: &[ShownRow]) -> String {
    let dates = || rows.iter().map(|row| row.row.as_of.as_str()).filter(|date| !date.is_empty());
    match (dates().min(), dates().max()) {
        (Some(oldest), Some(newest)) if oldest != newest => format!("{oldest}..{newest}"),
        (Some(date), _) => date.to_owned(),
        _ => "-".to_owned(),
    }
}

fn show_region(arguments: &ShowPricesArguments, language: Language) -> Result<Answer, Failure> {
    let tables = price_tables(arguments.tables.prices.as_deref())?;
    let rows = book(&tables, &arguments.region)?.rows(arguments.filter.as_deref());
    if rows.is_empty() {
        let filter = arguments.filter.as_deref().unwrap_or_default();
        return Err(Failure::Other(format!("no price in {} has `{filter}` in its name", arguments.region)));
    }
    let columns = [
        ("price of", Align::Left),
        ("from", Align::Right),
        ("USD", Align::Right),
        ("per", Align::Left),
        ("as of", Align::Left),
        ("basis", Align::Left),
    ];
    let rows: Vec<Vec<String>> = rows.iter().map(price_row).collect();
    Ok(Answer::text(aligned(&columns, &rows, language) + "\n" + &version(&tables, language)))
}

fn price_row(row: &ShownRow) -> Vec<String> {
    vec![
        row.name.clone(),
        if row.from_units == 0 { String::new() } else { row.from_units.to_string() },
        row.row.unit_price.to_decimal(),
        row.unit.to_owned(),
        row.row.as_of.clone(),
        row.row.basis.name().to_owned(),
    ]
}

fn verify(tables: &PriceTables, language: Language) -> Result<Answer, Failure> {
    let problems = tables.verify();
    if problems.is_empty() {
        let fine = format!("Every table of {} regions is fine.", tables.regions().len());
        return Ok(Answer::text(format!("{}\n{}", language.said(&fine), version(tables, language))));
    }
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Err(Failure::Other(format!("the price tables have problems\n{}", lines.join("\n"))))
}
