//! `ecsplan --lang ko report --xlsx`: the texts are Korean, the numbers and the formulas those of the English workbook.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Data, DataType as _, Reader as _, Xlsx};

use super::command::{SMALLEST, Workplace};
use super::languages::prose;

/// With and without commitments and growth, with demand scenarios whose names look like words of ours, in dollars and won.
const SCENARIOS: [&str; 6] = [
    "scenarios/smallest-instance/scenario.toml",
    "scenarios/dev-test-hours/scenario.toml",
    "scenarios/cluster-in-three-zones/scenario.toml",
    "scenarios/oversized-service/scenario.toml",
    "tests/conformance/xlsx/won.toml",
    "tests/conformance/xlsx/ends.toml",
];

/// Names that come from the scenarios, and those of growth cases.
const NAMES: [&str; 3] = ["base, low, high, fewer, scenario low", "scenario low", "ends: fargate"];

/// A cell: where it is, its value, its formula if it has one.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    place: (String, u32, u32),
    value: Data,
    formula: String,
}

impl Cell {
    /// Everything that does not hang on the language.
    fn without_words(self) -> Self {
        let value = if self.value.is_string() { Data::Empty } else { self.value };
        Self { value, formula: outside_quotes(&self.formula), ..self }
    }

    /// The texts that it shows or may come to show.
    fn texts(&self) -> Vec<String> {
        let in_formula = self.formula.split('"').skip(1).step_by(2).map(str::to_owned);
        in_formula.chain(self.value.is_string().then(|| self.value.to_string())).collect()
    }
}

fn outside_quotes(formula: &str) -> String {
    formula.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

fn path(scenario: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(scenario)
}

/// The cells of a scenario's workbook, sheet by sheet.
fn cells(place: &Workplace, language: &str, scenario: &Path) -> Vec<Cell> {
    place.run(&format!("--lang {language} report --quiet --xlsx book.xlsx {}", scenario.display())).ends(0);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(place.read_bytes("book.xlsx"))).unwrap();
    let mut cells = Vec::new();
    for sheet in book.sheet_names() {
        let (values, formulas) = (book.worksheet_range(&sheet).unwrap(), book.worksheet_formula(&sheet).unwrap());
        let (top, left) = values.start().unwrap_or_default();
        for (row, column, value) in values.used_cells() {
            let (row, column) = (top + row as u32, left + column as u32);
            let formula = formulas.get_value((row, column)).cloned().unwrap_or_default();
            cells.push(Cell { place: (sheet.clone(), row, column), value: value.clone(), formula });
        }
    }
    cells
}

#[test]
fn a_workbook_in_korean_has_the_numbers_and_formulas_of_the_english_one_and_no_english() {
    let place = Workplace::with(SMALLEST);
    let mut found = Vec::new();
    for scenario in SCENARIOS {
        let [korean, english] = ["ko", "en"].map(|language| cells(&place, language, &path(scenario)));
        let texts = |cells: &[Cell]| cells.iter().flat_map(Cell::texts).collect::<Vec<_>>();
        let is_korean = |text: &&String| text.contains(|letter| ('가'..='힣').contains(&letter));
        assert!(texts(&korean).iter().filter(is_korean).count() > 150, "{scenario}");
        assert_eq!(texts(&english).iter().find(is_korean), None);
        let plain = texts(&korean).into_iter().map(|text| NAMES.iter().fold(text, |text, name| text.replace(name, "")));
        found.extend(plain.filter_map(|text| prose(&text)).map(|found| format!("{scenario}: {found}")));
        let numbers = |cells: Vec<Cell>| cells.into_iter().map(Cell::without_words).collect::<Vec<_>>();
        let (korean, english) = (numbers(korean), numbers(english));
        assert_eq!(korean.len(), english.len(), "{scenario}");
        for (one, other) in korean.iter().zip(&english) {
            assert_eq!(one, other, "{scenario}");
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_typed_into_cells_stays_as_it_is() {
    let place = Workplace::with(SMALLEST);
    let cells = cells(&place, "ko", &path("tests/conformance/xlsx/ends.toml"));
    let on = |sheet: &str| -> Vec<String> {
        cells.iter().filter(|cell| cell.place.0 == sheet).map(|cell| cell.value.to_string()).collect()
    };
    for name in ["base", "low", "high", "fewer", "scenario low"] {
        assert!(on("Growth").iter().any(|text| text == name), "{name}");
    }
    assert!(on("Summary").iter().any(|text| text == "base") && on("Summary").iter().any(|text| text == "USD"));
    assert!(
        on("Summary")
            .iter()
            .any(|text| text.starts_with("적힌 그대로 입력: base, low, high, fewer, scenario low, -50"))
    );
}

#[test]
fn an_answer_of_no_is_said_in_korean_too() {
    let demand = "[service.traffic]\nconstant = 1000\n[service.workload]\ncpu_ms_per_request = 50\nmemory_mib = 100\n";
    let place = Workplace::with(&SMALLEST.replace("[ec2]", &format!("{demand}[ec2]")));
    place.run("--lang ko report scenario.toml --quiet --xlsx report.xlsx").ends(1);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(place.read_bytes("report.xlsx"))).unwrap();
    let summary = book.worksheet_range("Summary").unwrap();
    let found: Vec<String> = summary.used_cells().filter_map(|(_, _, cell)| prose(&cell.to_string())).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(summary.get_value((0, 0)).unwrap().to_string().starts_with("smallest: 목표와 제약을 만족하는"));
}
