//! [`Axis`]: what may change, how far, and where the scenario stands (rule BE1).

/// Something that is moved while everything else stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// The demand of every service, as a multiple of the scenario's.
    Traffic,
    /// How much of the instances the tasks reserve, percent.
    Packing,
    /// The relative speed of arm64.
    Performance,
    /// Hours a month of people's time that EC2 takes.
    OpsHours,
    /// How much cheaper Spot is than on demand, percent.
    SpotDiscount,
    /// The prices of EC2 instances, as a multiple of the scenario's.
    Price,
    /// Growth of demand a month, percent.
    Growth,
}

impl Axis {
    /// Every axis, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Traffic,
        Self::Packing,
        Self::Performance,
        Self::OpsHours,
        Self::SpotDiscount,
        Self::Price,
        Self::Growth,
    ];

    /// Its name on the command line and in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Traffic => "traffic",
            Self::Packing => "packing",
            Self::Performance => "performance",
            Self::OpsHours => "ops-hours",
            Self::SpotDiscount => "spot-discount",
            Self::Price => "price",
            Self::Growth => "growth",
        }
    }

    /// What its values are, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Traffic => "demand of every service, as a multiple of the scenario's",
            Self::Packing => "share of the instances that tasks reserve, percent",
            Self::Performance => "speed of arm64, 1 being that of what the work was measured on",
            Self::OpsHours => "people's time that EC2 takes, hours a month",
            Self::SpotDiscount => "discount of Spot against on demand, percent",
            Self::Price => "prices of EC2 instances, on demand, Spot and plan rates, as a multiple of the scenario's",
            Self::Growth => "growth of demand of every service, percent a month",
        }
    }

    /// Why its range is what it is, in words.
    #[must_use]
    pub const fn range_reason(self) -> &'static str {
        match self {
            Self::Traffic => "a tenth to ten times, in equal ratios: forecasts miss by factors, not by amounts",
            Self::Packing => "clusters are rarely emptier than a fifth, and never fuller than full",
            Self::Performance => "half to twice, in equal ratios: measured code lies well inside",
            Self::OpsHours => "up to two working weeks of a person a month",
            Self::SpotDiscount => "AWS publishes discounts of up to 90 percent",
            Self::Price => "half to one and a half: private discounts and dearer regions lie inside",
            Self::Growth => "a fall to 28 percent in a year, up to a rise to nine times",
        }
    }

    /// The whole range, before it is widened to hold the scenario's own position.
    const fn range(self) -> (f64, f64) {
        match self {
            Self::Traffic => (0.1, 10.0),
            Self::Packing => (20.0, 100.0),
            Self::Performance => (0.5, 2.0),
            Self::OpsHours => (0.0, 80.0),
            Self::SpotDiscount => (0.0, 90.0),
            Self::Price => (0.5, 1.5),
            Self::Growth => (-10.0, 20.0),
        }
    }

    const fn in_ratios(self) -> bool {
        matches!(self, Self::Traffic | Self::Performance)
    }

    /// Whether another value asks for other capacity, and not only for another bill.
    #[must_use]
    pub const fn moves_capacity(self) -> bool {
        matches!(self, Self::Traffic | Self::Performance | Self::Growth)
    }
}

/// An axis with its ends and the scenario's own position, all in the axis's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisSpan {
    /// The axis.
    pub axis: Axis,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Where the scenario stands.
    pub position: f64,
}

impl AxisSpan {
    /// The range of an axis, widened where the scenario stands outside it.
    #[must_use]
    pub fn new(axis: Axis, position: f64) -> Self {
        let (low, high) = axis.range();
        Self { axis, low: low.min(position), high: high.max(position), position }
    }

    /// The value at a share of the axis, 0 to 1, with six significant digits; the ends and the position exactly.
    #[must_use]
    pub fn value(&self, share: f64) -> f64 {
        let exact = if self.axis.in_ratios() {
            self.low * (self.high / self.low).powf(share)
        } else {
            self.low + (self.high - self.low) * share
        };
        let known = [(0.0, self.low), (1.0, self.high), (self.share_of(self.position), self.position)];
        let same = known.into_iter().find(|(at, _)| at.total_cmp(&share).is_eq());
        same.map_or_else(|| six_digits(exact), |(_, value)| value)
    }

    /// The share of the axis at which a value lies.
    #[must_use]
    pub fn share_of(&self, value: f64) -> f64 {
        if self.axis.in_ratios() {
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }

    /// `points` shares at equal distances, both ends included.
    #[must_use]
    pub fn shares(points: usize) -> Vec<f64> {
        let last = points.max(2) - 1;
        (0..=last).map(|index| index as f64 / last as f64).collect()
    }
}

/// A number as it reads back from six significant digits.
fn six_digits(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_run_from_end_to_end_and_meet_the_position() {
        let span = AxisSpan::new(Axis::Traffic, 1.0);
        let values: Vec<f64> = AxisSpan::shares(5).into_iter().map(|share| span.value(share)).collect();
        assert_eq!(values, [0.1, 0.316_228, 1.0, 3.162_28, 10.0]);
        let packing = AxisSpan::new(Axis::Packing, 61.803_398_875);
        assert_eq!(packing.value(packing.share_of(packing.position)), 61.803_398_875);
        assert_eq!((packing.value(0.0), packing.value(1.0)), (20.0, 100.0));
    }

    #[test]
    fn a_position_outside_widens_the_range() {
        let span = AxisSpan::new(Axis::OpsHours, 120.0);
        assert_eq!((span.low, span.high), (0.0, 120.0));
    }

    #[test]
    fn shares_and_values_are_each_others_inverse() {
        for axis in Axis::ALL {
            let span = AxisSpan::new(axis, axis.range().0 + 0.1);
            for share in AxisSpan::shares(31) {
                assert!((span.share_of(span.value(share)) - share).abs() < 1e-4, "{axis:?} {share}");
            }
        }
    }
}
