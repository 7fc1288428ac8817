//! Relative performance, account.

use crate::input::key::{Key, Kind, Section, Shape, number, positive};

pub(super) const SECTIONS: &[Section] = &[
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
