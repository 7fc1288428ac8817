//! Alternatives under the demand scenarios: what each costs in each, and which the criterion chooses (rule A3).

use super::super::apply::Purchase;
use super::super::portfolio::{
    Buyable, Limits, Portfolio, PortfolioProblem, RiskCriterion, best_portfolio, best_under,
};
use super::super::usage::CoverableUsage;
use super::alternative::{Alternative, CaseFacts, CaseOutcome, ScenarioOutlook, WeighedAlternative};
use super::cases::DemandCases;
use super::measures::mean_of_the_worst;
use super::problem::{OutlookError, checked};
use super::value::total;
use crate::money::{Money, Percent};
use crate::patience::Patience;
use crate::scenario::Criterion;

/// The tail that is shown when the criterion has none of its own, percent.
const SHOWN_TAIL: Percent = Percent::whole(20);

/// What may be bought, what is proposed, and what the choice goes by; offers and hours are those of the cases.
#[derive(Clone, Debug)]
pub struct ScenarioQuestion<'a> {
    /// What is held already.
    pub held: &'a [Purchase],
    /// What is proposed.
    pub proposal: &'a [Purchase],
    /// What may be bought.
    pub buyable: &'a [Buyable],
    /// Limits on what is bought.
    pub limits: Limits,
    /// What the choice goes by.
    pub criterion: Criterion,
    /// How long the searches may go on.
    pub patience: Patience<'a>,
}

/// Weighs a proposal and its alternatives.
///
/// # Errors
/// [`OutlookError`] when a purchase held or proposed is not one of the usage's.
pub fn weigh(cases: &DemandCases, question: &ScenarioQuestion<'_>) -> Result<ScenarioOutlook, OutlookError> {
    checked(&cases.base, question.held)?;
    checked(&cases.base, question.proposal)?;
    let bests: Vec<Portfolio> = cases.usages.iter().map(|usage| best_portfolio(&problem(usage, question))).collect();
    let candidates = candidates(cases, question, &bests);
    let totals: Vec<Vec<Money>> = candidates.iter().map(|(_, bought)| totals(cases, question.held, bought)).collect();
    let facts = facts(cases, &bests, &totals);
    let tail = if let Criterion::Cvar { tail } = question.criterion { tail } else { SHOWN_TAIL };
    let weighed = |((alternative, purchases), totals): ((Alternative, Vec<Purchase>), Vec<Money>)| {
        let outcomes = outcomes(&totals, &facts);
        WeighedAlternative {
            alternative,
            purchases,
            expected: cases.weights.mean(&totals),
            worst_regret: outcomes.iter().map(|outcome| outcome.regret).max().unwrap_or_default(),
            tail_mean: mean_of_the_worst(&cases.weights, &totals, tail),
            cases: outcomes,
        }
    };
    let alternatives: Vec<WeighedAlternative> = candidates.into_iter().zip(totals).map(weighed).collect();
    let measured = |&index: &usize| measure(&alternatives[index], question.criterion);
    let chosen = (0..alternatives.len()).min_by_key(measured).unwrap_or(0);
    Ok(ScenarioOutlook { cases: facts, alternatives, chosen, criterion: question.criterion, tail })
}

/// What is known of each scenario from its own optimum and the totals of all alternatives, nothing the first of them.
fn facts(cases: &DemandCases, bests: &[Portfolio], totals: &[Vec<Money>]) -> Vec<CaseFacts> {
    let of_case = |(index, best): (usize, &Portfolio)| CaseFacts {
        name: cases.names[index].clone(),
        weight: cases.weights.share(index),
        nothing: totals[0][index],
        best: totals.iter().map(|of_all| of_all[index]).fold(best.total, Money::min),
        lower_bound: best.lower_bound,
    };
    bests.iter().enumerate().map(of_case).collect()
}

fn outcomes(totals: &[Money], facts: &[CaseFacts]) -> Vec<CaseOutcome> {
    let outcome = |(&total, facts): (&Money, &CaseFacts)| CaseOutcome {
        total,
        regret: total - facts.best,
        saving: facts.nothing - total,
    };
    totals.iter().zip(facts).map(outcome).collect()
}

/// What a criterion looks at; the least is best.
fn measure(alternative: &WeighedAlternative, criterion: Criterion) -> Money {
    match criterion {
        Criterion::ExpectedCost => alternative.expected,
        Criterion::WorstRegret => alternative.worst_regret,
        Criterion::Cvar { .. } => alternative.tail_mean,
    }
}

/// Every alternative with what it buys, nothing first.
fn candidates(
    cases: &DemandCases,
    question: &ScenarioQuestion<'_>,
    bests: &[Portfolio],
) -> Vec<(Alternative, Vec<Purchase>)> {
    let mut candidates = vec![
        (Alternative::Nothing, Vec::new()),
        (Alternative::Proposal, question.proposal.to_vec()),
        (Alternative::BaseOptimum, bought(&best_portfolio(&problem(&cases.base, question)))),
    ];
    let optimum = |(index, best): (usize, &Portfolio)| (Alternative::ScenarioOptimum(index), bought(best));
    candidates.extend(bests.iter().enumerate().map(optimum));
    candidates.push((Alternative::CriterionOptimum, criterion_optimum(cases, question)));
    candidates
}

/// What a search by the criterion over all scenarios finds.
fn criterion_optimum(cases: &DemandCases, question: &ScenarioQuestion<'_>) -> Vec<Purchase> {
    let problems = cases.usages.iter().map(|usage| problem(usage, question)).enumerate();
    let weighted: Vec<(f64, PortfolioProblem<'_>)> =
        problems.map(|(index, problem)| (cases.weights.share(index), problem)).collect();
    let criterion = match question.criterion {
        Criterion::ExpectedCost => RiskCriterion::ExpectedCost,
        Criterion::WorstRegret => RiskCriterion::WorstRegret,
        Criterion::Cvar { tail } => RiskCriterion::Cvar { tail },
    };
    best_under(&weighted, criterion).purchases
}

fn problem<'a>(usage: &'a CoverableUsage, question: &ScenarioQuestion<'a>) -> PortfolioProblem<'a> {
    PortfolioProblem {
        usage,
        held: question.held,
        buyable: question.buyable,
        limits: question.limits.clone(),
        patience: question.patience,
    }
}

fn bought(portfolio: &Portfolio) -> Vec<Purchase> {
    portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect()
}

fn totals(cases: &DemandCases, held: &[Purchase], bought: &[Purchase]) -> Vec<Money> {
    cases.usages.iter().map(|usage| total(usage, held, bought)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{bought as plan, dollars, fargate, instances, with_family};
    use crate::commitment::outlook::{DemandCase, spliced};
    use crate::commitment::price_portfolio;
    use proptest::prelude::*;

    /// A base of ten instances over ten hours, and two scenarios: ten instances, or two.
    fn ten_or_two(weight_of_ten: f64, weight_of_two: f64) -> DemandCases {
        let (ten, two) = (instances(&[10; 10]), instances(&[2; 10]));
        let cases = [
            DemandCase { name: "high", weight: weight_of_ten, usage: &ten },
            DemandCase { name: "low", weight: weight_of_two, usage: &two },
        ];
        DemandCases::new(&ten, &cases).unwrap()
    }

    fn any_amount() -> Vec<Buyable> {
        vec![Buyable { offer: 0, hours: 0..10 }]
    }

    fn question<'a>(proposal: &'a [Purchase], buyable: &'a [Buyable], criterion: Criterion) -> ScenarioQuestion<'a> {
        ScenarioQuestion {
            held: &[],
            proposal,
            buyable,
            limits: Limits::default(),
            criterion,
            patience: Patience::ENDLESS,
        }
    }

    #[test]
    fn every_alternative_is_priced_in_every_scenario() {
        let cases = ten_or_two(1.0, 1.0);
        let proposal = [plan(&cases.base, 0, "3")];
        let buyable = any_amount();
        let outlook = weigh(&cases, &question(&proposal, &buyable, Criterion::ExpectedCost)).unwrap();
        // High: all ten covered are $60. Low: the two covered are $12.
        assert_eq!(outlook.cases.iter().map(|case| case.best).collect::<Vec<_>>(), ["60", "12"].map(dollars));
        let proposal = &outlook.alternatives[1];
        // $3 an hour cover five: $30 and five on demand, or $30 for two.
        let totals: Vec<Money> = proposal.cases.iter().map(|case| case.total).collect();
        assert_eq!(totals, ["80", "30"].map(dollars));
        assert_eq!((proposal.expected, proposal.worst_regret), (dollars("55"), dollars("20")));
        assert_eq!(proposal.cases[1].saving, dollars("-10"));
        assert_eq!(proposal.tail_mean, dollars("80"));
        // For ten: (60 + 60) / 2; for two: (12 + 80) / 2 + …, which is 92 and 12.
        let expected: Vec<Money> = outlook.alternatives.iter().map(|alternative| alternative.expected).collect();
        assert_eq!(expected[..5], ["60", "55", "60", "60", "52"].map(dollars));
        assert_eq!(outlook.alternatives[outlook.chosen].alternative, Alternative::ScenarioOptimum(1));
    }

    #[test]
    fn each_criterion_has_its_own_choice() {
        let cases = ten_or_two(9.0, 1.0);
        let proposal = [plan(&cases.base, 0, "4")];
        let buyable = any_amount();
        let chosen = |criterion| {
            let outlook = weigh(&cases, &question(&proposal, &buyable, criterion)).unwrap();
            outlook.alternatives[outlook.chosen].alternative
        };
        assert_eq!(chosen(Criterion::ExpectedCost), Alternative::BaseOptimum);
        assert_eq!(chosen(Criterion::Cvar { tail: Percent::whole(10) }), Alternative::BaseOptimum);
        assert_eq!(chosen(Criterion::WorstRegret), Alternative::CriterionOptimum);
    }

    #[test]
    fn a_likely_move_to_fargate_turns_the_choice_from_the_family_to_the_compute_plan() {
        let stay = with_family(&[10; 10]);
        let moved = spliced(&stay, &fargate(&[10; 10]), 2).unwrap();
        let case = |name, weight, usage| DemandCase { name, weight, usage };
        let cases = DemandCases::new(&stay, &[case("stay", 1.0, &stay), case("move", 1.0, &moved)]).unwrap();
        let buyable = [Buyable { offer: 0, hours: 0..10 }, Buyable { offer: 1, hours: 0..10 }];
        let proposal = [plan(&stay, 0, "6")];
        let outlook = weigh(&cases, &question(&proposal, &buyable, Criterion::ExpectedCost)).unwrap();
        let totals = |index: usize| outlook.alternatives[index].cases.iter().map(|case| case.total).collect::<Vec<_>>();
        assert_eq!(totals(0), ["100", "100"].map(dollars));
        // $6 of the Compute plan: all ten instances, then 7.5 of ten vCPUs for eight hours.
        assert_eq!(totals(1), ["60", "80"].map(dollars));
        // $5 of the family's plan: all ten instances, then nothing of the vCPUs.
        assert_eq!(totals(2), ["50", "130"].map(dollars));
        assert_eq!(outlook.alternatives[outlook.chosen].expected, dollars("70"));
        let family = [plan(&stay, 1, "5")];
        assert_eq!(cases.loss_shares(&[], &family).all.to_bits(), 0.5_f64.to_bits());
        assert_eq!(cases.loss_shares(&[], &proposal).all.to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn a_search_by_the_criterion_finds_what_no_scenario_alone_would() {
        let cases = ten_or_two(9.0, 1.0);
        let buyable = any_amount();
        let outlook = weigh(&cases, &question(&[], &buyable, Criterion::WorstRegret)).unwrap();
        let chosen = &outlook.alternatives[outlook.chosen];
        assert_eq!(chosen.alternative, Alternative::CriterionOptimum);
        // At c dollars an hour: high 100 − 10 c ÷ 0.6 + 10 c − 60, low 10 c − 12; they meet at c = 3.12.
        let above = (chosen.worst_regret - dollars("19.2")).picodollars();
        assert!((0..=100_000_000).contains(&above), "{}", chosen.worst_regret.to_decimal());
    }

    #[test]
    fn a_proposal_that_the_usage_does_not_know_is_refused() {
        let cases = ten_or_two(1.0, 1.0);
        let stranger = [Purchase { offer: 7, ..plan(&cases.base, 0, "3") }];
        assert_eq!(weigh(&cases, &question(&stranger, &[], Criterion::ExpectedCost)), Err(OutlookError::Purchase(0)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn regrets_are_not_negative_and_the_choice_is_the_least(
            loads in proptest::collection::vec((proptest::collection::vec(0_i64..20, 6), 0.1_f64..9.0), 1..4),
            proposed in 0_i128..2_000, held in 0_i128..500, criterion in 0_usize..3,
        ) {
            let usages: Vec<CoverableUsage> = loads.iter().map(|load| instances(&load.0)).collect();
            let each = usages.iter().zip(&loads).map(|(usage, load)| DemandCase { name: "x", weight: load.1, usage });
            let cases = DemandCases::new(&usages[0], &each.collect::<Vec<_>>()).unwrap();
            let cents = |cents| Purchase { hourly_commitment: dollars("0.01").times(cents), ..plan(&usages[0], 0, "0") };
            let tail = Percent::whole(30);
            let criterion = [Criterion::ExpectedCost, Criterion::WorstRegret, Criterion::Cvar { tail }][criterion];
            let (held, proposal, buyable) = ([cents(held)], [cents(proposed)], [Buyable { offer: 0, hours: 0..6 }]);
            let asked = ScenarioQuestion { held: &held, ..question(&proposal, &buyable, criterion) };
            let outlook = weigh(&cases, &asked).unwrap();
            let chosen = measure(&outlook.alternatives[outlook.chosen], criterion);
            for alternative in &outlook.alternatives {
                prop_assert!(chosen <= measure(alternative, criterion));
                for (case, outcome) in alternative.cases.iter().enumerate() {
                    prop_assert!(outcome.regret >= Money::ZERO);
                    let problem = problem(&cases.usages[case], &asked);
                    prop_assert_eq!(price_portfolio(&problem, &alternative.purchases).total, outcome.total);
                }
            }
        }
    }
}
