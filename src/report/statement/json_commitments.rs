//! The commitments of the statement's JSON.

use serde::Serialize;

use super::view::StatementView;
use crate::money::Money;
use crate::report::service_view::rounded;
use crate::scenario::{PaymentOption, TermYears};
use crate::statement::{CommitmentAccount, CommitmentMonth, CommitmentUse, UpfrontPayment};
use crate::time::YearMonth;

#[derive(Serialize)]
pub(super) struct CommitmentMonthJson {
    month: YearMonth,
    on_demand_equivalent: Money,
    used: Money,
    unused: Money,
    upfront: Money,
    recurring: Money,
    prepaid: Money,
}

#[derive(Serialize)]
pub(super) struct PaymentJson {
    month: YearMonth,
    amount: Money,
    fully_paid_on: Option<YearMonth>,
}

#[derive(Serialize)]
pub(super) struct CommitmentJson<'view> {
    id: &'view str,
    term_years: TermYears,
    payment_option: PaymentOption,
    hourly_commitment: Money,
    opening_prepaid: Money,
    closing_prepaid: Money,
    months: Vec<CommitmentMonthJson>,
    upfront_payments: Vec<PaymentJson>,
}

/// Every commitment in the bill.
pub(super) fn commitments(view: &StatementView) -> Vec<CommitmentJson<'_>> {
    view.statement.commitments.iter().map(|account| commitment(view, account)).collect()
}

fn commitment<'view>(view: &StatementView, account: &'view CommitmentAccount) -> CommitmentJson<'view> {
    let month_of = |index: usize| view.statement.months[index].month;
    let month = |(index, month): (usize, &CommitmentMonth)| CommitmentMonthJson {
        month: month_of(index),
        on_demand_equivalent: month.on_demand_equivalent,
        used: month.used,
        unused: month.unused,
        upfront: month.upfront,
        recurring: month.recurring,
        prepaid: month.prepaid,
    };
    let payment = |payment: &UpfrontPayment| PaymentJson {
        month: month_of(payment.month),
        amount: payment.amount,
        fully_paid_on: payment.fully_paid.map(month_of),
    };
    CommitmentJson {
        id: &account.id,
        term_years: account.term,
        payment_option: account.payment,
        hourly_commitment: account.hourly_commitment,
        opening_prepaid: account.opening_prepaid,
        closing_prepaid: account.closing_prepaid(),
        months: account.months.iter().enumerate().map(month).collect(),
        upfront_payments: account.payments.iter().map(payment).collect(),
    }
}

#[derive(Serialize)]
pub(super) struct CommitmentUseJson {
    on_demand_equivalent: Money,
    on_demand: Money,
    used: Money,
    unused: Money,
    coverage: Option<f64>,
    utilisation: Option<f64>,
    effective_savings_rate: Option<f64>,
}

impl CommitmentUseJson {
    pub(super) fn of(all: CommitmentUse) -> Self {
        Self {
            on_demand_equivalent: all.on_demand_equivalent,
            on_demand: all.on_demand,
            used: all.used,
            unused: all.unused,
            coverage: all.coverage().map(rounded),
            utilisation: all.utilisation().map(rounded),
            effective_savings_rate: all.effective_savings_rate().map(rounded),
        }
    }
}
