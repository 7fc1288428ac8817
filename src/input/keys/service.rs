//! Services, their task size, objective and workload; jobs.

use crate::input::key::{Key, Kind, Section, Shape, between, integer, number, pairs, positive};

/// The architectures, as ECS task definitions name them.
pub(crate) const ARCHITECTURES: &[&str] = &["x86_64", "arm64"];

/// The keys of a task size, wherever one is given.
pub(super) const TASK_KEYS: &[Key] = &[
    Key::required("vcpu", positive(192.0), "vCPU of the task.").unit("vCPU"),
    Key::optional(
        "memory_gb",
        positive(100_000.0),
        "Memory of the task; a GB is 1,024 MiB, as AWS writes it. One of `memory_gb` and `memory_mib` is given.",
    )
    .unit("GB"),
    Key::optional("memory_mib", integer(1, 100_000_000), "Memory of the task, as an alternative to `memory_gb`.")
        .unit("MiB"),
];

pub(super) const ARCHITECTURES_KEY: Key = Key::default(
    "architectures",
    Kind::Choices(ARCHITECTURES),
    "[\"x86_64\"]",
    "Architectures that the container images run on.",
);

pub(super) const INTERRUPTIBLE: Key = Key::default(
    "interruptible",
    Kind::Flag,
    "false",
    "Whether tasks may be interrupted, so that Spot may be recommended.",
);

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "service",
        shape: Shape::Tables,
        meaning: "An ECS service. Either `tasks` fixes its number of tasks, or `[service.scaling]` says how it scales.",
        example: "[[service]]\nname = \"web\"\ntasks = 1\ntask = { vcpu = \"0.25\", memory_gb = \"0.5\" }",
        keys: &[
            Key::required("name", Kind::Text, "Name of the service, unique among services and jobs."),
            ARCHITECTURES_KEY.assumed(
                20,
                "planning default: an image is taken to run on x86_64 only until it is said to run on arm64",
            ),
            Key::optional("tasks", integer(1, 100_000), "A fixed number of tasks.").unit("tasks"),
            INTERRUPTIBLE.assumed(25, "planning default: Spot is priced and shown, and not recommended"),
            Key::default(
                "max_spot_share",
                number(0.0, 1.0),
                "0",
                "Largest share of the tasks that may run on Spot although the service is not interruptible.",
            )
            .unit("share, 0 to 1"),
            Key::default(
                "ephemeral_storage_gb",
                integer(20, 200),
                "20",
                "Ephemeral storage of a Fargate task; 20 are included in the price.",
            )
            .unit("GiB"),
            Key::default(
                "cpu_limit",
                Kind::Choice(&["hard", "shared"]),
                "\"hard\"",
                "On EC2: `hard` holds a task to its vCPU, `shared` lets it use what its instance has idle.",
            )
            .assumed(50, "planning default: task-level CPU is a hard cap on EC2, as it is on Fargate"),
            Key::optional(
                "memory_reservation_mib",
                integer(6, 25_000_000),
                "On EC2: memory that placement reserves for a task, when less than the task's memory.",
            )
            .unit("MiB"),
            Key::default(
                "placement",
                Kind::Choices(&["spread:zone", "spread:instance", "binpack:cpu", "binpack:memory", "random"]),
                "[\"spread:zone\"]",
                "On EC2: placement strategies, applied one after the other.",
            )
            .assumed(44, "AWS default: tasks are spread over zones, and at random inside a zone"),
            Key::optional(
                "availability_zone_rebalancing",
                Kind::Flag,
                "Whether ECS moves tasks until the zones have equally many; only with `spread:zone` first and a `maximum_percent` above 100, and so then.",
            ),
            Key::default(
                "queue_limit",
                number(0.0, 1e12),
                "0",
                "Requests that may wait for capacity (vCPU-seconds when demand is in vCPU); beyond it they are not served.",
            )
            .unit("requests"),
            Key::default(
                "operating_system",
                Kind::Choice(&["linux", "windows"]),
                "\"linux\"",
                "Operating system of the tasks; `windows` runs on Fargate only, on x86_64.",
            ),
        ],
        free_keys: None,
    },
    Section {
        path: "service.task",
        shape: Shape::Table,
        meaning: "The task size, when it is pinned. Without it every size that fits is considered.",
        example: "task = { vcpu = \"0.25\", memory_gb = \"0.5\" }",
        keys: TASK_KEYS,
        free_keys: None,
    },
    Section {
        path: "service.tags",
        shape: Shape::Table,
        meaning: "Tags of the service, for showing cost by tag. Any keys.",
        example: "[service.tags]\nteam = \"checkout\"",
        keys: &[],
        free_keys: Some(Kind::Text),
    },
    Section {
        path: "service.objective",
        shape: Shape::Table,
        meaning: "What a plan must achieve to be a candidate.",
        example: "[service.objective]\nmax_not_served_percent = 0.05",
        keys: &[
            Key::default(
                "max_not_served_percent",
                number(0.0, 100.0),
                "0.1",
                "Largest share of requests not served over the horizon.",
            )
            .unit("percent")
            .assumed(30, "planning default: a plan that serves less is not recommended"),
            Key::optional(
                "max_minutes_short",
                integer(0, 5_300_000),
                "Largest number of minutes short of capacity over the horizon, if limited.",
            )
            .unit("minutes"),
            Key::optional(
                "max_latency_ms",
                positive(86_400_000.0),
                "The response time that `latency_percentile` of the responses must not exceed; needs `cpu_ms_per_request`.",
            )
            .unit("ms"),
            Key::default(
                "latency_percentile",
                between(0.0, 100.0),
                "95",
                "Which percentile of the responses `max_latency_ms` is for.",
            )
            .unit("percent")
            .assumed(31, "planning default: one response in twenty may be slower"),
            Key::optional(
                "max_late_percent",
                number(0.0, 100.0),
                "Largest share of requests that may come in minutes when `max_latency_ms` is exceeded; as `max_not_served_percent` when not given.",
            )
            .unit("percent"),
        ],
        free_keys: None,
    },
];

pub(super) const WORKLOAD_SECTIONS: &[Section] = &[
    Section {
        path: "service.workload",
        shape: Shape::Table,
        meaning: "What a request costs. Demand in requests needs `cpu_ms_per_request` or measured throughput; demand in \
                  vCPU needs neither.",
        example: "[service.workload]\ncpu_ms_per_request = 12\nmemory_mib = 350\nstart_seconds = 40",
        keys: &[
            Key::optional("cpu_ms_per_request", positive(10_000_000.0), "Milliseconds of one vCPU that a request takes.").unit("ms"),
            Key::optional("measured_on", Kind::Text, "Where that was measured: an architecture, an instance family such as `m7g`, or `fargate`."),
            Key::optional("memory_mib", integer(1, 25_000_000), "Memory of the application in one task. Required unless the task size is pinned or throughput is measured.")
                .unit("MiB"),
            Key::default("memory_mib_per_concurrent_request", number(0.0, 1_000_000.0), "0", "Memory for each request in flight; needs `latency_ms`.").unit("MiB"),
            Key::optional("latency_ms", positive(86_400_000.0), "Time that a request is in flight.").unit("ms"),
            Key::default("baseline_vcpu", number(0.0, 192.0), "0", "vCPU that a task uses when idle.").unit("vCPU"),
            Key::optional("max_vcpu_per_task", positive(192.0), "The most vCPU that the application in one task can use; 1 for a single-threaded runtime.")
                .unit("vCPU"),
            Key::default("sidecar_vcpu", number(0.0, 192.0), "0", "vCPU that sidecars use in every task.").unit("vCPU"),
            Key::default("sidecar_memory_mib", integer(0, 1_000_000), "0", "Memory of the sidecars in one task.").unit("MiB"),
            Key::default("start_seconds", integer(0, 86_400), "60", "From the start of the image pull until a task serves; billed.")
                .unit("seconds")
                .assumed(35, "planning default: image pull, application start and health checks together"),
            Key::default("provisioning_seconds", integer(0, 86_400), "10", "From the scaling decision to the start of the image pull on Fargate; not billed.")
                .unit("seconds")
                .assumed(60, "planning default: attaching the network interface of a Fargate task takes about this long"),
        ],
        free_keys: None,
    },
    Section {
        path: "service.workload.throughput",
        shape: Shape::Tables,
        meaning: "A load-test result: what one task of a size sustains. Only the sizes and architectures measured are then considered.",
        example: "[[service.workload.throughput]]\nvcpu = 1\nmemory_gb = 2\narchitecture = \"arm64\"\nrequests_per_second = 140",
        keys: &[
            TASK_KEYS[0],
            TASK_KEYS[1],
            TASK_KEYS[2],
            Key::required("architecture", Kind::Choice(ARCHITECTURES), "Architecture tested."),
            Key::required("requests_per_second", positive(100_000_000.0), "Requests per second that one task sustains.").unit("1/s"),
        ],
        free_keys: None,
    },
    Section {
        path: "job",
        shape: Shape::Tables,
        meaning: "Tasks that run to completion on a schedule.",
        example: "[[job]]\nname = \"nightly-report\"\nschedule = \"cron(0 3 * * ? *)\"\ntimezone = \"Asia/Seoul\"\ncount = 5\n\
                  duration_seconds = 600\ntask = { vcpu = 1, memory_gb = 2 }",
        keys: &[
            Key::required("name", Kind::Text, "Name of the job, unique among services and jobs."),
            Key::required("schedule", Kind::Text, "When it starts: `at(...)`, `rate(...)` or `cron(...)` as AWS writes them."),
            Key::default("timezone", Kind::Text, "\"UTC\"", "Time zone of the schedule, such as `Asia/Seoul`."),
            Key::default("count", integer(1, 100_000), "1", "Tasks started each time.").unit("tasks"),
            Key::optional("duration_seconds", integer(1, 2_678_400), "From the start of the image pull to the stop of a task; billed. Exactly one of this and `duration_quantiles` is given.").unit("seconds"),
            Key::optional(
                "duration_quantiles",
                pairs(100, 2_678_400),
                "How long tasks take when they differ: percent of the tasks that take at most so many seconds, from 0 to 100 percent, straight between them.",
            )
            .unit("[percent, seconds]"),
            Key::default("spare_room_only", Kind::Flag, "false", "On EC2: whether the job waits for room on running instances rather than ask for more of them."),
            ARCHITECTURES_KEY,
            INTERRUPTIBLE,
        ],
        free_keys: None,
    },
    Section {
        path: "job.task",
        shape: Shape::Table,
        meaning: "Size of each task of the job; required.",
        example: "task = { vcpu = 1, memory_gb = 2 }",
        keys: TASK_KEYS,
        free_keys: None,
    },
    Section {
        path: "job.tags",
        shape: Shape::Table,
        meaning: "Tags of the job. Any keys.",
        example: "[job.tags]\nteam = \"finance\"",
        keys: &[],
        free_keys: Some(Kind::Text),
    },
];
