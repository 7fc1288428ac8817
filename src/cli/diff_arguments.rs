//! The arguments of `ecsplan diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

const ABOUT: &str = "\
Each side is a scenario (TOML), which is worked out, or a result that was saved with
`ecsplan recommend scenario.toml --format json --out base.json` (or `compare`). Everything is per
average month of 730 hours, so that horizons may differ; rules DF1 to DF6 of docs/model.md say what
price, volume and mix are.

Examples:
  ecsplan diff base.json scenario.toml
  ecsplan diff main/scenario.toml scenario.toml --format markdown --out comment.md";

#[derive(Args, Debug)]
#[command(after_long_help = ABOUT)]
pub(super) struct DiffArguments {
    /// Before: a scenario, or a saved result
    pub(super) base: PathBuf,
    /// After: a scenario, or a saved result
    pub(super) head: PathBuf,
    /// How to write the difference
    #[arg(long, value_enum, default_value_t = DiffFormat::Table)]
    pub(super) format: DiffFormat,
    /// Write the difference into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Exit with 1 when anything differs, as git does
    #[arg(long)]
    pub(super) exit_code: bool,
    /// Use the price tables in this folder instead of the bundled ones, for both scenarios
    #[arg(long, value_name = "DIR")]
    pub(super) prices: Option<PathBuf>,
    /// Treat every price that was not observed as missing
    #[arg(long)]
    pub(super) strict_prices: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// Aligned columns for a terminal
    Table,
    /// For a pull-request comment
    Markdown,
    /// Everything, exact (see `ecsplan schema difference`)
    Json,
}
