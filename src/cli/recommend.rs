//! `ecsplan recommend`.

use ecsplan::comparison::compare;
use ecsplan::recommendation::{Verdict, recommend as choose};
use ecsplan::report::{ResultView, Style};

use super::Exit;
use super::answer::{Answer, Failure};
use super::output::while_showing;
use super::question::{Question, rendered, style};
use super::report_arguments::RecommendArguments;

pub(super) fn recommend(arguments: &RecommendArguments) -> Result<Answer, Failure> {
    let question = Question::read(&arguments.report)?;
    let doing = question.work_ahead();
    let Question { scenario, book, currency } = question;
    let comparison = while_showing(&doing, || compare(&scenario, &book));
    let verdict = while_showing("looking for what would change the answer", || choose(&scenario, &book, &comparison));
    let result = ResultView::new(&scenario, book.version(), currency, &comparison, Some(&verdict));
    let style = Style { pareto: arguments.pareto, ..style(&arguments.report) };
    let answer = rendered(&result, style, &arguments.report);
    Ok(match verdict {
        Verdict::Recommended(_) => answer,
        Verdict::Infeasible { .. } => answer.exit(Exit::No),
    })
}
