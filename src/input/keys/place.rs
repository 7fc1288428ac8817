//! EC2 settings, relative performance, account.

use crate::input::key::{Key, Kind, Section, Shape, integer, number, percent, positive};

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
                "120",
                "From a task that does not fit to the billed start of a new instance.",
            )
            .unit("seconds")
            .assumed(55, "planning default: a minute of metric and a minute of alarm in cluster auto scaling"),
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
        ],
        free_keys: None,
    },
    Section {
        path: "performance",
        shape: Shape::Table,
        meaning: "Relative speed of one vCPU of an architecture (`arm64`), an instance family (`m7g`) or `fargate`; 1 for what is \
                  not listed.",
        example: "[performance]\narm64 = 1.1\nm5 = 0.8",
        keys: &[],
        free_keys: Some(positive(100.0)),
    },
    Section {
        path: "account",
        shape: Shape::Table,
        meaning: "What holds for the AWS account as a whole.",
        example: "[account]\nfree_allowances = true\nexisting_egress_gb = 500",
        keys: &[
            Key::default(
                "free_allowances",
                Kind::Flag,
                "false",
                "Whether the monthly free allowances of egress, logs, metrics and alarms are taken off, once per run.",
            ),
            Key::default(
                "existing_egress_gb",
                number(0.0, 1e12),
                "0",
                "Internet egress that the account already has each month: the position in the price tiers.",
            )
            .unit("GB per month"),
        ],
        free_keys: None,
    },
];
