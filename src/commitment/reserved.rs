//! Reserved Instances, applied before any plan (rule C6).

use std::ops::Range;

use super::usage::CoverableItem;
use crate::money::Percent;

/// Families whose regional Reserved Instances hold for their own size only.
const WITHOUT_SIZE_FLEXIBILITY: [&str; 5] = ["g4ad", "g4dn", "g5", "g5g", "inf1"];

/// Normalisation factors of the sizes below `xlarge`, times four so that they are whole.
const SMALL_SIZES: [(&str, u64); 5] = [("nano", 1), ("micro", 2), ("small", 4), ("medium", 8), ("large", 16)];

/// The factor of one `xlarge`, times four.
const XLARGE: u64 = 32;

/// Parts of an instance in an hour: millionths of a second.
const PARTS_PER_HOUR: i128 = 3_600 * 1_000_000;

/// Reserved Instances of one type, in the hours in which they run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reserved {
    pub(super) instance_type: String,
    pub(super) count: u32,
    pub(super) zonal: bool,
    pub(super) hours: Range<usize>,
    pub(super) available_share: Percent,
    /// The type's normalisation factor, times four.
    pub(super) factor: u64,
}

impl Reserved {
    /// What they hold in an hour, in parts times factor.
    pub(super) fn capacity(&self) -> i128 {
        let whole = i128::from(self.count) * i128::from(self.factor) * PARTS_PER_HOUR;
        self.available_share.floor_of(whole)
    }

    fn has_size_flexibility(&self) -> bool {
        !self.zonal && !WITHOUT_SIZE_FLEXIBILITY.contains(&family(&self.instance_type))
    }
}

/// What Reserved Instances cover of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReservedCoverage {
    /// Which Reserved Instances, by index.
    pub(super) reserved: usize,
    /// Which item, by index.
    pub(super) item: usize,
    /// Parts covered in every hour.
    pub(super) hourly: Vec<i64>,
}

/// The normalisation factor of an instance type, times four; `None` for a name without a known size. Bare metal counts
/// as the virtual size with as many vCPUs.
pub(super) fn normalisation_factor(instance_type: &str, vcpu: u32) -> Option<u64> {
    let (_, size) = instance_type.split_once('.')?;
    if size.starts_with("metal") {
        return Some(XLARGE * u64::from(vcpu) / 4);
    }
    if let Some((_, factor)) = SMALL_SIZES.iter().find(|(name, _)| *name == size) {
        return Some(*factor);
    }
    let times = size.strip_suffix("xlarge")?;
    if times.is_empty() { Some(XLARGE) } else { times.parse::<u64>().ok().map(|times| times * XLARGE) }
}

fn family(instance_type: &str) -> &str {
    instance_type.split_once('.').map_or(instance_type, |(family, _)| family)
}

/// An item that is an instance type.
#[derive(Clone, Debug)]
pub(super) struct InstanceItem<'a> {
    pub(super) item: usize,
    pub(super) instance_type: &'a str,
    pub(super) factor: u64,
}

/// Applies Reserved Instances and takes what they cover off the items: those of a zone first, then the others, each in
/// the order given; inside a family from the smallest size up.
pub(super) fn apply_reserved(
    items: &mut [CoverableItem],
    instances: &[InstanceItem<'_>],
    reserved: &[Reserved],
) -> Vec<ReservedCoverage> {
    let mut order: Vec<usize> = (0..reserved.len()).collect();
    order.sort_by_key(|&index| !reserved[index].zonal);
    let mut coverage = Vec::new();
    for index in order {
        let held = &reserved[index];
        let fits = |one: &&InstanceItem<'_>| {
            let same_family = family(one.instance_type) == family(&held.instance_type);
            one.instance_type == held.instance_type || (same_family && held.has_size_flexibility())
        };
        let mut fitting: Vec<&InstanceItem<'_>> = instances.iter().filter(fits).collect();
        fitting.sort_by_key(|one| (one.factor, one.instance_type));
        let first = coverage.len();
        coverage.extend(fitting.iter().map(|one| ReservedCoverage {
            reserved: index,
            item: one.item,
            hourly: vec![0; items[one.item].hourly.len()],
        }));
        for hour in held.hours.clone() {
            let mut rest = held.capacity();
            for (one, covered) in fitting.iter().zip(&mut coverage[first..]) {
                let left = &mut items[one.item].hourly[hour];
                let parts = (rest / i128::from(one.factor)).min(i128::from(*left));
                rest -= parts * i128::from(one.factor);
                let parts = i64::try_from(parts).expect("at most what is left, which fits");
                *left -= parts;
                covered.hourly[hour] = parts;
            }
        }
    }
    coverage
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;

    const HOUR: i64 = 3_600_000_000;

    fn item(name: &str, instances: i64) -> CoverableItem {
        CoverableItem {
            name: name.to_owned(),
            hourly: vec![instances * HOUR],
            parts_per_unit: PARTS_PER_HOUR,
            list: Money::ZERO,
            contracted: Money::ZERO,
        }
    }

    fn held(instance_type: &str, count: u32, zonal: bool) -> Reserved {
        Reserved {
            instance_type: instance_type.to_owned(),
            count,
            zonal,
            hours: 0..1,
            available_share: Percent::whole(100),
            factor: normalisation_factor(instance_type, 0).unwrap(),
        }
    }

    fn covered(types: &[(&str, i64)], reserved: &[Reserved]) -> Vec<f64> {
        let mut items: Vec<CoverableItem> = types.iter().map(|(name, count)| item(name, *count)).collect();
        let instances: Vec<InstanceItem<'_>> = types
            .iter()
            .enumerate()
            .map(|(item, (name, _))| InstanceItem {
                item,
                instance_type: name,
                factor: normalisation_factor(name, 0).unwrap(),
            })
            .collect();
        let coverage = apply_reserved(&mut items, &instances, reserved);
        let of = |item: usize| coverage.iter().filter(|one| one.item == item).map(|one| one.hourly[0]).sum::<i64>();
        (0..types.len()).map(|item| of(item) as f64 / HOUR as f64).collect()
    }

    #[test]
    fn factors_are_those_of_the_documentation() {
        let factor = |name| normalisation_factor(name, 96).map(|factor| factor as f64 / 4.0);
        assert_eq!(factor("t3.nano"), Some(0.25));
        assert_eq!(factor("m7g.medium"), Some(2.0));
        assert_eq!(factor("m7g.xlarge"), Some(8.0));
        assert_eq!(factor("m7g.16xlarge"), Some(128.0));
        assert_eq!(factor("u7i.112xlarge"), Some(896.0));
        assert_eq!(factor("m5.metal"), Some(192.0), "96 vCPUs are a 24xlarge");
        assert_eq!(factor("m7g.huge"), None);
    }

    #[test]
    fn one_large_covers_the_smallest_size_first() {
        // Four units: two small take two of them, one large the other half.
        assert_eq!(covered(&[("t3.large", 1), ("t3.small", 2)], &[held("t3.large", 1, false)]), [0.5, 2.0]);
    }

    #[test]
    fn four_quarters_of_an_hour_make_one_reserved_hour() {
        let mut items = vec![item("m7g.large", 0)];
        items[0].hourly[0] = 4 * HOUR / 4;
        let instances = [InstanceItem { item: 0, instance_type: "m7g.large", factor: 16 }];
        apply_reserved(&mut items, &instances, &[held("m7g.large", 1, false)]);
        assert_eq!(items[0].hourly, [0]);
    }

    #[test]
    fn zonal_ones_and_some_families_hold_for_their_own_size() {
        assert_eq!(covered(&[("m7g.large", 3), ("m7g.xlarge", 3)], &[held("m7g.xlarge", 1, true)]), [0.0, 1.0]);
        assert_eq!(covered(&[("g5.xlarge", 1), ("g5.2xlarge", 2)], &[held("g5.2xlarge", 1, false)]), [0.0, 1.0]);
        assert_eq!(covered(&[("m6g.large", 3)], &[held("m7g.large", 3, false)]), [0.0]);
    }

    #[test]
    fn a_share_of_them_is_available() {
        let half = Reserved { available_share: Percent::whole(50), ..held("m7g.large", 3, false) };
        assert_eq!(covered(&[("m7g.large", 4)], &[half]), [1.5]);
    }
}
