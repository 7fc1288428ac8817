//! Any text as the traffic profile of a scenario: it is read or refused.
#![no_main]

use std::sync::LazyLock;

use ecsplan::input::{ReadError, Sources, parse_scenario};
use ecsplan::pricing::PriceTables;
use libfuzzer_sys::fuzz_target;

static TABLES: LazyLock<PriceTables> = LazyLock::new(PriceTables::bundled);

const SCENARIO: &str = include_str!("../../scenarios/shop/scenario.toml");

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read_profile = |_: &str| Ok::<_, ReadError>(text.to_owned());
    let sources = Sources { scenario_name: "scenario.toml", scenario_text: SCENARIO, read_profile: &read_profile };
    let _ = parse_scenario(&sources, &TABLES);
});
