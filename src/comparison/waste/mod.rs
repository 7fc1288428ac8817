//! What an option's compute bill pays for besides work: the waste ledger (rules WL).

mod category;
mod hosted;
mod hosting;
mod joint;
mod ledger;
mod pools;
mod task_shares;
mod task_states;

pub use category::WasteCategory;
pub(super) use hosting::hosted_tasks;
pub use hosting::{Floor, HostGroup, HostedTasks, Hosting};
pub use ledger::{WasteLedger, WasteMonth, waste_ledger, waste_ledgers};
