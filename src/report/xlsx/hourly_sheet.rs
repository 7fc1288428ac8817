//! Coverage hour by hour: a block for each step in the order of application (rules C1 and C2).

use rust_xlsxwriter::{ColNum, RowNum};

use super::Written;
use super::cells::{HOURLY, Looks, day_serial, decimal, fixed, formula, laid_out, number, place};
use super::facts::WorkbookFacts;
use super::hourly_columns::{FIRST, HourlyColumns};
use super::inputs::commitment_name;
use super::sheet::Sheet;
use crate::commitment::{CoverableRow, CoverageStep, CoverageSteps};
use crate::money::Quantity;

const WHAT: RowNum = 2;
const LIST: RowNum = 3;
const RATE: RowNum = 4;
const SAVING: RowNum = 5;
const PARTS: RowNum = 6;
const HEAD: RowNum = 7;

/// The sheet, where commitments are inputs.
pub(super) fn hourly_sheet(sheet: &mut Sheet, facts: &WorkbookFacts, looks: &Looks) -> Written {
    sheet.set_name(HOURLY)?;
    let steps = &facts.coverage.steps;
    let columns = HourlyColumns::of(steps);
    let mut widths = vec![23.0];
    widths.extend(vec![18.0; columns.unused(columns.pools) as usize - 1]);
    laid_out(sheet, &widths, FIRST)?;
    sheet.set_freeze_panes(FIRST, 1)?;
    sheet.say(0, 0, "What Savings Plans cover in every hour", &looks.title)?;
    let note = "In AWS's order: EC2 Instance Savings Plans first, then the largest saving. Each step covers what is left of its \
                usage, as far as what is left of the commitment pays for it.";
    sheet.say(1, 0, note, &looks.faint)?;
    headings(sheet, facts, &columns, looks)?;
    // On paper a year by the hour is 200 pages: the first day shows how it goes.
    sheet.set_print_area(0, 0, FIRST + 23, columns.unused(columns.pools) - 1)?;
    for hour in 0..facts.horizon.hours() {
        one_hour(sheet, facts, &columns, hour, looks)?;
    }
    Ok(())
}

fn row_words(row: &CoverableRow) -> String {
    let owner = row.workload.as_deref().unwrap_or("shared");
    let purpose = if row.purpose == crate::usage::Purpose::Deployment { ", deployments" } else { "" };
    format!("{} ({owner}{purpose})", row.usage_type)
}

fn headings(sheet: &mut Sheet, facts: &WorkbookFacts, columns: &HourlyColumns, looks: &Looks) -> Written {
    let CoverageSteps { rows, steps, pools, .. } = &facts.coverage.steps;
    let labels = ["", "on-demand price, USD", "plan rate, USD", "saving", "parts of a unit", "hour (UTC)"];
    for (row, label) in (WHAT..).zip(labels) {
        sheet.say(row, 0, label, &looks.head)?;
    }
    let mut head = |column: ColNum, what: &str, text: &str| -> Written {
        sheet.say(WHAT, column, what, &looks.wrapped)?;
        sheet.say(HEAD, column, text, &looks.head_right)?;
        Ok(())
    };
    for (index, pool) in pools.iter().enumerate() {
        head(columns.commitment(index), &pool.id, "commitment, USD")?;
        head(columns.unused(index), &pool.id, "not used, USD")?;
    }
    for (index, row) in rows.iter().enumerate() {
        let unit = row.sku.unit().name();
        head(columns.usage(index), &row_words(row), &format!("usage, {unit}"))?;
        head(columns.on_demand(index), &row_words(row), &format!("on demand, {unit}"))?;
    }
    for (index, step) in steps.iter().enumerate() {
        let row = &rows[step.row];
        let what = format!("{}. {}: {}", index + 1, pools[step.pool].id, row_words(row));
        head(columns.covered(index), &what, &format!("covered, {}", row.sku.unit().name()))?;
        head(columns.left(index), "", "commitment left, USD")?;
    }
    sheet.set_row_height(WHAT, 80)?;
    sheet.set_row_height(HEAD, 32)?;
    for (index, step) in steps.iter().enumerate() {
        let (row, column) = (&rows[step.row], columns.covered(index));
        let (list, rate) = (number(row.list.unit_price), number(step.rate.unit_price));
        sheet.write_number_with_format(LIST, column, list, &looks.price)?;
        sheet.write_number_with_format(RATE, column, rate, &looks.price)?;
        let saving = format!("=1-{}/{}", place(RATE, column), place(LIST, column));
        formula(sheet, (SAVING, column), &saving, 1.0 - rate / list, &looks.share)?;
        sheet.write_number_with_format(PARTS, column, row.parts_per_unit as f64, &looks.whole)?;
    }
    Ok(())
}

fn one_hour(sheet: &mut Sheet, facts: &WorkbookFacts, columns: &HourlyColumns, hour: u32, looks: &Looks) -> Written {
    let CoverageSteps { rows, steps, pools, .. } = &facts.coverage.steps;
    let (line, at) = (FIRST + hour, hour as usize);
    let first_day = day_serial(facts.horizon.date_of_hour(0));
    sheet.write_number_with_format(line, 0, first_day + f64::from(hour) / 24.0, &looks.hour)?;
    let mut budgets = Vec::new();
    for pool in 0..pools.len() {
        budgets.push(commitment(sheet, facts, (pool, columns.commitment(pool)), hour, looks)?);
    }
    for (index, row) in rows.iter().enumerate() {
        let used = parts(row, row.hourly[at]);
        sheet.write_number_with_format(line, columns.usage(index), used, &looks.quantity)?;
    }
    let mut budget_at: Vec<ColNum> = (0..pools.len()).map(|pool| columns.commitment(pool)).collect();
    let mut left_over = budgets.clone();
    for (index, step) in steps.iter().enumerate() {
        let column = columns.covered(index);
        let (budget, rate) = (place(line, budget_at[step.pool]), fixed_row(RATE, column));
        let parts_of_unit = fixed_row(PARTS, column);
        let wanted = wanted(steps, index, columns, line);
        let text = format!("=MIN({wanted},INT({budget}/{rate}*{parts_of_unit})/{parts_of_unit})");
        let covered = parts(&rows[step.row], step.hourly[at]);
        formula(sheet, (line, column), &text, covered, &looks.quantity)?;
        let text = format!("=IF({0}<{wanted},0,MAX(0,{budget}-{0}*{rate}))", place(line, column));
        let is_part = covered < parts(&rows[step.row], before(steps, rows, index, at));
        let over = &mut left_over[step.pool];
        *over = if is_part { 0.0 } else { (*over - covered * number(step.rate.unit_price)).max(0.0) };
        formula(sheet, (line, column + 1), &text, *over, &looks.dollars)?;
        budget_at[step.pool] = column + 1;
    }
    for (index, row) in rows.iter().enumerate() {
        let own = steps.iter().enumerate().filter(|(_, step)| step.row == index);
        let taken: String = own.map(|(step, _)| format!("-{}", place(line, columns.covered(step)))).collect();
        let left = row.hourly[at] - covered_before(steps, steps.len(), index, at);
        let text = format!("={}{taken}", place(line, columns.usage(index)));
        formula(sheet, (line, columns.on_demand(index)), &text, parts(row, left), &looks.quantity)?;
    }
    for (pool, budget) in budgets.into_iter().enumerate() {
        let own = || steps.iter().enumerate().filter(|(_, step)| step.pool == pool);
        let cost = |index: usize| {
            let column = columns.covered(index);
            format!("-{}*{}", place(line, column), fixed_row(RATE, column))
        };
        let taken: String = own().map(|(index, _)| cost(index)).collect();
        let used = |step: &CoverageStep| parts(&rows[step.row], step.hourly[at]) * number(step.rate.unit_price);
        let unused = budget - own().map(|(_, step)| used(step)).sum::<f64>();
        let text = format!("={}{taken}", place(line, columns.commitment(pool)));
        formula(sheet, (line, columns.unused(pool)), &text, unused, &looks.dollars)?;
    }
    Ok(())
}

/// The commitment of an hour: what is held as numbers, what is bought as its cell.
fn commitment(
    sheet: &mut Sheet,
    facts: &WorkbookFacts,
    (pool, column): (usize, ColNum),
    hour: u32,
    looks: &Looks,
) -> Result<f64, rust_xlsxwriter::XlsxError> {
    let runs = facts.coverage.steps.pools[pool].purchases.iter().filter(|one| one.hours.contains(&(hour as usize)));
    let (mut terms, mut sum) = (Vec::new(), crate::money::Money::ZERO);
    let mut follows = false;
    for one in runs {
        sum += one.hourly_commitment;
        let name = commitment_name(facts, &one.id);
        follows |= name.is_some();
        terms.push(name.unwrap_or_else(|| one.hourly_commitment.to_decimal()));
    }
    let row = FIRST + hour;
    if follows {
        formula(sheet, (row, column), &format!("={}", terms.join("+")), number(sum), &looks.price)?;
    } else {
        sheet.write_number_with_format(row, column, number(sum), &looks.price)?;
    }
    Ok(number(sum))
}

/// What steps before this one leave of its row, as a term of a formula.
fn wanted(steps: &[CoverageStep], index: usize, columns: &HourlyColumns, line: RowNum) -> String {
    let row = steps[index].row;
    let before = steps.iter().enumerate().take(index).filter(|(_, step)| step.row == row);
    let taken: String = before.map(|(step, _)| format!("-{}", place(line, columns.covered(step)))).collect();
    let usage = place(line, columns.usage(row));
    if taken.is_empty() { usage } else { format!("({usage}{taken})") }
}

fn before(steps: &[CoverageStep], rows: &[CoverableRow], index: usize, hour: usize) -> i64 {
    let row = steps[index].row;
    rows[row].hourly[hour] - covered_before(steps, index, row, hour)
}

fn covered_before(steps: &[CoverageStep], index: usize, row: usize, hour: usize) -> i64 {
    steps.iter().take(index).filter(|step| step.row == row).map(|step| step.hourly[hour]).sum()
}

fn parts(row: &CoverableRow, parts: i64) -> f64 {
    decimal(&Quantity::new(i128::from(parts), row.parts_per_unit).to_decimal())
}

/// `F$5`: the row stays where it is.
fn fixed_row(row: RowNum, column: ColNum) -> String {
    fixed(row, column).replacen('$', "", 1)
}
