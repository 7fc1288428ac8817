//! How fast the flow is, in the units of its work: minutes simulated, options compared, rows read, hours covered.
//!
//! Every bench asserts its answer before it is timed. `cargo bench`

use std::hint::black_box;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;

use ecsplan::bill::{LineItem, Pricing, price_ledger};
use ecsplan::capacity::{LaunchPath, ServiceInputs, ServiceTimeline, simulate_service, task_work};
use ecsplan::commitment::{Wanted, commit};
use ecsplan::comparison::{OptionId, compare};
use ecsplan::demand::{DemandSeries, demand};
use ecsplan::input::load_scenario;
use ecsplan::money::Money;
use ecsplan::pricing::{PlanKind, Platform, PriceBook, PriceTables, Sku};
use ecsplan::scenario::{Architecture, Noise, PaymentOption, Scenario, SimulationStep, TaskSize, TermYears, Traffic};
use ecsplan::usage::Ledger;

const HALF_VCPU: TaskSize = TaskSize { cpu_units: 512, memory_mib: 1_024 };

fn main() {
    divan::main();
}

/// The example `shop`: one service, a year of one-minute steps.
fn shop() -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/shop/scenario.toml");
    load_scenario(&path, &PriceTables::bundled()).expect("the tests read the examples")
}

fn seoul() -> PriceBook {
    let scenario = shop();
    PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).expect("Seoul is bundled")
}

/// The shop's traffic with noise of so many percent on every minute.
fn traffic(scenario: &Scenario, noise_percent: f64) -> Traffic {
    let traffic = scenario.services[0].traffic.clone().expect("the shop has traffic");
    Traffic { noise: Some(Noise { percent: noise_percent, seed: 1 }), ..traffic }
}

fn simulate(scenario: &Scenario, series: &DemandSeries) -> ServiceTimeline {
    let service = &scenario.services[0];
    let work = task_work(&service.workload, HALF_VCPU, Architecture::X86_64, 1.0, HALF_VCPU.vcpu())
        .expect("half a vCPU holds the shop");
    simulate_service(&ServiceInputs {
        service,
        cpu_units: HALF_VCPU.cpu_units,
        work,
        path: LaunchPath::Fargate { provisioning_seconds: 25 },
        first_minute: series.first_minute,
        horizon_minute: scenario.horizon.first_minute(),
        step: SimulationStep::Minute,
        explained: false,
        demand: &series.values,
    })
}

/// Service-minutes of demand and scaling on Fargate, at so many percent of noise.
#[divan::bench(args = [0.0, 5.0, 20.0])]
fn a_year_of_one_service_by_the_minute(bencher: Bencher<'_, '_>, noise_percent: f64) {
    let scenario = shop();
    let traffic = traffic(&scenario, noise_percent);
    let series = demand(&traffic, &scenario.horizon);
    assert_eq!(series.within_horizon().len(), 525_600);
    let tally = simulate(&scenario, &series).tally;
    assert!(tally.served > 0.99 * tally.arrived && tally.served <= tally.arrived, "{tally:?}");
    bencher.counter(ItemsCount::new(series.values.len())).bench_local(|| {
        let series = demand(black_box(&traffic), &scenario.horizon);
        simulate(&scenario, &series)
    });
}

/// Every option of the shop at its best size and type.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn comparing_the_options_of_the_shop(bencher: Bencher<'_, '_>) {
    let (scenario, book) = (shop(), seoul());
    let comparison = compare(&scenario, &book);
    assert_eq!(comparison.options.len(), OptionId::STANDARD.len());
    assert!(comparison.outcome(OptionId::Fargate).is_some_and(|outcome| outcome.bill.total() > Money::ZERO));
    bencher.bench_local(|| compare(black_box(&scenario), &book));
}

/// The tables of one region, from embedded text to a price book.
#[divan::bench]
fn reading_the_prices_of_a_region(bencher: Bencher<'_, '_>) {
    let scenario = shop();
    let read = || PriceBook::new(&PriceTables::bundled(), black_box(&scenario.region), &scenario.prices, false);
    assert!(read().is_ok_and(|book| book.instance_types().len() > 500));
    bencher.bench_local(read);
}

/// A year of hourly usage of the first `count` of four SKUs, each with a rhythm of its own.
fn usage(count: usize) -> Ledger {
    let platform = Platform::LinuxX86;
    let skus = [
        (Sku::FargateVcpu(platform), 1_024),
        (Sku::FargateMemory(platform), 2_048),
        (Sku::Instance("m7g.large".to_owned()), 2),
        (Sku::Instance("c7g.xlarge".to_owned()), 1),
    ];
    let mut ledger = Ledger::default();
    for (rhythm, (sku, per_second)) in skus.into_iter().take(count).enumerate() {
        let amount = |hour: i64| (2 + (hour * (3 + rhythm as i64)) % 24) * per_second * 3_600;
        ledger.add(Some("api"), sku, (0..8_760).map(amount).collect());
    }
    ledger
}

/// A year's ledger under its best Compute plan, from usage to line items, with so many SKUs.
#[divan::bench(args = [2, 4])]
fn committing_the_ledger_of_a_year(bencher: Bencher<'_, '_>, skus: usize) {
    let (scenario, book) = (shop(), seoul());
    let pricing = Pricing { book: &book, horizon: &scenario.horizon, account: &scenario.account, scenario: &scenario };
    let ledger = usage(skus);
    let wanted = [Wanted { kind: PlanKind::Compute, term: TermYears::One, payment: PaymentOption::NoUpfront }];
    let committed = commit(&ledger, &[], &wanted, &pricing).expect("Seoul has the rates");
    let without = price_ledger(&ledger, &pricing).expect("Seoul sells all of it");
    let left = price_ledger(&committed.remainder, &pricing).expect("as above");
    let sum = |lines: &[LineItem]| lines.iter().map(|line| line.cost).sum::<Money>();
    assert!(committed.cost() + sum(&left) < sum(&without));
    bencher.counter(ItemsCount::new(8_760 * skus)).bench_local(|| commit(black_box(&ledger), &[], &wanted, &pricing));
}
