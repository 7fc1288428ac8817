//! People's time as lines of a bill (rule B5).

use super::line_item::{ChargeKind, LineItem, PurchaseOption};
use crate::money::{Money, Quantity};
use crate::pricing::Basis;
use crate::time::{Horizon, MonthSpan};
use crate::usage::Purpose;

/// The name of the lines.
const PEOPLES_TIME: &str = "People's time";

/// Adds what `hours_per_month` of people's time cost, a line per month span; none when that is nothing.
///
/// They come after tax and percentages of the bill, which do not count them.
pub fn add_peoples_time(lines: &mut Vec<LineItem>, hours_per_month: Quantity, usd_per_hour: Money, horizon: &Horizon) {
    if hours_per_month.amount() == 0 || usd_per_hour.is_zero() {
        return;
    }
    lines.extend(horizon.months().iter().map(|span| line_of(span, hours_per_month, usd_per_hour)));
    lines.sort_by_key(|line| line.month);
}

fn line_of(span: &MonthSpan, hours_per_month: Quantity, usd_per_hour: Money) -> LineItem {
    let whole_months = hours_per_month.per() * i128::from(span.hours_per_month);
    let quantity = Quantity::new(hours_per_month.amount() * i128::from(span.hours), whole_months);
    let cost = quantity.cost_at(usd_per_hour);
    LineItem {
        month: span.month,
        service: "Operations".to_owned(),
        workload: None,
        purpose: Purpose::Service,
        usage_type: PEOPLES_TIME.to_owned(),
        purchase_option: PurchaseOption::Other,
        commitment_id: None,
        quantity,
        unit: "Hrs",
        list_unit_price: usd_per_hour,
        unit_price: usd_per_hour,
        list_cost: cost,
        cost,
        as_of: String::new(),
        basis: Basis::Observed,
        source: "scenario".to_owned(),
        kind: ChargeKind::PeoplesTime,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Convention;

    fn costs(convention: Convention, hours_per_month: Quantity) -> Vec<String> {
        let horizon = Horizon::new(jiff::civil::date(2026, 1, 16), convention).unwrap();
        let mut lines = Vec::new();
        add_peoples_time(&mut lines, hours_per_month, Money::parse("60").unwrap(), &horizon);
        lines.iter().map(|line| line.cost.to_decimal()).collect()
    }

    #[test]
    fn a_part_of_a_month_has_its_share_of_the_hours() {
        // January has 744 hours, 384 of them from the 16th; February 1 to 15 has 360 of 672.
        let january = "247.741935483871"; // 8 × 60 × 384 / 744
        let february = "257.142857142857"; // 8 × 60 × 360 / 672
        assert_eq!(costs(Convention::Months(1), Quantity::whole(8)), [january, february]);
    }

    #[test]
    fn half_an_hour_in_a_calculator_month_is_half_the_rate() {
        assert_eq!(costs(Convention::Hours(384), Quantity::new(1, 2)), ["15.780821917808"]); // 30 × 384 / 730
    }

    #[test]
    fn no_time_has_no_lines() {
        assert_eq!(costs(Convention::Months(1), Quantity::whole(0)), [""; 0]);
    }
}
