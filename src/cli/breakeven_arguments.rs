//! The arguments of `breakeven`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use ecsplan::recommendation::breakeven::Axis;
use ecsplan::scenario::SimulationStep;

use super::pictures::picture_file;
use super::report_arguments::ReportArguments;

/// Points along one axis.
pub(super) const POINTS: usize = 200;

/// Points along each of two axes.
pub(super) const SURFACE_POINTS: usize = 40;

#[derive(Args, Debug)]
pub(super) struct BreakevenArguments {
    #[command(flatten)]
    pub(super) report: ReportArguments,
    /// What to move
    #[arg(long, value_name = "AXIS", default_value = Axis::Traffic.name(), value_parser = axes())]
    pub(super) over: Axis,
    /// Move this, too: a surface over both
    #[arg(long, value_name = "AXIS", value_parser = axes())]
    pub(super) and: Option<Axis>,
    /// Points along an axis before changes are narrowed down, 200 along one and 40 along each of two unless given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=2_000))]
    pub(super) points: Option<u16>,
    /// Length of the steps in which points are simulated
    #[arg(long, value_enum, default_value_t = Step::Hour)]
    pub(super) step: Step,
    /// Choose task sizes, instance types and plans anew at every point, which takes far longer
    #[arg(long)]
    pub(super) resize: bool,
    /// Also draw it, as SVG or PNG by the ending of the name
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    pub(super) chart: Option<PathBuf>,
}

/// The length of a simulated step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Step {
    /// An hour, as a steady state
    #[value(name = "1h")]
    Hour,
    /// A minute
    #[value(name = "1m")]
    Minute,
}

impl From<Step> for SimulationStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Hour => Self::Hour,
            Step::Minute => Self::Minute,
        }
    }
}

fn axes() -> impl TypedValueParser<Value = Axis> {
    let named = |name: &str| Axis::ALL.into_iter().find(|axis| axis.name() == name);
    PossibleValuesParser::new(Axis::ALL.map(Axis::name))
        .map(move |name| named(&name).expect("every possible value names an axis"))
}
