//! CPU credits of one burstable instance (rules K1 to K5).

use ecsplan::pricing::InstanceType;
use ecsplan::scenario::CreditMode;

/// What a burstable type earns, keeps and begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    per_hour: f64,
    launch: f64,
    is_unlimited: bool,
}

impl Terms {
    pub(crate) fn of(one: &InstanceType, mode: CreditMode) -> Option<Self> {
        let per_hour = one.credits_per_hour.filter(|_| one.burstable)?;
        let is_t2 = one.family() == "t2";
        let is_unlimited = match mode {
            CreditMode::FamilyDefault => !is_t2,
            CreditMode::Standard => false,
            CreditMode::Unlimited => true,
        };
        let launch = if is_t2 && !is_unlimited { 30.0 * f64::from(one.vcpu) } else { 0.0 };
        Some(Self { per_hour, launch, is_unlimited })
    }
}

/// What is left of them.
#[derive(Clone, Debug)]
pub(crate) struct Credits {
    terms: Terms,
    launch: f64,
    balance: f64,
    /// Second and credits of every charge.
    pub(crate) charged: Vec<(i64, f64)>,
}

impl Credits {
    pub(crate) fn new(terms: Terms) -> Self {
        Self { terms, launch: terms.launch, balance: 0.0, charged: Vec::new() }
    }

    pub(crate) fn at_hand(&self) -> f64 {
        self.launch + self.balance
    }

    /// A minute in which so many vCPU are wanted; the share of it that is given.
    pub(crate) fn minute(&mut self, second: i64, wanted: f64) -> f64 {
        let earning = self.terms.per_hour / 60.0;
        let given = if self.terms.is_unlimited { wanted } else { wanted.min(self.launch + self.balance + earning) };
        let from_launch = given.min(self.launch);
        self.launch -= from_launch;
        self.balance = (self.balance + earning - (given - from_launch)).min(24.0 * self.terms.per_hour);
        let free = -24.0 * self.terms.per_hour;
        if self.balance < free {
            self.charged.push((second, free - self.balance));
            self.balance = free;
        }
        if wanted > 0.0 { given / wanted } else { 1.0 }
    }

    pub(crate) fn terminate(&mut self, second: i64) {
        if self.balance < 0.0 {
            self.charged.push((second, -self.balance));
            self.balance = 0.0;
        }
    }
}
