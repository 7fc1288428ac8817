//! Calendars: the horizon in clock hours and months, local clocks, and schedules.
//!
//! All simulated time is counted in whole minutes or seconds since 1970-01-01T00:00Z (`i64`);
//! billed hours and months are UTC (rules T1 to T6 of `docs/model.md`).

mod calendar_month;
mod horizon;
mod local_clock;
mod schedule;

pub use calendar_month::utc_months;
pub use horizon::{Convention, Horizon, HorizonError, MonthSpan, YearMonth};
pub use local_clock::{LocalClock, MINUTES_PER_DAY, MINUTES_PER_WEEK, civil_minute};
pub use schedule::{Schedule, ScheduleError};
