//! [`Priced`]: the unit price of a line taken apart, so that a discount can be given anew (rules M3, C5 and I4).

use crate::bill::{LineItem, PurchaseOption};
use crate::commitment::CoverageSteps;
use crate::money::{Money, Percent, divide_half_even};
use crate::pricing::{PriceBook, Sku};

/// How names of expected replacements of Spot capacity begin (rule I4).
const FALLBACK: &str = "Spot fallback (expected) ";

const DOLLAR: Money = Money::from_picodollars(1_000_000_000_000);

/// A unit price before discounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Priced {
    /// Per unit, before the discount.
    pub(super) price: Money,
    /// What of it gets no discount.
    pub(super) fixed: Money,
    /// The service code whose discount the rest gets; `None` when nothing does.
    pub(super) discount: Option<String>,
}

impl Priced {
    /// A price that no discount changes.
    pub(super) fn fixed(price: Money) -> Self {
        Self { price, fixed: price, discount: None }
    }

    fn discounted(price: Money, service: &str) -> Self {
        Self { price, fixed: Money::ZERO, discount: Some(service.to_owned()) }
    }

    /// Of a line; commitments' rates are those of `coverage` where it has them.
    pub(super) fn of(line: &LineItem, book: &PriceBook, coverage: &CoverageSteps) -> Self {
        match (&line.commitment_id, line.purchase_option) {
            (Some(id), option) => Self::committed(line, id, option, book, coverage),
            (None, PurchaseOption::OnDemand | PurchaseOption::Spot) => Self::metered(line, book),
            (None, _) => Self::fixed(line.unit_price),
        }
    }

    fn metered(line: &LineItem, book: &PriceBook) -> Self {
        if let Some(on_demand) = line.usage_type.strip_prefix(FALLBACK) {
            return Self::fallback(line, on_demand, book);
        }
        let is_own = book.sku_of(&line.usage_type).is_some_and(|sku| is_own_price(&sku, book));
        if is_own { Self::fixed(line.unit_price) } else { Self::discounted(line.list_unit_price, &line.service) }
    }

    /// The on-demand price less the Spot price, of which either may be one of `[prices]`.
    fn fallback(line: &LineItem, on_demand: &str, book: &PriceBook) -> Self {
        let dear = book.sku_of(on_demand).and_then(|sku| book.price(&sku).ok());
        let own_spot = line.source.ends_with(" less [prices]");
        match dear {
            Some(dear) if dear.overridden && own_spot => Self::fixed(line.unit_price),
            Some(dear) if dear.overridden => {
                Self { fixed: dear.unit_price, ..Self::discounted(line.list_unit_price, &line.service) }
            }
            Some(dear) if own_spot => Self {
                fixed: line.list_unit_price - dear.unit_price,
                ..Self::discounted(line.list_unit_price, &line.service)
            },
            _ => Self::discounted(line.list_unit_price, &line.service),
        }
    }

    fn committed(
        line: &LineItem,
        id: &str,
        option: PurchaseOption,
        book: &PriceBook,
        coverage: &CoverageSteps,
    ) -> Self {
        let service = fee_service(line, option, coverage);
        let rate = match option {
            PurchaseOption::SavingsPlanUnused | PurchaseOption::ReservedInstanceUnused => Some(DOLLAR),
            PurchaseOption::SavingsPlan => rate_of(line, id, coverage),
            _ => {
                let known = |(of, usage_type, _): &&(String, String, Money)| of == id && *usage_type == line.usage_type;
                coverage.reserved_prices.iter().find(known).map(|(.., price)| *price)
            }
        };
        let price = rate.unwrap_or_else(|| undiscounted(line.unit_price, book.discount(&service)));
        Self::discounted(price, &service)
    }
}

/// Whether the scenario's `[prices]` has the price.
fn is_own_price(sku: &Sku, book: &PriceBook) -> bool {
    book.tiers(sku).is_ok_and(|tiers| tiers.iter().any(|tier| tier.row.overridden))
}

/// The service code of what a commitment costs.
fn fee_service(line: &LineItem, option: PurchaseOption, coverage: &CoverageSteps) -> String {
    let is_plan = matches!(option, PurchaseOption::SavingsPlan | PurchaseOption::SavingsPlanUnused);
    let pool = coverage.pools.iter().find(|pool| line.commitment_id.as_deref() == Some(pool.id.as_str()));
    match pool {
        Some(pool) => pool.service.to_owned(),
        None if !is_plan => "AmazonEC2".to_owned(),
        None if line.commitment_id.as_deref().is_some_and(|id| id.starts_with("ec2-instance-sp-")) => {
            "EC2InstanceSavingsPlans".to_owned()
        }
        None => "ComputeSavingsPlans".to_owned(),
    }
}

fn rate_of(line: &LineItem, id: &str, coverage: &CoverageSteps) -> Option<Money> {
    let is_it = |step: &&crate::commitment::CoverageStep| {
        coverage.pools[step.pool].id == id && coverage.rows[step.row].usage_type == line.usage_type
    };
    coverage.steps.iter().find(is_it).map(|step| step.rate.unit_price)
}

/// The price before a discount of less than 100 percent was taken off, rounded to a picodollar.
fn undiscounted(price: Money, discount: Percent) -> Money {
    let whole = 100 * DOLLAR.picodollars();
    let off = Money::parse(&discount.to_decimal()).map_or(0, Money::picodollars);
    let left = whole - off;
    if left <= 0 { price } else { Money::from_picodollars(divide_half_even(price.picodollars() * whole, left)) }
}
