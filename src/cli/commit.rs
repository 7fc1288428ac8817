//! `ecsplan commit`.

use std::path::Path;

use ecsplan::commitment::{CommitQuestion, CoverableUsage, Limits, Purchase, propose};
use ecsplan::input::load_hourly_usage;
use ecsplan::report::{
    CommitContext, CommitmentProposalView, Style, render_commitment_csv, render_commitment_json,
    render_commitment_markdown, render_commitment_png, render_commitment_svg, render_commitment_table,
    render_curve_csv,
};

use super::answer::{Answer, Failure};
use super::commit_arguments::{CommitArguments, CommitFormat};
use super::given_commitments::given;
use super::output::{self, Stream, Writing, while_showing};

pub(super) fn commit(arguments: &CommitArguments) -> Result<Answer, Failure> {
    match (&arguments.scenario, &arguments.usage, &arguments.rates) {
        (None, Some(usage), Some(rates)) => of_usage(arguments, usage, rates),
        (scenario, ..) => of_scenario(scenario.as_deref()),
    }
}

/// What to commit to for a scenario.
fn of_scenario(_: Option<&Path>) -> Result<Answer, Failure> {
    let reason = "`ecsplan commit` does not read scenarios yet: give `--usage` and `--rates`; `ecsplan recommend` has \
                  the Compute Savings Plans of a scenario";
    Err(Failure::Other(reason.to_owned()))
}

/// What to commit to for hourly usage of the user's own.
fn of_usage(arguments: &CommitArguments, usage: &Path, rates: &Path) -> Result<Answer, Failure> {
    let read = load_hourly_usage(usage, rates, arguments.missing_hours.into())?;
    let usage = CoverableUsage::from(&read);
    let wants_curve = arguments.curve || arguments.chart.is_some();
    let question = CommitQuestion {
        usage: &usage,
        given: None,
        max_term: arguments.max_term,
        payments: &arguments.payments,
        limits: Limits {
            max_upfront: arguments.max_upfront,
            min_utilisation: arguments.min_utilisation,
            cost_of_capital: arguments.cost_of_capital,
        },
        curves: wants_curve,
    };
    let is_given = !arguments.commitments.is_empty();
    let purchases: Vec<Purchase> = given(&arguments.commitments, &question)?;
    let question = CommitQuestion { given: is_given.then_some(&purchases), ..question };
    let proposal = while_showing("choosing commitments", || propose(&question));
    let context = CommitContext {
        usage: &usage,
        first_hour: read.first_hour,
        given: is_given,
        curve: wants_curve,
        warnings: &read.warnings,
    };
    Ok(rendered(arguments, &CommitmentProposalView::new(&context, &proposal)))
}

/// The proposal in the format asked for.
fn rendered(arguments: &CommitArguments, view: &CommitmentProposalView) -> Answer {
    let colour = arguments.out.is_none() && output::has_colour(Stream::Standard);
    let style = Style { colour, quiet: arguments.quiet, ..Style::default() };
    let text = match arguments.format {
        CommitFormat::Table => render_commitment_table(view, style),
        CommitFormat::Json => render_commitment_json(view),
        CommitFormat::Csv if arguments.curve => render_curve_csv(view),
        CommitFormat::Csv => render_commitment_csv(view),
        CommitFormat::Markdown => render_commitment_markdown(view, style),
    };
    let mut answer = Answer::text(text).into_file(arguments.out.clone());
    if let Some(path) = &arguments.chart {
        answer = answer.with_file(path.clone(), drawn(path, view));
    }
    // CSV has no room for warnings, and nobody looks into a file at once.
    let unseen = arguments.format == CommitFormat::Csv || arguments.out.is_some();
    if !unseen || arguments.quiet {
        return answer;
    }
    view.warnings.iter().fold(answer, |answer, warning| answer.remark(&format!("warning: {warning}")))
}

fn drawn(path: &Path, view: &CommitmentProposalView) -> Writing {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
        return output::text(render_commitment_svg(view));
    }
    let picture = render_commitment_png(view);
    Box::new(move |out| out.write_all(&picture))
}
