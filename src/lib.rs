//! `ecsplan`: where containers on Amazon ECS should run, at what size, bought how, and at what cost.

pub mod capacity;
pub mod demand;
pub mod money;
pub mod pricing;
pub mod scenario;
pub mod time;
