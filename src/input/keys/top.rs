//! The top level and the horizon.

use crate::input::key::{Key, Kind, Section, Shape, integer, percent};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "",
        shape: Shape::Root,
        meaning: "The scenario as a whole.",
        example: "name = \"shop\"\nregion = \"ap-northeast-2\"\ntax_percent = 10",
        keys: &[
            Key::required("name", Kind::Text, "What the scenario is called in reports."),
            Key::required("region", Kind::Text, "AWS region code; `ecsplan prices regions` lists them."),
            Key::default("tax_percent", percent(0, 100), "0", "Tax on the whole bill, as a row of its own.")
                .unit("percent"),
        ],
        free_keys: None,
    },
    Section {
        path: "horizon",
        shape: Shape::Table,
        meaning: "What is billed: whole UTC hours from midnight of a day. Exactly one of `months` and `hours` is given: \
                  with `months` a GB-month is the month's real hours, with `hours` it is 730 hours, as the AWS Pricing \
                  Calculator counts.",
        example: "[horizon]\nstart = \"2026-01-01\"\nmonths = 12",
        keys: &[
            Key::required("start", Kind::Date, "First billed day, UTC."),
            Key::optional("months", integer(0, 4_294_967_295), "Length in calendar months, 1 to 120.").unit("months"),
            Key::optional("hours", integer(0, 4_294_967_295), "Length in hours, 1 to 87672.").unit("hours"),
            Key::default("step", Kind::Choice(&["1m", "1h"]), "\"1m\"", "How finely capacity is simulated: minute by minute, or as a steady state for each hour."),
            Key::default("continues", Kind::Flag, "true", "Whether the workload goes on after the horizon, so that a plan longer than the horizon may be recommended.")
                .assumed(45, "planning default: a plan may outlast the horizon because the workload is taken to go on"),
        ],
        free_keys: None,
    },
];
