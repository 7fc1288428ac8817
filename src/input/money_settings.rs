//! Currency, extra lines.

use super::nearest::nearest;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::money::Money;
use crate::scenario::{Currency, Extra, ExtraAmount};

/// The options that extra lines may be limited to.
const OPTIONS: [&str; 19] = [
    "fargate",
    "fargate-arm64",
    "fargate-spot",
    "fargate-spot-arm64",
    "fargate-savings-plan",
    "fargate-savings-plan-arm64",
    "ec2-on-demand",
    "ec2-savings-plan",
    "ec2-instance-savings-plan",
    "ec2-spot",
    "ec2-on-demand-and-spot",
    "capacity-providers",
    "mixed",
    "per-service",
    "managed-instances",
    "managed-instances-spot",
    "external",
    "best-portfolio",
    "current",
];

/// The currency of the report.
pub(super) fn read_currency(table: &Table<'_, '_>) -> Currency {
    let code = table.text("code");
    let rate = table.optional_money("rate");
    let rate_date = table.optional_date("rate_date").map(|date| date.to_string());
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        table.problem(Code::OutOfRange, "`code` must be three capital letters", "code", format!("found `{code}`"));
    }
    check_rate(table, &code, rate);
    Currency { code, rate: rate.unwrap_or_else(one), rate_date }
}

fn one() -> Money {
    Money::from_picodollars(1_000_000_000_000)
}

fn check_rate(table: &Table<'_, '_>, code: &str, rate: Option<Money>) {
    if rate.is_some_and(Money::is_zero) {
        table.problem(Code::OutOfRange, "`rate` must be above 0", "rate", "found 0");
    }
    if code == "USD" && rate.is_some_and(|rate| rate != one()) {
        table.problem(Code::Contradiction, "`rate` must be 1 for USD", "rate", "a dollar is a dollar");
    }
    if code != "USD" && !table.has("rate") {
        table.missing(
            format!("the rate of {code} is missing"),
            "add `rate = \"1380\"`: units of the currency for one US dollar",
        );
    }
}

/// Lines for things outside the model.
pub(super) fn read_extras(root: &Table<'_, '_>) -> Vec<Extra> {
    let read = |table: &Table<'_, '_>| {
        let (name, options) = (table.text("name"), read_options(table));
        Some(Extra { name, amount: read_amount(table)?, options })
    };
    root.tables("extra").iter().filter_map(read).collect()
}

fn read_amount(table: &Table<'_, '_>) -> Option<ExtraAmount> {
    let amounts = [
        table.optional_money("usd_per_month").map(ExtraAmount::PerMonth),
        table.optional_money("per_task_month").map(ExtraAmount::PerTaskMonth),
        table.optional_money("per_instance_month").map(ExtraAmount::PerInstanceMonth),
        table.optional_percent("percent_of_bill").map(ExtraAmount::PercentOfBill),
    ];
    let keys = ["usd_per_month", "per_task_month", "per_instance_month", "percent_of_bill"];
    let given: Vec<&str> = keys.into_iter().filter(|key| table.has(key)).collect();
    match given.as_slice() {
        [] => table.missing("the amount of the extra line is missing", format!("add one of `{}`", keys.join("`, `"))),
        [_] => {}
        [first, second, ..] => {
            let title = format!("`{first}` and `{second}` are both given");
            table.problem(Code::Contradiction, title, second, "expected only one amount");
        }
    }
    amounts.into_iter().flatten().next()
}

fn read_options(table: &Table<'_, '_>) -> Vec<String> {
    let options = table.texts("options");
    for (option, span) in options.iter().filter(|(option, _)| !OPTIONS.contains(&option.as_str())) {
        let diagnostic = Diagnostic::error(Code::UnknownReference, format!("there is no option `{option}`"));
        let diagnostic = diagnostic.at(&table.walk.file, span.clone(), "expected the id of an option");
        let help = match nearest(option, OPTIONS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the options are `{}`", OPTIONS.join("`, `")),
        };
        table.walk.push(diagnostic.help(help));
    }
    options.into_iter().map(|(option, _)| option).collect()
}
