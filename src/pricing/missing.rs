//! [`MissingPrice`]: a price the tables do not have, and how to supply it.

use super::Basis;

/// A price that is not in the tables, or may not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}; to supply one, add under `[prices]`: {override_line}", what_is_missing(self))]
pub struct MissingPrice {
    /// The region asked for.
    pub region: String,
    /// What was looked up, in words: "the Compute Savings Plan rate (1 year, no upfront) of c8g.large".
    pub thing: String,
    /// Why there is none.
    pub reason: MissingReason,
    /// The nearest thing that has a price, in words.
    pub nearest: Option<String>,
    /// The line that would supply the price: `"APN2-BoxUsage:c8g.large" = "<USD per hour>"`.
    pub override_line: String,
}

/// Why a price is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MissingReason {
    /// The tables do not have it.
    Absent,
    /// The tables have it on this basis, and only observed prices are allowed.
    NotObserved(Basis),
}

fn what_is_missing(missing: &MissingPrice) -> String {
    let MissingPrice { region, thing, reason, nearest, .. } = missing;
    let nearest = nearest.as_ref().map_or_else(String::new, |nearest| format!(" (nearest: {nearest})"));
    match reason {
        MissingReason::Absent => format!("no price in {region} for {thing}{nearest}"),
        MissingReason::NotObserved(basis) => {
            format!("no observed price in {region} for {thing}, only one that is `{}`{nearest}", basis.name())
        }
    }
}
