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
    let mut rows: Vec<Row> = view.scenarios.iter().flat_map(|scenario| rows_of(view, scenario)).collect();
    let hidden = if verbose { 0 } else { rows.len().saturating_sub(MOST_ROWS) };
    if hidden > 0 {
        rows.sort_by_key(|row| std::cmp::Reverse(row.cost));
        let rest: Money = rows.drain(MOST_ROWS..).map(|row| row.cost).sum();
        let what = format!("{hidden} more (--verbose shows them)");
        rows.push(Row { cells: [vec![what], vec![String::new(); 5]].concat(), cost: rest });
    }
    let costs: Vec<Money> = rows.iter().map(|row| row.cost).collect();
    let (shown, total) = view.currency.shared(&costs);
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (row, shown) in rows.into_iter().zip(shown) {
        lines.push([row.cells, vec![view.currency.number(shown)]].concat());
    }
    lines.push([vec!["total".to_owned()], vec![String::new(); 5], vec![view.currency.number(total)]].concat());
    let columns = vec![
        ("scenario", Align::Left),
        ("service", Align::Left),
        ("runs on", Align::Left),
        ("size", Align::Left),
        ("tasks", Align::Right),
        ("instances", Align::Left),
        ("per month", Align::Right),
    ];
    let heading = format!("Services ({}, amortised)", view.currency.code());
    let order = if hidden > 0 { "the dearest first" } else { "in the order of the scenarios" };
    Part { heading, lead: vec![order.to_owned()], content: Content::Table(columns, lines), ..Part::default() }
}

fn rows_of(view: &PooledView, scenario: &PooledScenarioView) -> Vec<Row> {
    let mut rows: Vec<Row> = scenario.services.iter().map(|service| row(view, scenario, service)).collect();
    if scenario.shared_cost != Money::ZERO {
        let cells = [vec![scenario.name.clone(), "(shared)".to_owned()], vec![String::new(); 4]].concat();
        rows.push(Row { cells, cost: view.per_month(scenario.shared_cost) });
    }
    rows
}

fn row(view: &PooledView, scenario: &PooledScenarioView, service: &PooledServiceView) -> Row {
    let place = format!("{} {}", words::launch_type(service.launch_type), service.architecture.name());
    let tasks = if service.tasks_min == service.tasks_max {
        service.tasks_max.to_string()
    } else {
        format!("{} to {}", service.tasks_min, service.tasks_max)
    };
    let cells = vec![
        scenario.name.clone(),
        service.name.clone(),
        place,
        service.task_size.label.clone(),
        tasks,
        scenario.instance_types.join(", "),
    ];
    Row { cells, cost: view.per_month(service.cost) }
}
