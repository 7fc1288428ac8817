//! [`DisplayCurrency`]: exact dollars as shown, in any currency, so that rows add up (rule M5).

use crate::money::{Displayed, Money, divide_half_even, share_out};
use crate::scenario::Currency;

/// Currencies without a minor unit in use (ISO 4217).
const WITHOUT_DECIMALS: [&str; 16] =
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

/// Decimals that a rate may have: more say nothing, and would leave less room for large totals.
const RATE_DECIMALS: u32 = 6;

/// The largest rate accepted, units per dollar.
const LARGEST_RATE: Money = Money::from_picodollars(1_000_000 * 1_000_000_000_000);

/// Why a currency cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurrencyError {
    /// Not three capital letters.
    #[error("`{0}` is not a currency code; expected three capital letters such as `KRW`")]
    Code(String),
    /// Zero, negative, huge or with too many decimals.
    #[error(
        "`{0}` is not a usable rate; expected units per US dollar, above 0, at most 1000000, with up to 6 decimals"
    )]
    Rate(String),
    /// Dollars at another rate than 1.
    #[error("the rate of `USD` is 1, not `{0}`")]
    Dollar(String),
}

/// The currency that a report shows; sums stay in US dollars.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DisplayCurrency {
    code: String,
    rate: Money,
    rate_date: Option<String>,
}

impl DisplayCurrency {
    /// US dollars.
    #[must_use]
    pub fn usd() -> Self {
        Self { code: "USD".to_owned(), rate: Money::from_picodollars(1_000_000_000_000), rate_date: None }
    }

    /// Checks code and rate.
    ///
    /// # Errors
    /// [`CurrencyError`] when the code is not three capital letters or the rate is out of range.
    pub fn new(currency: &Currency) -> Result<Self, CurrencyError> {
        let Currency { code, rate, rate_date } = currency.clone();
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(CurrencyError::Code(code));
        }
        let whole = 10_i128.pow(12 - RATE_DECIMALS);
        if rate <= Money::ZERO || rate > LARGEST_RATE || rate.picodollars() % whole != 0 {
            return Err(CurrencyError::Rate(rate.to_decimal()));
        }
        if code == "USD" && rate != Self::usd().rate {
            return Err(CurrencyError::Dollar(rate.to_decimal()));
        }
        Ok(Self { code, rate, rate_date })
    }

    /// ISO 4217 code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Units per US dollar.
    #[must_use]
    pub const fn rate(&self) -> Money {
        self.rate
    }

    /// The date of the rate, as given.
    #[must_use]
    pub fn rate_date(&self) -> Option<&str> {
        self.rate_date.as_deref()
    }

    /// Whether the report is in US dollars.
    #[must_use]
    pub fn is_usd(&self) -> bool {
        self.code == "USD"
    }

    /// Decimals shown.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        if WITHOUT_DECIMALS.contains(&self.code.as_str()) { 0 } else { 2 }
    }

    /// One amount, rounded by itself.
    #[must_use]
    pub fn shown(&self, amount: Money) -> Displayed {
        self.shared(&[amount]).1
    }

    /// Rows and their total, so that the rows add up to it.
    #[must_use]
    pub fn shared(&self, rows: &[Money]) -> (Vec<Displayed>, Displayed) {
        share_out(rows, self.units_per_dollar())
    }

    /// Rows inside a total that has been shown already (it is within one unit of their exact sum).
    #[must_use]
    pub fn shared_within(&self, rows: &[Money], total: Displayed) -> Vec<Displayed> {
        let (numerator, denominator) = self.units_per_dollar();
        let divisor = denominator * 10_i128.pow(12);
        let exact = |row: &Money| row.picodollars() * numerator;
        let mut shown: Vec<Displayed> = rows.iter().map(|row| exact(row).div_euclid(divisor)).collect();
        let left_over = total - shown.iter().sum::<i128>();
        let mut by_remainder: Vec<usize> = (0..rows.len()).collect();
        by_remainder.sort_by_key(|&index| std::cmp::Reverse(exact(&rows[index]).rem_euclid(divisor)));
        // A total below the exact sum by a whole unit leaves one too many where every row is exact.
        let steps = usize::try_from(left_over.abs()).unwrap_or(0);
        for &index in by_remainder.iter().take(steps) {
            shown[index] += left_over.signum();
        }
        shown
    }

    /// `-1,234.56`.
    #[must_use]
    pub fn number(&self, shown: Displayed) -> String {
        let plain = self.plain(shown);
        let (sign, unsigned) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{}{point}{fraction}", grouped(whole))
    }

    /// `-1234.56`, for programs.
    #[must_use]
    pub fn plain(&self, shown: Displayed) -> String {
        let scale = 10_i128.pow(12 - self.decimals());
        Money::from_picodollars(shown * scale).to_fixed(self.decimals())
    }

    /// `$1,234.56`, `₩1,235`, `EUR 1,234.56`.
    #[must_use]
    pub fn amount(&self, shown: Displayed) -> String {
        let number = self.number(shown);
        let (sign, unsigned) = number.strip_prefix('-').map_or(("", number.as_str()), |rest| ("-", rest));
        match self.code.as_str() {
            "USD" => format!("{sign}${unsigned}"),
            "KRW" => format!("{sign}₩{unsigned}"),
            code => format!("{code} {number}"),
        }
    }

    /// An exact amount, converted and written.
    pub(super) fn write(&self, amount: Money) -> String {
        self.amount(self.shown(amount))
    }

    /// The smallest displayed units in one dollar, as a reduced fraction: the smaller its numbers,
    /// the larger the totals that can be shared out exactly.
    fn units_per_dollar(&self) -> (i128, i128) {
        let numerator = self.rate.picodollars() * 10_i128.pow(self.decimals());
        let denominator = 10_i128.pow(12);
        let divisor = greatest_common_divisor(numerator, denominator);
        (numerator / divisor, denominator / divisor)
    }
}

/// The share that `part` has of `whole`, in percent with one decimal; `None` of nothing.
pub(super) fn percent_text(part: Money, whole: Money) -> Option<String> {
    if whole.is_zero() {
        return None;
    }
    let per_mille = divide_half_even(part.picodollars() * 1_000, whole.picodollars().abs());
    let sign = if per_mille < 0 { "-" } else { "" };
    Some(format!("{sign}{}.{}%", per_mille.abs() / 10, per_mille.abs() % 10))
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// `1234567` as `1,234,567`.
pub(super) fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    fn currency(code: &str, rate: &str) -> Result<DisplayCurrency, CurrencyError> {
        DisplayCurrency::new(&Currency { code: code.to_owned(), rate: money(rate), rate_date: None })
    }

    #[test]
    fn won_have_no_decimals_and_dollars_two() {
        let won = currency("KRW", "1380").unwrap();
        assert_eq!(won.write(money("1234.5")), "₩1,703,610");
        assert_eq!(DisplayCurrency::usd().write(money("-1234.505")), "-$1,234.50");
        assert_eq!(currency("EUR", "0.92").unwrap().write(money("1000")), "EUR 920.00");
    }

    #[test]
    fn rates_and_codes_that_make_no_sense_are_refused() {
        for (code, rate) in [("krw", "1380"), ("WON!", "1380"), ("", "1"), ("KRW", "0"), ("KRW", "-1"), ("USD", "2")] {
            assert!(currency(code, rate).is_err(), "{code} at {rate} was accepted");
        }
        assert!(currency("KRW", "1000001").is_err() && currency("KRW", "1380.1234567").is_err());
    }

    #[test]
    fn a_share_of_nothing_has_no_percentage() {
        assert_eq!(percent_text(money("1"), Money::ZERO), None);
        assert_eq!(percent_text(money("-1"), money("8")).as_deref(), Some("-12.5%"));
    }

    proptest! {
        #[test]
        fn rows_inside_a_shown_total_add_up_to_it(
            rows in proptest::collection::vec(-10_i128.pow(14)..10_i128.pow(17), 1..40),
            rate in 1_i128..2_000_000, off in -1_i128..=1,
        ) {
            let rows: Vec<Money> = rows.into_iter().map(Money::from_picodollars).collect();
            let currency = DisplayCurrency { code: "KRW".to_owned(), rate: Money::from_picodollars(rate * 10_i128.pow(9)), rate_date: None };
            let sum: Money = rows.iter().sum();
            let exact = sum.picodollars() * rate;
            let total = currency.shown(sum) + off;
            // A month is shown within one unit of its exact amount.
            prop_assume!((total * 1_000 * 10_i128.pow(12) - exact).abs() < 1_000 * 10_i128.pow(12));
            let shown = currency.shared_within(&rows, total);
            prop_assert_eq!(shown.iter().sum::<i128>(), total);
        }
    }
}
