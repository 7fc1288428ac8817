//! The alarms of one policy over many datapoints at once (rules S3 and S9).

use super::super::alarm::{HIGH_DATAPOINTS, LOW_SECONDS};

/// Datapoints of a minute that set off the low alarm.
const LOW_DATAPOINTS: u32 = LOW_SECONDS / 60;

/// Datapoints that are looked at together, and that are remembered; at least as many as any alarm looks back.
const CHUNK: usize = 16;

const _: () = assert!(HIGH_DATAPOINTS == 3 && LOW_DATAPOINTS == 15, "`Runs` knows these by heart");

/// What demand means in a stretch of minutes with the same tasks, desired count and cooldowns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    /// The datapoint is above the target from here on.
    pub(super) high_from: f64,
    /// The datapoint is below the low threshold up to here, exclusive.
    pub(super) low_until: f64,
    /// No demand below this makes a high alarm act; it may be too low, not too high.
    pub(super) out_from: f64,
    /// No demand from here on makes a low alarm act; it may be too high, not too low.
    pub(super) in_until: f64,
}

impl Band {
    /// How many chunks of the beginning have no datapoint that an alarm can act on.
    fn quiet_chunks(&self, chunks: &[[f64; CHUNK]]) -> usize {
        let (least, most) = (self.low_until.min(self.in_until), self.high_from.max(self.out_from));
        let is_quiet = |chunk: &&[f64; CHUNK]| {
            chunk.iter().fold(true, |quiet, &demand| quiet & (demand >= least) & (demand < most))
        };
        chunks.iter().take_while(is_quiet).count()
    }
}

/// Which of the last datapoints were above and below: a bit for each, the newest the highest of [`CHUNK`] bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Runs {
    high: u64,
    low: u64,
}

/// Bits at which a run of three ends.
fn runs_of_3(bits: u64) -> u64 {
    bits & bits << 1 & bits << 2
}

/// Bits at which a run of fifteen ends.
fn runs_of_15(bits: u64) -> u64 {
    let of_2 = bits & bits << 1;
    let of_4 = of_2 & of_2 << 2;
    let of_8 = of_4 & of_4 << 4;
    of_8 & of_8 << 7
}

/// A bit for each of at most [`CHUNK`] demands, the first the lowest.
fn bits(demands: &[f64], test: impl Fn(f64) -> bool) -> u64 {
    demands.iter().rev().fold(0, |bits, &demand| bits << 1 | u64::from(test(demand)))
}

impl Runs {
    pub(super) fn is_high(self) -> bool {
        runs_of_3(self.high) >> (CHUNK - 1) & 1 == 1
    }

    pub(super) fn is_low(self) -> bool {
        runs_of_15(self.low) >> (CHUNK - 1) & 1 == 1
    }

    /// Takes any number of datapoints, of which only the last [`CHUNK`] are remembered.
    pub(super) fn take(&mut self, demands: &[f64], band: &Band) {
        self.take_all(&demands[demands.len().saturating_sub(CHUNK)..], band);
    }

    /// Takes at most [`CHUNK`] datapoints.
    fn take_all(&mut self, demands: &[f64], band: &Band) {
        let after = self.with(demands, band);
        *self = after.up_to(demands.len());
    }

    /// These and the next datapoints, which follow above.
    fn with(self, demands: &[f64], band: &Band) -> Self {
        Self {
            high: self.high | bits(demands, |demand| demand >= band.high_from) << CHUNK,
            low: self.low | bits(demands, |demand| demand < band.low_until) << CHUNK,
        }
    }

    /// The last datapoints after the first `count` of those that [`Self::with`] has added.
    fn up_to(self, count: usize) -> Self {
        let last = |bits: u64| bits >> count & ((1 << CHUNK) - 1);
        Self { high: last(self.high), low: last(self.low) }
    }

    /// Takes datapoints up to the first that an alarm may act on, and returns its position; all when there is none.
    pub(super) fn take_until_alarm(&mut self, demands: &[f64], band: &Band) -> Option<usize> {
        let mut at = 0;
        while at < demands.len() {
            let (chunks, _) = demands[at..].as_chunks();
            let quiet = band.quiet_chunks(chunks);
            if quiet > 0 {
                at += quiet * CHUNK;
                self.take_all(&chunks[quiet - 1], band);
            }
            // A chunk of known length is looked at without a loop.
            let alarm = match demands[at..].first_chunk::<CHUNK>() {
                Some(chunk) => self.take_chunk_until_alarm(chunk, band),
                None => self.take_chunk_until_alarm(&demands[at..], band),
            };
            if let Some(position) = alarm {
                return Some(at + position);
            }
            at = demands.len().min(at + CHUNK);
        }
        None
    }

    #[inline(always)]
    fn take_chunk_until_alarm(&mut self, chunk: &[f64], band: &Band) -> Option<usize> {
        let after = self.with(chunk, band);
        let alarm = after.first_alarm(chunk, band);
        *self = after.up_to(alarm.map_or(chunk.len(), |position| position + 1));
        alarm
    }

    /// The first of the datapoints that [`Self::with`] has added on which an alarm may act.
    fn first_alarm(self, chunk: &[f64], band: &Band) -> Option<usize> {
        let (high, low) = (runs_of_3(self.high) >> CHUNK, runs_of_15(self.low) >> CHUNK);
        if high | low == 0 {
            return None;
        }
        let out = high & bits(chunk, |demand| demand >= band.out_from);
        let act = out | low & bits(chunk, |demand| demand < band.in_until);
        (act != 0).then(|| act.trailing_zeros() as usize)
    }
}
