//! The estimate as FOCUS rows: it adds up to the statement, and says what the bill says.

mod command;
mod hours;
mod rows;
mod totals;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ecsplan::comparison::{OptionId, Outcome};
use ecsplan::input::load_scenario;
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::report::{FocusView, Granularity, write_focus_csv};
use ecsplan::scenario::Scenario;

/// A row: its values by the ids of their columns.
type Row = BTreeMap<String, String>;

/// The scenario with everything that rows tell apart.
fn everything() -> Scenario {
    load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/focus/everything.toml"))
}

fn load(path: &Path) -> Scenario {
    load_scenario(path, &PriceTables::bundled()).unwrap_or_else(|problems| panic!("{}: {problems:?}", path.display()))
}

/// The example scenarios; `own-usage` has none.
fn examples() -> Vec<PathBuf> {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).unwrap();
    let paths = folders.map(|folder| folder.unwrap().path().join("scenario.toml"));
    paths.filter(|path| path.is_file()).collect()
}

fn book(scenario: &Scenario) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap()
}

fn rows(scenario: &Scenario, option: (OptionId, &Outcome), granularity: Granularity) -> Vec<Row> {
    let book = book(scenario);
    let mut text = Vec::new();
    write_focus_csv(&FocusView::new(scenario, &book, option, granularity), &mut text).unwrap();
    read(&text)
}

fn read(text: &[u8]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text);
    reader.deserialize().map(Result::unwrap).collect()
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// The sum of a column over some rows.
fn sum(rows: &[Row], column: &str, counts: impl Fn(&Row) -> bool) -> Money {
    rows.iter().filter(|row| counts(row)).map(|row| money(&row[column])).sum()
}
