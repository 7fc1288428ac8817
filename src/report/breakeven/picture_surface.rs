//! The winner over two axes, in shades.

use plotters::style::text_anchor::HPos;

use super::page::number;
use super::page_surface::{legend, place_among};
use super::picture::{FAINT, INK, Picture, SHADES, Shape, round_values};
use super::view::BreakevenView;
use crate::recommendation::breakeven::{Axis, AxisSpan, Surface};

const WIDTH: i32 = 1_000;
const LEFT: i32 = 90;
const TOP: i32 = 70;
const SIDE: i32 = 560;
const HEIGHT: i32 = 740;

/// A box for every point in the shade of its winner, and a ring at the scenario itself.
pub(super) fn surface_picture(view: &BreakevenView, surface: &Surface) -> Picture {
    let scenario = &view.result.scenario;
    let (across, up) = (surface.across.axis.name(), surface.up.axis.name());
    let title = format!("The cheapest option by {across} and {up}: {}, {}", scenario.name, scenario.region);
    let legend = legend(surface);
    let names: Vec<&str> = legend.iter().map(|(_, name)| *name).collect();
    let own = surface.own.winner().map_or("no option", crate::comparison::OptionId::name);
    let description = format!(
        "A map with {} across and {} up. Somewhere cheapest: {}. At the scenario's own position: {own}.",
        surface.across.axis.words(),
        surface.up.axis.words(),
        names.join(", ")
    );
    let mut picture = Picture::titled(WIDTH, HEIGHT, title, description);
    let shade = |winner| {
        let place = legend.iter().position(|(known, _)| *known == winner).unwrap_or(0);
        if winner.is_none() { FAINT } else { SHADES[place % SHADES.len()] }
    };
    let edge =
        |index: usize, count: usize| SIDE * i32::try_from(index).unwrap_or(0) / i32::try_from(count).unwrap_or(1);
    for (row, cells) in surface.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (rows, columns) = (surface.cells.len(), cells.len());
            let from = (LEFT + edge(column, columns), TOP + SIDE - edge(row + 1, rows));
            let to = (LEFT + edge(column + 1, columns), TOP + SIDE - edge(row, rows));
            picture.filled(shade(cell.winner()), from, to);
        }
    }
    axes(&mut picture, surface);
    for (index, (winner, name)) in (0_i32..).zip(&legend) {
        let y = TOP + 24 * index;
        picture.filled(shade(*winner), (LEFT + SIDE + 30, y), (LEFT + SIDE + 46, y + 16));
        picture.text(*name, (LEFT + SIDE + 56, y), 14.0, HPos::Left);
    }
    let at = (
        LEFT + pixels(surface, Way::Across, surface.across.position),
        TOP + SIDE - pixels(surface, Way::Up, surface.up.position),
    );
    picture.shapes.push(Shape::Ring { colour: INK, at, radius: 7 });
    let beside = TOP + 24 * i32::try_from(legend.len()).unwrap_or(0) + 12;
    picture.shapes.push(Shape::Ring { colour: INK, at: (LEFT + SIDE + 38, beside + 8), radius: 7 });
    picture.text("the scenario itself", (LEFT + SIDE + 56, beside), 14.0, HPos::Left);
    picture
}

#[derive(Clone, Copy)]
enum Way {
    Across,
    Up,
}

/// Pixels from the lower end to a value; points lie in the middle of their boxes.
fn pixels(surface: &Surface, way: Way, value: f64) -> i32 {
    let (span, values) = match way {
        Way::Across => (surface.across, &surface.columns),
        Way::Up => (surface.up, &surface.rows),
    };
    let place = place_among(surface, span, values, value) + 0.5;
    (place / values.len().max(1) as f64 * f64::from(SIDE)).round().clamp(0.0, f64::from(SIDE)) as i32
}

fn axes(picture: &mut Picture, surface: &Surface) {
    let marks =
        |span: AxisSpan| round_values(span.low, span.high, 8.0, matches!(span.axis, Axis::Traffic | Axis::Performance));
    for mark in marks(surface.across) {
        let x = LEFT + pixels(surface, Way::Across, mark);
        picture.line(INK, vec![(x, TOP + SIDE), (x, TOP + SIDE + 5)], 1);
        picture.text(number(mark), (x, TOP + SIDE + 9), 12.0, HPos::Center);
    }
    for mark in marks(surface.up) {
        let y = TOP + SIDE - pixels(surface, Way::Up, mark);
        picture.line(INK, vec![(LEFT - 5, y), (LEFT, y)], 1);
        picture.text(number(mark), (LEFT - 9, y - 7), 12.0, HPos::Right);
    }
    let corners = vec![(LEFT, TOP), (LEFT + SIDE, TOP), (LEFT + SIDE, TOP + SIDE), (LEFT, TOP + SIDE), (LEFT, TOP)];
    picture.line(INK, corners, 1);
    picture.text(format!("across: {}", surface.across.axis.words()), (LEFT, TOP + SIDE + 34), 13.0, HPos::Left);
    picture.text(format!("up: {}", surface.up.axis.words()), (LEFT, TOP + SIDE + 56), 13.0, HPos::Left);
}
