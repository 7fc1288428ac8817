//! Purchases that are given on the command line.

use std::collections::BTreeMap;

use ecsplan::commitment::{CommitQuestion, Offer, Purchase};
use ecsplan::input::nearest;
use ecsplan::money::{DecimalError, Money};

use super::answer::Failure;

/// The least that AWS accepts, USD an hour.
const LEAST: Money = Money::from_picodollars(1_000_000_000);

/// The most that AWS accepts.
const MOST: Money = Money::from_picodollars(1_000_000 * 1_000_000_000_000);

/// Picodollars of the fifth decimal, the finest that AWS accepts.
const FIFTH_DECIMAL: i128 = 10_000_000;

/// Offers that an unknown one is answered with.
const OFFERS_NAMED: usize = 6;

/// The purchases that the arguments name, in the order of the offers; the same offer twice adds.
pub(super) fn given(arguments: &[String], question: &CommitQuestion<'_>) -> Result<Vec<Purchase>, Failure> {
    let mut sums: BTreeMap<usize, Money> = BTreeMap::new();
    let mut problems = Vec::new();
    for argument in arguments {
        match one(argument, question) {
            Ok((offer, amount)) => *sums.entry(offer).or_default() += amount,
            Err(problem) => problems.push(format!("`--commitment {argument}`: {problem}")),
        }
    }
    let too_much = sums.iter().filter(|(_, sum)| **sum > MOST);
    problems.extend(too_much.map(|(&offer, sum)| {
        let name = name(&question.usage.offers[offer]);
        format!("`{name}` adds up to {}: AWS accepts at most 1000000 USD an hour", sum.to_decimal())
    }));
    if !problems.is_empty() {
        return Err(Failure::Other(problems.join("\nerror: ")));
    }
    let purchase = |(offer, hourly_commitment)| {
        let hours = question.hours_of(offer);
        Purchase { offer, hourly_commitment, hours }
    };
    Ok(sums.into_iter().map(purchase).collect())
}

fn one(argument: &str, question: &CommitQuestion<'_>) -> Result<(usize, Money), String> {
    let (wanted, amount) = argument
        .rsplit_once('=')
        .ok_or("expected a plan, a term, a payment option and an amount, such as `compute:1:no_upfront=19.60`")?;
    let offers = &question.usage.offers;
    let offer = offers.iter().position(|offer| name(offer) == wanted.trim()).ok_or_else(|| unknown(wanted, offers))?;
    let Offer { term, payment, .. } = offers[offer];
    if !question.allows(term, payment) {
        return Err("`--max-term` and `--payment` do not allow it".to_owned());
    }
    Ok((offer, commitment(amount.trim())?))
}

/// `compute:1:no_upfront`.
fn name(offer: &Offer) -> String {
    format!("{}:{}:{}", offer.scope.name(), offer.term.years(), offer.payment.name())
}

fn unknown(wanted: &str, offers: &[Offer]) -> String {
    let names: Vec<String> = offers.iter().map(name).collect();
    if let Some(meant) = nearest(wanted, names.iter().map(String::as_str)) {
        return format!("the rates have no `{wanted}`; is it `{meant}`?");
    }
    let plan = |name: &str| name.split(':').next().unwrap_or_default().to_owned();
    let mut near: Vec<&String> = names.iter().filter(|name| plan(name) == plan(wanted)).collect();
    if near.is_empty() {
        near = names.iter().collect();
    }
    let more =
        if near.len() > OFFERS_NAMED { format!(" and {} more", near.len() - OFFERS_NAMED) } else { String::new() };
    let named: Vec<String> = near.iter().take(OFFERS_NAMED).map(|name| format!("`{name}`")).collect();
    match &named[..] {
        [] => format!("the rates have no `{wanted}`; they name no plan at all"),
        named => format!("the rates have no `{wanted}`; they have {}{more}", named.join(", ")),
    }
}

fn commitment(text: &str) -> Result<Money, String> {
    let too_fine = || format!("`{text}` has more than five decimals, which AWS does not accept");
    let amount = match Money::parse(text) {
        Err(DecimalError::TooPrecise { .. }) => return Err(too_fine()),
        Err(DecimalError::TooLarge(_)) => Money::from_picodollars(MOST.picodollars() + 1),
        Err(error) => return Err(format!("{error}; expected US dollars an hour, such as 19.60")),
        Ok(amount) => amount,
    };
    if amount < LEAST || amount > MOST {
        return Err(format!("`{text}` is not from 0.001 to 1000000 USD an hour, which is what AWS accepts"));
    }
    if amount.picodollars() % FIFTH_DECIMAL != 0 { Err(too_fine()) } else { Ok(amount) }
}
