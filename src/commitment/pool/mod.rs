//! Usage of many ledgers, in any regions, added up for one portfolio, and what of it is whose (rules FL4 to FL7).

mod item;
mod shares;
mod usage;

pub use item::{PooledItem, PooledOffer};
pub use shares::{ItemCost, shared_by_parts};
pub use usage::{OwnPurchase, PooledUsage, TooMuchUsage, UsagePool};
