//! Which grouping, and what each part runs on (rules PS2 to PS4).

use std::cmp::Ordering;

use super::grouping::{Grouping, partitions, prefixes};
use super::join::joined;
use super::part::{Members, Part, PartLaunch};
use super::part_search::{PartRank, PartSearch};
use crate::comparison::cluster_search::ClusterSearch;
use crate::comparison::option::{Outcome, Unavailable};
use crate::comparison::study::Study;
use crate::money::Money;
use crate::scenario::{ArrangedPart, Ec2Settings, LaunchType};

/// Services up to which every grouping is compared (rule PS2).
const EVERY_GROUPING: usize = 4;

/// Parts that hold every service and job, each with its rank.
type Candidate = Vec<(Members, PartRank)>;

/// How candidates are ordered (rule PS4).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct CandidateRank {
    misses: bool,
    missed: u64,
    cost: Money,
    clusters: usize,
    launches: Vec<PartLaunch>,
    sizes: (u64, u64),
}

/// What runs in the cheapest candidate, without a bill.
pub(in crate::comparison) fn per_service_capacity(
    study: &Study<'_>,
    settings: &Ec2Settings,
    clusters: &ClusterSearch<'_, '_>,
) -> Result<Outcome, Unavailable> {
    let search = PartSearch::new(study, settings, clusters);
    if let Some(arrangement) = &study.scenario.arrangement {
        let parts: Vec<Part> = arrangement.iter().map(|part| held(&search, part)).collect::<Result<_, _>>()?;
        return Ok(joined(study, parts));
    }
    let mut parts: Vec<Part> = Vec::new();
    for (members, rank) in cheapest(&search)? {
        parts.push(search.part(&members, rank.launch, settings)?);
    }
    let outcome = joined(study, parts);
    Ok(Outcome { candidates: search.counts(), ..outcome })
}

/// A part as it is held (rule BE3).
fn held(search: &PartSearch<'_, '_, '_>, part: &ArrangedPart) -> Result<Part, Unavailable> {
    let members = Members { services: part.services.clone(), jobs: part.jobs.clone() };
    let launch = PartLaunch { launch_type: part.launch_type, architecture: part.architecture };
    if part.instance_types.is_empty() {
        return search.part(&members, launch, search.settings);
    }
    let settings = Ec2Settings { instance_types: part.instance_types.clone(), ..search.settings.clone() };
    search.part(&members, launch, &settings)
}

/// The cheapest candidate of all.
fn cheapest(search: &PartSearch<'_, '_, '_>) -> Result<Candidate, Unavailable> {
    let mut best: Option<(CandidateRank, Candidate)> = None;
    for grouping in groupings(search)? {
        for candidate in candidates(search, &grouping)? {
            let rank = rank_of(search, &candidate);
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, candidate));
            }
        }
    }
    // Where every service can run by itself, so does one grouping.
    best.map(|(_, candidate)| candidate).ok_or_else(|| Unavailable {
        reason: "no job can run by itself, nor on a cluster with services".to_owned(),
        missing_price: false,
    })
}

/// The groupings that are compared (rule PS2).
fn groupings(search: &PartSearch<'_, '_, '_>) -> Result<Vec<Grouping>, Unavailable> {
    let count = search.study.scenario.services.len();
    if count <= EVERY_GROUPING {
        return Ok(partitions(count));
    }
    let costs: Vec<(Option<Money>, Option<Money>)> = (0..count).map(|service| alone(search, service)).collect();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&left, &right| by_ratio(costs[left], costs[right]));
    Ok(prefixes(&order))
}

/// What a service costs by itself on EC2 and on Fargate, on demand.
fn alone(search: &PartSearch<'_, '_, '_>, service: usize) -> (Option<Money>, Option<Money>) {
    let members = Members::services(vec![service]);
    let cost = |launch: PartLaunch| search.rank(&members, launch).as_ref().as_ref().ok().map(|rank| rank.cost);
    let fargate = PartLaunch::ALL.into_iter().filter(|launch| launch.launch_type == LaunchType::Fargate);
    (cost(PartLaunch::EC2), fargate.filter_map(cost).min())
}

/// By the cost on EC2 over that on Fargate; what cannot be had is infinitely dear, on EC2 first.
fn by_ratio(left: (Option<Money>, Option<Money>), right: (Option<Money>, Option<Money>)) -> Ordering {
    let kind = |of: (Option<Money>, Option<Money>)| match of {
        (Some(_), None) => 0,
        (Some(_), Some(_)) => 1,
        (None, _) => 2,
    };
    let cross = |one: Option<Money>, other: Option<Money>| {
        let dollars = |of: Option<Money>| of.map_or(0, Money::picodollars);
        // Millionths of a dollar leave the product room.
        (dollars(one) / 1_000_000) * (dollars(other) / 1_000_000)
    };
    kind(left).cmp(&kind(right)).then_with(|| cross(left.0, right.1).cmp(&cross(right.0, left.1)))
}

/// A grouping with its jobs by themselves, and with all of them on each cluster on demand that may hold them.
fn candidates(search: &PartSearch<'_, '_, '_>, grouping: &Grouping) -> Result<Vec<Candidate>, Unavailable> {
    let scenario = search.study.scenario;
    let blocks: Vec<Members> = grouping.iter().cloned().map(Members::services).collect();
    let Some(services) = ranked(search, &blocks)? else { return Ok(Vec::new()) };
    let jobs: Vec<Members> = (0..scenario.jobs.len()).map(Members::job).collect();
    let mut found = Vec::new();
    if let Some(jobs) = ranked(search, &jobs)? {
        found.push(services.iter().cloned().chain(jobs).collect());
    }
    if jobs.is_empty() {
        return Ok(found);
    }
    let every_block = scenario.services.len() <= EVERY_GROUPING;
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| every_block || block.len() > 1) {
        let with_jobs = block.with_jobs(scenario.jobs.len());
        if let Ok(rank) = search.best(&with_jobs) {
            let mut candidate = services.clone();
            candidate[index] = (with_jobs, rank);
            found.push(candidate);
        }
    }
    Ok(found)
}

/// Parts with their ranks; `None` where some of several services cannot share a cluster.
///
/// # Errors
/// Why a service cannot run even by itself.
fn ranked(search: &PartSearch<'_, '_, '_>, parts: &[Members]) -> Result<Option<Candidate>, Unavailable> {
    let mut found = Vec::new();
    for members in parts {
        match search.best(members) {
            Ok(rank) => found.push((members.clone(), rank)),
            Err(unavailable) if members.services.len() == 1 => return Err(unavailable),
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(found))
}

fn rank_of(search: &PartSearch<'_, '_, '_>, candidate: &Candidate) -> CandidateRank {
    let scenario = search.study.scenario;
    let ranks = || candidate.iter().map(|(_, rank)| rank);
    let mut launches: Vec<(usize, PartLaunch)> = candidate
        .iter()
        .flat_map(|(members, rank)| members.places(scenario.services.len()).map(|place| (place, rank.launch)))
        .collect();
    launches.sort_unstable();
    CandidateRank {
        misses: ranks().any(|rank| rank.misses),
        missed: ranks().map(|rank| rank.missed).max().unwrap_or(0),
        cost: ranks().map(|rank| rank.cost).sum(),
        clusters: ranks().map(|rank| rank.clusters).sum(),
        launches: launches.into_iter().map(|(_, launch)| launch).collect(),
        sizes: ranks().fold((0, 0), |sum, rank| (sum.0 + rank.sizes.0, sum.1 + rank.sizes.1)),
    }
}
