//! [`Tested`]: the month that limits are held against (rule DF7).

use crate::money::Money;
use crate::scenario::{SavedFigures, SavedMonth, SavedResult};
use crate::time::YearMonth;

/// Which month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestedPeriod {
    /// The dearest calendar month that is whole inside the horizon.
    Month(YearMonth),
    /// An average month of 730 hours, where no calendar month is whole.
    AverageMonth,
}

/// A month and what it costs, tax included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tested {
    /// Which.
    pub period: TestedPeriod,
    /// What it costs.
    pub cost: Money,
}

impl Tested {
    /// The month of an option that limits are held against.
    #[must_use]
    pub fn of(result: &SavedResult, figures: &SavedFigures) -> Self {
        let is_whole = |month: &&SavedMonth| month.hours == month.month.hours();
        let whole = figures.months.iter().filter(is_whole);
        // Of several that cost the same the first.
        let dearest = whole.reduce(|dearest, month| if month.total > dearest.total { month } else { dearest });
        match dearest {
            Some(month) => Self { period: TestedPeriod::Month(month.month), cost: month.total },
            None => Self { period: TestedPeriod::AverageMonth, cost: result.per_month(figures.total) },
        }
    }
}

impl std::fmt::Display for TestedPeriod {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Month(month) => month.fmt(formatter),
            Self::AverageMonth => formatter.write_str("an average month of 730 hours"),
        }
    }
}
