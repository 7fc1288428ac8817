//! Demand scenarios, and what a choice among commitments goes by.

use crate::input::key::{Key, Kind, Section, Shape, number, positive, positive_percent};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "uncertainty",
        shape: Shape::Table,
        meaning: "How demand may go otherwise, and what a choice of commitments then goes by.",
        example: "[uncertainty]\nchoose_by = \"cvar\"\ncvar_tail_percent = 20",
        keys: &[
            Key::default(
                "choose_by",
                Kind::Choice(&["expected_cost", "worst_regret", "cvar"]),
                "\"expected_cost\"",
                "The least of what is chosen: the mean cost by weight; the largest excess, in any demand scenario, over the \
                 cheapest choice for it; or the mean cost of the worst demand scenarios.",
            )
            .assumed(48, "planning default: the choice goes by the mean over the demand scenarios"),
            Key::default(
                "cvar_tail_percent",
                positive_percent(100),
                "20",
                "With `cvar`: how much weight the worst demand scenarios have together.",
            )
            .unit("percent")
            .assumed(48, "planning default: the worst fifth"),
        ],
        free_keys: None,
    },
    Section {
        path: "uncertainty.scenario",
        shape: Shape::Tables,
        meaning: "A demand scenario, at most 20 of them. It changes the traffic of services; services without traffic, and jobs, \
                  stay as they are.",
        example: "[[uncertainty.scenario]]\nname = \"a customer leaves\"\nweight = 1\nload_change_percent = -30\n\
                  load_change_date = \"2026-07-01\"",
        keys: SCENARIO,
        free_keys: None,
    },
];

const SCENARIO: &[Key] = &[
    Key::required("name", Kind::Text, "Its name, unique among them."),
    Key::required("weight", positive(1e6), "How likely it is beside the others; weights are divided by their sum."),
    Key::optional(
        "growth_percent_per_year",
        number(-99.0, 10_000.0),
        "Compound growth per year, in place of the growth of every service's traffic.",
    )
    .unit("percent"),
    Key::optional(
        "load_change_percent",
        number(-100.0, 10_000.0),
        "Change of all traffic from a date on; needs `load_change_date`.",
    )
    .unit("percent"),
    Key::optional("load_change_date", Kind::Date, "The first day of it, UTC, inside the horizon."),
    Key::optional(
        "moves_to",
        Kind::Choice(&["arm64", "fargate"]),
        "Where work moves on a date: from x86 to ARM, or from EC2 to Fargate; needs `move_date`.",
    ),
    Key::optional("move_date", Kind::Date, "The first day after the move, UTC, inside the horizon."),
];
