//! [`along`]: the winner along one axis (rules BE4 and BE5).

use super::axis::AxisSpan;
use super::brackets::{BRACKET, Found, Scanned, bands, changes, scan};
use super::contenders::Contenders;
use super::evaluate::{Evaluated, Evaluator};
use super::point::Point;
use crate::comparison::OptionId;
use crate::parallel::{coarse_first, each};
use crate::patience::{Interrupted, Patience};
use crate::pricing::PriceBook;
use crate::scenario::Scenario;

/// What points are evaluated of.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The scenario, with the step that points are simulated in.
    pub scenario: &'a Scenario,
    /// The prices.
    pub book: &'a PriceBook,
    /// The options.
    pub contenders: &'a Contenders,
    /// How long points are evaluated, and in how many threads; the answer is of those that it lasts for, the same in any
    /// number of threads.
    pub patience: Patience<'a>,
}

impl<'a> Ground<'a> {
    /// Evaluates points for one thread.
    pub(in crate::recommendation) fn evaluator(self) -> Evaluator<'a> {
        Evaluator::new(self.scenario, self.book, self.contenders)
    }
}

/// A value of an axis with what every option costs there.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// In the unit of the axis.
    pub value: f64,
    /// Where that is, 0 at the lower end to 1 at the upper.
    pub share: f64,
    /// What every option costs.
    pub evaluated: Evaluated,
}

/// Where the winner changes: between two neighbouring values, or somewhere in a band that is too close to call.
#[derive(Clone, Debug, PartialEq)]
pub struct WinnerChange {
    /// The last value before it.
    pub below: Place,
    /// The first value after it.
    pub above: Place,
    /// The winners on the way, from below to above; two for a single change.
    pub winners: Vec<Option<OptionId>>,
}

impl WinnerChange {
    /// Whether the winner changes more than once so closely that it is too close to call.
    #[must_use]
    pub fn is_band(&self) -> bool {
        self.winners.len() > 2
    }

    /// The winner on the other side of the one before it, and of the one after it: of a band that ends as it began, the
    /// first other one inside.
    #[must_use]
    pub fn rivals(&self) -> [Option<OptionId>; 2] {
        let [below, above] = [&self.below, &self.above].map(|place| place.evaluated.winner());
        if below != above {
            return [above, below];
        }
        let inside = self.winners.iter().copied().find(|&winner| winner != below).unwrap_or(below);
        [inside, inside]
    }
}

/// The winner along one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct AlongAxis {
    /// The axis.
    pub span: AxisSpan,
    /// The scenario itself.
    pub own: Place,
    /// Every value evaluated, from the lower end up.
    pub places: Vec<Place>,
    /// Where the winner changes, from the lower end up.
    pub changes: Vec<WinnerChange>,
    /// How many of the points that were wanted so far are evaluated, if not all: then a change is somewhere between its
    /// two values, and there may be others between any two.
    pub interrupted: Option<Interrupted>,
}

impl AlongAxis {
    /// The nearest changes below and above the scenario's own position; a band around it counts as both.
    #[must_use]
    pub fn nearest(&self) -> (Option<&WinnerChange>, Option<&WinnerChange>) {
        let below = self.changes.iter().rev().find(|change| change.below.share < self.own.share);
        let above = self.changes.iter().find(|change| change.above.share > self.own.share);
        (below, above)
    }
}

/// Scans `points` values of an axis and the scenario's own, and brackets every change of winner.
#[must_use]
pub fn along(ground: Ground<'_>, span: AxisSpan, points: usize) -> AlongAxis {
    let own = (span.share_of(span.position), ground.evaluator().at(&Point::default()));
    let mut shares = AxisSpan::shares(points);
    shares.retain(|share| share.total_cmp(&own.0).is_ne());
    let shares: Vec<f64> = coarse_first(shares.len()).into_iter().map(|index| shares[index]).collect();
    let evaluate = |evaluator: &mut Evaluator<'_>, share: &f64| {
        Some(evaluator.at(&Point::default().with(span.axis, span.value(*share))))
    };
    let mut patience = ground.patience;
    let mut at = |shares: &[f64]| {
        let answers = each(patience, shares, || ground.evaluator(), evaluate);
        // Narrowing changes down takes little time beside the scan, and how many they are is not known before.
        patience = patience.untold();
        answers
    };
    let differ = |one: &Evaluated, other: &Evaluated| one.winner() != other.winner();
    let own_share = own.0;
    let Scanned { found, missed } = scan(vec![own], &shares, BRACKET, &mut at, &differ);
    let of_bands = bands(&found, &changes(&found, &differ));
    let place = |index: usize| {
        let (share, evaluated) = &found[index];
        Place { value: span.value(*share), share: *share, evaluated: evaluated.clone() }
    };
    AlongAxis {
        changes: of_bands.iter().map(|&band| winner_change(&found, band, &place)).collect(),
        own: found.iter().position(|(share, _)| share.total_cmp(&own_share).is_eq()).map(place).expect("it is known"),
        places: (0..found.len()).map(place).collect(),
        span,
        interrupted: Interrupted::after(found.len(), found.len() + missed),
    }
}

fn winner_change(
    found: &Found<Evaluated>,
    (first, last): (usize, usize),
    place: &dyn Fn(usize) -> Place,
) -> WinnerChange {
    let mut winners: Vec<Option<OptionId>> =
        found[first..=last + 1].iter().map(|(_, evaluated)| evaluated.winner()).collect();
    winners.dedup();
    WinnerChange { below: place(first), above: place(last + 1), winners }
}
