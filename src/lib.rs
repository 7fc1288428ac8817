//! `ecsplan`: where containers on Amazon ECS should run, at what size, bought how, and at what cost.

pub mod bill {
    //! The bill.
    mod line_item;
    pub use line_item::{Bill, ChargeKind, LineItem, MonthTotal, PurchaseOption};
}
pub mod capacity;
pub mod comparison {
    //! The comparison.
    mod option;
    pub use option::{
        CandidateCounts, CommitmentLine, ExcludedTypes, InstanceGroup, OptionId, Outcome, PricedOption, ServiceOutcome,
        TaskCounts, Unavailable,
    };
    /// Every option.
    #[derive(Clone, Debug)]
    pub struct Comparison {
        /// In the order of ids.
        pub options: Vec<PricedOption>,
        /// One per service.
        pub traffic: Vec<TrafficFacts>,
        /// Worth reading once.
        pub notes: Vec<String>,
        /// Requests.
        pub arrived_requests: f64,
    }
    /// Facts.
    #[derive(Clone, Debug)]
    pub struct TrafficFacts {
        /// Service.
        pub service: String,
        /// Mean.
        pub mean: f64,
        /// Peak.
        pub peak_minute: f64,
        /// Unit.
        pub unit: crate::scenario::DemandUnit,
        /// Note.
        pub note: Option<String>,
    }
}
pub mod money;
pub mod pricing;
pub mod recommendation {
    //! The recommendation.
    mod verdict;
    pub use verdict::{AgainstCurrent, Change, CostDifference, Recommendation, Relaxation, Verdict};
}
pub mod report;
pub mod scenario;
pub mod time;
