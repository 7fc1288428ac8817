//! Portfolios against exhaustive search, a linear program solved by others, and laws.

mod exhaustive;
mod kinks;
mod laws;
mod oracle;
mod patience;
mod problems;
mod risk;
mod small_costs;
