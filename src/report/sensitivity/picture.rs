//! A tornado chart: what a tenth less or more of each input does to the cost.

use plotters::style::text_anchor::HPos;

use super::SensitivityView;
use crate::money::Money;
use crate::recommendation::sensitivity::Sensitivity;
use crate::report::breakeven::{FAINT, INK, Picture, SHADES, round_values};

const WIDTH: i32 = 960;
const LEFT: i32 = 170;
const RIGHT: i32 = 920;
const TOP: i32 = 90;
const ROW: i32 = 34;

/// Bars from the cost of the scenario itself, the longest at the top; pale for less of an input, dark for more.
pub(super) fn tornado(view: &SensitivityView) -> Picture {
    let scenario = &view.result.scenario;
    let own = view.found.own.cheapest();
    let name = own.map_or("no option", |(_, id)| id.name());
    let title =
        format!("What a tenth of each input does to the cost of {name}: {}, {}", scenario.name, scenario.region);
    let rows = i32::try_from(view.found.inputs.len()).unwrap_or(0);
    let bottom = TOP + ROW * rows;
    let mut picture = Picture::titled(WIDTH, bottom + 80, title, description(view));
    let shown = |cost: Money| own.map_or(0.0, |(own, _)| monthly_units(view, cost - own));
    let costs = || view.found.inputs.iter().flat_map(|one| one.cost.into_iter().flatten());
    let widest = costs().map(|cost| shown(cost).abs()).fold(1.0, f64::max);
    let x = |units: f64| (LEFT + RIGHT) / 2 + (units / widest * f64::from((RIGHT - LEFT) / 2)).round() as i32;
    for mark in round_values(-widest, widest, 8.0, false) {
        picture.line(FAINT, vec![(x(mark), TOP - 6), (x(mark), bottom)], 1);
        let label = view.result.currency.number(mark.round() as i128);
        picture.text(label.trim_end_matches(".00"), (x(mark), bottom + 8), 12.0, HPos::Center);
    }
    for (row, one) in (0_i32..).zip(&view.found.inputs) {
        let top = TOP + ROW * row;
        picture.text(one.input.name(), (LEFT - 12, top + 8), 13.0, HPos::Right);
        bars(&mut picture, one, top, &|cost| x(shown(cost)));
    }
    picture.line(INK, vec![(x(0.0), TOP - 6), (x(0.0), bottom)], 1);
    for (index, (colour, words)) in [(SHADES[3], "a tenth less"), (SHADES[0], "a tenth more")].into_iter().enumerate() {
        let left = LEFT + 160 * i32::try_from(index).unwrap_or(0);
        picture.filled(colour, (left, 52), (left + 14, 66));
        picture.text(words, (left + 22, 52), 13.0, HPos::Left);
    }
    let unit = format!("{} per month (730 hours), against the scenario itself", view.result.currency.code());
    picture.text(unit, (LEFT, bottom + 34), 13.0, HPos::Left);
    picture
}

fn bars(picture: &mut Picture, one: &Sensitivity, top: i32, x: &dyn Fn(Money) -> i32) {
    let middle = (LEFT + RIGHT) / 2;
    // Both may lie on one side of the middle: the upper half is for less of the input, the lower for more.
    for ((cost, colour), (from, to)) in one.cost.into_iter().zip([SHADES[3], SHADES[0]]).zip([(5, 15), (16, 26)]) {
        let Some(cost) = cost else { continue };
        let (left, right) = (x(cost).min(middle), x(cost).max(middle));
        if right > left {
            picture.filled(colour, (left, top + from), (right, top + to));
        }
    }
}

/// Smallest displayed units a month. Floats: these are pixels soon.
fn monthly_units(view: &SensitivityView, total: Money) -> f64 {
    let hours = i128::from(view.result.scenario.hours).max(1);
    view.result.currency.shown(total.times(730).divided_by(hours)) as f64
}

fn description(view: &SensitivityView) -> String {
    let names: Vec<&str> = view.found.inputs.iter().map(|one| one.input.name()).collect();
    format!(
        "A tornado chart. From the input that moves the cost most to that which moves it least: {}.",
        names.join(", ")
    )
}
