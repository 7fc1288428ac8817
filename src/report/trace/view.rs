//! [`TraceView`]: line items of an option with what they were made from.

use serde::{Serialize, Serializer};

use super::known::is_usage_type;
use super::rules::{RuleView, rules_of_line, rules_of_usage};
use super::usage::{busiest, of_month, row_of};
use crate::bill::{LineItem, PurchaseOption};
use crate::comparison::{OptionId, Outcome};
use crate::money::{Money, Quantity};
use crate::pricing::{Basis, PriceBook};
use crate::scenario::{LaunchType, Scenario};
use crate::time::{MonthSpan, YearMonth};
use crate::usage::{Ledger, Purpose, UsageRow};

/// The version of the trace's shape.
pub const TRACE_SCHEMA_VERSION: &str = "1";

/// Which line items; `None` for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceFilter {
    /// Of this service or job.
    pub service: Option<String>,
    /// Of this usage type, with or without the prefix of the region.
    pub usage_type: Option<String>,
    /// Of this month.
    pub month: Option<YearMonth>,
}

impl TraceFilter {
    fn keeps(&self, line: &LineItem, book: &PriceBook) -> bool {
        self.service.as_ref().is_none_or(|name| line.workload.as_ref() == Some(name))
            && self.usage_type.as_ref().is_none_or(|asked| is_usage_type(asked, &line.usage_type, book))
            && self.month.is_none_or(|month| line.month == month)
    }
}

/// A price that line items were priced at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TracePriceView {
    /// How it is bought at that price.
    pub purchase_option: PurchaseOption,
    /// The commitment it belongs to.
    pub commitment_id: Option<String>,
    /// What the price is for.
    pub unit: &'static str,
    /// Published price.
    pub list_unit_price: Money,
    /// Price that is paid.
    pub unit_price: Money,
    /// The negotiated discount on the list price, percent, where there is one.
    pub discount_percent: Option<String>,
    /// When the price was valid.
    pub as_of: String,
    /// On what evidence it stands.
    pub basis: Basis,
    /// The file and line of the tables, or `[prices]`.
    pub source: String,
}

/// A line item of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TraceLineView {
    /// How it is bought.
    pub purchase_option: PurchaseOption,
    /// How much.
    pub quantity: Quantity,
    /// The unit of the quantity.
    pub unit: &'static str,
    /// Price per unit that is paid.
    pub unit_price: Money,
    /// What is paid.
    pub cost: Money,
}

/// What a month comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TraceMonthView {
    /// The month.
    pub month: YearMonth,
    /// What was metered; `None` for what is not metered.
    pub metered: Option<Quantity>,
    /// Hours in which there was anything; `None` for what is not metered.
    pub hours_used: Option<u32>,
    /// Its line items; their quantities sum to what was metered.
    pub lines: Vec<TraceLineView>,
    /// What is paid.
    pub cost: Money,
}

/// An hour and what was metered in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BusyHourView {
    /// When it begins, UTC.
    pub hour: String,
    /// How much.
    pub quantity: Quantity,
}

/// Line items of one usage type, workload and purpose, and what made them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceItemView<'a> {
    /// AWS service code, or `Extra`, `Tax` and `Operations`.
    pub service: String,
    /// AWS usage type; the name of an extra line.
    pub usage_type: String,
    /// The scenario's service or job; `None` when shared.
    pub workload: Option<String>,
    /// What of the workload it is for.
    pub purpose: Purpose,
    /// The unit of metered quantities; `None` for what is not metered.
    pub unit: Option<&'static str>,
    /// What is paid, over the months shown.
    pub cost: Money,
    /// The rules that made it.
    pub rules: Vec<RuleView>,
    /// The prices it was priced at.
    pub prices: Vec<TracePriceView>,
    /// Month by month.
    pub months: Vec<TraceMonthView>,
    /// The hours with the most.
    pub busiest_hours: Vec<BusyHourView>,
    /// The metered hours.
    #[serde(skip)]
    pub(super) row: Option<&'a UsageRow>,
}

/// Where the numbers of an option's line items come from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceView<'a> {
    /// [`TRACE_SCHEMA_VERSION`].
    pub schema_version: &'static str,
    /// The scenario's name.
    pub scenario: &'a str,
    /// AWS region code.
    pub region: &'a str,
    /// Which option.
    #[serde(serialize_with = "id")]
    pub option: OptionId,
    /// The line items, in the order of the bill.
    pub items: Vec<TraceItemView<'a>>,
    /// The months shown.
    #[serde(skip)]
    pub(super) spans: Vec<MonthSpan>,
    #[serde(skip)]
    pub(super) of: &'a Scenario,
}

fn id<S: Serializer>(option: &OptionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(option.name())
}

/// What tells the items of a trace apart.
type Key<'l> = (&'l str, &'l str, Option<&'l str>, Purpose);

fn key(line: &LineItem) -> Key<'_> {
    (&line.service, &line.usage_type, line.workload.as_deref(), line.purpose)
}

impl<'a> TraceView<'a> {
    /// The line items of an option that the filter keeps; `metered` is everything the option meters.
    #[must_use]
    pub fn new(
        scenario: &'a Scenario,
        book: &PriceBook,
        (option, outcome): (OptionId, &Outcome),
        metered: &'a Ledger,
        filter: &TraceFilter,
    ) -> Self {
        let lines: Vec<&LineItem> = outcome.bill.lines.iter().filter(|line| filter.keeps(line, book)).collect();
        let mut keys: Vec<Key<'_>> = Vec::new();
        for line in &lines {
            if !keys.contains(&key(line)) {
                keys.push(key(line));
            }
        }
        let is_shown = |span: &&MonthSpan| filter.month.is_none_or(|month| span.month == month);
        let spans: Vec<MonthSpan> = scenario.horizon.months().iter().filter(is_shown).copied().collect();
        let launch_type = |workload: Option<&str>| {
            let named = outcome.services.iter().find(|service| Some(service.name.as_str()) == workload);
            named.or(outcome.services.first()).map_or(LaunchType::Fargate, |service| service.launch_type)
        };
        let item = |one: Key<'_>| {
            let own: Vec<&LineItem> = lines.iter().copied().filter(|line| key(line) == one).collect();
            let row = row_of(metered, book.codes(), (one.1, one.2, one.3));
            item(scenario, book, &own, row, launch_type(one.2), &spans)
        };
        let items = keys.into_iter().map(item).collect();
        let (name, region) = (&scenario.name, &scenario.region);
        Self { schema_version: TRACE_SCHEMA_VERSION, scenario: name, region, option, items, spans, of: scenario }
    }
}

/// One item; it has at least one line.
fn item<'a>(
    scenario: &Scenario,
    book: &PriceBook,
    lines: &[&LineItem],
    row: Option<&'a UsageRow>,
    launch_type: LaunchType,
    spans: &[MonthSpan],
) -> TraceItemView<'a> {
    let first = lines[0];
    let mut rules = row.map_or_else(Vec::new, |row| rules_of_usage(&row.sku, launch_type, row.purpose));
    rules.extend(lines.iter().flat_map(|line| rules_of_line(line)));
    let mut prices: Vec<TracePriceView> = Vec::new();
    for line in lines {
        let price = price_view(line, book);
        if !prices.contains(&price) {
            prices.push(price);
        }
    }
    TraceItemView {
        service: first.service.clone(),
        usage_type: first.usage_type.clone(),
        workload: first.workload.clone(),
        purpose: first.purpose,
        unit: row.map(|row| row.sku.unit().name()),
        cost: lines.iter().map(|line| line.cost).sum(),
        rules: without_repeats(rules).into_iter().map(RuleView::of).collect(),
        prices,
        months: spans.iter().filter_map(|span| month_view(lines, row, span)).collect(),
        busiest_hours: row.map_or_else(Vec::new, |row| busiest(row, &scenario.horizon, spans)),
        row,
    }
}

fn without_repeats(rules: Vec<&'static str>) -> Vec<&'static str> {
    let mut seen: Vec<&'static str> = Vec::new();
    for rule in rules {
        if !seen.contains(&rule) {
            seen.push(rule);
        }
    }
    seen
}

fn price_view(line: &LineItem, book: &PriceBook) -> TracePriceView {
    let discount = book.discount(&line.service);
    let is_discounted = matches!(line.purchase_option, PurchaseOption::OnDemand | PurchaseOption::Spot)
        && line.unit_price != line.list_unit_price;
    TracePriceView {
        purchase_option: line.purchase_option,
        commitment_id: line.commitment_id.clone(),
        unit: line.unit,
        list_unit_price: line.list_unit_price,
        unit_price: line.unit_price,
        discount_percent: is_discounted.then(|| discount.to_decimal()),
        as_of: line.as_of.clone(),
        basis: line.basis,
        source: line.source.clone(),
    }
}

/// A month that has lines.
fn month_view(lines: &[&LineItem], row: Option<&UsageRow>, span: &MonthSpan) -> Option<TraceMonthView> {
    let own: Vec<&&LineItem> = lines.iter().filter(|line| line.month == span.month).collect();
    let metered = row.map(|row| of_month(row, span));
    (!own.is_empty()).then(|| TraceMonthView {
        month: span.month,
        metered: metered.map(|(quantity, _)| quantity),
        hours_used: metered.map(|(_, hours)| hours),
        lines: own.iter().map(|line| line_view(line)).collect(),
        cost: own.iter().map(|line| line.cost).sum(),
    })
}

fn line_view(line: &LineItem) -> TraceLineView {
    let LineItem { purchase_option, quantity, unit, unit_price, cost, .. } = *line;
    TraceLineView { purchase_option, quantity, unit, unit_price, cost }
}
