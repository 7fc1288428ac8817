//! Traffic: the profile and what is laid on top.

use crate::input::key::{Key, Kind, Section, Shape, integer, number, positive};

const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const UNITS: &[&str] = &["requests_per_second", "requests", "vcpu"];

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "service.traffic",
        shape: Shape::Table,
        meaning: "Demand over time: a CSV profile, or a constant. A profile has a column `hour` (24 rows of a day, or 168 of a \
                  week from Monday) or `timestamp` (rows at any step from 1 to 60 minutes), and one of \
                  `requests_per_second`, `requests` (counted in the step) and `vcpu`. A dated profile that covers the \
                  horizon is used as dated; otherwise its whole weeks repeat, aligned by weekday and local hour, or its \
                  whole days when it is shorter than a week.",
        example: "[service.traffic]\nprofile = \"shop-week.csv\"\ntimezone = \"Asia/Seoul\"\ngrowth_percent_per_month = 2",
        keys: &[
            Key::optional(
                "profile",
                Kind::Text,
                "CSV file, relative to the scenario. One of `profile` and `constant` is given.",
            ),
            Key::optional("constant", number(0.0, 1e9), "The same demand at all times, in `unit`."),
            Key::optional("timestamp_column", Kind::Text, "Header of the time column, when it is not `timestamp`."),
            Key::optional(
                "value_column",
                Kind::Text,
                "Header of the demand column, when it is not the name of a unit; needs `unit`.",
            ),
            Key::optional(
                "unit",
                Kind::Choice(UNITS),
                "What the values are; the header says it otherwise, and a constant is in requests per second.",
            ),
            Key::default("scale", positive(1e9), "1", "Factor on every value of the profile or the constant."),
            Key::default(
                "timezone",
                Kind::Text,
                "\"UTC\"",
                "Time zone of hours, of timestamps without an offset, of holidays and events, such as `Asia/Seoul`.",
            ),
            Key::default(
                "gaps",
                Kind::Choice(&["error", "zero", "previous"]),
                "\"error\"",
                "What more than three missing rows in a row mean: a mistake, no traffic, or the last value. Up to three are interpolated.",
            ),
            Key::default(
                "interpolation",
                Kind::Choice(&["linear", "step"]),
                "\"linear\"",
                "Between rows: straight lines that keep each row's total, or steps.",
            ),
            Key::default(
                "growth_percent_per_month",
                number(-99.0, 1_000.0),
                "0",
                "Compound growth per month of the horizon.",
            )
            .unit("percent"),
            Key::default(
                "peak_factor",
                number(1.0, 60.0),
                "1",
                "Demand in a burst inside every hour over the hour's mean; the hour's total is unchanged.",
            ),
            Key::default(
                "peak_minutes",
                integer(1, 30),
                "5",
                "Length of that burst; `peak_factor` times `peak_minutes` is at most 60.",
            )
            .unit("minutes"),
            Key::default("noise_percent", number(0.0, 100.0), "0", "Largest random deviation of a minute's demand.")
                .unit("percent"),
            Key::default(
                "noise_seed",
                integer(0, 9_007_199_254_740_991),
                "1",
                "Seed of the noise: the same seed gives the same noise.",
            ),
        ],
        free_keys: None,
    },
    Section {
        path: "service.traffic.holiday",
        shape: Shape::Tables,
        meaning: "A local day that differs from its weekday. Exactly one of `like` and `multiply` is given.",
        example: "[[service.traffic.holiday]]\ndate = \"2026-02-17\"\nlike = \"sunday\"",
        keys: &[
            Key::required("date", Kind::Date, "The local date."),
            Key::optional("like", Kind::Choice(DAYS), "Has the traffic of that day of the same week."),
            Key::optional("multiply", number(0.0, 1e6), "Has its own traffic times this factor."),
        ],
        free_keys: None,
    },
    Section {
        path: "service.traffic.event",
        shape: Shape::Tables,
        meaning: "A one-off event between two local times. Exactly one of `multiply` and `add` is given.",
        example: "[[service.traffic.event]]\nstart = \"2026-11-27T00:00\"\nend = \"2026-11-28T00:00\"\nmultiply = 3",
        keys: &[
            Key::required("start", Kind::DateTime, "First local minute."),
            Key::required("end", Kind::DateTime, "First local minute after it."),
            Key::optional("multiply", number(0.0, 1e6), "Demand times this factor."),
            Key::optional("add", number(0.0, 1e9), "Demand plus this, in requests per second or vCPU."),
        ],
        free_keys: None,
    },
];
