//! Buying in steps: against one purchase today, what to buy when, and what runs out when.

use super::super::DisplayCurrency;
use super::super::grid::Align::{Left, Right};
use super::super::sections::Section;
use super::ladder_view::{ExpiryView, LadderView, LadderWayView, PlannedPurchaseView};
use crate::money::Money;

pub(super) fn sections(view: &LadderView, currency: &DisplayCurrency) -> [Section; 4] {
    [comparison(view, currency), calendar(view, currency), quarters(view, currency), profile(view)]
}

/// The three ways side by side; what stays on demand and fees add up to the total.
fn comparison(view: &LadderView, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("Buying in {} steps ({})", view.step, currency.code()));
    section.lead = lead(view, currency);
    section.columns = vec![
        ("way to buy", Left),
        ("purchases", Right),
        ("on demand", Right),
        ("fees", Right),
        ("total", Right),
        ("owed after\nhorizon", Right),
        ("still to\npay", Right),
    ];
    let row = |(name, way): (&str, &LadderWayView)| {
        let (parts, total) = currency.shared(&[way.on_demand, way.fees]);
        let after = [way.liability_after, way.liability_cash].map(|amount| currency.shown(amount));
        let mut cells = vec![name.to_owned(), way.purchases.to_string()];
        cells.extend([parts[0], parts[1], total, after[0], after[1]].map(|amount| currency.number(amount)));
        cells
    };
    let ways = [("nothing", &view.nothing), ("one purchase today", &view.today), ("in steps", &view.ladder)];
    section.rows = ways.into_iter().map(row).collect();
    section
}

fn lead(view: &LadderView, currency: &DisplayCurrency) -> Vec<String> {
    let (steps, today, nothing) = (&view.ladder, &view.today, &view.nothing);
    let costs = format!("Buying in steps costs {} over the horizon", currency.write(steps.total));
    let against_today = against(steps.total, (today.total, "one purchase today"), currency);
    let against_nothing = against(steps.total, (nothing.total, "buying nothing"), currency);
    let mut lead = vec![format!("{costs}, {against_today} and {against_nothing}.")];
    if !steps.liability_after.is_zero() {
        lead.push(format!(
            "Its plans leave {} to use after the horizon, {} of it still to pay: they are worth it only if load stays.",
            currency.write(steps.liability_after),
            currency.write(steps.liability_cash)
        ));
    }
    lead
}

/// `$12.00 less than buying nothing`: the difference of what is shown of both.
fn against(cost: Money, (other, name): (Money, &str), currency: &DisplayCurrency) -> String {
    match currency.shown(other) - currency.shown(cost) {
        0 => format!("as much as {name}"),
        saved if saved < 0 => format!("{} more than {name}", currency.amount(-saved)),
        saved => format!("{} less than {name}", currency.amount(saved)),
    }
}

/// What to buy when; nothing when there is nothing to buy.
fn calendar(view: &LadderView, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("What to buy when ({})", currency.code()));
    section.columns = vec![
        ("date", Left),
        ("plan", Left),
        ("term", Left),
        ("payment", Left),
        ("USD\nper hour", Right),
        ("upfront", Right),
    ];
    let upfront: Vec<Money> = view.calendar.iter().map(|purchase| purchase.upfront).collect();
    let (upfront, total) = currency.shared(&upfront);
    let row = |(purchase, upfront): (&PlannedPurchaseView, i128)| {
        let mut cells = vec![purchase.date.to_string()];
        cells.extend(purchase.plan.cells());
        cells.push(currency.number(upfront));
        cells
    };
    section.rows = view.calendar.iter().zip(upfront).map(row).collect();
    if section.rows.len() > 1 {
        let mut cells = vec![String::new(); 5];
        cells[0] = "total".to_owned();
        cells.push(currency.number(total));
        section.rows.push(cells);
    }
    section
}

/// Upfront cash by quarter; left out when nothing is paid upfront.
fn quarters(view: &LadderView, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("Upfront cash by quarter ({})", currency.code()));
    if view.upfront_by_quarter.iter().all(|cash| cash.upfront.is_zero()) {
        return section;
    }
    section.columns = vec![("quarter", Left), ("upfront", Right)];
    let amounts: Vec<Money> = view.upfront_by_quarter.iter().map(|cash| cash.upfront).collect();
    let (shown, total) = currency.shared(&amounts);
    let row = |(quarter, shown): (&str, i128)| vec![quarter.to_owned(), currency.number(shown)];
    let quarters = view.upfront_by_quarter.iter().map(|cash| cash.quarter.as_str());
    section.rows = quarters.chain(["total"]).zip(shown.into_iter().chain([total])).map(row).collect();
    section
}

/// Commitments in force, a row for every month in which they change, with what runs out in the meantime.
fn profile(view: &LadderView) -> Section {
    let mut section = Section::headed("Commitments in force (USD per hour)");
    if view.expiries.is_empty() {
        return section;
    }
    section.columns = vec![("from", Left), ("in force", Right)];
    let mut last = None;
    for month in &view.in_force {
        if last.replace(month.hourly_commitment) != Some(month.hourly_commitment) {
            section.rows.push(vec![month.month.to_string(), month.hourly_commitment.to_decimal()]);
        }
    }
    section.after = view.expiries.iter().map(expiry_sentence).collect();
    section
}

fn expiry_sentence(expiry: &ExpiryView) -> String {
    let [plan, term, payment, commitment] = &expiry.plan.cells()[..] else { return String::new() };
    let past = if expiry.past_horizon { ", after the horizon" } else { "" };
    format!("{}: {plan}, {term}, {payment}, {commitment} USD per hour runs out{past}.", expiry.date)
}
