//! Service auto scaling: its bounds and delays, target tracking and scheduled actions.

use super::service::TASK_KEYS;
use crate::diagnostic::Code;
use crate::input::key::{Key, Kind, Section, Shape, between, between_or, integer, integers, positive};
use crate::input::scaling_search::ANY;

/// What policies may follow.
pub(super) const METRIC: Key =
    Key::required("metric", Kind::Choice(&["cpu", "memory", "requests_per_target"]), "What the policy follows.");

/// How often a metric has a datapoint.
pub(super) const RESOLUTION: Key = Key::default(
    "resolution_seconds",
    Kind::Choice(&["60", "20"]),
    "60",
    "How often the metric has a datapoint; 20 is the high resolution, for `cpu` and `memory` only.",
)
.unit("seconds");

pub(super) const TARGET_PERCENT: Key =
    Key::optional("target_percent", between(0.0, 100.0), "Target utilisation, above 0 and below 100.")
        .unit("percent")
        .range_code(Code::Target);

pub(super) const TARGET_VALUE: Key =
    Key::optional("target_value", positive(1e9), "Target requests per task and minute.")
        .unit("1/min")
        .range_code(Code::Target);

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "service.scaling",
        shape: Shape::Table,
        meaning: "Service auto scaling. `max_tasks` counts tasks of a size: the pinned one, or `reference_task`; other sizes \
                  get the number of tasks with at least the same vCPU. `max_vcpu` bounds the vCPU instead. Without any of \
                  them, the smallest size that fits is assumed.",
        example: "[service.scaling]\nmin_tasks = 2\nmax_tasks = 60",
        keys: &[
            Key::required(
                "min_tasks",
                integer(0, 100_000),
                "Least tasks, whatever their size: the availability floor.",
            )
            .unit("tasks"),
            Key::required("max_tasks", integer(1, 100_000), "Most tasks of the pinned or reference size.")
                .unit("tasks"),
            Key::optional(
                "max_vcpu",
                positive(10_000_000.0),
                "Most vCPU of all tasks together, as an alternative to `reference_task`.",
            )
            .unit("vCPU"),
            Key::default(
                "detection_delay_seconds",
                integer(0, 3_600),
                "180",
                "From the datapoint that completes an alarm to the scaling action.",
            )
            .unit("seconds")
            .assumed(40, "AWS benchmark: 363 seconds to trigger, of which 180 are the three datapoints"),
            Key::default(
                "high_resolution_delay_seconds",
                integer(0, 3_600),
                "26",
                "The same for policies with `resolution_seconds = 20`.",
            )
            .unit("seconds")
            .assumed(41, "AWS benchmark: 86 seconds to trigger, of which 60 are the three datapoints"),
            Key::default(
                "deregistration_delay_seconds",
                integer(0, 3_600),
                "300",
                "How long a removed task drains, billed.",
            )
            .unit("seconds")
            .assumed(42, "AWS default of a target group"),
            Key::default(
                "stop_seconds",
                integer(0, 3_600),
                "30",
                "How long a removed task takes to stop after draining, billed.",
            )
            .unit("seconds")
            .assumed(62, "AWS default of `stopTimeout`"),
        ],
        free_keys: None,
    },
    Section {
        path: "service.scaling.reference_task",
        shape: Shape::Table,
        meaning: "The task size that `max_tasks` counts, when the size is not pinned.",
        example: "reference_task = { vcpu = 1, memory_gb = 2 }",
        keys: TASK_KEYS,
        free_keys: None,
    },
    Section {
        path: "service.scaling.search",
        shape: Shape::Table,
        meaning: "What may be chosen otherwise. Every option then takes, for each service, the cheapest combination of task \
                  size, target, minimum and maximum that meets the objective; the values given above are always among them. \
                  At most 200 combinations of target, minimum and maximum; those whose minimum is above the maximum are \
                  left out. Scheduled actions, step policies and predictive scaling stay as they are.",
        example: "[service.scaling.search]\ntarget_percent = \"any\"\nmin_tasks = [1, 2, 4]\nmax_tasks = [20, 40]",
        keys: &[
            Key::optional(
                "target_percent",
                between_or(0.0, 100.0, ANY),
                "Other targets of the service's first policy by `cpu` or `memory`; `any` stands for 30 to 80 in steps of 5, \
                 without those at which a step policy would work against it.",
            )
            .unit("percent")
            .range_code(Code::Target),
            Key::optional("min_tasks", integers(0, 100_000), "Other minimums.").unit("tasks"),
            Key::optional("max_tasks", integers(1, 100_000), "Other maximums, in tasks of the pinned or reference size.")
                .unit("tasks"),
        ],
        free_keys: None,
    },
    Section {
        path: "service.scaling.target_tracking",
        shape: Shape::Tables,
        meaning: "A target-tracking policy. `cpu` and `memory` take `target_percent`, `requests_per_target` takes `target_value`.",
        example: "[[service.scaling.target_tracking]]\nmetric = \"cpu\"\ntarget_percent = 60",
        keys: &[
            METRIC,
            RESOLUTION,
            TARGET_PERCENT,
            TARGET_VALUE,
            Key::default("scale_out_cooldown_seconds", integer(0, 86_400), "300", "Scale-out cooldown.")
                .unit("seconds")
                .assumed(64, "AWS default"),
            Key::default("scale_in_cooldown_seconds", integer(0, 86_400), "300", "Scale-in cooldown.")
                .unit("seconds")
                .assumed(66, "AWS default"),
            Key::default("disable_scale_in", Kind::Flag, "false", "Never scale in by this policy."),
        ],
        free_keys: None,
    },
    Section {
        path: "service.scaling.scheduled",
        shape: Shape::Tables,
        meaning: "A scheduled action: sets the minimum, the maximum or both, and they stay so until the next.",
        example: "[[service.scaling.scheduled]]\nschedule = \"cron(0 20 ? * MON-FRI *)\"\ntimezone = \"Asia/Seoul\"\nmin_tasks = 0\nmax_tasks = 0",
        keys: &[
            Key::required("schedule", Kind::Text, "When: `at(...)`, `rate(...)` or `cron(...)` as AWS writes them."),
            Key::default("timezone", Kind::Text, "\"UTC\"", "Time zone of the schedule, such as `Asia/Seoul`."),
            Key::optional("min_tasks", integer(0, 100_000), "New minimum.").unit("tasks"),
            Key::optional("max_tasks", integer(0, 100_000), "New maximum, in tasks of the pinned or reference size.")
                .unit("tasks"),
        ],
        free_keys: None,
    },
];
