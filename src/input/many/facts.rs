//! What is known of many scenarios once all have been read.

use std::collections::BTreeMap;

use super::in_common::{Kinds, Shared};
use crate::diagnostic::Diagnostic;
use crate::scenario::{Assumption, Currency, Scenario};
use crate::time::Horizon;

/// Sentences of one kind that are kept.
const MOST_WARNINGS: usize = 20;

/// One scenario by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioSummary {
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub source: String,
}

/// Something assumed in several scenarios; the names of services in the key are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommonAssumption {
    /// The assumption, its key such as `service.*.workload.start_seconds`.
    pub assumption: Assumption,
    /// In how many scenarios.
    pub scenarios: usize,
}

/// What scenarios that can be planned together have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct SetFacts {
    /// The scenarios, in their order.
    pub scenarios: Vec<ScenarioSummary>,
    /// The horizon of all.
    pub horizon: Horizon,
    /// The currency of all.
    pub currency: Currency,
    /// What was assumed, what most scenarios share first.
    pub assumptions: Vec<CommonAssumption>,
    /// Things that look wrong but can be priced, as sentences.
    pub warnings: Vec<String>,
}

/// What is kept of a scenario.
pub(super) struct Read {
    name: String,
    shared: Shared,
    assumptions: Vec<Assumption>,
    warnings: Vec<String>,
    horizon: Horizon,
    currency: Currency,
    free_allowances: bool,
}

impl Read {
    pub(super) fn of(scenario: &Scenario) -> Self {
        Self {
            name: scenario.name.clone(),
            shared: Shared::of(scenario),
            assumptions: scenario.assumptions.iter().map(without_names).collect(),
            warnings: scenario.warnings.clone(),
            horizon: scenario.horizon.clone(),
            currency: scenario.currency.clone(),
            free_allowances: scenario.account.free_allowances,
        }
    }
}

/// The assumption of any service or job.
fn without_names(assumption: &Assumption) -> Assumption {
    let parts: Vec<&str> = assumption.key.splitn(3, '.').collect();
    let key = match parts[..] {
        // A name may have full stops of its own: what follows it begins at a table or key of the format.
        [table @ ("service" | "job"), _, _] => {
            let known = ["workload", "scaling", "traffic", "network", "objective", "deployment", "task", "start"];
            let rest = known.iter().find_map(|name| assumption.key.find(&format!(".{name}.")).map(|at| at + 1));
            let rest = rest.or_else(|| assumption.key.rfind('.').map(|at| at + 1)).unwrap_or(0);
            format!("{table}.*.{}", &assumption.key[rest..])
        }
        _ => assumption.key.clone(),
    };
    Assumption { key, ..assumption.clone() }
}

/// What was read so far.
#[derive(Default)]
pub(super) struct Gathered {
    names: Vec<String>,
    kinds: Kinds,
    assumptions: BTreeMap<Assumption, (usize, usize)>,
    warnings: Vec<String>,
    more_warnings: usize,
    common: Option<(Horizon, Currency)>,
    with_allowances: usize,
}

impl Gathered {
    pub(super) fn add(&mut self, index: usize, read: Read) {
        self.names.push(read.name);
        self.kinds.add(index, read.shared);
        self.common.get_or_insert((read.horizon, read.currency));
        self.with_allowances += usize::from(read.free_allowances);
        let mut seen: Vec<Assumption> = Vec::new();
        for (rank, assumption) in read.assumptions.into_iter().enumerate() {
            if !seen.contains(&assumption) {
                self.assumptions.entry(assumption.clone()).or_insert((rank, 0)).1 += 1;
                seen.push(assumption);
            }
        }
        for warning in read.warnings {
            if self.warnings.contains(&warning) {
                continue;
            }
            if self.warnings.len() < MOST_WARNINGS { self.warnings.push(warning) } else { self.more_warnings += 1 }
        }
    }

    pub(super) fn problems(&self, source: &dyn Fn(usize) -> String) -> Vec<Diagnostic> {
        self.kinds.problems(source)
    }

    /// The facts of at least one scenario.
    pub(super) fn facts(self, source: &dyn Fn(usize) -> String) -> SetFacts {
        let (horizon, currency) = self.common.expect("a set without scenarios is refused when it is opened");
        let mut warnings = self.warnings;
        if self.more_warnings > 0 {
            warnings
                .push(format!("and {} more warnings; `ecsplan check` shows those of a scenario", self.more_warnings));
        }
        if self.with_allowances > 1 {
            warnings.push(format!(
                "the monthly free allowances of an account are taken off in each of {} scenarios",
                self.with_allowances
            ));
        }
        let mut assumptions: Vec<(usize, CommonAssumption)> = self
            .assumptions
            .into_iter()
            .map(|(assumption, (rank, scenarios))| (rank, CommonAssumption { assumption, scenarios }))
            .collect();
        assumptions.sort_by_key(|(rank, common)| (std::cmp::Reverse(common.scenarios), *rank));
        let named = |(index, name): (usize, String)| ScenarioSummary { name, source: source(index) };
        SetFacts {
            scenarios: self.names.into_iter().enumerate().map(named).collect(),
            horizon,
            currency,
            assumptions: assumptions.into_iter().map(|(_, common)| common).collect(),
            warnings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assumptions_of_different_services_are_the_same() {
        let key = |key: &str| {
            without_names(&Assumption { key: key.to_owned(), value: String::new(), reason: String::new() }).key
        };
        assert_eq!(key("service.api.workload.start_seconds"), "service.*.workload.start_seconds");
        assert_eq!(key("service.a.b.scaling.target_tracking.1.x"), "service.*.scaling.target_tracking.1.x");
        assert_eq!(key("service.api.cpu_limit"), "service.*.cpu_limit");
        assert_eq!(key("horizon.continues"), "horizon.continues");
    }
}
