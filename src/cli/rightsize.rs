//! `ecsplan rightsize`.

use clap::Args;

use ecsplan::recommendation::rightsizing::rightsize_within;
use ecsplan::report::{
    Language, ResultView, RightsizingView, render_rightsizing_csv, render_rightsizing_json,
    render_rightsizing_markdown, render_rightsizing_table,
};

use super::Exit;
use super::answer::{Answer, Failure};
use super::progress::while_searching;
use super::question::{Question, report, style};
use super::report_arguments::{Format, ReportArguments};

const MEASURED: &str = "\
The scenario says what CloudWatch measured of the service under `[service.measured]`: a CSV file with the columns \
timestamp, tasks, cpu_percent and memory_percent, or percentiles; and how it runs today under `[current]`. A start:

  name = \"orders\"
  region = \"ap-northeast-2\"

  [horizon]
  start = \"2026-03-01\"
  months = 1

  [[service]]
  name = \"orders\"
  architectures = [\"x86_64\", \"arm64\"]

  [service.measured]
  profile = \"usage.csv\"                 # timestamp,tasks,cpu_percent,memory_percent
  task = { vcpu = 2, memory_gb = 8 }

  [service.scaling]                     # or `tasks = 4` under [[service]]
  min_tasks = 2
  max_tasks = 10

  [[service.scaling.target_tracking]]
  metric = \"cpu\"
  target_percent = 40

  [current]
  launch_type = \"fargate\"

  [[current.service]]
  name = \"orders\"
  architecture = \"x86_64\"";

#[derive(Args, Debug)]
#[command(after_long_help = MEASURED)]
pub(super) struct RightsizeArguments {
    #[command(flatten)]
    report: ReportArguments,
    /// Which service, when several were measured
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
}

pub(super) fn rightsize(arguments: &RightsizeArguments, language: Language) -> Result<Answer, Failure> {
    let Question { scenario, book, currency } = Question::read(&arguments.report)?;
    let found = while_searching("trying every target, minimum and size", |patience| {
        rightsize_within(&scenario, &book, arguments.service.as_deref(), patience)
    });
    let found = found.map_err(|error| Failure::Other(error.to_string()))?;
    let is_recommended = found.recommended.is_some();
    let result = ResultView::new(&found.scenario, book.version(), currency, &found.comparison, None);
    let view = RightsizingView::new(result, found);
    let style = style(&arguments.report, language);
    let text = match arguments.report.format {
        Format::Table => render_rightsizing_table(&view, style),
        Format::Json => render_rightsizing_json(&view),
        Format::Csv => render_rightsizing_csv(&view),
        Format::Markdown => render_rightsizing_markdown(&view, style),
    };
    let interrupted = view.interrupted();
    let answer = report(text, view.warnings(), interrupted.as_ref(), &arguments.report);
    Ok(if is_recommended || interrupted.is_some() { answer } else { answer.exit(Exit::No) })
}
