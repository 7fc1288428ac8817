//! What a [`PriceBook`] says of a price it does not have.

use super::nearest::{nearest_instance_type, nearest_region, substitute};
use super::region_prices::RateKey;
use super::usage_type::{plan_usage_type, reserved_usage_type};
use super::words::rate_in_words;
use super::{MissingPrice, MissingReason, PlanKind, PriceBook, Sku};
use crate::scenario::{PaymentOption, TermYears};

impl PriceBook {
    pub(super) fn missing(&self, sku: &Sku, reason: MissingReason) -> MissingPrice {
        let usage_type = sku.usage_type(self.codes());
        MissingPrice {
            region: self.codes().region.clone(),
            thing: sku.in_words(),
            reason,
            nearest: self.nearest(sku),
            override_line: format!("\"{usage_type}\" = \"<USD per {}>\"", sku.unit().in_words()),
        }
    }

    pub(super) fn missing_rate(&self, sku: &Sku, key: RateKey, reason: MissingReason) -> MissingPrice {
        let usage_type = format!("{}/{}", plan_usage_type(key), sku.usage_type(self.codes()));
        MissingPrice {
            region: self.codes().region.clone(),
            thing: rate_in_words(sku, key),
            reason,
            nearest: self.nearest_rate(sku, key),
            override_line: format!("\"{usage_type}\" = \"<USD per {}>\"", sku.unit().in_words()),
        }
    }

    pub(super) fn missing_reserved(&self, name: &str, term: TermYears, payment: PaymentOption) -> MissingPrice {
        let of = |name: &str| {
            let payment = payment.name().replace('_', " ");
            format!("the Reserved Instance rate ({}-year, {payment}) of {name}", term.years())
        };
        let with_rate = |one: &&str| self.reserved_rate(one, term, payment).is_some();
        let priced = self.known_types.iter().map(|one| one.name.as_str()).filter(with_rate);
        MissingPrice {
            region: self.codes().region.clone(),
            thing: of(name),
            reason: MissingReason::Absent,
            nearest: nearest_instance_type(name, &self.known_types, priced).map(str::to_owned),
            override_line: format!(
                "\"{}/{}\" = \"<USD per hour>\"",
                reserved_usage_type((PlanKind::Ec2Instance, term, payment)).unwrap_or_default(),
                Sku::Instance(name.to_owned()).usage_type(self.codes())
            ),
        }
    }

    /// What has a price and is most like `sku`, in words.
    fn nearest(&self, sku: &Sku) -> Option<String> {
        let of_type: fn(String) -> Sku = match sku {
            Sku::Instance(_) => Sku::Instance,
            Sku::SpotInstance(_) => Sku::SpotInstance,
            Sku::ManagedInstanceFee(_) => Sku::ManagedInstanceFee,
            other => return self.nearest_fixed(other),
        };
        let (Sku::Instance(name) | Sku::SpotInstance(name) | Sku::ManagedInstanceFee(name)) = sku else { return None };
        let has_price = |other: &&str| self.allowed(&of_type((*other).to_owned())).is_ok();
        let priced = self.known_types.iter().map(|one| one.name.as_str()).filter(has_price);
        let nearest = nearest_instance_type(name, &self.known_types, priced)?;
        Some(of_type(nearest.to_owned()).in_words())
    }

    fn nearest_fixed(&self, sku: &Sku) -> Option<String> {
        if let Some(other) = substitute(sku).into_iter().find(|other| self.allowed(other).is_ok()) {
            return Some(other.in_words());
        }
        let region = nearest_region(&self.tables, &self.codes().region, sku)?;
        Some(format!("{} in {}", sku.in_words(), region.codes.region))
    }

    fn nearest_rate(&self, sku: &Sku, key: RateKey) -> Option<String> {
        let has_rate = |other: &Sku| self.allowed_rate(other, key).is_ok();
        let Sku::Instance(name) = sku else {
            let other = substitute(sku).into_iter().find(has_rate)?;
            return Some(rate_in_words(&other, key));
        };
        let with_rate = |one: &&str| has_rate(&Sku::Instance((*one).to_owned()));
        let priced = self.known_types.iter().map(|one| one.name.as_str()).filter(with_rate);
        nearest_instance_type(name, &self.known_types, priced).map(str::to_owned)
    }
}
