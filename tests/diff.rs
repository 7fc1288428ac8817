//! `ecsplan diff`: two scenarios or saved results, as users run it.

use ecsplan::money::Money;
use ecsplan::report::difference_schema;
use serde_json::Value;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;

/// The smallest scenario with tax, beside itself at another size and for another time.
fn place() -> Workplace {
    let place = Workplace::with(&format!("tax_percent = 10\n{SMALLEST}"));
    let larger = SMALLEST.replace("0.25", "0.5").replace("\"0.5\" }", "\"1\" }").replace("hours = 730", "months = 2");
    place.write("larger.toml", &format!("tax_percent = 10\n{larger}"));
    place
}

fn money(value: &Value) -> Money {
    Money::parse(value.as_str().unwrap()).unwrap()
}

#[test]
fn a_scenario_does_not_differ_from_itself_nor_from_its_saved_result() {
    let place = place();
    for command in ["compare", "recommend"] {
        place.run(&format!("{command} scenario.toml --format json --out {command}.json")).ends(0);
        let run = place.run(&format!("diff scenario.toml {command}.json --exit-code")).ends(0);
        run.says("smallest: nothing differs.");
    }
    place.run("diff compare.json recommend.json --exit-code").ends(0);
}

#[test]
fn a_saved_result_is_told_by_its_content_as_well() {
    let place = place();
    place.run("recommend scenario.toml --format json --out saved").ends(0);
    place.run("diff saved scenario.toml --exit-code").ends(0);
}

#[test]
fn differences_are_an_exit_code_only_where_asked_for() {
    let place = place();
    place.run("diff scenario.toml larger.toml").ends(0).says("The horizons differ");
    place.run("diff scenario.toml larger.toml --exit-code").ends(1).says("Where the change comes from");
}

#[test]
fn the_parts_of_the_change_add_up_and_the_way_back_is_its_opposite() {
    let place = place();
    let there = place.run("diff scenario.toml larger.toml --format json").ends(0).json();
    let back = place.run("diff larger.toml scenario.toml --format json").ends(0).json();
    let validator = jsonschema::draft202012::new(&difference_schema()).unwrap();
    for difference in [&there, &back] {
        assert!(validator.is_valid(difference), "{difference:#}");
        let cost = &difference["recommended_cost"];
        let change = money(&cost["change"]);
        assert_ne!(change, Money::ZERO);
        assert_eq!(["price", "volume", "mix"].map(|part| money(&cost[part])).iter().sum::<Money>(), change);
        let of_lines = |part: &str| cost["lines"].as_array().unwrap().iter().map(|line| money(&line[part])).sum();
        for part in ["price", "volume", "mix"] {
            assert_eq!(money(&cost[part]), of_lines(part), "{part}");
        }
    }
    assert_eq!(money(&there["recommended_cost"]["change"]), -money(&back["recommended_cost"]["change"]));
    // Twice the size at the same price is all volume, tax included.
    assert_eq!(there["recommended_cost"]["volume"], there["recommended_cost"]["change"]);
}

#[test]
fn another_price_is_price_and_another_rate_no_change_of_cost() {
    let place = place();
    let prices = "[prices]\n\"APN2-Fargate-vCPU-Hours:perCPU\" = \"0.09312\"\n";
    let won = "[currency]\ncode = \"KRW\"\nrate = \"1380\"\n";
    let scenario = place.read("scenario.toml");
    place.write("dearer.toml", &format!("{scenario}\n{prices}"));
    place.write("won.toml", &format!("{scenario}\n{won}"));
    let dearer = place.run("diff scenario.toml dearer.toml --format json").ends(0).json();
    let option = dearer["options"].as_array().unwrap().iter().find(|option| option["id"] == "fargate").unwrap();
    // Twice 0.25 vCPU × 730 hours at 0.04656 with a tenth of tax is 9.34692 more than before.
    assert_eq!((money(&option["head"]) - money(&option["base"])).to_decimal(), "9.34692");
    let won = place.run("diff scenario.toml won.toml").ends(0);
    won.says("per month, as before").says("KRW at 1380 per USD");
}

#[test]
fn markdown_is_ready_for_a_comment_and_goes_into_a_file_whole() {
    let place = place();
    let printed = place.run("diff scenario.toml larger.toml --format markdown").ends(0).stdout;
    assert!(
        printed.starts_with("### smallest: $") && printed.contains("| option | base | head | change |"),
        "{printed}"
    );
    assert!(printed.contains("<details><summary>Where the change comes from (USD per month)</summary>"), "{printed}");
    assert_eq!(printed.matches("<details>").count(), printed.matches("</details>").count());
    place.run("diff scenario.toml larger.toml --format markdown --out comment.md").ends(0);
    assert_eq!(place.read("comment.md"), printed);
}

#[test]
fn formats_agree_on_what_the_options_cost() {
    let place = place();
    let json = place.run("diff scenario.toml larger.toml --format json").ends(0).json();
    let table = place.run("diff scenario.toml larger.toml").ends(0).stdout;
    let markdown = place.run("diff scenario.toml larger.toml --format markdown").ends(0).stdout;
    let options = json["options"].as_array().unwrap();
    assert!(options.len() > 2, "{json:#}");
    for option in options.iter().filter(|option| option["base"].is_string() && option["head"].is_string()) {
        let id = option["id"].as_str().unwrap();
        let [base, head] = ["base", "head"].map(|side| money(&option[side]).to_fixed(2));
        let row = table.lines().find(|line| line.trim_start().starts_with(&format!("{id} "))).unwrap();
        let cells: Vec<&str> = row.split_whitespace().take(3).collect();
        assert_eq!(cells, [id, &base, &head], "{row}");
        assert!(markdown.contains(&format!("| {id} | {base} | {head} |")), "{id} in {markdown}");
    }
}

#[test]
fn what_is_shown_adds_up_and_fits() {
    let text = place().run("diff scenario.toml larger.toml").ends(0).stdout;
    let section = text.split("Where the change comes from").nth(1).unwrap().split("\n\n").next().unwrap();
    let cells = |line: &str| -> Vec<i64> {
        let words: Vec<&str> = line.split_whitespace().collect();
        words[words.len() - 4..].iter().map(|cell| cell.replace(['.', ','], "").parse().unwrap()).collect()
    };
    let rows: Vec<Vec<i64>> = section.lines().skip(2).map(cells).collect();
    let (total, rows) = rows.split_last().unwrap();
    for (column, of_total) in total.iter().enumerate() {
        assert_eq!(rows.iter().map(|row| row[column]).sum::<i64>(), *of_total, "{section}");
    }
    assert!(rows.iter().all(|row| row[..3].iter().sum::<i64>() == row[3]), "{section}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let place = place();
    place.write("cut.json", "{ \"schema_version\": ");
    place.write(
        "newer.json",
        "{\"schema_version\": \"9\", \"command\": \"compare\", \"scenario\": {}, \"options\": []}",
    );
    place.run("diff cut.json scenario.toml").ends(2).complains("E0701").complains("cut.json:1:");
    place.run("diff scenario.toml newer.json").ends(2).complains("E0703").complains("of a newer ecsplan");
    place.run("diff scenario.toml none.json").ends(2).complains("no such file");
    place.run("diff scenario.toml").ends(2).complains("<HEAD>");
    place.run("diff scenario.toml larger.toml --out nowhere/x").ends(2).complains("the folder does not exist");
}

#[test]
fn the_schema_file_is_what_the_program_prints() {
    assert_page("docs/schema/difference.schema.json", &format!("{:#}\n", difference_schema()));
}
