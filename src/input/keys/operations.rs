//! People's time.

use crate::input::key::{Key, Kind, Section, Shape};

const fn hours(launch_type: &'static str, meaning: &'static str) -> Key {
    Key::optional(launch_type, Kind::Money, meaning).unit("hours")
}

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "operations",
        shape: Shape::Table,
        meaning: "What running the platform takes of people's time; nothing when not given.",
        example: "[operations]\nusd_per_hour = \"60\"\nhours_per_month = { ec2 = 8, fargate = 1 }",
        keys: &[
            Key::optional("usd_per_hour", Kind::Money, "An hour of a person; required with hours above 0.").unit("USD")
        ],
        free_keys: None,
    },
    Section {
        path: "operations.hours_per_month",
        shape: Shape::Table,
        meaning: "Hours of people's time per month by launch type, at most 100,000 with at most four decimals. Once one is given, \
                  those not given are 0, and the report says so.",
        example: "[operations.hours_per_month]\nec2 = 8\nec2_spot = 10\nfargate = 1\nfargate_spot = 1.5",
        keys: &[
            hours("fargate", "On Fargate."),
            hours("fargate_spot", "On Fargate Spot."),
            hours("ec2", "On EC2."),
            hours("ec2_spot", "On EC2 Spot."),
            hours("managed_instances", "On ECS Managed Instances."),
            hours("managed_instances_spot", "On ECS Managed Instances on Spot."),
            hours("external", "On the user's own hosts."),
        ],
        free_keys: None,
    },
];
