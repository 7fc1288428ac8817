//! What many runs say, for a terminal and as Markdown.

use super::MonteCarloView;
use crate::money::Money;
use crate::recommendation::monte_carlo::OptionRisk;
use crate::report::breakeven::{Content, Page, Part, markdown, monthly, step_name, table};
use crate::report::grid::Align;
use crate::report::section_options::currency_words;
use crate::report::{InterruptedView, Language, Style, words};

/// The runs for a terminal: at most 100 columns.
#[must_use]
pub fn render_monte_carlo_table(view: &MonteCarloView, style: Style) -> String {
    table(&page(view), style)
}

/// The same as GitHub-flavoured Markdown.
#[must_use]
pub fn render_monte_carlo_markdown(view: &MonteCarloView, language: Language) -> String {
    markdown(&page(view), language)
}

fn page(view: &MonteCarloView) -> Page {
    let (result, found) = (&view.result, &view.found);
    let scenario = &result.scenario;
    let title = format!(
        "{}: {} runs from seed {}, {}, {}, {}",
        scenario.name,
        found.runs,
        found.seed,
        scenario.region,
        words::horizon(result),
        currency_words(result)
    );
    let mut opening = vec![title];
    opening.extend(view.interrupted().as_ref().map(InterruptedView::sentence));
    opening.extend([answer(view), format!("Prices: {}.", words::tables_version(result))]);
    let sentence = |it: crate::scenario::Assumption| format!("{}: {}: {}", it.key, it.value, it.reason);
    let mut assumed: Vec<String> = view.assumptions().into_iter().map(sentence).collect();
    assumed.push(format!("runs are simulated in steps of {}", step_name(view.step)));
    let assumed = Part { heading: "Assumed in every run".to_owned(), lead: assumed, ..Part::default() };
    Page { opening, warnings: result.warnings.clone(), parts: vec![costs(view), regrets(view), assumed] }
}

fn answer(view: &MonteCarloView) -> String {
    let found = &view.found;
    if found.runs == 0 {
        return "No run was evaluated.".to_owned();
    }
    let most = found.options.iter().rev().max_by_key(|option| option.cheapest_runs).filter(|one| one.cheapest_runs > 0);
    let Some(most) = most else { return "No option may be chosen in any run.".to_owned() };
    let none = match found.without_winner {
        0 => String::new(),
        count => format!("; in {} no option may be chosen", words::counted(count, "run")),
    };
    format!("{} is the cheapest in {} of the runs{none}.", most.id.name(), share(view, most.cheapest_runs))
}

fn share(view: &MonteCarloView, runs: usize) -> String {
    format!("{:.1} %", 100.0 * runs as f64 / view.found.runs.max(1) as f64)
}

fn money(view: &MonteCarloView, amount: Option<Money>) -> String {
    amount.map_or_else(|| "–".to_owned(), |amount| monthly(&view.result, amount))
}

/// The options, those that are most often the cheapest first.
fn ranked(view: &MonteCarloView) -> Vec<&OptionRisk> {
    let mut options: Vec<&OptionRisk> = view.found.options.iter().collect();
    options
        .sort_by_key(|option| (std::cmp::Reverse(option.cheapest_runs), option.mean.is_none(), option.mean, option.id));
    options
}

fn costs(view: &MonteCarloView) -> Part {
    let columns = vec![
        ("option", Align::Left),
        ("cheapest in", Align::Right),
        ("scenario", Align::Right),
        ("5 %", Align::Right),
        ("50 %", Align::Right),
        ("mean", Align::Right),
        ("95 %", Align::Right),
    ];
    let row = |option: &&OptionRisk| {
        let at = |index: usize| money(view, option.cost.map(|cost| cost[index]));
        let own = money(view, view.found.own.cost(option.id));
        let name = option.id.name().to_owned();
        vec![name, share(view, option.cheapest_runs), own, at(0), at(2), money(view, option.mean), at(4)]
    };
    Part {
        heading: format!("What each option costs ({} per month)", view.result.currency.code()),
        content: Content::Table(columns, ranked(view).iter().map(row).collect()),
        after: vec!["5 %, 50 % and 95 %: so many of the runs cost at most this".to_owned()],
        ..Part::default()
    }
}

fn regrets(view: &MonteCarloView) -> Part {
    let columns = vec![
        ("option", Align::Left),
        ("may be chosen in", Align::Right),
        ("mean regret", Align::Right),
        ("95 %", Align::Right),
        ("largest", Align::Right),
    ];
    let row = |option: &&OptionRisk| {
        let at = |index: usize| money(view, option.regret.map(|regret| regret[index]));
        vec![option.id.name().to_owned(), share(view, option.eligible_runs), at(0), at(1), at(2)]
    };
    Part {
        heading: format!(
            "Regret: over the cheapest option of the same run ({} per month)",
            view.result.currency.code()
        ),
        content: Content::Table(columns, ranked(view).iter().map(row).collect()),
        ..Part::default()
    }
}
