//! [`Detail`]: how much of a window can be seen at all.

use crate::report::timeline::window::Window;

const DAY_SECONDS: i64 = 86_400;

/// How a window is drawn, by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Up to eleven days: lines, in which every minute can be seen.
    Lines,
    /// Up to two months: from the least to the most of every column of pixels.
    Bands,
    /// Longer: from the least to the most of every day.
    Days,
}

impl Detail {
    pub(super) const fn of(window: Window) -> Self {
        match window.seconds() / DAY_SECONDS {
            ..11 => Self::Lines,
            11..62 => Self::Bands,
            _ => Self::Days,
        }
    }

    /// The span whose least and most are drawn together with that of a minute.
    pub(super) fn bucket(self, minute: Window, window: Window) -> Window {
        let from = minute.from.div_euclid(DAY_SECONDS) * DAY_SECONDS;
        match self {
            Self::Lines | Self::Bands => minute,
            Self::Days => Window { from, to: from + DAY_SECONDS }.within(window).unwrap_or(minute),
        }
    }
}
