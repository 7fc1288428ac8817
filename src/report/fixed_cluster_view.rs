//! [`FixedClusterView`]: a cluster that never scales beside one that does, as results carry it (rule O14).

use serde::Serialize;
use serde_json::{Value, json};

use super::ResultView;
use super::schema::{count, described, list, object, reference, text};
use super::sections::Section;
use super::words;
use crate::comparison::{FixedCluster, FixedInstances, OptionId};
use crate::money::Money;

/// Instances of a fixed cluster that hold the same tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FixedInstancesView {
    /// Their type.
    pub instance_type: String,
    /// How many.
    pub instances: u32,
    /// What each holds.
    pub tasks: Vec<TasksHeldView>,
}

/// Tasks of a service or job on an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TasksHeldView {
    /// The service or job.
    pub workload: String,
    /// How many.
    pub tasks: u32,
}

/// The cheapest cluster of a fixed number of instances of at most two types found for the tasks of an option at their most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FixedClusterView {
    /// The option whose tasks it holds.
    #[serde(serialize_with = "id")]
    pub option: OptionId,
    /// Its instances.
    pub instances: Vec<FixedInstancesView>,
    /// Its instances and root volumes on demand over the horizon.
    pub total: Money,
    /// No cluster of any number of types that holds as much costs less.
    pub lower_bound: Money,
    /// The option's own instances and root volumes on demand.
    pub scaled_total: Money,
}

impl From<&FixedCluster> for FixedClusterView {
    fn from(found: &FixedCluster) -> Self {
        Self {
            option: found.option,
            instances: found.instances.iter().map(instances).collect(),
            total: found.total,
            lower_bound: found.lower_bound,
            scaled_total: found.scaled_total,
        }
    }
}

fn instances(found: &FixedInstances) -> FixedInstancesView {
    let held = |(workload, tasks): &(String, u32)| TasksHeldView { workload: workload.clone(), tasks: *tasks };
    FixedInstancesView {
        instance_type: found.instance_type.clone(),
        instances: found.instances,
        tasks: found.tasks.iter().map(held).collect(),
    }
}

/// The fixed cluster where it is the cheaper one; asked for more, in any case, with what each instance holds.
pub(super) fn section(result: &ResultView, found: Option<&FixedClusterView>, verbose: bool) -> Section {
    let Some(found) = found.filter(|one| verbose || one.total < one.scaled_total) else {
        return Section::default();
    };
    let write = |amount| result.currency.write(amount);
    let mut sentences = vec![format!(
        "{} hold the tasks of {} at their most, whatever the zones: {} on demand over the horizon with root volumes, against {} for \
         instances that scale; no cluster of any types costs less than {}",
        listed(found),
        found.option.name(),
        write(found.total),
        write(found.scaled_total),
        write(found.lower_bound)
    )];
    if verbose {
        sentences.extend(found.instances.iter().map(holding));
    }
    let heading = if found.total < found.scaled_total {
        "A fixed number of instances is cheaper"
    } else {
        "A fixed number of instances"
    };
    Section::sentences(heading, sentences)
}

/// Such as `2 m7g.large and 1 c7g.medium`.
fn listed(found: &FixedClusterView) -> String {
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for one in &found.instances {
        match counts.iter_mut().find(|(name, _)| *name == one.instance_type) {
            Some((_, count)) => *count += one.instances,
            None => counts.push((&one.instance_type, one.instances)),
        }
    }
    let named: Vec<String> = counts.iter().map(|(name, count)| format!("{count} `{name}`")).collect();
    named.join(" and ")
}

/// Such as `2 m7g.large with 3 × api and 1 × web each`.
fn holding(one: &FixedInstancesView) -> String {
    let tasks: Vec<String> = one.tasks.iter().map(|held| format!("{} × {}", held.tasks, held.workload)).collect();
    let each = if one.instances > 1 { " each" } else { "" };
    format!(
        "{} `{}` with {}{each}",
        one.instances,
        one.instance_type,
        words::and(&tasks.iter().map(String::as_str).collect::<Vec<_>>())
    )
}

/// The schema of it.
pub(super) fn schema() -> Value {
    let held = object(json!({ "workload": text(), "tasks": count() }));
    let instances = object(json!({
        "instance_type": text(),
        "instances": count(),
        "tasks": described("on each of them", list(held)),
    }));
    let found = object(json!({
        "option": reference("option_id"),
        "instances": list(instances),
        "total": described("its instances and root volumes on demand over the horizon", reference("money")),
        "lower_bound": described("no cluster of any number of types that holds as much costs less", reference("money")),
        "scaled_total": described("the option's own instances and root volumes on demand", reference("money")),
    }));
    described(
        "a fixed number of instances for the tasks of `ec2-on-demand` at their most",
        json!({ "anyOf": [{ "type": "null" }, found] }),
    )
}

fn id<S: serde::Serializer>(option: &OptionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(option.name())
}
