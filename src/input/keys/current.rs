//! What runs today.

use super::commitments::{PAYMENTS, TERM};
use super::service::{ARCHITECTURES, TASK_KEYS};
use crate::input::key::{Key, Kind, Section, Shape};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "current",
        shape: Shape::Table,
        meaning: "What runs today. It becomes the option `current`, and savings are counted against it.",
        example: "[current]\nlaunch_type = \"ec2\"\ninstance_type = \"m5.large\"\nmigration_cost_usd = \"4000\"",
        keys: &[
            Key::required(
                "launch_type",
                Kind::Choice(&["fargate", "fargate_spot", "ec2", "ec2_spot"]),
                "Launch type of every service.",
            ),
            Key::optional("instance_type", Kind::Text, "The instance type; required on EC2."),
            Key::default("migration_cost_usd", Kind::Money, "0", "One-off cost of moving away.").unit("USD"),
            Key::optional("actual_monthly_usd", Kind::Money, "Today's real bill per month, to compare the model with.")
                .unit("USD"),
        ],
        free_keys: None,
    },
    Section {
        path: "current.service",
        shape: Shape::Tables,
        meaning: "How one service runs today; one entry for each service.",
        example: "[[current.service]]\nname = \"api\"\ntask = { vcpu = 1, memory_gb = 2 }",
        keys: &[
            Key::required("name", Kind::Text, "One of the scenario's services."),
            Key::optional(
                "architecture",
                Kind::Choice(ARCHITECTURES),
                "Its architecture today; required when the service allows both.",
            ),
        ],
        free_keys: None,
    },
    Section {
        path: "current.service.task",
        shape: Shape::Table,
        meaning: "Its task size today; required unless the service's size is pinned or measured.",
        example: "task = { vcpu = 1, memory_gb = 2 }",
        keys: TASK_KEYS,
        free_keys: None,
    },
    Section {
        path: "current.savings_plan",
        shape: Shape::Table,
        meaning: "A Compute Savings Plan in place, when it is the only commitment held; else it is a `[[commitment]]`.",
        example: "savings_plan = { hourly_commitment = \"1.25\", term = \"1y\", payment = \"no_upfront\", ends = \"2026-09-30\" }",
        keys: &[
            Key::required("hourly_commitment", Kind::Money, "The commitment per hour.").unit("USD"),
            Key::required("term", TERM, "Its term, `1y` or `3y`."),
            Key::required("payment", Kind::Choice(PAYMENTS), "How it is paid."),
            Key::required("ends", Kind::Date, "The first day without it, UTC."),
        ],
        free_keys: None,
    },
];
