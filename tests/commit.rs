//! `ecsplan commit`: hourly usage of the user's own, given and chosen commitments, formats, curve and chart.

use ecsplan::money::Money;
use ecsplan::report::commitment_schema;
use serde_json::Value;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;

/// The group of an EC2 Instance plan and its rate.
type InstancePlan = Option<(&'static str, &'static str)>;

/// The hour of AWS's documentation on how plans apply, with an EC2 Instance plan for each family.
const DOCUMENTED: [(&str, &str, &str, &str, InstancePlan); 6] = [
    ("r5.4xlarge", "4", "1.00", "0.70", Some(("r5", "0.60"))),
    ("fargate-vcpu", "400", "0.04", "0.03", None),
    ("fargate-gb", "1600", "0.004", "0.003", None),
    ("m5.24xlarge-windows", "1", "10", "8.20", Some(("m5", "7.80"))),
    ("lambda-gb-second", "1500000", "0.000015", "1.275e-05", None),
    ("lambda-request", "1", "0.20", "0.20", None),
];

fn documented_hour() -> Workplace {
    let mut usage = "hour,item,quantity\n".to_owned();
    let mut rates = "item,plan,term_years,payment,price\n".to_owned();
    for (item, quantity, on_demand, compute, instance) in DOCUMENTED {
        usage.push_str(&format!("2026-01-01T00:00:00Z,{item},{quantity}\n"));
        rates.push_str(&format!("{item},on_demand,,,{on_demand}\n{item},compute,1,no_upfront,{compute}\n"));
        if let Some((group, rate)) = instance {
            rates.push_str(&format!("{item},ec2_instance:{group},1,no_upfront,{rate}\n"));
        }
    }
    let place = Workplace::with(SMALLEST);
    place.write("usage.csv", &usage);
    place.write("rates.csv", &rates);
    place
}

/// Four weeks of two items over days and nights, with one-year and three-year Compute plans and one for `m7g`.
fn four_weeks() -> Workplace {
    let mut usage = "quantity,hour,item\n".to_owned();
    for hour in 0..672_usize {
        let moment = format!("2026-01-{:02}T{:02}:00:00Z", hour / 24 + 1, hour % 24);
        // The last of four weeks is a quiet one.
        let instances = if hour % 24 < 8 { 2 } else { 7 } + (hour * 7919 % 5) / (1 + hour / 504);
        usage.push_str(&format!("{instances},{moment},m7g.large\n{}.25,{moment},vcpu\n", hour % 3));
    }
    let rates = "item,plan,term_years,payment,price\nm7g.large,on_demand,,,0.0816\nm7g.large,compute,1,no_upfront,0.0588\n\
        m7g.large,compute,3,all_upfront,0.0361\nm7g.large,ec2_instance:m7g,1,no_upfront,0.0526\n\
        vcpu,on_demand,,,0.04048\nvcpu,compute,1,no_upfront,0.0344\nvcpu,compute,3,all_upfront,0.0227\n";
    let place = Workplace::with(SMALLEST);
    place.write("usage.csv", &usage);
    place.write("rates.csv", rates);
    place
}

const COMMIT: &str = "commit --usage usage.csv --rates rates.csv";

fn money(value: &Value) -> Money {
    Money::parse(value.as_str().unwrap_or_else(|| panic!("{value} is no text"))).unwrap()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

#[test]
fn the_documented_hour_comes_out_as_documented() {
    let place = documented_hour();
    for (hourly, on_demand, unused) in [("50", "0", "2.875"), ("2.00", "56.242857", "0"), ("19.60", "32.7", "0")] {
        let run = place.run(&format!("{COMMIT} --format json --commitment compute:1:no_upfront={hourly}")).ends(0);
        let answer = run.json();
        assert_eq!(money(&answer["purchases"][0]["unused"]).to_decimal(), unused, "{hourly}");
        assert_eq!(
            money(&answer["on_demand_cost"]).to_fixed(6),
            Money::parse(on_demand).unwrap().to_fixed(6),
            "{hourly}"
        );
        assert_eq!((&answer["given"], &answer["all_on_demand_cost"]), (&Value::Bool(true), &Value::from("59.1")));
        assert_eq!(answer["hours"], 1);
        let left = money(&answer["purchases"][0]["hourly_commitment"]).times(8_759);
        assert_eq!(money(&answer["liability_after"]), left);
    }
}

#[test]
fn the_same_plan_twice_adds_and_groups_come_before_compute() {
    let place = documented_hour();
    let twice = "--commitment compute:1:no_upfront=10 --commitment compute:1:no_upfront=8.20";
    let run = place.run(&format!("{COMMIT} --format json {twice} --commitment ec2_instance:r5:1:no_upfront=2.40"));
    let answer = run.ends(0).json();
    let hourly: Vec<&str> =
        rows(&answer["purchases"]).iter().map(|it| it["hourly_commitment"].as_str().unwrap()).collect();
    assert_eq!(hourly, ["2.4", "18.2"]);
    assert_eq!(rows(&answer["purchases"]).iter().map(|it| it["utilisation"].as_f64().unwrap()).sum::<f64>(), 2.0);
}

#[test]
fn the_choice_adds_up_is_not_beaten_and_says_how_far_it_could_be() {
    let place = four_weeks();
    let answer = place.run(&format!("{COMMIT} --format json")).ends(0).json();
    let purchases = rows(&answer["purchases"]);
    assert_eq!(answer["given"], false);
    assert!(!purchases.is_empty());
    let costs: Money = purchases.iter().map(|it| money(&it["used"]) + money(&it["unused"])).sum();
    let total = money(&answer["total_cost"]);
    assert_eq!(costs + money(&answer["on_demand_cost"]), total);
    assert!(money(&answer["lower_bound"]) <= total && answer["gap"].as_f64().unwrap() < 1e-3);
    let items: Money = rows(&answer["items"]).iter().map(|it| money(&it["on_demand_cost"])).sum();
    assert_eq!(items, money(&answer["on_demand_cost"]));
    for other in rows(&answer["alternatives"]) {
        assert!(money(&other["total_cost"]) >= money(&answer["lower_bound"]), "{other}");
    }
    // What is chosen, given back, costs the same against the same bound.
    let given: Vec<String> = purchases
        .iter()
        .map(|it| {
            let text = |key: &str| it[key].as_str().unwrap().to_owned();
            let (plan, payment, hourly) = (text("plan"), text("payment"), text("hourly_commitment"));
            format!("--commitment {plan}:{}:{payment}={hourly}", it["term_years"])
        })
        .collect();
    let again = place.run(&format!("{COMMIT} --format json {}", given.join(" "))).ends(0).json();
    for key in ["total_cost", "lower_bound", "gap", "purchases", "items", "alternatives", "aws_cli"] {
        assert_eq!(again[key], answer[key], "{key}");
    }
    // And more of anything is not cheaper than the bound.
    let more = place.run(&format!("{COMMIT} --format json {} --commitment compute:1:no_upfront=0.1", given.join(" ")));
    assert!(money(&more.ends(0).json()["total_cost"]) >= money(&answer["lower_bound"]));
}

#[test]
fn constraints_leave_plans_out_and_alternatives_show_what_they_would_add() {
    let place = four_weeks();
    let free = place.run(&format!("{COMMIT} --format json")).ends(0).json();
    let bound = place.run(&format!("{COMMIT} --format json --max-term 1 --payment no_upfront")).ends(0).json();
    assert!(rows(&bound["purchases"]).iter().all(|it| it["term_years"] == 1 && it["payment"] == "no_upfront"));
    assert!(money(&bound["total_cost"]) > money(&free["total_cost"]));
    let allowed: Vec<bool> = rows(&bound["alternatives"]).iter().map(|it| it["allowed"].as_bool().unwrap()).collect();
    assert_eq!(allowed, [true, false]);
    let poor = place.run(&format!("{COMMIT} --format json --max-upfront 100")).ends(0).json();
    assert!(money(&poor["upfront_cost"]) <= Money::parse("100").unwrap());
    let full = place.run(&format!("{COMMIT} --format json --min-utilisation 100")).ends(0).json();
    assert!(rows(&full["purchases"]).iter().all(|it| it["unused"] == "0"), "{full}");
    let clash = format!("{COMMIT} --max-term 1 --commitment compute:3:all_upfront=1");
    place.run(&clash).ends(2).complains("`--max-term` and `--payment` do not allow it");
}

#[test]
fn every_answer_is_valid_against_the_schema_and_the_file_is_what_is_printed() {
    let validator = jsonschema::draft202012::new(&commitment_schema()).unwrap();
    for (place, arguments) in [
        (documented_hour(), "--commitment compute:1:no_upfront=50 --curve"),
        (documented_hour(), ""),
        (four_weeks(), "--curve"),
        (four_weeks(), "--max-upfront 0 --payment all_upfront --curve"),
    ] {
        let answer = place.run(&format!("{COMMIT} --format json {arguments}")).ends(0).json();
        let problems: Vec<String> =
            validator.iter_errors(&answer).map(|it| format!("{}: {it}", it.instance_path)).collect();
        assert_eq!(problems, [""; 0], "{arguments}");
    }
    let printed = Workplace::with(SMALLEST).run("schema commitment").ends(0).json();
    assert_eq!(printed, commitment_schema());
    assert_page("docs/schema/commitment.schema.json", &format!("{:#}\n", commitment_schema()));
}

#[test]
fn the_curve_has_a_grid_and_marks_and_no_point_is_below_the_optimum() {
    let place = four_weeks();
    let given = "--commitment compute:1:no_upfront=0.3";
    let answer = place.run(&format!("{COMMIT} --format json --curve {given}")).ends(0).json();
    let curve = &rows(&answer["curve"])[0];
    let (points, marks) = (rows(&curve["points"]), rows(&curve["marks"]));
    assert_eq!(points.len(), 101);
    let names: Vec<&str> = marks.iter().map(|it| it["mark"].as_str().unwrap()).collect();
    assert_eq!(names, ["optimum", "aws_style", "given"]);
    assert_eq!(marks[2]["total_cost"], answer["total_cost"]);
    let optimum = money(&marks[0]["total_cost"]);
    assert!(points.iter().chain(marks).all(|it| money(&it["total_cost"]) >= optimum));
    assert_eq!((&points[0]["total_cost"], &points[0]["utilisation"]), (&answer["all_on_demand_cost"], &Value::Null));
    assert_eq!((&points[100]["coverage"], &points[100]["on_demand_cost"]), (&Value::from(1.0), &Value::from("0")));
    // A tenth more than covers everything: ten elevenths of it are used in the busiest hour, and less in others.
    assert!(money(&points[100]["waste"]) > Money::ZERO && points[90]["coverage"].as_f64().unwrap() < 1.0 + 1e-12);
    let csv = place.run(&format!("{COMMIT} --format csv --curve {given}")).ends(0).stdout;
    assert_eq!(csv.lines().count(), 1 + 101 + 3);
    assert!(csv.lines().any(|line| line.starts_with("compute,1,no_upfront,aws_style,")), "{csv}");
}

#[test]
fn aws_style_looks_at_the_last_thirty_days_alone() {
    let place = Workplace::with(SMALLEST);
    // Forty days from April on: ten of ten, then thirty of one.
    let row = |hour: usize| {
        let quantity = if hour < 240 { 10 } else { 1 };
        format!("2026-{:02}-{:02}T{:02}:00Z,a,{quantity}\n", hour / 720 + 4, hour / 24 % 30 + 1, hour % 24)
    };
    let hours: String = (0..960).map(row).collect();
    place.write("usage.csv", &format!("hour,item,quantity\n{hours}"));
    place.write("rates.csv", "item,plan,term_years,payment,price\na,on_demand,,,1\na,compute,1,no_upfront,0.2\n");
    let answer = place.run(&format!("{COMMIT} --format json --curve")).ends(0).json();
    let marks = rows(&answer["curve"][0]["marks"]);
    assert_eq!(
        (&marks[0]["hourly_commitment"], &marks[1]["hourly_commitment"]),
        (&Value::from("2"), &Value::from("0.2"))
    );
}

#[test]
fn tables_open_with_the_answer_and_add_up() {
    let run = four_weeks().run(&format!("{COMMIT} --curve")).ends(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("Buy ") && lines[1].contains("all on demand") && lines[2].starts_with("No purchase"));
    let section = run.stdout.split("What it costs").nth(1).unwrap().split("\n\n").next().unwrap();
    let cents = |line: &str| {
        let cell = line
            .split_whitespace()
            .find(|cell| cell.contains('.') && cell.ends_with(|last: char| last.is_ascii_digit()));
        cell.map(|cell| cell.replace([',', '.'], "").parse::<i64>().unwrap())
    };
    let [total, rest] =
        ["  total", "  on demand"].map(|name| cents(section.lines().find(|line| line.starts_with(name)).unwrap()));
    let plans: i64 = section
        .lines()
        .filter(|line| line.starts_with("  compute") || line.starts_with("  ec2_instance"))
        .map(|line| {
            line.split_whitespace()
                .filter(|cell| cell.contains('.'))
                .nth(1)
                .unwrap()
                .replace([',', '.'], "")
                .parse::<i64>()
                .unwrap()
        })
        .sum();
    assert_eq!(Some(plans + rest.unwrap()), total, "{section}");
    assert!(run.stdout.contains("aws savingsplans create-savings-plan --savings-plan-offering-id <id> --commitment "));
    assert!(run.stdout.contains("Nothing is bought"));
    let tables = run.stdout.lines().filter(|line| !line.starts_with("  aws "));
    assert!(tables.clone().all(|line| line.chars().count() <= 100), "{}", run.stdout);
    let markdown = four_weeks().run(&format!("{COMMIT} --format markdown")).ends(0);
    assert!(markdown.stdout.starts_with("### Buy ") && markdown.stdout.contains("```sh\naws savingsplans"));
}

#[test]
fn csv_has_the_answer_and_the_alternatives_and_each_sums_to_its_total() {
    let place = four_weeks();
    let answer = place.run(&format!("{COMMIT} --format json")).ends(0).json();
    let run = place.run(&format!("{COMMIT} --format csv")).ends(0).complains("warning: the usage covers 672 hours");
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let sum =
        |name: &str| rows.iter().filter(|row| &row[0] == name).map(|row| Money::parse(&row[5]).unwrap()).sum::<Money>();
    assert_eq!(sum("chosen"), money(&answer["total_cost"]));
    assert_eq!(sum("3:all_upfront"), money(&answer["alternatives"][1]["total_cost"]));
}

#[test]
fn charts_say_what_they_show_and_follow_the_name_of_their_file() {
    let place = four_weeks();
    place.run(&format!("{COMMIT} --chart curve.svg --out answer.txt --commitment compute:1:no_upfront=0.3")).ends(0);
    let svg = place.read("curve.svg");
    for words in ["<title", "<desc", "optimum $", "given $0.3 per hour", "best for the last 30 days", "utilisation"] {
        assert!(svg.contains(words), "no `{words}`");
    }
    assert!(place.read("answer.txt").contains("Other commitments to compute"));
    place.run(&format!("{COMMIT} --chart curve.png --quiet")).ends(0);
    assert!(place.read_bytes("curve.png").starts_with(b"\x89PNG"));
    place.run(&format!("{COMMIT} --chart curve.gif")).ends(2).complains(".svg or .png");
}

#[test]
fn what_cannot_be_used_is_said_all_at_once() {
    let place = documented_hour();
    let run = place.run(&format!(
        "{COMMIT} --commitment compute:1:no_upfront=1.000001 --commitment compute:3:no_upfront=1 \
         --commitment compute:1:no_upfront=0.0009 --commitment compute:1:no_upfront=1000000.1 --commitment x \
         --commitment ec2_instance:r5:1:no_upfront=600000 --commitment ec2_instance:r5:1:no_upfront=600000"
    ));
    let run = run.ends(2).complains("more than five decimals").complains("is it `compute:1:no_upfront`?");
    let run =
        run.complains("`0.0009` is not from 0.001").complains("`1000000.1` is not from").complains("such as `compute");
    run.complains("`ec2_instance:r5:1:no_upfront` adds up to 1200000");
    place.run(&format!("{COMMIT} scenario.toml")).ends(2).complains("cannot be used with");
    place.run("commit").ends(2).complains("--usage");
    place.run("commit --usage usage.csv").ends(2).complains("--rates");
    place.run("commit no-such.toml").ends(2).complains("E0121");
    let both = place.run("commit --usage none.csv --rates none-either.csv").ends(2).complains("cannot read `none.csv`");
    both.complains("cannot read `none-either.csv`");
    place.write("usage.csv", "hour,item,quantity\n2026-01-01T00:00Z,r5,1\n2026-01-01T02:00Z,fargate-gb,-1\n");
    place.run(COMMIT).ends(2).complains("E0505").complains("E0507").complains("E0508");
    place.write("usage.csv", "hour,item,quantity\n2026-01-01T00:00Z,fargate-gb,1\n2026-01-01T02:00Z,fargate-gb,1\n");
    let zero = place.run(&format!("{COMMIT} --missing-hours zero --format json")).ends(0).json();
    assert_eq!(zero["hours"], 3);
}

#[test]
fn usage_of_nothing_is_answered() {
    let place = documented_hour();
    place.write("usage.csv", "hour,item,quantity\n2026-01-01T00:00Z,fargate-gb,0\n");
    let answer = place.run(&format!("{COMMIT} --format json --curve")).ends(0).json();
    assert_eq!(
        (&answer["total_cost"], &answer["gap"], rows(&answer["purchases"]).len()),
        (&Value::from("0"), &Value::from(0.0), 0)
    );
    let given = place.run(&format!("{COMMIT} --format json --commitment compute:1:no_upfront=1")).ends(0).json();
    assert_eq!((&given["total_cost"], &given["gap"]), (&Value::from("1"), &Value::Null));
    place.run(&format!("{COMMIT} --curve --chart c.svg")).ends(0).says("Buy nothing");
}
