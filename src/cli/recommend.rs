//! `ecsplan recommend`.

use ecsplan::comparison::{Comparison, compare_within};
use ecsplan::recommendation::{FirstChoice, Verdict, first_choice, recommend_within};
use ecsplan::report::{Language, ResultView, Style};
use ecsplan::scenario::Scenario;

use super::Exit;
use super::answer::{Answer, Failure};
use super::progress::while_searching;
use super::question::{Question, rendered, style};
use super::report_arguments::RecommendArguments;

pub(super) fn recommend(arguments: &RecommendArguments, language: Language) -> Result<Answer, Failure> {
    let question = Question::read(&arguments.report)?;
    let doing = question.work_ahead();
    let Question { scenario, book, currency } = question;
    let comparison = while_searching(&doing, |patience| compare_within(&scenario, &book, patience));
    let style = Style { pareto: arguments.pareto, ..style(&arguments.report, language) };
    if has_no_best_so_far(&scenario, &comparison) {
        let result = ResultView::new(&scenario, book.version(), currency, &comparison, None);
        let answer = rendered(&result, style, &arguments.report);
        return Ok(answer.remark("error: interrupted before any option was found that could be recommended"));
    }
    let (verdict, was_interrupted) = while_searching("looking for what would change the answer", |patience| {
        let verdict = recommend_within(&scenario, &book, &comparison, patience);
        (verdict, patience.is_over())
    });
    let mut result = ResultView::new(&scenario, book.version(), currency, &comparison, Some(&verdict));
    if was_interrupted {
        result = result.without("what would change the answer");
    }
    let answer = rendered(&result, style, &arguments.report);
    Ok(match verdict {
        Verdict::Infeasible { .. } if !was_interrupted => answer.exit(Exit::No),
        Verdict::Infeasible { .. } | Verdict::Recommended(_) => answer,
    })
}

/// Whether the comparison was interrupted before anything that could be recommended; what was not looked at may be, so
/// that the answer is not no.
pub(super) fn has_no_best_so_far(scenario: &Scenario, comparison: &Comparison) -> bool {
    comparison.interrupted.is_some() && !matches!(first_choice(scenario, comparison), FirstChoice::Recommended(_))
}
