//! What a commitment held is, and how much of it: the keys that depend on its kind.

use super::ec2::report_unsold_type;
use super::known::KnownNames;
use super::place::report_unknown_name;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::money::Money;
use crate::scenario::HeldKind;

/// The keys that belong to some kinds only.
const OWNED: [&str; 6] = ["hourly_commitment", "family", "region", "instance_type", "count", "scope"];

/// The least and the most that AWS accepts for an hour.
const COMMITMENTS: [Money; 2] =
    [Money::from_picodollars(1_000_000_000), Money::from_picodollars(1_000_000_000_000_000_000)];

/// AWS accepts five decimals: steps of 0.00001 USD.
const COMMITMENT_STEP: i128 = 10_000_000;

/// The kind of a commitment; `None` when it cannot be used, which has been reported. Names of hardware `elsewhere`, in
/// another region, are not looked up.
pub(super) fn read_kind(entry: &Table<'_, '_>, kind: &str, elsewhere: bool, known: &KnownNames) -> Option<HeldKind> {
    let is_reserved = kind == "reserved_instance";
    let hourly_commitment = entry.optional_money("hourly_commitment");
    let (family, instance_type) = (entry.optional_text("family"), entry.optional_text("instance_type"));
    let count = entry.optional_integer("count");
    let zonal = entry.clone().assuming_if(is_reserved).choice("scope") == "zone";
    check_keys(entry, kind)?;
    match kind {
        "reserved_instance" => {
            let instance_type = instance_type?;
            if !elsewhere && !known.is_sold(&instance_type) {
                report_unsold_type(entry, &instance_type, &entry.span_of("instance_type"), known);
            }
            Some(HeldKind::ReservedInstance { instance_type, count: count?, zonal })
        }
        "ec2_instance_savings_plan" => {
            let family = family?;
            if !elsewhere && !known.is_family(&family) {
                report_unknown_name(entry, "instance family", &family, &entry.span_of("family"), known.families());
            }
            let hourly_commitment = checked(entry, hourly_commitment?);
            Some(HeldKind::Ec2InstanceSavingsPlan { family, hourly_commitment })
        }
        _ => Some(HeldKind::ComputeSavingsPlan { hourly_commitment: checked(entry, hourly_commitment?) }),
    }
}

/// Reports what the kind needs and does not have, and what means nothing for it; `None` without a known kind.
fn check_keys(entry: &Table<'_, '_>, kind: &str) -> Option<()> {
    if entry.raw_text("kind") != Some(kind) {
        return None;
    }
    let (needed, possible): (&[&str], &[&str]) = match kind {
        "reserved_instance" => (&["instance_type", "count"], &["region", "scope"]),
        "ec2_instance_savings_plan" => (&["family", "hourly_commitment"], &["region"]),
        _ => (&["hourly_commitment"], &[]),
    };
    for key in needed.iter().filter(|key| !entry.has(key)) {
        let title = format!("`{key}` is missing in `[[commitment]]`");
        entry.missing(title, format!("add `{key}`, which the kind `{kind}` needs"));
    }
    let others: Vec<&str> = OWNED.into_iter().filter(|key| !needed.contains(key) && !possible.contains(key)).collect();
    entry.refuse(&others, &format!("not a key of the kind `{kind}`"));
    Some(())
}

fn checked(entry: &Table<'_, '_>, commitment: Money) -> Money {
    let [least, most] = COMMITMENTS;
    let found = format!("found {}", commitment.to_decimal());
    if commitment < least || commitment > most {
        let title = "`hourly_commitment` must be 0.001 to 1000000";
        entry.problem(Code::OutOfRange, title, "hourly_commitment", found);
    } else if commitment.picodollars() % COMMITMENT_STEP != 0 {
        let title = "`hourly_commitment` must have at most five decimals";
        let diagnostic = Diagnostic::error(Code::OutOfRange, title);
        let diagnostic = diagnostic.at(&entry.walk.file, entry.span_of("hourly_commitment"), found);
        entry.walk.push(diagnostic.help("write it as AWS shows it; AWS accepts no more decimals"));
    }
    commitment
}
