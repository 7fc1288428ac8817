//! [`PriceBook`]: the prices of one region with overrides laid on top.

/// The prices of one region.
#[derive(Clone, Debug)]
pub struct PriceBook {}
