//! The chart as SVG and as PNG: laid out once, drawn on either.

use plotters::prelude::*;

use super::axis::{ValueAxis, time_marks};
use super::columns::{Columns, Series};
use super::content::{Words, per_task, words_of};
use super::detail::Detail;
use super::geometry::{Area, Drawn, LEFT, PLOT, Panel, RIGHT, band, dashes, fill, line};
use super::interruptions::{INTERRUPTED, interruption_marks};
use super::labels::{Placed, Wish, place};
use super::text::{INK, Setting, have_typeface};
use crate::report::chart_alternative::with_text_alternative;
use crate::report::language::Language;
use crate::report::pixels::{Alternative, png_drawn};
use crate::report::timeline::decision_view::DecisionView;
use crate::report::timeline::rows::RowKind;
use crate::report::timeline::view::TimelineView;

const WIDTH: i32 = 1_200;
const LABEL_ROWS: usize = 3;
const LABEL_ROW: i32 = 17;
const LABELS: i32 = 90;
const MARKERS: i32 = LABELS + LABEL_ROWS as i32 * LABEL_ROW + 4;
const PANELS: i32 = MARKERS + 18;
const BETWEEN: i32 = 34;
const BOTTOM: i32 = 56;

const FAINT: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
const CAPACITY: RGBColor = RGBColor(0xd6, 0xe2, 0xec);
const SOMETIMES: RGBColor = RGBColor(0xec, 0xf1, 0xf6);
const CAPACITY_EDGE: RGBColor = RGBColor(0x8a, 0xa6, 0xbf);
const TARGET: RGBColor = RGBColor(0xa8, 0x6e, 0x10);
const DEMAND: RGBColor = RGBColor(0x16, 0x32, 0x4f);
const NOT_SERVED: RGBColor = RGBColor(0xc0, 0x1c, 0x28);
const RUNNING: RGBColor = RGBColor(0x4f, 0x83, 0xb5);

/// Inside of the band of demand.
const DEMANDS: RGBColor = RGBColor(0x6f, 0x86, 0x9e);

/// A chart ready to be drawn.
struct Chart<'a> {
    view: &'a TimelineView<'a>,
    columns: Columns,
    decisions: Vec<DecisionView>,
    labels: Vec<Placed>,
    words: Words,
    detail: Detail,
}

/// The first workload of a view as SVG, with a title and a description for those who cannot see it.
#[must_use]
pub fn render_timeline_svg(view: &TimelineView<'_>) -> String {
    let chart = Chart::of(view);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH as u32, chart.height() as u32)).into_drawing_area();
        chart.draw(&area).expect("drawing into a text cannot fail");
        area.present().expect("drawing into a text cannot fail");
    }
    with_text_alternative(&svg, &chart.words.title, &chart.words.description)
}

/// The same as PNG in a language, with the description as text inside.
#[must_use]
pub fn render_timeline_png(view: &TimelineView<'_>, language: Language) -> Vec<u8> {
    let chart = Chart::of(view);
    let words = Alternative { title: &chart.words.title, description: &chart.words.description };
    png_drawn((WIDTH as u32, chart.height() as u32), &words, language, |area| chart.draw(area))
}

impl<'a> Chart<'a> {
    fn of(view: &'a TimelineView<'a>) -> Self {
        have_typeface();
        let mut decisions = view.decisions();
        let first = view.workloads.first().map_or("", |(outcome, _)| &outcome.name);
        decisions.retain(|decision| decision.kind == RowKind::Service && decision.name == first);
        let detail = Detail::of(view.window);
        let columns = Columns::of(view, &decisions, PLOT as usize);
        let wishes: Vec<Wish> = decisions.iter().map(|decision| wish(view, decision)).collect();
        let labels = if detail == Detail::Days { Vec::new() } else { place(&wishes, PLOT, LABEL_ROWS) };
        let words = words_of(view, &columns, &decisions, labels.len());
        Self { view, columns, decisions, labels, words, detail }
    }

    fn has_demand(&self) -> bool {
        !self.columns.demand.is_empty()
    }

    fn height(&self) -> i32 {
        self.panels().last().map_or(PANELS, |(_, panel)| panel.bottom()) + BOTTOM
    }

    /// Without marks and labels the first panel begins higher.
    fn first_top(&self) -> i32 {
        if self.detail == Detail::Days { LABELS + 14 } else { PANELS }
    }

    /// Which panels there are, from the top, each with its heading.
    fn panels(&self) -> Vec<(&'static str, Panel)> {
        let mut panels = Vec::new();
        let mut top = self.first_top();
        let mut add = |heading, height, axis| {
            panels.push((heading, Panel { top, height, axis }));
            top += height + BETWEEN;
        };
        if self.has_demand() {
            let largest = self.columns.demand.largest().max(self.columns.capacity.largest());
            add("demand", 300, ValueAxis::up_to(largest, 6.0, 0.0));
        }
        let tasks = self.columns.running.largest().max(self.columns.desired.largest());
        add("tasks", 130, ValueAxis::up_to(tasks, 4.0, 1.0));
        if !self.columns.instances.is_empty() {
            add("instances", 90, ValueAxis::up_to(self.columns.instances.largest(), 3.0, 1.0));
        }
        if !self.columns.credits.is_empty() {
            let (least, most) = (self.columns.credits.least(), self.columns.credits.largest());
            add("CPU credits", 90, ValueAxis::spanning(least, most, 3.0, 0.0));
        }
        if !self.columns.decisions.is_empty() {
            add("decisions a day", 90, ValueAxis::up_to(self.columns.decisions.largest(), 3.0, 1.0));
        }
        panels
    }

    fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        area.fill(&WHITE)?;
        write(area, &self.words.title, (16, 14), Setting::plain(19.0).bold())?;
        write(area, &self.words.subtitle, (16, 40), Setting::plain(14.0))?;
        self.legend(area)?;
        let panels = self.panels();
        for (heading, panel) in &panels {
            self.grid(area, panel)?;
            match *heading {
                "demand" => self.demand(area, panel)?,
                "tasks" => self.tasks(area, panel)?,
                "instances" => self.simple(area, panel, &self.columns.instances)?,
                "CPU credits" => self.simple(area, panel, &self.columns.credits)?,
                _ => band(area, panel, &self.columns.decisions, (INK, INK))?,
            }
            self.frame(area, heading, panel)?;
            self.interruptions(area, heading, panel)?;
        }
        self.times(area, &panels)?;
        if self.detail == Detail::Days {
            return Ok(());
        }
        self.decisions(area, panels.first().map_or(PANELS, |(_, panel)| panel.bottom()))
    }

    fn legend<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        let mut x = 16;
        for (key, words) in self.keys() {
            key.draw(area, (x, 66))?;
            write(area, words, (x + 30, 65), Setting::plain(13.0))?;
            x += 30 + Setting::plain(13.0).width(words) + 18;
        }
        Ok(())
    }

    /// What the legend explains.
    fn keys(&self) -> Vec<(Key, &'static str)> {
        let mut keys = Vec::new();
        let is_lines = self.detail == Detail::Lines;
        let has_capacity = !self.columns.capacity.is_empty();
        if self.has_demand() {
            keys.push(if is_lines {
                (Key::Line(DEMAND, 2), "demand")
            } else {
                (Key::Box(DEMANDS), "demand, least to most")
            });
        }
        if has_capacity && is_lines {
            keys.push((Key::Box(CAPACITY), "what serving tasks can serve"));
        } else if has_capacity {
            keys.push((Key::Box(CAPACITY), "what serving tasks can serve at least"));
            keys.push((Key::Box(SOMETIMES), "and at most"));
        }
        if self.target_share().is_some() {
            keys.push((Key::Dashes(TARGET), "the same at the scaling target"));
        }
        if self.columns.shortfalls.iter().any(Option::is_some) {
            keys.push((Key::Box(NOT_SERVED), "not served"));
        }
        if is_lines && !self.columns.desired.is_empty() {
            keys.push((Key::Dashes(INK), "tasks desired"));
            keys.push((Key::Line(DEMAND, 2), "serving"));
        }
        keys.push((Key::Box(RUNNING), if is_lines { "running (billed or placed)" } else { "tasks running at least" }));
        if !is_lines {
            keys.push((Key::Box(CAPACITY), "and at most"));
        }
        if self.view.sample.is_some() {
            keys.push((Key::Box(INTERRUPTED), "interrupted"));
        }
        keys
    }

    /// The share of capacity that scaling aims at, where a line for it can be seen.
    fn target_share(&self) -> Option<f64> {
        per_task(self.view).and_then(|(_, at_target)| at_target).filter(|_| self.detail == Detail::Lines)
    }

    fn grid<B: DrawingBackend>(&self, area: &Area<B>, panel: &Panel) -> Drawn<B> {
        for (value, label) in panel.axis.ticks() {
            let y = panel.y(value);
            area.draw(&PathElement::new(vec![(LEFT, y), (RIGHT, y)], FAINT))?;
            write(area, &label, (LEFT - 8, y), Setting::plain(13.0).ending().in_the_middle())?;
        }
        for (second, _) in time_marks(self.view.window) {
            let x = self.x(second);
            area.draw(&PathElement::new(vec![(x, panel.top), (x, panel.bottom())], FAINT))?;
        }
        Ok(())
    }

    fn frame<B: DrawingBackend>(&self, area: &Area<B>, heading: &str, panel: &Panel) -> Drawn<B> {
        let corner = vec![(LEFT, panel.top), (LEFT, panel.bottom()), (RIGHT, panel.bottom())];
        area.draw(&PathElement::new(corner, INK))?;
        let words = if heading == "demand" { self.words.unit } else { heading };
        write(area, words, (20, panel.top + panel.height / 2), Setting::plain(14.0).upwards())?;
        match per_task(self.view).filter(|_| heading == "demand") {
            Some((per_task, _)) => tasks_axis(area, panel, per_task),
            None => Ok(()),
        }
    }

    fn demand<B: DrawingBackend>(&self, area: &Area<B>, panel: &Panel) -> Drawn<B> {
        fill(area, panel, &self.columns.capacity, SOMETIMES, |reach| reach.most)?;
        fill(area, panel, &self.columns.capacity, CAPACITY, |reach| reach.least)?;
        if let Some(share) = self.target_share() {
            dashes(area, panel, &self.columns.capacity, share, TARGET)?;
        }
        if self.detail == Detail::Lines {
            line(area, panel, &self.columns.capacity, CAPACITY_EDGE, 1)?;
            self.shortfalls(area, panel)?;
            return line(area, panel, &self.columns.demand, DEMAND, 2);
        }
        band(area, panel, &self.columns.demand, (DEMANDS, DEMAND))?;
        self.shortfalls(area, panel)
    }

    /// What was not served, and along the bottom when, so that the least of it is seen.
    fn shortfalls<B: DrawingBackend>(&self, area: &Area<B>, panel: &Panel) -> Drawn<B> {
        for (column, shortfall) in (0_i32..).zip(&self.columns.shortfalls) {
            let Some(worst) = shortfall else { continue };
            let x = LEFT + column;
            let (top, bottom) = (panel.y(worst.demand), panel.y(worst.capacity));
            area.draw(&Rectangle::new([(x, top), (x + 1, bottom.max(top + 1))], NOT_SERVED.filled()))?;
            area.draw(&Rectangle::new([(x, panel.bottom() - 6), (x + 1, panel.bottom())], NOT_SERVED.filled()))?;
        }
        Ok(())
    }

    fn tasks<B: DrawingBackend>(&self, area: &Area<B>, panel: &Panel) -> Drawn<B> {
        fill(area, panel, &self.columns.running, CAPACITY, |reach| reach.most)?;
        fill(area, panel, &self.columns.running, RUNNING, |reach| reach.least)?;
        if self.detail != Detail::Lines {
            return Ok(());
        }
        line(area, panel, &self.columns.serving, DEMAND, 2)?;
        dashes(area, panel, &self.columns.desired, 1.0, INK)
    }

    fn simple<B: DrawingBackend>(&self, area: &Area<B>, panel: &Panel, series: &Series) -> Drawn<B> {
        if self.detail == Detail::Lines {
            return line(area, panel, series, INK, 2);
        }
        band(area, panel, series, (DEMANDS, INK))
    }

    /// When tasks or instances are interrupted, in a sampled run.
    fn interruptions<B: DrawingBackend>(&self, area: &Area<B>, heading: &str, panel: &Panel) -> Drawn<B> {
        let seconds = match heading {
            "tasks" => self.view.tasks_interrupted(),
            "instances" => self.view.instances_interrupted(),
            _ => return Ok(()),
        };
        interruption_marks(area, panel, seconds.into_iter().map(|second| self.x(second)))
    }

    fn times<B: DrawingBackend>(&self, area: &Area<B>, panels: &[(&str, Panel)]) -> Drawn<B> {
        let y = panels.last().map_or(PANELS, |(_, panel)| panel.bottom());
        let mut free_from = i32::MIN;
        for (second, label) in time_marks(self.view.window) {
            let (x, half) = (self.x(second), Setting::plain(13.0).width(&label) / 2);
            area.draw(&PathElement::new(vec![(x, y), (x, y + 5)], INK))?;
            if x - half > free_from && x + half < WIDTH {
                write(area, &label, (x, y + 10), Setting::plain(13.0).centred())?;
                free_from = x + half + 6;
            }
        }
        write(area, "time (UTC)", (RIGHT, y + 32), Setting::plain(13.0).ending())
    }

    /// Marks in a strip over the first panel, and as many reasons above as have room.
    fn decisions<B: DrawingBackend>(&self, area: &Area<B>, bottom: i32) -> Drawn<B> {
        let is_dense = self.decisions.len() as i32 > PLOT / 10;
        for label in &self.labels {
            let x = self.x(self.decisions[label.index].second);
            let y = LABELS + (LABEL_ROWS - 1 - label.row) as i32 * LABEL_ROW;
            area.draw(&PathElement::new(vec![(x, y + LABEL_ROW - 3), (x, MARKERS)], CAPACITY_EDGE))?;
            if !is_dense {
                area.draw(&PathElement::new(vec![(x, MARKERS + 12), (x, bottom)], CAPACITY_EDGE.mix(0.45)))?;
            }
            let text = label_text(&self.decisions[label.index]);
            write(area, &text, (LEFT + label.left, y + 1), Setting::plain(LABEL_SIZE))?;
        }
        self.decisions.iter().try_for_each(|decision| mark(area, self.x(decision.second), decision, is_dense))
    }

    fn x(&self, second: i64) -> i32 {
        x_of(self.view, second)
    }
}

const LABEL_SIZE: f64 = 13.0;

fn x_of(view: &TimelineView<'_>, second: i64) -> i32 {
    let share = (second - view.window.from) as f64 / view.window.seconds().max(1) as f64;
    LEFT + (share * f64::from(PLOT)).round() as i32
}

fn label_text(decision: &DecisionView) -> String {
    format!("{}→{} {}", decision.from, decision.to, decision.reason).trim_end().to_owned()
}

/// Larger changes matter more.
fn wish(view: &TimelineView<'_>, decision: &DecisionView) -> Wish {
    let width = Setting::plain(LABEL_SIZE).width(&label_text(decision));
    Wish { x: x_of(view, decision.second) - LEFT, width, weight: decision.from.abs_diff(decision.to) }
}

/// A triangle that points up for more tasks and down for fewer; where there are many, a tick above or below.
fn mark<B: DrawingBackend>(area: &Area<B>, x: i32, decision: &DecisionView, is_dense: bool) -> Drawn<B> {
    let is_out = decision.to > decision.from;
    let (top, bottom) = (MARKERS + 1, MARKERS + 11);
    if is_dense {
        let (from, to) = if is_out { (top, top + 4) } else { (bottom - 4, bottom) };
        return area.draw(&Rectangle::new([(x, from), (x + 1, to)], if is_out { INK } else { RUNNING }.filled()));
    }
    let (base, tip) = if is_out { (bottom, top) } else { (top, bottom) };
    let corners = vec![(x - 5, base), (x + 5, base), (x, tip)];
    if is_out {
        return area.draw(&Polygon::new(corners, INK.filled()));
    }
    area.draw(&Polygon::new(corners.clone(), WHITE.filled()))?;
    area.draw(&PathElement::new([corners.clone(), vec![corners[0]]].concat(), INK))
}

/// The right side: how many tasks the demand is worth.
fn tasks_axis<B: DrawingBackend>(area: &Area<B>, panel: &Panel, per_task: f64) -> Drawn<B> {
    let ticks = panel.axis.ticks();
    let largest = ticks.last().map_or(1.0, |(value, _)| *value) / per_task;
    for (tasks, label) in ValueAxis::up_to(largest, 6.0, 1.0).ticks() {
        if tasks <= largest * (1.0 + 1e-9) {
            let y = panel.y(tasks * per_task);
            area.draw(&PathElement::new(vec![(RIGHT, y), (RIGHT + 5, y)], INK))?;
            write(area, &label, (RIGHT + 9, y), Setting::plain(13.0).in_the_middle())?;
        }
    }
    write(area, "tasks' worth at 100 %", (WIDTH - 18, panel.top + panel.height / 2), Setting::plain(14.0).upwards())
}

/// What a key of the legend looks like.
enum Key {
    Line(RGBColor, u32),
    Dashes(RGBColor),
    Box(RGBColor),
}

impl Key {
    fn draw<B: DrawingBackend>(&self, area: &Area<B>, (x, y): (i32, i32)) -> Drawn<B> {
        let middle = vec![(x, y + 6), (x + 22, y + 6)];
        match *self {
            Self::Line(colour, width) => area.draw(&PathElement::new(middle, colour.stroke_width(width))),
            Self::Dashes(colour) => {
                let dash = |from: i32| PathElement::new(vec![(x + from, y + 6), (x + from + 6, y + 6)], stroke(colour));
                [0, 9, 18].into_iter().try_for_each(|from| area.draw(&dash(from)))
            }
            Self::Box(colour) => {
                area.draw(&Rectangle::new([(x + 4, y), (x + 22, y + 12)], colour.filled()))?;
                area.draw(&Rectangle::new([(x + 4, y), (x + 22, y + 12)], INK.stroke_width(1)))
            }
        }
    }
}

fn stroke(colour: RGBColor) -> ShapeStyle {
    colour.stroke_width(2)
}

fn write<B: DrawingBackend>(area: &Area<B>, text: &str, at: (i32, i32), setting: Setting) -> Drawn<B> {
    area.draw(&Text::new(text.to_owned(), at, setting.style()))
}
