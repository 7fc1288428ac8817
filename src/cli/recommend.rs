//! `ecsplan recommend`.

use ecsplan::comparison::compare;
use ecsplan::recommendation::{Verdict, recommend as choose};
use ecsplan::report::ResultView;

use super::Exit;
use super::answer::{Answer, Failure};
use super::estimate::{Estimate, rendered};
use super::report_arguments::RecommendArguments;

pub(super) fn recommend(arguments: &RecommendArguments) -> Result<Answer, Failure> {
    let Estimate { scenario, book, currency } = Estimate::read(&arguments.report)?;
    let comparison = compare(&scenario, &book);
    let verdict = choose(&scenario, &book, &comparison);
    let result = ResultView::new(&scenario, book.version(), currency, &comparison, Some(&verdict));
    let answer = rendered(&result, &arguments.report);
    Ok(match verdict {
        Verdict::Recommended(_) => answer,
        Verdict::Infeasible { .. } => answer.exit(Exit::No),
    })
}
