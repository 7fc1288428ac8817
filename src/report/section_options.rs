//! The options side by side: money, capacity, and what cannot be had.

use super::grid::Align::{Left, Right};
use super::sections::{Section, by_total, committed, focus};
use super::words::{hundredths, mean, percent};
use super::{InstanceGroupView, OptionFigures, OptionView, ResultView, ScalingSettingView, ServiceView};
use crate::money::Money;

/// What is not charged is told from half a cent on.
const LEAST_SHOWN: Money = Money::from_picodollars(5_000_000_000);

/// What was asked, and the cheapest option that does.
pub(super) fn opening(result: &ResultView) -> Vec<String> {
    let scenario = &result.scenario;
    let title = format!(
        "{}: {}, {}, {}",
        scenario.name,
        scenario.region,
        super::words::horizon(result),
        currency_words(result)
    );
    vec![title, cheapest_sentence(result)]
}

fn cheapest_sentence(result: &ResultView) -> String {
    let Some((option, figures)) = focus(result) else {
        return "No option can be priced; the reasons are below.".to_owned();
    };
    let cost = result.currency.write(figures.monthly_mean);
    if figures.meets_objective {
        let alternative = without_spot(result, figures).unwrap_or_default();
        format!("Cheapest that meets the objective: {} at {cost} per month{alternative}.", option.id.name())
    } else {
        format!("No option meets the objective; the cheapest is {} at {cost} per month.", option.id.name())
    }
}

/// Where the cheapest may be interrupted, the cheapest that may not.
fn without_spot(result: &ResultView, cheapest: &OptionFigures) -> Option<String> {
    let steady = |figures: &OptionFigures| figures.spot_share <= 0.0 && figures.meets_objective;
    let (option, figures) = by_total(result).into_iter().find(|(_, figures)| steady(figures))?;
    let cost = result.currency.write(figures.monthly_mean);
    (!steady(cheapest)).then(|| format!("; without Spot: {} at {cost}", option.id.name()))
}

/// `USD`, `KRW at 1380 per USD (2026-10-30)`.
pub(super) fn currency_words(result: &ResultView) -> String {
    let currency = &result.currency;
    if currency.is_usd() {
        return "USD".to_owned();
    }
    let date = currency.rate_date().map_or_else(String::new, |date| format!(" of {date}"));
    format!("{} at {}{date} per USD", currency.code(), currency.rate().to_decimal())
}

/// One row per available option, the cheapest first.
pub(super) fn options(result: &ResultView) -> Section {
    let mut section = Section::headed(format!("Options ({})", result.currency.code()));
    section.columns = vec![
        ("option", Left),
        ("per month", Right),
        ("total", Right),
        ("committed\nUSD/hour", Right),
        ("not served\n%", Right),
        ("minutes\nshort", Right),
        ("interruption\nper month", Left),
    ];
    let ranked = by_total(result);
    section.rows = ranked.iter().map(|(option, figures)| option_row(result, option, figures)).collect();
    if ranked.iter().any(|(_, figures)| !figures.meets_objective) {
        section.after.push("! misses the objective".to_owned());
    }
    if ranked.iter().any(|(_, figures)| is_burstable(figures)) {
        section.after.push("~ burstable instances whose CPU credits are not simulated: never recommended".to_owned());
    }
    section
}

fn option_row(result: &ResultView, option: &OptionView, figures: &OptionFigures) -> Vec<String> {
    let currency = &result.currency;
    let committed = committed(figures);
    let missed = if figures.meets_objective { "" } else { " !" };
    let burstable = if is_burstable(figures) { " ~" } else { "" };
    vec![
        format!("{}{burstable}", option.id.name()),
        currency.number(currency.shown(figures.monthly_mean)),
        currency.number(currency.shown(figures.total)),
        if committed.is_zero() { "-".to_owned() } else { committed.to_decimal() },
        format!("{}{missed}", percent(figures.not_served_percent)),
        figures.minutes_short.to_string(),
        interruption(figures),
    ]
}

fn is_burstable(figures: &OptionFigures) -> bool {
    figures.instance_groups.iter().any(|group| group.burstable && group.credits.is_none())
}

/// How often Spot capacity is expected to be taken back.
fn interruption(figures: &OptionFigures) -> String {
    match &figures.interruptions {
        None if figures.spot_share <= 0.0 => "none".to_owned(),
        None => "Spot, unknown".to_owned(),
        Some(expected) => {
            let percents: Vec<String> =
                expected.rates.iter().map(|rate| format!("{}%", rate.percent_per_month)).collect();
            format!("Spot, {}", percents.join(", "))
        }
    }
}

/// What Spot interruptions are expected to do: one row per option that has Spot capacity.
pub(super) fn interruptions(result: &ResultView) -> Section {
    let mut section = Section::headed("Spot interruptions (expected, over the horizon)");
    section.columns = vec![
        ("option", Left),
        ("interrupted\nper month", Right),
        ("interruptions", Right),
        ("task\nrestarts", Right),
        ("short\ntask-minutes", Right),
        ("at stake\n%", Right),
    ];
    for (option, figures) in by_total(result) {
        let Some(expected) = &figures.interruptions else { continue };
        for rate in &expected.rates {
            section.rows.push(vec![
                option.id.name().to_owned(),
                format!("{}%", rate.percent_per_month),
                mean(expected.interruptions),
                mean(expected.task_restarts),
                mean(expected.short_task_minutes),
                percent(expected.not_served_percent),
            ]);
            section.after.push(format!("{}: {} by {}", option.id.name(), rate.capacity, rate.source));
        }
        if expected.free_first_hours >= LEAST_SHOWN {
            let free = result.currency.write(expected.free_first_hours);
            section.after.push(format!(
                "{}: EC2 is expected not to charge {free} for first hours that it interrupts; the total includes them",
                option.id.name()
            ));
        }
    }
    section
}

/// Tasks and instances of each option: one row per service.
pub(super) fn capacity(result: &ResultView) -> Section {
    let several = result.options.iter().any(|option| option.figures.as_ref().is_some_and(|it| it.services.len() > 1));
    let mut section = Section::headed("Capacity (min/mean/max)");
    section.columns = vec![("option", Left)];
    if several {
        section.columns.push(("service", Left));
    }
    section.columns.push(("vCPU/GB", Left));
    let floats = floats(result);
    if floats {
        section.columns.push(("scaling: target,\nminimum to maximum", Left));
    }
    section.columns.extend([("tasks", Right), ("CPU %", Right), ("instances, CPU/memory\nreserved", Left)]);
    for (option, figures) in by_total(result) {
        section.rows.extend(capacity_rows(option, figures, (several, floats)));
        let excluded = figures.excluded_types.as_ref();
        section.after.extend(excluded.map(|excluded| {
            let (count, cheapest, reason) = (excluded.count, &excluded.cheapest, &excluded.reason);
            let types = super::words::counted(count, "instance type");
            format!("{}: {types} left out ({reason}), the cheapest {cheapest}", option.id.name())
        }));
    }
    section.after.extend(by_total(result).into_iter().flat_map(|(option, figures)| credit_lines(option, figures)));
    section.after.extend(placement_lines(result));
    if !section.rows.is_empty() {
        section.after.push("by the hour or minute, with every scaling decision: ecsplan simulate".to_owned());
    }
    section
}

/// What the CPU credits of burstable instances came to.
fn credit_lines(option: &OptionView, figures: &OptionFigures) -> Vec<String> {
    let line = |group: &InstanceGroupView| {
        let credits = group.credits.as_ref()?;
        let least = format!("least balance {:.0} CPU credits", credits.least_balance);
        let outcome = match (credits.unlimited, credits.throttled_minutes) {
            (true, _) => format!("{:.1} vCPU-hours of surplus charged", credits.surplus_vcpu_hours),
            (false, 0) => "never throttled".to_owned(),
            (false, minutes) => format!("throttled in {minutes} minutes"),
        };
        let mode = if credits.unlimited { "unlimited" } else { "standard" };
        Some(format!("{}: {} in {mode} mode, {least}, {outcome}", option.id.name(), group.instance_type))
    };
    figures.instance_groups.iter().filter_map(line).collect()
}

/// What placement costs against `binpack`, where that can be told from nothing.
fn placement_lines(result: &ResultView) -> Vec<String> {
    let line = |(option, figures): (&OptionView, &OptionFigures)| {
        let cost = figures.placement_cost.as_ref()?;
        let difference = cost.monthly_difference;
        let (more, amount) = if difference < Money::ZERO { ("less", -difference) } else { ("more", difference) };
        let missed = if cost.meets_objective { "" } else { ", which misses the objective" };
        let amount = (amount >= LEAST_SHOWN).then(|| result.currency.write(amount))?;
        Some(format!("{}: placement costs {amount} per month {more} than {}{missed}", option.id.name(), cost.strategy))
    };
    by_total(result).into_iter().filter_map(line).collect()
}

/// Whether the scaling of any service floats.
fn floats(result: &ResultView) -> bool {
    let figures = result.options.iter().filter_map(|option| option.figures.as_ref());
    figures.flat_map(|figures| &figures.services).any(|service| service.scaling.is_some())
}

fn capacity_rows(option: &OptionView, figures: &OptionFigures, (several, floats): (bool, bool)) -> Vec<Vec<String>> {
    let places = place_cells(figures);
    let row = |index: usize| {
        let mut cells = vec![if index == 0 { option.id.name().to_owned() } else { String::new() }];
        let service = figures.services.get(index);
        if several {
            cells.push(service.map_or_else(String::new, |service| service.name.clone()));
        }
        let [size, counts, cpu] = service.map_or_else(|| [const { String::new() }; 3], service_cells);
        cells.push(size);
        if floats {
            let setting = service.and_then(|service| service.scaling);
            cells.push(setting.map_or_else(String::new, |setting| scaling_cell(&setting)));
        }
        cells.extend([counts, cpu, places[index].clone()]);
        cells
    };
    (0..places.len()).map(row).collect()
}

/// Where tasks run, row by row: each group of instances beside the first service that it holds and that has none yet;
/// where services run apart from each other also what the others run on.
fn place_cells(figures: &OptionFigures) -> Vec<String> {
    let mut cells: Vec<Option<String>> = vec![None; figures.services.len()];
    for group in &figures.instance_groups {
        let is_held = |service: &ServiceView| group.workloads.contains(&service.name);
        let first = figures.services.iter().position(is_held).unwrap_or(0);
        let row = (first..cells.len()).find(|&row| cells[row].is_none()).unwrap_or(cells.len());
        cells.resize(cells.len().max(row + 1), None);
        cells[row] = Some(group_cell(group));
    }
    if runs_apart(figures) {
        for (cell, service) in cells.iter_mut().zip(&figures.services).filter(|(cell, _)| cell.is_none()) {
            *cell = Some(elsewhere_cell(service, figures));
        }
    }
    cells.into_iter().map(Option::unwrap_or_default).collect()
}

/// Whether services and jobs differ in their launch types or clusters.
fn runs_apart(figures: &OptionFigures) -> bool {
    let differ = |pair: &[ServiceView]| {
        (pair[0].launch_type, pair[0].architecture) != (pair[1].launch_type, pair[1].architecture)
    };
    let on_one = |group: &InstanceGroupView| group.workloads.len() == figures.services.len();
    figures.services.windows(2).any(differ) || !figures.instance_groups.iter().all(on_one)
}

/// What a service runs on that has no instances of its own, `with api` where it is on theirs.
fn elsewhere_cell(service: &ServiceView, figures: &OptionFigures) -> String {
    match figures.instance_groups.iter().find(|group| group.workloads.contains(&service.name)) {
        Some(group) => format!("with {}", group.workloads[0]),
        None => format!("{} {}", super::words::launch_type(service.launch_type), service.architecture.name()),
    }
}

fn service_cells(service: &ServiceView) -> [String; 3] {
    let size = &service.task_size;
    let tasks = &service.tasks;
    [
        format!("{}/{}", size.vcpu, size.memory_gb),
        format!("{}/{}/{}", tasks.min, mean(tasks.mean), tasks.max),
        service.mean_cpu_percent.map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.0}")),
    ]
}

/// `60%, 2 to 40`.
fn scaling_cell(setting: &ScalingSettingView) -> String {
    let target = setting.target_percent.map_or_else(String::new, |target| format!("{}%, ", hundredths(target)));
    format!("{target}{} to {}", setting.min_tasks, setting.max_tasks)
}

fn group_cell(group: &InstanceGroupView) -> String {
    let counts = &group.instances;
    let reserved = format!("{:.0}%/{:.0}%", group.cpu_reserved_percent, group.memory_reserved_percent);
    let counts = format!("{}/{}/{}", counts.min, mean(counts.mean), counts.max);
    let spot = if group.market == "spot" { " Spot" } else { "" };
    format!("{counts} {}{spot} {reserved}", group.instance_type)
}

/// Options that cannot be had, each with its reason.
pub(super) fn unavailable(result: &ResultView) -> Section {
    let reason = |option: &OptionView| {
        option.unavailable_reason.as_ref().map(|reason| format!("{}: {reason}", option.id.name()))
    };
    Section::sentences("Unavailable", result.options.iter().filter_map(reason).collect())
}
