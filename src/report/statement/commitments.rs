//! The statement's parts about commitments.

use super::parts::{Content, Part};
use super::view::StatementView;
use crate::money::{Displayed, Money};
use crate::report::grid::Align::{Left, Right};
use crate::statement::{CommitmentAccount, CommitmentMonth, CommitmentUse};

/// What each commitment covered and cost over the horizon, and how it was paid.
pub(in crate::report) fn commitments(view: &StatementView) -> Part {
    let currency = &view.result.currency;
    let accounts = &view.statement.commitments;
    if accounts.is_empty() {
        return Part::of("Commitments", Content::Words);
    }
    let columns = vec![
        ("commitment", Left),
        ("USD\nper hour", Right),
        ("on-demand\nequivalent", Right),
        ("used", Right),
        ("unused", Right),
        ("paid\nupfront", Right),
        ("paid by\nthe hour", Right),
        ("prepaid\nat the end", Right),
    ];
    let rows = accounts.iter().map(|account| row(view, account)).collect();
    let mut part = Part::of(format!("Commitments ({})", currency.code()), Content::Table(columns, rows));
    part.after.extend(use_sentences(view.statement.commitment_use.iter().copied().sum()));
    let percentages = currency.shown(view.statement.prepaid_percentages());
    if percentages != 0 {
        let amount = currency.amount(percentages);
        part.after.push(format!("of what is prepaid, {amount} is tax and percentages of upfront payments"));
    }
    part
}

fn row(view: &StatementView, account: &CommitmentAccount) -> Vec<String> {
    let currency = &view.result.currency;
    let sum = |of: fn(&CommitmentMonth) -> Money| currency.shown(account.months.iter().map(of).sum());
    let (used, unused) = (sum(|month| month.used), sum(|month| month.unused));
    let (upfront, recurring) = (sum(|month| month.upfront), sum(|month| month.recurring));
    let prepaid = currency.shown(account.opening_prepaid) + upfront + recurring - used - unused;
    let figures: [Displayed; 6] = [sum(|month| month.on_demand_equivalent), used, unused, upfront, recurring, prepaid];
    let head = [account.id.clone(), account.hourly_commitment.to_decimal()];
    head.into_iter().chain(figures.map(|figure| currency.number(figure))).collect()
}

fn use_sentences(all: CommitmentUse) -> Option<String> {
    let percent = |share: Option<f64>| share.map(|share| format!("{:.1} %", 100.0 * share));
    let (coverage, utilisation) = (percent(all.coverage())?, percent(all.utilisation())?);
    let saved = percent(all.effective_savings_rate())?;
    Some(format!(
        "they cover {coverage} of what commitments could cover and are used to {utilisation}; effective savings rate {saved}"
    ))
}

/// When each upfront payment has paid for itself.
pub(in crate::report) fn payments(view: &StatementView) -> Part {
    let mut part = Part::of("Upfront payments", Content::Words);
    let months = view.month_labels();
    for account in &view.statement.commitments {
        for payment in &account.payments {
            let amount = view.result.currency.write(payment.amount);
            let when = payment.fully_paid.map_or_else(
                || "not fully paid back within the horizon".to_owned(),
                |month| format!("fully paid on {}", months[month]),
            );
            part.lead.push(format!("{}: {amount} in {}, {when}", account.id, months[payment.month]));
        }
        if !account.opening_prepaid.is_zero() {
            let amount = view.result.currency.write(account.opening_prepaid);
            part.lead.push(format!("{}: {amount} paid before the horizon was left at its beginning", account.id));
        }
    }
    part
}
