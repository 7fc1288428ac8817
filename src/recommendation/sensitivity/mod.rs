//! Which inputs move the cost of the recommended option, and how small a change flips the recommendation (rule BE10).

mod input;

pub use input::Input;

use super::breakeven::{Contenders, Evaluated, Evaluator, Ground, Point, each};
use crate::comparison::OptionId;
use crate::money::Money;

/// By how much inputs are moved for the ranking: a tenth down and up.
pub const SWING: [f64; 2] = [0.9, 1.1];

/// Factors at which a flip is looked for, away from 1.
const UP: [f64; 9] = [1.01, 1.02, 1.05, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0];
const DOWN: [f64; 7] = [0.99, 0.98, 0.95, 0.9, 0.8, 0.65, 0.5];

/// How close a flip is found, as a part of the input.
const CLOSE: f64 = 0.001;

/// The nearest change of an input that makes another option the cheapest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flip {
    /// The last factor seen before the change.
    pub before: f64,
    /// The first factor seen after it, at most 0.001 away.
    pub after: f64,
    /// The cheapest option then; `None` when none may be chosen.
    pub to: Option<OptionId>,
}

/// An input and what it moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// The input.
    pub input: Input,
    /// What the recommended option costs with a tenth less and a tenth more; `None` when it may not be chosen then.
    pub cost: [Option<Money>; 2],
    /// The larger distance of both from its cost in the scenario; `None` when it may be chosen at neither.
    pub swing: Option<Money>,
    /// The nearest flip with less of the input, down to half.
    pub flip_down: Option<Flip>,
    /// The nearest flip with more of it, up to twice.
    pub flip_up: Option<Flip>,
}

/// Every input of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivities {
    /// The scenario itself.
    pub own: Evaluated,
    /// Those that the scenario has, by how far they move the cost, the furthest first.
    pub inputs: Vec<Sensitivity>,
    /// Inputs that the scenario does not have.
    pub absent: Vec<Input>,
}

/// Moves every input by itself.
#[must_use]
pub fn sensitivities(ground: Ground<'_>) -> Sensitivities {
    let own = Evaluator::new(ground.scenario, ground.book, ground.contenders).at(&Point::default());
    let found = each(ground.threads, &Input::ALL, || (), |(), &input| sensitivity(ground, &own, input));
    let absent = Input::ALL.into_iter().zip(&found).filter(|(_, one)| one.is_none()).map(|(input, _)| input).collect();
    let mut inputs: Vec<Sensitivity> = found.into_iter().flatten().collect();
    inputs.sort_by_key(|one| (std::cmp::Reverse(one.swing), one.input));
    Sensitivities { own, inputs, absent }
}

/// What every option costs with an input multiplied; `None` when the scenario has no such input.
fn at(ground: Ground<'_>, input: Input, factor: f64) -> Option<Evaluated> {
    let Ground { scenario, book, contenders, .. } = ground;
    let changed = input.in_scenario(scenario, factor);
    let priced = input.in_book(book, contenders.spot_discount, factor);
    if priced.is_none() && changed == *scenario {
        return None;
    }
    let contenders = if input.resizes() {
        contenders.freed(&changed)
    } else {
        contenders.with(|held| input.in_scenario(held, factor))
    };
    Some(evaluate(&changed, priced.as_ref().unwrap_or(book), &contenders))
}

fn evaluate(
    scenario: &crate::scenario::Scenario,
    book: &crate::pricing::PriceBook,
    contenders: &Contenders,
) -> Evaluated {
    Evaluator::new(scenario, book, contenders).at(&Point::default())
}

fn sensitivity(ground: Ground<'_>, own: &Evaluated, input: Input) -> Option<Sensitivity> {
    let (own_cost, id) = own.cheapest()?;
    let sides = SWING.map(|factor| at(ground, input, factor));
    if sides.iter().all(Option::is_none) {
        return None;
    }
    // A share that is whole already cannot be raised: then nothing changes.
    let cost = sides.map(|side| side.as_ref().unwrap_or(own).cost(id));
    let distance = |cost: Money| if cost > own_cost { cost - own_cost } else { own_cost - cost };
    let mut winner = |factor: f64| at(ground, input, factor).as_ref().unwrap_or(own).winner();
    Some(Sensitivity {
        input,
        cost,
        swing: cost.into_iter().flatten().map(distance).max(),
        flip_down: flip(&DOWN, Some(id), &mut winner),
        flip_up: flip(&UP, Some(id), &mut winner),
    })
}

/// The first of `factors` with another winner, narrowed down.
fn flip(factors: &[f64], own: Option<OptionId>, winner: &mut dyn FnMut(f64) -> Option<OptionId>) -> Option<Flip> {
    let mut before = 1.0;
    for &factor in factors {
        let found = winner(factor);
        if found != own {
            return Some(narrowed(Flip { before, after: factor, to: found }, own, winner));
        }
        before = factor;
    }
    None
}

fn narrowed(mut flip: Flip, own: Option<OptionId>, winner: &mut dyn FnMut(f64) -> Option<OptionId>) -> Flip {
    while (flip.after - flip.before).abs() > CLOSE {
        let middle = f64::midpoint(flip.before, flip.after);
        match winner(middle) {
            found if found == own => flip.before = middle,
            found => (flip.after, flip.to) = (middle, found),
        }
    }
    flip
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flip_is_bracketed_in_either_direction() {
        for edge in [1.003, 1.07, 1.4, 1.99] {
            let mut winner = |factor: f64| Some(if factor < edge { OptionId::Fargate } else { OptionId::Mixed });
            let found = flip(&UP, Some(OptionId::Fargate), &mut winner).unwrap();
            assert!(found.before < edge && edge <= found.after && found.after - found.before <= CLOSE, "{found:?}");
            assert_eq!(found.to, Some(OptionId::Mixed));
            assert_eq!(flip(&DOWN, Some(OptionId::Fargate), &mut winner), None);
        }
        let mut winner = |factor: f64| (factor > 0.77).then_some(OptionId::Fargate);
        let found = flip(&DOWN, Some(OptionId::Fargate), &mut winner).unwrap();
        assert!(found.after <= 0.77 && 0.77 < found.before && found.to.is_none(), "{found:?}");
    }
}
