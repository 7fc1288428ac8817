//! `ecsplan breakeven`.

use std::num::NonZeroUsize;
use std::path::Path;

use ecsplan::comparison::compare;
use ecsplan::recommendation::breakeven::{Axis, AxisSpan, Contenders, Ground, along, rules_of_thumb, span_of, surface};
use ecsplan::report::{
    BreakevenView, Found, Picture, ResultView, png_of, render_breakeven_csv, render_breakeven_json,
    render_breakeven_markdown, render_breakeven_table, svg_of,
};

use super::answer::{Answer, Failure};
use super::breakeven_arguments::{BreakevenArguments, POINTS, SURFACE_POINTS};
use super::output::{Writing, text, while_showing};
use super::question::{Question, report, style};
use super::report_arguments::Format;

pub(super) fn breakeven(arguments: &BreakevenArguments) -> Result<Answer, Failure> {
    if arguments.and == Some(arguments.over) {
        return Err(Failure::Other("`--over` and `--and` are the same axis: give two, or one of them".to_owned()));
    }
    let drawing = arguments.chart.as_deref().map(drawing_of).transpose()?;
    let mut question = Question::read(&arguments.report)?;
    question.scenario.step = arguments.step.into();
    let doing = question.work_ahead();
    let Question { scenario, book, currency } = question;
    let comparison = while_showing(&doing, || compare(&scenario, &book));
    let contenders = Contenders::of(&scenario, &book, &comparison, arguments.resize);
    let span = |axis: Axis| span_of(axis, &scenario, &contenders).map_err(|why| Failure::Other(why.to_string()));
    let spans = (span(arguments.over)?, arguments.and.map(span).transpose()?);
    let ground = Ground { scenario: &scenario, book: &book, contenders: &contenders, threads: threads() };
    let found = while_showing("looking for where the winner changes", || found(arguments, ground, spans));
    let rules = while_showing("looking for how full instances must be", || rules_of_thumb(ground));
    let result = ResultView::new(&scenario, book.version(), currency, &comparison, None);
    let view = BreakevenView::new(result, scenario.step, arguments.resize, found, rules);
    let answer = rendered(&view, &scenario.warnings, arguments);
    Ok(match (drawing, &arguments.chart) {
        (Some(drawing), Some(path)) => answer.with_file(path.clone(), drawing(view.picture())),
        _ => answer,
    })
}

fn found(arguments: &BreakevenArguments, ground: Ground<'_>, spans: (AxisSpan, Option<AxisSpan>)) -> Found {
    let points = |usual: usize| arguments.points.map_or(usual, usize::from);
    match spans {
        (over, None) => Found::Axis(Box::new(along(ground, over, points(POINTS)))),
        (over, Some(and)) => Found::Surface(Box::new(surface(ground, over, and, points(SURFACE_POINTS)))),
    }
}

/// As many threads as the machine runs at once.
pub(super) fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn rendered(view: &BreakevenView, warnings: &[String], arguments: &BreakevenArguments) -> Answer {
    let text = match arguments.report.format {
        Format::Table => render_breakeven_table(view, style(&arguments.report)),
        Format::Json => render_breakeven_json(view),
        Format::Csv => render_breakeven_csv(view),
        Format::Markdown => render_breakeven_markdown(view),
    };
    report(text, warnings, &arguments.report)
}

/// How a picture is written into a file of that name.
pub(super) fn drawing_of(path: &Path) -> Result<fn(Picture) -> Writing, Failure> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("svg") => Ok(|picture| text(svg_of(&picture))),
        Some("png") => Ok(|picture| Box::new(move |out| out.write_all(&png_of(&picture)))),
        _ => Err(Failure::Other(format!("`{}` should end in `.svg` or `.png`", path.display()))),
    }
}
