//! How fast points are evaluated, by the hour over a year: along one axis, over two, and drawn by chance.
//!
//! `cargo bench --bench breakeven`

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;

use ecsplan::comparison::compare;
use ecsplan::input::load_scenario;
use ecsplan::patience::Patience;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::breakeven::{Axis, Contenders, Ground, along, span_of, surface};
use ecsplan::recommendation::monte_carlo::monte_carlo;
use ecsplan::scenario::{Scenario, SimulationStep};

fn main() {
    divan::main();
}

/// One service, every option, by the hour.
fn shop() -> (Scenario, PriceBook, Contenders) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/shop/scenario.toml");
    let tables = PriceTables::bundled();
    let mut scenario = load_scenario(&path, &tables).expect("the tests read the examples");
    scenario.step = SimulationStep::Hour;
    let book = PriceBook::new(&tables, &scenario.region, &scenario.prices, false).expect("the region is known");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    (scenario, book, contenders)
}

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

#[divan::bench(args = [Axis::Traffic, Axis::Packing], sample_count = 3)]
fn two_hundred_points_of(bencher: Bencher<'_, '_>, axis: Axis) {
    let (scenario, book, contenders) = shop();
    let patience = Patience::ENDLESS.in_threads(TWO);
    let ground = Ground { scenario: &scenario, book: &book, contenders: &contenders, patience };
    let span = span_of(axis, &scenario, &contenders).expect("the shop has both axes");
    assert!(along(ground, span, 5).own.evaluated.winner().is_some());
    bencher.counter(ItemsCount::new(200_usize)).bench(|| black_box(along(ground, span, 200)));
}

#[divan::bench(args = [10, 40], sample_count = 3)]
fn surface_of_traffic_and_packing(bencher: Bencher<'_, '_>, points: usize) {
    let (scenario, book, contenders) = shop();
    let patience = Patience::ENDLESS.in_threads(TWO);
    let ground = Ground { scenario: &scenario, book: &book, contenders: &contenders, patience };
    let span = |axis| span_of(axis, &scenario, &contenders).expect("the shop has both axes");
    let (across, up) = (span(Axis::Traffic), span(Axis::Packing));
    assert!(surface(ground, across, up, 2).own.winner().is_some());
    bencher.counter(ItemsCount::new(points * points)).bench(|| black_box(surface(ground, across, up, points)));
}

#[divan::bench(args = [100, 1_000], sample_count = 3)]
fn runs_of_one_service(bencher: Bencher<'_, '_>, runs: usize) {
    let (scenario, book, contenders) = shop();
    let patience = Patience::ENDLESS.in_threads(TWO);
    let ground = Ground { scenario: &scenario, book: &book, contenders: &contenders, patience };
    let found = monte_carlo(ground, 20, 1);
    let cheapest: usize = found.options.iter().map(|option| option.cheapest_runs).sum();
    let most = found.options.iter().max_by_key(|option| option.cheapest_runs).map(|option| option.id);
    assert_eq!((cheapest, found.without_winner, most), (20, 0, found.own.winner()));
    bencher.counter(ItemsCount::new(runs)).bench(|| black_box(monte_carlo(ground, runs, 1)));
}
