//! How a task comes up.

use crate::input::key::{Key, Kind, Section, Shape, integer, positive};

pub(super) const SECTIONS: &[Section] = &[Section {
    path: "service.start",
    shape: Shape::Table,
    meaning: "How a task comes up, in place of `start_seconds` of `[service.workload]`: start_seconds = \
              ⌈image_mb / pull_mb_per_second⌉ (with `lazy_loading`: lazy_pull_seconds) + application_seconds + health. Health is \
              health_check_interval_seconds × healthy_threshold with health checks, else health_seconds. An instance that has the \
              image saves the first term.",
    example: "[service.start]\nimage_mb = 300\napplication_seconds = 15",
    keys: &[
        Key::optional(
            "image_mb",
            positive(1_000_000.0),
            "Compressed size of the images that a task pulls; else `image_mb` of `[service.network]`. Not needed with `lazy_loading`.",
        )
        .unit("MB of 1,024² bytes"),
        Key::default("pull_mb_per_second", positive(100_000.0), "40", "How fast images are pulled and unpacked.")
            .unit("MB/s")
            .assumed(35, "planning default: 30 to 60 MB/s are common for a task of 1 vCPU or more"),
        Key::default(
            "lazy_loading",
            Kind::Flag,
            "false",
            "Whether containers start before their image is pulled whole, from an index in SOCI format.",
        ),
        Key::default("lazy_pull_seconds", integer(0, 86_400), "5", "What is left of the pull with `lazy_loading`.")
            .unit("seconds")
            .assumed(35, "planning default: AWS says a few seconds"),
        Key::required(
            "application_seconds",
            integer(0, 86_400),
            "From the end of the image pull until the application is ready to answer.",
        )
        .unit("seconds"),
        Key::optional(
            "health_checks",
            Kind::Flag,
            "Whether a task waits for health checks before it serves; so when the service has a load balancer.",
        ),
        Key::default(
            "health_check_interval_seconds",
            integer(1, 300),
            "30",
            "Time between two health checks; with health checks only.",
        )
        .unit("seconds")
        .assumed(36, "AWS default of a target group"),
        Key::default(
            "healthy_threshold",
            integer(1, 10),
            "2",
            "Health checks in a row that a task must pass; with health checks only.",
        )
        .unit("checks")
        .assumed(36, "planning default: the least that AWS accepts for a target group"),
        Key::default(
            "health_seconds",
            integer(0, 86_400),
            "40",
            "From the application's readiness until the task serves; without health checks only.",
        )
        .unit("seconds")
        .assumed(36, "AWS behaviour: a task without health checks counts as healthy 40 seconds after it runs"),
    ],
    free_keys: None,
}];
