use std::fmt::Write as _;

use crate::diagnostic::{RenderStyle, render};
use crate::input::{ReadError, Sources, parse_scenario};
use crate::pricing::PriceTables;
use crate::scenario::{ProfileShape, Scenario, TaskSize};

const BEFORE: &str = "name = \"x\"\nregion = \"ap-northeast-2\"\n[horizon]\nstart = \"2026-01-05\"\nmonths = 1\n[[service]]\nname = \"web\"\n";

const AFTER: &str = "[service.scaling]\nmin_tasks = 1\nmax_tasks = 6\n[[service.scaling.target_tracking]]\nmetric = \"cpu\"\ntarget_percent = 50\n";

fn read(measured: &str, csv: &str) -> Result<Scenario, String> {
    let text = format!("{BEFORE}{measured}\n{AFTER}");
    let read_profile = |_: &str| -> Result<String, ReadError> { Ok(csv.to_owned()) };
    let sources = Sources { scenario_name: "scenario.toml", scenario_text: &text, read_profile: &read_profile };
    parse_scenario(&sources, &PriceTables::bundled()).map_err(|problems| render(&problems, RenderStyle::Plain))
}

const PROFILE: &str = "[service.measured]\nprofile = \"usage.csv\"\ntask = { vcpu = 2, memory_gb = 4 }";

/// `days` days of hours; the CPU of every row is its hour of the day.
fn hours(header: &str, days: usize) -> String {
    let mut text = format!("{header}\n");
    for hour in 0..24 * days {
        let (day, hour) = (hour / 24 + 1, hour % 24);
        writeln!(text, "2026-01-{day:02}T{hour:02}:00:00Z,{},{hour},40", 1 + hour / 12).unwrap();
    }
    text
}

#[test]
fn demand_is_tasks_times_size_times_utilisation() {
    let scenario = read(PROFILE, &hours("timestamp,tasks,cpu_percent,memory_percent", 15)).unwrap();
    let service = &scenario.services[0];
    let profile = &service.traffic.as_ref().unwrap().profile;
    assert_eq!((profile.step_minutes, profile.rows.len()), (60, 360));
    assert!(matches!(profile.shape, ProfileShape::DatedUtc { .. }));
    // 18:00 has 2 tasks of 2 vCPU at 18 %.
    assert!((profile.rows[18] - 0.72).abs() < 1e-12);
    let measured = service.measured.as_ref().unwrap();
    assert_eq!(measured.task_size, TaskSize { cpu_units: 2_048, memory_mib: 4_096 });
    assert_eq!((measured.cpu.p50, measured.cpu.p95, measured.cpu.max), (11.0, 22.0, 23.0));
    assert_eq!((measured.tasks.min, measured.tasks.mean, measured.tasks.max), (1.0, 1.5, 2.0));
    // 40 % of 4,096 MiB and a fifth on top are 1,966.08 MiB.
    assert_eq!((measured.memory_mib, service.workload.memory_mib), (1_967, Some(1_967)));
    // The maximum counts tasks of the measured size.
    let crate::scenario::TaskCount::Scaled(scaling) = &service.count else { panic!("it scales") };
    assert_eq!(scaling.reference_cpu_units, Some(2_048));
    assert_eq!(scenario.warnings, [] as [String; 0]);
}

#[test]
fn columns_may_have_the_names_that_cloudwatch_gives_them() {
    let ours = read(PROFILE, &hours("timestamp,tasks,cpu_percent,memory_percent", 15)).unwrap();
    let theirs = read(PROFILE, &hours("timestamp,RunningTaskCount,CPUUtilization,MemoryUtilization", 15)).unwrap();
    assert_eq!(ours, theirs);
}

#[test]
fn the_maximum_of_memory_counts_where_it_is_known_and_the_percentile_asked_for() {
    let mut text = "timestamp,tasks,cpu_percent,memory_percent,memory_maximum_percent\n".to_owned();
    for hour in 0..360 {
        let (day, at) = (hour / 24 + 1, hour % 24);
        let most = if hour < 36 { 80 } else { 50 };
        writeln!(text, "2026-01-{day:02}T{at:02}:00:00Z,1,10,40,{most}").unwrap();
    }
    let needed = |keys: &str| read(&format!("{PROFILE}\n{keys}"), &text).unwrap().services[0].workload.memory_mib;
    assert_eq!(needed("memory_headroom_percent = 0"), Some(3_277));
    // A tenth of the rows is above 50 %.
    assert_eq!(needed("memory_headroom_percent = 0\nmemory_percentile = 90"), Some(2_048));
    assert_eq!(needed("memory_headroom_percent = 50\nmemory_percentile = 90"), Some(3_072));
}

#[test]
fn what_hides_demand_is_warned_of() {
    let mut text = "timestamp,tasks,cpu_percent,memory_percent\n".to_owned();
    for hour in 0..48 {
        let (day, at) = (hour / 24 + 1, hour % 24);
        writeln!(text, "2026-01-{day:02}T{at:02}:00:00Z,1,{},96", if at == 12 { 97 } else { 30 }).unwrap();
    }
    let scenario = read(PROFILE, &text).unwrap();
    let measured = scenario.services[0].measured.as_ref().unwrap();
    assert!((measured.saturated_percent - 100.0 / 24.0).abs() < 1e-9);
    let warnings = scenario.warnings.join("\n");
    for part in ["95 % or more in 4.2 % of the time", "memory was at 96 %", "2 days were measured"] {
        assert!(warnings.contains(part), "{part}: {warnings}");
    }
}

#[test]
fn rows_without_tasks_need_no_utilisation_and_are_no_demand() {
    let mut text = "timestamp,tasks,cpu_percent,memory_percent\n".to_owned();
    for hour in 0..48 {
        let (day, at) = (hour / 24 + 1, hour % 24);
        let values = if at < 8 { "0,," } else { "2,50,25" };
        writeln!(text, "2026-01-{day:02}T{at:02}:00:00Z,{values}").unwrap();
    }
    let scenario = read(PROFILE, &text).unwrap();
    let service = &scenario.services[0];
    assert_eq!(&service.traffic.as_ref().unwrap().profile.rows[7..9], [0.0, 2.0]);
    assert_eq!(service.measured.as_ref().unwrap().cpu.p50, 50.0);
}

#[test]
fn percentiles_stand_for_a_day_with_their_mean() {
    let keys = "[service.measured]\nrunning_tasks = 3\ntask = { vcpu = 2, memory_gb = 4 }\n\
                cpu_percent = { p50 = 20, p90 = 40, max = 80 }\nmemory_percent = { p50 = 30, max = 50 }";
    let scenario = read(keys, "").unwrap();
    let service = &scenario.services[0];
    let rows = &service.traffic.as_ref().unwrap().profile.rows;
    let mean = rows.iter().sum::<f64>() / rows.len() as f64;
    // The mean of the curve is 28 % of 6 vCPU.
    assert!(rows.len() == 1_440 && (mean - 1.68).abs() < 1e-9, "{mean}");
    assert_eq!(service.workload.memory_mib, Some(2_458));
    assert!(scenario.assumptions.iter().any(|it| it.key.ends_with("measured.cpu_percent")));
}

#[test]
fn every_problem_is_said_at_once() {
    let keys = "[service.measured]\nrunning_tasks = 0\n\
                cpu_percent = { p50 = 60, p90 = 40, max = 80 }\nmemory_percent = { p50 = 30 }";
    let problems = read(keys, "").unwrap_err();
    for part in ["the size of the measured tasks is missing", "`running_tasks`", "`p50` is above `p90`", "`max`"] {
        assert!(problems.contains(part), "{part}: {problems}");
    }
    let twice = format!(
        "{PROFILE}\n[service.workload]\nsidecar_vcpu = 0.1\nbaseline_vcpu = 0.2\n[service.traffic]\nconstant = 1"
    );
    let problems = read(&twice, &hours("timestamp,tasks,cpu_percent,memory_percent", 15)).unwrap_err();
    for part in ["`sidecar_vcpu` means nothing", "`baseline_vcpu` means nothing", "are both given"] {
        assert!(problems.contains(part), "{part}: {problems}");
    }
    let problems = read(PROFILE, "timestamp,tasks,CPUUtilisation\n2026-01-01T00:00:00Z,1,2\n").unwrap_err();
    for part in
        ["no column `cpu_percent` or `CPUUtilization`", "no column `memory_percent`", "is `CPUUtilisation` meant?"]
    {
        assert!(problems.contains(part), "{part}: {problems}");
    }
    let problems =
        read(PROFILE, "timestamp,tasks,cpu_percent,memory_percent\n2026-01-01T00:00:00Z,1,x,-3\nnever,1,2,3\n");
    let problems = problems.unwrap_err();
    for part in ["`x` cannot have been measured", "`-3` cannot have been measured", "timestamp `never`", ":2:24"] {
        assert!(problems.contains(part), "{part}: {problems}");
    }
}
