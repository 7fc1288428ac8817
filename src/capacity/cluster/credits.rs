//! [`Credits`]: the CPU credits of a burstable instance (rules K1 to K5).

use crate::pricing::InstanceType;
use crate::scenario::CreditMode;

/// Credits that a T2 instance is given at launch, for each vCPU.
const LAUNCH_CREDITS_PER_VCPU: f64 = 30.0;

/// What a burstable type earns and may owe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CreditTerms {
    /// Credits earned in a minute: the vCPU of the baseline.
    pub per_minute: f64,
    /// The most credits kept, and in unlimited mode the most surplus that is free: 24 hours of earning.
    pub cap: f64,
    /// Launch credits, spent first.
    pub launch: f64,
    /// Whether surplus is charged instead of CPU being throttled.
    pub unlimited: bool,
}

impl CreditTerms {
    /// The terms of an instance type; `None` unless it is burstable and its credits are known.
    #[must_use]
    pub fn of(instance: &InstanceType, mode: CreditMode) -> Option<Self> {
        let per_hour = instance.credits_per_hour.filter(|_| instance.burstable)?;
        let is_t2 = instance.family() == "t2";
        let unlimited = match mode {
            CreditMode::FamilyDefault => !is_t2,
            CreditMode::Standard => false,
            CreditMode::Unlimited => true,
        };
        let launch = if is_t2 && !unlimited { LAUNCH_CREDITS_PER_VCPU * f64::from(instance.vcpu) } else { 0.0 };
        Some(Self { per_minute: per_hour / 60.0, cap: per_hour * 24.0, launch, unlimited })
    }
}

/// The credit balance of one instance. A negative balance is surplus that is not yet charged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Credits {
    terms: CreditTerms,
    launch: f64,
    balance: f64,
}

/// What a minute did to the credits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CreditMinute {
    /// Share of the wanted CPU that was given.
    pub(super) share: f64,
    /// Surplus credits charged.
    pub(super) charged: f64,
}

impl Credits {
    /// The credits of an instance that is just launched.
    pub(super) const fn new(terms: CreditTerms) -> Self {
        Self { terms, launch: terms.launch, balance: 0.0 }
    }

    /// Credits at hand, launch credits included; negative when surplus is owed.
    pub(super) const fn balance(&self) -> f64 {
        self.balance + self.launch
    }

    /// Runs one minute at `wanted` vCPU.
    pub(super) fn run_minute(&mut self, wanted: f64) -> CreditMinute {
        let given =
            if self.terms.unlimited { wanted } else { wanted.min(self.launch + self.balance + self.terms.per_minute) };
        let from_launch = given.min(self.launch);
        self.launch -= from_launch;
        self.balance = (self.balance + self.terms.per_minute - (given - from_launch)).min(self.terms.cap);
        let charged = if self.terms.unlimited {
            (-self.terms.cap - self.balance).max(0.0)
        } else {
            self.balance = self.balance.max(0.0);
            0.0
        };
        self.balance += charged;
        CreditMinute { share: if wanted > 0.0 { given / wanted } else { 1.0 }, charged }
    }

    /// Surplus that is charged when the instance terminates.
    pub(super) fn owed(&self) -> f64 {
        (-self.balance).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(unlimited: bool, launch: f64) -> CreditTerms {
        // A t3.medium: 24 credits an hour, 576 at most.
        CreditTerms { per_minute: 0.4, cap: 576.0, launch, unlimited }
    }

    #[test]
    fn standard_mode_falls_to_the_baseline_when_launch_credits_are_spent() {
        let mut credits = Credits::new(terms(false, 60.0));
        let full: Vec<f64> = (0..60).map(|_| credits.run_minute(2.0).share).collect();
        let unthrottled = full.iter().take_while(|&&share| share > 0.999).count();
        // 60 launch credits and 0.4 earned a minute last 60 / 1.6 = 37.5 minutes at 2 vCPU.
        assert_eq!(unthrottled, 37);
        assert!((full[40] - 0.2).abs() < 1e-9, "baseline 0.4 of 2 vCPU");
        assert_eq!(credits.owed(), 0.0);
    }

    #[test]
    fn unlimited_mode_charges_what_exceeds_a_day_of_earning() {
        let mut credits = Credits::new(terms(true, 0.0));
        let charged: f64 = (0..600).map(|_| credits.run_minute(2.0).charged).sum();
        // 600 minutes at 1.6 above the baseline are 960 credits, of which 576 are not yet charged.
        assert!((charged - 384.0).abs() < 1e-6);
        assert!((credits.owed() - 576.0).abs() < 1e-6);
    }

    #[test]
    fn the_balance_stops_at_a_day_of_earning_and_surplus_is_paid_down_first() {
        let mut credits = Credits::new(terms(true, 0.0));
        for _ in 0..100 {
            credits.run_minute(2.0);
        }
        assert!((credits.balance() + 160.0).abs() < 1e-9);
        for _ in 0..3_000 {
            credits.run_minute(0.0);
        }
        assert!((credits.balance() - 576.0).abs() < 1e-9);
    }
}
