//! How much dearer than the cheapest every option is along an axis, with the changes of winner.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use super::page::number;
use super::page_axis::value;
use super::picture::{FAINT, INK, Picture, SHADES, Shape, round_values};
use super::view::BreakevenView;
use crate::comparison::OptionId;
use crate::recommendation::breakeven::{AlongAxis, Axis, Place};

const WIDTH: i32 = 1_100;
const LEFT: i32 = 100;
const RIGHT: i32 = 800;
const TOP: i32 = 70;
const BOTTOM: i32 = 500;
const HEIGHT: i32 = 600;

/// What a name takes of the height.
const NAME_HEIGHT: i32 = 20;

/// Around lines, so that pale ones can be seen on white and dark ones where they cross.
const CASING: RGBColor = RGBColor(0x8c, 0x8c, 0x8c);

/// Options dearer than the cheapest by more percent are cut off.
const SHOWN_UP_TO: f64 = 100.0;

/// Lines of percent above the cheapest; vertical bands where the winner changes; a ring at the scenario itself.
pub(super) fn axis_picture(view: &BreakevenView, along: &AlongAxis) -> Picture {
    let scenario = &view.result.scenario;
    let title = format!(
        "How much dearer than the cheapest each option is, along {}: {}, {}",
        along.span.axis.name(),
        scenario.name,
        scenario.region
    );
    let mut picture = Picture::titled(WIDTH, HEIGHT, title, description(along));
    axes(&mut picture, along);
    for change in &along.changes {
        let (from, to) = (x(change.below.share), x(change.above.share).max(x(change.below.share) + 2));
        picture.filled(FAINT, (from, TOP), (to, BOTTOM));
    }
    // Winners are drawn last, over the others.
    let drawn: Vec<(i32, OptionId)> = (0..).zip(drawn(along)).collect();
    for &(index, id) in drawn.iter().rev() {
        for points in lines(along, id) {
            picture.line(CASING, points.clone(), 4);
            picture.line(shade(index), points, 2);
        }
    }
    let ends: Vec<i32> = drawn.iter().map(|&(_, id)| end(along, id).unwrap_or(TOP)).collect();
    for ((index, id), middle) in drawn.into_iter().zip(spread(&ends)) {
        let colour = shade(index);
        let is_cut_off = end(along, id).is_none();
        if let Some(from) = end(along, id) {
            picture.line(CASING, vec![(RIGHT + 2, from), (RIGHT + 24, middle)], 1);
        }
        picture.filled(CASING, (RIGHT + 24, middle - 5), (RIGHT + 42, middle + 5));
        picture.filled(colour, (RIGHT + 25, middle - 4), (RIGHT + 41, middle + 4));
        let name = if is_cut_off { format!("{} (cut off)", id.name()) } else { id.name().to_owned() };
        picture.text(name, (RIGHT + 50, middle - 8), 13.0, HPos::Left);
    }
    if along.own.evaluated.winner().is_some() {
        picture.shapes.push(Shape::Ring { colour: INK, at: (x(along.own.share), y(0.0)), radius: 6 });
    }
    picture
}

fn shade(index: i32) -> RGBColor {
    SHADES[usize::try_from(index).unwrap_or(0) % SHADES.len()]
}

/// Where an option's line ends at the right; `None` where it is cut off before.
fn end(along: &AlongAxis, id: OptionId) -> Option<i32> {
    let last = lines(along, id).last().and_then(|points| points.last().copied());
    last.filter(|point| point.0 >= RIGHT - 2).map(|point| point.1)
}

/// The middles of names beside the ends of their lines, none touching another, in the same order from the top.
fn spread(ends: &[i32]) -> Vec<i32> {
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by_key(|&index| (ends[index], index));
    let mut middles = vec![0; ends.len()];
    let mut free = TOP;
    for &index in &order {
        middles[index] = ends[index].max(free);
        free = middles[index] + NAME_HEIGHT;
    }
    let mut limit = BOTTOM;
    for &index in order.iter().rev() {
        middles[index] = middles[index].min(limit);
        limit = middles[index] - NAME_HEIGHT;
    }
    middles
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

/// How many percent above the cheapest option another is at a place.
fn above(place: &Place, id: OptionId) -> Option<f64> {
    let (cheapest, _) = place.evaluated.cheapest().filter(|(cost, _)| !cost.is_zero())?;
    let more = place.evaluated.cost(id)? - cheapest;
    Some(100.0 * more.picodollars() as f64 / cheapest.picodollars() as f64)
}

fn x(share: f64) -> i32 {
    LEFT + (share * f64::from(RIGHT - LEFT)).round() as i32
}

fn y(percent: f64) -> i32 {
    BOTTOM - (percent / SHOWN_UP_TO * f64::from(BOTTOM - TOP)).round() as i32
}

/// The pieces of an option's line that are inside the picture.
fn lines(along: &AlongAxis, id: OptionId) -> Vec<Vec<(i32, i32)>> {
    let mut pieces: Vec<Vec<(i32, i32)>> = vec![Vec::new()];
    for place in &along.places {
        let percent = above(place, id).filter(|&percent| percent <= SHOWN_UP_TO);
        match (percent, pieces.last_mut()) {
            (Some(percent), Some(piece)) => piece.push((x(place.share), y(percent))),
            (None, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
            _ => {}
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

fn axes(picture: &mut Picture, along: &AlongAxis) {
    let span = along.span;
    for percent in round_values(0.0, SHOWN_UP_TO, 5.0, false) {
        picture.line(FAINT, vec![(LEFT, y(percent)), (RIGHT, y(percent))], 1);
        picture.text(format!("+{} %", number(percent)), (LEFT - 8, y(percent) - 7), 12.0, HPos::Right);
    }
    let in_ratios = matches!(span.axis, Axis::Traffic | Axis::Performance);
    for mark in round_values(span.low, span.high, 8.0, in_ratios) {
        let at = x(span.share_of(mark));
        picture.line(FAINT, vec![(at, TOP), (at, BOTTOM)], 1);
        picture.text(number(mark), (at, BOTTOM + 8), 12.0, HPos::Center);
    }
    picture.line(INK, vec![(LEFT, TOP), (LEFT, BOTTOM), (RIGHT, BOTTOM)], 1);
    picture.text(span.axis.words(), (LEFT, BOTTOM + 32), 13.0, HPos::Left);
    let words = "dearer than the cheapest option by; ring: the scenario itself; grey: the winner changes";
    picture.text(words, (LEFT, BOTTOM + 54), 13.0, HPos::Left);
}

fn description(along: &AlongAxis) -> String {
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
    format!("How much dearer than the cheapest each option is, along {}. The winner: {changes}.", axis.words())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_the_order_of_their_lines_and_do_not_touch() {
        for ends in [vec![500, 500, 490, 70, 70], vec![70; 10], vec![500; 10], vec![300], vec![]] {
            let middles = spread(&ends);
            assert!(middles.iter().all(|middle| (TOP..=BOTTOM).contains(middle)), "{ends:?}: {middles:?}");
            for (one, other) in (0..ends.len()).flat_map(|one| (0..one).map(move |other| (one, other))) {
                assert!((middles[one] - middles[other]).abs() >= NAME_HEIGHT, "{ends:?}: {middles:?}");
                assert!((ends[one] - ends[other]) * (middles[one] - middles[other]) >= 0, "{ends:?}: {middles:?}");
            }
        }
        assert_eq!(spread(&[400, 200]), [400, 200]);
    }
}
