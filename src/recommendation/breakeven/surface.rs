//! [`surface`]: the winner over two axes (rule BE6).

use super::axis::AxisSpan;
use super::evaluate::{Evaluated, Evaluator};
use super::one_axis::Ground;
use super::parallel::each;
use super::point::{DemandPoint, Point, PricePoint};

/// The winner over two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// The axis of the columns.
    pub across: AxisSpan,
    /// The axis of the rows.
    pub up: AxisSpan,
    /// Values of the columns, from the lower end.
    pub columns: Vec<f64>,
    /// Values of the rows, from the lower end.
    pub rows: Vec<f64>,
    /// Row by row, from the lower end.
    pub cells: Vec<Vec<Evaluated>>,
    /// The scenario itself.
    pub own: Evaluated,
}

/// Evaluates `points` × `points` values of two axes.
#[must_use]
pub fn surface(ground: Ground<'_>, across: AxisSpan, up: AxisSpan, points: usize) -> Surface {
    let values =
        |span: AxisSpan| -> Vec<f64> { AxisSpan::shares(points).into_iter().map(|share| span.value(share)).collect() };
    let (columns, rows) = (values(across), values(up));
    let point = |&column: &f64, &row: &f64| Point::default().with(across.axis, column).with(up.axis, row);
    // Points that differ in price only are simulated together.
    let jobs: Vec<Vec<Point>> = if up.axis.moves_capacity() {
        rows.iter().map(|row| columns.iter().map(|column| point(column, row)).collect()).collect()
    } else {
        columns.iter().map(|column| rows.iter().map(|row| point(column, row)).collect()).collect()
    };
    let helper = || Evaluator::new(ground.scenario, ground.book, ground.contenders);
    let lines = each(ground.threads, &jobs, helper, |evaluator, points| line(evaluator, points));
    let cells = if up.axis.moves_capacity() { lines } else { transposed(&lines) };
    let own = helper().at(&Point::default());
    Surface { across, up, columns, rows, cells, own }
}

/// Points one after the other; neighbours with the same demand are evaluated together.
fn line(evaluator: &mut Evaluator<'_>, points: &[Point]) -> Vec<Evaluated> {
    let alike = points.chunk_by(|one, other| one.demand == other.demand);
    alike
        .flat_map(|points| {
            let prices: Vec<PricePoint> = points.iter().map(|point| point.price.clone()).collect();
            let demand: &DemandPoint = &points[0].demand;
            evaluator.along(demand, &prices)
        })
        .collect()
}

fn transposed(lines: &[Vec<Evaluated>]) -> Vec<Vec<Evaluated>> {
    let length = lines.first().map_or(0, Vec::len);
    (0..length).map(|index| lines.iter().map(|line| line[index].clone()).collect()).collect()
}
