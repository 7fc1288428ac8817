//! [`Changed`]: something that is described otherwise on the other side: capacity, commitments, assumptions.

use serde::Serialize;

use crate::report::words;
use crate::scenario::{SavedAssumption, SavedCommitment, SavedFigures, SavedResult};

/// Something that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// What: a service, an instance type, a plan, a key.
    pub what: String,
    /// Before; `None` where it is new.
    pub base: Option<String>,
    /// After; `None` where it is gone.
    pub head: Option<String>,
}

/// Things and how each is described, in order; a thing that comes twice has both descriptions.
type Described = Vec<(String, String)>;

/// What of two lists of things differs: those of the first in their order, then those that are new.
fn changed(base: Described, head: Described) -> Vec<Changed> {
    let (base, head) = (joined(base), joined(head));
    let find = |list: &Described, what: &str| list.iter().find(|(it, _)| it == what).map(|(_, how)| how.clone());
    let is_new = |(what, _): &&(String, String)| find(&base, what).is_none();
    let names = base.iter().chain(head.iter().filter(is_new)).map(|(what, _)| what.clone());
    let pairs = names.map(|what| Changed { base: find(&base, &what), head: find(&head, &what), what });
    pairs.filter(|it| it.base != it.head).collect()
}

fn joined(list: Described) -> Described {
    let mut joined: Described = Vec::new();
    for (what, how) in list {
        match joined.iter_mut().find(|(known, _)| *known == what) {
            Some((_, said)) => *said += &format!("; {how}"),
            None => joined.push((what, how)),
        }
    }
    joined
}

/// What was asked, other than the services themselves.
pub(super) fn settings(base: &SavedResult, head: &SavedResult) -> Vec<Changed> {
    let said = |result: &SavedResult| -> Described {
        let currency = &result.currency;
        let rate = format!("{} at {} per USD", currency.code, currency.rate.to_decimal());
        let named = [
            ("name", result.name.clone()),
            ("region", result.region.clone()),
            ("start", result.start.clone()),
            ("hours", result.hours.to_string()),
            ("prices", result.prices.clone()),
            ("currency", rate),
        ];
        named.map(|(what, how)| (what.to_owned(), how)).to_vec()
    };
    changed(said(base), said(head))
}

/// Tasks and instances of the recommended options.
pub(super) fn capacity(base: Option<&SavedFigures>, head: Option<&SavedFigures>) -> Vec<Changed> {
    changed(base.map(tasks_and_instances).unwrap_or_default(), head.map(tasks_and_instances).unwrap_or_default())
}

fn tasks_and_instances(figures: &SavedFigures) -> Described {
    let tasks = figures.tasks.iter().map(|tasks| {
        let launch_type = tasks.launch_type.replace('_', " ");
        let counts = range(tasks.counts, "task");
        (tasks.workload.clone(), format!("{launch_type} {}, {}, {counts}", tasks.architecture, tasks.size))
    });
    let instances = figures.instances.iter().map(|group| {
        let spot = if group.market == "spot" { " on Spot" } else { "" };
        let counts = range(group.counts, "instance");
        (format!("{}{spot}", group.instance_type), format!("{counts} for {}", group.workloads.join(", ")))
    });
    tasks.chain(instances).collect()
}

/// `2 to 9 tasks (mean 3.5)`.
fn range((least, mean, most): (u32, f64, u32), noun: &str) -> String {
    if least == most {
        return words::counted(most as usize, noun);
    }
    format!("{least} to {} (mean {})", words::counted(most as usize, noun), words::hundredths(mean))
}

/// Commitments in the bills of the recommended options.
pub(super) fn commitments(base: Option<&SavedFigures>, head: Option<&SavedFigures>) -> Vec<Changed> {
    let said = |figures: Option<&SavedFigures>| -> Described {
        figures.into_iter().flat_map(|figures| &figures.commitments).map(commitment).collect()
    };
    changed(said(base), said(head))
}

fn commitment(commitment: &SavedCommitment) -> (String, String) {
    let kind = commitment.kind.replace('_', " ");
    let covers = commitment.covers.as_ref().map_or_else(String::new, |covers| format!(" for {covers}"));
    let years = words::counted(commitment.term_years as usize, "year");
    let payment = commitment.payment_option.replace('_', " ");
    let held = if commitment.held { ", held already" } else { "" };
    (format!("{kind}{covers}, {years}, {payment}{held}"), format!("{} USD an hour", commitment.hourly.to_decimal()))
}

/// What is assumed.
pub(super) fn assumptions(base: &SavedResult, head: &SavedResult) -> Vec<Changed> {
    let said = |result: &SavedResult| -> Described {
        let pair = |assumption: &SavedAssumption| (assumption.key.clone(), assumption.value.clone());
        result.assumptions.iter().map(pair).collect()
    };
    changed(said(base), said(head))
}
