//! Prices, currency, extra lines.

use crate::input::key::{Key, Kind, Section, Shape, percent};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "prices",
        shape: Shape::Table,
        meaning: "Exact unit prices in USD by usage type, as on a bill of the region. They replace list prices and get no \
                  discount. A plan rate is written as the plan's usage type, a slash, and the usage type.",
        example: "[prices]\n\"APN2-BoxUsage:m7g.large\" = \"0.0912\"",
        keys: &[],
        free_keys: Some(Kind::Money),
    },
    Section {
        path: "prices.discount_percent",
        shape: Shape::Table,
        meaning: "Negotiated discount by AWS service code, or `all`; `ComputeSavingsPlans` for the fee of plans. Each line gets \
                  at most one: its own, else `all`.",
        example: "[prices.discount_percent]\nall = 5\nAmazonEC2 = 7.5",
        keys: &[],
        free_keys: Some(percent(0, 100)),
    },
    Section {
        path: "currency",
        shape: Shape::Table,
        meaning: "The currency of the report. Money is computed in USD and converted once at the end.",
        example: "[currency]\ncode = \"KRW\"\nrate = \"1380\"\nrate_date = \"2026-01-02\"",
        keys: &[
            Key::default("code", Kind::Text, "\"USD\"", "ISO 4217 code, three capital letters."),
            Key::optional(
                "rate",
                Kind::Money,
                "Units of the currency for one US dollar; required unless the currency is USD.",
            ),
            Key::optional("rate_date", Kind::Date, "The date of the rate."),
        ],
        free_keys: None,
    },
    Section {
        path: "extra",
        shape: Shape::Tables,
        meaning: "A line for something outside the model: a database, a monitoring agent, support. Exactly one amount is given.",
        example: "[[extra]]\nname = \"monitoring agent\"\nper_instance_month = \"15\"\noptions = [\"ec2-on-demand\"]",
        keys: &[
            Key::required("name", Kind::Text, "What it is."),
            Key::optional("usd_per_month", Kind::Money, "A fixed amount per month.").unit("USD"),
            Key::optional("per_task_month", Kind::Money, "For each task that runs the whole month.").unit("USD"),
            Key::optional("per_instance_month", Kind::Money, "For each EC2 instance that runs the whole month.")
                .unit("USD"),
            Key::optional("percent_of_bill", percent(0, 1_000), "Of everything else on the bill before tax.")
                .unit("percent"),
            Key::optional("options", Kind::Texts, "The options it applies to; all of them when not given."),
        ],
        free_keys: None,
    },
];
