//! How fast the cheapest static cluster is found: services of different shapes on the types that Seoul sells.
//!
//! `cargo bench --bench static_cluster`

use std::hint::black_box;

use divan::Bencher;

use ecsplan::capacity::{CandidateType, InstanceCapacity, TaskFootprint, TaskKind, cheapest_static_cluster};
use ecsplan::pricing::{PriceBook, PriceTables, Sku};
use ecsplan::scenario::PriceAdjustments;

fn main() {
    divan::main();
}

/// As many of the types that E9 considers, evenly from the list.
fn candidates(most: usize) -> Vec<CandidateType> {
    let book = PriceBook::new(&PriceTables::bundled(), "ap-northeast-2", &PriceAdjustments::default(), false)
        .expect("Seoul is bundled");
    let mut found = Vec::new();
    for one in book.instance_types() {
        if !one.current_generation || one.bare_metal || one.accelerated || one.burstable {
            continue;
        }
        let capacity = InstanceCapacity {
            cpu_units: one.vcpu * 1_024,
            memory_mib: one.memory_mib / 100 * 96 - 256,
            task_slots: Some(one.trunked_task_limit.unwrap_or(one.max_enis - 1)),
            tasks_per_service: None,
        };
        let price = book.unit_price(&Sku::Instance(one.name.clone())).expect("listed types are priced").picodollars();
        found.push(CandidateType { capacity, price: u64::try_from(price).expect("prices are small") });
    }
    let all = found.len();
    assert!(all >= most, "{all} types");
    (0..most).map(|index| found[index * all / most]).collect()
}

/// Services of 0.25 to 4 vCPU with 2 to 8 GiB for each, 20 to 100 tasks of each.
fn services(number: u32) -> Vec<TaskKind> {
    let service = |index: u32| {
        let cpu_units = 256 << (index * 7 % 5);
        let footprint = TaskFootprint { cpu_units, memory_mib: cpu_units * (2 + index * 5 % 7) };
        TaskKind { footprint, count: 20 + index * 37 % 81 }
    };
    (0..number).map(service).collect()
}

#[divan::bench(args = [(3, 300), (10, 50), (10, 300), (20, 300), (40, 300)])]
fn static_cluster(bencher: Bencher<'_, '_>, (kinds, types): (u32, usize)) {
    let (kinds, candidates) = (services(kinds), candidates(types));
    bencher.bench(|| cheapest_static_cluster(black_box(&kinds), &candidates).expect("everything fits"));
}
