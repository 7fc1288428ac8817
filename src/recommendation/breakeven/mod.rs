//! Where the winner changes when one input or two are moved (rules BE1 to BE7).

mod axis;
mod brackets;
mod contenders;
mod evaluate;
mod known_bills;
mod one_axis;
mod point;
mod position;
mod rule_of_thumb;
mod surface;

pub use axis::{Axis, AxisSpan};
pub use contenders::Contenders;
pub use evaluate::{Evaluated, Evaluator};
pub use one_axis::{AlongAxis, Ground, Place, WinnerChange, along};
pub(super) use point::millionths;
pub use point::{DemandPoint, Point, PricePoint};
pub use position::{NoAxis, span_of};
pub use rule_of_thumb::{PUBLISHED_PERCENT, RuleOfThumb, Threshold, rules_of_thumb};
pub use surface::{Surface, surface};
