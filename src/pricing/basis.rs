//! On what evidence a price stands.

/// How a price was come by, from the strongest evidence to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Read from an AWS price file or page, or given by the user.
    Observed,
    /// A discount percentage that AWS or a customer quoted, applied to the observed list price.
    ObservedPercent,
    /// The Reserved Instance rate standing in for the Savings Plan rate.
    RiEquivalent,
    /// Computed from observed figures.
    Derived,
    /// A stated guess.
    Estimated,
}

impl Basis {
    /// Every basis, strongest first.
    pub const ALL: [Self; 5] =
        [Self::Observed, Self::ObservedPercent, Self::RiEquivalent, Self::Derived, Self::Estimated];

    /// The name used in the tables and in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::ObservedPercent => "observed_percent",
            Self::RiEquivalent => "ri_equivalent",
            Self::Derived => "derived",
            Self::Estimated => "estimated",
        }
    }

    /// The basis of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.name() == name)
    }
}
