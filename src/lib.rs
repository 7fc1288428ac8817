//! `ecsplan`: where containers on Amazon ECS should run, at what size, bought how, and at what cost.

pub mod bill;
pub mod capacity;
pub mod commitment;
pub mod comparison;
pub mod demand;
pub mod diagnostic;
pub mod input;
pub mod money;
mod parallel;
pub mod patience;
pub mod pricing;
pub mod recommendation;
pub mod report;
pub mod scenario;
pub mod statement;
pub mod time;
pub mod usage;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
