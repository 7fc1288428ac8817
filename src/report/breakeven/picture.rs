//! [`Picture`]: shapes at pixels, drawn as SVG or PNG.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::report::chart_alternative::with_text_alternative;
use crate::report::language::Language;
use crate::report::pixels::{Alternative, png_drawn};
use crate::report::timeline::chart::text::have_typeface;
use crate::report::words::tame;

pub(in crate::report) const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
pub(in crate::report) const FAINT: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

/// Shades that can be told apart in grey, too, for winners and lines in the order of legends.
pub(in crate::report) const SHADES: [RGBColor; 10] = [
    RGBColor(0x16, 0x32, 0x4f),
    RGBColor(0xf0, 0xc0, 0x5a),
    RGBColor(0x4f, 0x83, 0xb5),
    RGBColor(0xcf, 0xe0, 0xea),
    RGBColor(0x8a, 0x2f, 0x3c),
    RGBColor(0x9c, 0xc4, 0x8b),
    RGBColor(0x6b, 0x4a, 0x8f),
    RGBColor(0xe6, 0x9f, 0x8a),
    RGBColor(0x3d, 0x6b, 0x4d),
    RGBColor(0xb8, 0xb0, 0xa2),
];

/// A shape at pixels from the upper left corner.
#[derive(Clone)]
pub(super) enum Shape {
    /// A filled box without edge.
    Box { colour: RGBColor, from: (i32, i32), to: (i32, i32) },
    /// A line through points.
    Line { colour: RGBColor, points: Vec<(i32, i32)>, width: u32 },
    /// A ring.
    Ring { colour: RGBColor, at: (i32, i32), radius: i32 },
    /// A disc with an edge.
    Disc { edge: RGBColor, colour: RGBColor, at: (i32, i32), radius: i32 },
    /// A text whose left, middle or right is at the point, and its top.
    Text { text: String, at: (i32, i32), size: f64, side: HPos },
}

/// A picture with its text alternative.
#[derive(Clone)]
pub struct Picture {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) shapes: Vec<Shape>,
}

impl Picture {
    /// An empty picture with its title at the top.
    pub(in crate::report) fn titled(width: i32, height: i32, title: String, description: String) -> Self {
        let mut picture = Self { width, height, title: tame(&title), description: tame(&description), shapes: vec![] };
        picture.text(title, (16, 14), 18.0, HPos::Left);
        picture
    }

    pub(in crate::report) fn text(&mut self, text: impl Into<String>, at: (i32, i32), size: f64, side: HPos) {
        self.shapes.push(Shape::Text { text: tame(&text.into()), at, size, side });
    }

    pub(in crate::report) fn filled(&mut self, colour: RGBColor, from: (i32, i32), to: (i32, i32)) {
        self.shapes.push(Shape::Box { colour, from, to });
    }

    pub(in crate::report) fn disc(&mut self, edge: RGBColor, colour: RGBColor, at: (i32, i32), radius: i32) {
        self.shapes.push(Shape::Disc { edge, colour, at, radius });
    }

    pub(in crate::report) fn line(&mut self, colour: RGBColor, points: Vec<(i32, i32)>, width: u32) {
        self.shapes.push(Shape::Line { colour, points, width });
    }
}

/// As one SVG text, with a title and a description for those who cannot see it.
#[must_use]
pub fn svg_of(picture: &Picture) -> String {
    have_typeface();
    let mut svg = String::new();
    {
        let size = (picture.width.unsigned_abs(), picture.height.unsigned_abs());
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&area, picture).expect("drawing into a text cannot fail");
        area.present().expect("drawing into a text cannot fail");
    }
    with_text_alternative(&svg, &picture.title, &picture.description)
}

/// As PNG in a language, with the description as text inside.
#[must_use]
pub fn png_of(picture: &Picture, language: Language) -> Vec<u8> {
    let size = (picture.width.unsigned_abs(), picture.height.unsigned_abs());
    let words = Alternative { title: &picture.title, description: &picture.description };
    png_drawn(size, &words, language, |area| draw(area, picture))
}

fn draw<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    picture: &Picture,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    area.fill(&WHITE)?;
    for shape in &picture.shapes {
        match shape {
            Shape::Box { colour, from, to } => area.draw(&Rectangle::new([*from, *to], colour.filled()))?,
            Shape::Line { colour, points, width } => {
                area.draw(&PathElement::new(points.clone(), colour.stroke_width(*width)))?;
            }
            Shape::Ring { colour, at, radius } => {
                area.draw(&Circle::new(*at, *radius, WHITE.filled()))?;
                area.draw(&Circle::new(*at, *radius, colour.stroke_width(3)))?;
            }
            Shape::Disc { edge, colour, at, radius } => {
                area.draw(&Circle::new(*at, *radius, colour.filled()))?;
                area.draw(&Circle::new(*at, *radius, edge.stroke_width(1)))?;
            }
            Shape::Text { text, at, size, side } => {
                let style = TextStyle::from(("sans-serif", *size).into_font()).color(&INK);
                area.draw(&Text::new(text.as_str(), *at, style.pos(Pos::new(*side, VPos::Top))))?;
            }
        }
    }
    Ok(())
}

/// Up to about `most` round values from `low` to `high`; in ratios those that begin with 1, 2 or 5.
pub(in crate::report) fn round_values(low: f64, high: f64, most: f64, in_ratios: bool) -> Vec<f64> {
    if in_ratios && low > 0.0 {
        let powers = low.log10().floor() as i32..=high.log10().ceil() as i32;
        let all = powers.flat_map(|power| [1.0, 2.0, 5.0].map(|first| first * 10_f64.powi(power)));
        return all.filter(|value| (low * 0.999_999..=high * 1.000_001).contains(value)).collect();
    }
    let rough = ((high - low) / most).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    let step = steps.into_iter().find(|&step| step >= rough * (1.0 - 1e-9)).unwrap_or(10.0 * power);
    let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
    (first..=last).map(|count| count as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_inside() {
        assert_eq!(round_values(20.0, 100.0, 5.0, false), [20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(round_values(-10.0, 20.0, 6.0, false), [-10.0, -5.0, 0.0, 5.0, 10.0, 15.0, 20.0]);
        let ratios = round_values(0.1, 10.0, 5.0, true);
        assert_eq!(ratios.len(), 7, "{ratios:?}");
        assert!((ratios[0] - 0.1).abs() < 1e-12 && (ratios[6] - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_picture_is_svg_and_png_with_its_description() {
        let mut picture = Picture::titled(120, 80, "a <title>".to_owned(), "what it shows".to_owned());
        picture.filled(SHADES[0], (10, 40), (50, 70));
        picture.shapes.push(Shape::Ring { colour: INK, at: (60, 50), radius: 4 });
        let svg = svg_of(&picture);
        assert!(svg.contains("a &lt;title&gt;") && svg.contains("what it shows") && svg.trim_end().ends_with("</svg>"));
        assert_eq!(&png_of(&picture, Language::English)[1..4], b"PNG");
    }
}
