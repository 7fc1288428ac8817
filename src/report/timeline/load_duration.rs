//! The load-duration curve of a service: its hours sorted by how much was asked for, and by what its tasks could serve.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::chart::axis::ValueAxis;
use super::chart::text::{INK, Setting, have_typeface};
use super::view::{TimelineView, unit_words};
use crate::report::chart_alternative::with_text_alternative;
use crate::report::currency::grouped;
use crate::report::language::Language;
use crate::report::pixels::{Alternative, png_drawn};
use crate::report::words::{mean, tame};

type Area<B> = DrawingArea<B, Shift>;
type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

const WIDTH: i32 = 1_000;
const HEIGHT: i32 = 560;
const LEFT: i32 = 100;
const RIGHT: i32 = WIDTH - 28;
const TOP: i32 = 104;
const BOTTOM: i32 = HEIGHT - 64;

const FAINT: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
const CAPACITY: RGBColor = RGBColor(0xd6, 0xe2, 0xec);
const CAPACITY_EDGE: RGBColor = RGBColor(0x8a, 0xa6, 0xbf);
const DEMAND: RGBColor = RGBColor(0x16, 0x32, 0x4f);

/// Shares of the hours that the description names.
const NAMED_PERCENTS: [usize; 3] = [1, 10, 50];

/// The hours of the first service of a view, each series from its highest to its lowest.
#[derive(Clone, Debug, PartialEq)]
struct LoadDuration {
    title: String,
    unit: &'static str,
    demand: Vec<f64>,
    /// What serving tasks could serve; `None` when one task's capacity is not known.
    capacity: Option<Vec<f64>>,
}

impl LoadDuration {
    /// `None` without traffic.
    fn of(view: &TimelineView<'_>) -> Option<Self> {
        let (_, workload) = view.workloads.first()?;
        let unit = unit_words(workload)?;
        let loads: Vec<_> = view.rows().filter(|row| row.name == workload.name()).filter_map(|row| row.load).collect();
        let capacity: Option<Vec<f64>> = loads.iter().map(|load| load.capacity).collect();
        Some(Self {
            title: format!(
                "{}: {} on {}, hours by load, {}",
                view.scenario.name,
                workload.name(),
                view.option.name(),
                view.window.words()
            ),
            unit,
            demand: descending(loads.iter().map(|load| load.demand).collect()),
            capacity: capacity.map(descending),
        })
    }

    fn most(&self) -> f64 {
        self.demand.iter().chain(self.capacity.iter().flatten()).copied().fold(0.0, f64::max)
    }

    fn description(&self) -> String {
        let hours = self.demand.len();
        let at = |percent: usize| {
            let place = (hours * percent / 100).min(hours.saturating_sub(1));
            let demand = self.demand.get(place).copied().unwrap_or(0.0);
            format!("{percent} % above {}", mean(demand))
        };
        let named: Vec<String> = NAMED_PERCENTS.into_iter().map(at).collect();
        let sum = |series: &[f64]| series.iter().sum::<f64>();
        let used = self.capacity.as_ref().map(|capacity| sum(capacity)).filter(|capacity| *capacity > 0.0);
        let used = used.map_or_else(String::new, |capacity| {
            format!("; demand takes {:.0} % of what the tasks could serve", 100.0 * sum(&self.demand) / capacity)
        });
        let hours = grouped(&hours.to_string());
        format!("Of {hours} hours, by {}: {}{used}.", self.unit, named.join(", "))
    }
}

fn descending(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(|left, right| right.total_cmp(left));
    values
}

/// The curve as SVG, with a title and a description for those who cannot see it. `None` for what has no traffic.
#[must_use]
pub fn render_load_duration_svg(view: &TimelineView<'_>) -> Option<String> {
    let curve = LoadDuration::of(view)?;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH as u32, HEIGHT as u32)).into_drawing_area();
        draw(&area, &curve).expect("drawing into a text cannot fail");
        area.present().expect("drawing into a text cannot fail");
    }
    Some(with_text_alternative(&svg, &curve.title, &curve.description()))
}

/// The same as PNG in a language, with the description as text inside.
#[must_use]
pub fn render_load_duration_png(view: &TimelineView<'_>, language: Language) -> Option<Vec<u8>> {
    let curve = LoadDuration::of(view)?;
    let words = Alternative { title: &curve.title, description: &curve.description() };
    Some(png_drawn((WIDTH as u32, HEIGHT as u32), &words, language, |area| draw(area, &curve)))
}

fn draw<B: DrawingBackend>(area: &Area<B>, curve: &LoadDuration) -> Drawn<B> {
    have_typeface();
    area.fill(&WHITE)?;
    write(area, &curve.title, (16, 14), Setting::plain(19.0).bold())?;
    write(area, &curve.description(), (16, 42), Setting::plain(13.0))?;
    legend(area, curve)?;
    let axis = ValueAxis::up_to(curve.most().max(f64::MIN_POSITIVE), 5.0, 0.0);
    let y = |value: f64| BOTTOM - (axis.share(value) * f64::from(BOTTOM - TOP)).round() as i32;
    for (value, label) in axis.ticks() {
        area.draw(&PathElement::new(vec![(LEFT, y(value)), (RIGHT, y(value))], FAINT))?;
        write(area, &label, (LEFT - 8, y(value)), Setting::plain(13.0).ending().in_the_middle())?;
    }
    if let Some(capacity) = &curve.capacity {
        let edge = outline(capacity, &y);
        let filled = edge.iter().copied().chain([(RIGHT, BOTTOM), (LEFT, BOTTOM)]).collect::<Vec<_>>();
        area.draw(&Polygon::new(filled, CAPACITY.filled()))?;
        area.draw(&PathElement::new(edge, CAPACITY_EDGE.stroke_width(1)))?;
    }
    area.draw(&PathElement::new(outline(&curve.demand, &y), DEMAND.stroke_width(2)))?;
    hours_axis(area, curve.demand.len())?;
    area.draw(&PathElement::new(vec![(LEFT, TOP), (LEFT, BOTTOM), (RIGHT, BOTTOM)], INK))?;
    write(area, curve.unit, (LEFT - 78, TOP + (BOTTOM - TOP) / 2), Setting::plain(13.0).upwards())
}

fn legend<B: DrawingBackend>(area: &Area<B>, curve: &LoadDuration) -> Drawn<B> {
    let mut x = 16;
    let capacity = curve.capacity.is_some().then_some((CAPACITY_EDGE, "what serving tasks can serve"));
    for (colour, words) in [(DEMAND, "demand")].into_iter().chain(capacity) {
        area.draw(&Rectangle::new([(x, 72), (x + 18, 84)], colour.filled()))?;
        write(area, words, (x + 26, 71), Setting::plain(13.0))?;
        x += 26 + Setting::plain(13.0).width(words) + 20;
    }
    Ok(())
}

/// A step for every hour, from the left edge to the right.
fn outline(values: &[f64], y: &dyn Fn(f64) -> i32) -> Vec<(i32, i32)> {
    let steps = values.iter().enumerate().flat_map(|(hour, &value)| {
        let of = |hour: usize| across(hour, values.len());
        [(of(hour), y(value)), (of(hour + 1), y(value))]
    });
    let mut points: Vec<(i32, i32)> = steps.collect();
    points.dedup();
    points
}

fn across(hour: usize, hours: usize) -> i32 {
    LEFT + (hour as f64 / hours.max(1) as f64 * f64::from(RIGHT - LEFT)).round() as i32
}

fn hours_axis<B: DrawingBackend>(area: &Area<B>, hours: usize) -> Drawn<B> {
    for percent in [0, 25, 50, 75, 100] {
        let x = across(hours * percent / 100, hours);
        area.draw(&PathElement::new(vec![(x, BOTTOM), (x, BOTTOM + 5)], INK))?;
        let setting = if percent == 100 { Setting::plain(13.0).ending() } else { Setting::plain(13.0).centred() };
        write(
            area,
            &format!("{} h ({percent} %)", grouped(&(hours * percent / 100).to_string())),
            (x, BOTTOM + 9),
            setting,
        )?;
    }
    write(
        area,
        "hours, the highest first; each line in an order of its own",
        (RIGHT, BOTTOM + 34),
        Setting::plain(13.0).ending(),
    )
}

fn write<B: DrawingBackend>(area: &Area<B>, text: &str, at: (i32, i32), setting: Setting) -> Drawn<B> {
    area.draw(&Text::new(tame(text), at, setting.style()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(demand: &[f64], capacity: Option<&[f64]>) -> LoadDuration {
        LoadDuration {
            title: "api".to_owned(),
            unit: "requests per second",
            demand: descending(demand.to_vec()),
            capacity: capacity.map(|capacity| descending(capacity.to_vec())),
        }
    }

    #[test]
    fn the_description_says_how_often_demand_is_how_high() {
        let hours: Vec<f64> = (0..100).map(f64::from).collect();
        let words = curve(&hours, Some(&[99.0; 100])).description();
        assert!(
            words.starts_with("Of 100 hours, by requests per second: 1 % above 98.0, 10 % above 89.0, "),
            "{words}"
        );
        assert!(words.ends_with("; demand takes 50 % of what the tasks could serve."), "{words}");
        assert!(!curve(&hours, None).description().contains("could serve"));
    }

    #[test]
    fn steps_fall_from_edge_to_edge() {
        let points = outline(&descending(vec![1.0, 3.0, 2.0]), &|value| -(value as i32));
        assert_eq!((points[0], points[points.len() - 1]), ((LEFT, -3), (RIGHT, -1)));
        assert!(points.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1));
    }
}
