//! The example scenarios: each can be read, and does what its page says.
#![expect(clippy::disallowed_methods, reason = "tests look at the files of the repository")]

use std::path::PathBuf;

use ecsplan::comparison::{Comparison, OptionId, ServiceOutcome, compare};
use ecsplan::input::load_scenario;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::Scenario;

/// The folders of scenarios; `own-usage` and `many-services` have none of their own, their pages are run with the others.
fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let all = folders.len();
    folders.retain(|folder| folder.join("scenario.toml").exists());
    assert_eq!(all - folders.len(), 2, "{folders:?}");
    folders.sort();
    folders
}

#[track_caller]
fn load(name: &str) -> Scenario {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(name);
    load_scenario(&folder.join("scenario.toml"), &PriceTables::bundled())
        .unwrap_or_else(|diagnostics| panic!("{name}: {diagnostics:?}"))
}

fn compared(name: &str) -> Comparison {
    let scenario = load(name);
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    compare(&scenario, &book)
}

fn on_fargate(name: &str) -> ServiceOutcome {
    compared(name).outcome(OptionId::Fargate).unwrap().services[0].clone()
}

#[test]
fn every_example_is_read_without_a_warning_and_has_a_page() {
    let folders = folders();
    assert!(folders.len() >= 7, "{folders:?}");
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert_eq!(load(name).warnings, [] as [String; 0], "{name}");
        let page = std::fs::read_to_string(folder.join("README.md")).unwrap();
        assert!(page.contains(&format!("scenarios/{name}/scenario.toml")), "{name}");
    }
}

#[test]
fn the_day_and_night_service_shrinks_to_one_task() {
    let web = on_fargate("day-night-seoul");
    assert_eq!(web.tasks.min, 1);
    assert!(web.tasks.max > 4 && web.meets_objective, "{web:?}");
}

#[test]
fn the_development_environment_is_off_outside_its_hours() {
    let staging = on_fargate("dev-test-hours");
    assert_eq!((staging.tasks.min, staging.tasks.max), (0, 2));
    let share_of_week = staging.tasks.mean / 2.0;
    assert!((0.3..0.36).contains(&share_of_week), "{share_of_week}");
    assert_eq!(staging.minutes_short, 0);
}

#[test]
fn spikes_need_more_room_than_the_smallest_task_has() {
    let webhooks = on_fargate("spiky-low-traffic");
    assert!(webhooks.task_size.cpu_units > 256 && webhooks.meets_objective, "{webhooks:?}");
}
