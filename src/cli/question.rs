//! [`Question`]: everything a report needs, read and checked.

use std::path::Path;

use ecsplan::input::{load_price_tables, load_scenario};
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::report::{
    DisplayCurrency, InterruptedView, Language, ResultView, Style, counted, render_csv, render_json, render_markdown,
    render_table,
};
use ecsplan::scenario::{Currency, Scenario};

use super::answer::{Answer, Failure};
use super::output::{self, Stream};
use super::report_arguments::{Format, ReportArguments};

/// A checked scenario, the prices it needs, and how to show what comes of it.
#[derive(Clone)]
pub(super) struct Question {
    pub(super) scenario: Scenario,
    pub(super) book: PriceBook,
    pub(super) currency: DisplayCurrency,
}

impl Question {
    pub(super) fn read(arguments: &ReportArguments) -> Result<Self, Failure> {
        let ReportArguments { scenario, prices, strict_prices, currency, rate, .. } = arguments;
        Self::of(scenario, (prices.as_deref(), *strict_prices), (currency.as_deref(), *rate))
    }

    /// A scenario, priced from those tables, strictly or not, and shown in that currency at that rate.
    pub(super) fn of(
        scenario: &Path,
        (prices, strict): (Option<&Path>, bool),
        shown: (Option<&str>, Option<Money>),
    ) -> Result<Self, Failure> {
        let (scenario, book) = scenario_and_book(scenario, prices, strict)?;
        let currency = currency(shown, &scenario.currency)?;
        Ok(Self { scenario, book, currency })
    }

    /// What takes the time, for the progress line.
    pub(super) fn work_ahead(&self) -> String {
        work_ahead(&self.scenario)
    }
}

/// What simulating every option of a scenario comes to, in words.
pub(super) fn work_ahead(scenario: &Scenario) -> String {
    let workloads = [(scenario.services.len(), "service"), (scenario.jobs.len(), "job")];
    let workloads: Vec<String> =
        workloads.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun)).collect();
    let days = counted(scenario.horizon.hours().div_ceil(24) as usize, "day");
    format!("simulating {} over {days} on every option", workloads.join(" and "))
}

/// A checked scenario and the prices of its region.
pub(super) fn scenario_and_book(
    path: &Path,
    prices: Option<&Path>,
    strict: bool,
) -> Result<(Scenario, PriceBook), Failure> {
    let tables = price_tables(prices)?;
    let scenario = load_scenario(path, &tables)?;
    let book = PriceBook::new(&tables, &scenario.region, &scenario.prices, strict)
        .map_err(|error| Failure::Other(error.to_string()))?;
    Ok((scenario, book))
}

/// The user's tables, or the bundled ones.
pub(super) fn price_tables(folder: Option<&Path>) -> Result<PriceTables, Failure> {
    match folder {
        Some(folder) => Ok(load_price_tables(folder)?),
        None => Ok(PriceTables::bundled()),
    }
}

/// The currency asked for on the command line, else the scenario's.
fn currency((code, rate): (Option<&str>, Option<Money>), of_scenario: &Currency) -> Result<DisplayCurrency, Failure> {
    let code = code.unwrap_or(&of_scenario.code).to_owned();
    let chosen = match rate {
        Some(rate) => Currency { code, rate, rate_date: None },
        None if code == of_scenario.code => of_scenario.clone(),
        None if code == "USD" => return Ok(DisplayCurrency::usd()),
        None => {
            return Err(Failure::Other(format!(
                "`--currency {code}` needs a rate: add `--rate` with the units of {code} per US dollar"
            )));
        }
    };
    DisplayCurrency::new(&chosen).map_err(|error| Failure::Other(error.to_string()))
}

/// The result in the format asked for, laid out in `style`.
pub(super) fn rendered(result: &ResultView, style: Style, arguments: &ReportArguments) -> Answer {
    let text = match arguments.format {
        Format::Table => render_table(result, style),
        Format::Json => render_json(result),
        Format::Csv => render_csv(result),
        Format::Markdown => render_markdown(result, style),
    };
    report(text, &result.warnings, result.interrupted.as_ref(), arguments)
}

/// How a report is laid out.
pub(super) fn style(arguments: &ReportArguments, language: Language) -> Style {
    let colour = arguments.out.is_none() && output::has_colour(Stream::Standard);
    Style { colour, verbose: arguments.verbose, pareto: false, quiet: arguments.quiet, language }
}

/// A report where it was asked for, with the warnings that nobody would see in it.
pub(super) fn report(
    text: String,
    warnings: &[String],
    interrupted: Option<&InterruptedView>,
    arguments: &ReportArguments,
) -> Answer {
    let answer = Answer::text(text).into_file(arguments.out.clone()).interrupted(interrupted.is_some());
    // Line items have no room for warnings, and nobody looks into a file at once.
    let unseen = arguments.format == Format::Csv || arguments.out.is_some();
    if !unseen || arguments.quiet {
        return answer;
    }
    let interrupted = interrupted.map(InterruptedView::sentence);
    let warnings = interrupted.iter().chain(warnings);
    warnings.fold(answer, |answer, warning| answer.remark(&format!("warning: {warning}")))
}
