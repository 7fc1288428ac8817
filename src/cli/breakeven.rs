//! `ecsplan breakeven`.

use ecsplan::recommendation::breakeven::{Axis, AxisSpan, Ground, along, rules_of_thumb, span_of, surface};
use ecsplan::report::{
    BreakevenView, Found, Language, render_breakeven_csv, render_breakeven_json, render_breakeven_markdown,
    render_breakeven_table,
};

use super::answer::{Answer, Failure};
use super::breakeven_arguments::{BreakevenArguments, POINTS, SURFACE_POINTS, Step};
use super::compared::Compared;
use super::progress::while_searching;
use super::question::{Question, report, style};
use super::report_arguments::Format;

pub(super) fn breakeven(arguments: &BreakevenArguments, language: Language) -> Result<Answer, Failure> {
    if arguments.and == Some(arguments.over) {
        return Err(Failure::Other("`--over` and `--and` are the same axis: give two, or one of them".to_owned()));
    }
    let compared = Compared::read(&arguments.report, arguments.step, arguments.resize)?;
    let span = |axis: Axis| {
        span_of(axis, &compared.scenario, &compared.contenders).map_err(|why| Failure::Other(why.to_string()))
    };
    let spans = (span(arguments.over)?, arguments.and.map(span).transpose()?);
    let found = while_searching("looking for where the winner changes", |patience| {
        found(arguments, compared.ground(patience), spans)
    });
    let rules =
        while_searching("looking for how full instances must be", |patience| rules_of_thumb(compared.ground(patience)));
    let result = compared.result();
    let view = BreakevenView::new(result, compared.scenario.step, arguments.resize, found, rules);
    let answer = rendered(&view, &compared.scenario.warnings, arguments, language);
    Ok(match &arguments.chart {
        Some(path) => answer.with_picture(path, &view.picture(), language),
        None => answer,
    })
}

/// What the command without further arguments finds for what has been read, or why there is nothing, without a full stop.
pub(super) fn along_traffic(question: Question) -> Result<BreakevenView, String> {
    let (step, resize) = (Step::Hour.into(), false);
    let compared = Compared::of(question, step, resize);
    let span = span_of(Axis::Traffic, &compared.scenario, &compared.contenders).map_err(|why| why.to_string())?;
    let found = while_searching("looking for where the winner changes", |patience| {
        Found::Axis(Box::new(along(compared.ground(patience), span, POINTS)))
    });
    let rules =
        while_searching("looking for how full instances must be", |patience| rules_of_thumb(compared.ground(patience)));
    Ok(BreakevenView::new(compared.result(), step, resize, found, rules))
}

fn found(arguments: &BreakevenArguments, ground: Ground<'_>, spans: (AxisSpan, Option<AxisSpan>)) -> Found {
    let points = |usual: usize| arguments.points.map_or(usual, usize::from);
    match spans {
        (over, None) => Found::Axis(Box::new(along(ground, over, points(POINTS)))),
        (over, Some(and)) => Found::Surface(Box::new(surface(ground, over, and, points(SURFACE_POINTS)))),
    }
}

fn rendered(view: &BreakevenView, warnings: &[String], arguments: &BreakevenArguments, language: Language) -> Answer {
    let text = match arguments.report.format {
        Format::Table => render_breakeven_table(view, style(&arguments.report, language)),
        Format::Json => render_breakeven_json(view),
        Format::Csv => render_breakeven_csv(view),
        Format::Markdown => render_breakeven_markdown(view, language),
    };
    report(text, warnings, view.interrupted().as_ref(), &arguments.report)
}
