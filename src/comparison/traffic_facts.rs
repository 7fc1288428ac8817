//! [`TrafficFacts`]: what the demand of a service is like over the horizon.

use super::study::Study;
use crate::demand::{ProfileUse, WARM_UP_MINUTES, profile_use};
use crate::scenario::{DemandUnit, Service};
use crate::time::{MINUTES_PER_DAY, MINUTES_PER_WEEK};

/// What a service's demand is like over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct TrafficFacts {
    /// The service.
    pub service: String,
    /// Mean demand, per second (requests) or in vCPU.
    pub mean: f64,
    /// The largest minute.
    pub peak_minute: f64,
    /// The unit of both.
    pub unit: DemandUnit,
    /// How the profile was used: repeated, dropped rows, filled gaps.
    pub note: Option<String>,
}

/// Those of every service with traffic.
pub(super) fn traffic_facts(study: &Study<'_>) -> Vec<TrafficFacts> {
    let facts = |(service, minutes): (&Service, &std::sync::Arc<[f64]>)| {
        let traffic = service.traffic.as_ref()?;
        let counted = &minutes[WARM_UP_MINUTES as usize..];
        let mean = counted.iter().sum::<f64>() / counted.len().max(1) as f64;
        Some(TrafficFacts {
            service: service.name.clone(),
            mean,
            peak_minute: counted.iter().copied().fold(0.0, f64::max),
            unit: traffic.unit,
            note: profile_note(&profile_use(traffic, &study.scenario.horizon)),
        })
    };
    study.scenario.services.iter().zip(&study.demands).filter_map(facts).collect()
}

/// How a profile was used, in a sentence; nothing when it simply repeats by day or week.
fn profile_note(usage: &ProfileUse) -> Option<String> {
    let mut parts = Vec::new();
    if usage.as_dated {
        parts.push("the profile covers the horizon and is used as dated".to_owned());
    }
    if let Some(minutes) =
        usage.cycle_minutes.filter(|&minutes| minutes != MINUTES_PER_WEEK && minutes != MINUTES_PER_DAY)
    {
        parts.push(format!("{} days of the profile repeat", minutes / MINUTES_PER_DAY));
    }
    if usage.dropped_minutes > 0 {
        let rows = usage.dropped_rows;
        parts.push(format!(
            "its last {} make no whole week or day and are dropped ({rows} rows)",
            duration(usage.dropped_minutes)
        ));
    }
    if usage.filled_rows > 0 {
        parts.push(format!("{} missing rows were filled in", usage.filled_rows));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Minutes in words: whole minutes below a day, else days.
fn duration(minutes: i64) -> String {
    if minutes < MINUTES_PER_DAY {
        return format!("{minutes} minutes");
    }
    format!("{:.1} days", minutes as f64 / MINUTES_PER_DAY as f64)
}
