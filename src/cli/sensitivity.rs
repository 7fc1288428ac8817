//! `ecsplan sensitivity`.

use std::path::PathBuf;

use clap::Args;

use ecsplan::comparison::compare;
use ecsplan::recommendation::breakeven::{Contenders, Ground};
use ecsplan::recommendation::sensitivity::sensitivities;
use ecsplan::report::{
    ResultView, SensitivityView, render_sensitivity_csv, render_sensitivity_json, render_sensitivity_markdown,
    render_sensitivity_table,
};

use super::answer::{Answer, Failure};
use super::breakeven::{drawing_of, threads};
use super::breakeven_arguments::Step;
use super::output::while_showing;
use super::question::{Question, report, style};
use super::report_arguments::{Format, ReportArguments};

#[derive(Args, Debug)]
pub(super) struct SensitivityArguments {
    #[command(flatten)]
    report: ReportArguments,
    /// Length of the steps in which changes are simulated
    #[arg(long, value_enum, default_value_t = Step::Hour)]
    step: Step,
    /// Also draw a tornado chart, as SVG or PNG by the ending of the name
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
}

pub(super) fn sensitivity(arguments: &SensitivityArguments) -> Result<Answer, Failure> {
    let drawing = arguments.chart.as_deref().map(drawing_of).transpose()?;
    let mut question = Question::read(&arguments.report)?;
    question.scenario.step = arguments.step.into();
    let doing = question.work_ahead();
    let Question { scenario, book, currency } = question;
    let comparison = while_showing(&doing, || compare(&scenario, &book));
    let contenders = Contenders::of(&scenario, &book, &comparison, false);
    let ground = Ground { scenario: &scenario, book: &book, contenders: &contenders, threads: threads() };
    let found = while_showing("moving every input", || sensitivities(ground));
    let result = ResultView::new(&scenario, book.version(), currency, &comparison, None);
    let view = SensitivityView::new(result, scenario.step, found);
    let text = match arguments.report.format {
        Format::Table => render_sensitivity_table(&view, style(&arguments.report)),
        Format::Json => render_sensitivity_json(&view),
        Format::Csv => render_sensitivity_csv(&view),
        Format::Markdown => render_sensitivity_markdown(&view),
    };
    let answer = report(text, &scenario.warnings, &arguments.report);
    Ok(match (drawing, &arguments.chart) {
        (Some(drawing), Some(path)) => answer.with_file(path.clone(), drawing(view.picture())),
        _ => answer,
    })
}
