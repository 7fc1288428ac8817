//! Commitments: what is held already, and what may be bought.

use crate::money::{Money, Percent};

/// Length of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(into = "u8")]
pub enum TermYears {
    /// One year of 8,760 hours.
    One,
    /// Three years, 26,280 hours.
    Three,
}

impl TermYears {
    /// 1 or 3.
    #[must_use]
    pub const fn years(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Three => 3,
        }
    }

    /// Hours of the term.
    #[must_use]
    pub const fn hours(self) -> u32 {
        self.years() as u32 * 8_760
    }
}

impl From<TermYears> for u8 {
    fn from(term: TermYears) -> Self {
        term.years()
    }
}

/// How a commitment is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentOption {
    /// Nothing upfront.
    NoUpfront,
    /// Half upfront.
    PartialUpfront,
    /// All upfront.
    AllUpfront,
}

impl PaymentOption {
    /// Every payment option.
    pub const ALL: [Self; 3] = [Self::NoUpfront, Self::PartialUpfront, Self::AllUpfront];

    /// `no_upfront`, `partial_upfront` or `all_upfront`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoUpfront => "no_upfront",
            Self::PartialUpfront => "partial_upfront",
            Self::AllUpfront => "all_upfront",
        }
    }
}

/// Kinds of Savings Plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanKind {
    /// Any EC2 family, size and region, and Fargate.
    Compute,
    /// One EC2 family in one region.
    Ec2Instance,
}

/// Which commitments may be proposed, and on what conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentPolicy {
    /// Allowed kinds of Savings Plan, for the portfolio that is chosen; never empty.
    pub kinds: Vec<PlanKind>,
    /// Allowed terms.
    pub terms: Vec<TermYears>,
    /// Allowed payment options.
    pub payment_options: Vec<PaymentOption>,
    /// Whether a plan that ends inside the horizon is bought again on the same terms.
    pub renew: bool,
    /// The most cash that all purchases together may take when they are bought, USD; `None` without a limit.
    pub max_upfront: Option<Money>,
    /// The least share of every purchase that must be used over the horizon; `None` without a limit.
    pub min_utilisation: Option<Percent>,
    /// What money paid early costs, percent a year.
    pub cost_of_capital: Percent,
}

/// What kind of commitment is held, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldKind {
    /// A Compute Savings Plan.
    ComputeSavingsPlan {
        /// The commitment, USD an hour.
        hourly_commitment: Money,
    },
    /// An EC2 Instance Savings Plan in the scenario's region.
    Ec2InstanceSavingsPlan {
        /// The instance family, such as `m7g`.
        family: String,
        /// The commitment, USD an hour.
        hourly_commitment: Money,
    },
    /// Reserved Instances in the scenario's region.
    ReservedInstance {
        /// The instance type, such as `m7g.large`.
        instance_type: String,
        /// How many; at least 1.
        count: u32,
        /// Whether they are for one zone, and so for this size only.
        zonal: bool,
    },
}

/// A commitment held already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCommitment {
    /// Its name, unique in the scenario: as given, or else kind, term, payment and place in the file.
    pub id: String,
    /// What it is.
    pub kind: HeldKind,
    /// Its term.
    pub term: TermYears,
    /// How it is paid.
    pub payment: PaymentOption,
    /// Its first clock hour, from the first of the horizon; negative when it began before.
    pub first_hour: i64,
    /// The first clock hour without it, after `first_hour`; not above zero when it ends before the horizon.
    pub end_hour: i64,
    /// The share of it that this scenario's workloads may use, above 0; others use the rest.
    pub available_share: Percent,
}
