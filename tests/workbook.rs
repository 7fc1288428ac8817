//! `ecsplan report --xlsx`: what the workbook shows before anything calculates is what the JSON says.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};
use serde_json::Value;

use super::command::{SMALLEST, Workplace};

/// Two services in won whose names look like formulas, with tax, discounts and growth.
const IN_WON: &str = r#"
name = "=1+1"
region = "ap-northeast-2"
tax_percent = 10

[horizon]
start = "2026-01-15"
months = 2
step = "1h"

[currency]
code = "KRW"
rate = "1380.5"

[prices.discount_percent]
all = 5

[[service]]
name = "@SUM(1)"

[service.workload]
cpu_ms_per_request = 20
memory_mib = 300

[service.traffic]
constant = 40

[service.scaling]
min_tasks = 2
max_tasks = 40

[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60

[[service]]
name = "-relay"
tasks = 2
task = { vcpu = "0.5", memory_gb = "1" }

[[extra]]
name = "+support"
percent_of_bill = 7

[ec2]
instance_types = ["t4g.small", "c6g.medium"]
"#;

type Workbook = Xlsx<Cursor<Vec<u8>>>;

fn workbook(place: &Workplace) -> Workbook {
    place.run("report scenario.toml --xlsx report.xlsx").ends(0);
    Xlsx::new(Cursor::new(place.read_bytes("report.xlsx"))).unwrap()
}

fn sheet(workbook: &mut Workbook, name: &str) -> Range<Data> {
    workbook.worksheet_range(name).unwrap()
}

/// The recommended option of the JSON.
fn recommended(place: &Workplace) -> Value {
    let result = place.run("recommend scenario.toml --format json").ends(0).json();
    let options = result["options"].as_array().unwrap();
    options.iter().find(|option| option["id"] == result["recommended_option"]).unwrap().clone()
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        Data::DateTime(day) => day.as_f64(),
        other => panic!("{other:?} is no number"),
    }
}

fn decimal(text: &Value) -> f64 {
    text.as_str().unwrap().parse().unwrap()
}

/// The numbers of a column under its heading, which is in that row.
fn column(range: &Range<Data>, head: usize, heading: &str) -> Vec<f64> {
    let rows: Vec<&[Data]> = range.rows().collect();
    let column = rows[head].iter().position(|cell| *cell == heading);
    let column = column.unwrap_or_else(|| panic!("no {heading} in {:?}", rows[head]));
    rows[head + 1..].iter().map(|row| &row[column]).filter(|cell| **cell != Data::Empty).map(number).collect()
}

#[test]
fn cached_figures_are_those_of_the_json() {
    for (scenario, code) in [(SMALLEST, "USD"), (IN_WON, "KRW")] {
        let place = Workplace::with(scenario);
        let (mut book, option) = (workbook(&place), recommended(&place));
        let monthly = option["monthly"].as_array().unwrap();
        let months = sheet(&mut book, "Months");
        let mut exact: Vec<f64> = monthly.iter().map(|month| decimal(&month["total"])).collect();
        exact.push(decimal(&option["total"]));
        assert_eq!(column(&months, 2, "Exact total, USD"), exact);
        let shown = column(&months, 2, &format!("Total, {code}"));
        if code == "KRW" {
            let mut display: Vec<f64> = monthly.iter().map(|month| decimal(&month["display_total"])).collect();
            display.push(decimal(&option["display_total"]));
            assert_eq!(shown, display);
        } else {
            assert_eq!(
                shown.last().map(|total| format!("{total:.2}")),
                exact.last().map(|total| format!("{total:.2}"))
            );
        }
        lines_are_those_of(&option, &sheet(&mut book, "Line items"), code);
        let summary = sheet(&mut book, "Summary");
        let mean = column_beside(&summary, &format!("Per month of 730 hours, {code}"));
        if code == "KRW" {
            assert_eq!(mean, decimal(&option["display_monthly_mean"]));
        }
    }
}

/// The number to the right of a label.
fn column_beside(summary: &Range<Data>, label: &str) -> f64 {
    number(&summary.rows().find(|row| row[0] == label).unwrap()[1])
}

/// Every line of the JSON is on the sheet, in order, and the sheet's other lines cost nothing.
fn lines_are_those_of(option: &Value, lines: &Range<Data>, code: &str) {
    let json = option["line_items"].as_array().unwrap();
    let is_paid = |cost: &f64| *cost != 0.0;
    let of_json = |key: &str| json.iter().map(|line| decimal(&line[key])).filter(is_paid).collect::<Vec<_>>();
    let of_sheet = |heading: &str| {
        let mut costs = column(lines, 0, heading);
        costs.pop();
        costs.into_iter().filter(is_paid).collect::<Vec<_>>()
    };
    assert_eq!(of_sheet("Exact cost, USD"), of_json("cost"));
    assert_eq!(of_sheet("List cost, USD"), of_json("list_cost"));
    if code == "KRW" {
        assert_eq!(of_sheet("Cost, KRW"), of_json("display_cost"));
    }
}

/// The column and the rows, from 0, of a range such as `$N$9:$N$752`.
fn ends(range: &str) -> (usize, usize, usize) {
    let parts: Vec<&str> = range.split(['$', ':']).filter(|part| !part.is_empty()).collect();
    let column = parts[0].bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    (column - 1, parts[1].parse::<usize>().unwrap() - 1, parts[3].parse::<usize>().unwrap() - 1)
}

#[test]
fn what_a_line_takes_from_the_hours_is_what_it_shows() {
    for scenario in [SMALLEST, IN_WON] {
        let place = Workplace::with(scenario);
        let mut book = workbook(&place);
        let (lines, hours) = (sheet(&mut book, "Line items"), sheet(&mut book, "Hourly"));
        let formulas = book.worksheet_formula("Line items").unwrap();
        let (top, left) = formulas.start().unwrap();
        let mut count = 0;
        for (row, column, formula) in formulas.used_cells() {
            let range = formula.strip_prefix("SUM('Hourly'!").or_else(|| formula.strip_prefix("SUM(Hourly!"));
            let Some(range) = range.and_then(|range| range.strip_suffix(')')) else { continue };
            let (of, first, last) = ends(range);
            let sum: f64 = (first..=last).map(|hour| number(hours.get((hour, of)).unwrap())).sum();
            let shown = number(lines.get((top as usize + row, left as usize + column)).unwrap());
            assert!((sum - shown).abs() < 1e-6, "{formula}: {sum} and not {shown}");
            count += 1;
        }
        assert!(count >= 5, "{count} lines follow the hours");
    }
}

#[test]
fn the_same_input_makes_the_same_bytes_and_a_page_beside_changes_nothing() {
    let place = Workplace::with(IN_WON);
    place.run("report scenario.toml --xlsx one.xlsx").ends(0);
    place.run("report scenario.toml --xlsx other.xlsx --html page.html").ends(0);
    assert_eq!(place.read_bytes("one.xlsx"), place.read_bytes("other.xlsx"));
    assert!(place.read("page.html").starts_with("<!DOCTYPE html>"));
}

#[test]
fn names_are_text_and_never_formulas() {
    let place = Workplace::with(IN_WON);
    let mut book = workbook(&place);
    let lines = sheet(&mut book, "Line items");
    let texts: Vec<String> = lines.rows().flatten().map(ToString::to_string).collect();
    for name in ["@SUM(1)", "-relay", "+support"] {
        assert!(texts.iter().any(|text| text == name), "{name}");
    }
    let title = sheet(&mut book, "Summary").get_value((0, 0)).unwrap().to_string();
    assert!(title.starts_with("=1+1: run it on"), "{title}");
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        let is_name = |formula: &&String| ["1+1", "SUM(1)", "-relay", "+support"].contains(&formula.as_str());
        assert_eq!(formulas.rows().flatten().find(is_name), None, "{name}");
    }
}

#[test]
fn usage_too_long_for_a_sheet_by_the_hour_leaves_the_commitment_as_it_is() {
    let service = |index: usize| {
        format!("[[service]]\nname = \"s{index}\"\ntasks = 1\ntask = {{ vcpu = \"0.25\", memory_gb = \"0.5\" }}\n")
    };
    let services: String = (0..9).map(service).collect();
    let long = "[horizon]\nstart = \"2026-01-01\"\nmonths = 36\nstep = \"1h\"\n";
    let scenario =
        format!("name = \"long\"\nregion = \"us-east-1\"\n{long}[ec2]\ninstance_types = [\"t2.medium\"]\n{services}");
    let place = Workplace::with(&scenario);
    let mut book = workbook(&place);
    assert!(!book.sheet_names().contains(&"Hourly".to_owned()), "{:?}", book.sheet_names());
    let said = "No commitment cell: 26304 hours of 18 kinds of usage are too much";
    assert!(sheet(&mut book, "Summary").rows().any(|row| row[0].to_string().contains(said)));
    let option = recommended(&place);
    let total = column(&sheet(&mut book, "Months"), 2, "Exact total, USD").pop();
    assert_eq!(total, Some(decimal(&option["total"])));
}

#[test]
fn an_answer_of_no_is_a_workbook_too() {
    let demand = "[service.traffic]\nconstant = 1000\n[service.workload]\ncpu_ms_per_request = 50\nmemory_mib = 100\n";
    let place = Workplace::with(&SMALLEST.replace("[ec2]", &format!("{demand}[ec2]")));
    place.run("report scenario.toml --xlsx report.xlsx").ends(1).complains("error: no option meets the objective");
    let mut book: Workbook = Xlsx::new(Cursor::new(place.read_bytes("report.xlsx"))).unwrap();
    let title = sheet(&mut book, "Summary").get_value((0, 0)).unwrap().to_string();
    assert!(title.starts_with("smallest: no option meets the objective"), "{title}");
}
