//! Which decisions are labelled, and where, so that no two labels touch.

/// A label that wants to stand over a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    /// Where the decision is, pixels from the left of the plot.
    pub(super) x: i32,
    /// Width of the text, pixels.
    pub(super) width: i32,
    /// The larger, the more it matters.
    pub(super) weight: u32,
}

/// A label that has found room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// Which of the wishes.
    pub(super) index: usize,
    /// Left end of the text.
    pub(super) left: i32,
    /// The row, 0 the lowest.
    pub(super) row: usize,
}

/// Pixels between labels, and beside a leader.
const GAP: i32 = 6;

/// Gives room to as many labels as fit into `rows` rows of `width` pixels, those that matter most first, ties to the earlier.
///
/// A label in a row above has a leader down to its decision, which no label crosses.
pub(super) fn place(wishes: &[Wish], width: i32, rows: usize) -> Vec<Placed> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|&index| (std::cmp::Reverse(wishes[index].weight), index));
    let mut taken: Vec<Vec<(i32, i32)>> = vec![Vec::new(); rows];
    let mut placed = Vec::new();
    // Where there is no hope for most of them, none is moved for another's sake.
    let is_crowded = wishes.len() > 100;
    for index in order {
        let wish = wishes[index];
        if wish.width > width {
            continue;
        }
        let leader = (wish.x, wish.x);
        let fits = |&(row, left): &(usize, i32)| {
            let text_is_free = is_free(&taken[row], (left, left + wish.width));
            text_is_free && taken[..row].iter().all(|below| is_free(below, leader))
        };
        // Over its place, or else beginning or ending there; where it bars the fewest leaders, low rather than high.
        let lefts = [wish.x - wish.width / 2, wish.x, wish.x - wish.width];
        let lefts = lefts.map(|left| left.clamp(0, width - wish.width));
        let places = (0..rows).flat_map(|row| lefts.map(|left| (row, left))).filter(fits);
        let barred = |left: i32| if is_crowded { 0 } else { barred_by(wishes, index, (left, left + wish.width)) };
        let best = places.min_by_key(|&(row, left)| (barred(left) * (rows - 1 - row), row));
        let Some((row, left)) = best else { continue };
        taken[row].push((left, left + wish.width));
        taken[..row].iter_mut().for_each(|below| below.push(leader));
        placed.push(Placed { index, left, row });
    }
    placed.sort_by_key(|label| label.index);
    placed
}

/// How many other decisions would have their leader through a text.
fn barred_by(wishes: &[Wish], own: usize, (left, right): (i32, i32)) -> usize {
    let is_barred = |wish: &Wish| wish.x + GAP > left && wish.x < right + GAP;
    wishes.iter().enumerate().filter(|&(index, wish)| index != own && is_barred(wish)).count()
}

fn is_free(taken: &[(i32, i32)], (left, right): (i32, i32)) -> bool {
    taken.iter().all(|&(from, to)| right + GAP <= from || to + GAP <= left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_label_that_matters_most_keeps_its_place() {
        let wishes = [Wish { x: 50, width: 40, weight: 1 }, Wish { x: 55, width: 40, weight: 9 }];
        assert_eq!(place(&wishes, 100, 1), [Placed { index: 1, left: 35, row: 0 }]);
    }

    #[test]
    fn crowded_labels_move_up_or_aside() {
        let wish = |x, weight| Wish { x, width: 40, weight };
        let placed = place(&[wish(100, 9), wish(130, 5), wish(131, 3)], 400, 2);
        let places: Vec<(usize, i32)> = placed.iter().map(|label| (label.row, label.left)).collect();
        assert_eq!(places, [(0, 80), (1, 110)], "the third would have its leader through the second");
        let placed = place(&[wish(100, 1), wish(110, 2), wish(120, 1)], 400, 3);
        let places: Vec<(usize, i32)> = placed.iter().map(|label| (label.row, label.left)).collect();
        assert_eq!(places, [(0, 60), (2, 90), (0, 120)], "the middle one is put on top of its neighbours");
    }

    proptest! {
        #[test]
        fn no_two_labels_touch_and_all_are_inside(
            wishes in proptest::collection::vec((0_i32..600, 5_i32..120, 0_u32..9), 0..60),
        ) {
            let wishes: Vec<Wish> = wishes.into_iter().map(|(x, width, weight)| Wish { x, width, weight }).collect();
            let placed = place(&wishes, 600, 3);
            for (index, label) in placed.iter().enumerate() {
                let right = label.left + wishes[label.index].width;
                prop_assert!(label.left >= 0 && right <= 600);
                for other in &placed[..index] {
                    let other_right = other.left + wishes[other.index].width;
                    prop_assert!(label.row != other.row || right < other.left || other_right < label.left);
                }
            }
        }
    }
}
