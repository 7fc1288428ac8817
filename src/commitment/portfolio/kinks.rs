//! The total of one plan over its commitment: straight lines between kinks, sorted only where they matter.
//!
//! Kinks fall into buckets of equal width. The changes of slope of each carry total and slope from its start to the next
//! one's, and bound the total in between; only buckets that could hold what is asked for are sorted.

use std::cell::OnceCell;
use std::ops::Range;

/// Kinks to a bucket, were they spread evenly.
const PER_BUCKET: usize = 32;

/// Beyond so many buckets their bookkeeping costs more than it saves.
const MOST_BUCKETS: usize = 1_024;

/// What sums of floats may be off by, relative to their size.
const FLOAT_ERROR: f64 = 1e-12;

/// The total changes its slope by `change` at `commitment`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kink {
    pub(super) commitment: f64,
    pub(super) change: f64,
}

/// A kink with the total there, and the slope right of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) commitment: f64,
    pub(super) total: f64,
    slope: f64,
}

/// All kinks of a total that is zero at commitment zero, which counts as a kink.
pub(super) struct Kinks {
    /// By bucket.
    kinks: Vec<Kink>,
    buckets: Vec<Bucket>,
    width: f64,
}

struct Bucket {
    kinks: Range<usize>,
    /// Where it starts, with the total and the slope there.
    start: Level,
    /// No total in it is lower.
    least: f64,
    levels: OnceCell<Vec<Level>>,
}

impl Kinks {
    /// Kinks in any order, none below zero, and the slope at commitment zero.
    pub(super) fn new(mut kinks: Vec<Kink>, slope: f64) -> Self {
        kinks.push(Kink { commitment: 0.0, change: 0.0 });
        let count = (kinks.len() / PER_BUCKET).clamp(1, MOST_BUCKETS);
        let largest = kinks.iter().map(|kink| kink.commitment).fold(0.0, f64::max);
        let width = if largest > 0.0 { largest / count as f64 } else { 1.0 };
        let (kinks, ends) = by_bucket(&kinks, count, width);
        let mut buckets = Vec::with_capacity(count);
        let mut here = Level { commitment: 0.0, total: 0.0, slope };
        let mut first = 0;
        for (index, end) in ends.into_iter().enumerate() {
            let range = first..end;
            let after = crossed(&kinks[range.clone()], here, (index + 1) as f64 * width);
            let least = least_between(&kinks[range.clone()], here, after);
            buckets.push(Bucket { kinks: range, start: here, least, levels: OnceCell::new() });
            (here, first) = (after, end);
        }
        Self { kinks, buckets, width }
    }

    /// The lowest of the kinks up to a commitment, the first of equals.
    pub(super) fn lowest(&self, most: f64) -> Level {
        let mut order: Vec<&Bucket> =
            self.buckets.iter().take_while(|bucket| bucket.start.commitment <= most).collect();
        order.sort_by(|left, right| left.least.total_cmp(&right.least));
        let mut lowest = self.first();
        for bucket in order {
            if bucket.least > lowest.total {
                break;
            }
            for level in self.levels(bucket).iter().take_while(|level| level.commitment <= most) {
                let is_first = level.total == lowest.total && level.commitment < lowest.commitment;
                if level.total < lowest.total || is_first {
                    lowest = *level;
                }
            }
        }
        lowest
    }

    /// The kinks at which the total is no more than `total`, by commitment.
    pub(super) fn within(&self, total: f64) -> impl Iterator<Item = Level> {
        let buckets = self.buckets.iter().filter(move |bucket| bucket.least <= total);
        buckets.flat_map(|bucket| self.levels(bucket).iter().copied()).filter(move |level| level.total <= total)
    }

    /// The last kink below a commitment above zero.
    pub(super) fn before(&self, commitment: f64) -> Level {
        let buckets = self.buckets[..=bucket_of(commitment, self.width, self.buckets.len())].iter().rev();
        let mut filled = buckets.filter(|bucket| !bucket.kinks.is_empty());
        filled.find_map(|bucket| self.last_below(bucket, commitment)).unwrap_or_else(|| self.first())
    }

    /// The total at a commitment.
    pub(super) fn height(&self, commitment: f64) -> f64 {
        let bucket = &self.buckets[bucket_of(commitment, self.width, self.buckets.len())];
        let left = self.last_below(bucket, commitment).unwrap_or(bucket.start);
        left.total + left.slope * (commitment - left.commitment)
    }

    /// Commitment zero.
    fn first(&self) -> Level {
        self.buckets[0].start
    }

    fn last_below(&self, bucket: &Bucket, commitment: f64) -> Option<Level> {
        let levels = self.levels(bucket);
        let after = levels.partition_point(|level| level.commitment < commitment);
        Some(levels[after.checked_sub(1)?])
    }

    fn levels<'a>(&'a self, bucket: &'a Bucket) -> &'a [Level] {
        bucket.levels.get_or_init(|| {
            let mut kinks = self.kinks[bucket.kinks.clone()].to_vec();
            kinks.sort_unstable_by(|left, right| left.commitment.total_cmp(&right.commitment));
            let mut here = bucket.start;
            let level = |kink: Kink| {
                here.total += here.slope * (kink.commitment - here.commitment);
                here.commitment = kink.commitment;
                here.slope += kink.change;
                here
            };
            kinks.into_iter().map(level).collect()
        })
    }
}

fn bucket_of(commitment: f64, width: f64, count: usize) -> usize {
    // Casts cut to zero and to the largest number.
    ((commitment / width) as usize).min(count - 1)
}

/// Kinks in the order of their buckets, with the end of each.
fn by_bucket(kinks: &[Kink], count: usize, width: f64) -> (Vec<Kink>, Vec<usize>) {
    let mut places = vec![0; count];
    for kink in kinks {
        places[bucket_of(kink.commitment, width, count)] += 1;
    }
    let mut before = 0;
    for place in &mut places {
        before += std::mem::replace(place, before);
    }
    let mut sorted = vec![Kink { commitment: 0.0, change: 0.0 }; kinks.len()];
    for kink in kinks {
        let place = &mut places[bucket_of(kink.commitment, width, count)];
        sorted[*place] = *kink;
        *place += 1;
    }
    (sorted, places)
}

/// Where the total stands at `end`, past a bucket's kinks.
fn crossed(kinks: &[Kink], start: Level, end: f64) -> Level {
    let straight = start.total + start.slope * (end - start.commitment);
    let bent: f64 = kinks.iter().map(|kink| kink.change * (end - kink.commitment)).sum();
    let change: f64 = kinks.iter().map(|kink| kink.change).sum();
    Level { commitment: end, total: straight + bent, slope: start.slope + change }
}

/// What no total between `start` and `end` goes below: neither end's slope falls by more than all falls together.
fn least_between(kinks: &[Kink], start: Level, end: Level) -> f64 {
    let falls: f64 = kinks.iter().map(|kink| kink.change.min(0.0)).sum();
    let width = end.commitment - start.commitment;
    let from_start = start.total + (start.slope + falls).min(0.0) * width;
    let from_end = end.total - (end.slope - falls).max(0.0) * width;
    from_start.max(from_end) - FLOAT_ERROR * (start.total.abs() + end.total.abs())
}
