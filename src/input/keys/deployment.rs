//! Deployments and capacity-provider strategies.

use crate::input::key::{Key, Kind, Section, Shape, integer};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "service.deployment",
        shape: Shape::Table,
        meaning: "Deployments of the service: how often, and how the tasks of a new revision replace the old. Without this table \
                  there are none.",
        example: "[service.deployment]\ndeployments_per_month = 20\nstrategy = \"blue_green\"\nbake_minutes = 15",
        keys: &[
            Key::optional(
                "deployments_per_month",
                integer(1, 10_000),
                "Deployments in each calendar month, evenly spaced. Exactly one of this and `schedule` is given.",
            )
            .unit("per month"),
            Key::optional(
                "schedule",
                Kind::Text,
                "When deployments begin: `at(...)`, `rate(...)` or `cron(...)` as AWS writes them.",
            ),
            Key::default("timezone", Kind::Text, "\"UTC\"", "Time zone of the schedule, such as `Asia/Seoul`."),
            Key::default(
                "strategy",
                Kind::Choice(&["rolling", "blue_green", "linear", "canary"]),
                "\"rolling\"",
                "Deployment strategy, as ECS has them.",
            )
            .assumed(48, "AWS default"),
            Key::default(
                "minimum_healthy_percent",
                integer(0, 100),
                "100",
                "Rolling: tasks that stay healthy, of the desired count, rounded up.",
            )
            .unit("percent")
            .assumed(49, "AWS default"),
            Key::default(
                "maximum_percent",
                integer(100, 400),
                "200",
                "Rolling: tasks that may run or start, of the desired count, rounded down.",
            )
            .unit("percent")
            .assumed(49, "AWS default"),
            Key::optional(
                "bake_minutes",
                integer(0, 1_440),
                "Blue/green, linear and canary: how long both revisions run after all traffic has moved. Required for them.",
            )
            .unit("minutes"),
            Key::default("step_percent", integer(3, 100), "10", "Linear: traffic moved in each step.")
                .unit("percent")
                .assumed(49, "AWS default"),
            Key::default("step_bake_minutes", integer(0, 1_440), "6", "Linear: time after each step but the last.")
                .unit("minutes")
                .assumed(49, "AWS default"),
            Key::default("canary_percent", integer(1, 100), "5", "Canary: traffic moved first.")
                .unit("percent")
                .assumed(49, "AWS default"),
            Key::default(
                "canary_bake_minutes",
                integer(0, 1_440),
                "10",
                "Canary: time between the first traffic and the rest.",
            )
            .unit("minutes")
            .assumed(49, "AWS default"),
        ],
        free_keys: None,
    },
    Section {
        path: "service.capacity_provider",
        shape: Shape::Tables,
        meaning: "A line of the service's capacity-provider strategy: the first `base` tasks go to the one provider that has a base, \
                  the rest in proportion to the weights. Providers of Fargate and of EC2 do not mix, in a service or over services. \
                  `EC2` stands for a group of on-demand instances, `EC2_SPOT` for one of Spot instances.",
        example: "[[service.capacity_provider]]\nprovider = \"FARGATE\"\nbase = 2\nweight = 1\n\n\
                  [[service.capacity_provider]]\nprovider = \"FARGATE_SPOT\"\nweight = 3",
        keys: &[
            Key::required(
                "provider",
                Kind::Choice(&["FARGATE", "FARGATE_SPOT", "EC2", "EC2_SPOT"]),
                "The capacity provider.",
            ),
            Key::default("base", integer(0, 100_000), "0", "Tasks that go to this provider first.").unit("tasks"),
            Key::default(
                "weight",
                integer(0, 1_000),
                "0",
                "Share of the tasks above the base, relative to the other weights; 0 for none of them.",
            )
            .assumed(24, "AWS default of the API: a provider without weight gets its base and nothing else"),
        ],
        free_keys: None,
    },
];
