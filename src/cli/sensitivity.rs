//! `ecsplan sensitivity`.

use std::path::PathBuf;

use clap::Args;

use ecsplan::recommendation::sensitivity::sensitivities;
use ecsplan::report::{
    Language, SensitivityView, render_sensitivity_csv, render_sensitivity_json, render_sensitivity_markdown,
    render_sensitivity_table,
};

use super::answer::{Answer, Failure};
use super::breakeven_arguments::Step;
use super::compared::Compared;
use super::pictures::picture_file;
use super::progress::while_searching;
use super::question::{report, style};
use super::report_arguments::{Format, ReportArguments};

#[derive(Args, Debug)]
pub(super) struct SensitivityArguments {
    #[command(flatten)]
    report: ReportArguments,
    /// Length of the steps in which changes are simulated
    #[arg(long, value_enum, default_value_t = Step::Hour)]
    step: Step,
    /// Also draw a tornado chart, as SVG or PNG by the ending of the name
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    chart: Option<PathBuf>,
}

pub(super) fn sensitivity(arguments: &SensitivityArguments, language: Language) -> Result<Answer, Failure> {
    let compared = Compared::read(&arguments.report, arguments.step, false)?;
    let found = while_searching("moving every input", |patience| sensitivities(compared.ground(patience)));
    let result = compared.result();
    let view = SensitivityView::new(result, compared.scenario.step, found);
    let text = match arguments.report.format {
        Format::Table => render_sensitivity_table(&view, style(&arguments.report, language)),
        Format::Json => render_sensitivity_json(&view),
        Format::Csv => render_sensitivity_csv(&view),
        Format::Markdown => render_sensitivity_markdown(&view, language),
    };
    let answer = report(text, &compared.scenario.warnings, view.interrupted().as_ref(), &arguments.report);
    Ok(match &arguments.chart {
        Some(path) => answer.with_picture(path, &view.picture(), language),
        None => answer,
    })
}
