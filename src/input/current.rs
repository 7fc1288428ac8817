//! What runs today.

use super::commitments::{payment, term};
use super::ec2::report_unsold_type;
use super::nearest::nearest;
use super::scenario::{Context, report_repeated_names};
use super::service::architecture;
use super::table::Table;
use super::task_size::{SizesOf, read_task_size};
use crate::diagnostic::{Code, Diagnostic};
use crate::money::Money;
use crate::scenario::{Architecture, Current, CurrentService, LaunchType, PaymentOption, Service, TaskSize, TermYears};

/// What runs today, if it is given and usable.
pub(super) fn read_current(root: &Table<'_, '_>, services: &[Service], context: &Context<'_>) -> Option<Current> {
    let table = root.optional_table("current")?;
    let launch_type = launch_type(table.choice("launch_type"));
    let (savings_plan, savings_plan_hours_left) = read_plan(&table, context);
    Some(Current {
        launch_type,
        services: read_services(&table, services, context),
        instance_type: read_instance_type(&table, launch_type, context),
        savings_plan,
        savings_plan_hours_left,
        migration_cost: table.money("migration_cost_usd"),
        actual_monthly: table.optional_money("actual_monthly_usd"),
    })
}

fn launch_type(name: &str) -> LaunchType {
    match name {
        "fargate_spot" => LaunchType::FargateSpot,
        "ec2" => LaunchType::Ec2,
        "ec2_spot" => LaunchType::Ec2Spot,
        _ => LaunchType::Fargate,
    }
}

fn read_instance_type(table: &Table<'_, '_>, launch_type: LaunchType, context: &Context<'_>) -> Option<String> {
    let name = table.optional_text("instance_type");
    let on_ec2 = matches!(launch_type, LaunchType::Ec2 | LaunchType::Ec2Spot);
    if on_ec2 && !table.has("instance_type") {
        table.missing("`instance_type` is missing in `[current]`", "add the instance type of today's cluster");
    }
    if !on_ec2 && table.has("instance_type") {
        let title = "`instance_type` means nothing on Fargate";
        table.problem(Code::Contradiction, title, "instance_type", "`launch_type` is Fargate");
    }
    if let Some(name) = name.as_ref().filter(|name| !context.known.is_sold(name)) {
        report_unsold_type(table, name, &table.span_of("instance_type"), context.known);
    }
    name
}

fn read_services(table: &Table<'_, '_>, services: &[Service], context: &Context<'_>) -> Vec<CurrentService> {
    let entries = table.tables("service");
    report_repeated_names(&entries);
    let read: Vec<CurrentService> = entries.iter().filter_map(|entry| read_service(entry, services, context)).collect();
    for service in services {
        if !entries.iter().any(|entry| entry.raw_text("name") == Some(&service.name)) {
            let title = format!("`[current]` does not say how `{}` runs today", service.name);
            table.missing(title, format!("add `[[current.service]]` with `name = \"{}\"`", service.name));
        }
    }
    read
}

fn read_service(entry: &Table<'_, '_>, services: &[Service], context: &Context<'_>) -> Option<CurrentService> {
    let name = entry.text("name");
    let given = entry.optional_choice("architecture").map(architecture);
    let size = entry.optional_table("task").map(|task| read_task_size(&task, SizesOf::linux(context.types_pinned)));
    let Some(service) = services.iter().find(|service| service.name == name) else {
        report_unknown_service(entry, &name, services);
        return None;
    };
    let architecture = architecture_today(entry, service, given);
    let task_size = size_today(entry, service, size);
    Some(CurrentService { name, task_size: task_size?, architecture: architecture? })
}

fn report_unknown_service(entry: &Table<'_, '_>, name: &str, services: &[Service]) {
    let diagnostic = Diagnostic::error(Code::UnknownReference, format!("there is no service `{name}`"));
    let diagnostic = diagnostic.at(&entry.walk.file, entry.span_of("name"), "expected one of the scenario's services");
    let help = match nearest(name, services.iter().map(|service| service.name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "services are named under `[[service]]`".to_owned(),
    };
    entry.walk.push(diagnostic.help(help));
}

fn architecture_today(entry: &Table<'_, '_>, service: &Service, given: Option<Architecture>) -> Option<Architecture> {
    match (given, service.architectures.as_slice()) {
        (Some(given), _) => Some(given),
        (None, [only]) => Some(*only),
        (None, _) => {
            let title = format!("the architecture of `{}` today is missing", service.name);
            entry.missing(title, "add `architecture = \"x86_64\"` or `\"arm64\"`");
            None
        }
    }
}

fn size_today(entry: &Table<'_, '_>, service: &Service, given: Option<Option<TaskSize>>) -> Option<TaskSize> {
    let known = service.task_size.or(service.measured.as_ref().map(|measured| measured.task_size));
    let size = given.unwrap_or(known);
    if given.is_none() && size.is_none() {
        let title = format!("the task size of `{}` today is missing", service.name);
        entry.missing(title, "add `task = { vcpu = 1, memory_gb = 2 }`");
    }
    size
}

type Plan = (Money, TermYears, PaymentOption);

/// The plan in place and its hours left from the start of the horizon.
fn read_plan(table: &Table<'_, '_>, context: &Context<'_>) -> (Option<Plan>, u32) {
    let Some(plan) = table.optional_table("savings_plan") else { return (None, 0) };
    let commitment = (plan.money("hourly_commitment"), term(plan.choice("term")), payment(plan.choice("payment")));
    let Some((ends, horizon)) = plan.date("ends").zip(context.horizon) else { return (None, 0) };
    let days = (ends - horizon.start()).get_days();
    let hours = u32::try_from(i64::from(days) * 24).unwrap_or(0);
    if hours == 0 {
        table.walk.warn(format!("the Savings Plan of `[current]` ends on {ends}, before the horizon starts"));
    }
    (Some(commitment), hours)
}
