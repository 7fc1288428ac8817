//! Tests of the bundled tables and of books made from them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::money::{Money, Percent};
use crate::scenario::{Architecture, PaymentOption, PriceAdjustments, TermYears};

const SEOUL: &str = "ap-northeast-2";
const NO_UPFRONT_YEAR: (PlanKind, TermYears, PaymentOption) =
    (PlanKind::Compute, TermYears::One, PaymentOption::NoUpfront);

fn usd(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn book(region: &str) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), region, &PriceAdjustments::default(), false).unwrap()
}

fn strict_book(region: &str) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), region, &PriceAdjustments::default(), true).unwrap()
}

fn overrides(keys: &[(&str, &str)]) -> PriceAdjustments {
    let overrides = keys.iter().map(|(key, price)| ((*key).to_owned(), usd(price))).collect();
    PriceAdjustments { overrides, ..PriceAdjustments::default() }
}

fn book_with(keys: &[(&str, &str)]) -> Result<PriceBook, BookError> {
    PriceBook::new(&PriceTables::bundled(), SEOUL, &overrides(keys), false)
}

fn instance(name: &str) -> Sku {
    Sku::Instance(name.to_owned())
}

fn rate(book: &PriceBook, sku: &Sku, key: (PlanKind, TermYears, PaymentOption)) -> Result<PriceRow, MissingPrice> {
    book.plan_rate(sku, key.0, key.1, key.2)
}

/// Files of a user, with a version file beside them.
fn user_tables(files: &[(&str, &str)]) -> Result<PriceTables, Vec<TableError>> {
    let version = ("tables.toml", "schema = 1\ndate = \"2026-10-01\"\n");
    let files = files.iter().chain([&version]).map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    PriceTables::from_files("mine".to_owned(), files.collect())
}

#[test]
fn nothing_is_wrong_with_the_bundled_tables() {
    let errors = PriceTables::bundled().verify();
    assert!(errors.is_empty(), "{} errors, the first: {}", errors.len(), errors[0]);
}

#[test]
fn every_region_makes_a_book_that_prices_fargate() {
    for region in PriceTables::bundled().regions() {
        let book = book(&region.codes.region);
        for sku in [Sku::FargateVcpu(Platform::LinuxX86), Sku::FargateMemory(Platform::LinuxArm), Sku::NatHours] {
            assert!(book.unit_price(&sku).is_some(), "{} lacks {}", region.codes.region, sku.in_words());
        }
    }
}

#[test]
fn seoul_costs_what_aws_says() {
    let book = book(SEOUL);
    for (sku, price) in [
        (instance("t2.medium"), "0.0576"),
        (Sku::FargateVcpu(Platform::LinuxX86), "0.04656"),
        (Sku::FargateMemory(Platform::LinuxX86), "0.00511"),
        (Sku::FargateSpotVcpu(Platform::LinuxX86), "0.013968"),
        (Sku::EbsGp3, "0.0912"),
        (Sku::AlbHours, "0.0225"),
        (Sku::NatBytes, "0.059"),
        (Sku::LogIngestion, "0.76"),
        (Sku::CpuCredits("t4g".to_owned()), "0.04"),
        (Sku::EcsAnywhere, "0.01025"),
    ] {
        assert_eq!(book.price(&sku).unwrap().unit_price, usd(price), "{}", sku.in_words());
    }
    let row = book.price(&Sku::FargateVcpu(Platform::LinuxX86)).unwrap();
    assert_eq!((row.as_of.as_str(), row.basis, row.overridden), ("2025-10-27", Basis::Observed, false));
    assert_eq!(row.source, "ap-northeast-2/fargate.csv:6");
}

#[test]
fn the_tiers_of_egress_begin_where_aws_begins_them() {
    let tiers = book(SEOUL).tiers(&Sku::InternetEgress).unwrap();
    let shown: Vec<(u64, String)> =
        tiers.iter().map(|tier| (tier.from_units, tier.row.unit_price.to_decimal())).collect();
    let expected = [(0, "0.126"), (10_240, "0.122"), (51_200, "0.117"), (153_600, "0.108")];
    assert_eq!(shown, expected.map(|(from, price)| (from, price.to_owned())));
}

#[test]
fn instance_types_are_described_and_sorted() {
    let book = book(SEOUL);
    let large = book.instance_type("m7g.large").unwrap();
    assert_eq!((large.vcpu, large.memory_mib, large.architecture), (2, 8_192, Architecture::Arm64));
    assert_eq!((large.max_enis, large.trunked_task_limit, large.accelerated), (3, Some(10), false));
    assert!(book.instance_type("t3.medium").is_some_and(|small| small.burstable && small.trunked_task_limit.is_none()));
    assert!(book.instance_type("p5.48xlarge").is_some_and(|big| big.accelerated));
    assert!(book.instance_types().is_sorted_by(|one, other| one.name < other.name));
    assert!(book.instance_types().len() > 400);
}

#[test]
fn a_price_that_seoul_lacks_is_named_with_the_nearest_and_the_line_that_supplies_it() {
    let book = book(SEOUL);
    let missing = book.price(&Sku::FargateSpotVcpu(Platform::LinuxArm)).unwrap_err();
    assert_eq!(
        missing.to_string(),
        "no price in ap-northeast-2 for Fargate Spot vCPU-hours on Linux/ARM64 (nearest: Fargate Spot vCPU-hours on \
         Linux/X86); to supply one, add under `[prices]`: \"APN2-SpotUsage-Fargate-ARM-vCPU-Hours:perCPU\" = \
         \"<USD per vCPU-hour>\""
    );
    let missing = rate(&book, &instance("c8g.large"), NO_UPFRONT_YEAR).unwrap_err();
    assert_eq!(missing.thing, "the Compute Savings Plan rate (1 year, no upfront) of c8g.large");
    assert_eq!((missing.nearest.as_deref(), missing.reason), (Some("c7g.large"), MissingReason::Absent));
    assert_eq!(missing.override_line, "\"ComputeSP:1yrNoUpfront/APN2-BoxUsage:c8g.large\" = \"<USD per hour>\"");
    let missing = book.price(&Sku::SpotInstance("c8g.large".to_owned())).unwrap_err();
    assert_eq!(missing.nearest.as_deref(), Some("c8g.xlarge on Spot"));
    assert!(book.price(&instance("no.such-type")).unwrap_err().nearest.is_some());
}

#[test]
fn what_a_whole_region_lacks_is_named_where_it_exists() {
    let missing = book("ap-east-2").price(&Sku::EbsGp3).unwrap_err();
    assert_eq!(missing.nearest.as_deref(), Some("EBS gp3 storage in ap-east-1"));
    assert!(book("ap-east-2").instance_types().is_empty());
}

#[test]
fn upfront_rates_are_the_no_upfront_rate_times_the_ratio() {
    let (book, large) = (book(SEOUL), instance("m5.large"));
    let base = rate(&book, &large, NO_UPFRONT_YEAR).unwrap();
    assert_eq!(base.basis, Basis::RiEquivalent);
    let all = book.plan_rate(&large, PlanKind::Compute, TermYears::One, PaymentOption::AllUpfront).unwrap();
    let exact = base.unit_price.picodollars() * 9_333 / 10_000;
    assert!((all.unit_price.picodollars() - exact).abs() <= 50_000, "not rounded to seven decimals");
    assert_eq!(all.unit_price.picodollars() % 100_000, 0);
    assert_eq!((all.basis, all.as_of.as_str()), (Basis::Derived, "2025-04-04"));
    assert!(all.source.contains(" × upfront_ratios.csv:"), "{}", all.source);
    let reserved = book.reserved_rate("m5.large", TermYears::One, PaymentOption::NoUpfront).unwrap();
    assert_eq!(reserved.basis, Basis::Observed);
}

#[test]
fn fargate_plan_rates_come_from_the_table() {
    let book = book(SEOUL);
    let row = rate(&book, &Sku::FargateVcpu(Platform::LinuxX86), NO_UPFRONT_YEAR).unwrap();
    assert_eq!((row.unit_price, row.basis), (usd("0.037248"), Basis::Estimated));
    assert!(rate(&book, &Sku::FargateSpotVcpu(Platform::LinuxX86), NO_UPFRONT_YEAR).is_err());
    assert!(rate(&book, &Sku::FargateVcpu(Platform::WindowsX86), NO_UPFRONT_YEAR).is_err());
}

#[test]
fn the_managed_instances_fee_is_a_share_of_the_list_price() {
    let fee = |region: &str, name: &str| book(region).price(&Sku::ManagedInstanceFee(name.to_owned())).unwrap();
    let row = fee(SEOUL, "t2.medium");
    // 0.0576 × 0.12 = 0.006912
    assert_eq!((row.unit_price, row.basis), (usd("0.0069"), Basis::Derived));
    let virginia = book("us-east-1");
    let graphics = virginia.unit_price(&instance("g6.xlarge")).unwrap();
    let expected = usd(&Money::from_picodollars(graphics.picodollars() * 78 / 1_000).to_fixed(4));
    assert_eq!(fee("us-east-1", "g6.xlarge").unit_price, expected);
}

#[test]
fn an_override_replaces_a_price_with_all_its_tiers() {
    let book = book_with(&[("APN2-BoxUsage:m5.large", "0.05"), ("APN2-DataTransfer-Out-Bytes", "0.03")]).unwrap();
    let row = book.price(&instance("m5.large")).unwrap();
    assert_eq!((row.unit_price, row.source.as_str(), row.overridden), (usd("0.05"), "[prices]", true));
    assert_eq!((row.as_of.as_str(), row.basis), ("", Basis::Observed));
    assert_eq!(book.tiers(&Sku::InternetEgress).unwrap().len(), 1);
    let list = self::book(SEOUL);
    let fee = Sku::ManagedInstanceFee("m5.large".to_owned());
    assert_eq!(book.unit_price(&fee), list.unit_price(&fee), "the fee is a share of the list price");
}

#[test]
fn an_override_may_add_what_the_tables_lack() {
    let key = ("ComputeSP:1yrNoUpfront/APN2-BoxUsage:c8g.large", "0.0612");
    let arm_spot = ("APN2-SpotUsage-Fargate-ARM-GB-Hours", "0.0012");
    let unsold = ("APN2-BoxUsage:m7a.large", "0.14");
    let book = book_with(&[key, arm_spot, unsold]).unwrap();
    let row = rate(&book, &instance("c8g.large"), NO_UPFRONT_YEAR).unwrap();
    assert_eq!((row.unit_price, row.overridden), (usd("0.0612"), true));
    assert_eq!(book.unit_price(&Sku::FargateSpotMemory(Platform::LinuxArm)), Some(usd("0.0012")));
    assert!(book.instance_types().iter().any(|one| one.name == "m7a.large"));
    assert!(book.interruption_band("m7a.large").is_none());
    let fee = book.price(&Sku::ManagedInstanceFee("m7a.large".to_owned())).unwrap();
    assert_eq!((fee.unit_price, fee.overridden), (usd("0.0168"), false));
}

#[test]
fn every_override_that_names_nothing_is_reported_with_the_nearest() {
    let keys = [
        ("BoxUsage:m5.large", "0.05"),
        ("APN2-BoxUsage:m5.larg", "0.05"),
        ("ComputeSP:1yrNoUpfrnt/APN2-BoxUsage:m5.large", "0.05"),
        ("EC2SP:1yrNoUpfront/APN2-Fargate-GB-Hours", "0.05"),
        ("APN2-NatGateway-Hours", "0.05"),
    ];
    let Err(BookError::Adjustments(problems)) = book_with(&keys) else { panic!("accepted") };
    let nearest: BTreeMap<&str, &str> =
        problems.iter().map(|one| (one.key.as_str(), one.nearest.as_deref().unwrap())).collect();
    assert_eq!(nearest.len(), 4);
    assert_eq!(nearest["BoxUsage:m5.large"], "APN2-BoxUsage:m5.large");
    assert_eq!(nearest["APN2-BoxUsage:m5.larg"], "APN2-BoxUsage:m5.large");
    let plan = nearest["ComputeSP:1yrNoUpfrnt/APN2-BoxUsage:m5.large"];
    assert_eq!(plan, "ComputeSP:1yrNoUpfront/APN2-BoxUsage:m5.large");
}

#[test]
fn a_negative_override_is_refused() {
    let problem = book_with(&[("APN2-NatGateway-Hours", "-0.05")]).unwrap_err().to_string();
    assert!(problem.contains("`APN2-NatGateway-Hours` under `[prices]` should be a price of at least 0"), "{problem}");
}

#[test]
fn the_discount_of_a_service_comes_before_that_of_all() {
    let discounts = |keys: &[(&str, i64)]| {
        let discount_percent =
            keys.iter().map(|(code, percent)| ((*code).to_owned(), Percent::whole(*percent))).collect();
        let adjustments = PriceAdjustments { discount_percent, ..PriceAdjustments::default() };
        PriceBook::new(&PriceTables::bundled(), SEOUL, &adjustments, false)
    };
    let book = discounts(&[("all", 5), ("AmazonEC2", 12), ("ComputeSavingsPlans", 0)]).unwrap();
    assert_eq!(book.discount("AmazonEC2"), Percent::whole(12));
    assert_eq!(book.discount("AmazonECS"), Percent::whole(5));
    assert_eq!(book.discount("ComputeSavingsPlans"), Percent::ZERO);
    assert_eq!(self::book(SEOUL).discount("AmazonEC2"), Percent::ZERO);
    let problem = discounts(&[("AmazonEc2", 5)]).unwrap_err().to_string();
    assert!(problem.contains("(nearest: `AmazonEC2`)"), "{problem}");
}

#[test]
fn a_discount_may_be_given_for_every_service_code_that_bills() {
    let skus = Sku::fixed();
    let codes = skus.iter().map(Sku::service_code).chain(["AmazonEC2"]);
    let discount_percent = codes.map(|code| (code.to_owned(), Percent::whole(1))).collect();
    let adjustments = PriceAdjustments { discount_percent, ..PriceAdjustments::default() };
    assert!(PriceBook::new(&PriceTables::bundled(), SEOUL, &adjustments, false).is_ok());
}

#[test]
fn a_strict_book_treats_what_is_not_observed_as_missing() {
    let book = strict_book(SEOUL);
    assert!(book.price(&instance("m5.large")).is_ok());
    let missing = rate(&book, &instance("m5.large"), NO_UPFRONT_YEAR).unwrap_err();
    assert_eq!(missing.reason, MissingReason::NotObserved(Basis::RiEquivalent));
    assert!(missing.to_string().starts_with("no observed price in ap-northeast-2"), "{missing}");
    assert_eq!(book.unit_price(&Sku::SpotInstance("m5.large".to_owned())), None);
    assert_eq!(book.unit_price(&Sku::ManagedInstanceFee("m5.large".to_owned())), None);
    let adjusted = overrides(&[("APN2-SpotUsage:m5.large", "0.04")]);
    let book = PriceBook::new(&PriceTables::bundled(), SEOUL, &adjusted, true).unwrap();
    assert_eq!(book.unit_price(&Sku::SpotInstance("m5.large".to_owned())), Some(usd("0.04")));
}

#[test]
fn an_unknown_region_is_reported_with_the_nearest() {
    let nearest =
        |region: &str| match PriceBook::new(&PriceTables::bundled(), region, &PriceAdjustments::default(), false) {
            Err(BookError::UnknownRegion { nearest, .. }) => nearest,
            other => panic!("{other:?}"),
        };
    assert_eq!(nearest("ap-northeast2"), "ap-northeast-2");
    assert_eq!(nearest("Seoul"), "ap-northeast-2");
    assert_eq!(nearest("us-est-1"), "us-east-1");
    assert!(!nearest("").is_empty());
}

#[test]
fn usage_types_are_read_for_things_that_exist_only() {
    let book = book(SEOUL);
    assert_eq!(book.parse_usage_type("APN2-BoxUsage:c8g.large"), Some(instance("c8g.large")));
    assert_eq!(book.parse_usage_type("APN2-BoxUsage:c8g.largest"), None);
    assert_eq!(book.parse_usage_type("APN2-CPUCredits:t3"), Some(Sku::CpuCredits("t3".to_owned())));
    assert_eq!(book.parse_usage_type("APN2-CPUCredits:m5"), None);
}

#[test]
fn rows_show_everything_and_can_be_filtered() {
    let book = book(SEOUL);
    assert!(book.rows(None).len() > 3_000);
    let rows = book.rows(Some("boxusage:T2.medium"));
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert!(names.contains(&"APN2-BoxUsage:t2.medium"), "{names:?}");
    assert!(names.contains(&"ComputeSP:1yrAllUpfront/APN2-BoxUsage:t2.medium"), "{names:?}");
    assert!(names.contains(&"Reserved:3yrNoUpfront/APN2-BoxUsage:t2.medium"), "{names:?}");
    assert_eq!(book.rows(Some("clb_hour")).len(), 1);
}

#[test]
fn capacity_units_hold_what_aws_says() {
    let book = book(SEOUL);
    let unit = book.capacity_unit(LoadBalancer::Application).unwrap();
    assert_eq!((unit.new_connections_per_second, unit.active_connections), (25.0, 3_000.0));
    assert_eq!((unit.gigabytes_per_hour, unit.rule_evaluations_per_second), (1.0, Some(1_000.0)));
    let unit = book.capacity_unit(LoadBalancer::Network).unwrap();
    assert_eq!((unit.new_connections_per_second, unit.active_connections), (800.0, 100_000.0));
    assert_eq!(unit.rule_evaluations_per_second, None);
}

#[test]
fn what_a_users_tables_leave_out_is_missing_and_never_bundled() {
    let fargate = "platform,dimension,usd,as_of,basis\nlinux_x86,vcpu_hour,0.03,2026-10,observed\n";
    let tables = user_tables(&[("ap-northeast-2/fargate.csv", fargate)]).unwrap();
    let book = PriceBook::new(&tables, SEOUL, &PriceAdjustments::default(), false).unwrap();
    let row = book.price(&Sku::FargateVcpu(Platform::LinuxX86)).unwrap();
    assert_eq!((row.unit_price, row.as_of.as_str()), (usd("0.03"), "2026-10"));
    assert!(book.price(&Sku::FargateMemory(Platform::LinuxX86)).is_err());
    assert!(book.instance_types().is_empty());
    assert!(tables.verify().is_empty());
}

#[test]
fn every_problem_of_a_users_table_is_reported_with_its_line() {
    let spot = "platform,dimension,usd,as_of,basis\n\
        linux_x86,vcpu_hour,0,2026-10,observed\n\
        linux_x86,vcpu_hours,0.1,2026-10,observed\n\
        linux_x86,gb_hour,1e-3,2026-10,observed\n\
        linux_arm,gb_hour,0.001,10/2026,observed\n\
        linux_arm,vcpu_hour,0.001,2026,guessed\n\
        windows_x86,vcpu_hour,0.001,2026,observed\n\
        linux_arm,vcpu_hour\n";
    let tables = user_tables(&[("ap-northeast-2/fargate_spot.csv", spot)]).unwrap();
    let Err(BookError::Tables(errors)) = PriceBook::new(&tables, SEOUL, &PriceAdjustments::default(), false) else {
        panic!("accepted")
    };
    assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn verify_finds_what_reading_one_table_cannot() {
    let on_demand = "instance_type,usd_per_hour,as_of,basis,note\n\
        m5.large,0.1,2026,observed,\nc5.large,0.1,2026,observed,\nq1.large,0.1,2026,observed,\n";
    let plans = "instance_type,plan,term_years,payment,usd_per_hour,as_of,basis\n\
        m5.large,compute,1,no_upfront,0.1,2026,observed\nm6i.large,compute,1,no_upfront,0.1,2026,observed\n";
    let tables = user_tables(&[("eu-west-1/ec2_on_demand.csv", on_demand), ("eu-west-1/ec2_savings_plans.csv", plans)]);
    let errors: Vec<String> = tables.unwrap().verify().iter().map(TableError::to_string).collect();
    assert_eq!(errors.len(), 4, "{errors:#?}");
    assert!(errors[0].contains("ec2_on_demand.csv:3: is not in order"), "{errors:#?}");
    assert!(errors[1].contains("ec2_on_demand.csv:4: `q1.large` is not in ec2_instances.csv"), "{errors:#?}");
    assert!(errors[2].contains("ec2_savings_plans.csv:2: the rate of m5.large"), "{errors:#?}");
    assert!(errors[3].contains("ec2_savings_plans.csv:3: there is no on-demand price"), "{errors:#?}");
}

#[test]
fn a_price_given_twice_is_refused() {
    let header = "dimension,from_units,usd,as_of,basis\n";
    let twice = format!("{header}nat_gateway_hour,0,0.1,2026,observed\nnat_gateway_hour,0,0.2,2026,observed\n");
    let late = format!("{header}nat_gateway_hour,5,0.1,2026,observed\n");
    for (text, line) in [(twice, 3), (late, 2)] {
        let tables = user_tables(&[("eu-west-1/network.csv", &text)]).unwrap();
        let errors = tables.verify();
        assert!(errors.iter().any(|error| error.line == line), "{errors:?}");
    }
}

/// Text that is nearly a table: the pieces that tables are made of, in any order.
fn nearly_a_table() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "dimension,from_units,usd,as_of,basis\n",
        "nat_gateway_hour",
        "internet_egress_gb",
        ",",
        "\n",
        "0",
        "18446744073709551616",
        "-1",
        "0.1",
        "999999999999999",
        "2026",
        "observed",
        "\"",
        "\r",
        "\u{0}",
        "\u{feff}",
        "nat_gateway_hour,0,0.1,2026,observed\n",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_in_a_users_tables_cause_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), text in nearly_a_table()) {
        let garbage = String::from_utf8_lossy(&bytes).into_owned();
        for text in [garbage, text] {
            for name in ["eu-west-1/network.csv", "eu-west-1/ec2_savings_plans.csv", "managed_instances_fee.csv", "regions.csv"] {
                if let Ok(tables) = user_tables(&[(name, &text)]) {
                    let _ = PriceBook::new(&tables, "eu-west-1", &PriceAdjustments::default(), false);
                }
            }
        }
    }

    #[test]
    fn no_override_key_causes_a_panic(key in "\\PC{0,60}", price in any::<i64>()) {
        let overrides = [(key, Money::from_picodollars(i128::from(price) * 1_000_000_000_000))].into_iter().collect();
        let adjustments = PriceAdjustments { overrides, ..PriceAdjustments::default() };
        prop_assert!(PriceBook::new(&PriceTables::bundled(), "eu-west-1", &adjustments, false).is_err());
    }
}
