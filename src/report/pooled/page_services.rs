//! A row for every service, adding up to the total.

use super::PooledView;
use super::view::{PooledScenarioView, PooledServiceView};
use crate::money::Money;
use crate::report::breakeven::{Content, Part};
use crate::report::grid::Align;
use crate::report::words;

/// Rows shown unless all are asked for; the dearest come first then.
const MOST_ROWS: usize = 40;

/// A row with what it costs per month.
struct Row {
    cells: Vec<String>,
    cost: Money,
}

/// Every service with its launch type, size, tasks, instance types and cost per month.
pub(super) fn services(view: &PooledView, verbose: bool) -> Part {
    let named_twice = !view.scenarios.iter().all(is_named_as_its_service);
    let others = if named_twice { 5 } else { 4 };
    let rows_of = |scenario| rows_of(view, scenario, named_twice);
    let mut rows: Vec<Row> = view.scenarios.iter().flat_map(rows_of).collect();
    let hidden = if verbose { 0 } else { rows.len().saturating_sub(MOST_ROWS) };
    if hidden > 0 {
        rows.sort_by_key(|row| std::cmp::Reverse(row.cost));
        let rest: Money = rows.drain(MOST_ROWS..).map(|row| row.cost).sum();
        let what = format!("{hidden} more (--verbose shows them)");
        rows.push(Row { cells: padded(what, others), cost: rest });
    }
    let costs: Vec<Money> = rows.iter().map(|row| row.cost).collect();
    let (shown, total) = view.currency.shared(&costs);
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (row, shown) in rows.into_iter().zip(shown) {
        lines.push([row.cells, vec![view.currency.number(shown)]].concat());
    }
    lines.push([padded("total".to_owned(), others), vec![view.currency.number(total)]].concat());
    let mut columns = vec![
        ("runs on", Align::Left),
        ("size", Align::Left),
        ("tasks", Align::Right),
        ("instances", Align::Left),
        ("per month", Align::Right),
    ];
    columns.splice(
        ..0,
        ["scenario", "service"].map(|name| (name, Align::Left)).into_iter().skip(usize::from(!named_twice)),
    );
    let heading = format!("Services ({}, amortised)", view.currency.code());
    let order = if hidden > 0 { "the dearest first" } else { "in the order of the scenarios" };
    Part { heading, lead: vec![order.to_owned()], content: Content::Table(columns, lines), ..Part::default() }
}

/// Whether its name says which service it is, as with the rows of a CSV file.
fn is_named_as_its_service(scenario: &PooledScenarioView) -> bool {
    scenario.services.iter().all(|service| service.name == scenario.name)
}

fn padded(first: String, others: usize) -> Vec<String> {
    [vec![first], vec![String::new(); others]].concat()
}

fn rows_of(view: &PooledView, scenario: &PooledScenarioView, named_twice: bool) -> Vec<Row> {
    let names = |service: &str| match named_twice {
        true => vec![scenario.name.clone(), service.to_owned()],
        false => vec![service.to_owned()],
    };
    let row = |service: &PooledServiceView| Row {
        cells: [names(&service.name), cells(scenario, service)].concat(),
        cost: view.per_month(service.cost),
    };
    let mut rows: Vec<Row> = scenario.services.iter().map(row).collect();
    if scenario.shared_cost != Money::ZERO {
        let shared = if named_twice { "(shared)".to_owned() } else { format!("{} (shared)", scenario.name) };
        let cells = [names(&shared), vec![String::new(); 4]].concat();
        rows.push(Row { cells, cost: view.per_month(scenario.shared_cost) });
    }
    rows
}

/// What it runs on, its size, its tasks and its instance types.
fn cells(scenario: &PooledScenarioView, service: &PooledServiceView) -> Vec<String> {
    let place = format!("{} {}", words::launch_type(service.launch_type), service.architecture.name());
    let tasks = if service.tasks_min == service.tasks_max {
        service.tasks_max.to_string()
    } else {
        format!("{} to {}", service.tasks_min, service.tasks_max)
    };
    vec![place, service.task_size.label.clone(), tasks, scenario.instance_types.join(", ")]
}
