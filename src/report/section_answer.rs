//! The recommendation in words: the answer in three lines, then why, and what would change it.

use super::currency::percent_text;
use super::grid::Align::{Left, Right};
use super::grouping::costs_by_kind;
use super::recommendation_view::{ChangeView, OptionReasonView};
use super::sections::Section;
use super::words;
use super::{
    AgainstCurrentView, CommitmentView, InfeasibleView, OptionFigures, RecommendationView, RecommendedView, ResultView,
    ScalingSettingView, ServiceView,
};
use super::{fixed_cluster_view, fixed_count_view};
use crate::money::Money;
use crate::recommendation::Sentence;

/// Options closer than this are told apart by what is assumed rather than by what they cost.
const CLOSE_PERCENT: i128 = 2;

/// The answer: cost, commitment and distance to the runner-up, then each service.
pub(super) fn answer(result: &ResultView, recommendation: &RecommendationView) -> Vec<String> {
    match recommendation {
        RecommendationView::Recommended(recommended) => recommended_lines(result, recommended),
        RecommendationView::Infeasible(infeasible) => infeasible_lines(result, infeasible),
    }
}

fn recommended_lines(result: &ResultView, recommended: &RecommendedView) -> Vec<String> {
    let Some(figures) = result.option(recommended.option).and_then(|option| option.figures.as_ref()) else {
        return Vec::new();
    };
    let (monthly, total) = (result.currency.write(figures.monthly_mean), result.currency.write(figures.total));
    let cost = format!("{monthly} per month, {total} over {}", words::horizon(result));
    let mut lines = vec![format!("{}: run it on {}: {cost}.", result.scenario.name, recommended.option.name())];
    lines.push(format!("{} {}", commitment_sentence(figures), runner_up_sentence(result, recommended, figures)));
    lines.extend(figures.services.iter().map(|service| service_sentence(service, figures)));
    lines
}

fn commitment_sentence(figures: &OptionFigures) -> String {
    let chosen: Vec<String> =
        figures.commitments.iter().filter(|line| line.chosen && !line.held).map(commitment).collect();
    if chosen.is_empty() { "No commitment.".to_owned() } else { format!("Commit {}.", chosen.join(" and ")) }
}

fn commitment(line: &CommitmentView) -> String {
    let years = line.term_years.years();
    let years = words::counted(usize::from(years), "year");
    let payment = line.payment_option.name().replace('_', " ");
    let plan = line.covers.as_ref();
    let plan = plan.map_or_else(|| "a Compute plan".to_owned(), |family| format!("an EC2 Instance plan for {family}"));
    format!("${} per hour to {plan} ({years}, {payment})", line.hourly_commitment.to_decimal())
}

fn runner_up_sentence(result: &ResultView, recommended: &RecommendedView, figures: &OptionFigures) -> String {
    let runner_up = recommended.runner_up.and_then(|id| result.option(id));
    let Some((option, other)) = runner_up.and_then(|option| Some((option, option.figures.as_ref()?))) else {
        let same =
            result.options.iter().find(|option| option.why_not.as_ref().is_some_and(|why| why.same_as.is_some()));
        return same.map_or_else(
            || "No other option could be recommended.".to_owned(),
            |same| format!("As much as {}.", same.id.name()),
        );
    };
    // The difference of what is shown, so that a reader who subtracts finds it.
    let saved = result.currency.shown(other.total) - result.currency.shown(figures.total);
    if saved == 0 {
        return format!("As much as {}.", option.id.name());
    }
    let percent = percent_text(other.total - figures.total, other.total).unwrap_or_else(|| "0.0%".to_owned());
    let (direction, amount) = if saved < 0 { ("more", -saved) } else { ("less", saved) };
    let amount = result.currency.amount(amount);
    let close = if is_close(figures.total, other.total) { " That is too close to call by cost alone." } else { "" };
    format!("{amount} ({}) {direction} than {}.{close}", percent.trim_start_matches('-'), option.id.name())
}

/// Whether totals are so near to each other that what is assumed outweighs the difference.
fn is_close(total: Money, other: Money) -> bool {
    let difference = (other - total).picodollars().abs();
    difference * 100 < CLOSE_PERCENT * other.picodollars().abs()
}

fn service_sentence(service: &ServiceView, figures: &OptionFigures) -> String {
    let tasks = &service.tasks;
    let counts = if tasks.min == tasks.max {
        words::counted(tasks.max as usize, "task")
    } else {
        format!("{} to {} tasks (mean {})", tasks.min, tasks.max, words::mean(tasks.mean))
    };
    let place = format!("{} {}", words::launch_type(service.launch_type), service.architecture.name());
    let scaling = service.scaling.map_or_else(String::new, |setting| scaling_words(&setting));
    let instances = instances_words(service, figures);
    format!("{}: {place}, {}, {counts}{instances}{scaling}", service.name, service.task_size.label)
}

/// The keys of a scaling that was chosen, as a scenario has them.
fn scaling_words(setting: &ScalingSettingView) -> String {
    let ScalingSettingView { target_percent, min_tasks, max_tasks } = setting;
    let target = target_percent.map(words::hundredths);
    let target = target.map_or_else(String::new, |target| format!("target_percent = {target}, "));
    format!("; scaling: {target}min_tasks = {min_tasks}, max_tasks = {max_tasks}")
}

/// The instances that hold a service's tasks, and with whom it shares them where others run elsewhere.
fn instances_words(service: &ServiceView, figures: &OptionFigures) -> String {
    let holds_it = |group: &&super::InstanceGroupView| group.workloads.contains(&service.name);
    let group = |group: &super::InstanceGroupView| {
        let counts = &group.instances;
        let range =
            if counts.min == counts.max { counts.max.to_string() } else { format!("{} to {}", counts.min, counts.max) };
        format!(", on {range} × {}", group.instance_type)
    };
    let instances: String = figures.instance_groups.iter().filter(holds_it).map(group).collect();
    let held = figures.instance_groups.iter().find(holds_it).map_or(&[][..], |group| &group.workloads);
    let others: Vec<&str> = held.iter().filter(|name| **name != service.name).map(String::as_str).collect();
    if others.is_empty() || held.len() == figures.services.len() {
        return instances;
    }
    format!("{instances} with {}", words::and(&others))
}

fn infeasible_lines(result: &ResultView, infeasible: &InfeasibleView) -> Vec<String> {
    let mut lines = vec![format!("{}: no option meets the objective and the constraints.", result.scenario.name)];
    lines.push(match &infeasible.relaxation {
        Some(way) => {
            let total = result.currency.write(way.total);
            let (service, change, option) = (&way.service, &way.change, way.option.name());
            format!(
                "Cheapest way out: `{change}` for {service}; then {option} at {total} over {}.",
                words::horizon(result)
            )
        }
        None => "No small change of the scenario was found that would help.".to_owned(),
    });
    lines.extend(infeasible.best_effort.map(|id| format!("{} serves most and is shown below.", id.name())));
    lines
}

/// Why this option, against which others, and what would change it.
pub(super) fn explanation(result: &ResultView, recommendation: &RecommendationView, verbose: bool) -> Vec<Section> {
    match recommendation {
        RecommendationView::Recommended(recommended) => vec![
            Section::sentences("Why", recommended.reasons.iter().map(|it| written(result, it)).collect()),
            differences(result, recommended),
            fixed_count_view::section(result, &recommended.fixed_counts),
            fixed_cluster_view::section(result, recommended.fixed_cluster.as_ref(), verbose),
            Section::sentences("Cheaper, but passed over", recommended.passed_over.iter().map(passed_over).collect()),
            Section::sentences(
                "What would change it",
                recommended.changes.iter().map(|it| change(result, it)).collect(),
            ),
            recommended.against_current.map(|it| against_current(result, &it)).unwrap_or_default(),
        ],
        RecommendationView::Infeasible(infeasible) => {
            let reasons = infeasible.reasons.iter().map(passed_over).collect();
            let fixed = fixed_count_view::section(result, &infeasible.fixed_counts);
            vec![Section::sentences("Why none", reasons), fixed]
        }
    }
}

/// A sentence with its amounts in the report's currency.
fn written(result: &ResultView, sentence: &Sentence) -> String {
    sentence.written(|amount| result.currency.write(amount))
}

fn passed_over(option: &OptionReasonView) -> String {
    format!("{}: {}", option.option.name(), option.reason)
}

fn change(result: &ResultView, change: &ChangeView) -> String {
    let total = change.total.map(|total| format!("{} over the horizon", result.currency.write(total)));
    let what = written(result, &change.what);
    total.map_or_else(|| what.clone(), |total| format!("{what} ({total})"))
}

/// By kind of charge against the runner-up, down to the totals of both; every column and every row adds up.
fn differences(result: &ResultView, recommended: &RecommendedView) -> Section {
    let figures_of = |id| result.option(id).and_then(|option| option.figures.as_ref());
    let Some(runner_up) = recommended.runner_up else { return Section::default() };
    let (Some(ours), Some(theirs)) = (figures_of(recommended.option), figures_of(runner_up)) else {
        return Section::default();
    };
    let mut section = Section::headed(format!("Against {} ({})", runner_up.name(), result.currency.code()));
    section.columns =
        vec![("charge", Left), (recommended.option.name(), Right), (runner_up.name(), Right), ("difference", Right)];
    let columns = shown_by_kind(result, ours).into_iter().zip(shown_by_kind(result, theirs));
    let labels = words::KINDS.into_iter().map(words::kind).chain(["total"]);
    let number = |amount| result.currency.number(amount);
    let row = |(label, (ours, theirs)): (&str, (i128, i128))| {
        vec![label.to_owned(), number(ours), number(theirs), number(ours - theirs)]
    };
    let is_paid = |(_, (ours, theirs)): &(&str, (i128, i128))| *ours != 0 || *theirs != 0;
    section.rows = labels.zip(columns).filter(is_paid).map(row).collect();
    section
}

/// The cost of every kind as shown, then the total as shown.
fn shown_by_kind(result: &ResultView, figures: &OptionFigures) -> Vec<i128> {
    let costs: Vec<Money> = costs_by_kind(figures).into_iter().map(|(_, cost)| cost).collect();
    let (shown, total) = result.currency.shared(&costs);
    shown.into_iter().chain([total]).collect()
}

fn against_current(result: &ResultView, against: &AgainstCurrentView) -> Section {
    let shown = |amount| result.currency.write(amount);
    let mut lines = vec![
        format!("today's set-up costs {} over the horizon", shown(against.current_total)),
        format!(
            "moving saves {} over the horizon, {} per month",
            shown(against.saving_total),
            shown(against.saving_per_month)
        ),
    ];
    if !against.stranded_commitment.is_zero() {
        lines.push(format!("it would leave {} of the commitment in place unused", shown(against.stranded_commitment)));
    }
    if !against.migration_cost.is_zero() {
        let cost = shown(against.migration_cost);
        lines.push(match against.break_even_month {
            Some(month) => format!("the move costs {cost} and has paid for itself by the end of month {month}"),
            None => format!("the move costs {cost} and does not pay for itself inside the horizon"),
        });
    }
    lines.extend(against.model_error_percent.map(|error| format!("on today's bill the model is off by {error:+.1}%")));
    Section::sentences("Against today", lines)
}
