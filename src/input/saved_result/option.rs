//! One option of a saved result.

use super::entry::Entry;
use crate::diagnostic::Code;
use crate::money::Money;
use crate::scenario::{SavedCommitment, SavedFigures, SavedInstances, SavedLine, SavedMonth, SavedOption, SavedTasks};
use crate::time::YearMonth;

/// An option over `hours` clock hours.
pub(super) fn option(entry: &Entry<'_>, hours: Option<u32>) -> Option<SavedOption> {
    let (id, unavailable_reason) = (entry.text("id"), entry.text_or_null("unavailable_reason"));
    let figures = match entry.is_null("total")? {
        true => Some(None),
        false => figures(entry, hours).map(Some),
    };
    Some(SavedOption { id: id?, unavailable_reason: unavailable_reason?, figures: figures? })
}

/// What every element of a list reads as; every one is looked at.
pub(super) fn each<T>(entries: Option<Vec<Entry<'_>>>, read: impl Fn(&Entry<'_>) -> Option<T>) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = entries?.iter().map(read).collect();
    read.into_iter().collect()
}

fn figures(entry: &Entry<'_>, hours: Option<u32>) -> Option<SavedFigures> {
    let (total, meets_objective) = (entry.money("total"), entry.truth("meets_objective"));
    let tasks = each(entry.objects("services"), tasks);
    let instances = each(entry.objects("instance_groups"), instances);
    let commitments = each(entry.objects("commitments"), commitment);
    let months = each(entry.objects("monthly"), month);
    let lines = each(entry.objects("line_items"), line);
    let figures = SavedFigures {
        total: total?,
        meets_objective: meets_objective?,
        tasks: tasks?,
        instances: instances?,
        commitments: commitments?.into_iter().flatten().collect(),
        months: months?,
        lines: lines?,
    };
    check_sums(entry, &figures, hours);
    Some(figures)
}

/// Months and line items add up to the total, and the hours of the months to the horizon.
fn check_sums(entry: &Entry<'_>, figures: &SavedFigures, hours: Option<u32>) {
    let differs = |key: &'static str, found: &str, expected: &str| {
        let title = format!("`{key}` of the saved result adds up to {found}, not to {expected}");
        let help = "the file was changed after it was written: write it anew";
        entry.problem(key, Code::SavedSums, title, help);
    };
    let of_months: Money = figures.months.iter().map(|month| month.total).sum();
    let of_lines: Money = figures.lines.iter().map(|line| line.cost).sum();
    for (key, sum) in [("monthly", of_months), ("line_items", of_lines)] {
        if sum != figures.total {
            differs(key, &format!("{} USD", sum.to_decimal()), &format!("the total of {}", figures.total.to_decimal()));
        }
    }
    let in_months: u64 = figures.months.iter().map(|month| u64::from(month.hours)).sum();
    if let Some(hours) = hours.filter(|hours| u64::from(*hours) != in_months) {
        differs("monthly", &format!("{in_months} hours"), &format!("the {hours} of the horizon"));
    }
}

fn tasks(entry: &Entry<'_>) -> Option<SavedTasks> {
    let (name, launch_type, architecture) = (entry.text("name"), entry.text("launch_type"), entry.text("architecture"));
    let size = entry.object("task_size").and_then(|size| size.text("label"));
    let counts = counts(entry, "tasks");
    Some(SavedTasks {
        workload: name?,
        launch_type: launch_type?,
        architecture: architecture?,
        size: size?,
        counts: counts?,
    })
}

fn instances(entry: &Entry<'_>) -> Option<SavedInstances> {
    let (instance_type, market) = (entry.text("instance_type"), entry.text("market"));
    let (workloads, counts) = (entry.texts("workloads"), counts(entry, "instances"));
    Some(SavedInstances { instance_type: instance_type?, market: market?, workloads: workloads?, counts: counts? })
}

/// Least, mean and most.
fn counts(entry: &Entry<'_>, key: &'static str) -> Option<(u32, f64, u32)> {
    let counts = entry.object(key)?;
    let (least, mean, most) = (counts.count("min"), counts.number("mean"), counts.count("max"));
    Some((least?, mean?, most?))
}

/// A commitment, or nothing for an alternative that the bill does not contain.
fn commitment(entry: &Entry<'_>) -> Option<Option<SavedCommitment>> {
    let (kind, covers, held) = (entry.text("kind"), entry.text_or_null("covers"), entry.truth("held"));
    let (term_years, payment_option) = (entry.count("term_years"), entry.text("payment_option"));
    let (hourly, chosen) = (entry.money("hourly_commitment"), entry.truth("chosen"));
    let commitment = SavedCommitment {
        kind: kind?,
        covers: covers?,
        held: held?,
        term_years: term_years?,
        payment_option: payment_option?,
        hourly: hourly?,
    };
    Some((chosen? || commitment.held).then_some(commitment))
}

fn month(entry: &Entry<'_>) -> Option<SavedMonth> {
    let (text, hours, total) = (entry.text("month"), entry.count("hours"), entry.money("total"));
    let month = YearMonth::parse(&text?);
    if month.is_none() {
        entry.wrong("month", "a month such as \"2026-01\"");
    }
    Some(SavedMonth { month: month?, hours: hours?, total: total? })
}

fn line(entry: &Entry<'_>) -> Option<SavedLine> {
    let (service, usage_type, purpose) = (entry.text("service"), entry.text("usage_type"), entry.text("purpose"));
    let (kind, purchase_option, unit) = (entry.text("kind"), entry.text("purchase_option"), entry.text("unit"));
    let commitment_id = entry.text_or_null("commitment_id");
    let (quantity, unit_price, cost) = (entry.quantity("quantity"), entry.money("unit_price"), entry.money("cost"));
    Some(SavedLine {
        service: service?,
        usage_type: usage_type?,
        purpose: purpose?,
        kind: kind?,
        purchase_option: purchase_option?,
        commitment_id: commitment_id?,
        unit: unit?,
        quantity: quantity?,
        unit_price: unit_price?,
        cost: cost?,
    })
}
