//! Rows of what is paid for commitments.

use super::commitment::CommitmentDiscount;
use super::period::ChargePeriod;
use super::row::{ChargeCategory, FocusRow, Priced, SkuFacts};
use super::service::service_of;
use super::view::FocusView;
use crate::bill::ChargeKind;
use crate::money::{Money, Quantity};
use crate::statement::{CommitmentAccount, CommitmentFee, Costs, Purchased};

/// A dollar: fees are priced by the dollar that is committed.
const DOLLAR: Money = Money::from_picodollars(1_000_000_000_000);

/// The row of a payment: nothing of it is effective, for what it covers is.
pub(super) fn fee_row<'a>(view: &FocusView<'a>, place: usize, fee: &CommitmentFee) -> FocusRow<'a> {
    let account = view.account(place);
    let span = &view.scenario.horizon.months()[fee.month];
    let is_upfront = fee.paid == Purchased::UpfrontFee;
    let commitment = CommitmentDiscount::of_fee(account, view.book, fee);
    FocusRow {
        billing_month: span.month,
        period: ChargePeriod::of_month(span),
        costs: Costs { list: fee.list, contracted: fee.amount, effective: Money::ZERO, billed: fee.amount },
        category: ChargeCategory::Purchase,
        frequency: if is_upfront { "One-Time" } else { "Recurring" },
        description: format!("{} of {}", if is_upfront { "Upfront payment" } else { "Recurring fee" }, commitment.name),
        service: service_of(account.service),
        regional: account.service != "ComputeSavingsPlans",
        priced: Some(Priced {
            category: "Standard",
            quantity: Quantity::new(fee.list.picodollars(), DOLLAR.picodollars()),
            unit: "USD",
            list: DOLLAR,
            contracted: DOLLAR.percent_off(view.book.discount(account.service)),
            consumed: false,
        }),
        sku: Some(sku_of(account, is_upfront)),
        commitment: Some(commitment),
        service_code: account.service.to_owned(),
        usage_type: account.usage_type.clone(),
        operation: None,
        kind: ChargeKind::Compute,
        purchased: fee.paid,
        line: None,
    }
}

fn sku_of(account: &CommitmentAccount, is_upfront: bool) -> SkuFacts {
    let id = account.usage_type.clone();
    let price_id = format!("{id}/{}", if is_upfront { "Upfront" } else { "Recurring" });
    SkuFacts { id, price_id, meter: "Commitment".to_owned() }
}
