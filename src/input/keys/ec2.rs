//! EC2 settings: which types, how they register, how their number is set.

use crate::input::key::{Key, Kind, Section, Shape, integer, percent};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "ec2",
        shape: Shape::Table,
        meaning: "How tasks run on EC2, and which instance types may be used. Without restrictions: all types of the current \
                  generation that the region sells, without bare metal and accelerators.",
        example: "[ec2]\ninstance_types = [\"t2.medium\"]",
        keys: &[
            Key::optional("instance_types", Kind::Texts, "The only instance types to consider."),
            Key::optional("families", Kind::Texts, "The only families to consider, such as `m7g`."),
            Key::optional("exclude_families", Kind::Texts, "Families to leave out."),
            Key::default("burstable", Kind::Flag, "false", "Whether burstable (T) types may be recommended."),
            Key::default(
                "previous_generation",
                Kind::Flag,
                "false",
                "Whether types of previous generations may be considered.",
            ),
            Key::default(
                "network_mode",
                Kind::Choice(&["awsvpc", "bridge", "host"]),
                "\"awsvpc\"",
                "Task networking: one network interface per task, dynamic host ports, or the host's own.",
            )
            .assumed(32, "planning default: the only mode that also runs on Fargate"),
            Key::default(
                "eni_trunking",
                Kind::Flag,
                "false",
                "Whether ENI trunking is on, which lets an instance hold more `awsvpc` tasks.",
            )
            .assumed(33, "AWS default: trunking is an account setting that is off"),
            Key::default("zones", integer(1, 6), "2", "Availability zones that tasks are spread over.")
                .unit("zones")
                .assumed(34, "planning default, with tasks spread over zones"),
            Key::default(
                "registered_memory_percent",
                percent(50, 100),
                "97",
                "Memory that an instance registers with ECS, of its nominal memory.",
            )
            .unit("percent")
            .assumed(52, "planning default: the kernel keeps part of the nominal memory"),
            Key::default(
                "memory_reserve_mib",
                integer(0, 65_536),
                "256",
                "Memory kept on each instance for the agent and daemons.",
            )
            .unit("MiB")
            .assumed(53, "AWS advice for the agent and other daemons"),
            Key::default(
                "cpu_reserve_units",
                integer(0, 65_536),
                "0",
                "CPU kept on each instance for daemons; 1,024 units are one vCPU.",
            )
            .unit("CPU units"),
            Key::default("root_volume_gb", integer(1, 16_384), "30", "gp3 root volume of each instance.")
                .unit("GiB")
                .assumed(54, "AWS default of the ECS-optimised image"),
            Key::default(
                "instance_request_seconds",
                integer(0, 3_600),
                "30",
                "From the scaling decision to the billed start of a new instance.",
            )
            .unit("seconds")
            .assumed(55, "planning default: the Auto Scaling group launches, and the instance is pending, for about this long"),
            Key::default(
                "instance_start_seconds",
                integer(0, 3_600),
                "120",
                "From the billed start of an instance until it takes tasks.",
            )
            .unit("seconds")
            .assumed(56, "planning default: boot and registration with the cluster"),
            Key::default(
                "scale_in_delay_seconds",
                integer(0, 86_400),
                "900",
                "How long an instance is kept after it was last needed.",
            )
            .unit("seconds")
            .assumed(57, "AWS behaviour: cluster auto scaling scales in after 15 minutes"),
            Key::default("min_instances", integer(0, 100_000), "0", "Least instances of the group.").unit("instances"),
            Key::optional("max_instances", integer(1, 100_000), "Most instances of the group, if limited.")
                .unit("instances"),
            Key::default(
                "survive_zone_loss",
                Kind::Flag,
                "false",
                "Whether what one zone's loss leaves must still carry the load; needs two zones.",
            ),
            Key::default(
                "mix_types",
                Kind::Flag,
                "false",
                "Whether the types of `instance_types` form one group together, rather than being compared.",
            ),
            Key::default(
                "credit_mode",
                Kind::Choice(&["default", "standard", "unlimited"]),
                "\"default\"",
                "Credit mode of burstable types; `default` is standard for T2 and unlimited for T3, T3a and T4g.",
            )
            .assumed(51, "AWS default: T2 is throttled without credits, T3, T3a and T4g pay for surplus credits"),
            Key::optional(
                "on_demand_base",
                integer(0, 100_000),
                "Instances of the group that are on demand before any is Spot; makes the option `ec2-on-demand-and-spot`.",
            )
            .unit("instances"),
            Key::optional(
                "on_demand_percent_above_base",
                integer(0, 100),
                "Of the instances above `on_demand_base`, how many are on demand; likewise.",
            )
            .unit("percent"),
        ],
        free_keys: None,
    },
    Section {
        path: "ec2.scaling",
        shape: Shape::Table,
        meaning: "How the number of instances is set: ECS cluster auto scaling, an Auto Scaling group that tracks the cluster's \
                  reservation of CPU or memory, or a fixed number.",
        example: "[ec2.scaling]\nkind = \"managed\"\ntarget_capacity_percent = 90",
        keys: &[
            Key::default(
                "kind",
                Kind::Choice(&["managed", "target_tracking", "fixed"]),
                "\"managed\"",
                "How the number of instances is set.",
            )
            .assumed(37, "planning default: a capacity provider with managed scaling"),
            Key::default(
                "target_capacity_percent",
                integer(1, 100),
                "100",
                "Managed: instances in use, of those running; below 100 keeps empty instances at hand.",
            )
            .unit("percent")
            .assumed(38, "AWS default"),
            Key::default("minimum_step", integer(1, 10_000), "1", "Managed: least instances added at once.")
                .unit("instances"),
            Key::default("maximum_step", integer(1, 10_000), "10000", "Managed: most instances added at once.")
                .unit("instances"),
            Key::default(
                "warmup_seconds",
                integer(0, 10_000),
                "300",
                "Managed: how long new instances keep the group from growing again.",
            )
            .unit("seconds")
            .assumed(39, "AWS default of `instanceWarmupPeriod`"),
            Key::default(
                "termination_protection",
                Kind::Flag,
                "true",
                "Managed: only instances without tasks are terminated.",
            )
            .assumed(39, "planning default: managed scaling without it may stop busy instances"),
            Key::default("draining", Kind::Flag, "true", "Managed: tasks are moved before their instance is terminated."),
            Key::optional(
                "target_percent",
                integer(1, 99),
                "Target tracking: target of the reservation; required for it.",
            )
            .unit("percent"),
            Key::optional("instances", integer(1, 100_000), "Fixed: the number of instances; required for it.")
                .unit("instances"),
        ],
        free_keys: None,
    },
    Section {
        path: "ec2.daemon",
        shape: Shape::Tables,
        meaning: "A task that runs on every instance, such as a log router.",
        example: "[[ec2.daemon]]\nname = \"log-router\"\ncpu_units = 128\nmemory_mib = 256",
        keys: &[
            Key::required("name", Kind::Text, "Name of the daemon."),
            Key::default("cpu_units", integer(0, 65_536), "0", "CPU that it reserves; 1,024 units are one vCPU.")
                .unit("CPU units"),
            Key::default("memory_mib", integer(0, 1_000_000), "0", "Memory that it reserves.").unit("MiB"),
        ],
        free_keys: None,
    },
];
