//! Commitments held already.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::commitments::{payment, term};
use super::held_kind::read_kind;
use super::scenario::{Context, report_repeated_names, report_unknown_region};
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::money::Percent;
use crate::scenario::{HeldCommitment, PaymentOption, TermYears};
use crate::time::Horizon;

/// The commitments held that can cover something in the region; what cannot is left out with a warning.
pub(super) fn read_held(root: &Table<'_, '_>, context: &Context<'_>) -> Vec<HeldCommitment> {
    let entries = root.tables("commitment");
    report_repeated_names(&entries);
    if let Some(current) = root.optional_table("current").filter(|current| current.has("savings_plan")) {
        report_plan_elsewhere(&current, &entries);
    }
    let mut ids: BTreeSet<String> =
        entries.iter().filter_map(|entry| entry.raw_text("name")).map(str::to_owned).collect();
    let read = |(index, entry)| read_entry(entry, index + 1, &mut ids, context);
    let held: Vec<HeldCommitment> = entries.iter().enumerate().filter_map(read).collect();
    warn_of_likeness(root, &entries, &held);
    held
}

fn report_plan_elsewhere(current: &Table<'_, '_>, entries: &[Table<'_, '_>]) {
    let Some(first) = entries.first() else { return };
    let title = "`savings_plan` in `[current]` and `[[commitment]]` are both given";
    let diagnostic = Diagnostic::error(Code::Contradiction, title)
        .at(&current.walk.file, current.span_of("savings_plan"), "expected among the commitments")
        .at(&first.walk.file, first.span(), "commitments are given here");
    let help = "move it into a `[[commitment]]` with `kind = \"compute_savings_plan\"`, `start` and `end`";
    current.walk.push(diagnostic.help(help));
}

fn read_entry(
    entry: &Table<'_, '_>,
    place: usize,
    ids: &mut BTreeSet<String>,
    context: &Context<'_>,
) -> Option<HeldCommitment> {
    let name = entry.optional_text("name");
    let kind_name = entry.choice("kind");
    let (term, payment) = (term(entry.choice("term")), payment(entry.choice("payment")));
    let days = read_days(entry, term);
    let available_share = read_share(entry);
    let elsewhere = is_elsewhere(entry, context);
    let kind = read_kind(entry, kind_name, elsewhere, context.known);
    let (start, end) = days?;
    let id = name.unwrap_or_else(|| new_id(kind_name, term, payment, place, ids));
    if elsewhere {
        let region = context.region.unwrap_or_default();
        entry.walk.warn(format!("the commitment `{id}` can cover nothing in {region} and is left out"));
        return None;
    }
    warn_if_outside(entry, &id, start, end, context.horizon?);
    let hour = |date: Date| context.horizon.map(|horizon| i64::from((date - horizon.start()).get_days()) * 24);
    Some(HeldCommitment {
        id,
        kind: kind?,
        term,
        payment,
        first_hour: hour(start)?,
        end_hour: hour(end)?,
        available_share,
    })
}

/// Kind, term, payment and place in the file, or the next number that no other commitment has.
fn new_id(kind: &str, term: TermYears, payment: PaymentOption, place: usize, ids: &mut BTreeSet<String>) -> String {
    let stem = format!("{kind}-{}y-{}", term.years(), payment.name()).replace('_', "-");
    let free = |number: usize| Some(format!("{stem}-{number}")).filter(|id| !ids.contains(id));
    let id = (place..).find_map(free).expect("names are finitely many");
    ids.insert(id.clone());
    id
}

/// Whether it is bound to another region than the scenario's; an unknown one is reported.
fn is_elsewhere(entry: &Table<'_, '_>, context: &Context<'_>) -> bool {
    let Some(name) = entry.optional_text("region") else { return false };
    if !context.regions.contains(&name) {
        report_unknown_region(entry, &name, context.regions);
        return false;
    }
    context.region.is_some_and(|region| region != name)
}

/// The first day and the first day without it.
fn read_days(entry: &Table<'_, '_>, term: TermYears) -> Option<(Date, Date)> {
    let (start, end) = (entry.date("start"), entry.optional_date("end"));
    let start = start?;
    let days = i64::from(term.hours() / 24);
    let Some(end) = end else { return Some((start, start.checked_add(days.days()).ok()?)) };
    let given = i64::from((end - start).get_days());
    if given <= 0 {
        let title = "the commitment ends before it starts";
        entry.problem(Code::MinimumAboveMaximum, title, "end", format!("expected after {start}"));
    } else if (given - days).abs() > 1 {
        report_length(entry, given, days);
    }
    Some((start, end))
}

fn report_length(entry: &Table<'_, '_>, given: i64, days: i64) {
    let title = format!("`end` is {given} days after `start`, and the term has {days}");
    let diagnostic = Diagnostic::error(Code::Contradiction, title)
        .at(&entry.walk.file, entry.span_of("end"), format!("expected {days} days after `start`, one more or less"))
        .at(&entry.walk.file, entry.span_of("term"), "the term");
    entry.walk.push(diagnostic.help("leave out `end`, or put `start`, `end` or `term` right"));
}

fn read_share(entry: &Table<'_, '_>) -> Percent {
    let share = entry.percent("available_share");
    if entry.has("available_share") && share <= Percent::whole(1) {
        let key = entry.place_of("available_share");
        entry.walk.warn(format!(
            "`{key}` is {} percent, a hundredth or less of the commitment: a half is written 50",
            share.to_decimal()
        ));
    }
    share
}

fn warn_if_outside(entry: &Table<'_, '_>, id: &str, start: Date, end: Date, horizon: &Horizon) {
    if end <= horizon.start() {
        entry.walk.warn(format!("the commitment `{id}` ends on {end}, before the horizon starts: it covers nothing"));
    }
    if i64::from((start - horizon.start()).get_days()) * 24 >= i64::from(horizon.hours()) {
        entry.walk.warn(format!("the commitment `{id}` starts on {start}, after the horizon: it covers nothing"));
    }
}

/// Commitments without names that are alike in everything but their share are likely one, written twice.
fn warn_of_likeness(root: &Table<'_, '_>, entries: &[Table<'_, '_>], held: &[HeldCommitment]) {
    let names: BTreeSet<&str> = entries.iter().filter_map(|entry| entry.raw_text("name")).collect();
    let nameless: Vec<&HeldCommitment> = held.iter().filter(|one| !names.contains(one.id.as_str())).collect();
    let what = |one: &HeldCommitment| (one.kind.clone(), one.term, one.payment, one.first_hour, one.end_hour);
    for (index, one) in nameless.iter().enumerate() {
        if let Some(first) = nameless[..index].iter().find(|earlier| what(earlier) == what(one)) {
            root.walk.warn(format!(
                "the commitments `{}` and `{}` are alike, and both count: give each a `name`, or remove one",
                first.id, one.id
            ));
        }
    }
}
