//! Marks of sampled Spot interruptions over a panel.

use plotters::prelude::*;

use super::geometry::{Area, Drawn, Panel};

/// Their colour.
pub(super) const INTERRUPTED: RGBColor = RGBColor(0x7b, 0x1f, 0xa2);

const ABOVE: i32 = 12;
const HEIGHT: i32 = 10;

/// A tick over the panel at every place; those at the same place are one.
pub(super) fn interruption_marks<B: DrawingBackend>(
    area: &Area<B>,
    panel: &Panel,
    mut places: impl Iterator<Item = i32>,
) -> Drawn<B> {
    let mut last = i32::MIN;
    places.try_for_each(|x| {
        if x == last {
            return Ok(());
        }
        last = x;
        let top = panel.top - ABOVE;
        area.draw(&Rectangle::new([(x - 1, top), (x + 1, top + HEIGHT)], INTERRUPTED.filled()))
    })
}
