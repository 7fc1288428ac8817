//! `ecsplan trace`.

use std::io::Write;

use ecsplan::comparison::{OptionId, Outcome, all_usage, compare_one};
use ecsplan::input::nearest;
use ecsplan::pricing::PriceBook;
use ecsplan::report::{
    Language, Style, TraceFilter, TraceView, is_usage_type, known_usage_types, render_trace_json, render_trace_table,
    write_trace_csv,
};
use ecsplan::scenario::Scenario;
use ecsplan::time::YearMonth;
use ecsplan::usage::Ledger;

use super::Exit;
use super::answer::{Answer, Failure};
use super::output::{self, Stream, Writing};
use super::progress::while_showing;
use super::question::scenario_and_book;
use super::trace_arguments::{TraceArguments, TraceFormat};

pub(super) fn trace(arguments: &TraceArguments, language: Language) -> Result<Answer, Failure> {
    let (scenario, book) =
        scenario_and_book(&arguments.scenario, arguments.prices.as_deref(), arguments.strict_prices)?;
    let option = arguments.option;
    if let Some(setting) = option.missing_setting(&scenario) {
        return Err(Failure::Other(format!("the option `{}` needs `{setting}` in the scenario", option.name())));
    }
    refuse_unknown_service(arguments, &scenario)?;
    refuse_unknown_month(arguments, &scenario)?;
    let outcome = match while_showing("simulating", |_| compare_one(&scenario, &book, option)).outcome {
        Ok(outcome) => outcome,
        Err(unavailable) => {
            return Ok(no(&format!("option `{}` is unavailable: {}", option.name(), unavailable.reason)));
        }
    };
    refuse_unknown_usage_type(arguments, &book, &outcome)?;
    let traced = Traced { usage: all_usage(&scenario, &book, &outcome), scenario, book, option, outcome };
    let filter = TraceFilter {
        service: arguments.service.clone(),
        usage_type: arguments.usage_type.clone(),
        month: arguments.month,
    };
    if traced.view(&filter).items.is_empty() {
        return Ok(no(&traced.nothing(&filter)));
    }
    Ok(traced.answer(arguments, filter, language))
}

fn no(reason: &str) -> Answer {
    Answer::text(String::new()).remark(&format!("error: {reason}")).exit(Exit::No)
}

fn refuse_unknown_service(arguments: &TraceArguments, scenario: &Scenario) -> Result<(), Failure> {
    let services = scenario.services.iter().map(|service| service.name.as_str());
    let names: Vec<&str> = services.chain(scenario.jobs.iter().map(|job| job.name.as_str())).collect();
    match &arguments.service {
        Some(name) if !names.contains(&name.as_str()) => {
            let meant = nearest(name, names.iter().copied());
            let hint = meant.map_or_else(|| format!("there are {}", names.join(", ")), |it| format!("is it `{it}`?"));
            Err(Failure::Other(format!("the scenario has no service or job `{name}`; {hint}")))
        }
        _ => Ok(()),
    }
}

/// A month outside the horizon; the nearest is its first or its last.
fn refuse_unknown_month(arguments: &TraceArguments, scenario: &Scenario) -> Result<(), Failure> {
    let Some(month) = arguments.month else { return Ok(()) };
    let months: Vec<YearMonth> = scenario.horizon.months().iter().map(|span| span.month).collect();
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(()) };
    if months.contains(&month) {
        return Ok(());
    }
    let nearest = if month < *first { first } else { last };
    Err(Failure::Other(format!("{month} is outside the horizon, {first} to {last}; the nearest month is {nearest}")))
}

fn refuse_unknown_usage_type(arguments: &TraceArguments, book: &PriceBook, outcome: &Outcome) -> Result<(), Failure> {
    let Some(asked) = &arguments.usage_type else { return Ok(()) };
    let known = known_usage_types(book, outcome);
    if known.iter().any(|usage_type| is_usage_type(asked, usage_type, book)) {
        return Ok(());
    }
    let on_the_bill = outcome.bill.lines.iter().map(|line| line.usage_type.as_str());
    let meant = nearest(asked, on_the_bill).or_else(|| nearest(asked, known.iter().map(String::as_str)));
    let hint = match meant {
        Some(meant) => format!("is it `{meant}`?"),
        None => "`ecsplan prices show REGION` lists those of a region".to_owned(),
    };
    Err(Failure::Other(format!("there is no usage type `{asked}`; {hint}")))
}

/// An option with all that its line items were made from.
struct Traced {
    scenario: Scenario,
    book: PriceBook,
    option: OptionId,
    outcome: Outcome,
    usage: Ledger,
}

impl Traced {
    fn view(&self, filter: &TraceFilter) -> TraceView<'_> {
        TraceView::new(&self.scenario, &self.book, (self.option, &self.outcome), &self.usage, filter)
    }

    /// That there is no such line item, and which there are.
    fn nothing(&self, filter: &TraceFilter) -> String {
        let wider = TraceFilter { usage_type: None, ..filter.clone() };
        let lists = [wider, TraceFilter { month: None, ..filter.clone() }, TraceFilter::default()];
        let found = lists.iter().map(|filter| self.view(filter).items).find(|items| !items.is_empty());
        let mut types: Vec<String> = found.unwrap_or_default().into_iter().map(|item| item.usage_type).collect();
        types.dedup();
        let there_are =
            if types.is_empty() { "its bill is empty".to_owned() } else { format!("there are {}", types.join(", ")) };
        format!("the option `{}` has no such line item; {there_are}", self.option.name())
    }

    fn answer(self, arguments: &TraceArguments, filter: TraceFilter, language: Language) -> Answer {
        let colour = arguments.out.is_none() && output::has_colour(Stream::Standard);
        let style = Style { colour, language, ..Style::default() };
        let content: Writing = match arguments.format {
            TraceFormat::Table => output::text(render_trace_table(&self.view(&filter), style)),
            TraceFormat::Json => output::text(render_trace_json(&self.view(&filter))),
            TraceFormat::Csv => Box::new(move |out: &mut dyn Write| write_trace_csv(&self.view(&filter), out)),
        };
        Answer::written(content).into_file(arguments.out.clone())
    }
}
