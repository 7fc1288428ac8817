//! Commitments: which may be bought, and which are held.

use crate::input::key::{Key, Kind, Section, Shape, integer, percent, positive_percent};

/// Terms as they may be written.
const TERMS: &[&str] = &["1y", "3y", "1", "3"];

pub(super) const PAYMENTS: &[&str] = &["no_upfront", "partial_upfront", "all_upfront"];

pub(super) const TERM: Kind = Kind::Choice(TERMS);

const PLANS: &[&str] = &["compute_savings_plan", "ec2_instance_savings_plan"];

const HELD: &[&str] = &["compute_savings_plan", "ec2_instance_savings_plan", "reserved_instance"];

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "commitments",
        shape: Shape::Table,
        meaning: "Which commitments may be proposed; the others are shown beside.",
        example: "[commitments]\nterms = [\"1y\", \"3y\"]\npayment_options = [\"no_upfront\", \"all_upfront\"]\nmax_upfront_usd = \"20000\"",
        keys: POLICY,
        free_keys: None,
    },
    Section {
        path: "commitment",
        shape: Shape::Tables,
        meaning: "A commitment held already. It is paid for in every option and covers what it can before anything is bought.",
        example: "[[commitment]]\nkind = \"ec2_instance_savings_plan\"\nfamily = \"m7g\"\nhourly_commitment = \"1.25\"\nterm = \"1y\"\n\
                  payment = \"no_upfront\"\nstart = \"2025-10-01\"",
        keys: HELD_KEYS,
        free_keys: None,
    },
];

const POLICY: &[Key] = &[
    Key::default(
        "kinds",
        Kind::Choices(PLANS),
        "[\"compute_savings_plan\", \"ec2_instance_savings_plan\"]",
        "Allowed kinds of Savings Plan, where a portfolio is chosen.",
    ),
    Key::default("terms", Kind::Choices(TERMS), "[\"1y\"]", "Allowed terms, `1y` and `3y`.")
        .assumed(46, "planning default: commitments of one year only"),
    Key::default("payment_options", Kind::Choices(PAYMENTS), "[\"no_upfront\"]", "Allowed payment options.")
        .assumed(47, "planning default: nothing is paid upfront"),
    Key::default(
        "renew",
        Kind::Flag,
        "true",
        "Whether a plan that ends inside the horizon is bought again on the same terms.",
    ),
    Key::optional(
        "max_upfront_usd",
        Kind::Money,
        "The most cash that all purchases together may take when they are bought; no limit when not given.",
    )
    .unit("USD"),
    Key::optional(
        "min_utilisation_percent",
        percent(0, 100),
        "The least share of every purchase that must be used over the horizon; no limit when not given.",
    )
    .unit("percent"),
    Key::default("cost_of_capital_percent", percent(0, 100), "0", "What money paid early costs a year.")
        .unit("percent a year")
        .assumed(47, "planning default: money paid early costs nothing"),
];

const HELD_KEYS: &[Key] = &[
    Key::optional(
        "name",
        Kind::Text,
        "Its name on the bill; kind, term, payment and place in the file when not given.",
    ),
    Key::required("kind", Kind::Choice(HELD), "What it is."),
    Key::optional(
        "hourly_commitment",
        Kind::Money,
        "The commitment per hour, 0.001 to 1000000 with at most five decimals; required for Savings Plans.",
    )
    .unit("USD"),
    Key::optional("family", Kind::Text, "The instance family, such as `m7g`; required for EC2 Instance Savings Plans."),
    Key::optional(
        "region",
        Kind::Text,
        "The region of an EC2 Instance Savings Plan or of Reserved Instances; the scenario's when not given.",
    ),
    Key::optional("instance_type", Kind::Text, "The instance type; required for Reserved Instances."),
    Key::optional("count", integer(1, 100_000), "How many Reserved Instances; required for them."),
    Key::default(
        "scope",
        Kind::Choice(&["region", "zone"]),
        "\"region\"",
        "Of Reserved Instances: `region` covers other sizes of the family in proportion, `zone` this size only.",
    )
    .assumed(46, "planning default: Reserved Instances for the region, which cover other sizes of the family as well"),
    Key::required("term", TERM, "Its term, `1y` or `3y`."),
    Key::required("payment", Kind::Choice(PAYMENTS), "How it is paid."),
    Key::required("start", Kind::Date, "Its first day, UTC."),
    Key::optional(
        "end",
        Kind::Date,
        "The first day without it, UTC: 365 or 1,095 days after `start`, one more or less; 365 or 1,095 when not given.",
    ),
    Key::default(
        "available_share",
        positive_percent(100),
        "100",
        "The share of it that the workloads of this scenario may use; others use the rest.",
    )
    .unit("percent"),
];
