//! The option of rule O6, without what is shown beside it and without the plans that cannot win (rule FL2).

use crate::comparison::{
    OptionId, OptionPricer, Outcome, PlanBounds, PricedOption, Study, kinds_bought, portfolio_bases, without_own_plans,
};
use crate::money::Money;
use crate::recommendation::eligibility::eligible;

/// The cheapest option that may be chosen; or why there is none, told of the option that serves most.
pub(super) fn choose(study: &Study<'_>) -> Result<(OptionId, Outcome), String> {
    let pricer = OptionPricer::new(study);
    let mut field = Field { study, best: None, refused: Vec::new() };
    let mut contests: Vec<Contest> = Vec::new();
    for id in pricer.ids().into_iter().filter(|id| kinds_bought(study.scenario, *id).is_empty()) {
        let option = pricer.price(id);
        contests.extend(contests_of(study, &option));
        field.enter(option);
    }
    // The lowest bound first: what it comes to rules out most of the others.
    contests.sort_by_key(|contest| (contest.bound, contest.id, contest.base));
    let mut bases: Vec<OptionId> = Vec::new();
    for contest in contests {
        if field.total().is_some_and(|total| contest.bound > total) {
            continue;
        }
        match contest.id {
            OptionId::BestPortfolio => bases.push(contest.base),
            id => field.enter(pricer.price(id)),
        }
    }
    if !bases.is_empty() {
        bases.sort_unstable();
        field.enter(pricer.best_portfolio_on(&bases));
    }
    match field.best {
        Some((_, PricedOption { id, outcome: Ok(outcome) })) => Ok((id, outcome)),
        _ => Err(why_none(study, &field.refused)),
    }
}

/// An option with plans of its own that may win, by what it is without them.
struct Contest {
    id: OptionId,
    base: OptionId,
    bound: Money,
}

/// The options that are `base` with plans: what serves too little by itself serves no more with them.
fn contests_of(study: &Study<'_>, base: &PricedOption) -> Vec<Contest> {
    let Some(outcome) = base.outcome.as_ref().ok().filter(|outcome| outcome.meets_objective) else { return Vec::new() };
    let is_same = |id: &OptionId| match id {
        OptionId::BestPortfolio => portfolio_bases(study.scenario).contains(&base.id),
        id => without_own_plans(*id) == Some(base.id),
    };
    let ids = OptionId::of(study.scenario).into_iter().filter(is_same);
    let contest = |id| {
        let bounds = PlanBounds::under(study, kinds_bought(study.scenario, id));
        Contest { id, base: base.id, bound: bounds.bound(base.id, outcome) }
    };
    ids.map(contest).collect()
}

/// The best so far, and what may not be chosen.
struct Field<'s, 'a> {
    study: &'s Study<'a>,
    best: Option<(Money, PricedOption)>,
    refused: Vec<PricedOption>,
}

impl Field<'_, '_> {
    fn total(&self) -> Option<Money> {
        self.best.as_ref().map(|(total, _)| *total)
    }

    /// The cheaper stays, ties to the first in the order of rule O1.
    fn enter(&mut self, option: PricedOption) {
        let Ok(outcome) = eligible(self.study.scenario, &option) else {
            self.refused.push(option);
            return;
        };
        let total = outcome.bill.total();
        if self.best.as_ref().is_none_or(|(known, best)| (total, option.id) < (*known, best.id)) {
            self.best = Some((total, option));
        }
    }
}

/// Why nothing may be chosen: what keeps back the option that serves most, or else the first one.
fn why_none(study: &Study<'_>, refused: &[PricedOption]) -> String {
    let unserved =
        |option: &&PricedOption| option.outcome.as_ref().map_or(f64::INFINITY, |outcome| outcome.not_served_percent);
    let Some(best) = refused.iter().min_by(|left, right| unserved(left).total_cmp(&unserved(right))) else {
        return "it has no option".to_owned();
    };
    let reason = eligible(study.scenario, best).err().map(|bar| bar.reason()).unwrap_or_default();
    format!("no option may be chosen; `{}`, which serves most: {reason}", best.id.name())
}
