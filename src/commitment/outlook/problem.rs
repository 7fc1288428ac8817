//! What cannot be weighed.

use super::super::apply::Purchase;
use super::super::usage::CoverableUsage;
use super::align::Misaligned;
use crate::money::Money;

/// The largest hourly commitment that AWS accepts.
const LARGEST: Money = Money::from_picodollars(1_000_000 * 1_000_000_000_000);

/// Why an outlook cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutlookError {
    /// The usages of the demand scenarios contradict each other.
    #[error(transparent)]
    Misaligned(#[from] Misaligned),
    /// A weight is not a number above 0.
    #[error("the weights of the demand scenarios are numbers above 0, and there is at least one")]
    Weights,
    /// The horizon is not that of the usage.
    #[error("the horizon has {horizon} hours, the usage {usage}")]
    Horizon {
        /// Hours of the horizon.
        horizon: usize,
        /// Hours of the usage.
        usage: usize,
    },
    /// An offer that the usage does not have.
    #[error("there is no offer {0}")]
    Offer(usize),
    /// A purchase that the usage does not know, or that is out of bounds.
    #[error("purchase {0} is of no known offer, of no hours, or not between 0 and 1,000,000 USD an hour")]
    Purchase(usize),
}

/// The purchases, when each is of an offer of the usage, of some hours, and of an amount that AWS could accept.
///
/// # Errors
/// [`OutlookError::Purchase`] with the place of the first that is not.
pub fn checked<'a>(usage: &CoverableUsage, purchases: &'a [Purchase]) -> Result<&'a [Purchase], OutlookError> {
    let is_sound = |purchase: &Purchase| {
        let hours = &purchase.hours;
        purchase.offer < usage.offers.len()
            && hours.start < hours.end
            && hours.end <= usage.hours
            && (Money::ZERO..=LARGEST).contains(&purchase.hourly_commitment)
    };
    match purchases.iter().position(|purchase| !is_sound(purchase)) {
        Some(index) => Err(OutlookError::Purchase(index)),
        None => Ok(purchases),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{bought, dollars, instances};

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
    fn purchases_that_make_no_sense_are_named() {
        let usage = instances(&[1, 2]);
        let sound = bought(&usage, 0, "1");
        let wrong = [
            Purchase { offer: 1, ..sound.clone() },
            Purchase { hours: 1..1, ..sound.clone() },
            Purchase { hours: 2..1, ..sound.clone() },
            Purchase { hours: 0..3, ..sound.clone() },
            Purchase { hourly_commitment: -dollars("1"), ..sound.clone() },
            Purchase { hourly_commitment: dollars("1000000.00001"), ..sound.clone() },
        ];
        for purchase in wrong {
            assert_eq!(checked(&usage, &[sound.clone(), purchase]), Err(OutlookError::Purchase(1)));
        }
        assert_eq!(checked(&usage, std::slice::from_ref(&sound)), Ok(&[sound.clone()][..]));
    }
}
