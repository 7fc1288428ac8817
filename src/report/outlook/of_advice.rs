//! The outlook of a scenario's commitments.

use super::{CommitmentCashView, FallView, LadderView, OutlookView, ScenarioOutlookView};
use crate::commitment::Purchase;
use crate::commitment::outlook::running_terms;
use crate::recommendation::CommitmentAdvice;
use crate::time::Horizon;

/// Everything that is known of what is proposed for a scenario.
#[must_use]
pub fn outlook_of(advice: &CommitmentAdvice, horizon: &Horizon) -> OutlookView {
    let bought: Vec<Purchase> =
        advice.proposal.portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect();
    let terms = running_terms(&advice.usage, &bought);
    let buys = !bought.is_empty();
    OutlookView {
        fall: buys.then(|| FallView::new(&advice.usage, &bought, &advice.falls)),
        demand_scenarios: advice.outlook.as_ref().map(|outlook| ScenarioOutlookView::new(&advice.usage, outlook)),
        ladder: Some(LadderView::new(&advice.usage, horizon, advice.ladder_step, &advice.ladder, &advice.held_terms)),
        cash: buys.then(|| CommitmentCashView::new(&terms, horizon)),
    }
}
