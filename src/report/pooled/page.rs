//! What many scenarios cost together, for a terminal and as Markdown.

use super::PooledView;
use super::page_services::services;
use super::view::{PlanView, percent};
use crate::money::Money;
use crate::report::breakeven::{Content, Page, Part, markdown, table};
use crate::report::grid::Align;
use crate::report::{Style, words};

/// Assumptions shown unless all are asked for.
const FIRST_ASSUMPTIONS: usize = 8;

/// The plan for a terminal: at most 100 columns, the answer in the first lines.
#[must_use]
pub fn render_pooled_table(view: &PooledView, style: Style) -> String {
    table(&page(view, style.verbose), style)
}

/// The same as GitHub-flavoured Markdown.
#[must_use]
pub fn render_pooled_markdown(view: &PooledView, style: Style) -> String {
    markdown(&page(view, style.verbose), style.language)
}

fn page(view: &PooledView, verbose: bool) -> Page {
    let mut parts = vec![totals(view), portfolio(view), services(view, verbose)];
    if !view.left_out.is_empty() {
        let reason = |left: &super::view::LeftOutView| format!("{} ({}): {}", left.name, left.source, left.reason);
        let lead = view.left_out.iter().map(reason).collect();
        parts.insert(0, Part { heading: "Left out".to_owned(), lead, ..Part::default() });
    }
    parts.push(assumptions(view, verbose));
    Page { opening: opening(view), warnings: view.warnings.clone(), parts }
}

fn opening(view: &PooledView) -> Vec<String> {
    let horizon = &view.horizon;
    let length = match horizon.months {
        Some(1) => "1 month".to_owned(),
        Some(months) => format!("{months} months"),
        None => format!("{} hours", horizon.hours),
    };
    let scenarios = words::counted(view.scenarios.len(), "scenario");
    let left_out = match view.left_out.len() {
        0 => String::new(),
        count => format!(", {count} left out"),
    };
    let mut lines = vec![format!("{}: {scenarios}{left_out}, {length} from {}", view.path, horizon.start)];
    if let Some(at) = view.interrupted {
        lines.push(format!("Interrupted: this is about the first {} of {} that were looked at.", at.done, at.of));
    }
    lines.push(answer(view));
    let prices = &view.prices;
    lines.push(format!("Prices: {} tables of {} ({}).", prices.origin, prices.date, prices.content_hash));
    lines
}

fn answer(view: &PooledView) -> String {
    let totals = &view.totals;
    let monthly = |amount: Money| view.currency.write(view.per_month(amount));
    let how =
        if view.portfolio.kept_apart { "with plans of each scenario's own" } else { "with one portfolio of plans" };
    let less = |than: Money| {
        let saved = than - totals.one_portfolio;
        format!("{} ({:.1} %)", monthly(saved), percent(saved, than))
    };
    format!(
        "{} per month {how}, {} over the horizon: {} less than on demand, {} less than with plans bought scenario by \
         scenario.",
        monthly(totals.one_portfolio),
        view.currency.write(totals.one_portfolio),
        less(totals.on_demand),
        less(totals.own_plans),
    )
}

fn totals(view: &PooledView) -> Part {
    let totals = &view.totals;
    let row = |what: &str, amount: Money| {
        let currency = &view.currency;
        vec![
            what.to_owned(),
            currency.number(currency.shown(view.per_month(amount))),
            currency.number(currency.shown(amount)),
            format!("{:.1} %", percent(amount, totals.on_demand)),
        ]
    };
    let columns = vec![
        ("bought", Align::Left),
        ("per month", Align::Right),
        ("over the horizon", Align::Right),
        ("of on demand", Align::Right),
    ];
    let rows = vec![
        row("on demand", totals.on_demand),
        row("each scenario with its own plans", totals.own_plans),
        row("one portfolio for all", totals.one_portfolio),
    ];
    let heading = format!("What it costs ({})", view.currency.code());
    Part { heading, content: Content::Table(columns, rows), ..Part::default() }
}

fn portfolio(view: &PooledView) -> Part {
    let portfolio = &view.portfolio;
    let written = |amount: Money| view.currency.write(amount);
    let mut after = vec![format!(
        "plans could cover {} on demand; with this portfolio it is {}, and no portfolio brings it below {} (a gap of \
         {:.3} %)",
        written(portfolio.coverable_on_demand),
        written(portfolio.total),
        written(portfolio.lower_bound),
        portfolio.gap_percent,
    )];
    if portfolio.kept_apart {
        after = vec![
            "no portfolio found for all costs less than the plans that scenarios buy for themselves, so these stay"
                .to_owned(),
        ];
    } else if portfolio.coverable_on_demand == Money::ZERO {
        after = vec!["nothing runs on what plans could cover".to_owned()];
    } else if portfolio.bought.is_empty() {
        after.insert(0, "no plan is worth its fee".to_owned());
    }
    let columns = vec![
        ("plan", Align::Left),
        ("region", Align::Left),
        ("term", Align::Left),
        ("payment", Align::Left),
        ("USD per hour", Align::Right),
        ("used", Align::Right),
    ];
    let rows: Vec<Vec<String>> = portfolio.bought.iter().map(plan_row).collect();
    let content = if rows.is_empty() { Content::Words } else { Content::Table(columns, rows) };
    Part { heading: "The portfolio".to_owned(), content, after, ..Part::default() }
}

fn plan_row(plan: &PlanView) -> Vec<String> {
    let kind = plan.family.as_ref().map_or_else(|| "Compute".to_owned(), |family| format!("EC2 Instance, {family}"));
    let years = plan.term.years();
    vec![
        kind,
        plan.region.clone().unwrap_or_else(|| "all".to_owned()),
        format!("{years} year{}", if years == 1 { "" } else { "s" }),
        plan.payment.name().replace('_', " "),
        plan.hourly_commitment.to_decimal(),
        format!("{:.1} %", plan.used_percent),
    ]
}

fn assumptions(view: &PooledView, verbose: bool) -> Part {
    let sentence = |one: &super::view::PooledAssumption| {
        format!("{} = {} in {}: {}", one.key, one.value, words::counted(one.scenarios, "scenario"), one.reason)
    };
    let shown = if verbose { view.assumptions.len() } else { FIRST_ASSUMPTIONS };
    let mut lead: Vec<String> = view.assumptions.iter().take(shown).map(sentence).collect();
    let more = view.assumptions.len().saturating_sub(shown);
    if more > 0 {
        lead.push(format!("and {more} more (--verbose shows them)"));
    }
    Part { heading: "Assumptions".to_owned(), lead, ..Part::default() }
}
