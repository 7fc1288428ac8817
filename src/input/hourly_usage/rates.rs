//! The rows of rates: what an item costs on demand and under each plan.

use std::collections::BTreeMap;
use std::ops::Range;

use super::decimal::{Decimal, NotANumber};
use super::lines::{Columns, Line, Wanted, read_lines};
use crate::diagnostic::Code;
use crate::input::csv_report::Report;
use crate::input::nearest::nearest;
use crate::money::Money;
use crate::scenario::{PaymentOption, PlanScope, TermYears};

/// Prices above 10 to this, USD per unit, are slips of unit.
const MOST_PRICE: u32 = 6;

const COLUMNS: Wanted<5> =
    Wanted { names: ["item", "plan", "term_years", "payment", "price"], optional: Some("currency") };

/// How an item is bought.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purchase {
    OnDemand,
    Plan(PlanScope, TermYears, PaymentOption),
}

/// One rate.
pub(super) struct Rate {
    /// Nothing when it has been reported.
    pub(super) price: Option<Money>,
    /// Where its line is, and where its price is.
    pub(super) line: Range<usize>,
    pub(super) price_at: Range<usize>,
}

/// Rates by item and how it is bought.
pub(super) type Rates = BTreeMap<String, BTreeMap<Purchase, Rate>>;

/// The rates; a row that cannot be read is reported and left out.
pub(super) fn read(text: &str, report: &mut Report<'_>) -> Option<Rates> {
    let mut rates = Rates::new();
    let mut currency: Option<String> = None;
    read_lines(text, &COLUMNS, report, |line, columns, report| {
        check_currency(line, columns, &mut currency, report);
        take(line, columns, &mut rates, report);
    })?;
    Some(rates)
}

fn take(line: &Line<'_>, columns: &Columns<5>, rates: &mut Rates, report: &mut Report<'_>) {
    let [item_at, _, _, _, price_at] = columns.at;
    let item = line.field(item_at);
    if item.is_empty() {
        let help = "name what the rate is for, as the usage does";
        report.at(line.place_of(item_at), Code::UsageRow, "the row has no item", "expected a name", help);
    }
    let purchase = purchase(line, columns, report);
    let price = price(line, price_at, report);
    let Some(purchase) = purchase else { return };
    let of_item = rates.entry(item.to_owned()).or_default();
    if of_item.contains_key(&purchase) {
        let title = format!("`{item}` has two rates for the same plan, term and payment");
        report.at(line.span.clone(), Code::DuplicateRate, title, "a second one", "keep the one that is right");
        return;
    }
    of_item.insert(purchase, Rate { price, line: line.span.clone(), price_at: line.place_of(price_at) });
}

fn check_currency(line: &Line<'_>, columns: &Columns<5>, first: &mut Option<String>, report: &mut Report<'_>) {
    let Some(at) = columns.optional else { return };
    let found = line.field(at).to_ascii_uppercase();
    let title = match first {
        Some(first) if *first != found => format!("the rates are in `{first}`, and this one is in `{found}`"),
        Some(_) => return,
        None => {
            *first = Some(found.clone());
            if found == "USD" {
                return;
            }
            format!("the rates are in `{found}`")
        }
    };
    let help = "write every rate in US dollars: AWS sells Savings Plans in them";
    report.at(line.place_of(at), Code::RateCurrency, title, "expected `USD`", help);
}

fn price(line: &Line<'_>, at: usize, report: &mut Report<'_>) -> Option<Money> {
    let text = line.field(at);
    let help = "write a plain number of US dollars per unit, such as 0.0126 or 1.26e-05";
    let mut refuse =
        |title: String, expected: &str| report.at(line.place_of(at), Code::RatePrice, title, expected, help);
    let above_zero = "expected a number above 0";
    match Decimal::parse(text) {
        Ok(number) if number.is_above_ten_to(MOST_PRICE) => {
            refuse(format!("the price `{text}` is above a million dollars per unit"), above_zero);
        }
        Ok(number) => match number.as_money() {
            Some(Money::ZERO) => refuse("the price is zero".to_owned(), above_zero),
            Some(price) => return Some(price),
            None => refuse(format!("the price `{text}` has more than twelve decimals"), "expected at most twelve"),
        },
        Err(NotANumber::Negative) => refuse(format!("the price `{text}` is negative"), above_zero),
        Err(NotANumber::Text) if text.is_empty() => refuse("the row has no price".to_owned(), above_zero),
        Err(NotANumber::Text) => refuse(not_a_price(text), above_zero),
    }
    None
}

fn not_a_price(text: &str) -> String {
    let has_currency = text.chars().any(|letter| letter.is_alphabetic() || "$€£¥₩".contains(letter));
    let is_number =
        !matches!(text.to_ascii_lowercase().as_str(), "nan" | "inf" | "-inf" | "infinity" | "null" | "none");
    if has_currency && is_number && text.bytes().any(|byte| byte.is_ascii_digit()) {
        return format!("the price `{text}` has a currency in it");
    }
    format!("`{text}` is not a price")
}

/// How the row's item is bought: the columns plan, term and payment together.
fn purchase(line: &Line<'_>, columns: &Columns<5>, report: &mut Report<'_>) -> Option<Purchase> {
    let [_, plan_at, term_at, payment_at, _] = columns.at;
    let scope = match line.field(plan_at) {
        "on_demand" => {
            let is_plain = [term_at, payment_at].map(|at| leave_empty(line, at, report));
            return (is_plain == [true, true]).then_some(Purchase::OnDemand);
        }
        text => scope(text),
    };
    if let Err(help) = &scope {
        let title = format!("`{}` is not a plan", line.field(plan_at));
        let expected = "expected `on_demand`, `compute` or `ec2_instance:` with a group";
        report.at(line.place_of(plan_at), Code::RatePlan, title, expected, help);
    }
    let term = term(line.field(term_at));
    if term.is_none() {
        let title = format!("`{}` is not a term of a plan", line.field(term_at));
        let help = "write the years of the term; `on_demand` has none";
        report.at(line.place_of(term_at), Code::RatePlan, title, "expected 1 or 3", help);
    }
    let payment = payment(line.field(payment_at));
    if payment.is_none() {
        let title = format!("`{}` is not a payment option", line.field(payment_at));
        let expected = "expected `no_upfront`, `partial_upfront` or `all_upfront`";
        let meant = nearest(line.field(payment_at), PaymentOption::ALL.map(PaymentOption::name));
        let help = meant.map_or_else(|| "write one of them".to_owned(), |meant| format!("is it `{meant}`?"));
        report.at(line.place_of(payment_at), Code::RatePlan, title, expected, help);
    }
    Some(Purchase::Plan(scope.ok()?, term?, payment?))
}

fn leave_empty(line: &Line<'_>, at: usize, report: &mut Report<'_>) -> bool {
    let text = line.field(at);
    if !text.is_empty() {
        let title = format!("`on_demand` has neither term nor payment, and here is `{text}`");
        report.at(line.place_of(at), Code::RatePlan, title, "expected nothing", "leave the field empty");
    }
    text.is_empty()
}

/// The scope that a plan's name stands for, or what to do about it.
fn scope(text: &str) -> Result<PlanScope, String> {
    match text.split_once(':').map(|(kind, group)| (kind, group.trim())) {
        Some(("ec2_instance", group)) if !group.is_empty() => Ok(PlanScope::Ec2Instance(group.to_owned())),
        Some(("ec2_instance", _)) => Err("name the group, such as `ec2_instance:r5`".to_owned()),
        None if text == "compute" => Ok(PlanScope::Compute),
        None if text == "ec2_instance" => Err("name the group, such as `ec2_instance:r5`".to_owned()),
        _ => {
            let meant = nearest(text, ["on_demand", "compute", "ec2_instance"]);
            Err(meant.map_or_else(|| "write one of them".to_owned(), |meant| format!("is it `{meant}`?")))
        }
    }
}

/// `1`, `3`, also as `1.0`, which a column of numbers with gaps is written as.
fn term(text: &str) -> Option<TermYears> {
    match text {
        "1" | "1.0" => Some(TermYears::One),
        "3" | "3.0" => Some(TermYears::Three),
        _ => None,
    }
}

fn payment(text: &str) -> Option<PaymentOption> {
    PaymentOption::ALL.into_iter().find(|payment| payment.name() == text)
}
