//! `ecsplan focus` as users run it.

use super::{money, read};
use crate::command::{SMALLEST, Workplace};

#[test]
fn the_recommended_option_is_written_without_asking() {
    let place = Workplace::with(SMALLEST);
    let recommended = place.run("recommend scenario.toml --format json").ends(0).json();
    let rows = read(place.run("focus scenario.toml").ends(0).stdout.as_bytes());
    assert_eq!(rows[0]["x_Option"], recommended["recommendation"]["option"]);
    let total: ecsplan::money::Money = rows.iter().map(|row| money(&row["BilledCost"])).sum();
    let statement = place.run("estimate scenario.toml --format json").ends(0).json();
    assert_eq!(total.to_decimal(), statement["totals"]["billed"]["total"].as_str().unwrap());
}

#[test]
fn hours_go_into_a_file() {
    let place = Workplace::with(SMALLEST);
    let run = place.run("focus scenario.toml --option fargate --granularity hourly --out rows.csv").ends(0);
    assert_eq!(run.stdout, "");
    let rows = read(place.read("rows.csv").as_bytes());
    assert!(rows.len() == 1_460 && rows.iter().all(|row| row["x_Option"] == "fargate"), "{}", rows.len());
}

#[test]
fn what_cannot_be_had_is_refused_as_elsewhere() {
    let place = Workplace::with(SMALLEST);
    place.run("focus scenario.toml --option current").ends(2).complains("needs `[current]`");
    place.run("focus scenario.toml --granularity daily").ends(2).complains("monthly");
    let run = place.run("focus scenario.toml --option fargate-arm64").ends(1);
    assert_eq!(run.stdout, "");
    run.complains("error: option `fargate-arm64` is unavailable");
    place.run("focus scenario.toml --out nowhere/rows.csv").ends(2).complains("the folder does not exist");
}
