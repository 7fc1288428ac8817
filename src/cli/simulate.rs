//! `ecsplan simulate`.

use std::io::Write;

use ecsplan::comparison::{
    OptionId, Outcome, PricedOption, SpotRuns, WorkloadTimeline, compare_one, compare_within, sample_runs,
};
use ecsplan::input::nearest;
use ecsplan::pricing::PriceBook;
use ecsplan::recommendation::{FirstChoice, first_choice};
use ecsplan::report::{
    Language, RowLength, Style, TimelineView, Window, busiest_day, render_decisions, render_load_duration_png,
    render_load_duration_svg, render_timeline_png, render_timeline_svg, render_timeline_table, sample_sentence,
    write_timeline_csv, write_timeline_json,
};
use ecsplan::scenario::{Scenario, SimulationStep};

use super::Exit;
use super::answer::{Answer, Failure};
use super::output::{self, Stream, Writing};
use super::progress::while_showing;
use super::question::{scenario_and_book, work_ahead};
use super::simulate_arguments::{Resolution, SimulateArguments, TimelineFormat};

const DAY_SECONDS: i64 = 86_400;

pub(super) fn simulate(arguments: &SimulateArguments, language: Language) -> Result<Answer, Failure> {
    refuse_what_nobody_could_read(arguments)?;
    let (scenario, book) =
        scenario_and_book(&arguments.scenario, arguments.prices.as_deref(), arguments.strict_prices)?;
    refuse_unknown(arguments, &scenario)?;
    let (option, remark) = chosen(arguments, &scenario, &book);
    let outcome = match option.outcome {
        Ok(outcome) => outcome,
        Err(unavailable) => {
            let what = if remark.is_some() { String::new() } else { format!("`{}` ", option.id.name()) };
            let refusal = format!("error: option {what}is unavailable: {}", unavailable.reason);
            return Ok(Answer::text(String::new()).remark(&refusal).exit(Exit::No));
        }
    };
    let (outcome, sample) = sampled(arguments, &scenario, (option.id, outcome))?;
    let shown = Shown { sample, ..Shown::of(arguments, scenario, (option.id, outcome))? };
    let remarks: Vec<String> = remark.into_iter().chain(shown.remarks(arguments)).collect();
    let answer = shown.answer(arguments, language);
    Ok(remarks.iter().fold(answer, |answer, remark| answer.remark(remark)))
}

/// A picture on a terminal, and decisions amid figures or pixels.
fn refuse_what_nobody_could_read(arguments: &SimulateArguments) -> Result<(), Failure> {
    let is_picture = arguments.format.is_picture();
    let reason = if is_picture && arguments.out.is_none() && output::is_terminal() {
        "a picture needs a file (`--out FILE`) or a pipe"
    } else if arguments.load_duration && !is_picture {
        "`--load-duration` draws a picture: it needs `--format svg` or `png`"
    } else if arguments.explain && is_picture && arguments.out.is_none() {
        "`--explain` with a picture needs `--out FILE` for the picture"
    } else if arguments.explain && arguments.format == TimelineFormat::Csv {
        "`--explain` prints text, not CSV; `--format json` has the decisions beside the rows"
    } else if arguments.explain && arguments.format == TimelineFormat::Json {
        "`--format json` has the decisions already: leave `--explain` out"
    } else if arguments.explain && arguments.seed.is_some() && !is_picture {
        "`--explain` prints decisions, and scaling does not react to sampled interruptions: leave `--seed` out"
    } else if arguments.runs > 1 && !arguments.format.has_summary() {
        "`--runs` prints a summary: it needs `--format table` or `json`"
    } else {
        return Ok(());
    };
    Err(Failure::Other(reason.to_owned()))
}

fn refuse_unknown(arguments: &SimulateArguments, scenario: &Scenario) -> Result<(), Failure> {
    if arguments.option == Some(OptionId::Current) && scenario.current.is_none() {
        return Err(Failure::Other("the option `current` needs a `[current]` table in the scenario".to_owned()));
    }
    let services = scenario.services.iter().map(|service| service.name.as_str());
    let names: Vec<&str> = services.chain(scenario.jobs.iter().map(|job| job.name.as_str())).collect();
    match &arguments.service {
        Some(name) if !names.contains(&name.as_str()) => {
            let meant = nearest(name, names.iter().copied());
            let hint = meant.map_or_else(|| format!("there are {}", names.join(", ")), |it| format!("is it `{it}`?"));
            Err(Failure::Other(format!("the scenario has no service or job `{name}`; {hint}")))
        }
        _ => Ok(()),
    }
}

/// The option asked for, or the recommended one; a remark when nothing can be recommended.
fn chosen(arguments: &SimulateArguments, scenario: &Scenario, book: &PriceBook) -> (PricedOption, Option<String>) {
    if let Some(id) = arguments.option {
        return (while_showing("simulating", |_| compare_one(scenario, book, id)), None);
    }
    let comparison = while_showing(&work_ahead(scenario), |patience| compare_within(scenario, book, patience));
    let (id, remark) = match first_choice(scenario, &comparison) {
        FirstChoice::Recommended(id) => (id, None),
        FirstChoice::BestEffort(id) => {
            (id, Some(format!("note: no option can be recommended; {} serves most and is shown", id.name())))
        }
        FirstChoice::Nothing => (comparison.options[0].id, None),
    };
    // Once more by itself: a comparison does not note why counts changed.
    (while_showing("simulating", |_| compare_one(scenario, book, id)), remark)
}

/// The option with sampled interruptions, where a seed asks for them.
fn sampled(
    arguments: &SimulateArguments,
    scenario: &Scenario,
    (id, mut outcome): (OptionId, Outcome),
) -> Result<(Outcome, Option<SpotRuns>), Failure> {
    let Some(seed) = arguments.seed else { return Ok((outcome, None)) };
    if scenario.step == SimulationStep::Hour {
        let reason = "`--seed` needs `horizon.step = \"1m\"`: an interruption is over within an hour";
        return Err(Failure::Other(reason.to_owned()));
    }
    let runs = while_showing("sampling", |_| sample_runs(scenario, &outcome, seed, arguments.runs));
    let Some(mut sample) = runs else {
        let name = id.name();
        let hint = "`--option` chooses one that has, such as `fargate-spot` or `ec2-spot`";
        return Err(Failure::Other(format!(
            "`--seed` samples Spot interruptions, and the option `{name}` has no Spot capacity; {hint}"
        )));
    };
    outcome.timeline = std::mem::take(&mut sample.first.timeline);
    Ok((outcome, Some(sample)))
}

/// Everything that is written, owned, so that it can be written later.
struct Shown {
    scenario: Scenario,
    id: OptionId,
    outcome: Outcome,
    /// The interruptions that the outcome's timeline suffers.
    sample: Option<SpotRuns>,
    /// The workload asked for by name.
    only: Option<String>,
    /// The workload that a picture shows.
    focus: String,
    window: Window,
    rows: RowLength,
    /// Whether the picture is the load-duration curve.
    load_duration: bool,
}

impl Shown {
    fn of(
        arguments: &SimulateArguments,
        scenario: Scenario,
        (id, outcome): (OptionId, Outcome),
    ) -> Result<Self, Failure> {
        let workloads = &outcome.timeline.workloads;
        let is_asked_for = |workload: &&WorkloadTimeline| arguments.service.as_deref() == Some(workload.name());
        let focus = workloads.iter().find(is_asked_for).or_else(|| first_with_traffic(workloads));
        let whole = Window::whole(&scenario.horizon);
        let busiest = focus.map_or(whole, |workload| busiest_day(workload, &scenario.horizon));
        let window = asked_for(arguments, whole, busiest)?;
        let rows = match arguments.resolution {
            Resolution::Minute => RowLength::Minute,
            Resolution::Hour => RowLength::Hour,
        };
        let load_duration = arguments.load_duration;
        if load_duration && focus.is_none_or(|workload| !has_traffic(&workload)) {
            let reason = "`--load-duration` draws demand, and what is shown has none: `--service NAME` chooses another";
            return Err(Failure::Other(reason.to_owned()));
        }
        let (only, focus) = (arguments.service.clone(), focus.map_or("", WorkloadTimeline::name).to_owned());
        Ok(Self { scenario, id, outcome, sample: None, only, focus, window, rows, load_duration })
    }

    fn view(&self) -> TimelineView<'_> {
        let only = self.only.as_deref();
        let view = TimelineView::new(&self.scenario, (self.id, &self.outcome), only, self.window, self.rows);
        match &self.sample {
            Some(sample) => view.with_sample(sample),
            None => view,
        }
    }

    /// The service in focus, in rows of an hour.
    fn by_the_hour(&self) -> TimelineView<'_> {
        let mut view = self.view().only(&self.focus);
        view.rows = RowLength::Hour;
        view
    }

    fn remarks(&self, arguments: &SimulateArguments) -> Vec<String> {
        let mut remarks = Vec::new();
        let is_chosen = arguments.from.is_some() || arguments.to.is_some();
        if !is_chosen && !has_whole_horizon(arguments) {
            let day = self.window.words();
            remarks.push(format!("note: shown is the busiest day, {day}; `--from` and `--to` choose another window"));
        }
        let others = self.outcome.timeline.workloads.len().saturating_sub(1);
        if arguments.format.is_picture() && self.only.is_none() && others > 0 {
            remarks.push(format!("note: the picture shows `{}`; `--service NAME` chooses another", self.focus));
        }
        if let Some(sample) = self.sample.as_ref().filter(|_| !arguments.format.has_summary()) {
            remarks.push(format!("note: {}", sample_sentence(sample)));
        }
        remarks
    }

    fn answer(self, arguments: &SimulateArguments, language: Language) -> Answer {
        let (format, explain, out) = (arguments.format, arguments.explain, arguments.out.clone());
        let colour = out.is_none() && output::has_colour(Stream::Standard);
        let style = Style { colour, language, ..Style::default() };
        match out {
            Some(path) if explain && format.is_picture() => {
                let style = Style { colour: output::has_colour(Stream::Standard), ..style };
                let decisions = render_decisions(&self.view().only(&self.focus), style);
                Answer::text(decisions).with_file(path, self.writing(format, language))
            }
            out if explain => Answer::text(render_decisions(&self.view(), style)).into_file(out),
            out if format == TimelineFormat::Table => {
                Answer::text(render_timeline_table(&self.view(), style)).into_file(out)
            }
            out => Answer::written(self.writing(format, language)).into_file(out),
        }
    }

    /// Figures and pictures, written when their place is ready.
    fn writing(self, format: TimelineFormat, language: Language) -> Writing {
        Box::new(move |out: &mut dyn Write| {
            let view = self.view();
            match format {
                TimelineFormat::Csv => write_timeline_csv(&view, out),
                TimelineFormat::Json => write_timeline_json(&view, out),
                TimelineFormat::Svg if self.load_duration => {
                    let svg = render_load_duration_svg(&self.by_the_hour()).unwrap_or_default();
                    out.write_all(language.picture(&svg).as_bytes())
                }
                TimelineFormat::Png if self.load_duration => {
                    out.write_all(&render_load_duration_png(&self.by_the_hour(), language).unwrap_or_default())
                }
                TimelineFormat::Svg => {
                    let svg = render_timeline_svg(&view.only(&self.focus));
                    out.write_all(language.picture(&svg).as_bytes())
                }
                TimelineFormat::Png => out.write_all(&render_timeline_png(&view.only(&self.focus), language)),
                TimelineFormat::Table => out.write_all(render_timeline_table(&view, Style::default()).as_bytes()),
            }
        })
    }
}

/// The first workload with demand, else the first of all.
fn first_with_traffic(workloads: &[WorkloadTimeline]) -> Option<&WorkloadTimeline> {
    workloads.iter().find(has_traffic).or_else(|| workloads.first())
}

fn has_traffic(workload: &&WorkloadTimeline) -> bool {
    matches!(workload, WorkloadTimeline::Service(service) if service.unit.is_some())
}

fn has_whole_horizon(arguments: &SimulateArguments) -> bool {
    matches!(arguments.format, TimelineFormat::Csv | TimelineFormat::Json) || arguments.load_duration
}

/// The window asked for, inside the horizon.
fn asked_for(arguments: &SimulateArguments, whole: Window, busiest: Window) -> Result<Window, Failure> {
    let window = match (arguments.from, arguments.to) {
        (None, None) => return Ok(if has_whole_horizon(arguments) { whole } else { busiest }),
        (Some(from), Some(to)) => Window { from, to },
        (Some(from), None) if has_whole_horizon(arguments) => Window { from, to: whole.to },
        (None, Some(to)) if has_whole_horizon(arguments) => Window { from: whole.from, to },
        (Some(from), None) => Window { from, to: from.saturating_add(DAY_SECONDS) },
        (None, Some(to)) => Window { from: to.saturating_sub(DAY_SECONDS), to },
    };
    if window.seconds() <= 0 {
        return Err(Failure::Other(format!("the window {} is empty", window.words())));
    }
    let outside = || format!("the window {} is outside the horizon, {}", window.words(), whole.words());
    window.within(whole).ok_or_else(|| Failure::Other(outside()))
}
