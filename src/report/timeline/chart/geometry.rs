//! Panels, and series drawn into them.

use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::*;

use super::axis::ValueAxis;
use super::columns::{Reach, Series};

pub(super) type Area<B> = DrawingArea<B, Shift>;
pub(super) type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// The left side of every panel, pixels.
pub(super) const LEFT: i32 = 76;
/// The width of every panel.
pub(super) const PLOT: i32 = 1_044;
/// The right side of every panel.
pub(super) const RIGHT: i32 = LEFT + PLOT;

/// A panel: its top and height, and what is up its left side.
#[derive(Clone, Copy)]
pub(super) struct Panel {
    pub(super) top: i32,
    pub(super) height: i32,
    pub(super) axis: ValueAxis,
}

impl Panel {
    pub(super) fn y(&self, value: f64) -> i32 {
        self.bottom() - (self.axis.share(value) * f64::from(self.height)).round() as i32
    }

    pub(super) const fn bottom(&self) -> i32 {
        self.top + self.height
    }
}

/// The area under a series.
pub(super) fn fill<B: DrawingBackend>(
    area: &Area<B>,
    panel: &Panel,
    series: &Series,
    colour: RGBColor,
    value: fn(&Reach) -> f64,
) -> Drawn<B> {
    let mut edge: Vec<(i32, i32)> = vec![(LEFT, panel.bottom())];
    for (x, reach) in (LEFT..).zip(&series.columns) {
        let y = panel.y(reach.as_ref().map_or(0.0, value));
        let before = edge.last().map_or(y, |last| last.1);
        if y != before {
            edge.extend([(x, before), (x, y)]);
        }
    }
    let before = edge.last().map_or(panel.bottom(), |last| last.1);
    edge.extend([(RIGHT, before), (RIGHT, panel.bottom())]);
    area.draw(&Polygon::new(edge, colour.filled()))
}

/// The band between the least and the most of each column, with a line along its top.
pub(super) fn band<B: DrawingBackend>(
    area: &Area<B>,
    panel: &Panel,
    series: &Series,
    (inside, edge): (RGBColor, RGBColor),
) -> Drawn<B> {
    let reaches: Vec<(i32, i32, i32)> = (LEFT..)
        .zip(&series.columns)
        .filter_map(|(x, reach)| reach.map(|reach| (x, panel.y(reach.most), panel.y(reach.least))))
        .collect();
    let side = |y: fn(&(i32, i32, i32)) -> i32| reaches.iter().flat_map(move |it| [(it.0, y(it)), (it.0 + 1, y(it))]);
    let top: Vec<(i32, i32)> = without_straights(side(|it| it.1));
    let bottom: Vec<(i32, i32)> = without_straights(side(|it| it.2.max(it.1 + 1)));
    let outline: Vec<(i32, i32)> = top.iter().copied().chain(bottom.into_iter().rev()).collect();
    area.draw(&Polygon::new(outline, inside.filled()))?;
    area.draw(&PathElement::new(top, edge.stroke_width(1)))
}

/// A path without the points inside its level stretches.
fn without_straights(points: impl Iterator<Item = (i32, i32)>) -> Vec<(i32, i32)> {
    let mut path: Vec<(i32, i32)> = Vec::new();
    for point in points {
        if let [.., one, two] = &path[..]
            && one.1 == point.1
            && two.1 == point.1
        {
            path.pop();
        }
        if path.last() != Some(&point) {
            path.push(point);
        }
    }
    path
}

/// The path of a series: in each column its first, least, most and last value.
fn path(panel: &Panel, series: &Series, times: f64) -> Vec<(i32, i32)> {
    let reaches = (LEFT..).zip(&series.columns).filter_map(|(x, reach)| reach.map(|reach| (x, reach)));
    let values = |reach: &Reach| [reach.first, reach.least, reach.most, reach.last];
    without_straights(reaches.flat_map(|(x, reach)| values(&reach).map(|value| (x, panel.y(value * times)))))
}

/// Whether a path goes back the way it came, of which thick lines in pixels have gaps.
fn turns_back(path: &[(i32, i32)]) -> bool {
    let turns = |three: &[(i32, i32)]| {
        let is_upright = three[0].0 == three[1].0 && three[1].0 == three[2].0;
        is_upright && (three[1].1 - three[0].1).signum() != (three[2].1 - three[1].1).signum()
    };
    path.windows(3).any(turns)
}

/// A series as a line.
pub(super) fn line<B: DrawingBackend>(
    area: &Area<B>,
    panel: &Panel,
    series: &Series,
    colour: RGBColor,
    width: u32,
) -> Drawn<B> {
    let path = path(panel, series, 1.0);
    if width > 1 && turns_back(&path) {
        let aside = path.iter().map(|&(x, y)| (x + 1, y + 1)).collect::<Vec<_>>();
        area.draw(&PathElement::new(aside, colour.stroke_width(1)))?;
        return area.draw(&PathElement::new(path, colour.stroke_width(1)));
    }
    area.draw(&PathElement::new(path, colour.stroke_width(width)))
}

/// A series times a factor, as a dashed line.
pub(super) fn dashes<B: DrawingBackend>(
    area: &Area<B>,
    panel: &Panel,
    series: &Series,
    times: f64,
    colour: RGBColor,
) -> Drawn<B> {
    area.draw(&DashedPathElement::new(path(panel, series, times), 6, 4, colour.stroke_width(2)))
}
