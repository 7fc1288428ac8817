//! A window squeezed into columns of pixels: what each column saw, so that no peak is lost.

use std::collections::BTreeMap;

use super::detail::Detail;
use crate::report::timeline::decision_view::DecisionView;
use crate::report::timeline::rows::{RowLength, TimelineRow, instances_row, workload_row};
use crate::report::timeline::view::TimelineView;
use crate::report::timeline::window::Window;

/// The values of a series inside one column, in order of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reach {
    pub(super) first: f64,
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) last: f64,
}

impl Reach {
    fn of(value: f64) -> Self {
        Self { first: value, least: value, most: value, last: value }
    }

    fn extended(self, value: f64) -> Self {
        Self { least: self.least.min(value), most: self.most.max(value), last: value, ..self }
    }
}

/// One value per column; `None` where nothing was seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Series {
    pub(super) columns: Vec<Option<Reach>>,
}

impl Series {
    fn new(width: usize) -> Self {
        Self { columns: vec![None; width] }
    }

    fn see(&mut self, columns: std::ops::Range<usize>, value: f64) {
        for column in self.columns.get_mut(columns).into_iter().flatten() {
            *column = Some(column.map_or(Reach::of(value), |reach| reach.extended(value)));
        }
    }

    pub(super) fn largest(&self) -> f64 {
        self.columns.iter().flatten().map(|reach| reach.most).fold(0.0, f64::max)
    }

    pub(super) fn least(&self) -> f64 {
        self.columns.iter().flatten().map(|reach| reach.least).fold(0.0, f64::min)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.iter().all(Option::is_none)
    }
}

/// The worst minute of a column: capacity, and the demand that exceeded it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shortfall {
    pub(super) capacity: f64,
    pub(super) demand: f64,
}

/// Everything that a chart draws of a workload, by column.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub(super) demand: Series,
    pub(super) capacity: Series,
    pub(super) desired: Series,
    pub(super) serving: Series,
    pub(super) running: Series,
    pub(super) instances: Series,
    pub(super) credits: Series,
    /// Scaling decisions of each day, where they are too many to be marked.
    pub(super) decisions: Series,
    pub(super) shortfalls: Vec<Option<Shortfall>>,
    /// Sums over the window: demand, and what was not served.
    pub(super) totals: (f64, f64),
}

impl Columns {
    /// The minutes of a view's first workload over `width` columns.
    pub(super) fn of(view: &TimelineView<'_>, decisions: &[DecisionView], width: usize) -> Self {
        let detail = Detail::of(view.window);
        let series = || Series::new(width);
        let mut columns = Self {
            demand: series(),
            capacity: series(),
            desired: series(),
            serving: series(),
            running: series(),
            instances: series(),
            credits: series(),
            decisions: series(),
            shortfalls: vec![None; width],
            totals: (0.0, 0.0),
        };
        let Some((_, workload)) = view.workloads.first() else { return columns };
        for span in RowLength::Minute.spans(view.window) {
            let range = column_range(view.window, detail.bucket(span, view.window), width);
            columns.see(&range, &workload_row(workload, span));
            columns.see_instances(&range, view, span);
        }
        if detail == Detail::Days {
            columns.count(view.window, decisions, width);
        }
        columns
    }

    fn see(&mut self, range: &std::ops::Range<usize>, row: &TimelineRow<'_>) {
        self.running.see(range.clone(), row.running());
        row.desired.into_iter().for_each(|(mean, _)| self.desired.see(range.clone(), mean));
        row.serving.into_iter().for_each(|(mean, _)| self.serving.see(range.clone(), mean));
        let Some(load) = row.load else { return };
        self.demand.see(range.clone(), load.demand);
        self.totals = (self.totals.0 + load.demand, self.totals.1 + load.not_served);
        load.capacity.into_iter().for_each(|capacity| self.capacity.see(range.clone(), capacity));
        if load.not_served <= load.demand * 1e-9 {
            return;
        }
        let here = Shortfall { capacity: load.served, demand: load.demand };
        for worst in &mut self.shortfalls[range.clone()] {
            let missing = |it: &Shortfall| it.demand - it.capacity;
            *worst = Some(worst.filter(|known| missing(known) >= missing(&here)).unwrap_or(here));
        }
    }

    fn count(&mut self, window: Window, decisions: &[DecisionView], width: usize) {
        let mut days: BTreeMap<i64, (Window, u32)> = BTreeMap::new();
        for minute in RowLength::Hour.spans(window) {
            let day = Detail::Days.bucket(minute, window);
            days.insert(day.from, (day, 0));
        }
        for decision in decisions {
            let day = days.range_mut(..=decision.second).next_back();
            day.into_iter().for_each(|(_, (_, count))| *count += 1);
        }
        for (day, count) in days.into_values() {
            self.decisions.see(column_range(window, day, width), f64::from(count));
        }
    }

    fn see_instances(&mut self, range: &std::ops::Range<usize>, view: &TimelineView<'_>, span: Window) {
        if view.instances.is_empty() {
            return;
        }
        let rows = || view.instances.iter().map(|group| instances_row(group, view.first_minute, span));
        self.instances.see(range.clone(), rows().map(|row| row.running()).sum());
        rows().filter_map(|row| row.cpu_credits).take(1).for_each(|credits| self.credits.see(range.clone(), credits));
    }
}

/// The columns that a span covers: one at least, and all of them together cover every column.
pub(super) fn column_range(window: Window, span: Window, width: usize) -> std::ops::Range<usize> {
    let column = |second: i64| {
        let share = i128::from(second - window.from) * width as i128 / i128::from(window.seconds().max(1));
        usize::try_from(share).unwrap_or(0).min(width)
    };
    let (from, to) = (column(span.from), column(span.to));
    if from < to { from..to } else { from.min(width.saturating_sub(1))..(from + 1).min(width) }
}
