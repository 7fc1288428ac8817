//! Step scaling and predictive scaling.

use super::scaling::{METRIC, RESOLUTION, TARGET_PERCENT, TARGET_VALUE};
use crate::input::key::{Key, Kind, Section, Shape, integer, number, signed};

/// The farthest that a bound may lie from its threshold.
const BOUND: Kind = number(-1e9, 1e9);

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "service.scaling.step_scaling",
        shape: Shape::Tables,
        meaning: "A step-scaling policy with its alarm. Its steps say what to do when the metric is so far from the threshold. \
                  As AWS asks: 1 to 20 steps without gaps or overlaps that cover everything on the alarm's side of the threshold, \
                  at most one without lower bound and at most one without upper bound.",
        example: "[[service.scaling.step_scaling]]\nmetric = \"cpu\"\nthreshold = 70\noperator = \">\"\n\
                  adjustment_type = \"percent_change_in_capacity\"\n\n[[service.scaling.step_scaling.step]]\nlower_bound = 0\n\
                  upper_bound = 10\nadjustment = 10\n\n[[service.scaling.step_scaling.step]]\nlower_bound = 10\nadjustment = 30",
        keys: &[
            METRIC,
            RESOLUTION,
            Key::required(
                "threshold",
                number(0.0, 1e9),
                "Threshold of the alarm: percent, or requests per task and minute.",
            )
            .unit("percent or 1/min"),
            Key::required(
                "operator",
                Kind::Choice(&[">", ">=", "<", "<="]),
                "How the alarm compares the metric with the threshold.",
            ),
            Key::default(
                "datapoints",
                integer(1, 60),
                "1",
                "Consecutive datapoints beyond the threshold that set the alarm off.",
            )
            .unit("datapoints")
            .assumed(43, "planning default: an alarm of one datapoint, as in the examples of AWS"),
            Key::required(
                "adjustment_type",
                Kind::Choice(&["change_in_capacity", "percent_change_in_capacity", "exact_capacity"]),
                "What `adjustment` means: tasks to add or remove, percent of the current tasks, or the number of tasks.",
            ),
            Key::default(
                "min_adjustment_magnitude",
                integer(0, 100_000),
                "0",
                "Least change of `percent_change_in_capacity`; 0 for none.",
            )
            .unit("tasks"),
            Key::default("cooldown_seconds", integer(0, 86_400), "300", "Cooldown.")
                .unit("seconds")
                .assumed(65, "AWS default"),
        ],
        free_keys: None,
    },
    Section {
        path: "service.scaling.step_scaling.step",
        shape: Shape::Tables,
        meaning: "A step of the policy. Bounds are relative to the threshold: for a threshold of 70, `lower_bound = 10` is a \
                  metric of 80. Above the threshold the lower bound belongs to the step, below it the upper.",
        example: "[[service.scaling.step_scaling.step]]\nlower_bound = 0\nadjustment = 2",
        keys: &[
            Key::optional("lower_bound", BOUND, "Where the step begins; minus infinity when not given.")
                .unit("of the metric"),
            Key::optional("upper_bound", BOUND, "Where the step ends; infinity when not given.").unit("of the metric"),
            Key::required(
                "adjustment",
                signed(-100_000, 100_000),
                "What to do, as `adjustment_type` says; negative to remove tasks.",
            )
            .unit("tasks or percent"),
        ],
        free_keys: None,
    },
    Section {
        path: "service.scaling.predictive",
        shape: Shape::Table,
        meaning: "A predictive-scaling policy that forecasts and scales. It never removes tasks.",
        example: "[service.scaling.predictive]\nmetric = \"cpu\"\ntarget_percent = 60",
        keys: &[
            METRIC,
            TARGET_PERCENT,
            TARGET_VALUE,
            Key::default(
                "buffer_seconds",
                integer(0, 3_599),
                "300",
                "How long before each hour its capacity is launched.",
            )
            .unit("seconds")
            .assumed(68, "AWS default"),
            Key::default(
                "max_capacity_breach",
                Kind::Choice(&["honor", "increase"]),
                "\"honor\"",
                "What happens when the forecast exceeds `max_tasks`: it is cut, or the maximum is raised and stays so.",
            )
            .assumed(68, "AWS default"),
            Key::default(
                "max_capacity_buffer_percent",
                integer(0, 100),
                "10",
                "Room above the forecast when the maximum is raised; with `max_capacity_breach = \"increase\"` only.",
            )
            .unit("percent")
            .assumed(68, "planning default: AWS asks for a value and has none of its own"),
        ],
        free_keys: None,
    },
];
