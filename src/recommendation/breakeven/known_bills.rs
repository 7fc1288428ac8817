//! [`KnownBills`]: bills of the same capacity that price points have in common.

use std::cell::RefCell;

use super::point::PricePoint;
use crate::comparison::Metered;
use crate::money::Money;
use crate::scenario::Scenario;

/// What an option was billed at price points so far: points that differ in nothing the option has are one.
#[derive(Debug)]
pub(super) struct KnownBills {
    has_instances: bool,
    has_spot: bool,
    known: RefCell<Vec<(PricePoint, Result<Money, String>)>>,
}

impl KnownBills {
    /// None yet of an option of `scenario`.
    pub(super) fn of(scenario: &Scenario, metered: &Metered) -> Self {
        // What is held may be of instances, whatever the option runs on.
        let has_instances = metered.has_instances() || !scenario.commitments_held.is_empty();
        Self { has_instances, has_spot: metered.has_spot(), known: RefCell::default() }
    }

    /// The bill at a point, known or worked out.
    pub(super) fn at(&self, point: &PricePoint, bill: impl FnOnce() -> Result<Money, String>) -> Result<Money, String> {
        let seen = self.seen(point);
        if let Some((_, known)) = self.known.borrow().iter().find(|(known, _)| *known == seen) {
            return known.clone();
        }
        let found = bill();
        self.known.borrow_mut().push((seen, found.clone()));
        found
    }

    /// The point without what the option has nothing of.
    fn seen(&self, point: &PricePoint) -> PricePoint {
        let PricePoint { packing, spot_discount, interruptions, ec2_price, ec2_hours } = *point;
        PricePoint {
            packing: packing.filter(|_| self.has_instances),
            spot_discount: spot_discount.filter(|_| self.has_spot),
            interruptions: interruptions.filter(|_| self.has_spot),
            ec2_price: ec2_price.filter(|_| self.has_instances),
            ec2_hours: ec2_hours.filter(|_| self.has_instances),
        }
    }
}
