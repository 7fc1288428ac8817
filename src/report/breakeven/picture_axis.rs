//! The cost of every option along an axis, with the changes of winner.

use plotters::style::text_anchor::HPos;

use super::page::number;
use super::page_axis::value;
use super::picture::{FAINT, INK, Picture, SHADES, Shape, round_values};
use super::view::BreakevenView;
use crate::comparison::OptionId;
use crate::recommendation::breakeven::{AlongAxis, Axis};

const WIDTH: i32 = 1_100;
const LEFT: i32 = 100;
const RIGHT: i32 = 800;
const TOP: i32 = 70;
const BOTTOM: i32 = 500;
const HEIGHT: i32 = 600;

/// Costs above this many times the dearest winner are cut off.
const SHOWN_UP_TO: f64 = 2.0;

/// Lines of cost per month; vertical bands where the winner changes; a ring at the scenario itself.
pub(super) fn axis_picture(view: &BreakevenView, along: &AlongAxis) -> Picture {
    let scenario = &view.result.scenario;
    let title =
        format!("What each option costs along {}: {}, {}", along.span.axis.name(), scenario.name, scenario.region);
    let mut picture = Picture::titled(WIDTH, HEIGHT, title, description(view, along));
    let scale = Scale::of(view, along);
    axes(&mut picture, view, along, &scale);
    for change in &along.changes {
        let (from, to) =
            (scale.x(change.below.share), scale.x(change.above.share).max(scale.x(change.below.share) + 2));
        picture.filled(FAINT, (from, TOP), (to, BOTTOM));
    }
    for (index, id) in drawn(along).into_iter().enumerate() {
        let colour = SHADES[index % SHADES.len()];
        for points in scale.lines(view, along, id) {
            picture.line(colour, points, 2);
        }
        let y = TOP + 22 * i32::try_from(index).unwrap_or(0);
        picture.filled(colour, (RIGHT + 24, y + 4), (RIGHT + 42, y + 12));
        picture.text(id.name(), (RIGHT + 50, y), 13.0, HPos::Left);
    }
    if let Some((cost, _)) = along.own.evaluated.cheapest() {
        let at = (scale.x(along.own.share), scale.y(shown(view, cost)));
        picture.shapes.push(Shape::Ring { colour: INK, at, radius: 6 });
    }
    picture
}

/// Options that win somewhere first, then the others by their cost at the scenario's own position; at most ten.
fn drawn(along: &AlongAxis) -> Vec<OptionId> {
    let mut ids: Vec<OptionId> = along.places.iter().filter_map(|place| place.evaluated.winner()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut others: Vec<_> =
        along.own.evaluated.costs.iter().filter_map(|(id, cost)| Some((cost.as_ref().ok()?, *id))).collect();
    others.sort();
    ids.extend(others.into_iter().map(|(_, id)| id).filter(|id| !ids.contains(id)).collect::<Vec<_>>());
    ids.truncate(SHADES.len());
    ids
}

/// Smallest displayed units a month. Floats: these are pixels soon.
fn shown(view: &BreakevenView, total: crate::money::Money) -> f64 {
    let hours = i128::from(view.result.scenario.hours).max(1);
    view.currency().shown(total.times(730).divided_by(hours)) as f64
}

struct Scale {
    top: f64,
}

impl Scale {
    fn of(view: &BreakevenView, along: &AlongAxis) -> Self {
        let cheapest = along.places.iter().filter_map(|place| place.evaluated.cheapest());
        let dearest = cheapest.map(|(cost, _)| shown(view, cost)).fold(0.0, f64::max);
        Self { top: if dearest > 0.0 { dearest * SHOWN_UP_TO } else { 1.0 } }
    }

    fn x(&self, share: f64) -> i32 {
        LEFT + (share * f64::from(RIGHT - LEFT)).round() as i32
    }

    fn y(&self, cost: f64) -> i32 {
        BOTTOM - (cost / self.top * f64::from(BOTTOM - TOP)).round() as i32
    }

    /// The pieces of an option's line that are inside the picture.
    fn lines(&self, view: &BreakevenView, along: &AlongAxis, id: OptionId) -> Vec<Vec<(i32, i32)>> {
        let mut pieces: Vec<Vec<(i32, i32)>> = vec![Vec::new()];
        for place in &along.places {
            let cost = place.evaluated.cost(id).map(|cost| shown(view, cost)).filter(|&cost| cost <= self.top);
            match (cost, pieces.last_mut()) {
                (Some(cost), Some(piece)) => piece.push((self.x(place.share), self.y(cost))),
                (None, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
                _ => {}
            }
        }
        pieces.retain(|piece| piece.len() > 1);
        pieces
    }
}

fn axes(picture: &mut Picture, view: &BreakevenView, along: &AlongAxis, scale: &Scale) {
    let span = along.span;
    for cost in round_values(0.0, scale.top, 5.0, false) {
        let y = scale.y(cost);
        picture.line(FAINT, vec![(LEFT, y), (RIGHT, y)], 1);
        let label = view.currency().number(cost.round() as i128);
        picture.text(label.trim_end_matches(".00"), (LEFT - 8, y - 7), 12.0, HPos::Right);
    }
    let in_ratios = matches!(span.axis, Axis::Traffic | Axis::Performance);
    for mark in round_values(span.low, span.high, 8.0, in_ratios) {
        let x = scale.x(span.share_of(mark));
        picture.line(FAINT, vec![(x, TOP), (x, BOTTOM)], 1);
        picture.text(number(mark), (x, BOTTOM + 8), 12.0, HPos::Center);
    }
    picture.line(INK, vec![(LEFT, TOP), (LEFT, BOTTOM), (RIGHT, BOTTOM)], 1);
    picture.text(span.axis.words(), (LEFT, BOTTOM + 32), 13.0, HPos::Left);
    let unit = format!(
        "{} per month (730 hours); ring: the scenario itself; grey: the winner changes",
        view.currency().code()
    );
    picture.text(unit, (LEFT, BOTTOM + 54), 13.0, HPos::Left);
}

fn description(view: &BreakevenView, along: &AlongAxis) -> String {
    let axis = along.span.axis;
    let changes: Vec<String> = along
        .changes
        .iter()
        .map(|change| {
            let name = |id: Option<OptionId>| id.map_or("no option", OptionId::name);
            let [below, above] = [&change.below, &change.above].map(|place| name(place.evaluated.winner()));
            format!("from {below} to {above} at {} to {}", number(change.below.value), value(axis, change.above.value))
        })
        .collect();
    let changes = if changes.is_empty() { "it never changes".to_owned() } else { changes.join("; ") };
    format!("Lines of cost, {} per month, along {}. The winner: {changes}.", view.currency().code(), axis.words())
}
