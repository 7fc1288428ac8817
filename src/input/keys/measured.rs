//! What was measured of a service that runs already.

use super::service::TASK_KEYS;
use crate::input::key::{Key, Kind, Section, Shape, integer, number, positive};

/// Utilisation, percent of what tasks reserve; above 100 where tasks on EC2 use idle CPU.
const UTILISATION: Kind = number(0.0, 10_000.0);

const QUANTILES: &[Key] = &[
    Key::optional("min", UTILISATION, "The least; without it the lower half of the time is taken to be at `p50`.")
        .unit("percent"),
    Key::required("p50", UTILISATION, "The median.").unit("percent"),
    Key::optional("p90", UTILISATION, "The 90th percentile.").unit("percent"),
    Key::optional("p95", UTILISATION, "The 95th percentile.").unit("percent"),
    Key::optional("p99", UTILISATION, "The 99th percentile.").unit("percent"),
    Key::required("max", UTILISATION, "The largest.").unit("percent"),
];

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "service.measured",
        shape: Shape::Table,
        meaning: "What CloudWatch measured of a service that runs already, in place of `[service.traffic]`: demand in vCPU \
                  and the memory of a task follow from it, and `ecsplan rightsize` starts from it. A profile has the columns \
                  `timestamp`, `tasks` (or `RunningTaskCount`), `cpu_percent` (`CPUUtilization`) and `memory_percent` \
                  (`MemoryUtilization`), each the average of the row, and if at hand `cpu_maximum_percent` and \
                  `memory_maximum_percent`, the same metrics' maximum. Rows are 1 to 60 minutes apart. Without a profile, \
                  `running_tasks` and percentiles are given.",
        example: "[service.measured]\nprofile = \"usage.csv\"\ntask = { vcpu = 1, memory_gb = 4 }",
        keys: &[
            Key::optional(
                "profile",
                Kind::Text,
                "CSV file, relative to the scenario. Either it or `running_tasks` is given.",
            ),
            Key::optional("timestamp_column", Kind::Text, "Header of the time column, when it is not `timestamp`."),
            Key::default(
                "timezone",
                Kind::Text,
                "\"UTC\"",
                "Time zone of timestamps without an offset, such as `Asia/Seoul`.",
            ),
            Key::default(
                "gaps",
                Kind::Choice(&["error", "zero", "previous"]),
                "\"error\"",
                "What more than three missing rows in a row mean: a mistake, no demand, or the last value. Up to three are interpolated.",
            ),
            Key::optional(
                "running_tasks",
                positive(100_000.0),
                "Without a profile: how many tasks ran while the percentiles were measured.",
            )
            .unit("tasks"),
            Key::default(
                "memory_percentile",
                number(50.0, 100.0),
                "100",
                "Which percentile of memory utilisation a task must hold; 100 is the largest measured.",
            )
            .unit("percent")
            .assumed(32, "planning default: a task must hold the most memory that was measured"),
            Key::default("memory_headroom_percent", number(0.0, 1_000.0), "20", "Memory added to that, percent of it.")
                .unit("percent")
                .assumed(33, "planning default: a task that runs out of memory is killed"),
            Key::optional(
                "least_tasks",
                integer(0, 100_000),
                "The least number of tasks that may be recommended; without it 2, or today's minimum when that is less.",
            )
            .unit("tasks"),
        ],
        free_keys: None,
    },
    Section {
        path: "service.measured.task",
        shape: Shape::Table,
        meaning: "The size of the tasks that were measured; required.",
        example: "task = { vcpu = 1, memory_gb = 4 }",
        keys: TASK_KEYS,
        free_keys: None,
    },
    Section {
        path: "service.measured.cpu_percent",
        shape: Shape::Table,
        meaning: "Percentiles of `CPUUtilization`, when there is no profile.",
        example: "cpu_percent = { p50 = 22, p90 = 41, p95 = 48, p99 = 60, max = 78 }",
        keys: QUANTILES,
        free_keys: None,
    },
    Section {
        path: "service.measured.memory_percent",
        shape: Shape::Table,
        meaning: "Percentiles of `MemoryUtilization`, when there is no profile.",
        example: "memory_percent = { p50 = 35, p95 = 44, max = 52 }",
        keys: QUANTILES,
        free_keys: None,
    },
];
