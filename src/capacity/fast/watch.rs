//! The alarms of one policy over many datapoints at once (rules S3 and S9).

use super::super::alarm::{HIGH_DATAPOINTS, LOW_SECONDS};

/// Datapoints of a minute that set off the low alarm.
const LOW_DATAPOINTS: u32 = LOW_SECONDS / 60;

/// Minutes that are looked at together; at least as many as any alarm looks back.
const CHUNK: usize = 16;

const _: () = assert!(CHUNK >= LOW_DATAPOINTS as usize && CHUNK >= HIGH_DATAPOINTS as usize);

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
    /// Whether none of the datapoints can be the one that an alarm acts on.
    fn is_quiet(&self, demands: &[f64; CHUNK]) -> bool {
        let (least, most) = (self.low_until.min(self.in_until), self.high_from.max(self.out_from));
        demands.iter().fold(true, |quiet, &demand| quiet & (demand >= least) & (demand < most))
    }
}

/// How many datapoints up to the last one were above and below.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Runs {
    high: u32,
    low: u32,
}

impl Runs {
    pub(super) fn is_high(self) -> bool {
        self.high >= HIGH_DATAPOINTS
    }

    pub(super) fn is_low(self) -> bool {
        self.low >= LOW_DATAPOINTS
    }

    /// Takes the next datapoint.
    pub(super) fn take(&mut self, demand: f64, band: &Band) {
        self.high = if demand >= band.high_from { self.high + 1 } else { 0 };
        self.low = if demand < band.low_until { self.low + 1 } else { 0 };
    }

    /// Takes datapoints up to the first that an alarm may act on, and returns its position; all when there is none.
    pub(super) fn take_until_alarm(&mut self, demands: &[f64], band: &Band) -> Option<usize> {
        let mut at = 0;
        while at < demands.len() {
            let quiet = CHUNK * quiet_chunks(&demands[at..], band);
            at += quiet;
            if quiet > 0 {
                demands[at - CHUNK..at].iter().for_each(|&demand| self.take(demand, band));
            }
            let end = demands.len().min(at + CHUNK);
            for (position, &demand) in (at..end).zip(&demands[at..end]) {
                self.take(demand, band);
                let acts_out = self.is_high() & (demand >= band.out_from);
                let acts_in = self.is_low() & (demand < band.in_until);
                if acts_out | acts_in {
                    return Some(position);
                }
            }
            at = end;
        }
        None
    }
}

/// How many chunks of the beginning can be passed over.
fn quiet_chunks(demands: &[f64], band: &Band) -> usize {
    demands.as_chunks().0.iter().take_while(|chunk| band.is_quiet(chunk)).count()
}
