//! [`Holders`]: instances by number with the tasks that each has, counted so that the one with the n-th task is found
//! without counting them all.

/// Instances of a piece at most; pieces twice as long are cut in two.
const PIECE: usize = 64;

/// Some of the instances in a row.
#[derive(Clone, Debug)]
struct Piece {
    numbers: Vec<usize>,
    tasks: Vec<u32>,
    sum: u32,
}

/// Instances by number, ascending.
#[derive(Clone, Debug, Default)]
pub(super) struct Holders {
    /// None of them empty.
    pieces: Vec<Piece>,
    sum: u32,
}

impl Holders {
    pub(super) const fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// All tasks.
    pub(super) const fn tasks(&self) -> u32 {
        self.sum
    }

    pub(super) fn first(&self) -> Option<usize> {
        self.pieces.first()?.numbers.first().copied()
    }

    pub(super) fn last(&self) -> Option<usize> {
        self.pieces.last()?.numbers.last().copied()
    }

    pub(super) fn insert(&mut self, number: usize, tasks: u32) {
        self.sum += tasks;
        if self.pieces.is_empty() {
            self.pieces.push(Piece { numbers: vec![number], tasks: vec![tasks], sum: tasks });
            return;
        }
        let at = self.piece_of(number);
        let piece = &mut self.pieces[at];
        let place = piece.numbers.partition_point(|&one| one < number);
        piece.numbers.insert(place, number);
        piece.tasks.insert(place, tasks);
        piece.sum += tasks;
        if piece.numbers.len() >= 2 * PIECE {
            let (numbers, tasks) = (piece.numbers.split_off(PIECE), piece.tasks.split_off(PIECE));
            let sum = tasks.iter().sum();
            piece.sum -= sum;
            self.pieces.insert(at + 1, Piece { numbers, tasks, sum });
        }
    }

    /// Takes out an instance that is there.
    pub(super) fn remove(&mut self, number: usize) {
        let (at, place) = self.place_of(number);
        let piece = &mut self.pieces[at];
        piece.numbers.remove(place);
        let tasks = piece.tasks.remove(place);
        piece.sum -= tasks;
        self.sum -= tasks;
        if piece.numbers.is_empty() {
            self.pieces.remove(at);
        }
    }

    /// Sets how many tasks an instance that is there has.
    pub(super) fn set(&mut self, number: usize, tasks: u32) {
        let (at, place) = self.place_of(number);
        let piece = &mut self.pieces[at];
        let before = std::mem::replace(&mut piece.tasks[place], tasks);
        piece.sum = piece.sum - before + tasks;
        self.sum = self.sum - before + tasks;
    }

    /// The piece where a number belongs.
    fn piece_of(&self, number: usize) -> usize {
        self.pieces.partition_point(|piece| piece.numbers[0] <= number).saturating_sub(1)
    }

    fn place_of(&self, number: usize) -> (usize, usize) {
        let at = self.piece_of(number);
        (at, self.pieces[at].numbers.binary_search(&number).expect("it is asked only of instances that are there"))
    }

    /// Tasks of the instances with lower numbers.
    fn tasks_below(&self, number: usize) -> u32 {
        let Some(piece) = self.pieces.get(self.piece_of(number)) else { return 0 };
        let whole: u32 = self.pieces[..self.piece_of(number)].iter().map(|piece| piece.sum).sum();
        whole + piece.tasks[..piece.numbers.partition_point(|&one| one < number)].iter().sum::<u32>()
    }

    /// Instances from a number on.
    fn from(&self, number: usize) -> impl Iterator<Item = (usize, u32)> {
        let at = self.piece_of(number);
        let pieces = self.pieces.get(at..).unwrap_or_default().iter();
        let pairs = pieces.flat_map(|piece| piece.numbers.iter().copied().zip(piece.tasks.iter().copied()));
        pairs.skip_while(move |&(one, _)| one < number)
    }
}

/// The number of the instance that has the task at a place, of all tasks in the order of their instances' numbers;
/// `None` from the last task on. No instance is in two of the lists.
pub(super) fn holder_of(lists: &[&Holders], place: u32) -> Option<usize> {
    let below = |number: usize| -> u32 { lists.iter().map(|list| list.tasks_below(number)).sum() };
    // The last piece of the longest list that begins at or before the task is where to begin.
    let longest = lists.iter().max_by_key(|list| list.pieces.len())?;
    let begun = longest.pieces.partition_point(|piece| below(piece.numbers[0]) <= place);
    let first = begun.checked_sub(1).map_or(0, |at| longest.pieces[at].numbers[0]);
    let mut left = place - below(first);
    let mut walks: Vec<_> = lists.iter().map(|list| list.from(first).peekable()).collect();
    loop {
        let next = |walk: &mut std::iter::Peekable<_>| -> Option<usize> {
            walk.peek().map(|&(number, _): &(usize, u32)| number)
        };
        let numbers = walks.iter_mut().enumerate().filter_map(|(index, walk)| Some((next(walk)?, index)));
        let (number, index) = numbers.min()?;
        let (_, tasks) = walks[index].next()?;
        if left < tasks {
            return Some(number);
        }
        left -= tasks;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{Holders, holder_of};

    /// What happens to a number in one of three lists: it comes with tasks, or goes.
    fn changes() -> impl Strategy<Value = Vec<(usize, usize, u32)>> {
        prop::collection::vec((0_usize..3, 0_usize..900, 0_u32..4), 1..1_500)
    }

    proptest! {
        #[test]
        fn holders_count_as_a_plain_map_does(changes in changes()) {
            let mut lists = [(); 3].map(|()| Holders::default());
            let mut plain: BTreeMap<usize, (usize, u32)> = BTreeMap::new();
            for (list, number, tasks) in changes {
                match plain.get(&number).copied() {
                    Some((known, _)) if tasks == 0 => {
                        lists[known].remove(number);
                        plain.remove(&number);
                    }
                    Some((known, _)) => {
                        lists[known].set(number, tasks);
                        plain.insert(number, (known, tasks));
                    }
                    None => {
                        lists[list].insert(number, tasks);
                        plain.insert(number, (list, tasks));
                    }
                }
            }
            for (index, list) in lists.iter().enumerate() {
                let own: Vec<usize> = plain.iter().filter(|one| one.1.0 == index).map(|one| *one.0).collect();
                prop_assert_eq!((list.first(), list.last()), (own.first().copied(), own.last().copied()));
                prop_assert_eq!(list.is_empty(), own.is_empty());
            }
            let all: Vec<usize> = plain.iter().flat_map(|(number, (_, tasks))| vec![*number; *tasks as usize]).collect();
            let filled: Vec<&Holders> = lists.iter().collect();
            prop_assert_eq!(filled.iter().map(|list| list.tasks() as usize).sum::<usize>(), all.len());
            for (place, number) in all.iter().enumerate() {
                prop_assert_eq!(holder_of(&filled, place as u32), Some(*number));
            }
            prop_assert_eq!(holder_of(&filled, all.len() as u32), None);
        }
    }
}
