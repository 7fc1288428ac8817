//! [`DecisionView`]: a change of the desired count, in words.

use super::window::Window;
use crate::comparison::ServiceHistory;

/// A change of the desired count of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionView<'a> {
    /// When, in seconds since 1970-01-01T00:00Z.
    pub second: i64,
    /// The service.
    pub service: &'a str,
    /// Desired before.
    pub from: u32,
    /// Desired after.
    pub to: u32,
    /// Why, in a few words.
    pub reason: String,
    /// What was seen and computed, in sentences without a full stop.
    pub explanation: Vec<String>,
}

/// The decisions of a service inside a window.
pub(super) fn decisions_of(service: &ServiceHistory, window: Window) -> Vec<DecisionView<'_>> {
    let changes = service.capacity.desired.changes();
    let pairs = changes.windows(2).filter(|pair| (window.from..window.to).contains(&pair[1].0));
    let view = |pair: &[(i64, u32)]| DecisionView {
        second: pair[1].0,
        service: &service.name,
        from: pair[0].1,
        to: pair[1].1,
        reason: String::new(),
        explanation: Vec::new(),
    };
    pairs.map(view).collect()
}
