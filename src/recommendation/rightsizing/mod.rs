//! Right-sizing a service that runs already: task size, target, minimum and maximum together (rules RS1 to RS7).

mod grid;
mod setting;
mod sizes;
mod variation;

use super::fixed_count::{FixedCount, fixed_counts};
use crate::comparison::{Comparison, Demands, OptionId, PricedOption, Study, compare_only, comparison_of};
use crate::patience::{Interrupted, Patience};
use crate::pricing::PriceBook;
use crate::scenario::{Assumption, Measured, Scenario, TaskCount};

pub use grid::{TARGETS, UnavailableOption};
pub use setting::{CpuUse, Setting};
pub use sizes::{OtherSize, SizeFound};

/// Why there is nothing to say.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRightsizing {
    /// No service was measured.
    #[error(
        "no service of the scenario has `[service.measured]`; docs/scenario.md says how to write what CloudWatch measured"
    )]
    NothingMeasured,
    /// Several were.
    #[error("several services have `[service.measured]`; choose one with `--service`: {}", .0.join(", "))]
    SeveralMeasured(Vec<String>),
    /// The service asked for was not measured, or does not exist.
    #[error("no service `{name}` with `[service.measured]`; there is {}", .measured.join(", "))]
    NotMeasured {
        /// What was asked for.
        name: String,
        /// The services that were measured.
        measured: Vec<String>,
    },
    /// Nothing says how it runs today.
    #[error(
        "nothing says how the service runs today: add `[current]` with `launch_type`, and `[[current.service]]` with its name"
    )]
    NothingCurrent,
    /// What runs today cannot be priced.
    #[error("what runs today cannot be priced: {0}")]
    CurrentUnavailable(String),
}

/// What runs today, as the model has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Today {
    /// How it runs and what it costs.
    pub setting: Setting,
    /// Whether its number of tasks is fixed.
    pub is_fixed: bool,
}

/// A service right-sized.
#[derive(Clone, Debug, PartialEq)]
pub struct Rightsizing {
    /// The service alone, with the recommended scaling where there is one.
    pub scenario: Scenario,
    /// What runs today, then the recommended option.
    pub comparison: Comparison,
    /// The service.
    pub service: String,
    /// What was measured of it.
    pub measured: Measured,
    /// What runs today.
    pub today: Today,
    /// Every option, target and minimum looked at, each at its best size.
    pub grid: Vec<Setting>,
    /// Options that cannot be had.
    pub unavailable: Vec<UnavailableOption>,
    /// The cheapest of the grid that meets the objective and is allowed; by its place there.
    pub recommended: Option<usize>,
    /// Of the grid, the one that serves most, when none is recommended.
    pub best_effort: Option<usize>,
    /// The other sizes with the recommended option, target and minimum.
    pub sizes: Vec<OtherSize>,
    /// The recommended size with a fixed number of tasks, where one meets the objective.
    pub fixed_count: Option<FixedCount>,
    /// Of how many targets it is, when it was interrupted.
    pub interrupted: Option<Interrupted>,
}

impl Rightsizing {
    /// The recommended setting.
    #[must_use]
    pub fn recommended(&self) -> Option<&Setting> {
        self.grid.get(self.recommended?)
    }
}

/// Right-sizes a measured service, the only one or the one named.
///
/// # Errors
/// [`NoRightsizing`] when there is no such service or nothing to compare it with.
pub fn rightsize(scenario: &Scenario, book: &PriceBook, service: Option<&str>) -> Result<Rightsizing, NoRightsizing> {
    rightsize_within(scenario, book, service, Patience::ENDLESS)
}

/// The same from as many targets as patience lasts for; the same on any number of threads.
///
/// # Errors
/// As [`rightsize`].
pub fn rightsize_within(
    scenario: &Scenario,
    book: &PriceBook,
    service: Option<&str>,
    patience: Patience<'_>,
) -> Result<Rightsizing, NoRightsizing> {
    let (index, measured) = measured_service(scenario, service)?;
    let alone = variation::alone(scenario, index);
    let current = alone.current.as_ref().ok_or(NoRightsizing::NothingCurrent)?;
    let least_tasks = variation::least_tasks(&alone.services[0], measured);
    let mut options = compare_only(&alone, book, OptionId::Current).options;
    let today = today(&alone, &options)?;
    let demands = Demands::of(&alone);
    let options_looked_at = grid::options(current.launch_type);
    let wanted = grid::Wanted { alone: &alone, book, demands: &demands, options: &options_looked_at, least_tasks };
    let (grid, interrupted) = grid::grid(wanted, patience);
    let recommended = grid::cheapest(&grid.settings);
    let best_effort = if recommended.is_none() { grid::serves_most(&grid.settings) } else { None };
    let chosen = recommended.map(|place| Chosen::of(&alone, book, &demands, &grid.settings[place]));
    let Chosen { scenario, option, sizes, fixed_count } = chosen.unwrap_or_else(|| Chosen::nothing(&alone));
    options.extend(option);
    let mut comparison = comparison_of(&Study::facing(&scenario, book, demands), options);
    comparison.assumptions.extend(assumptions(&alone, least_tasks));
    Ok(Rightsizing {
        service: alone.services[0].name.clone(),
        measured: measured.clone(),
        scenario,
        comparison,
        today,
        grid: grid.settings,
        unavailable: grid.unavailable,
        recommended,
        best_effort,
        sizes,
        fixed_count,
        interrupted,
    })
}

/// What is worked out for the recommended setting.
struct Chosen {
    scenario: Scenario,
    option: Option<PricedOption>,
    sizes: Vec<OtherSize>,
    fixed_count: Option<FixedCount>,
}

impl Chosen {
    fn of(alone: &Scenario, book: &PriceBook, demands: &Demands, setting: &Setting) -> Self {
        let target = setting.target_percent.unwrap_or_default();
        let scenario = variation::with_scaling(alone, demands, target, setting.min_tasks);
        let study = Study::facing(&scenario, book, demands.clone());
        let option = grid::priced(&study, setting.option);
        let outcome = option.outcome.as_ref().ok();
        let fixed_count = outcome.and_then(|outcome| fixed_counts(&study, (setting.option, outcome)).pop());
        let sizes = sizes::other_sizes(&scenario, book, demands, setting);
        Self { scenario, option: Some(option), sizes, fixed_count }
    }

    fn nothing(alone: &Scenario) -> Self {
        Self { scenario: alone.clone(), option: None, sizes: Vec::new(), fixed_count: None }
    }
}

fn measured_service<'a>(scenario: &'a Scenario, name: Option<&str>) -> Result<(usize, &'a Measured), NoRightsizing> {
    let services = scenario.services.iter().enumerate();
    let all: Vec<(usize, &Measured)> =
        services.filter_map(|(index, service)| Some((index, service.measured.as_ref()?))).collect();
    let names = || all.iter().map(|&(index, _)| scenario.services[index].name.clone()).collect();
    match (name, all.as_slice()) {
        (_, []) => Err(NoRightsizing::NothingMeasured),
        (None, [only]) => Ok(*only),
        (None, _) => Err(NoRightsizing::SeveralMeasured(names())),
        (Some(name), _) => {
            let found = all.iter().find(|&&(index, _)| scenario.services[index].name == name);
            found.copied().ok_or_else(|| NoRightsizing::NotMeasured { name: name.to_owned(), measured: names() })
        }
    }
}

fn today(alone: &Scenario, found: &[PricedOption]) -> Result<Today, NoRightsizing> {
    let option = found.first().ok_or(NoRightsizing::NothingCurrent)?;
    let outcome = option.outcome.as_ref().map_err(|it| NoRightsizing::CurrentUnavailable(it.reason.clone()))?;
    let is_fixed = matches!(alone.services[0].count, TaskCount::Fixed(_));
    Ok(Today { setting: Setting::of(alone, option, outcome), is_fixed })
}

fn assumptions(alone: &Scenario, least_tasks: u32) -> Vec<Assumption> {
    let service = &alone.services[0];
    let place = format!("service.{}", service.name);
    let assume = |key: &str, value: String, reason: &str| Assumption {
        key: format!("{place}.{key}"),
        value,
        reason: reason.to_owned(),
    };
    let mut found = Vec::new();
    if service.measured.as_ref().is_some_and(|measured| measured.least_tasks.is_none()) {
        let reason = "planning default: 2, so that one task may fail, or today's minimum when that is less";
        found.push(assume("measured.least_tasks", least_tasks.to_string(), reason));
    }
    let reason = "what a task needs was measured at today's size only: every size is taken to need as much";
    found.push(assume("workload.memory_mib", format!("{} MiB", service.workload.memory_mib.unwrap_or(0)), reason));
    if matches!(service.count, TaskCount::Fixed(_)) {
        let reason = "AWS defaults of target tracking stand in for scaling that the service does not have today";
        found.push(assume("scaling", "cooldowns of 300 seconds".to_owned(), reason));
    }
    found
}

#[cfg(test)]
mod tests;
