//! Exact money and exact quantities.
//!
//! A price is money per one unit; a [`Quantity`] is a whole number of the smallest metered
//! amount together with how many of those make one unit; a cost is their product, rounded
//! half to even exactly once (`docs/model.md` rules M1 to M4). No floating point here.
//!
//! | operation | result | can fail |
//! |---|---|---|
//! | `Money + Money`, `Money - Money`, sum | `Money` | no (inputs are bounded on entry) |
//! | `Quantity::cost_at(price)` | `Money`, rounded once | no |
//! | `Money::percent_off(Percent)` | `Money`, rounded once | no |
//! | `Money::parse(text)` | `Money` | yes: not a decimal, or more than twelve decimals |

#![deny(clippy::float_arithmetic, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod amount;
mod decimal;
mod percent;
mod quantity;
mod rounding;
mod share_out;
mod split;

pub use amount::Money;
pub use decimal::DecimalError;
pub use percent::Percent;
pub use quantity::Quantity;
pub use rounding::divide_half_even;
pub use share_out::{Displayed, share_out};
pub use split::split_by_weight;
