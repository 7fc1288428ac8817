//! A scale from 0 with round ticks.

/// About how many ticks fit without their labels touching.
const TICKS: f64 = 5.0;

/// Values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    step: f64,
    largest: f64,
    pixels: i32,
}

impl Scale {
    /// A scale on which `largest` takes all of `pixels`.
    pub(super) fn up_to(largest: f64, pixels: i32) -> Self {
        let largest = if largest.is_finite() && largest > 0.0 { largest } else { 1.0 };
        let rough = (largest / TICKS).max(1.0);
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|&step| step >= rough);
        Self { step: step.unwrap_or(10.0 * power), largest, pixels }
    }

    /// Where a value lies.
    pub(super) fn pixels(&self, value: f64) -> i32 {
        (value / self.largest * f64::from(self.pixels)).round() as i32
    }

    /// Round values from 0 to the largest.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = (self.largest / self.step).floor() as u32;
        (0..=count).map(|tick| f64::from(tick) * self.step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_few_and_inside() {
        for largest in [0.0, 1.0, 7.0, 42.0, 9_999.0, 123_456_789.0] {
            let scale = Scale::up_to(largest, 600);
            let ticks = scale.ticks();
            assert!(ticks.len() <= 7, "{ticks:?}");
            assert!(ticks.iter().all(|&tick| (0..=600).contains(&scale.pixels(tick))), "{ticks:?}");
        }
        assert_eq!(Scale::up_to(42_000.0, 600).ticks(), [0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0]);
    }
}
