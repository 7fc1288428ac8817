//! Which part of a bill makes an option dearer.

use std::collections::BTreeMap;

use crate::bill::ChargeKind;
use crate::comparison::{Outcome, WasteCategory, WasteLedger};
use crate::money::Money;

/// A part of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// A part of the compute bill; useful work stands for the price of compute.
    Waste(WasteCategory),
    /// A kind of charge outside the compute bill.
    Charge(ChargeKind),
}

/// The part that costs most more in `other` than in `winner`, and how much more; ties to the first part.
pub(super) fn largest(winner: (&Outcome, &WasteLedger), other: (&Outcome, &WasteLedger)) -> (Because, Money) {
    let (ours, theirs) = (parts(winner), parts(other));
    let more = |(part, cost): (&Because, &Money)| (*part, *cost - ours.get(part).copied().unwrap_or(Money::ZERO));
    let first = (Because::Waste(WasteCategory::UsefulWork), Money::ZERO);
    theirs.iter().map(more).fold(first, |most, next| if next.1 > most.1 { next } else { most })
}

/// A bill by part; the parts sum to its total.
fn parts((outcome, ledger): (&Outcome, &WasteLedger)) -> BTreeMap<Because, Money> {
    let mut parts: BTreeMap<Because, Money> = BTreeMap::new();
    for category in WasteCategory::ALL {
        parts.insert(Because::Waste(category), ledger.cost(category));
    }
    for line in &outcome.bill.lines {
        let sum = parts.entry(Because::Charge(line.kind)).or_insert(Money::ZERO);
        *sum += line.cost;
    }
    // What the ledger has of a kind is not counted twice.
    let pulls = ledger.cost(WasteCategory::ImagePulls);
    let compute = parts.remove(&Because::Charge(ChargeKind::Compute)).unwrap_or(Money::ZERO);
    let hosts = ledger.compute_bill() - pulls - compute;
    for (kind, counted) in [(ChargeKind::Network, pulls), (ChargeKind::Extra, hosts)] {
        if let Some(sum) = parts.get_mut(&Because::Charge(kind)) {
            *sum -= counted;
        }
    }
    parts
}
