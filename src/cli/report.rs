//! `ecsplan report`.

use ecsplan::comparison::{Comparison, OptionId, compare_one, compare_within};
use ecsplan::recommendation::{FirstChoice, Verdict, first_choice, recommend_within};
use ecsplan::report::{
    Language, ReportPart, ReportView, ResultView, StatementView, WeekView, WorkbookFacts, render_html, render_xlsx,
};
use ecsplan::statement::{ShowbackBy, Statement, demand_range, growth_cases};

use super::answer::{Answer, Failure};
use super::breakeven::along_traffic;
use super::commit::curves_of;
use super::output::{bytes, text};
use super::progress::{while_searching, while_showing};
use super::question::Question;
use super::recommend::has_no_best_so_far;
use super::whole_report_arguments::WholeReportArguments;
use super::{Exit, interruption};

pub(super) fn report(arguments: &WholeReportArguments, language: Language) -> Result<Answer, Failure> {
    let WholeReportArguments { scenario, prices, strict_prices, currency, rate, .. } = arguments;
    let question = Question::of(scenario, (prices.as_deref(), *strict_prices), (currency.as_deref(), *rate))?;
    let doing = question.work_ahead();
    let comparison = while_searching(&doing, |patience| compare_within(&question.scenario, &question.book, patience));
    let (result, is_no) = recommended(&question, &comparison);
    let view = gathered(&question, &comparison, result);
    let workbook =
        arguments.xlsx.as_ref().map(|path| workbook(&question, &comparison, &view, language).map(|it| (path, it)));
    let mut answer = Answer::text(String::new()).interrupted(view.interrupted().is_some());
    if is_no {
        answer = answer.remark("error: no option meets the objective and the constraints; the report says why");
        answer = answer.exit(Exit::No);
    }
    if !arguments.quiet {
        let remark = |answer: Answer, warning: &String| answer.remark(&format!("warning: {warning}"));
        let interrupted = view.interrupted().map(|it| it.sentence());
        answer = interrupted.iter().chain(&view.result.warnings).fold(answer, remark);
    }
    if let Some(path) = &arguments.html {
        answer = answer.with_file(path.clone(), text(render_html(&view, language)));
    }
    if let Some((path, workbook)) = workbook.transpose()? {
        answer = answer.with_file(path.clone(), bytes(workbook));
    }
    Ok(answer)
}

/// The result as `recommend` has it, and whether its answer is no.
fn recommended(question: &Question, comparison: &Comparison) -> (ResultView, bool) {
    let Question { scenario, book, currency } = question;
    let result =
        |verdict: Option<&Verdict>| ResultView::new(scenario, book.version(), currency.clone(), comparison, verdict);
    if has_no_best_so_far(scenario, comparison) {
        return (result(None), false);
    }
    let (verdict, was_interrupted) = while_searching("looking for what would change the answer", |patience| {
        let verdict = recommend_within(scenario, book, comparison, patience);
        (verdict, patience.is_over())
    });
    let result = result(Some(&verdict));
    if was_interrupted {
        return (result.without("what would change the answer"), false);
    }
    (result, matches!(verdict, Verdict::Infeasible { .. }))
}

/// The workbook of the option in focus.
fn workbook(
    question: &Question,
    comparison: &Comparison,
    view: &ReportView,
    language: Language,
) -> Result<Vec<u8>, Failure> {
    let Question { scenario, book, .. } = question;
    let facts = in_time().and_then(|()| {
        let id = in_focus(question, comparison)?;
        let outcome = comparison.outcome(id).ok_or_else(|| format!("option `{}` is unavailable", id.name()))?;
        let growth = while_showing("simulating growth", |_| growth_cases(scenario, book, (id, outcome)));
        Ok(WorkbookFacts::of(scenario, book, (id, outcome), &growth))
    });
    render_xlsx(view, &facts, language).map_err(|reason| Failure::Other(format!("cannot make the workbook: {reason}")))
}

/// The option that the studies are about: the one recommended, or the one that serves most.
fn in_focus(question: &Question, comparison: &Comparison) -> ReportPart<OptionId> {
    match first_choice(&question.scenario, comparison) {
        FirstChoice::Recommended(id) | FirstChoice::BestEffort(id) => Ok(id),
        FirstChoice::Nothing => Err("no option is available".to_owned()),
    }
}

/// The recommendation with its studies; each is about the option recommended, or the one that serves most.
fn gathered(question: &Question, comparison: &Comparison, result: ResultView) -> ReportView {
    let in_focus = || in_focus(question, comparison);
    ReportView {
        breakeven: in_time().and_then(|()| along_traffic(question.clone())),
        commitment: in_time().and_then(|()| curves_of(&question.scenario, &question.book, in_focus()?)),
        weeks: in_time().and_then(|()| weeks(question, in_focus()?)),
        statement: in_time().and_then(|()| statement(question, comparison, in_focus()?)),
        result,
    }
}

/// That nobody has ended the search yet.
fn in_time() -> ReportPart<()> {
    let is_over = interruption::patience().is_over();
    if is_over { Err("interrupted before this was looked at".to_owned()) } else { Ok(()) }
}

fn weeks(question: &Question, id: OptionId) -> ReportPart<Vec<WeekView>> {
    let Question { scenario, book, .. } = question;
    // By itself: a comparison does not note why counts changed.
    let option = while_showing("simulating", |_| compare_one(scenario, book, id));
    let outcome = option.outcome.map_err(|unavailable| unavailable.reason)?;
    let weeks = WeekView::all_of(scenario, id, &outcome);
    if weeks.is_empty() { Err("no service has demand: tasks are fixed or run as jobs".to_owned()) } else { Ok(weeks) }
}

fn statement(question: &Question, comparison: &Comparison, id: OptionId) -> ReportPart<StatementView> {
    let Question { scenario, book, currency } = question;
    let only = comparison.clone().only(scenario, id);
    let outcome = only.outcome(id).ok_or_else(|| format!("option `{}` is unavailable", id.name()))?;
    let statement = Statement::of(scenario, book, (id, outcome), ShowbackBy::Workload);
    let range = while_showing("simulating demand scenarios", |_| demand_range(scenario, book, (id, outcome)));
    let result = ResultView::new(scenario, book.version(), currency.clone(), &only, None);
    Ok(StatementView::new(result, statement, range))
}
