//! Managed Instances, the user's own hosts, and what Spot is assumed to do.

use super::service::ARCHITECTURES;
use crate::input::key::{Key, Kind, Section, Shape, integer, number, positive};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "managed_instances",
        shape: Shape::Table,
        meaning: "ECS Managed Instances: EC2 instances that ECS chooses, patches and consolidates, for a fee.",
        example: "[managed_instances]\nscale_in_after_seconds = 600",
        keys: &[
            Key::default(
                "scale_in_after_seconds",
                integer(0, 3_600),
                "300",
                "How long an instance without tasks, or with few, is kept.",
            )
            .unit("seconds")
            .assumed(74, "planning default: AWS publishes no default"),
            Key::default("volume_gb", integer(30, 16_384), "80", "gp3 data volume of each instance.")
                .unit("GiB")
                .assumed(74, "AWS default"),
            Key::default("lifetime_days", integer(1, 21), "14", "Days after which an instance is replaced.")
                .unit("days")
                .assumed(74, "AWS behaviour: instances drain from day 14 on"),
            Key::default("spot", Kind::Flag, "false", "Whether the capacity is Spot."),
        ],
        free_keys: None,
    },
    Section {
        path: "external",
        shape: Shape::Table,
        meaning: "ECS Anywhere: hosts of your own, registered with ECS. Makes the option `external`.",
        example: "[external]\nhosts = 3\nvcpu = 8\nmemory_gb = 32\nusd_per_host_month = \"95\"",
        keys: &[
            Key::required("hosts", integer(1, 100_000), "Hosts registered.").unit("hosts"),
            Key::required("vcpu", positive(1_024.0), "vCPU of each host.").unit("vCPU"),
            Key::required("memory_gb", positive(100_000.0), "Memory of each host; a GB is 1,024 MiB.").unit("GB"),
            Key::default("architecture", Kind::Choice(ARCHITECTURES), "\"x86_64\"", "Their architecture."),
            Key::required("usd_per_host_month", Kind::Money, "What each host costs you, without the ECS Anywhere fee.")
                .unit("USD per month"),
        ],
        free_keys: None,
    },
    Section {
        path: "spot",
        shape: Shape::Table,
        meaning: "How often Spot capacity is taken back, and what happens then.",
        example: "[spot]\nec2_interruption_percent = 7.5\nfallback_to_on_demand = true",
        keys: &[
            Key::optional(
                "ec2_interruption_percent",
                number(0.0, 99.0),
                "EC2 instances interrupted in a month; the band of the Spot Instance Advisor when not given.",
            )
            .unit("percent per month"),
            Key::default(
                "fargate_interruption_percent",
                number(0.0, 99.0),
                "5",
                "Fargate Spot tasks interrupted in a month.",
            )
            .unit("percent per month")
            .assumed(72, "planning default: AWS publishes no figure for Fargate Spot"),
            Key::default(
                "fallback_to_on_demand",
                Kind::Flag,
                "false",
                "Whether on-demand capacity stands in for Spot capacity that was taken back.",
            )
            .assumed(72, "AWS behaviour: nothing replaces missing Spot capacity but Spot capacity"),
            Key::default(
                "fallback_seconds",
                integer(1, 2_678_400),
                "3600",
                "How long the on-demand capacity stands in; with `fallback_to_on_demand` only.",
            )
            .unit("seconds")
            .assumed(72, "planning default: Spot capacity is back after an hour"),
        ],
        free_keys: None,
    },
];
