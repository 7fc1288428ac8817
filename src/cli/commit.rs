//! `ecsplan commit`.

use std::path::Path;

use ecsplan::commitment::outlook::LadderStep;
use ecsplan::commitment::{CommitQuestion, CoverableUsage, CurveMark, Limits, Purchase, propose};
use ecsplan::comparison::OptionId;
use ecsplan::input::load_hourly_usage;
use ecsplan::money::Percent;
use ecsplan::patience::Patience;
use ecsplan::pricing::PriceBook;
use ecsplan::recommendation::{AdviceError, AdviceRequest, CommitmentAdvice, GivenPurchases, advise};
use ecsplan::report::{
    CommitContext, CommitmentProposalView, InterruptedView, Language, ScenarioUsageView, Style, outlook_of,
    render_commitment_csv, render_commitment_json, render_commitment_markdown, render_commitment_png,
    render_commitment_svg, render_commitment_table, render_curve_csv,
};
use ecsplan::scenario::Scenario;

use super::Exit;
use super::answer::{Answer, Failure};
use super::commit_arguments::{CommitArguments, CommitFormat};
use super::given_commitments::given;
use super::output::{self, Stream};
use super::progress::while_searching;
use super::question::{scenario_and_book, work_ahead};

pub(super) fn commit(arguments: &CommitArguments, language: Language) -> Result<Answer, Failure> {
    match (&arguments.scenario, &arguments.usage, &arguments.rates) {
        (None, Some(usage), Some(rates)) => of_usage(arguments, (usage, rates), language),
        (Some(scenario), ..) => of_scenario(arguments, scenario, language),
        _ => Err(Failure::Other("give a scenario, or `--usage` together with `--rates`".to_owned())),
    }
}

/// What to commit to for a scenario.
fn of_scenario(arguments: &CommitArguments, path: &Path, language: Language) -> Result<Answer, Failure> {
    let (mut scenario, book) = scenario_and_book(path, arguments.prices.as_deref(), arguments.strict_prices)?;
    let policy = &mut scenario.commitments;
    policy.max_upfront = arguments.max_upfront.or(policy.max_upfront);
    policy.min_utilisation = arguments.min_utilisation.or(policy.min_utilisation);
    policy.cost_of_capital = arguments.cost_of_capital.unwrap_or(policy.cost_of_capital);
    let wants_curve = arguments.curve || arguments.chart.is_some();
    let given: &GivenPurchases<'_> = &|question| given(&arguments.commitments, question).map_err(|why| why.reason());
    let request = AdviceRequest {
        option: arguments.option.unwrap_or(OptionId::BestPortfolio),
        given: (!arguments.commitments.is_empty()).then_some(given),
        curves: wants_curve,
        ladder_step: arguments.ladder.into(),
        max_term: arguments.max_term,
        payments: &arguments.payments,
        patience: Patience::ENDLESS,
    };
    let advised = while_searching(&work_ahead(&scenario), |patience| {
        advise(&scenario, &book, &AdviceRequest { patience, ..request })
    });
    let advice = match advised {
        Ok(advice) => advice,
        Err(error @ (AdviceError::Unavailable { .. } | AdviceError::NothingToCover(_) | AdviceError::Moved { .. })) => {
            return Ok(Answer::text(String::new()).remark(&format!("error: {error}")).exit(Exit::No));
        }
        Err(error) => return Err(Failure::Other(error.to_string())),
    };
    Ok(rendered(arguments, &view_of(&scenario, &advice, wants_curve), language))
}

/// What to commit to for the usage of an option, with the curves, or why there is nothing, without a full stop.
pub(super) fn curves_of(
    scenario: &Scenario,
    book: &PriceBook,
    option: OptionId,
) -> Result<CommitmentProposalView, String> {
    let request = AdviceRequest {
        option,
        given: None,
        curves: true,
        ladder_step: LadderStep::Quarterly,
        max_term: None,
        payments: &[],
        patience: Patience::ENDLESS,
    };
    let advised = while_searching("choosing commitments", |patience| {
        advise(scenario, book, &AdviceRequest { patience, ..request })
    });
    advised.map(|advice| view_of(scenario, &advice, true)).map_err(|error| error.to_string())
}

fn view_of(scenario: &Scenario, advice: &CommitmentAdvice, wants_curve: bool) -> CommitmentProposalView {
    let usage =
        ScenarioUsageView { name: scenario.name.clone(), region: scenario.region.clone(), option: advice.option };
    let outlook = outlook_of(advice, &scenario.horizon);
    let mut warnings = scenario.warnings.clone();
    warnings.extend((!advice.meets_objective).then(|| {
        let option = advice.option.name();
        format!("`{option}` misses an objective of the scenario: commitments are for what it runs all the same")
    }));
    let context = CommitContext {
        usage: &advice.usage,
        first_hour: scenario.horizon.first_minute() / 60,
        given: advice.given,
        curve: wants_curve,
        warnings: &warnings,
        scenario: Some(&usage),
        held_ids: &advice.held_ids,
        outlook: Some(&outlook),
        not_looked_at: &advice.not_looked_at,
    };
    CommitmentProposalView::new(&context, &advice.proposal)
}

/// What to commit to for hourly usage of the user's own.
fn of_usage(
    arguments: &CommitArguments,
    (usage, rates): (&Path, &Path),
    language: Language,
) -> Result<Answer, Failure> {
    let read = load_hourly_usage(usage, rates, arguments.missing_hours.into())?;
    let usage = CoverableUsage::from(&read);
    let wants_curve = arguments.curve || arguments.chart.is_some();
    let question = CommitQuestion {
        usage: &usage,
        held: &[],
        given: None,
        given_mark: CurveMark::Given,
        terms: None,
        renew: true,
        max_term: arguments.max_term,
        payments: &arguments.payments,
        limits: Limits {
            max_upfront: arguments.max_upfront,
            min_utilisation: arguments.min_utilisation,
            cost_of_capital: arguments.cost_of_capital.unwrap_or(Percent::ZERO),
        },
        curves: wants_curve,
        patience: Patience::ENDLESS,
    };
    let is_given = !arguments.commitments.is_empty();
    let purchases: Vec<Purchase> = given(&arguments.commitments, &question)?;
    let question = CommitQuestion { given: is_given.then_some(&purchases), ..question };
    let proposal =
        while_searching("choosing commitments", |patience| propose(&CommitQuestion { patience, ..question.clone() }));
    let context = CommitContext {
        usage: &usage,
        first_hour: read.first_hour,
        given: is_given,
        curve: wants_curve,
        warnings: &read.warnings,
        scenario: None,
        held_ids: &[],
        outlook: None,
        not_looked_at: &[],
    };
    Ok(rendered(arguments, &CommitmentProposalView::new(&context, &proposal), language))
}

/// The proposal in the format asked for.
fn rendered(arguments: &CommitArguments, view: &CommitmentProposalView, language: Language) -> Answer {
    let colour = arguments.out.is_none() && output::has_colour(Stream::Standard);
    let style = Style { colour, quiet: arguments.quiet, language, ..Style::default() };
    let text = match arguments.format {
        CommitFormat::Table => render_commitment_table(view, style),
        CommitFormat::Json => render_commitment_json(view),
        CommitFormat::Csv if arguments.curve => render_curve_csv(view),
        CommitFormat::Csv => render_commitment_csv(view),
        CommitFormat::Markdown => render_commitment_markdown(view, style),
    };
    let mut answer = Answer::text(text).into_file(arguments.out.clone()).interrupted(view.interrupted.is_some());
    if let Some(path) = &arguments.chart {
        let (svg, png) = (|| render_commitment_svg(view), || render_commitment_png(view, language));
        answer = answer.with_drawing(path, svg, png, language);
    }
    // CSV has no room for warnings, and nobody looks into a file at once.
    let unseen = arguments.format == CommitFormat::Csv || arguments.out.is_some();
    if !unseen || arguments.quiet {
        return answer;
    }
    let interrupted = view.interrupted.as_ref().map(InterruptedView::sentence);
    let warnings = interrupted.iter().chain(&view.warnings);
    warnings.fold(answer, |answer, warning| answer.remark(&format!("warning: {warning}")))
}
