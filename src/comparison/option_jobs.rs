//! The options of a comparison side by side: what each thread works out by itself, and how that comes together.

use super::best_portfolio::{Found, best_portfolio_choice, best_portfolio_of, portfolio_bases};
use super::option::{OptionId, PricedOption, Unavailable};
use super::options::{own_commitment, standard_option};
use super::searches::Searches;
use super::study::Study;
use crate::parallel::each;
use crate::scenario::Ec2Settings;

/// Some of a scenario's options, with its EC2 settings or a variation of them.
pub(crate) fn standard_options(study: &Study<'_>, ids: &[OptionId], settings: &Ec2Settings) -> Vec<PricedOption> {
    let searches = Searches::new(study, settings);
    let jobs = jobs_of(study, ids);
    let outcomes = each(study.patience, &jobs, || (), |(), job| Some(job.outcome(study, &searches)));
    let mut found: Vec<(Job, Option<Found>)> = jobs.into_iter().zip(outcomes).collect();
    found.sort_by_key(|(job, _)| (job.place, job.part));
    let of_place = |(place, &id): (usize, &OptionId)| {
        // An option is looked at when all of its parts are.
        let parts = found.extract_if(.., |(job, _)| job.place == place);
        let parts: Option<Vec<(Option<OptionId>, Found)>> =
            parts.map(|(job, found)| Some((job.base, found?))).collect();
        let outcome =
            parts.map_or_else(|| Err(Unavailable::not_looked_at()), |parts| whole(study, &searches, id, parts));
        PricedOption { id, outcome }
    };
    ids.iter().enumerate().map(of_place).collect()
}

/// An option of its parts: itself, or the best portfolio on each of its bases.
fn whole<'a>(
    study: &Study<'a>,
    searches: &Searches<'_, 'a>,
    id: OptionId,
    mut parts: Vec<(Option<OptionId>, Found)>,
) -> Found {
    if let [(None, _)] = &parts[..] {
        return parts.remove(0).1;
    }
    let on_bases = parts.into_iter().filter_map(|(base, found)| Some((base?, found))).collect();
    best_portfolio_of(study, searches, on_bases, own_commitment(id))
}

/// What one thread works out by itself: an option, or the best portfolio on one of its bases.
#[derive(Clone, Copy)]
struct Job {
    /// Among the options asked for.
    place: usize,
    /// Among the jobs of the option.
    part: usize,
    id: OptionId,
    base: Option<OptionId>,
}

impl Job {
    fn outcome<'a>(&self, study: &Study<'a>, searches: &Searches<'_, 'a>) -> Found {
        let commit = own_commitment(self.id);
        match self.base {
            Some(base) => best_portfolio_choice(study, searches, base, commit),
            None => standard_option(study, self.id, searches, commit),
        }
    }

    /// How long it is likely to take, the longest first, and what shares much with another not right after it.
    const fn urgency(&self) -> u8 {
        match (self.id, self.base) {
            (OptionId::PerService, _) => 0,
            (OptionId::Ec2OnDemand, _) => 1,
            (OptionId::BestPortfolio, Some(_)) => 2,
            (OptionId::ManagedInstances | OptionId::Mixed, _) => 3,
            _ => 4,
        }
    }
}

/// One thread takes the options in their order; several take what is likely to take long first.
fn jobs_of(study: &Study<'_>, ids: &[OptionId]) -> Vec<Job> {
    let whole = |(place, &id): (usize, &OptionId)| Job { place, part: 0, id, base: None };
    let jobs = ids.iter().enumerate().map(whole);
    if study.patience.threads().get() == 1 {
        return jobs.collect();
    }
    let apart = |job: Job| match job.id {
        OptionId::BestPortfolio => {
            let bases = portfolio_bases(study.scenario).into_iter().enumerate();
            bases.map(|(part, base)| Job { part, base: Some(base), ..job }).collect()
        }
        _ => vec![job],
    };
    let mut jobs: Vec<Job> = jobs.flat_map(apart).collect();
    jobs.sort_by_key(Job::urgency);
    jobs
}
