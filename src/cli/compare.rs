//! `ecsplan compare`.

use ecsplan::comparison::{Comparison, OptionId, compare_within};
use ecsplan::report::{Language, ResultView, Style, pareto_picture, render_chart, render_chart_png};

use super::Exit;
use super::answer::{Answer, Failure};
use super::progress::while_searching;
use super::question::{Question, rendered, style};
use super::report_arguments::CompareArguments;

pub(super) fn compare(arguments: &CompareArguments, language: Language) -> Result<Answer, Failure> {
    let question = Question::read(&arguments.report)?;
    let doing = question.work_ahead();
    let Question { scenario, book, currency } = question;
    let missing = |id: &OptionId| id.missing_setting(&scenario).map(|setting| (id.name(), setting));
    if let Some((name, setting)) = arguments.options.iter().find_map(missing) {
        return Err(Failure::Other(format!("the option `{name}` needs `{setting}` in the scenario")));
    }
    let mut comparison = while_searching(&doing, |patience| compare_within(&scenario, &book, patience));
    if !arguments.options.is_empty() {
        comparison.options.retain(|option| arguments.options.contains(&option.id));
    }
    let result = ResultView::new(&scenario, book.version(), currency, &comparison, None);
    let style = Style { pareto: arguments.pareto, ..style(&arguments.report, language) };
    let mut answer = rendered(&result, style, &arguments.report);
    if let Some(path) = &arguments.chart {
        let (svg, png) = (|| render_chart(&result), || render_chart_png(&result, language));
        answer = answer.with_drawing(path, svg, png, language);
    }
    if let Some(path) = &arguments.pareto_chart {
        answer = answer.with_picture(path, &pareto_picture(&result), language);
    }
    if comparison.interrupted.is_some() {
        return Ok(answer);
    }
    Ok(with_refusals(answer, &comparison, &arguments.options))
}

/// An option asked for by name that cannot be had is the error; so are all of them.
fn with_refusals(mut answer: Answer, comparison: &Comparison, asked_for: &[OptionId]) -> Answer {
    let unavailable = comparison.options.iter().filter_map(|option| Some((option.id, option.outcome.as_ref().err()?)));
    let refused: Vec<_> = unavailable.collect();
    if !asked_for.is_empty() {
        for (id, unavailable) in &refused {
            answer = answer.remark(&format!("error: option `{}` is unavailable: {}", id.name(), unavailable.reason));
        }
    } else if refused.len() == comparison.options.len() {
        answer = answer.remark("error: no option is available; each has its reason in the report");
    }
    let is_no = !refused.is_empty() && (!asked_for.is_empty() || refused.len() == comparison.options.len());
    if is_no { answer.exit(Exit::No) } else { answer }
}
