//! Where the names of marks stand, so that none touches another name or a mark.

/// A box of pixels: left, top, right and bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

/// Pixels kept free around names and leaders.
const GAP: i32 = 3;

/// Pixels between places that are tried.
const STEP: i32 = 10;

/// How far from its mark a name may stand.
const FARTHEST: i32 = 360;

impl Frame {
    /// The frame of a mark: its middle and how far it reaches.
    fn of_mark(((x, y), reach): ((i32, i32), i32)) -> Self {
        Self { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
    }

    fn wider(self, by: i32) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    fn touches(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn is_inside(self, other: Self) -> bool {
        self.left >= other.left && self.top >= other.top && self.right <= other.right && self.bottom <= other.bottom
    }

    fn holds(self, (x, y): (i32, i32)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// How many pixels lie between both, along the axis on which they are farther apart.
    fn distance(self, other: Self) -> i32 {
        let across = (self.left - other.right).max(other.left - self.right);
        let down = (self.top - other.bottom).max(other.top - self.bottom);
        across.max(down).max(0)
    }

    /// The point of its edge or inside that is nearest.
    pub(super) fn nearest(self, (x, y): (i32, i32)) -> (i32, i32) {
        (x.clamp(self.left, self.right), y.clamp(self.top, self.bottom))
    }
}

/// A frame for each name inside `plot`, in the order of the marks; `None` where there is no room.
///
/// A mark is its middle and how far it reaches; a name its width and height. A leader goes straight from the
/// middle of a mark to the nearest point of its name, and through no other name, nor through a mark that stands apart
/// from its own. Where there is room, a name is nearer to its own mark than to any such mark. What finds no room has the
/// choice before the others.
pub(super) fn place(marks: &[((i32, i32), i32)], names: &[(i32, i32)], plot: Frame) -> Vec<Option<Frame>> {
    let mut order: Vec<usize> = (0..marks.len()).collect();
    let mut best = in_order(&order, marks, names, plot);
    for _ in 0..marks.len() {
        let Some(crowded_out) = order.iter().position(|&index| best[index].is_none()) else { break };
        order[..=crowded_out].rotate_right(1);
        let placed = in_order(&order, marks, names, plot);
        let count = |placed: &[Option<Frame>]| placed.iter().flatten().count();
        if count(&placed) >= count(&best) {
            best = placed;
        }
    }
    best
}

/// The same, those that come first in `order` having the choice.
fn in_order(order: &[usize], marks: &[((i32, i32), i32)], names: &[(i32, i32)], plot: Frame) -> Vec<Option<Frame>> {
    let marked: Vec<Frame> = marks.iter().copied().map(Frame::of_mark).collect();
    let mut placed: Vec<Option<Frame>> = vec![None; marks.len()];
    for &index in order {
        let ((middle, reach), size) = (marks[index], names[index]);
        let apart = || marked.iter().filter(|mark| !mark.touches(marked[index]));
        let is_free = |&name: &Frame| {
            let leader = points(middle, name.nearest(middle));
            let others = || placed.iter().zip(marks).filter_map(|(other, mark)| Some(((*other)?, mark.0)));
            name.is_inside(plot)
                && !marked.iter().any(|mark| mark.touches(name.wider(GAP)))
                && !apart().any(|mark| leader.iter().any(|&point| mark.holds(point)))
                && !others().any(|(other, _)| other.touches(name.wider(GAP)))
                && !others().any(|(other, _)| leader.iter().any(|&point| other.wider(GAP).holds(point)))
                && !others().any(|(other, from)| {
                    points(from, other.nearest(from)).iter().any(|&point| name.wider(GAP).holds(point))
                })
        };
        let is_clear = |name: &Frame| {
            let own = name.distance(marked[index]);
            is_free(name) && !apart().any(|mark| name.distance(*mark) < own + GAP)
        };
        let found = places(middle, reach, size).find(is_clear);
        placed[index] = found.or_else(|| places(middle, reach, size).find(is_free));
    }
    placed
}

/// Places around a mark, the nearest first.
fn places((x, y): (i32, i32), reach: i32, (width, height): (i32, i32)) -> impl Iterator<Item = Frame> {
    let start = reach + GAP + 1;
    (0..FARTHEST / STEP).flat_map(move |ring| {
        let away = start + ring * STEP;
        let lefts = [x + away, x - width / 2, x - away - width, x + away / 2, x - width - away / 2];
        let tops = [y - height / 2, y - away - height, y + away, y - away / 2 - height, y + away / 2];
        let mut around: Vec<Frame> = Vec::with_capacity(25);
        for left in lefts {
            around.extend(tops.map(|top| Frame { left, top, right: left + width, bottom: top + height }));
        }
        around
    })
}

/// The pixels of a straight line, close enough together to meet every name.
fn points((x, y): (i32, i32), (to_x, to_y): (i32, i32)) -> Vec<(i32, i32)> {
    let count = (to_x - x).abs().max((to_y - y).abs()).max(1);
    (0..=count).map(|step| (x + (to_x - x) * step / count, y + (to_y - y) * step / count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLOT: Frame = Frame { left: 0, top: 0, right: 800, bottom: 500 };

    #[test]
    fn a_lone_name_stands_beside_its_mark() {
        let placed = place(&[((100, 100), 5)], &[(80, 14)], PLOT);
        assert_eq!(placed, [Some(Frame { left: 109, top: 93, right: 189, bottom: 107 })]);
    }

    #[test]
    fn names_of_one_place_stand_around_it() {
        let marks = [((400, 300), 6); 4];
        assert!(place(&marks, &[(150, 14); 4], PLOT).iter().all(Option::is_some));
    }

    #[test]
    fn what_is_crowded_out_chooses_first() {
        let row = [(488, 11), (500, 8), (537, 5), (565, 10), (636, 5), (662, 10), (701, 5), (726, 5), (891, 5)];
        let marks: Vec<((i32, i32), i32)> = row.map(|(x, reach)| ((x, 480), reach)).to_vec();
        let widths = [222, 150, 78, 92, 86, 112, 40, 34, 108].map(|width| (width, 14));
        let plot = Frame { left: 80, top: 100, right: 930, bottom: 540 };
        let order: Vec<usize> = (0..marks.len()).collect();
        assert!(in_order(&order, &marks, &widths, plot).contains(&None));
        assert!(!place(&marks, &widths, plot).contains(&None));
    }

    proptest! {
        #[test]
        fn no_name_touches_another_or_a_mark_and_no_leader_crosses_one(
            marks in proptest::collection::vec(((20_i32..780, 20_i32..480), 4_i32..12), 0..18),
            width in 20_i32..200,
        ) {
            let placed = place(&marks, &vec![(width, 14); marks.len()], PLOT);
            for (index, name) in placed.iter().enumerate() {
                let Some(name) = name else { continue };
                prop_assert!(name.left >= 0 && name.right <= 800 && name.top >= 0 && name.bottom <= 500);
                for ((x, y), reach) in &marks {
                    let (across, down) = (name.nearest((*x, *y)).0 - x, name.nearest((*x, *y)).1 - y);
                    prop_assert!(across.abs() >= *reach || down.abs() >= *reach);
                }
                let (own, own_frame) = (marks[index].0, Frame::of_mark(marks[index]));
                let leader = points(own, name.nearest(own));
                for mark in marks.iter().copied().map(Frame::of_mark).filter(|mark| !mark.touches(own_frame)) {
                    prop_assert!(!leader.iter().any(|point| mark.holds(*point)), "{} crosses a mark", index);
                }
                for (number, other) in placed.iter().enumerate().filter(|(number, _)| *number != index) {
                    let Some(other) = other else { continue };
                    let apart = name.right < other.left || other.right < name.left || name.bottom < other.top || other.bottom < name.top;
                    prop_assert!(apart, "{} and {}", index, number);
                    let from = marks[number].0;
                    prop_assert!(points(from, other.nearest(from)).iter().all(|point| !name.holds(*point)));
                }
            }
        }
    }
}
