//! What every option costs when demand, growth and Spot turn out otherwise, over many seeded runs (rules BE8 and BE9).

mod draws;
mod risk;

pub use draws::{GROWTH_SIGMA, INTERRUPTION_SIGMA, LEVEL_SIGMA, SPOT_SIGMA};
pub use risk::{OptionRisk, PERCENTILES};

use super::breakeven::{DemandPoint, Evaluated, Evaluator, Ground, PricePoint};
use crate::parallel::each;
use crate::patience::{Interrupted, Patience};
use draws::Draws;
use risk::risks;

/// Runs evaluated one after the other by a thread.
const PORTION: usize = 25;

/// What many runs came to.
#[derive(Clone, Debug, PartialEq)]
pub struct MonteCarlo {
    /// The seed.
    pub seed: u64,
    /// How many runs were evaluated.
    pub runs: usize,
    /// How many of those asked for that is, if not all. Which they are does not depend on what they came to.
    pub interrupted: Option<Interrupted>,
    /// Whether demand is drawn from the scenario's own demand scenarios.
    pub of_demand_scenarios: bool,
    /// In the order of rule O1.
    pub options: Vec<OptionRisk>,
    /// Runs in which no option may be chosen.
    pub without_winner: usize,
    /// The scenario itself.
    pub own: Evaluated,
}

/// Evaluates `runs` runs; the same for the same seed on any number of threads.
#[must_use]
pub fn monte_carlo(ground: Ground<'_>, runs: usize, seed: u64) -> MonteCarlo {
    let draws: Vec<Draws> = (0..runs as u64).map(|run| Draws::of(seed, run)).collect();
    let portions: Vec<Portion> = draws.chunks(PORTION).map(|draws| portion(ground, draws)).collect();
    let patience = ground.patience;
    let work = |evaluator: &mut Evaluator<'_>, portion: &Portion| Some(evaluated(evaluator, portion, patience));
    let found = each(patience, &portions, || ground.evaluator(), work);
    let evaluated: Vec<Evaluated> = found.into_iter().flatten().flatten().collect();
    let own = ground.evaluator().along(&DemandPoint::default(), &[PricePoint::default()]).pop();
    MonteCarlo {
        seed,
        runs: evaluated.len(),
        interrupted: Interrupted::after(evaluated.len(), runs),
        of_demand_scenarios: !ground.scenario.uncertainty.demand_scenarios.is_empty(),
        options: risks(&evaluated, &ground.contenders.ids()),
        without_winner: evaluated.iter().filter(|one| one.winner().is_none()).count(),
        own: own.expect("one point was asked for"),
    }
}

/// Some runs: demands, each with all prices that it is evaluated at.
enum Portion {
    /// Every run has its own demand.
    Apart(Vec<(DemandPoint, PricePoint)>),
    /// Runs of the same demand scenario are evaluated together: all or none, so that none is favoured.
    Together(Vec<(DemandPoint, Vec<PricePoint>)>),
}

fn portion(ground: Ground<'_>, draws: &[Draws]) -> Portion {
    let price = |draws: &Draws| price_point(ground, draws);
    let scenarios = &ground.scenario.uncertainty.demand_scenarios;
    if scenarios.is_empty() {
        return Portion::Apart(draws.iter().map(|draws| (demand_point(draws), price(draws))).collect());
    }
    let mut by_scenario: Vec<Vec<PricePoint>> = vec![Vec::new(); scenarios.len()];
    for one in draws {
        let mut up_to = 0.0;
        let drawn = scenarios.iter().position(|scenario| {
            up_to += scenario.weight;
            one.chance < up_to
        });
        by_scenario[drawn.unwrap_or(scenarios.len() - 1)].push(price(one));
    }
    let demand = |index: usize| DemandPoint { demand_scenario: Some(index), ..DemandPoint::default() };
    let drawn = by_scenario.into_iter().enumerate().filter(|(_, prices)| !prices.is_empty());
    Portion::Together(drawn.map(|(index, prices)| (demand(index), prices)).collect())
}

fn evaluated(evaluator: &mut Evaluator<'_>, portion: &Portion, patience: Patience<'_>) -> Vec<Evaluated> {
    match portion {
        Portion::Together(all) => all.iter().flat_map(|(demand, prices)| evaluator.along(demand, prices)).collect(),
        Portion::Apart(runs) => {
            let mut run = |(demand, price): &(DemandPoint, PricePoint)| {
                evaluator.along(demand, std::slice::from_ref(price)).pop()
            };
            let lasts = |(index, _): &(usize, _)| *index == 0 || !patience.is_over();
            runs.iter().enumerate().take_while(lasts).filter_map(|(_, one)| run(one)).collect()
        }
    }
}

fn demand_point(draws: &Draws) -> DemandPoint {
    DemandPoint { traffic: Some(draws.level), more_growth: Some(draws.more_growth), ..DemandPoint::default() }
}

/// Spot is never dearer than on demand.
fn price_point(ground: Ground<'_>, draws: &Draws) -> PricePoint {
    let spot_discount = ground.contenders.spot_discount.map(|own| {
        let discount = 100.0 - (100.0 - own) * draws.spot_price;
        discount.max(own.min(0.0))
    });
    PricePoint { spot_discount, interruptions: Some(draws.interruptions), ..PricePoint::default() }
}
