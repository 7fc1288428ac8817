//! [`CapacityUnit`]: what one unit of a load balancer's capacity holds.

use std::collections::BTreeMap;

use super::TableError;
use super::reading::{TableText, read_rows};

/// Kinds of load balancer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoadBalancer {
    /// Application Load Balancer, for containers.
    Application,
    /// Network Load Balancer, for TCP.
    Network,
}

/// What one capacity unit holds; the dimension that needs most units is billed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CapacityUnit {
    /// New connections per second.
    pub new_connections_per_second: f64,
    /// Active connections in a minute.
    pub active_connections: f64,
    /// Gigabytes per hour.
    pub gigabytes_per_hour: f64,
    /// Rule evaluations per second; `None` where rules are not counted.
    pub rule_evaluations_per_second: Option<f64>,
}

/// The capacity units of the table, as they apply to containers behind TCP or HTTP.
pub(super) fn read_capacity_units(
    text: TableText<'_>,
    errors: &mut Vec<TableError>,
) -> BTreeMap<LoadBalancer, CapacityUnit> {
    let mut units: BTreeMap<LoadBalancer, CapacityUnit> = BTreeMap::new();
    read_rows(text, errors, |row| {
        let per_unit = row.number("per_unit")?;
        row.date("as_of")?;
        row.basis()?;
        let load_balancer = match (row.text("load_balancer"), row.text("applies_to")) {
            ("alb", "mutual TLS" | "Lambda targets") | ("nlb", "UDP" | "TLS") | ("gwlb", _) => return Ok(()),
            ("alb", _) => LoadBalancer::Application,
            ("nlb", _) => LoadBalancer::Network,
            (other, _) => return Err(format!("`load_balancer` should be `alb`, `nlb` or `gwlb`, found `{other}`")),
        };
        let unit = units.entry(load_balancer).or_default();
        match row.text("dimension") {
            "new_connections_per_second" => unit.new_connections_per_second = per_unit,
            "active_connections_per_minute" | "active_connections_sampled_per_minute" => {
                unit.active_connections = per_unit;
            }
            "processed_gb_per_hour" => unit.gigabytes_per_hour = per_unit,
            "rule_evaluations_per_second" => unit.rule_evaluations_per_second = Some(per_unit),
            other => return Err(format!("`{other}` is not a dimension of a capacity unit")),
        }
        Ok(())
    });
    units.retain(|load_balancer, unit| {
        let complete = unit.new_connections_per_second > 0.0
            && unit.active_connections > 0.0
            && unit.gigabytes_per_hour > 0.0
            && unit.rule_evaluations_per_second != Some(0.0);
        if !complete {
            let problem = format!("a dimension of the {load_balancer:?} Load Balancer's unit is missing or zero");
            errors.push(TableError { file: text.path.to_owned(), line: 1, problem });
        }
        complete
    });
    units
}
