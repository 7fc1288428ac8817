//! Random scenarios as a user would write them.

use std::fmt::{self, Write};

use ecsplan::diagnostic::{RenderStyle, render};
use ecsplan::input::{ReadError, Sources, parse_scenario};
use ecsplan::pricing::PriceTables;
use ecsplan::scenario::Scenario;
use proptest::prelude::*;

use super::dice::{Dice, rolls};

/// A scenario file and the profiles it names.
#[derive(Clone)]
pub(crate) struct Story {
    text: String,
    profiles: Vec<(String, String)>,
    /// For what a test chooses beyond the scenario.
    pub(crate) dice: Dice,
}

impl fmt::Debug for Story {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.text.lines().filter(|line| !line.is_empty());
        lines.into_iter().try_for_each(|line| write!(formatter, "\n{line}"))?;
        self.profiles.iter().try_for_each(|(name, text)| write!(formatter, "\n{name}: {}", text.replace('\n', " ")))
    }
}

/// The metrics that a service's policies follow; the first three suit demand in vCPU.
const POLICIES: &[&[&str]] = &[
    &["cpu"],
    &["memory"],
    &["cpu", "memory"],
    &["requests_per_target"],
    &["requests_per_target", "cpu"],
    &["cpu", "memory", "requests_per_target"],
];

/// The days on which horizons begin, each with the day after it without a year.
const START_AND_DAY_AFTER: [(&str, &str); 4] = [
    ("start = \"2026-01-01\"", "01-02"),
    ("start = \"2026-01-30\"", "01-31"),
    ("start = \"2026-03-28\"", "03-29"),
    ("start = \"2026-10-24\"", "10-25"),
];

/// What a story may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Sizes are pinned.
    Pinned,
    /// Sizes are to be found.
    Open,
}

impl Story {
    pub(crate) fn written(text: &str) -> Self {
        Self { text: text.to_owned(), profiles: Vec::new(), dice: Dice::new(Vec::new()) }
    }

    /// The same with a profile beside it.
    pub(crate) fn with_file(mut self, name: &str, text: &str) -> Self {
        self.profiles.push((name.to_owned(), text.to_owned()));
        self
    }

    /// Reads the scenario; what a random story says is always right.
    pub(crate) fn read(&self) -> Scenario {
        let read_profile = |name: &str| {
            let found = self.profiles.iter().find(|(known, _)| known == name);
            found.map(|(_, text)| text.clone()).ok_or(ReadError::Missing)
        };
        let sources = Sources { scenario_name: "story.toml", scenario_text: &self.text, read_profile: &read_profile };
        parse_scenario(&sources, &PriceTables::bundled())
            .unwrap_or_else(|problems| panic!("{}", render(&problems, RenderStyle::Plain)))
    }

    fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    /// A service all by itself.
    fn of_one_service(dice: &Dice) -> Self {
        let mut story = Self::written("");
        story.beginning(dice);
        story.service(dice, 0, About::Pinned);
        story
    }

    /// Services, jobs and everything around them.
    fn of_a_bill(dice: &Dice, about: About, services: &[u32]) -> Self {
        let mut story = Self::written("");
        story.beginning(dice);
        story.around(dice);
        story.instances(dice, about);
        for number in 0..dice.pick(services) {
            story.service(dice, number, about);
            story.adjacent(dice, number);
        }
        for number in 0..dice.pick(&[0, 0, 1, 2]) {
            story.job(dice, number);
        }
        story
    }

    fn beginning(&mut self, dice: &Dice) {
        let region = dice.pick(&["ap-northeast-2", "us-east-1", "eu-central-1"]);
        self.line(format!("name = \"story\"\nregion = \"{region}\""));
        self.line(format!("tax_percent = {}", dice.pick(&["0", "10", "7.25"])));
        let start = dice.pick(&["2026-01-01", "2026-01-30", "2026-03-28", "2026-10-24"]);
        let length = dice.pick(&["hours = 24", "hours = 49", "hours = 96"]);
        self.line(format!("[horizon]\nstart = \"{start}\"\n{length}"));
    }

    fn service(&mut self, dice: &Dice, number: u32, about: About) {
        self.line(format!("[[service]]\nname = \"s{number}\""));
        self.line(dice.pick(&["architectures = [\"x86_64\"]", "architectures = [\"x86_64\", \"arm64\"]"]));
        if about == About::Pinned {
            let size = dice.pick(&[(1, 2), (2, 4), (4, 8)]);
            self.line(format!(
                "task = {{ vcpu = {}, memory_gb = {} }}",
                f64::from(size.0) / 4.0,
                f64::from(size.1) / 4.0
            ));
        }
        let fixed = dice.pick(&[false, false, false, true]);
        if fixed {
            self.line(format!("tasks = {}", dice.pick(&[1, 2, 5])));
        }
        self.line(dice.pick(&["", "ephemeral_storage_gb = 25", "interruptible = true"]));
        self.line(dice.pick(&["", "cpu_limit = \"shared\"", "memory_reservation_mib = 300"]));
        self.objective(dice);
        let in_vcpu = self.traffic(dice, number);
        self.workload(dice, about, in_vcpu);
        if !fixed {
            self.scaling(dice, about, in_vcpu);
        }
    }

    fn objective(&mut self, dice: &Dice) {
        self.line("[service.objective]");
        self.line(format!("max_not_served_percent = {}", dice.pick(&["5", "0.1", "0", "100"])));
        self.line(dice.pick(&["", "", "max_minutes_short = 60"]));
    }

    /// Whether demand is in vCPU.
    fn traffic(&mut self, dice: &Dice, number: u32) -> bool {
        self.line("[service.traffic]");
        let unit = dice.pick(&["requests_per_second", "requests_per_second", "vcpu"]);
        let scale = if unit == "vcpu" { 0.01 } else { 1.0 };
        match dice.pick(&["constant", "day", "dated"]) {
            "constant" => {
                self.line(format!("constant = {}", scale * f64::from(dice.pick(&[20, 0, 150, 35]))));
                self.line(format!("unit = \"{unit}\""));
            }
            kind => {
                let name = format!("profile-{number}.csv");
                let profile = profile(dice, kind, unit, scale);
                self.profiles.push((name.clone(), profile));
                self.line(format!("profile = \"{name}\""));
            }
        }
        self.line(dice.pick(&["interpolation = \"step\"", "interpolation = \"linear\""]));
        self.line(dice.pick(&["", "timezone = \"Asia/Seoul\"", "timezone = \"Europe/Berlin\""]));
        self.line(dice.pick(&["", "", "growth_percent_per_month = 10"]));
        self.line(dice.pick(&["", "", "peak_factor = 3\npeak_minutes = 7"]));
        self.line(dice.pick(&["", "", "noise_percent = 30\nnoise_seed = 7"]));
        self.line(dice.pick(&[
            "",
            "",
            "[[service.traffic.event]]\nstart = \"2026-01-01T10:20\"\nend = \"2026-01-01T11:05\"\nmultiply = 3",
        ]));
        self.line(dice.pick(&["", "", "[[service.traffic.holiday]]\ndate = \"2026-01-01\"\nlike = \"sunday\""]));
        unit == "vcpu"
    }

    fn workload(&mut self, dice: &Dice, about: About, in_vcpu: bool) {
        self.line("[service.workload]");
        if !in_vcpu {
            self.line(format!("cpu_ms_per_request = {}", dice.pick(&["20", "5", "37.5"])));
        }
        if about == About::Open {
            self.line(format!("memory_mib = {}", dice.pick(&[300, 700, 1500])));
        } else {
            self.line(dice.pick(&["memory_mib = 200", "memory_mib = 450"]));
        }
        self.line(dice.pick(&["", "memory_mib_per_concurrent_request = 2.5\nlatency_ms = 150"]));
        self.line(dice.pick(&["start_seconds = 60", "start_seconds = 0", "start_seconds = 17", "start_seconds = 200"]));
        self.line(dice.pick(&["provisioning_seconds = 0", "provisioning_seconds = 10", "provisioning_seconds = 75"]));
        self.line(dice.pick(&["", "baseline_vcpu = 0.02", "sidecar_vcpu = 0.03\nsidecar_memory_mib = 40"]));
        self.line(dice.pick(&["", "", "measured_on = \"fargate\""]));
    }

    fn scaling(&mut self, dice: &Dice, about: About, in_vcpu: bool) {
        self.line("[service.scaling]");
        let least = dice.pick(&[1, 0, 2, 4]);
        self.line(format!("min_tasks = {least}\nmax_tasks = {}", dice.pick(&[20, 6, 40])));
        if about == About::Open {
            self.line("reference_task = { vcpu = 0.5, memory_gb = 1 }");
        }
        self.line(format!("detection_delay_seconds = {}", dice.pick(&[0, 60, 180, 250])));
        self.line(format!("deregistration_delay_seconds = {}", dice.pick(&[0, 30, 300, 1000])));
        self.line(format!("stop_seconds = {}", dice.pick(&[0, 30, 75])));
        for metric in dice.pick(if in_vcpu { &POLICIES[..3] } else { POLICIES }) {
            self.policy(dice, metric);
        }
        for _ in 0..dice.pick(&[0, 0, 1, 2]) {
            self.scheduled(dice);
        }
    }

    fn policy(&mut self, dice: &Dice, metric: &str) {
        let target = match metric {
            "cpu" => dice.pick(&["target_percent = 50", "target_percent = 72.5"]),
            "memory" => dice.pick(&["target_percent = 60", "target_percent = 85"]),
            _ => dice.pick(&["target_value = 900", "target_value = 333.3"]),
        };
        self.line(format!("[[service.scaling.target_tracking]]\nmetric = \"{metric}\"\n{target}"));
        self.line(format!("scale_out_cooldown_seconds = {}", dice.pick(&[0, 60, 300, 1000])));
        self.line(format!("scale_in_cooldown_seconds = {}", dice.pick(&[0, 60, 300, 900])));
        self.line(dice.pick(&["", "", "", "disable_scale_in = true"]));
    }

    fn scheduled(&mut self, dice: &Dice) {
        let schedule =
            dice.pick(&["cron(0 9 * * ? *)", "rate(7 hours)", "cron(30 20 * * ? *)", "at(2026-01-01T11:11:11)"]);
        let bounds = dice.pick(&[
            "min_tasks = 5",
            "min_tasks = 0\nmax_tasks = 0",
            "max_tasks = 3",
            "min_tasks = 1\nmax_tasks = 30",
        ]);
        let zone = dice.pick(&["", "timezone = \"Asia/Seoul\""]);
        self.line(format!("[[service.scaling.scheduled]]\nschedule = \"{schedule}\"\n{zone}\n{bounds}"));
    }

    fn adjacent(&mut self, dice: &Dice, number: u32) {
        self.line("[service.network]");
        let balancer = dice.pick(&["none", "alb", "alb", "nlb"]);
        self.line(format!("load_balancer = \"{balancer}\""));
        if balancer == "alb" {
            let own = format!("own-{number}");
            self.line(format!("load_balancer_name = \"{}\"", dice.pick(&["shared", own.as_str()])));
        }
        for line in [
            ["", "load_balancer_rules = 35"],
            ["", "request_kb = 1.3"],
            ["", "response_kb = 900"],
            ["", "internet_egress_share = 0.7"],
            ["", "cross_az_share = 0.5"],
            ["", "nat_kb = 2.25"],
            ["", "log_kb = 20"],
            ["", "log_retention_days = 1"],
            ["", "new_connections_per_request = 0.3"],
            ["", "connection_seconds = 2000"],
            ["", "image_mb = 312.7"],
            ["", "ecr_images_kept = 3"],
            ["", "public_ip = true"],
            ["", "container_insights = \"enhanced\""],
            ["", "container_insights_metrics_per_task = 12.5"],
            ["", "alarms = 9"],
            ["", "efs_gb = 12.3"],
        ] {
            self.line(dice.pick(&line));
        }
    }

    fn around(&mut self, dice: &Dice) {
        self.line("[network]");
        self.line(format!("nat_gateways = {}", dice.pick(&[1, 0, 2])));
        self.line(dice.pick(&["", "interface_endpoints = 3\nendpoint_zones = 3"]));
        self.line(dice.pick(&["", "load_balancer_internet_facing = false", "public_ips = 2"]));
        self.line("[account]");
        self.line(dice.pick(&["", "free_allowances = true"]));
        self.line(dice.pick(&["", "existing_egress_gb = 10239.5", "existing_egress_gb = 60.25"]));
        self.line(dice.pick(&["", "[performance]\narm64 = 1.1\nfargate = 0.9\nm7g = 1.3"]));
        self.line(dice.pick(&[
            "",
            "[prices.discount_percent]\nall = 5",
            "[prices.discount_percent]\nAmazonECS = 3.3\nComputeSavingsPlans = 1.5",
        ]));
        for (name, amount) in [
            ("insurance", "percent_of_bill = 1.1"),
            ("database", "usd_per_month = \"123.45\""),
            ("agent", "per_task_month = \"3.01\""),
            ("host agent", "per_instance_month = \"15\""),
            ("support", "percent_of_bill = 3"),
            ("managed service", "percent_of_bill = 7.5"),
        ] {
            if dice.pick(&[false, false, true]) {
                self.line(format!("[[extra]]\nname = \"{name}\"\n{amount}"));
            }
        }
    }

    fn instances(&mut self, dice: &Dice, about: About) {
        self.line("[ec2]");
        let pinned = ["m7g.large", "m5.large", "c6i.xlarge"];
        match about {
            About::Pinned => {
                let _ = writeln!(self.text, "instance_types = [\"{}\"]", dice.pick(&pinned));
            }
            About::Open => self.line("instance_types = [\"m6i.large\", \"c6i.large\", \"c6g.xlarge\"]"),
        }
        self.line(format!("network_mode = \"{}\"", dice.pick(&["awsvpc", "bridge", "host"])));
        self.line(dice.pick(&["", "eni_trunking = true"]));
        self.line(format!("zones = {}", dice.pick(&[1, 2, 3])));
        self.line(dice.pick(&["", "cpu_reserve_units = 100\nmemory_reserve_mib = 700"]));
        self.line(format!("instance_request_seconds = {}", dice.pick(&[0, 120, 45])));
        self.line(format!("instance_start_seconds = {}", dice.pick(&[0, 120, 33])));
        self.line(format!("scale_in_delay_seconds = {}", dice.pick(&[0, 900, 3000])));
    }

    /// What may be bought, and what is held: over all of the horizon, from or to a day inside it, or not at all.
    fn commitments(&mut self, dice: &Dice) {
        self.line("[commitments]");
        self.line(dice.pick(&["", "terms = [\"1y\", \"3y\"]", "kinds = [\"ec2_instance_savings_plan\"]"]));
        self.line(dice.pick(&["", "payment_options = [\"no_upfront\", \"all_upfront\"]"]));
        let inside = START_AND_DAY_AFTER.iter().find(|(start, _)| self.text.contains(start)).expect("a known start").1;
        let (year_before, day_after) = (format!("2025-{inside}"), format!("2026-{inside}"));
        for _ in 0..dice.pick(&[1, 0, 2, 3, 5]) {
            let kind = dice.pick(&["compute_savings_plan", "ec2_instance_savings_plan", "reserved_instance"]);
            self.line(format!("[[commitment]]\nkind = \"{kind}\""));
            self.line(match kind {
                "compute_savings_plan" => {
                    dice.pick(&["hourly_commitment = 0.02", "hourly_commitment = 0.11117", "hourly_commitment = 3"])
                }
                "ec2_instance_savings_plan" => dice.pick(&[
                    "family = \"m7g\"\nhourly_commitment = 0.05",
                    "family = \"m5\"\nhourly_commitment = 0.0543",
                    "family = \"c6i\"\nhourly_commitment = 0.1",
                    "family = \"m6i\"\nhourly_commitment = 0.11",
                ]),
                _ => dice.pick(&[
                    "instance_type = \"m7g.large\"\ncount = 1",
                    "instance_type = \"m5.xlarge\"\ncount = 1",
                    "instance_type = \"c6i.large\"\ncount = 3",
                    "instance_type = \"c6i.xlarge\"\ncount = 1\nscope = \"zone\"",
                    "instance_type = \"m6i.large\"\ncount = 2\nscope = \"zone\"",
                ]),
            });
            let start = dice.pick(&["2025-12-30", year_before.as_str(), day_after.as_str(), "2024-12-28"]);
            self.line(format!("start = \"{start}\""));
            let terms = ["term = \"1y\"", "term = \"3y\""];
            self.line(dice.pick(&terms));
            self.line(dice.pick(&["payment = \"no_upfront\"", "payment = \"all_upfront\""]));
            self.line(dice.pick(&["", "", "available_share = 33.3"]));
        }
    }

    fn job(&mut self, dice: &Dice, number: u32) {
        let schedule = dice.pick(&["rate(5 hours)", "cron(10 3 * * ? *)", "cron(45 23 * * ? *)"]);
        let duration = dice.pick(&[600, 20, 5000]);
        let size = dice.pick(&["vcpu = 0.5, memory_gb = 1", "vcpu = 0.25, memory_gb = 2"]);
        self.line(format!(
            "[[job]]\nname = \"j{number}\"\nschedule = \"{schedule}\"\ncount = {}\nduration_seconds = {duration}\n\
             architectures = [\"x86_64\", \"arm64\"]\ntask = {{ {size} }}",
            dice.pick(&[1, 4])
        ));
    }
}

/// Stories of one service with a pinned size.
pub(crate) fn services() -> impl Strategy<Value = Story> {
    rolls().prop_map(|rolls| told(rolls, Story::of_one_service))
}

/// Stories of whole bills with commitments held.
pub(crate) fn holdings(about: About) -> impl Strategy<Value = Story> {
    let tell = move |dice: &Dice| {
        let mut story = Story::of_a_bill(dice, about, &[1, 2]);
        story.commitments(dice);
        story
    };
    rolls().prop_map(move |rolls| told(rolls, tell))
}

/// Stories of whole bills, with so many services.
pub(crate) fn bills(about: About, services: &'static [u32]) -> impl Strategy<Value = Story> {
    rolls().prop_map(move |rolls| told(rolls, |dice| Story::of_a_bill(dice, about, services)))
}

fn told(rolls: Vec<u16>, tell: impl Fn(&Dice) -> Story) -> Story {
    let dice = Dice::new(rolls);
    let story = tell(&dice);
    Story { dice, ..story }
}

/// A profile with calm, noise, nothing, and spikes in it.
fn profile(dice: &Dice, kind: &str, unit: &str, scale: f64) -> String {
    let value = || scale * dice.pick(&[20.0, 0.0, 55.5, 35.0, 300.0, 24.0, 90.0, 18.0, 1000.0]);
    if kind == "day" {
        let rows: Vec<String> = (0..24).map(|hour| format!("{hour},{}\n", value())).collect();
        return format!("hour,{unit}\n{}", rows.concat());
    }
    let step = dice.pick(&[60, 15, 7]);
    let (suffix, days) = dice.pick(&[("", 1), ("Z", 1), ("", 5), ("Z", 8)]);
    let rows = (days * 1_440 + step) / step;
    let mut level = value();
    let mut text = format!("timestamp,{unit}\n");
    for row in 0..rows {
        if row % (90 / step + 1) == 0 {
            level = value();
        }
        let minute = row * step;
        let (day, hour) = (29 + minute / 1_440, minute / 60 % 24);
        let (month, day) = if day > 31 { (1, day - 31) } else { (12, day) };
        let year = if month == 1 { 2026 } else { 2025 };
        let _ = writeln!(text, "{year}-{month:02}-{day:02}T{hour:02}:{:02}:00{suffix},{level}", minute % 60);
    }
    text
}
