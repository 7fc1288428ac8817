//! The parts of the proposal, before layout.

use super::build::hours;
use super::section_curve;
use super::view::{AlternativeView, CommitmentProposalView, PurchaseView};
use crate::money::Money;
use crate::report::sections::Section;
use crate::report::{Align, DisplayCurrency, InterruptedView, table, words};
use crate::scenario::PaymentOption;

/// The answer in three lines: what to buy, what it saves, and what could be saved beyond.
pub(in crate::report) fn opening(view: &CommitmentProposalView) -> Vec<String> {
    let (total, all) = (usd(view.total_cost), usd(view.nothing_bought_cost));
    let without = if view.held.is_empty() { "all on demand" } else { "with what is held alone" };
    let (amount, word) =
        if view.savings < Money::ZERO { (Money::ZERO - view.savings, "more") } else { (view.savings, "less") };
    let percent = 100.0 * ratio(amount, view.nothing_bought_cost);
    let bound = usd(view.lower_bound);
    let gap = match view.gap {
        Some(0.0) => "which this is".to_owned(),
        Some(gap) => format!("and this is {} % above it", words::percent(100.0 * gap)),
        None => "and this is above it".to_owned(),
    };
    let mut lines = vec![answer(view)];
    lines.extend(view.interrupted.as_ref().map(InterruptedView::sentence));
    lines.extend([
        format!("{total} over {} against {all} {without}: {} ({percent:.1} %) {word}.", hours(view.hours), usd(amount)),
        format!("No purchase of the plans allowed costs less than {bound}, {gap}."),
    ]);
    lines.extend(criterion(view));
    lines
}

/// That something else than the total of the demand planned with has chosen.
fn criterion(view: &CommitmentProposalView) -> Option<String> {
    let demand = view.outlook.as_ref()?.demand_scenarios.as_ref().filter(|_| !view.given)?;
    let least = match demand.criterion {
        "worst_regret" => "the least worst regret",
        "cvar" => "the least mean of the worst totals",
        _ => "the least expected total",
    };
    let count = words::counted(demand.scenarios.len(), "demand scenario");
    Some(format!("Chosen for {least} over {count}, not for the demand planned with alone."))
}

/// In as many words as one line has room for.
fn answer(view: &CommitmentProposalView) -> String {
    let verb = if view.given { "Given:" } else { "Buy" };
    if view.purchases.is_empty() {
        return if view.given { "Given: nothing." } else { "Buy nothing: no plan allowed is worth its fee." }
            .to_owned();
    }
    let named: Vec<String> = view.purchases.iter().map(named).collect();
    let short = |it: &PurchaseView| format!("{} ${}", it.plan, it.hourly_commitment.to_decimal());
    let listed: Vec<String> = view.purchases.iter().map(short).collect();
    let hourly: Money = view.purchases.iter().map(|it| it.hourly_commitment).sum();
    let together = format!("{verb} {} Savings Plans, ${} per hour together", named.len(), hourly.to_decimal());
    let wordings = [
        format!("{verb} {}.", named.join(" and ")),
        format!("{together}: {}.", listed.join(", ")),
        format!("{together}."),
    ];
    let last = wordings.len() - 1;
    let fits = |wording: &&String| wording.chars().count() <= table::MOST_COLUMNS;
    wordings.iter().find(fits).unwrap_or(&wordings[last]).clone()
}

/// `an EC2 Instance Savings Plan r5 of $3 per hour (1 year, no upfront)`.
fn named(purchase: &PurchaseView) -> String {
    let plan = match purchase.plan.strip_prefix("ec2_instance:") {
        Some(group) => format!("an EC2 Instance Savings Plan for {group}"),
        None => "a Compute Savings Plan".to_owned(),
    };
    let terms = terms(purchase.term_years.years(), purchase.payment);
    format!("{plan} of ${} per hour ({terms})", purchase.hourly_commitment.to_decimal())
}

/// `3 years, all upfront`.
pub(super) fn terms(years: u8, payment: PaymentOption) -> String {
    format!("{}, {}", words::counted(usize::from(years), "year"), payment.name().replace('_', " "))
}

/// Everything below the opening and the warnings.
pub(in crate::report) fn body(view: &CommitmentProposalView) -> Vec<Section> {
    let mut sections = vec![purchases(view), items(view), alternatives(view)];
    sections.extend(view.outlook.iter().flat_map(|outlook| outlook.sections(&DisplayCurrency::usd())));
    sections.extend(view.curve.iter().flatten().map(section_curve::curve));
    sections.retain(|section| !section.is_empty());
    sections
}

fn purchases(view: &CommitmentProposalView) -> Section {
    let usd = DisplayCurrency::usd();
    let held = view.held.iter().map(|it| it.used + it.unused);
    let costs: Vec<Money> = view.purchases.iter().map(|it| it.cost).chain(held).chain([view.on_demand_cost]).collect();
    let (shown, total) = usd.shared(&costs);
    let row = |(purchase, cost): (&PurchaseView, &i128)| {
        // The parts of a row add up to the row.
        let parts = usd.shared_within(&[purchase.used, purchase.unused], *cost);
        vec![
            purchase.plan.clone(),
            terms(purchase.term_years.years(), purchase.payment),
            purchase.hourly_commitment.to_decimal(),
            usd.number(*cost),
            usd.number(parts[0]),
            usd.number(parts[1]),
            part(purchase.utilisation),
            usd.number(usd.shown(purchase.upfront_cost)),
            usd.number(usd.shown(purchase.liability_after)),
        ]
    };
    let plain = |name: &str, cost: i128| {
        let mut row = vec![String::new(); 9];
        (row[0], row[3]) = (name.to_owned(), usd.number(cost));
        row
    };
    let mut rows: Vec<Vec<String>> = view.purchases.iter().zip(&shown).map(row).collect();
    rows.extend(view.held.iter().zip(&shown[view.purchases.len()..]).map(|(held, &cost)| {
        let parts = usd.shared_within(&[held.used, held.unused], cost);
        let mut row = plain(&held.id, cost);
        (row[1], row[2]) = ("held".to_owned(), held.hourly_commitment.to_decimal());
        (row[4], row[5]) = (usd.number(parts[0]), usd.number(parts[1]));
        row
    }));
    rows.push(plain("on demand", shown[shown.len() - 1]));
    rows.push(plain("total", total));
    Section {
        columns: vec![
            ("plan", Align::Left),
            ("terms", Align::Left),
            ("USD/\nhour", Align::Right),
            ("cost", Align::Right),
            ("used", Align::Right),
            ("unused", Align::Right),
            ("utili-\nsation", Align::Right),
            ("upfront", Align::Right),
            ("owed\nafter", Align::Right),
        ],
        rows,
        ..Section::headed(format!(
            "What it costs over {} from {} (USD){}",
            hours(view.hours),
            view.first_hour,
            of_what(view)
        ))
    }
}

/// `, on fargate-arm64`, for the usage of a scenario.
fn of_what(view: &CommitmentProposalView) -> String {
    view.scenario.as_ref().map_or_else(String::new, |of| format!(", on {}", of.option.name()))
}

fn items(view: &CommitmentProposalView) -> Section {
    let usd = DisplayCurrency::usd();
    let (before, _) = usd.shared(&view.items.iter().map(|item| item.all_on_demand_cost).collect::<Vec<_>>());
    let (after, _) = usd.shared(&view.items.iter().map(|item| item.on_demand_cost).collect::<Vec<_>>());
    let row = |((item, before), after): ((&super::ItemCoverageView, &i128), &i128)| {
        let held = item.covered_by_held.filter(|&share| share > 0.0).map(|share| format!("held {}", part(share)));
        let bought = item.covered_by.iter().map(|by| format!("{} {}", by.plan, part(by.coverage)));
        let by = held.into_iter().chain(bought);
        vec![
            item.item.clone(),
            words::quantity(item.quantity),
            usd.number(*before),
            usd.number(*after),
            item.coverage.map_or_else(|| "-".to_owned(), part),
            by.collect::<Vec<_>>().join(", "),
        ]
    };
    Section {
        columns: vec![
            ("item", Align::Left),
            ("quantity", Align::Right),
            ("all on\ndemand", Align::Right),
            ("stays on\ndemand", Align::Right),
            ("covered", Align::Right),
            ("by", Align::Left),
        ],
        rows: view.items.iter().zip(&before).zip(&after).map(row).collect(),
        ..Section::headed("What is covered (USD)")
    }
}

fn alternatives(view: &CommitmentProposalView) -> Section {
    let cell = DisplayCurrency::usd();
    let row = |it: &AlternativeView| {
        let hourly: Money = it.purchases.iter().map(|purchase| purchase.hourly_commitment).sum();
        let terms = terms(it.term_years.years(), it.payment);
        vec![
            if it.allowed { terms } else { format!("{terms} (not allowed)") },
            it.purchases.len().to_string(),
            hourly.to_decimal(),
            cell.number(cell.shown(it.total_cost)),
            cell.number(cell.shown(it.savings)),
            cell.number(cell.shown(it.upfront_cost)),
            cell.number(cell.shown(it.liability_after)),
        ]
    };
    Section {
        columns: vec![
            ("terms", Align::Left),
            ("plans", Align::Right),
            ("USD/\nhour", Align::Right),
            ("total", Align::Right),
            ("saves", Align::Right),
            ("upfront", Align::Right),
            ("owed\nafter", Align::Right),
        ],
        rows: view.alternatives.iter().map(row).collect(),
        ..Section::headed("The best with plans of one term and payment option alone (USD)")
    }
}

/// `$1,234.56`.
pub(super) fn usd(amount: Money) -> String {
    let usd = DisplayCurrency::usd();
    format!("${}", usd.number(usd.shown(amount)))
}

fn ratio(part: Money, whole: Money) -> f64 {
    super::curve_view::share(part, whole).unwrap_or(0.0)
}

/// A share in percent that is shown as none or as all only where it is.
pub(super) fn part(share: f64) -> String {
    match share {
        0.0 | 1.0 => format!("{:.0} %", 100.0 * share),
        ..0.0005 => "<0.1 %".to_owned(),
        0.9995.. => ">99.9 %".to_owned(),
        _ => format!("{:.1} %", 100.0 * share),
    }
}
