//! [`surface`]: the winner over two axes (rule BE6).

use super::axis::AxisSpan;
use super::evaluate::{Evaluated, Evaluator};
use super::one_axis::Ground;
use super::point::{DemandPoint, Point, PricePoint};
use crate::parallel::{coarse_first, each};
use crate::patience::{Interrupted, Patience};

/// The winner over two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// The axis of the columns.
    pub across: AxisSpan,
    /// The axis of the rows.
    pub up: AxisSpan,
    /// Values of the columns, from the lower end; without those that patience did not last for.
    pub columns: Vec<f64>,
    /// Values of the rows, likewise.
    pub rows: Vec<f64>,
    /// Row by row, from the lower end.
    pub cells: Vec<Vec<Evaluated>>,
    /// The scenario itself.
    pub own: Evaluated,
    /// How many of the points are evaluated, if not all.
    pub interrupted: Option<Interrupted>,
}

/// Evaluates `points` × `points` values of two axes.
#[must_use]
pub fn surface(ground: Ground<'_>, across: AxisSpan, up: AxisSpan, points: usize) -> Surface {
    let values =
        |span: AxisSpan| -> Vec<f64> { AxisSpan::shares(points).into_iter().map(|share| span.value(share)).collect() };
    let (columns, rows) = (values(across), values(up));
    let point = |&column: &f64, &row: &f64| Point::default().with(across.axis, column).with(up.axis, row);
    // Points that differ in price only are simulated together.
    let by_rows = up.axis.moves_capacity();
    let (outer, inner) = if by_rows { (&rows, &columns) } else { (&columns, &rows) };
    let line_of = |outer: &f64| -> Vec<Point> {
        inner.iter().map(|inner| if by_rows { point(inner, outer) } else { point(outer, inner) }).collect()
    };
    let order = coarse_first(outer.len());
    let jobs: Vec<Vec<Point>> = order.iter().map(|&index| line_of(&outer[index])).collect();
    let patience = ground.patience;
    let found = each(patience, &jobs, || ground.evaluator(), |evaluator, points| line(evaluator, points, patience));
    let done = order.into_iter().zip(found).filter_map(|(index, line)| Some((outer[index], line?)));
    let mut done: Vec<(f64, Vec<Evaluated>)> = done.collect();
    done.sort_by(|left, right| left.0.total_cmp(&right.0));
    let interrupted = Interrupted::after(done.len() * inner.len(), outer.len() * inner.len());
    let (outer, lines): (Vec<f64>, Vec<Vec<Evaluated>>) = done.into_iter().unzip();
    let own = ground.evaluator().at(&Point::default());
    if by_rows {
        return Surface { across, up, columns, rows: outer, cells: lines, own, interrupted };
    }
    Surface { across, up, columns: outer, cells: transposed(&lines, rows.len()), rows, own, interrupted }
}

/// Points one after the other, as long as patience lasts; neighbours with the same demand are evaluated together.
fn line(evaluator: &mut Evaluator<'_>, points: &[Point], patience: Patience<'_>) -> Option<Vec<Evaluated>> {
    let mut line = Vec::with_capacity(points.len());
    for points in points.chunk_by(|one, other| one.demand == other.demand) {
        if !line.is_empty() && patience.is_over() {
            return None;
        }
        let prices: Vec<PricePoint> = points.iter().map(|point| point.price.clone()).collect();
        let demand: &DemandPoint = &points[0].demand;
        line.extend(evaluator.along(demand, &prices));
    }
    Some(line)
}

fn transposed(lines: &[Vec<Evaluated>], rows: usize) -> Vec<Vec<Evaluated>> {
    (0..rows).map(|index| lines.iter().map(|line| line[index].clone()).collect()).collect()
}
