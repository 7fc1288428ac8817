//! How fast many services are planned together: a year of hourly steps, every option of each, one portfolio.
//!
//! `cargo bench --bench fleet`; `cargo bench --bench fleet -- --write N > services.csv` writes the rows of N services, whose
//! profiles and defaults are in `scenarios/many-services`.

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;

use ecsplan::input::ScenarioSet;
use ecsplan::patience::Patience;
use ecsplan::pricing::{PriceBooks, PriceTables};
use ecsplan::recommendation::pooled::{OneScenario, PlannedTogether, plan_together};

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

#[expect(clippy::print_stdout, reason = "a bench is a program of its own")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--write").and_then(|at| arguments.get(at + 1)) {
        Some(count) => print!("{}", rows(count.parse().expect("a number of services"))),
        None => divan::main(),
    }
}

/// A number from 0 to 1 that depends on nothing but the service and the question: SplitMix64.
fn chance(service: usize, question: u64) -> f64 {
    let mut bits = (service as u64 * 64 + question).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Services of all sizes: from a hundredth to six times a profile of up to 100 requests a second.
fn rows(count: usize) -> String {
    let mut text =
        "name,region,timezone,architectures,profile,scale,cpu_ms_per_request,memory_mib,min_tasks,max_tasks,\
                    target_percent,interruptible\n"
            .to_owned();
    for service in 0..count {
        let one_of = |question: u64, choices: &[&'static str]| {
            choices[(chance(service, question) * choices.len() as f64) as usize]
        };
        let place = one_of(
            0,
            &[
                "us-east-1,America/New_York",
                "eu-west-1,Europe/Dublin",
                "ap-northeast-2,Asia/Seoul",
                "us-west-2,America/Los_Angeles",
            ],
        );
        let architectures = one_of(1, &["x86_64", "x86_64 arm64"]);
        let profile = one_of(2, &["office-day.csv", "evening-day.csv", "night-day.csv"]);
        let scale = 10_f64.powf(chance(service, 3) * 2.8 - 2.0);
        let work = one_of(4, &["3,200", "8,350", "12,350", "25,700", "45,1500", "60,3000"]);
        let bounds = one_of(5, &["1,400", "2,400", "2,600", "3,600"]);
        let target = one_of(6, &["45", "50", "60", "70"]);
        let interruptible = one_of(7, &["", "", "", "true"]);
        text.push_str(&format!(
            "s{service:05},{place},{architectures},{profile},{scale:.3},{work},{bounds},{target},{interruptible}\n"
        ));
    }
    text
}

/// The rows as a file beside the profiles of the example, and what is planned of it.
fn planned(folder: &Path, count: usize) -> PlannedTogether {
    let books = PriceBooks::new(PriceTables::bundled());
    let set = ScenarioSet::open(&folder.join(format!("{count}.csv")), Some(&folder.join("defaults.toml")), books)
        .expect("the rows are well formed");
    set.check(TWO).expect("every row is a scenario");
    let read = |index: usize| {
        let scenario = set.read(index).map_err(|problems| format!("{problems:?}"))?;
        let book = set.books().book(&scenario.region, &scenario.prices, false).map_err(|error| error.to_string())?;
        Ok(OneScenario { scenario, book })
    };
    plan_together(set.len(), &read, Patience::ENDLESS.in_threads(TWO)).expect("the usage can be added up")
}

#[expect(clippy::disallowed_methods, reason = "a bench writes the file that it reads")]
fn folder(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/many-services");
    for name in ["office-day.csv", "evening-day.csv", "night-day.csv", "defaults.toml"] {
        std::fs::copy(example.join(name), folder.path().join(name)).expect("the example has it");
    }
    std::fs::write(folder.path().join(format!("{count}.csv")), rows(count)).expect("the folder can be written to");
    folder
}

/// Services that are planned together, from the text of their rows on.
#[divan::bench(args = [100, 1_000], sample_count = 1, sample_size = 1)]
fn services_planned_together(bencher: Bencher<'_, '_>, count: usize) {
    let folder = folder(count);
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        let planned = black_box(planned(folder.path(), count));
        assert_eq!(planned.scenarios.len(), count, "{:?}", planned.left_out.first());
        assert!(planned.totals.pooled < planned.totals.own && planned.totals.own < planned.totals.on_demand);
        planned
    });
}
