//! [`KnownNames`]: the names of hardware that the price tables know.

use std::sync::Arc;

use crate::pricing::{InstanceType, PriceBook, Sku};
use crate::scenario::Architecture;

/// Names of hardware, as the price book of the scenario's region has them.
pub(super) struct KnownNames {
    book: Option<Arc<PriceBook>>,
    /// Families of the types sold, sorted.
    families: Vec<String>,
}

impl KnownNames {
    /// The names of a book; without one every name passes, as the want of a book has been reported.
    pub(super) fn of(book: Option<Arc<PriceBook>>) -> Self {
        let types = book.as_ref().map_or(&[][..], |book| book.instance_types());
        let mut families: Vec<String> = types.iter().map(|one| one.family().to_owned()).collect();
        families.sort();
        families.dedup();
        Self { book, families }
    }

    /// Whether an instance type can be priced.
    pub(super) fn is_sold(&self, instance_type: &str) -> bool {
        let sold = |book: &Arc<PriceBook>| book.instance_types().iter().any(|one| one.name == instance_type);
        self.book.as_ref().is_none_or(sold)
    }

    /// An instance type, if it can be priced.
    pub(super) fn sold_type(&self, name: &str) -> Option<&InstanceType> {
        self.book.as_ref()?.instance_types().iter().find(|one| one.name == name)
    }

    /// Whether a type is known to be burstable.
    pub(super) fn is_burstable(&self, name: &str) -> bool {
        self.sold_type(name).is_some_and(|one| one.burstable)
    }

    /// The instance types that can be priced, sorted.
    pub(super) fn instance_types(&self) -> impl Iterator<Item = &str> {
        self.book.iter().flat_map(|book| book.instance_types()).map(|one| one.name.as_str())
    }

    /// For a type that exists and is not sold here: the line that would supply its price.
    pub(super) fn line_to_supply(&self, instance_type: &str) -> Option<String> {
        let book = self.book.as_ref()?;
        book.instance_type(instance_type)?;
        book.price(&Sku::Instance(instance_type.to_owned())).err().map(|missing| missing.override_line)
    }

    /// Families of the types that can be priced, sorted.
    pub(super) fn families(&self) -> impl Iterator<Item = &str> {
        self.families.iter().map(String::as_str)
    }

    /// Whether a family is known.
    pub(super) fn is_family(&self, name: &str) -> bool {
        self.book.is_none() || self.families.iter().any(|family| family == name)
    }

    /// Whether a name is an architecture, a family or `fargate`.
    pub(super) fn is_hardware(&self, name: &str) -> bool {
        self.is_family(name) || fixed_hardware().contains(&name)
    }

    /// Architectures, `fargate` and all families.
    pub(super) fn hardware_names(&self) -> impl Iterator<Item = &str> {
        fixed_hardware().into_iter().chain(self.families())
    }
}

fn fixed_hardware() -> [&'static str; 3] {
    [Architecture::X86_64.name(), Architecture::Arm64.name(), "fargate"]
}
