//! Costs of the option in focus: months, what it consists of, commitments, line items.

use super::grid::Align::{Left, Right};
use super::grouping::{charge_groups, periods};
use super::sections::{Section, by_total, focus};
use super::words::{self, counted};
use super::{CommitmentView, LineItemView, OptionFigures, OptionView, ResultView, Style};
use crate::money::Money;

/// Months shown one by one; longer horizons are shown by year.
const MOST_MONTHS: usize = 24;

/// Options whose months stand side by side.
const MOST_OPTIONS: usize = 5;

/// The parts about money beyond the table of options.
pub(super) fn costs(result: &ResultView, style: Style) -> Vec<Section> {
    let mut sections = vec![months(result, style)];
    if let Some((option, figures)) = focus(result) {
        sections.push(consists_of(result, option, figures));
        sections.push(commitments(result, option, figures));
        if style.verbose {
            sections.push(line_items(result, option, figures));
        }
    }
    sections
}

/// Totals by month of the cheapest options, the one in focus always among them; nothing for a single month.
fn months(result: &ResultView, style: Style) -> Section {
    let mut chosen = by_total(result);
    let focus = focus(result).map(|(option, _)| option.id);
    chosen.sort_by_key(|(option, _)| Some(option.id) != focus);
    chosen.truncate(MOST_OPTIONS);
    let most = if style.verbose { usize::MAX } else { MOST_MONTHS };
    let mut section = Section::headed(format!("Month by month ({})", result.currency.code()));
    let Some((_, first)) = chosen.first().filter(|(_, figures)| figures.monthly.len() > 1) else { return section };
    section.columns = vec![("month", Left)];
    section.columns.extend(chosen.iter().map(|(option, _)| (stacked_name(option), Right)));
    let mut rows: Vec<Vec<String>> = periods(&first.monthly, most).into_iter().map(|(label, _)| vec![label]).collect();
    rows.push(vec!["total".to_owned()]);
    for (_, figures) in &chosen {
        append_column(&mut rows, shared_column(result, periods(&figures.monthly, most)));
    }
    section.rows = rows;
    section
}

fn append_column(rows: &mut [Vec<String>], column: Vec<String>) {
    for (row, cell) in rows.iter_mut().zip(column) {
        row.push(cell);
    }
}

/// Amounts that add up to the total in the last cell.
fn shared_column(result: &ResultView, periods: Vec<(String, Money)>) -> Vec<String> {
    let amounts: Vec<Money> = periods.into_iter().map(|(_, total)| total).collect();
    let (shown, total) = result.currency.shared(&amounts);
    shown.into_iter().chain([total]).map(|amount| result.currency.number(amount)).collect()
}

/// An id over several lines, so that columns stay narrow.
fn stacked_name(option: &OptionView) -> &'static str {
    use crate::comparison::OptionId;
    match option.id {
        OptionId::FargateArm64 => "fargate-\narm64",
        OptionId::FargateSpot => "fargate-\nspot",
        OptionId::FargateSpotArm64 => "fargate-\nspot-arm64",
        OptionId::FargateSavingsPlan => "fargate-\nsavings-plan",
        OptionId::FargateSavingsPlanArm64 => "fargate-savings-\nplan-arm64",
        OptionId::Ec2OnDemand => "ec2-\non-demand",
        OptionId::Ec2SavingsPlan => "ec2-\nsavings-plan",
        OptionId::Ec2OnDemandAndSpot => "ec2-on-demand-\nand-spot",
        OptionId::ManagedInstances => "managed-\ninstances",
        OptionId::ManagedInstancesSpot => "managed-\ninstances-spot",
        OptionId::PerService => "per-\nservice",
        OptionId::CapacityProviders => "capacity-\nproviders",
        id => id.name(),
    }
}

/// What the option consists of; the rows add up to the total as shown.
pub(super) fn consists_of(result: &ResultView, option: &OptionView, figures: &OptionFigures) -> Section {
    let groups = charge_groups(figures);
    let amounts: Vec<Money> = groups.iter().map(|group| group.cost).collect();
    let (shown, total) = result.currency.shared(&amounts);
    let mut section = Section::headed(format!("What {} consists of ({})", option.id.name(), result.currency.code()));
    section.columns = vec![
        ("service", Left),
        ("usage type", Left),
        ("bought", Left),
        ("quantity", Right),
        ("unit", Left),
        ("cost", Right),
    ];
    let row = |(group, shown): (&super::grouping::ChargeGroup<'_>, i128)| {
        vec![
            words::short_service(group.service).to_owned(),
            words::metered(group.usage_type, group.purpose),
            words::bought(group.purchase_option).to_owned(),
            words::quantity(group.quantity),
            group.unit.to_owned(),
            result.currency.number(shown),
        ]
    };
    section.rows = groups.iter().zip(shown).map(row).collect();
    let mut total_row = vec![String::new(); 6];
    total_row[0] = "total".to_owned();
    total_row[5] = result.currency.number(total);
    section.rows.push(total_row);
    section
}

/// The commitment that the option holds, then the alternatives.
fn commitments(result: &ResultView, option: &OptionView, figures: &OptionFigures) -> Section {
    let mut section = Section::headed(format!("Commitments of {} ({})", option.id.name(), result.currency.code()));
    section.columns = vec![
        ("commitment", Left),
        ("USD\nper hour", Right),
        ("used", Right),
        ("unused", Right),
        ("owed after\nhorizon", Right),
        ("option\ntotal", Right),
        ("", Left),
    ];
    section.rows = figures.commitments.iter().map(|line| commitment_row(result, line)).collect();
    section
}

fn commitment_row(result: &ResultView, line: &CommitmentView) -> Vec<String> {
    let shown = |amount| result.currency.number(result.currency.shown(amount));
    vec![
        line.id.clone(),
        line.hourly_commitment.to_decimal(),
        shown(line.used),
        shown(line.unused),
        shown(line.liability_after),
        shown(line.option_total),
        match (line.held, line.chosen) {
            (true, _) => "held",
            (false, true) => "chosen",
            (false, false) => "",
        }
        .to_owned(),
    ]
}

/// Every line item of the option, exact, in US dollars.
pub(super) fn line_items(result: &ResultView, option: &OptionView, figures: &OptionFigures) -> Section {
    let count = counted(figures.line_items.len(), "line item");
    let mut section = Section::headed(format!("{count} of {} (exact USD)", option.id.name())).folded();
    section.columns = vec![
        ("month", Left),
        ("workload", Left),
        ("usage type", Left),
        ("bought", Left),
        ("quantity", Right),
        ("unit price", Right),
        ("cost", Right),
    ];
    let row = |line: &LineItemView| {
        vec![
            line.month.to_string(),
            words::workload(line).to_owned(),
            words::metered(&line.usage_type, line.purpose),
            words::bought(line.purchase_option).to_owned(),
            words::quantity(line.quantity),
            line.unit_price.to_decimal(),
            line.cost.to_decimal(),
        ]
    };
    section.rows = figures.line_items.iter().map(row).collect();
    section.after = vec![format!("total {} USD, {}", figures.total.to_decimal(), words::horizon(result))];
    section
}
