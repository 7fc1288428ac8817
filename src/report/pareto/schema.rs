//! The schema of the Pareto front.

use serde_json::{Value, json};

use super::super::schema::{count, described, list, nullable, object, reference};

pub(in super::super) fn pareto() -> Value {
    let id = |words| described(words, json!({ "anyOf": [{ "type": "null" }, reference("option_id")] }));
    let option = object(json!({
        "option": reference("option_id"),
        "total": reference("money"),
        "monthly_mean": described("total × 730 / hours", reference("money")),
        "minutes_short": count(),
        "liability_after": described("left to pay after the horizon of the plans that it buys", reference("money")),
        "committed": described("hourly commitments of these plans over their terms", reference("money")),
        "interruption_percent": described(
            "task-minutes that Spot interruptions are expected to cost; null where nothing is known of them",
            nullable("number"),
        ),
        "hours_per_month": described("people's time", reference("quantity")),
        "dominated_by": id("no worse in anything and better in something; null on the front"),
        "same_bill_as": id("the first option that has the same bill"),
    }));
    described("every available option beside those that ask less", list(option))
}
