//! The months of one option as columns, stacked by kind of charge.

use plotters::style::WHITE;
use plotters::style::text_anchor::HPos;

use super::KindMonths;
use crate::money::Displayed;
use crate::report::breakeven::{FAINT, INK, Picture};
use crate::report::chart::{kind_words, shade};
use crate::report::timeline::chart::axis::ValueAxis;
use crate::report::timeline::chart::text::Setting;
use crate::report::{DisplayCurrency, OptionView, ResultView, words};

const WIDTH: i32 = 960;
const HEIGHT: i32 = 400;
const LEFT: i32 = 110;
const RIGHT: i32 = 944;
const TOP: i32 = 96;
const BOTTOM: i32 = 346;

/// A column is not wider than this, so that three months do not look like a wall.
const WIDEST: i32 = 64;

/// Months that are named below their columns; of more, every second or third is.
const MOST_LABELLED: usize = 13;

/// The columns, with a legend, amounts in the report's currency and the highest month in the description.
pub(in crate::report) fn months_picture(result: &ResultView, option: &OptionView, months: &KindMonths) -> Picture {
    let currency = &result.currency;
    let title = format!("Cost by month of {}: {}, {}", option.id.name(), result.scenario.name, result.scenario.region);
    let mut picture = Picture::titled(WIDTH, HEIGHT, title, description(option, months, currency));
    legend(&mut picture, months);
    let axis = axis(months, currency);
    grid(&mut picture, &axis, currency);
    for index in 0..months.months.len() {
        column(&mut picture, months, index, &axis, currency);
    }
    picture.line(INK, vec![(LEFT, y(&axis, 0.0)), (RIGHT, y(&axis, 0.0))], 1);
    picture.text("month (UTC)", (RIGHT, BOTTOM + 36), 13.0, HPos::Right);
    picture
}

/// Smallest displayed units as units of the currency. Floats: these are pixels soon.
fn units(shown: Displayed, currency: &DisplayCurrency) -> f64 {
    shown as f64 / 10_f64.powi(currency.decimals().cast_signed())
}

fn axis(months: &KindMonths, currency: &DisplayCurrency) -> ValueAxis {
    let sums = |is_part: fn(&Displayed) -> bool| {
        months.months.iter().map(move |month| units(month.shown.iter().filter(|it| is_part(it)).sum(), currency))
    };
    let most = sums(|part| *part > 0).fold(0.0, f64::max);
    let least = sums(|part| *part < 0).fold(0.0, f64::min);
    ValueAxis::spanning(least, most, 5.0, 0.0)
}

fn y(axis: &ValueAxis, value: f64) -> i32 {
    BOTTOM - (axis.share(value) * f64::from(BOTTOM - TOP)).round() as i32
}

fn legend(picture: &mut Picture, months: &KindMonths) {
    let (mut x, mut y) = (16, 40);
    for kind in &months.kinds {
        let width = 44 + Setting::plain(13.0).width(kind_words(*kind));
        if x + width > WIDTH {
            (x, y) = (16, y + 20);
        }
        boxed(picture, *kind, (x, y), (x + 14, y + 14));
        picture.text(kind_words(*kind), (x + 20, y), 13.0, HPos::Left);
        x += width;
    }
}

fn grid(picture: &mut Picture, axis: &ValueAxis, currency: &DisplayCurrency) {
    for (value, label) in axis.ticks() {
        picture.line(FAINT, vec![(LEFT, y(axis, value)), (RIGHT, y(axis, value))], 1);
        picture.text(label, (LEFT - 8, y(axis, value) - 7), 12.0, HPos::Right);
    }
    picture.text(format!("{} per month", currency.code()), (16, BOTTOM + 36), 13.0, HPos::Left);
}

/// One month: what is paid upwards from zero, what is credited downwards.
fn column(picture: &mut Picture, months: &KindMonths, index: usize, axis: &ValueAxis, currency: &DisplayCurrency) {
    let month = &months.months[index];
    let (middle, half) = place(index, months.months.len());
    let (mut above, mut below): (Displayed, Displayed) = (0, 0);
    for (kind, &part) in months.kinds.iter().zip(&month.shown) {
        let from = if part < 0 { &mut below } else { &mut above };
        let (start, end) = (units(*from, currency), units(*from + part, currency));
        *from += part;
        let (top, bottom) = (y(axis, start.max(end)), y(axis, start.min(end)));
        if bottom > top {
            boxed(picture, *kind, (middle - half, top), (middle + half, bottom));
        }
    }
    let count = months.months.len();
    if let Some(size) = amount_size(months, currency) {
        let amount = currency.number(month.shown_total);
        let top = y(axis, units(above, currency)) - 17;
        // No line of the grid runs through an amount.
        let half = Setting::plain(size).width(&amount) / 2;
        picture.filled(WHITE, (middle - half, top - 1), (middle + half, top + 14));
        picture.text(amount, (middle, top), size, HPos::Center);
    }
    if index.is_multiple_of(count.div_ceil(MOST_LABELLED)) {
        picture.text(month.month.to_string(), (middle, BOTTOM + 10), 12.0, HPos::Center);
    }
}

/// Where a column stands, and half its width.
fn place(index: usize, count: usize) -> (i32, i32) {
    let width = f64::from(RIGHT - LEFT) / count.max(1) as f64;
    let middle = LEFT + ((index as f64 + 0.5) * width).round() as i32;
    (middle, ((width * 0.34) as i32).clamp(1, WIDEST / 2))
}

/// The largest size in which no amount touches its neighbour; `None` where there is no room for amounts.
fn amount_size(months: &KindMonths, currency: &DisplayCurrency) -> Option<f64> {
    let room = (RIGHT - LEFT) / i32::try_from(months.months.len().max(1)).unwrap_or(i32::MAX);
    let widest = |size: f64| {
        let amounts = months.months.iter().map(|month| currency.number(month.shown_total));
        amounts.map(|amount| Setting::plain(size).width(&amount)).max().unwrap_or(0)
    };
    [13.0, 12.0, 11.0, 10.0].into_iter().find(|&size| widest(size) + 6 <= room)
}

/// A filled box with a thin dark edge, so that pale shades stand out on white too.
fn boxed(picture: &mut Picture, kind: crate::bill::ChargeKind, from: (i32, i32), to: (i32, i32)) {
    picture.filled(shade(kind), from, to);
    picture.line(INK, vec![from, (to.0, from.1), to, (from.0, to.1), from], 1);
}

fn description(option: &OptionView, months: &KindMonths, currency: &DisplayCurrency) -> String {
    let amounts = months.months.iter().map(|month| format!("{} {}", month.month, currency.amount(month.shown_total)));
    let kinds: Vec<&str> = months.kinds.iter().map(|kind| kind_words(*kind)).collect();
    format!(
        "One column per month of {}, stacked by kind of charge ({}): {}.",
        option.id.name(),
        words::and(&kinds),
        amounts.collect::<Vec<_>>().join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{fixture, svg_of};

    #[test]
    fn the_picture_names_months_kinds_and_amounts() {
        let result = fixture::in_won();
        let option = &result.options[0];
        let figures = option.figures.as_ref().unwrap();
        let months = KindMonths::of(figures, &result.currency);
        let svg = svg_of(&months_picture(&result, option, &months));
        for month in &months.months {
            assert!(svg.contains(&month.month.to_string()), "{svg}");
            assert!(svg.contains(&result.currency.number(month.shown_total)), "{svg}");
        }
        assert!(svg.contains("KRW per month") && svg.contains("logs and metrics"), "{svg}");
    }

    #[test]
    fn columns_stay_apart_and_inside() {
        for count in [1, 2, 12, 36, 120] {
            for index in 0..count {
                let (middle, half) = place(index, count);
                assert!(middle - half > LEFT && middle + half < RIGHT, "{index} of {count}");
                let next = place(index + 1, count);
                assert!(middle + half < next.0 - next.1, "{index} of {count}");
            }
        }
    }
}
