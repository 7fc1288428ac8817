use proptest::prelude::*;

use super::rows::rows;
use super::section_lines::ShownChange;
use super::*;
use crate::money::{Money, Quantity};
use crate::report::{DisplayCurrency, Language, Style};
use crate::scenario::{Currency, SavedFigures, SavedLine, SavedMonth, SavedOption, SavedResult, SavedTasks};
use crate::time::YearMonth;

/// A line: usage type, quantity in thousandths, price in billionths of a dollar.
type Line = (&'static str, i128, i128);

fn line(&(usage_type, thousandths, billionths): &Line) -> SavedLine {
    let quantity = Quantity::new(thousandths * 1_000_000_000, 1_000_000_000_000);
    let unit_price = Money::from_picodollars(billionths * 1_000);
    let text = |text: &str| text.to_owned();
    SavedLine {
        service: text("AmazonECS"),
        usage_type: text(usage_type),
        purpose: text("service"),
        kind: text(if usage_type == "People" { "peoples_time" } else { "compute" }),
        purchase_option: text("on_demand"),
        commitment_id: None,
        unit: text("Hrs"),
        quantity,
        unit_price,
        cost: quantity.cost_at(unit_price),
    }
}

/// Tax on everything but people's time.
fn tax(lines: &[SavedLine], percent: i128) -> SavedLine {
    let taxed: Money = lines.iter().filter(|line| line.kind != "peoples_time").map(|line| line.cost).sum();
    let (quantity, unit_price) =
        (Quantity::new(taxed.picodollars(), 1_000_000_000_000), Money::from_picodollars(percent * 10_000_000_000));
    let (kind, usage_type) = ("tax".to_owned(), format!("Tax {percent} %"));
    SavedLine { kind, usage_type, quantity, unit_price, cost: quantity.cost_at(unit_price), ..line(&("", 0, 0)) }
}

/// A result with one option.
fn result(lines: &[Line], tax_percent: i128, hours: u32) -> SavedResult {
    let mut lines: Vec<SavedLine> = lines.iter().map(line).collect();
    if tax_percent > 0 {
        lines.push(tax(&lines, tax_percent));
    }
    let total = lines.iter().map(|line| line.cost).sum();
    let tasks = SavedTasks {
        workload: "api".to_owned(),
        launch_type: "fargate_spot".to_owned(),
        architecture: "arm64".to_owned(),
        size: "1 vCPU / 2 GB".to_owned(),
        counts: (1, 2.5, 4),
    };
    let figures = SavedFigures {
        total,
        meets_objective: true,
        tasks: vec![tasks],
        instances: Vec::new(),
        commitments: Vec::new(),
        months: vec![SavedMonth { month: YearMonth { year: 2026, month: 1 }, hours, total }],
        lines,
    };
    SavedResult {
        name: "shop".to_owned(),
        region: "us-east-1".to_owned(),
        start: "2026-01-01".to_owned(),
        hours,
        prices: "tables".to_owned(),
        currency: Currency { code: "USD".to_owned(), rate: dollars(1), rate_date: None },
        interrupted: false,
        assumptions: Vec::new(),
        recommended: Some("fargate".to_owned()),
        options: vec![SavedOption { id: "fargate".to_owned(), unavailable_reason: None, figures: Some(figures) }],
    }
}

fn dollars(amount: i128) -> Money {
    Money::from_picodollars(amount * 1_000_000_000_000)
}

fn difference(base: &SavedResult, head: &SavedResult) -> ResultDifference {
    ResultDifference::new(("base.json", base), ("head.json", head))
}

fn cost(base: &SavedResult, head: &SavedResult) -> CostChange {
    difference(base, head).recommended_cost.unwrap()
}

fn parts(price: i128, volume: i128, mix: i128) -> Parts {
    Parts { price: dollars(price), volume: dollars(volume), mix: dollars(mix) }
}

#[test]
fn another_price_of_the_quantity_before_is_price_and_the_rest_volume() {
    let (base, head) =
        (result(&[("A", 100_000, 2_000_000_000)], 0, 730), result(&[("A", 150_000, 3_000_000_000)], 0, 730));
    assert_eq!(cost(&base, &head).parts, parts(100, 150, 0));
    assert_eq!(cost(&head, &base).parts, parts(-150, -100, 0));
}

#[test]
fn what_only_one_side_has_is_mix() {
    let (base, head) =
        (result(&[("A", 100_000, 2_000_000_000)], 0, 730), result(&[("B", 10_000, 3_000_000_000)], 0, 730));
    let cost = cost(&base, &head);
    assert_eq!((cost.change, cost.parts), (dollars(-170), parts(0, 0, -170)));
    assert!(cost.lines[0].head.is_none() && cost.lines[1].base.is_none(), "{:?}", cost.lines);
}

#[test]
fn what_another_plan_covers_is_mix() {
    let covered = |plan: &str, price: i128| {
        let mut result = result(&[("A", 100_000, price)], 0, 730);
        let line = &mut result.options[0].figures.as_mut().unwrap().lines[0];
        (line.purchase_option, line.commitment_id) = ("savings_plan".to_owned(), Some(plan.to_owned()));
        result
    };
    let (base, head) = (covered("one year", 2_000_000_000), covered("three years", 1_000_000_000));
    assert_eq!(cost(&base, &head).parts, parts(0, 0, -100));
    assert_eq!(cost(&base, &covered("one year", 1_000_000_000)).parts, parts(-100, 0, 0));
    let text = render_difference_table(&difference(&base, &head), &DisplayCurrency::usd(), Style::default());
    assert!(text.contains("one year, gone") && text.contains("three years, new"), "{text}");
}

#[test]
fn tax_follows_what_is_taxed_and_another_rate_is_price() {
    let lines: [Line; 2] = [("A", 100_000, 2_000_000_000), ("People", 10_000, 50_000_000_000)];
    let more: [Line; 3] =
        [("A", 150_000, 3_000_000_000), ("B", 5_000, 2_000_000_000), ("People", 10_000, 50_000_000_000)];
    let change = cost(&result(&lines, 10, 730), &result(&more, 20, 730));
    // Tax before 20, after 92: 10 % more of 200 and 20 % of the 100 of price; 20 % of 150 of volume and of 10 of mix.
    let tax = change.lines.last().unwrap();
    assert_eq!((tax.usage_type.as_str(), tax.parts), ("Tax", parts(40, 30, 2)));
    let introduced = cost(&result(&lines, 0, 730), &result(&lines, 10, 730));
    assert_eq!(introduced.parts, parts(20, 0, 0));
}

#[test]
fn horizons_of_other_lengths_are_compared_by_the_average_month() {
    let (month, year) =
        (result(&[("A", 730_000, 1_000_000_000)], 0, 730), result(&[("A", 8_760_000, 1_000_000_000)], 0, 8_760));
    let view = difference(&month, &year);
    assert!(!view.same_horizon && view.differs);
    let cost = view.recommended_cost.as_ref().unwrap();
    assert_eq!((cost.change, cost.lines.len(), view.options.len()), (Money::ZERO, 0, 0));
    let text = render_difference_table(&view, &DisplayCurrency::usd(), Style::default());
    assert!(text.starts_with("shop: $730.00 per month, as before.") && text.contains("horizons differ"), "{text}");
}

#[test]
fn capacity_commitments_assumptions_and_options_that_differ_are_named() {
    let base = result(&[("A", 1_000, 1_000_000_000)], 0, 730);
    let mut head = base.clone();
    let figures = head.options[0].figures.as_mut().unwrap();
    figures.tasks[0].counts.2 = 6;
    figures.commitments.push(crate::scenario::SavedCommitment {
        kind: "compute_savings_plan".to_owned(),
        covers: None,
        held: false,
        term_years: 3,
        payment_option: "all_upfront".to_owned(),
        hourly: dollars(2),
    });
    head.assumptions.push(crate::scenario::SavedAssumption { key: "a.b".to_owned(), value: "7".to_owned() });
    head.options.push(SavedOption {
        id: "gone".to_owned(),
        unavailable_reason: Some("no price".to_owned()),
        figures: None,
    });
    let view = difference(&base, &head);
    assert!(view.differs && view.options.is_empty() && view.options_unchanged == 1);
    let changed = |what: &str, base: Option<&str>, head: Option<&str>| Changed {
        what: what.to_owned(),
        base: base.map(str::to_owned),
        head: head.map(str::to_owned),
    };
    let tasks = |most: u32| format!("fargate spot arm64, 1 vCPU / 2 GB, 1 to {most} tasks (mean 2.5)");
    assert_eq!(view.capacity, [changed("api", Some(&tasks(4)), Some(&tasks(6)))]);
    assert_eq!(view.commitments, [changed("compute savings plan, 3 years, all upfront", None, Some("2 USD an hour"))]);
    assert_eq!(view.assumptions, [changed("a.b", None, Some("7"))]);
}

#[test]
fn a_side_without_a_recommendation_has_no_cost_to_compare() {
    let base = result(&[("A", 1_000, 1_000_000_000)], 0, 730);
    let head = SavedResult { recommended: None, ..base.clone() };
    let view = difference(&base, &head);
    assert!(view.differs && view.recommended_cost.is_none());
    let text = render_difference_markdown(&view, &DisplayCurrency::usd(), Language::English);
    assert!(text.contains("No option can be recommended any more; it was fargate."), "{text}");
}

#[test]
fn differences_are_valid_against_their_schema() {
    let validator = jsonschema::draft202012::new(&difference_schema()).expect("the schema is valid");
    let (base, head) = (result(&[("A", 100_000, 2)], 10, 730), result(&[("B", 1, 3)], 0, 731));
    for (base, head) in [(&base, &head), (&head, &base), (&base, &base)] {
        let value = serde_json::to_value(difference(base, head)).unwrap();
        assert!(validator.is_valid(&value), "{value:#}");
    }
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let usage_type = prop::sample::select(vec!["A", "B", "C", "D", "People"]);
    // Few prices, so that both sides often have the same one, and rows of one price and of several.
    let price = prop::sample::select(vec![0, 1, 46_560, 5_110_000, 5_110_001, 77_000_000, 2_000_000_000_000]);
    prop::collection::vec((usage_type, 0..1_000_000_000_i128, price), 0..12)
}

fn any_result() -> impl Strategy<Value = SavedResult> {
    (lines(), 0..=30_i128, prop::sample::select(vec![1, 730, 744, 8_760, 26_281]))
        .prop_map(|(lines, tax, hours)| result(&lines, tax, hours))
}

proptest! {
    #[test]
    fn the_parts_of_all_rows_add_up_to_the_change(base in any_result(), head in any_result()) {
        let cost = cost(&base, &head);
        let figures = |result: &SavedResult| result.per_month(result.figures("fargate").unwrap().total);
        prop_assert_eq!(cost.change, figures(&head) - figures(&base));
        prop_assert_eq!(cost.parts.change(), cost.change);
        prop_assert_eq!(cost.lines.iter().map(|line| line.parts.change()).sum::<Money>(), cost.change);
        for line in &cost.lines {
            let side = |side: Option<LineSide>| side.map_or(Money::ZERO, |side| side.cost);
            prop_assert_eq!(line.parts.change(), side(line.head) - side(line.base));
        }
    }

    #[test]
    fn what_is_shown_adds_up_in_any_currency(base in any_result(), head in any_result(), rate in 1_i128..2_000_000) {
        let won = Currency { code: "KRW".to_owned(), rate: Money::from_picodollars(rate * 1_000_000_000), rate_date: None };
        for currency in [DisplayCurrency::usd(), DisplayCurrency::new(&won).unwrap()] {
            let cost = cost(&base, &head);
            let shown = ShownChange::new(&cost, &currency);
            let change = currency.shown(cost.head) - currency.shown(cost.base);
            prop_assert_eq!(shown.parts.iter().sum::<i128>(), change);
            prop_assert_eq!(shown.rows.iter().flat_map(|(_, row)| row).sum::<i128>(), change);
        }
    }

    #[test]
    fn a_result_does_not_differ_from_itself(result in any_result()) {
        let view = difference(&result, &result);
        prop_assert!(!view.differs, "{view:?}");
        prop_assert_eq!(view.recommended_cost.unwrap().parts, Parts::default());
    }

    #[test]
    fn the_other_way_round_every_total_is_the_opposite(base in any_result(), head in any_result()) {
        let (there, back) = (difference(&base, &head), difference(&head, &base));
        let (cost, opposite) = (there.recommended_cost.unwrap(), back.recommended_cost.unwrap());
        prop_assert_eq!(cost.change, -opposite.change);
        let swapped: Vec<OptionChange> = back.options.into_iter()
            .map(|option| OptionChange { id: option.id, base: option.head, head: option.base })
            .collect();
        prop_assert_eq!(there.options, swapped);
    }

    #[test]
    fn other_prices_alone_are_price_and_other_quantities_alone_volume(lines in lines(), hours in 1_u32..9_000, factor in 2_i128..9) {
        // One price per usage type, as rows of several have a mean that quantities move.
        let one_price = |line: &Line| (line.0, line.1 + 1, line.0.bytes().map(i128::from).sum::<i128>() * 1_000);
        let lines: Vec<Line> = lines.iter().map(one_price).collect();
        let base = result(&lines, 0, hours);
        let dearer: Vec<Line> = lines.iter().map(|line| (line.0, line.1, line.2 * factor)).collect();
        let more: Vec<Line> = lines.iter().map(|line| (line.0, line.1 * factor, line.2)).collect();
        let price = cost(&base, &result(&dearer, 0, hours));
        prop_assert_eq!(price.parts, Parts { price: price.change, ..Parts::default() });
        let volume = cost(&base, &result(&more, 0, hours));
        prop_assert_eq!(volume.parts, Parts { volume: volume.change, ..Parts::default() });
    }

    #[test]
    fn rows_add_up_to_the_average_month(result in any_result()) {
        let figures = result.figures("fargate").unwrap();
        let sum: Money = rows(&result, figures).values().map(|side| side.cost).sum();
        prop_assert_eq!(sum, result.per_month(figures.total));
    }

    /// Whatever a file may hold, however far out.
    #[test]
    fn extreme_figures_end_in_parts_that_add_up(
        quantities in prop::array::uniform2(1_i128..1_000_000_000_000_000), prices in prop::array::uniform2(0_i128..1_000_000_000_000_000_000),
    ) {
        let side = |index: usize| {
            let mut result = result(&[("A", quantities[index], 1)], 7, 1);
            let figures = result.options[0].figures.as_mut().unwrap();
            figures.lines[0].unit_price = Money::from_picodollars(prices[index] * 1_000);
            result
        };
        let view = difference(&side(0), &side(1));
        prop_assert!(!render_difference_json(&view).is_empty());
        let cost = view.recommended_cost.unwrap();
        prop_assert_eq!(cost.parts.change(), cost.change);
        let shown = ShownChange::new(&cost, &DisplayCurrency::usd());
        let change = DisplayCurrency::usd().shown(cost.head) - DisplayCurrency::usd().shown(cost.base);
        prop_assert_eq!(shown.parts.iter().sum::<i128>(), change);
    }
}
