//! A scatter chart: what each option costs against how short it runs.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use super::ParetoOptionView;
use super::labels::{Frame, place};
use crate::money::Money;
use crate::report::breakeven::{FAINT, INK, Picture, round_values};
use crate::report::timeline::chart::text::Setting;
use crate::report::{DisplayCurrency, ResultView};

const WIDTH: i32 = 960;
const HEIGHT: i32 = 620;
const PLOT: Frame = Frame { left: 80, top: 100, right: 930, bottom: 540 };
const LEADER: RGBColor = RGBColor(0x88, 0x88, 0x88);
const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);
const NAME_SIZE: f64 = 12.0;
const NAME_HEIGHT: i32 = 14;

/// Half the width of a mark without a commitment, and of that with the largest.
const REACHES: (i32, i32) = (5, 11);

/// A mark for each cost and shortage: round without a commitment, square with one, filled on the front.
struct Mark {
    at: (i32, i32),
    reach: i32,
    committed: bool,
    on_front: bool,
    name: String,
}

/// What the available options cost a month against their minutes short.
#[must_use]
pub fn pareto_picture(result: &ResultView) -> Picture {
    let title = format!("Options of {}, {}: cost against minutes short", result.scenario.name, result.scenario.region);
    let mut picture = Picture::titled(WIDTH, HEIGHT, title, description(result));
    let scale = Scale::of(result);
    legend(&mut picture);
    axes(&mut picture, &scale, &result.currency);
    let marks = marks(result, &scale);
    let widths: Vec<(i32, i32)> =
        marks.iter().map(|mark| (Setting::plain(NAME_SIZE).width(&mark.name), NAME_HEIGHT)).collect();
    let reaches: Vec<_> = marks.iter().map(|mark| (mark.at, mark.reach)).collect();
    let frames = place(&reaches, &widths, PLOT);
    for (mark, frame) in marks.iter().zip(&frames) {
        let Some(frame) = frame else { continue };
        picture.line(LEADER, vec![mark.at, frame.nearest(mark.at)], 1);
    }
    for (mark, frame) in marks.iter().zip(&frames) {
        shape(&mut picture, mark);
        let Some(frame) = frame else { continue };
        picture.text(&mark.name, (frame.left, frame.top), NAME_SIZE, HPos::Left);
    }
    picture
}

/// Costs and minutes to pixels. Floats: these are pixels soon.
struct Scale {
    low: f64,
    high: f64,
    most_minutes: f64,
}

impl Scale {
    fn of(result: &ResultView) -> Self {
        let costs = || result.pareto.iter().map(|option| units(&result.currency, option.monthly_mean));
        let (low, high) = (costs().fold(f64::INFINITY, f64::min), costs().fold(0.0, f64::max));
        let low = low.min(high);
        let room = ((high - low) / 20.0).max(high / 50.0).max(1.0);
        let most = result.pareto.iter().map(|option| option.minutes_short).max().unwrap_or(0);
        Self { low: (low - room).max(0.0), high: high + room, most_minutes: (most as f64).max(10.0) * 1.5 }
    }

    fn x(&self, cost: f64) -> i32 {
        let share = (cost - self.low) / (self.high - self.low);
        PLOT.left + (share * f64::from(PLOT.right - PLOT.left)).round() as i32
    }

    /// By the logarithm of one minute more, so that none has its place, too.
    fn y(&self, minutes: f64) -> i32 {
        let (bottom, top) = (PLOT.bottom - 60, PLOT.top);
        bottom - (minutes.ln_1p() / self.most_minutes.ln_1p() * f64::from(bottom - top)).round() as i32
    }
}

fn units(currency: &DisplayCurrency, cost: Money) -> f64 {
    currency.shown(cost) as f64
}

fn marks(result: &ResultView, scale: &Scale) -> Vec<Mark> {
    let most = result.pareto.iter().map(|option| option.committed).max().unwrap_or(Money::ZERO);
    let mut marks: Vec<Mark> = Vec::new();
    for option in &result.pareto {
        let at = (scale.x(units(&result.currency, option.monthly_mean)), scale.y(option.minutes_short as f64));
        let (on_front, committed) = (option.dominated_by.is_none(), !option.committed.is_zero());
        let is_same = |mark: &&mut Mark| mark.at == at && (mark.on_front, mark.committed) == (on_front, committed);
        if let Some(mark) = marks.iter_mut().find(is_same) {
            mark.name = format!("{}, {}", mark.name, option.option);
            continue;
        }
        let reach = reach(option, most);
        marks.push(Mark { at, reach, committed, on_front, name: option.option.to_owned() });
    }
    marks
}

fn reach(option: &ParetoOptionView, most: Money) -> i32 {
    if option.committed.is_zero() {
        return REACHES.0;
    }
    let share = option.committed.picodollars() as f64 / most.picodollars() as f64;
    REACHES.0 + (share.sqrt() * f64::from(REACHES.1 - REACHES.0)).round() as i32
}

fn shape(picture: &mut Picture, mark: &Mark) {
    let Mark { at: (x, y), reach, .. } = *mark;
    if !mark.committed {
        let colour = if mark.on_front { INK } else { PAPER };
        picture.disc(INK, colour, (x, y), reach);
        return;
    }
    let (from, to) = ((x - reach, y - reach), (x + reach, y + reach));
    picture.filled(if mark.on_front { INK } else { PAPER }, from, to);
    picture.line(INK, vec![from, (to.0, from.1), to, (from.0, to.1), from], 1);
}

fn axes(picture: &mut Picture, scale: &Scale, currency: &DisplayCurrency) {
    for cost in round_values(scale.low, scale.high, 8.0, false) {
        let x = scale.x(cost);
        picture.line(FAINT, vec![(x, PLOT.top), (x, PLOT.bottom)], 1);
        picture.text(
            currency.number(cost.round() as i128).trim_end_matches(".00"),
            (x, PLOT.bottom + 8),
            12.0,
            HPos::Center,
        );
    }
    let powers = std::iter::successors(Some(1.0), |minutes: &f64| Some(minutes * 10.0));
    let minutes = std::iter::once(0.0).chain(powers.take_while(|&minutes| minutes <= scale.most_minutes));
    for minutes in minutes {
        let y = scale.y(minutes);
        picture.line(FAINT, vec![(PLOT.left, y), (PLOT.right, y)], 1);
        picture.text(format!("{minutes:.0}"), (PLOT.left - 8, y - 7), 12.0, HPos::Right);
    }
    picture.line(INK, vec![(PLOT.left, PLOT.top), (PLOT.left, PLOT.bottom), (PLOT.right, PLOT.bottom)], 1);
    picture.text("minutes short (logarithmic)", (16, PLOT.top - 24), 13.0, HPos::Left);
    let unit = format!("{} per month (730 hours)", currency.code());
    picture.text(unit, (PLOT.right, PLOT.bottom + 34), 13.0, HPos::Right);
}

fn legend(picture: &mut Picture) {
    let kinds = [
        (false, true, "on the front"),
        (false, false, "dominated"),
        (true, true, "with a commitment, larger for more"),
        (true, false, "with one, dominated"),
    ];
    let mut left = 24;
    for (committed, on_front, words) in kinds {
        shape(picture, &Mark { at: (left, 54), reach: 6, committed, on_front, name: String::new() });
        picture.text(words, (left + 14, 46), 13.0, HPos::Left);
        left += 44 + Setting::plain(13.0).width(words);
    }
}

fn description(result: &ResultView) -> String {
    let point = |option: &ParetoOptionView| {
        let cost = result.currency.write(option.monthly_mean);
        let standing = option.dominated_by.map_or_else(|| "on the front".to_owned(), |by| format!("dominated by {by}"));
        format!("{} at {cost} per month with {} minutes short, {standing}", option.option, option.minutes_short)
    };
    let points: Vec<String> = result.pareto.iter().map(point).collect();
    format!("A scatter chart of the available options. {}.", points.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{fixture, svg_of};

    #[test]
    fn every_available_option_is_named_and_described() {
        for result in [fixture::compared(), fixture::in_won()] {
            let svg = svg_of(&pareto_picture(&result));
            assert!(!result.pareto.is_empty());
            for option in &result.pareto {
                assert!(svg.matches(option.option).count() >= 2, "{} in {svg}", option.option);
            }
        }
    }
}
