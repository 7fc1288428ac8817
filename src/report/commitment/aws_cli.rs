//! The AWS CLI commands that would buy what is proposed, as text.

use super::build::whole_dollars_up;
use super::view::PurchaseView;
use crate::scenario::PaymentOption;

/// For each purchase the command that finds the offering, and the one that would buy it.
///
/// The offering's id stays open as `<id>`, which a shell refuses: nothing is bought by pasting the text as it is.
pub(super) fn commands(purchases: &[PurchaseView], region: Option<&str>) -> Vec<String> {
    purchases.iter().flat_map(|purchase| [find(purchase, region), buy(purchase)]).collect()
}

fn find(purchase: &PurchaseView, region: Option<&str>) -> String {
    let (kind, filters) = match purchase.plan.strip_prefix("ec2_instance:") {
        // The group of the rates is the user's own name for a family, in a region that the rates do not know.
        Some(group) => {
            let family = quoted(&format!("name=instanceFamily,values={group}"));
            let region = region.unwrap_or("<region>");
            ("EC2Instance", format!(" --filters {family} name=region,values={region}"))
        }
        None => ("Compute", String::new()),
    };
    let seconds = u64::from(purchase.term_years.hours()) * 3_600;
    let payment = payment_words(purchase.payment);
    format!(
        "aws savingsplans describe-savings-plans-offerings --plan-types {kind} --payment-options \"{payment}\" \
         --durations {seconds} --currencies USD{filters} --query \"searchResults[].offeringId\" --output text"
    )
}

fn buy(purchase: &PurchaseView) -> String {
    let commitment = purchase.hourly_commitment.to_decimal();
    let upfront = match purchase.payment {
        PaymentOption::PartialUpfront => {
            format!(" --upfront-payment-amount {}", whole_dollars_up(purchase.upfront_cost))
        }
        PaymentOption::NoUpfront | PaymentOption::AllUpfront => String::new(),
    };
    format!("aws savingsplans create-savings-plan --savings-plan-offering-id <id> --commitment {commitment}{upfront}")
}

/// As AWS writes a payment option.
const fn payment_words(payment: PaymentOption) -> &'static str {
    match payment {
        PaymentOption::NoUpfront => "No Upfront",
        PaymentOption::PartialUpfront => "Partial Upfront",
        PaymentOption::AllUpfront => "All Upfront",
    }
}

/// A word that a shell takes as it is: in single quotes unless it is plain.
fn quoted(word: &str) -> String {
    let word = crate::report::words::tame(word);
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.,=:/".contains(letter);
    if word.chars().all(is_plain) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::scenario::TermYears;

    fn purchase(plan: &str, payment: PaymentOption) -> PurchaseView {
        let dollars = |text: &str| Money::parse(text).unwrap();
        PurchaseView {
            plan: plan.to_owned(),
            term_years: TermYears::Three,
            payment,
            hourly_commitment: dollars("19.6"),
            cost: Money::ZERO,
            used: Money::ZERO,
            unused: Money::ZERO,
            utilisation: 0.0,
            upfront_cost: dollars("257544.5"),
            liability_after: Money::ZERO,
        }
    }

    #[test]
    fn a_partial_upfront_plan_names_its_whole_upfront_amount() {
        let [find, buy] = &commands(&[purchase("compute", PaymentOption::PartialUpfront)], None)[..] else { panic!() };
        assert!(
            find.contains("--plan-types Compute --payment-options \"Partial Upfront\" --durations 94608000"),
            "{find}"
        );
        assert!(!find.contains("--filters"), "{find}");
        assert!(buy.ends_with("<id> --commitment 19.6 --upfront-payment-amount 257545"), "{buy}");
    }

    #[test]
    fn a_group_is_the_family_and_cannot_break_out_of_its_word() {
        let find = |plan| commands(&[purchase(plan, PaymentOption::AllUpfront)], None).swap_remove(0);
        assert!(find("ec2_instance:r5").contains("--plan-types EC2Instance"));
        assert!(find("ec2_instance:r5").contains("--filters name=instanceFamily,values=r5 name=region"));
        assert!(find("ec2_instance:r5'; id #").contains("'name=instanceFamily,values=r5'\\''; id #'"));
    }
}
