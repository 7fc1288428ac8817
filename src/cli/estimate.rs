//! `ecsplan estimate`.

use ecsplan::comparison::{Comparison, OptionId, Outcome};
use ecsplan::input::nearest;
use ecsplan::report::{
    Language, ResultView, StatementView, render_statement_csv, render_statement_json, render_statement_markdown,
    render_statement_table,
};
use ecsplan::scenario::Scenario;
use ecsplan::statement::{ShowbackBy, Statement, demand_range};

use super::answer::{Answer, Failure};
use super::chosen_option::{no, priced, with_one_option};
use super::progress::while_showing;
use super::question::{Question, report, style};
use super::report_arguments::{EstimateArguments, Format};

pub(super) fn estimate(arguments: &EstimateArguments, language: Language) -> Result<Answer, Failure> {
    let question = Question::read(&arguments.report)?;
    let by = showback(&question.scenario, arguments.by.as_deref())?;
    let comparison = match with_one_option(&question.scenario, &question.book, arguments.option)? {
        Ok(comparison) => comparison,
        Err(refusal) => return Ok(no(&refusal)),
    };
    match priced(&comparison) {
        Ok(option) => {
            let view = view(&question, &comparison, option, by);
            Ok(rendered(&view, &question.scenario.warnings, arguments, language))
        }
        Err(refusal) => Ok(no(&refusal)),
    }
}

/// By the tag asked for, which some service or job must have.
fn showback(scenario: &Scenario, tag: Option<&str>) -> Result<ShowbackBy, Failure> {
    let Some(tag) = tag else { return Ok(ShowbackBy::Workload) };
    let known = ShowbackBy::known_tags(scenario);
    if known.contains(&tag) {
        return Ok(ShowbackBy::Tag(tag.to_owned()));
    }
    let hint = match nearest(tag, known.iter().copied()) {
        Some(meant) => format!("is it `{meant}`?"),
        None if known.is_empty() => "none has any: add `[service.tags]`".to_owned(),
        None => format!("there are {}", known.join(", ")),
    };
    Err(Failure::Other(format!("no service or job has the tag `{tag}`; {hint}")))
}

fn view(question: &Question, comparison: &Comparison, option: (OptionId, &Outcome), by: ShowbackBy) -> StatementView {
    let Question { scenario, book, currency } = question;
    let statement = Statement::of(scenario, book, option, by);
    let range = while_showing("simulating demand scenarios", |_| demand_range(scenario, book, option));
    let result = ResultView::new(scenario, book.version(), currency.clone(), comparison, None);
    StatementView::new(result, statement, range)
}

fn rendered(view: &StatementView, warnings: &[String], arguments: &EstimateArguments, language: Language) -> Answer {
    let style = style(&arguments.report, language);
    let text = match arguments.report.format {
        Format::Table => render_statement_table(view, style),
        Format::Json => render_statement_json(view),
        Format::Csv => render_statement_csv(view),
        Format::Markdown => render_statement_markdown(view, style),
    };
    report(text, warnings, None, &arguments.report)
}
