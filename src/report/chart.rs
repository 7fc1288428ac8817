//! The monthly cost of every option by kind of charge, drawn as SVG and in pixels.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::ResultView;
use super::chart_alternative::with_text_alternative;
use super::chart_bars::{ChartBar, bars};
use super::chart_scale::Scale;
use super::language::Language;
use super::pixels::{Alternative, png_drawn};
use crate::bill::ChargeKind;

type Area<B> = DrawingArea<B, plotters::coord::Shift>;
type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

const WIDTH: i32 = 960;
const LEFT: i32 = 250;
const RIGHT: i32 = 110;
const TOP: i32 = 92;
const ROW: i32 = 36;
const BOTTOM: i32 = 88;
const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
const FAINT: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

/// Pixels that a character takes on average at the size of labels.
const CHARACTER: f64 = 7.2;

/// A bar chart as one SVG text, with a title and a description for those who cannot see it.
#[must_use]
pub fn render_chart(result: &ResultView) -> String {
    let bars = bars(result);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size(&bars)).into_drawing_area();
        draw(&area, result, &bars).expect("drawing into a text cannot fail");
        area.present().expect("drawing into a text cannot fail");
    }
    with_text_alternative(&svg, &title(result), &description(result, &bars))
}

/// The same as PNG in a language, with the description as text inside.
#[must_use]
pub fn render_chart_png(result: &ResultView, language: Language) -> Vec<u8> {
    let bars = bars(result);
    let words = Alternative { title: &title(result), description: &description(result, &bars) };
    png_drawn(size(&bars), &words, language, |area| draw(area, result, &bars))
}

fn size(bars: &[ChartBar]) -> (u32, u32) {
    (WIDTH.unsigned_abs(), height(bars).unsigned_abs())
}

fn height(bars: &[ChartBar]) -> i32 {
    TOP + ROW * i32::try_from(bars.len().max(1)).unwrap_or(1) + BOTTOM
}

fn draw<B: DrawingBackend>(area: &Area<B>, result: &ResultView, bars: &[ChartBar]) -> Drawn<B> {
    let height = height(bars);
    area.fill(&WHITE)?;
    write(area, &title(result), (16, 14), 18.0, HPos::Left)?;
    legend(area, bars)?;
    let largest = bars.iter().map(ChartBar::total).fold(0.0, f64::max);
    let scale = Scale::up_to(largest, WIDTH - LEFT - RIGHT);
    axis(area, result, &scale, height - BOTTOM)?;
    for (row, bar) in (0_i32..).zip(bars) {
        draw_bar(area, result, bar, &scale, TOP + ROW * row)?;
    }
    notes(area, result, bars, height)
}

fn title(result: &ResultView) -> String {
    let scenario = &result.scenario;
    format!("Cost per month by option: {}, {}", scenario.name, scenario.region)
}

/// What the shades mean, in the order they are stacked; kinds that nobody pays are left out.
fn legend<B: DrawingBackend>(area: &Area<B>, bars: &[ChartBar]) -> Drawn<B> {
    let (mut x, mut y) = (16, 46);
    for kind in super::words::KINDS.into_iter().filter(|&kind| bars.iter().any(|bar| bar.of_kind(kind) > 0.0)) {
        let width = 34 + (kind_words(kind).chars().count() as f64 * CHARACTER) as i32;
        if x + width > WIDTH - 16 {
            (x, y) = (16, y + 20);
        }
        boxed(area, shade(kind), (x, y), (x + 14, y + 14))?;
        write(area, kind_words(kind), (x + 20, y + 1), 13.0, HPos::Left)?;
        x += width;
    }
    Ok(())
}

fn axis<B: DrawingBackend>(area: &Area<B>, result: &ResultView, scale: &Scale, y: i32) -> Drawn<B> {
    for tick in scale.ticks() {
        let x = LEFT + scale.pixels(tick);
        area.draw(&PathElement::new(vec![(x, TOP - 6), (x, y)], FAINT))?;
        write(area, &tick_label(result, tick), (x, y + 6), 12.0, HPos::Center)?;
    }
    area.draw(&PathElement::new(vec![(LEFT, TOP - 6), (LEFT, y)], INK))?;
    let unit = format!("{} per month (730 hours), mean over the horizon", result.currency.code());
    write(area, &unit, (LEFT, y + 28), 13.0, HPos::Left)
}

fn draw_bar<B: DrawingBackend>(area: &Area<B>, result: &ResultView, bar: &ChartBar, scale: &Scale, y: i32) -> Drawn<B> {
    let label = if bar.meets_objective { bar.name.to_owned() } else { format!("{} (!)", bar.name) };
    write(area, &label, (LEFT - 10, y + 8), 13.0, HPos::Right)?;
    let mut from = 0.0;
    for &(kind, cost) in &bar.parts {
        let (left, right) = (LEFT + scale.pixels(from), LEFT + scale.pixels(from + cost));
        if right > left {
            boxed(area, shade(kind), (left, y + 4), (right, y + ROW - 8))?;
        }
        from += cost;
    }
    let end = LEFT + scale.pixels(from) + 8;
    write(area, &amount(result, bar.total()), (end, y + 8), 13.0, HPos::Left)
}

fn notes<B: DrawingBackend>(area: &Area<B>, result: &ResultView, bars: &[ChartBar], height: i32) -> Drawn<B> {
    let mut notes = Vec::new();
    if bars.iter().any(|bar| !bar.meets_objective) {
        notes.push("(!) misses the objective".to_owned());
    }
    let unavailable = result.options.iter().filter(|option| option.figures.is_none()).count();
    if unavailable > 0 {
        notes.push(format!("not shown: {}", super::words::counted(unavailable, "unavailable option")));
    }
    write(area, &notes.join("; "), (LEFT, height - 30), 12.0, HPos::Left)
}

/// A filled box with a thin dark edge, so that pale shades stand out on white too.
fn boxed<B: DrawingBackend>(area: &Area<B>, colour: RGBColor, from: (i32, i32), to: (i32, i32)) -> Drawn<B> {
    area.draw(&Rectangle::new([from, to], colour.filled()))?;
    area.draw(&Rectangle::new([from, to], INK.stroke_width(1)))
}

fn write<B: DrawingBackend>(area: &Area<B>, text: &str, at: (i32, i32), size: f64, side: HPos) -> Drawn<B> {
    let style = TextStyle::from(("sans-serif", size).into_font()).color(&INK).pos(Pos::new(side, VPos::Top));
    area.draw(&Text::new(super::words::tame(text), at, style))
}

/// A round amount without its empty decimals.
fn tick_label(result: &ResultView, shown: f64) -> String {
    amount(result, shown).trim_end_matches(".00").to_owned()
}

/// An amount in smallest displayed units, as a label.
fn amount(result: &ResultView, shown: f64) -> String {
    result.currency.number(shown.round() as i128)
}

/// Shades whose neighbours differ by 30 of 100 in lightness at least: they can be told apart in grey, also
/// compute and network where there is no storage between them.
pub(super) const fn shade(kind: ChargeKind) -> RGBColor {
    match kind {
        ChargeKind::Compute => RGBColor(0x16, 0x32, 0x4f),
        ChargeKind::Storage => RGBColor(0xf0, 0xc0, 0x5a),
        ChargeKind::Network => RGBColor(0x4f, 0x83, 0xb5),
        ChargeKind::Observability => RGBColor(0xcf, 0xe0, 0xea),
        ChargeKind::Extra => RGBColor(0x6b, 0x4a, 0x8f),
        ChargeKind::Tax => RGBColor(0xf7, 0xf7, 0xf7),
        ChargeKind::PeoplesTime => RGBColor(0x8a, 0x2f, 0x3c),
    }
}

/// A kind of charge in a legend.
pub(super) const fn kind_words(kind: ChargeKind) -> &'static str {
    match kind {
        ChargeKind::Compute => "compute: vCPU, memory, instances",
        ChargeKind::Storage => "storage",
        ChargeKind::Network => "network, load balancers",
        ChargeKind::Observability => "observability: logs and metrics",
        ChargeKind::Extra => "extra lines",
        ChargeKind::Tax => "tax",
        ChargeKind::PeoplesTime => "people's time",
    }
}

/// The totals in words.
fn description(result: &ResultView, bars: &[ChartBar]) -> String {
    let figures: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, amount(result, bar.total()))).collect();
    let code = result.currency.code();
    format!("Stacked bars, {code} per month, by kind of charge. Totals: {}.", figures.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_chart_names_every_option_unit_and_kind_that_is_paid() {
        let svg = render_chart(&fixture::in_won());
        for words in
            ["fargate", "ec2-savings-plan (!)", "KRW per month", "logs and metrics", "storage", "<title", "<desc"]
        {
            assert!(svg.contains(words), "no `{words}` in {svg}");
        }
        assert!(!svg.contains(">tax<"), "nobody pays tax here");
        assert!(svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn pixels_have_the_size_and_the_words_of_the_text() {
        let (result, decoder) =
            (fixture::in_won(), |bytes: &[u8]| png::Decoder::new(std::io::Cursor::new(bytes.to_vec())));
        let bytes = render_chart_png(&result, Language::English);
        let reader = decoder(&bytes).read_info().unwrap();
        assert_eq!(reader.info().size(), size(&bars(&result)));
        let svg = render_chart(&result);
        assert!(svg.contains(&format!("height=\"{}\"", reader.info().height)));
        assert!(bytes.windows(12).any(|window| window == b"Stacked bars"));
    }

    #[test]
    fn names_cannot_break_the_picture() {
        let mut result = fixture::compared();
        result.scenario.name = "a<b>&\"c\u{1}".to_owned();
        let svg = render_chart(&result);
        assert!(svg.contains("a&lt;b&gt;&amp;") && !svg.contains("a<b>") && !svg.contains('\u{1}'));
    }

    #[test]
    fn a_chart_without_options_is_still_a_picture() {
        let mut result = fixture::compared();
        result.options.clear();
        assert!(render_chart(&result).contains("Cost per month by option"));
    }

    #[test]
    fn neighbouring_shades_differ_in_grey() {
        let grey = |kind| {
            let RGBColor(red, green, blue) = shade(kind);
            0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
        };
        let apart = |one, other| assert!((grey(one) - grey(other)).abs() > 65.0, "{one:?} and {other:?}");
        super::super::words::KINDS.windows(2).for_each(|pair| apart(pair[0], pair[1]));
        apart(ChargeKind::Compute, ChargeKind::Network);
    }
}
