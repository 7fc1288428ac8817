//! Usage types that a bill of the region may have.

use crate::comparison::Outcome;
use crate::pricing::{PriceBook, Sku};

/// Every usage type that a bill of the region may have: of its SKUs and instance types, and what the option's bill names.
#[must_use]
pub fn known_usage_types(book: &PriceBook, outcome: &Outcome) -> Vec<String> {
    let mut known: Vec<String> = Sku::fixed().iter().map(|sku| sku.usage_type(book.codes())).collect();
    for instance in book.instance_types() {
        let name = || instance.name.clone();
        let skus = [Sku::Instance(name()), Sku::SpotInstance(name()), Sku::ManagedInstanceFee(name())];
        known.extend(skus.iter().map(|sku| sku.usage_type(book.codes())));
    }
    known.extend(outcome.bill.lines.iter().map(|line| line.usage_type.clone()));
    known.sort_unstable();
    known.dedup();
    known
}

/// Whether `asked` names a usage type: as it stands on the bill, or without the prefix of the region.
#[must_use]
pub fn is_usage_type(asked: &str, usage_type: &str, book: &PriceBook) -> bool {
    let codes = book.codes();
    let without = |prefix: &str| !prefix.is_empty() && usage_type.strip_prefix(prefix) == Some(asked);
    usage_type == asked || without(&codes.ec2_prefix) || without(&codes.ecs_prefix)
}
