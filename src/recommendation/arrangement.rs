//! Who runs where, in words, where services do not all run alike.

use super::commitments::runs_as;
use super::sentence::Sentence;
use crate::comparison::{Cluster, InstanceGroup, OptionId, Outcome};
use crate::scenario::LaunchType;

/// Where every service and job of an option runs; `None` where all run alike.
pub(super) fn arrangement_sentence(winner: &Outcome) -> Option<Sentence> {
    if runs_as(winner) != Some(OptionId::PerService) {
        return None;
    }
    let clusters = winner.clusters();
    let is_on_cluster = |place: &usize| clusters.iter().any(|cluster| cluster.workloads.contains(place));
    let on_fargate = (0..winner.services.len()).filter(|place| !is_on_cluster(place)).map(|place| {
        let service = &winner.services[place];
        let spot = if service.launch_type == LaunchType::FargateSpot { " Spot" } else { "" };
        (place, format!("`{}` on Fargate{spot} {}", service.name, service.architecture.name()))
    });
    let on_clusters = clusters.iter().map(|cluster| {
        let together = if cluster.workloads.len() > 1 { " together" } else { "" };
        (cluster.workloads[0], format!("{}{together} on {}", names_of(winner, cluster), instances_of(cluster)))
    });
    let mut parts: Vec<(usize, String)> = on_fargate.chain(on_clusters).collect();
    parts.sort();
    let parts: Vec<String> = parts.into_iter().map(|(_, part)| part).collect();
    Some(Sentence::of(format!("each service runs where it costs least: {}", parts.join(", "))))
}

/// `` 2 to 5 × `c7g.large` on Spot ``.
fn instances_of(cluster: &Cluster<'_>) -> String {
    let group = |group: &InstanceGroup| {
        let (min, max) = (group.min, group.max);
        let count = if min == max { max.to_string() } else { format!("{min} to {max}") };
        format!("{count} × `{}`{}", group.instance_type, if group.spot { " on Spot" } else { "" })
    };
    cluster.groups.iter().map(group).collect::<Vec<_>>().join(" and ")
}

/// `` `orders` and `api` ``.
pub(super) fn names_of(outcome: &Outcome, cluster: &Cluster<'_>) -> String {
    let names: Vec<String> =
        cluster.workloads.iter().map(|&place| format!("`{}`", outcome.services[place].name)).collect();
    match &names[..] {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}
