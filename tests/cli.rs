//! The command line: every command, exit codes, files and pipes.

#![expect(clippy::disallowed_methods, reason = "a test writes to a device that is always full")]

use std::process::Stdio;

use serde_json::Value;

use crate::command::{SMALLEST, Workplace};

fn option<'value>(result: &'value Value, id: &str) -> &'value Value {
    result["options"].as_array().unwrap().iter().find(|option| option["id"] == id).unwrap()
}

#[test]
fn compare_prices_the_smallest_task_to_the_last_digit() {
    let result = Workplace::with(SMALLEST).run("compare scenario.toml --format json").ends(0).json();
    assert_eq!(option(&result, "fargate")["total"], "10.36235");
    let lines = option(&result, "ec2-on-demand")["line_items"].as_array().unwrap();
    let instance = lines.iter().find(|line| line["usage_type"] == "APN2-BoxUsage:t2.medium").unwrap();
    assert_eq!(instance["cost"], "42.048");
    assert_eq!(result["recommendation"], Value::Null);
}

#[test]
fn compare_has_a_row_for_every_option_and_says_why_some_are_missing() {
    let run = Workplace::with(SMALLEST).run("compare scenario.toml").ends(0);
    run.says("  fargate ").says("ec2-on-demand").says("Unavailable").says("fargate-arm64: ").says("bundled tables of");
}

#[test]
fn an_option_asked_for_by_name_that_cannot_be_had_is_the_error() {
    let place = Workplace::with(SMALLEST);
    place
        .run("compare scenario.toml --option fargate-arm64")
        .ends(1)
        .complains("option `fargate-arm64` is unavailable");
    let run = place.run("compare scenario.toml --option fargate --format json").ends(0);
    assert_eq!(run.json()["options"].as_array().unwrap().len(), 1);
    place.run("compare scenario.toml --option farget").ends(2).complains("fargate");
    place.run("compare scenario.toml --option current").ends(2).complains("`[current]`");
}

#[test]
fn recommend_answers_first() {
    let run = Workplace::with(SMALLEST).run("recommend scenario.toml").ends(0);
    assert!(run.stdout.starts_with("smallest: run it on fargate"), "{run:#?}");
}

#[test]
fn recommend_says_no_with_exit_code_1_when_nothing_meets_the_objective() {
    let demand = "[service.traffic]\nconstant = 1000\n[service.workload]\ncpu_ms_per_request = 50\nmemory_mib = 100\n";
    let overloaded = SMALLEST.replace("[ec2]", &format!("{demand}[ec2]"));
    let run = Workplace::with(&overloaded).run("recommend scenario.toml").ends(1);
    let run = run.says("no option meets the objective");
    assert!(run.stderr.is_empty(), "{run:#?}");
}

#[test]
fn check_reads_and_prices_nothing() {
    let place = Workplace::with(SMALLEST);
    place.run("check scenario.toml").ends(0).says("scenario.toml is fine: `smallest` in ap-northeast-2");
    assert_eq!(place.run("check scenario.toml --quiet").ends(0).stdout, "");
    place.write("broken.toml", &SMALLEST.replace("hours", "huors"));
    place.run("check broken.toml").ends(2).complains("E0102").complains("hours");
    place.run("check none.toml").ends(2).complains("no such file");
}

#[test]
fn explain_explains_one_code_or_lists_all() {
    let place = Workplace::with(SMALLEST);
    place.run("explain e0103").ends(0).says("E0103: ").says("Right:");
    place.run("explain").ends(0).says("E0101  ").says("E0301  ");
    place.run("explain E9999").ends(2).complains("no code `E9999`");
}

#[test]
fn init_writes_a_scenario_that_can_be_priced_and_overwrites_nothing() {
    let place = Workplace::with(SMALLEST);
    place.run("init --out starter.toml").ends(0).says("ecsplan recommend starter.toml");
    place.run("recommend starter.toml").ends(0).says("starter: run it on ");
    place.write("mine.toml", "mine");
    place.run("init --out mine.toml").ends(2).complains("not overwritten");
    assert_eq!(place.read("mine.toml"), "mine");
}

#[test]
fn schemas_completions_and_manual_pages_are_printed() {
    let place = Workplace::with(SMALLEST);
    assert_eq!(place.run("schema scenario").ends(0).json()["type"], "object");
    assert_eq!(place.run("schema result").ends(0).json()["title"], "ecsplan result");
    place.run("completions bash").ends(0).says("_ecsplan");
    place.run("man").ends(0).says(".TH ecsplan");
    place.run("man compare").ends(0).says("strict");
    place.run("man nothing").ends(2).complains("no command `nothing`");
}

#[test]
fn prices_are_listed_shown_and_verified() {
    let place = Workplace::with(SMALLEST);
    place.run("prices regions").ends(0).says("ap-northeast-2").says("observed");
    place.run("prices show ap-northeast-2 t2.medium").ends(0).says("APN2-BoxUsage:t2.medium").says("0.0576");
    place.run("prices show ap-northeast-2 no-such-thing").ends(2).complains("no-such-thing");
    place.run("prices show ap-northeast-9").ends(2).complains("ap-northeast-");
    place.run("prices verify").ends(0).says("is fine");
}

#[test]
fn the_command_line_itself_has_its_exit_codes() {
    let place = Workplace::with(SMALLEST);
    place.run("").ends(2).complains("Usage:");
    place.run("comparre").ends(2).complains("compare");
    place.run("compare").ends(2).complains("<SCENARIO>");
    place.run("--version").ends(0).says(env!("CARGO_PKG_VERSION"));
    place.run("--help").ends(0).says("Exit codes:");
}

#[test]
fn a_currency_needs_a_rate_and_then_everything_is_shown_in_it() {
    let place = Workplace::with(SMALLEST);
    place.run("compare scenario.toml --currency KRW").ends(2).complains("--rate");
    place.run("compare scenario.toml --currency won --rate 0").ends(2).complains("above 0");
    place.run("compare scenario.toml --currency USD --rate 2").ends(2).complains("the rate of `USD` is 1");
    place.run("recommend scenario.toml --currency krw --rate 1380").ends(0).says("₩11,442 per month");
    let result = place.run("compare scenario.toml --currency KRW --rate 1380 --format json").ends(0).json();
    assert_eq!(option(&result, "fargate")["display_total"], "14300");
    place.run("compare scenario.toml --currency KRW --rate 1380 --format csv").ends(0).says("display_cost_KRW");
}

#[test]
fn out_writes_the_whole_report_and_leaves_nothing_beside() {
    let place = Workplace::with(SMALLEST);
    let printed = place.run("compare scenario.toml --format markdown").ends(0).stdout;
    place.write("report.md", "an older report");
    let run = place.run("compare scenario.toml --format markdown --out report.md --chart chart.svg").ends(0);
    assert_eq!((run.stdout.as_str(), place.read("report.md")), ("", printed));
    assert!(place.read("chart.svg").starts_with("<svg role=\"img\""));
    assert_eq!(place.names(), ["chart.svg", "report.md", "scenario.toml"]);
}

#[test]
fn a_folder_given_for_a_scenario_is_answered_with_the_scenario_in_it() {
    let place = Workplace::with(SMALLEST);
    place.run("compare .").ends(2).complains("name the scenario in it: `./scenario.toml`");
}

#[test]
fn out_that_cannot_be_written_is_told_and_leaves_nothing_behind() {
    let place = Workplace::with(SMALLEST);
    place.run("compare scenario.toml --out nowhere/report.txt").ends(2).complains("the folder does not exist");
    place.run("compare scenario.toml --out .").ends(2).complains("it is a folder");
    place.run("compare scenario.toml --chart nowhere/chart.svg").ends(2).complains("nothing was written");
    place.run("compare scenario.toml --out /dev/null").ends(2).complains("not a regular file");
    assert_eq!(place.names(), ["scenario.toml"]);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Workplace::with(SMALLEST);
    for arguments in [
        "compare scenario.toml --format json",
        "focus scenario.toml --granularity hourly",
        "simulate scenario.toml --option fargate --format csv --resolution minute",
        "trace scenario.toml --option fargate --format csv",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = place.run_into(arguments, Stdio::from(writer)).ends(0);
        assert_eq!(run.stderr, "", "{arguments}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let place = Workplace::with(SMALLEST);
    for arguments in
        ["compare scenario.toml", "simulate scenario.toml --option fargate --format csv --resolution minute"]
    {
        let full = full.try_clone().unwrap();
        place.run_into(arguments, Stdio::from(full)).ends(2).complains("the disk is full");
    }
}

#[test]
fn nothing_is_coloured_off_a_terminal() {
    let place = Workplace::with(SMALLEST);
    for arguments in ["compare scenario.toml", "--help", "check none.toml", "compare"] {
        let run = place.run(arguments);
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{run:#?}");
    }
}

#[test]
fn strict_prices_leave_out_what_was_not_observed() {
    let place = Workplace::with(SMALLEST);
    let strict = place.run("compare scenario.toml --strict-prices --format json").ends(0).json();
    assert_eq!(strict["price_basis"], Value::Array(Vec::new()));
    let loose = place.run("compare scenario.toml --format json").ends(0).json();
    assert_ne!(loose["price_basis"], Value::Array(Vec::new()));
}
