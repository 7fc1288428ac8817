//! The curves drawn: total cost on the left, coverage and utilisation on the right.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::chart_words::{MOST_CURVES, description, heading, mark_words, subtitle, title};
use super::curve_view::{CurvePointView, CurveView};
use super::view::CommitmentProposalView;
use crate::commitment::CurveMark;
use crate::money::Money;
use crate::report::chart_alternative::with_text_alternative;
use crate::report::language::Language;
use crate::report::pixels::{Alternative, png_drawn};
use crate::report::timeline::chart::axis::ValueAxis;
use crate::report::timeline::chart::text::{INK, Setting, have_typeface};

type Area<B> = DrawingArea<B, Shift>;
type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

const WIDTH: i32 = 1_200;
const TOP: i32 = 118;
const HEIGHT: i32 = 240;
const ROW: i32 = HEIGHT + 110;
const SIDES: [(i32, i32); 2] = [(96, 588), (682, 1_174)];

const FAINT: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
const TOTAL: RGBColor = RGBColor(0x16, 0x32, 0x4f);
const WASTE: RGBColor = RGBColor(0xf0, 0xc0, 0x5a);
/// Coverage and utilisation cross: one is dark and the other is not, in grey, too.
const COVERAGE: RGBColor = RGBColor(0x5b, 0x93, 0xc8);
const UTILISATION: RGBColor = RGBColor(0x5c, 0x33, 0x00);
const MARKS: [CurveMark; 4] = [CurveMark::Optimum, CurveMark::AwsStyle, CurveMark::Given, CurveMark::Chosen];

/// The curves as SVG, with a title and a description for those who cannot see it.
#[must_use]
pub fn render_commitment_svg(view: &CommitmentProposalView) -> String {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH as u32, height(view) as u32)).into_drawing_area();
        draw(&area, view).expect("drawing into a text cannot fail");
        area.present().expect("drawing into a text cannot fail");
    }
    with_text_alternative(&svg, &title(view), &description(view))
}

/// The same as PNG in a language, with the description as text inside.
#[must_use]
pub fn render_commitment_png(view: &CommitmentProposalView, language: Language) -> Vec<u8> {
    let words = Alternative { title: &title(view), description: &description(view) };
    png_drawn((WIDTH as u32, height(view) as u32), &words, language, |area| draw(area, view))
}

fn curves(view: &CommitmentProposalView) -> &[CurveView] {
    let all = view.curve.as_deref().unwrap_or_default();
    &all[..all.len().min(MOST_CURVES)]
}

fn height(view: &CommitmentProposalView) -> i32 {
    TOP + ROW * i32::try_from(curves(view).len().max(1)).unwrap_or(1)
}

fn draw<B: DrawingBackend>(area: &Area<B>, view: &CommitmentProposalView) -> Drawn<B> {
    have_typeface();
    area.fill(&WHITE)?;
    write(area, &title(view), (16, 14), Setting::plain(19.0).bold())?;
    write(area, &subtitle(view), (16, 40), Setting::plain(14.0))?;
    legend(area, view)?;
    for (row, curve) in (0_i32..).zip(curves(view)) {
        draw_curve(area, curve, TOP + ROW * row)?;
    }
    if curves(view).is_empty() {
        write(area, "no plan in the rates covers any of this usage", (16, TOP), Setting::plain(14.0))?;
    }
    Ok(())
}

fn legend<B: DrawingBackend>(area: &Area<B>, view: &CommitmentProposalView) -> Drawn<B> {
    let mut x = 16;
    for (colour, words) in [
        (TOTAL, "total cost"),
        (WASTE, "of it unused commitment"),
        (COVERAGE, "coverage"),
        (UTILISATION, "utilisation"),
    ] {
        area.draw(&Rectangle::new([(x, 68), (x + 18, 80)], colour.filled()))?;
        x = key(area, x, words)?;
    }
    let is_shown = |mark: &CurveMark| curves(view).iter().flat_map(|curve| &curve.marks).any(|it| it.mark == *mark);
    for mark in MARKS.into_iter().filter(is_shown) {
        marker(area, mark, (x + 9, 74))?;
        x = key(area, x, mark_words(mark))?;
    }
    Ok(())
}

fn key<B: DrawingBackend>(area: &Area<B>, x: i32, words: &str) -> Result<i32, DrawingAreaErrorKind<B::ErrorType>> {
    write(area, words, (x + 26, 67), Setting::plain(13.0))?;
    Ok(x + 26 + Setting::plain(13.0).width(words) + 20)
}

/// A panel: commitments to the right, values up.
struct Panel {
    sides: (i32, i32),
    top: i32,
    across: f64,
    axis: ValueAxis,
}

impl Panel {
    fn at(&self, commitment: Money, value: f64) -> (i32, i32) {
        (self.x(dollars(commitment)), self.y(value))
    }

    fn x(&self, commitment: f64) -> i32 {
        let width = f64::from(self.sides.1 - self.sides.0);
        self.sides.0 + (commitment / self.across * width).clamp(0.0, width).round() as i32
    }

    fn y(&self, value: f64) -> i32 {
        self.bottom() - (self.axis.share(value) * f64::from(HEIGHT)).round() as i32
    }

    const fn bottom(&self) -> i32 {
        self.top + HEIGHT
    }
}

fn draw_curve<B: DrawingBackend>(area: &Area<B>, curve: &CurveView, top: i32) -> Drawn<B> {
    write(area, &heading(curve), (16, top), Setting::plain(14.0).bold())?;
    let all = || curve.points.iter().chain(curve.marks.iter().map(|mark| &mark.point));
    let largest = |value: fn(&CurvePointView) -> Money| all().map(|point| dollars(value(point))).fold(0.0, f64::max);
    let across = largest(|point| point.hourly_commitment).max(1e-5);
    let panel = |side: usize, axis| Panel { sides: SIDES[side], top: top + 26, across, axis };
    let total = panel(0, ValueAxis::up_to(largest(|point| point.total_cost), 5.0, 0.0));
    let shares = panel(1, ValueAxis::up_to(100.0, 5.0, 0.0));
    grid(area, &total, "USD over these hours")?;
    grid(area, &shares, "percent")?;
    waste(area, &total, curve)?;
    line(area, &total, curve, TOTAL, |point| Some(dollars(point.total_cost)))?;
    line(area, &shares, curve, COVERAGE, |point| point.coverage.map(|share| 100.0 * share))?;
    line(area, &shares, curve, UTILISATION, |point| point.utilisation.map(|share| 100.0 * share))?;
    for it in &curve.marks {
        marker(area, it.mark, total.at(it.point.hourly_commitment, dollars(it.point.total_cost)))?;
        let shares_of = [it.point.coverage, it.point.utilisation].into_iter().flatten();
        for share in shares_of {
            marker(area, it.mark, shares.at(it.point.hourly_commitment, 100.0 * share))?;
        }
    }
    Ok(())
}

fn grid<B: DrawingBackend>(area: &Area<B>, panel: &Panel, unit: &str) -> Drawn<B> {
    let (left, right) = panel.sides;
    for (value, label) in panel.axis.ticks() {
        let y = panel.y(value);
        area.draw(&PathElement::new(vec![(left, y), (right, y)], FAINT))?;
        write(area, &label, (left - 8, y), Setting::plain(13.0).ending().in_the_middle())?;
    }
    for (value, label) in ValueAxis::up_to(panel.across, 5.0, 0.0).ticks() {
        if value <= panel.across * (1.0 + 1e-9) {
            let x = panel.x(value);
            area.draw(&PathElement::new(vec![(x, panel.top), (x, panel.bottom() + 5)], FAINT))?;
            write(area, &label, (x, panel.bottom() + 9), Setting::plain(13.0).centred())?;
        }
    }
    area.draw(&PathElement::new(vec![(left, panel.top), (left, panel.bottom()), (right, panel.bottom())], INK))?;
    write(area, unit, (left - 74, panel.top + HEIGHT / 2), Setting::plain(13.0).upwards())?;
    write(area, "commitment, USD per hour", (right, panel.bottom() + 30), Setting::plain(13.0).ending())
}

/// The unused part of the commitment, under the line of the total.
fn waste<B: DrawingBackend>(area: &Area<B>, panel: &Panel, curve: &CurveView) -> Drawn<B> {
    let at = |point: &CurvePointView, value| panel.at(point.hourly_commitment, value);
    let upper = curve.points.iter().map(|point| at(point, dollars(point.total_cost)));
    let lower = curve.points.iter().rev().map(|point| at(point, dollars(point.total_cost - point.waste)));
    area.draw(&Polygon::new(upper.chain(lower).collect::<Vec<_>>(), WASTE.filled()))
}

fn line<B: DrawingBackend>(
    area: &Area<B>,
    panel: &Panel,
    curve: &CurveView,
    colour: RGBColor,
    value: fn(&CurvePointView) -> Option<f64>,
) -> Drawn<B> {
    let point = |point: &CurvePointView| value(point).map(|value| panel.at(point.hourly_commitment, value));
    area.draw(&PathElement::new(curve.points.iter().filter_map(point).collect::<Vec<_>>(), colour.stroke_width(2)))
}

/// A filled dot, a ring and a square: they can be told apart without colour, also on top of one another.
fn marker<B: DrawingBackend>(area: &Area<B>, mark: CurveMark, (x, y): (i32, i32)) -> Drawn<B> {
    match mark {
        CurveMark::Optimum => area.draw(&Circle::new((x, y), 5, INK.filled())),
        CurveMark::AwsStyle => area.draw(&Circle::new((x, y), 8, INK.stroke_width(2))),
        CurveMark::Given | CurveMark::Chosen => {
            area.draw(&Rectangle::new([(x - 8, y - 8), (x + 8, y + 8)], INK.stroke_width(1)))
        }
    }
}

/// Pixels soon.
fn dollars(amount: Money) -> f64 {
    amount.picodollars() as f64 / 1e12
}

fn write<B: DrawingBackend>(area: &Area<B>, text: &str, at: (i32, i32), setting: Setting) -> Drawn<B> {
    area.draw(&Text::new(crate::report::words::tame(text), at, setting.style()))
}
