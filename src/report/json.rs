//! The result as JSON, in the shape of [`result_schema`](super::result_schema).

use super::ResultView;

/// The whole result, indented, ending with a line end.
#[must_use]
pub fn render_json(result: &ResultView) -> String {
    let mut text = serde_json::to_string_pretty(result).expect("the result has text keys only");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::report::fixture;
    use serde_json::Value;

    fn sum(rows: &Value, key: &str) -> Money {
        rows.as_array().unwrap().iter().map(|row| Money::parse(row[key].as_str().unwrap()).unwrap()).sum()
    }

    #[test]
    fn lines_and_months_sum_to_the_total_in_dollars_and_as_displayed() {
        let value: Value = serde_json::from_str(&render_json(&fixture::in_won())).unwrap();
        for option in value["options"].as_array().unwrap().iter().filter(|option| option["available"] == true) {
            for (total, line_key, month_key) in
                [("total", "cost", "total"), ("display_total", "display_cost", "display_total")]
            {
                let total = Money::parse(option[total].as_str().unwrap()).unwrap();
                assert_eq!(sum(&option["line_items"], line_key), total);
                assert_eq!(sum(&option["monthly"], month_key), total);
            }
        }
    }

    #[test]
    fn an_unavailable_option_has_every_key_and_no_figures() {
        let value: Value = serde_json::from_str(&render_json(&fixture::compared())).unwrap();
        let (available, unavailable) = (&value["options"][0], &value["options"][1]);
        let keys = |option: &Value| option.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(available), keys(unavailable));
        assert_eq!(unavailable["total"], Value::Null);
        assert_eq!(unavailable["line_items"], Value::Array(Vec::new()));
        assert_eq!(value["recommendation"], Value::Null);
    }
}
