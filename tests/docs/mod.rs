//! Every command that the documentation shows is run, and its output is what the documentation shows.
//!
//! `console` blocks have commands after `$ ` and, below them, all that they print; `sh` blocks have commands only, and so
//! have the steps of a workflow in a `yaml` block.
//! `# exits 1` at the end of a command says how it ends; otherwise it ends with 0. `BLESS=1 cargo test` writes
//! the outputs anew, for review. A block that opens with such as `toml file=api.toml` is a file of that name beside the
//! commands of its page.

mod block;
mod pages;
mod run;
