//! `ecsplan estimate`.

use ecsplan::comparison::{Comparison, OptionId, Outcome, compare_only, compare_within};
use ecsplan::input::nearest;
use ecsplan::recommendation::{FirstChoice, first_choice};
use ecsplan::report::{
    ResultView, StatementView, render_statement_csv, render_statement_json, render_statement_markdown,
    render_statement_table,
};
use ecsplan::scenario::Scenario;
use ecsplan::statement::{ShowbackBy, Statement, demand_range};

use super::Exit;
use super::answer::{Answer, Failure};
use super::progress::while_showing;
use super::question::{Question, report, style};
use super::report_arguments::{EstimateArguments, Format};

pub(super) fn estimate(arguments: &EstimateArguments) -> Result<Answer, Failure> {
    let question = Question::read(&arguments.report)?;
    let by = showback(&question.scenario, arguments.by.as_deref())?;
    let comparison = match arguments.option {
        Some(id) => one(&question, id)?,
        None => recommended(&question),
    };
    let comparison = match comparison {
        Ok(comparison) => comparison,
        Err(refusal) => return Ok(no(&refusal)),
    };
    match priced(&comparison) {
        Ok(option) => {
            let view = view(&question, &comparison, option, by);
            Ok(rendered(&view, &question.scenario.warnings, arguments))
        }
        Err(refusal) => Ok(no(&refusal)),
    }
}

fn no(reason: &str) -> Answer {
    Answer::text(String::new()).remark(&format!("error: {reason}")).exit(Exit::No)
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

/// The option asked for, priced by itself.
fn one(question: &Question, id: OptionId) -> Result<Result<Comparison, String>, Failure> {
    if let Some(setting) = id.missing_setting(&question.scenario) {
        return Err(Failure::Other(format!("the option `{}` needs `{setting}` in the scenario", id.name())));
    }
    Ok(Ok(while_showing("simulating", |_| compare_only(&question.scenario, &question.book, id))))
}

/// The recommended option, or why there is none.
fn recommended(question: &Question) -> Result<Comparison, String> {
    let Question { scenario, book, .. } = question;
    let comparison = while_showing(&question.work_ahead(), |patience| compare_within(scenario, book, patience));
    match first_choice(scenario, &comparison) {
        FirstChoice::Recommended(id) => Ok(comparison.only(scenario, id)),
        FirstChoice::BestEffort(id) => Err(format!(
            "no option meets the objective and the constraints; `--option` chooses one all the same: {} serves most",
            id.name()
        )),
        FirstChoice::Nothing => Err("no option is available; `ecsplan compare` has the reasons".to_owned()),
    }
}

/// The one option of a comparison, or why it cannot be had.
fn priced(comparison: &Comparison) -> Result<(OptionId, &Outcome), String> {
    let option = comparison.options.first().ok_or("the option is not one of the scenario's")?;
    let outcome = option.outcome.as_ref();
    let outcome = outcome.map_err(|it| format!("option `{}` is unavailable: {}", option.id.name(), it.reason))?;
    Ok((option.id, outcome))
}

fn view(question: &Question, comparison: &Comparison, option: (OptionId, &Outcome), by: ShowbackBy) -> StatementView {
    let Question { scenario, book, currency } = question;
    let statement = Statement::of(scenario, book, option, by);
    let range = while_showing("simulating demand scenarios", |_| demand_range(scenario, book, option));
    let result = ResultView::new(scenario, book.version(), currency.clone(), comparison, None);
    StatementView::new(result, statement, range)
}

fn rendered(view: &StatementView, warnings: &[String], arguments: &EstimateArguments) -> Answer {
    let style = style(&arguments.report);
    let text = match arguments.report.format {
        Format::Table => render_statement_table(view, style),
        Format::Json => render_statement_json(view),
        Format::Csv => render_statement_csv(view),
        Format::Markdown => render_statement_markdown(view, style),
    };
    report(text, warnings, &arguments.report)
}
