//! Every code of the catalogue has a folder with input that shows it and the text it is reported with.
//!
//! `BLESS=1 cargo test` writes the texts anew, for review.

#![expect(clippy::disallowed_methods, reason = "tests read their own cases")]

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use ecsplan::diagnostic::{Code, Diagnostics, RenderStyle, reference, render};
use ecsplan::input::{MissingHours, ScenarioSet, load_hourly_usage, load_plan, load_price_tables, load_scenario};
use ecsplan::pricing::{PriceBooks, PriceTables};

const CASES: &str = "tests/diagnostics";

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(CASES).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Copies a case; a file `x.sparse` becomes an empty file `x` of the size it names.
fn set_up(case: &Path, folder: &Path) {
    for entry in fs::read_dir(case).unwrap() {
        let path = entry.unwrap().path();
        let target = folder.join(name(&path));
        if path.is_dir() {
            fs::create_dir(&target).unwrap();
            set_up(&path, &target);
        } else if let Some(sparse) = name(&path).strip_suffix(".sparse") {
            let size = fs::read_to_string(&path).unwrap().trim().parse().unwrap();
            fs::File::create(folder.join(sparse)).unwrap().set_len(size).unwrap();
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// What is wrong with the case: with its price tables, its usage, its many scenarios or its saved result, if it has any,
/// or else with its scenario.
fn problems(folder: &Path) -> Diagnostics {
    let prices = folder.join("prices");
    if prices.is_dir() {
        return load_price_tables(&prices).expect_err("the tables have a problem");
    }
    let (usage, rates) = (folder.join("usage.csv"), folder.join("rates.csv"));
    if usage.is_file() {
        return load_hourly_usage(&usage, &rates, MissingHours::Error).expect_err("the usage has a problem");
    }
    let (rows, scenarios, defaults) =
        (folder.join("services.csv"), folder.join("scenarios"), folder.join("defaults.toml"));
    if let Some(many) = [rows, scenarios].into_iter().find(|path| path.exists()) {
        return problems_of_many(&many, defaults.is_file().then_some(&*defaults));
    }
    let saved = folder.join("saved.json");
    if saved.is_file() {
        return load_plan(&saved, &PriceTables::bundled()).expect_err("the saved result has a problem");
    }
    load_scenario(&folder.join("scenario.toml"), &PriceTables::bundled()).expect_err("the scenario has a problem")
}

fn problems_of_many(path: &Path, defaults: Option<&Path>) -> Diagnostics {
    let set = ScenarioSet::open(path, defaults, PriceBooks::new(PriceTables::bundled()));
    let facts = set.and_then(|set| set.check(NonZeroUsize::new(2).unwrap()));
    facts.expect_err("one of the scenarios has a problem")
}

#[test]
fn every_case_is_reported_as_written_beside_it() {
    let mut differences = Vec::new();
    for case in cases() {
        let folder = tempfile::tempdir().unwrap();
        set_up(&case, folder.path());
        let problems = problems(folder.path());
        let code = name(&case).split('-').next().unwrap();
        assert!(problems.items().iter().any(|problem| problem.code.id() == code), "{} shows its code", case.display());
        let prefix = format!("{}/", folder.path().display());
        let text = render(&problems, RenderStyle::Plain).replace(&prefix, "");
        let expected = case.join("stderr.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &text).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != text {
            differences.push(format!("{}:\n{text}", case.display()));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let shown: BTreeSet<String> = cases().iter().map(|case| name(case).split('-').next().unwrap().to_owned()).collect();
    let known: BTreeSet<String> = Code::catalogue().iter().map(|entry| entry.id.to_owned()).collect();
    assert_eq!(shown, known);
}

#[test]
fn the_page_of_errors_is_the_catalogue() {
    super::support::assert_page("docs/errors.md", &reference());
}
