//! Which inputs move the cost of the recommended option, and how small a change flips the recommendation (rule BE10).

mod input;

pub use input::Input;

use super::breakeven::{Contenders, Evaluated, Evaluator, Ground, Point};
use crate::comparison::OptionId;
use crate::money::Money;
use crate::parallel::each;
use crate::patience::Interrupted;

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
    /// Inputs that patience did not last for.
    pub not_looked_at: Vec<Input>,
}

impl Sensitivities {
    /// How many inputs were looked at, if not all.
    #[must_use]
    pub const fn interrupted(&self) -> Option<Interrupted> {
        Interrupted::after(Input::ALL.len() - self.not_looked_at.len(), Input::ALL.len())
    }
}

/// Moves every input by itself.
#[must_use]
pub fn sensitivities(ground: Ground<'_>) -> Sensitivities {
    let own = ground.evaluator().at(&Point::default());
    let found = each(ground.patience, &Input::ALL, || (), |(), &input| moved(ground, &own, input));
    let (mut inputs, mut absent, mut not_looked_at) = (Vec::new(), Vec::new(), Vec::new());
    for (input, found) in Input::ALL.into_iter().zip(found) {
        match found {
            Some(Moved::By(sensitivity)) => inputs.push(*sensitivity),
            Some(Moved::Absent) => absent.push(input),
            None => not_looked_at.push(input),
        }
    }
    inputs.sort_by_key(|one| (std::cmp::Reverse(one.swing), one.input));
    Sensitivities { own, inputs, absent, not_looked_at }
}

/// What came of moving an input.
enum Moved {
    By(Box<Sensitivity>),
    /// The scenario does not have it.
    Absent,
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

/// `None` when patience is over.
fn moved(ground: Ground<'_>, own: &Evaluated, input: Input) -> Option<Moved> {
    let Some((own_cost, id)) = own.cheapest() else { return Some(Moved::Absent) };
    let sides = SWING.map(|factor| at(ground, input, factor));
    if sides.iter().all(Option::is_none) {
        return Some(Moved::Absent);
    }
    // A share that is whole already cannot be raised: then nothing changes.
    let cost = sides.map(|side| side.as_ref().unwrap_or(own).cost(id));
    let distance = |cost: Money| if cost > own_cost { cost - own_cost } else { own_cost - cost };
    let mut winner =
        |factor: f64| (!ground.patience.is_over()).then(|| at(ground, input, factor).as_ref().unwrap_or(own).winner());
    Some(Moved::By(Box::new(Sensitivity {
        input,
        cost,
        swing: cost.into_iter().flatten().map(distance).max(),
        flip_down: flip(&DOWN, Some(id), &mut winner).ok()?,
        flip_up: flip(&UP, Some(id), &mut winner).ok()?,
    })))
}

/// The winner at a factor; `None` once patience is over.
type WinnerAt<'a> = dyn FnMut(f64) -> Option<Option<OptionId>> + 'a;

/// Patience ended before a flip was found or ruled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OutOfPatience;

/// The first of `factors` with another winner, narrowed down.
fn flip(factors: &[f64], own: Option<OptionId>, winner: &mut WinnerAt<'_>) -> Result<Option<Flip>, OutOfPatience> {
    let mut before = 1.0;
    for &factor in factors {
        let found = winner(factor).ok_or(OutOfPatience)?;
        if found != own {
            return narrowed(Flip { before, after: factor, to: found }, own, winner).map(Some);
        }
        before = factor;
    }
    Ok(None)
}

fn narrowed(mut flip: Flip, own: Option<OptionId>, winner: &mut WinnerAt<'_>) -> Result<Flip, OutOfPatience> {
    while (flip.after - flip.before).abs() > CLOSE {
        let middle = f64::midpoint(flip.before, flip.after);
        match winner(middle).ok_or(OutOfPatience)? {
            found if found == own => flip.before = middle,
            found => (flip.after, flip.to) = (middle, found),
        }
    }
    Ok(flip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flip_is_bracketed_in_either_direction() {
        for edge in [1.003, 1.07, 1.4, 1.99] {
            let mut winner = |factor: f64| Some(Some(if factor < edge { OptionId::Fargate } else { OptionId::Mixed }));
            let found = flip(&UP, Some(OptionId::Fargate), &mut winner).unwrap().unwrap();
            assert!(found.before < edge && edge <= found.after && found.after - found.before <= CLOSE, "{found:?}");
            assert_eq!(found.to, Some(OptionId::Mixed));
            assert_eq!(flip(&DOWN, Some(OptionId::Fargate), &mut winner), Ok(None));
        }
        let mut winner = |factor: f64| Some((factor > 0.77).then_some(OptionId::Fargate));
        let found = flip(&DOWN, Some(OptionId::Fargate), &mut winner).unwrap().unwrap();
        assert!(found.after <= 0.77 && 0.77 < found.before && found.to.is_none(), "{found:?}");
    }
    #[test]
    fn a_flip_that_patience_did_not_last_for_is_not_said_to_be_absent() {
        let mut asked = 0;
        let mut winner = |_: f64| {
            asked += 1;
            (asked < 3).then_some(Some(OptionId::Fargate))
        };
        assert_eq!(flip(&UP, Some(OptionId::Fargate), &mut winner), Err(OutOfPatience));
        let mut winner = |factor: f64| (factor > 1.04).then_some(Some(OptionId::Mixed));
        assert_eq!(flip(&UP[2..], Some(OptionId::Fargate), &mut winner), Err(OutOfPatience));
    }
}
