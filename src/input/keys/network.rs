//! Adjacent charges, per service and shared.

use crate::input::key::{Key, Kind, Section, Shape, integer, number};

/// The days that CloudWatch offers for log retention are a list; a plan may well stand between them.
const RETENTION_DAYS: Kind = integer(1, 3_653);

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "service.network",
        shape: Shape::Table,
        meaning: "Charges around a service, from its requests and tasks. Kilobytes are 1,024 bytes. What is not given is not \
                  in the bill.",
        example: "[service.network]\nresponse_kb = 24\ninternet_egress_share = 1\nlog_kb = 1.5\nload_balancer = \"alb\"",
        keys: &[
            Key::default("request_kb", number(0.0, 10_000_000.0), "0", "Bytes received per request.").unit("KB"),
            Key::default("response_kb", number(0.0, 10_000_000.0), "0", "Bytes sent per request.").unit("KB"),
            Key::default(
                "internet_egress_share",
                number(0.0, 1.0),
                "0",
                "Share of the response bytes that leave to the internet.",
            )
            .unit("share, 0 to 1"),
            Key::default(
                "cross_az_share",
                number(0.0, 1.0),
                "0",
                "Share of request and response bytes that cross availability zones.",
            )
            .unit("share, 0 to 1"),
            Key::default(
                "nat_kb",
                number(0.0, 10_000_000.0),
                "0",
                "Bytes per request that tasks exchange through NAT gateways.",
            )
            .unit("KB"),
            Key::default("log_kb", number(0.0, 10_000_000.0), "0", "Log bytes per request.").unit("KB"),
            Key::default("log_retention_days", RETENTION_DAYS, "30", "Days that logs are kept.").unit("days"),
            Key::default(
                "new_connections_per_request",
                number(0.0, 1.0),
                "1",
                "New connections per request; 1 without keep-alive.",
            )
            .unit("share, 0 to 1"),
            Key::default("connection_seconds", number(0.0, 86_400.0), "60", "How long a connection stays open.")
                .unit("seconds"),
            Key::default(
                "load_balancer",
                Kind::Choice(&["none", "alb", "nlb"]),
                "\"none\"",
                "Load balancer in front of the service.",
            ),
            Key::optional(
                "load_balancer_name",
                Kind::Text,
                "Services with the same name share one load balancer; the service's own name otherwise.",
            ),
            Key::default(
                "load_balancer_rules",
                integer(0, 1_000),
                "1",
                "Rules that a request is evaluated against; the first 10 are free.",
            )
            .unit("rules"),
            Key::default("image_mb", number(0.0, 1_000_000.0), "0", "Compressed size of the images of a task.")
                .unit("MB of 1,024² bytes"),
            Key::default(
                "ecr_images_kept",
                integer(0, 100_000),
                "0",
                "Images kept in ECR, in multiples of `image_mb`.",
            )
            .unit("images"),
            Key::default("public_ip", Kind::Flag, "false", "Whether each Fargate task has a public IPv4 address."),
            Key::default(
                "container_insights",
                Kind::Choice(&["off", "enhanced"]),
                "\"off\"",
                "CloudWatch Container Insights.",
            ),
            Key::default(
                "container_insights_metrics_per_task",
                number(0.0, 10_000.0),
                "30",
                "Metrics that Container Insights keeps for each running task, on average.",
            )
            .unit("metrics"),
            Key::default(
                "alarms",
                integer(0, 100_000),
                "0",
                "CloudWatch alarms beyond those of scaling policies, which are counted by themselves.",
            )
            .unit("alarms"),
            Key::default("efs_gb", number(0.0, 100_000_000.0), "0", "EFS Standard storage.").unit("GB"),
        ],
        free_keys: None,
    },
    Section {
        path: "network",
        shape: Shape::Table,
        meaning: "Network parts that all services share.",
        example: "[network]\nnat_gateways = 2",
        keys: &[
            Key::default("nat_gateways", integer(0, 1_000), "0", "NAT gateways.").unit("gateways"),
            Key::optional(
                "image_pull_through_nat",
                Kind::Flag,
                "Whether image pulls go through the NAT gateways; so unless there are none, or pulls go through endpoints.",
            ),
            Key::default("interface_endpoints", integer(0, 1_000), "0", "Interface endpoints.").unit("endpoints"),
            Key::default("endpoint_zones", integer(1, 6), "2", "Zones each endpoint is in.").unit("zones"),
            Key::optional(
                "image_pull_through_endpoints",
                Kind::Flag,
                "Whether image pulls go through interface endpoints; so when there are any.",
            ),
            Key::default("load_balancer_zones", integer(1, 6), "2", "Zones each load balancer is in.").unit("zones"),
            Key::default(
                "load_balancer_internet_facing",
                Kind::Flag,
                "true",
                "Whether load balancers face the internet, with a public IPv4 address in each zone.",
            ),
            Key::default(
                "public_ips",
                integer(0, 100_000),
                "0",
                "Further public IPv4 addresses; those of NAT gateways and load balancers are counted by themselves.",
            )
            .unit("addresses"),
        ],
        free_keys: None,
    },
];
