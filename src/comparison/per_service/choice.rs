//! Which grouping, and what each part runs on (rules PS2 to PS4).

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::grouping::{Grouping, partitions, prefixes};
use super::join::joined;
use super::part::{Members, Part, PartLaunch};
use super::part_search::{EVERY_GROUPING, PartRank, PartSearch};
use crate::comparison::cluster_search::ClusterSearch;
use crate::comparison::option::{Outcome, Unavailable};
use crate::comparison::study::Study;
use crate::money::Money;
use crate::parallel::each;
use crate::patience::Patience;
use crate::scenario::{ArrangedPart, Ec2Settings, LaunchType};

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
    /// In the order of rule PS2.
    position: usize,
}

/// What runs in the cheapest candidate, without a bill.
pub(in crate::comparison) fn per_service_capacity<'a>(
    study: &Study<'a>,
    settings: &Ec2Settings,
    clusters: &ClusterSearch<'_, 'a>,
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
    let count = search.study.scenario.services.len();
    side_by_side(search, (0..count).map(|service| vec![service]), |alone| drop(search.best(alone, None)));
    let groupings = if count <= EVERY_GROUPING { partitions(count) } else { prefixes(&by_gain(search)?) };
    let shared = groupings.iter().flatten().filter(|block| block.len() > 1).cloned();
    side_by_side(search, shared, |members| match count {
        0..=EVERY_GROUPING => drop(search.best(members, None)),
        _ => members.launches().for_each(|launch| _ = search.screened(members, launch)),
    });
    let mut best: Option<(CandidateRank, Candidate)> = None;
    for (position, grouping) in in_order_of_promise(search, groupings) {
        let to_beat = best.as_ref().filter(|(rank, _)| !rank.misses).map(|(rank, _)| rank.cost);
        for candidate in candidates(search, &grouping, to_beat)? {
            let rank = rank_of(search, &candidate, position);
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

/// Works out in all threads what will be asked of some blocks in any case.
fn side_by_side(
    search: &PartSearch<'_, '_, '_>,
    blocks: impl Iterator<Item = Vec<usize>>,
    ask: impl Fn(&Members) + Sync,
) {
    let blocks: BTreeSet<Vec<usize>> = blocks.collect();
    let blocks: Vec<Members> = blocks.into_iter().map(Members::services).collect();
    let threads = Patience::ENDLESS.in_threads(search.study.patience.threads());
    each(
        threads,
        &blocks,
        || (),
        |(), members| {
            ask(members);
            Some(())
        },
    );
}

/// Groupings with their places in the order of rule PS2, those first whose shared clusters are screened to cost least
/// over what their services cost by themselves: the sooner a cheap one is found, the more others are passed over.
fn in_order_of_promise(search: &PartSearch<'_, '_, '_>, groupings: Vec<Grouping>) -> Vec<(usize, Grouping)> {
    let mut ordered: Vec<(usize, Grouping)> = groupings.into_iter().enumerate().collect();
    if search.study.scenario.services.len() > EVERY_GROUPING {
        let gain = |grouping: &Grouping| -> Money {
            let shared = grouping.iter().filter(|block| block.len() > 1);
            shared.map(|block| screened_gain(search, block).unwrap_or(Money::ZERO)).sum()
        };
        ordered.sort_by_cached_key(|(_, grouping)| gain(grouping));
    }
    ordered
}

/// The least screened cost of a shared cluster, less what its services cost by themselves.
fn screened_gain(search: &PartSearch<'_, '_, '_>, block: &[usize]) -> Option<Money> {
    let members = Members::services(block.to_vec());
    let shared = members.launches().filter_map(|launch| search.screened(&members, launch)).min()?;
    let alone = |&service: &usize| search.best(&Members::services(vec![service]), None).ok().flatten();
    let apart = block.iter().map(alone).map(|rank| rank.map(|rank| rank.cost)).sum::<Option<Money>>()?;
    Some(shared - apart)
}

/// The services, those first that gain most from instances (rule PS2).
///
/// # Errors
/// Why a service cannot run at all.
fn by_gain(search: &PartSearch<'_, '_, '_>) -> Result<Vec<usize>, Unavailable> {
    let count = search.study.scenario.services.len();
    let costs: Vec<(Option<Money>, Option<Money>)> = (0..count).map(|service| alone(search, service)).collect();
    for service in 0..count {
        search.best(&Members::services(vec![service]), None)?;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&left, &right| by_ratio(costs[left], costs[right]));
    Ok(order)
}

/// What a service costs by itself on EC2, as screened, and on Fargate, on demand.
fn alone(search: &PartSearch<'_, '_, '_>, service: usize) -> (Option<Money>, Option<Money>) {
    let members = Members::services(vec![service]);
    let cost = |launch: PartLaunch| search.rank(&members, launch).as_ref().as_ref().ok().map(|rank| rank.cost);
    let fargate = PartLaunch::ALL.into_iter().filter(|launch| launch.launch_type == LaunchType::Fargate);
    (search.screened(&members, PartLaunch::EC2), fargate.filter_map(cost).min())
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

/// A grouping with its jobs by themselves, and with all of them on each cluster on demand that may hold them; without
/// those that a screened cost shows to cost more than `to_beat`.
fn candidates(
    search: &PartSearch<'_, '_, '_>,
    grouping: &Grouping,
    to_beat: Option<Money>,
) -> Result<Vec<Candidate>, Unavailable> {
    let scenario = search.study.scenario;
    let every_block = scenario.services.len() <= EVERY_GROUPING;
    let to_beat = to_beat.filter(|_| !every_block);
    let blocks: Vec<Members> = grouping.iter().cloned().map(Members::services).collect();
    let jobs: Vec<Members> = (0..scenario.jobs.len()).map(Members::job).collect();
    let mut found = Vec::new();
    let by_themselves: Vec<Members> = blocks.iter().chain(&jobs).cloned().collect();
    found.extend(ranked(search, &by_themselves, to_beat)?);
    if jobs.is_empty() {
        return Ok(found);
    }
    for index in (0..blocks.len()).filter(|&index| every_block || blocks[index].len() > 1) {
        let mut with_jobs = blocks.clone();
        with_jobs[index] = blocks[index].with_jobs(scenario.jobs.len());
        found.extend(ranked(search, &with_jobs, to_beat)?);
    }
    Ok(found)
}

/// Parts with their ranks; `None` where several services or jobs cannot share a cluster, or would cost more than
/// `to_beat`.
///
/// # Errors
/// Why a service cannot run even by itself.
fn ranked(
    search: &PartSearch<'_, '_, '_>,
    parts: &[Members],
    to_beat: Option<Money>,
) -> Result<Option<Candidate>, Unavailable> {
    let mut left = to_beat;
    let mut found: Vec<Option<(Members, PartRank)>> = vec![None; parts.len()];
    let (alone, shared): (Vec<usize>, Vec<usize>) = (0..parts.len()).partition(|&index| parts[index].len() == 1);
    for index in alone.into_iter().chain(shared) {
        let members = &parts[index];
        let limit = left.filter(|_| members.len() > 1);
        match search.best(members, limit) {
            Ok(Some(rank)) => {
                left = left.map(|left| left - rank.cost);
                found[index] = Some((members.clone(), rank));
            }
            Err(unavailable) if members.len() == 1 && members.jobs.is_empty() => return Err(unavailable),
            Ok(None) | Err(_) => return Ok(None),
        }
    }
    Ok(found.into_iter().collect())
}

fn rank_of(search: &PartSearch<'_, '_, '_>, candidate: &Candidate, position: usize) -> CandidateRank {
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
        position,
    }
}
