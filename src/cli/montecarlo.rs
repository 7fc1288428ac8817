//! `ecsplan montecarlo`.

use clap::Args;

use ecsplan::recommendation::monte_carlo::monte_carlo;
use ecsplan::report::{
    Language, MonteCarloView, render_monte_carlo_csv, render_monte_carlo_json, render_monte_carlo_markdown,
    render_monte_carlo_table,
};

use super::answer::{Answer, Failure};
use super::breakeven_arguments::Step;
use super::compared::Compared;
use super::progress::while_searching;
use super::question::{report, style};
use super::report_arguments::{Format, ReportArguments};

#[derive(Args, Debug)]
pub(super) struct MonteCarloArguments {
    #[command(flatten)]
    report: ReportArguments,
    /// How many runs
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    runs: u32,
    /// What the runs are drawn from; the same seed gives the same runs
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Length of the steps in which runs are simulated
    #[arg(long, value_enum, default_value_t = Step::Hour)]
    step: Step,
}

pub(super) fn montecarlo(arguments: &MonteCarloArguments, language: Language) -> Result<Answer, Failure> {
    let compared = Compared::read(&arguments.report, arguments.step, false)?;
    let doing = format!("evaluating {} runs", arguments.runs);
    let found = while_searching(&doing, |patience| {
        monte_carlo(compared.ground(patience), arguments.runs as usize, arguments.seed)
    });
    let result = compared.result();
    let view = MonteCarloView::new(result, compared.scenario.step, found);
    let text = match arguments.report.format {
        Format::Table => render_monte_carlo_table(&view, style(&arguments.report, language)),
        Format::Json => render_monte_carlo_json(&view),
        Format::Csv => render_monte_carlo_csv(&view),
        Format::Markdown => render_monte_carlo_markdown(&view, language),
    };
    Ok(report(text, &compared.scenario.warnings, view.interrupted().as_ref(), &arguments.report))
}
