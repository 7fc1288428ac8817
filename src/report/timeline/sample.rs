//! Sampled Spot interruptions of an option beside what is expected: a table, a sentence, and JSON.

use serde::Serialize;

use crate::comparison::{SpotFigures, SpotRuns, SpotStatistic};
use crate::money::Money;
use crate::report::grid::{Align, aligned};
use crate::report::service_view::rounded;
use crate::report::{DisplayCurrency, Language, words};

/// The percentiles that stand beside the mean.
const PERCENTILES: [usize; 2] = [50, 95];

/// A table of what the runs came to over the horizon.
#[must_use]
pub fn render_sample(sample: &SpotRuns, language: Language) -> String {
    let seed = sample.first.seed;
    let headings = headings(sample);
    let mut columns = vec![("", Align::Left)];
    columns.extend(headings.iter().map(|heading| (heading.as_str(), Align::Right)));
    let runs = match sample.figures.len() {
        1 => format!("seed {seed}"),
        runs => format!("{runs} runs from seed {seed} on"),
    };
    let title = format!("Spot interruptions over the horizon, {runs}");
    format!("{}\n{}", language.said(&title), aligned(&columns, &lines(sample), language))
}

fn headings(sample: &SpotRuns) -> Vec<String> {
    let mut headings = vec!["without".to_owned(), "expected".to_owned(), format!("seed {}", sample.first.seed)];
    if sample.figures.len() > 1 {
        headings.push("mean".to_owned());
        headings.extend(PERCENTILES.map(|percent| format!("P{percent}")));
    }
    headings
}

/// The figures from the third column on: of the first run, and of all where there are several.
fn statistics(sample: &SpotRuns) -> Vec<SpotStatistic> {
    let mut statistics = vec![SpotStatistic::from(&sample.first.figures)];
    if sample.figures.len() > 1 {
        statistics.push(sample.mean());
        statistics.extend(PERCENTILES.map(|percent| sample.percentile(percent)));
    }
    statistics
}

fn lines(sample: &SpotRuns) -> Vec<Vec<String>> {
    let (without, expected, statistics) = (&sample.without, &sample.expected, statistics(sample));
    let unknown = || "-".to_owned();
    let line = |name: &str, without: String, expected: String, of: &dyn Fn(&SpotStatistic) -> String| {
        let head = [name.to_owned(), without, expected];
        head.into_iter().chain(statistics.iter().map(of)).collect::<Vec<_>>()
    };
    let (mean, none) = (|value: f64| words::mean(value), || "0".to_owned());
    let percent = |value: f64| format!("{} %", words::percent(value));
    let mut lines = vec![
        line("interruptions", none(), mean(expected.interruptions), &|it| count(it.interruptions)),
        line("task restarts", none(), mean(expected.task_restarts), &|it| count(it.task_restarts)),
        line("missing task-minutes", none(), mean(expected.missing_task_minutes), &|it| mean(it.missing_task_minutes)),
        line("not served", percent(without.not_served_percent), unknown(), &|it| percent(it.not_served_percent)),
        line("short minutes", without.minutes_short.to_string(), unknown(), &|it| count(it.minutes_short)),
    ];
    if !sample.first.interrupted.is_empty() {
        let usd = |amount: Money| DisplayCurrency::usd().write(amount);
        lines.push(line("free first hours", none(), unknown(), &|it| count(it.free_first_hours)));
        lines.push(line("not charged", usd(Money::ZERO), usd(expected.not_charged), &|it| usd(it.not_charged)));
    }
    lines
}

/// A count, which a mean need not be.
fn count(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value}") } else { words::mean(value) }
}

/// What the first run came to, in a sentence without a full stop.
#[must_use]
pub fn sample_sentence(sample: &SpotRuns) -> String {
    let (figures, without, expected) = (&sample.first.figures, &sample.without, &sample.expected);
    let counted = |count: u64, noun: &str| words::counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
    let free = match figures.free_first_hours {
        0 => String::new(),
        some => {
            let amount = DisplayCurrency::usd().write(figures.not_charged);
            format!(", {} in the first hour and so not charged ({amount})", counted(some, "instance"))
        }
    };
    format!(
        "seed {}: {} over the horizon ({} expected){free}, {} ({} expected), {} % not served ({} % without), \
         {} ({} without)",
        sample.first.seed,
        counted(figures.interruptions, "interruption"),
        words::mean(expected.interruptions),
        counted(figures.task_restarts, "task restart"),
        words::mean(expected.task_restarts),
        words::percent(figures.not_served_percent),
        words::percent(without.not_served_percent),
        counted(figures.minutes_short, "short minute"),
        without.minutes_short,
    )
}

impl From<&SpotFigures> for SpotStatistic {
    fn from(figures: &SpotFigures) -> Self {
        Self {
            interruptions: figures.interruptions as f64,
            task_restarts: figures.task_restarts as f64,
            missing_task_minutes: figures.missing_task_minutes,
            not_served_percent: figures.not_served_percent,
            minutes_short: figures.minutes_short as f64,
            free_first_hours: figures.free_first_hours as f64,
            not_charged: figures.not_charged,
        }
    }
}

/// Sampled runs in JSON.
#[derive(Serialize)]
pub(super) struct SampleLine {
    seed: u64,
    runs: usize,
    without: FiguresLine,
    expected: FiguresLine,
    first: FiguresLine,
    mean: FiguresLine,
    p50: FiguresLine,
    p95: FiguresLine,
}

/// One column of the table; what is not known of it is null.
#[derive(Serialize)]
struct FiguresLine {
    interruptions: f64,
    task_restarts: f64,
    missing_task_minutes: f64,
    not_served_percent: Option<f64>,
    minutes_short: Option<f64>,
    free_first_hours: Option<f64>,
    not_charged: Money,
}

impl SampleLine {
    pub(super) fn of(sample: &SpotRuns) -> Self {
        let line = |statistic: SpotStatistic| FiguresLine::from(statistic);
        let expected = &sample.expected;
        Self {
            seed: sample.first.seed,
            runs: sample.figures.len(),
            without: line((&sample.without).into()),
            expected: FiguresLine {
                interruptions: rounded(expected.interruptions),
                task_restarts: rounded(expected.task_restarts),
                missing_task_minutes: rounded(expected.missing_task_minutes),
                not_served_percent: None,
                minutes_short: None,
                free_first_hours: None,
                not_charged: expected.not_charged,
            },
            first: line((&sample.first.figures).into()),
            mean: line(sample.mean()),
            p50: line(sample.percentile(50)),
            p95: line(sample.percentile(95)),
        }
    }
}

impl From<SpotStatistic> for FiguresLine {
    fn from(statistic: SpotStatistic) -> Self {
        Self {
            interruptions: rounded(statistic.interruptions),
            task_restarts: rounded(statistic.task_restarts),
            missing_task_minutes: rounded(statistic.missing_task_minutes),
            not_served_percent: Some(rounded(statistic.not_served_percent)),
            minutes_short: Some(rounded(statistic.minutes_short)),
            free_first_hours: Some(rounded(statistic.free_first_hours)),
            not_charged: statistic.not_charged,
        }
    }
}
