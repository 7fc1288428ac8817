//! The arguments of `ecsplan check-budget`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use ecsplan::comparison::OptionId;
use ecsplan::money::{Money, Percent};

use super::report_arguments::option_ids;

const ABOUT: &str = "\
Tested is the calendar month that costs most, tax included, of those that are whole inside the
horizon; where none is, an average month of 730 hours (rules DF7 and DF8 of docs/model.md). A cost
of exactly the limit holds.

Exit codes: 0 every limit holds, 1 a limit is breached or there is no option to test.

Examples:
  ecsplan check-budget scenario.toml --max-monthly 5000
  ecsplan check-budget scenario.toml --max-monthly 7000000KRW --junit budget.xml
  ecsplan check-budget scenario.toml --max-increase-percent 10 --against base.json";

#[derive(Args, Debug)]
#[command(after_long_help = ABOUT, group = ArgGroup::new("limits").args(["max_monthly", "max_increase_percent"]).multiple(true).required(true))]
pub(super) struct CheckBudgetArguments {
    /// The scenario (TOML), or a result saved with `--format json`
    pub(super) scenario: PathBuf,
    /// The most that a month may cost: US dollars, or with a currency behind it that the scenario has the rate of
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    pub(super) max_monthly: Option<Amount>,
    /// The most that a month may cost more than one of `--against`, percent
    #[arg(long, value_name = "PERCENT", value_parser = percent, requires = "against")]
    pub(super) max_increase_percent: Option<Percent>,
    /// The scenario or saved result that the increase is measured against
    #[arg(long, value_name = "FILE", requires = "max_increase_percent")]
    pub(super) against: Option<PathBuf>,
    /// Which option; without it, the recommended one
    #[arg(long, value_name = "ID", value_parser = option_ids())]
    pub(super) option: Option<OptionId>,
    /// Also write the checks as JUnit XML into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) junit: Option<PathBuf>,
    /// Use the price tables in this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    pub(super) prices: Option<PathBuf>,
    /// Treat every price that was not observed as missing
    #[arg(long)]
    pub(super) strict_prices: bool,
}

/// An amount of money as typed, with the code of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) units: Money,
    pub(super) code: String,
}

fn amount(text: &str) -> Result<Amount, String> {
    let expected = || "expected an amount such as 5000 or 7000000KRW".to_owned();
    let digits = text.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    let code = match text[digits.len()..].to_ascii_uppercase() {
        none if none.is_empty() => "USD".to_owned(),
        code if code.len() == 3 => code,
        _ => return Err(expected()),
    };
    let units = Money::parse(digits).ok().filter(|units| *units >= Money::ZERO).ok_or_else(expected)?;
    Ok(Amount { units, code })
}

/// The largest increase that says something.
const MOST_PERCENT: i64 = 10_000;

fn percent(text: &str) -> Result<Percent, String> {
    let percent = Percent::parse(text).map_err(|error| error.to_string())?;
    let is_possible = (Percent::ZERO..=Percent::whole(MOST_PERCENT)).contains(&percent);
    if is_possible { Ok(percent) } else { Err(format!("expected 0 to {MOST_PERCENT}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_currency_behind_them_or_are_dollars() {
        let is = |text: &str| amount(text).map(|amount| (amount.units.to_decimal(), amount.code));
        assert_eq!(is("5000"), Ok(("5000".to_owned(), "USD".to_owned())));
        assert_eq!(is("7000000krw"), Ok(("7000000".to_owned(), "KRW".to_owned())));
        assert_eq!(is("12.50USD"), Ok(("12.5".to_owned(), "USD".to_owned())));
        for text in ["", "KRW", "-5", "5000WONS", "5,000", "5000 KRW", "1e3", "€50", "12₩"] {
            assert!(amount(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_increase_is_not_negative() {
        assert!(percent("0").is_ok() && percent("12.5").is_ok());
        assert!(percent("-1").is_err() && percent("10001").is_err() && percent("ten").is_err());
    }
}
