//! `ecsplan focus`.

use std::io::Write;

use ecsplan::report::{FocusView, write_focus_csv};

use super::answer::{Answer, Failure};
use super::chosen_option::{no, priced, with_one_option};
use super::focus_arguments::FocusArguments;
use super::question::scenario_and_book;

pub(super) fn focus(arguments: &FocusArguments) -> Result<Answer, Failure> {
    let (scenario, book) =
        scenario_and_book(&arguments.scenario, arguments.prices.as_deref(), arguments.strict_prices)?;
    let comparison = match with_one_option(&scenario, &book, arguments.option)? {
        Ok(comparison) => comparison,
        Err(refusal) => return Ok(no(&refusal)),
    };
    if let Err(refusal) = priced(&comparison) {
        return Ok(no(&refusal));
    }
    let warnings = if arguments.quiet { Vec::new() } else { scenario.warnings.clone() };
    let granularity = arguments.granularity.into();
    let content = Box::new(move |out: &mut dyn Write| match priced(&comparison) {
        Ok(option) => write_focus_csv(&FocusView::new(&scenario, &book, option, granularity), out),
        Err(refusal) => Err(std::io::Error::other(refusal)),
    });
    let answer = Answer::written(content).into_file(arguments.out.clone());
    Ok(warnings.iter().fold(answer, |answer, warning| answer.remark(&format!("warning: {warning}"))))
}
