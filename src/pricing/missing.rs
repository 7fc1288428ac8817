//! [`MissingPrice`]: a price the tables do not have, and how to supply it.

/// A price that is not in the tables.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no price in {region} for {thing}{}; to supply one, add under `[prices]`: {override_line}", nearest_text(.nearest.as_deref()))]
pub struct MissingPrice {
    /// The region asked for.
    pub region: String,
    /// What was looked up, in words: "the Compute Savings Plan rate (1 year, no upfront) of c8g.large".
    pub thing: String,
    /// The nearest thing that the tables do price, in words.
    pub nearest: Option<String>,
    /// The line that would supply the price: `"APN2-BoxUsage:c8g.large" = "0.0000"`.
    pub override_line: String,
}

fn nearest_text(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!(" (nearest: {nearest})"))
}
