//! Growth of demand: cases that were simulated, and what the growth cell makes of them.

use rust_xlsxwriter::{ColNum, RowNum};

use super::Written;
use super::cells::{
    GROWTH, Looks, decimal, down, fixed, formula, laid_out, month_serial, number, on, place, text_formula,
};
use super::facts::WorkbookFacts;
use super::growth::GrowthMonth;
use super::growth_choices::{Name, choices};
use super::inputs::discount_name;
use super::sheet::Sheet;
use crate::money::Money;
use crate::statement::GrowthOf;

/// The first choice; the case by month follow below them.
const FIRST: RowNum = 4;

const NUMBER: ColNum = 0;
const NAME: ColNum = 1;
const CASE: ColNum = 2;
const PERCENT: ColNum = 3;
const TOTAL: ColNum = 4;
const OBJECTIVE: ColNum = 5;

/// Cells that work out what was chosen.
const WORKED_OUT: ColNum = 8;

/// Where things stand on the sheet.
struct Layout {
    choices: RowNum,
    first_percent: RowNum,
    services: ColNum,
    first_month: RowNum,
    last_month: RowNum,
}

impl Layout {
    fn of(facts: &WorkbookFacts) -> Self {
        let choices = choices(facts);
        let words = choices.iter().filter(|choice| matches!(choice.name, Name::Word(_))).count();
        let count = choices.len() as RowNum;
        let first_month = FIRST + count + 3;
        let months = (facts.growth.len() * facts.months().len()) as RowNum;
        Self {
            choices: count,
            first_percent: FIRST + words as RowNum,
            services: facts.discounts.services.len() as ColNum,
            first_month,
            last_month: first_month + months - 1,
        }
    }

    fn last_choice(&self) -> RowNum {
        FIRST + self.choices - 1
    }

    fn fixed_costs(&self) -> ColNum {
        3 + self.services
    }

    fn percentages(&self) -> ColNum {
        4 + self.services
    }

    fn peoples_time(&self) -> ColNum {
        5 + self.services
    }

    fn total(&self) -> ColNum {
        6 + self.services
    }
}

/// The exact dollars of a month at the growth chosen, as a formula without its equals sign.
pub(super) fn month_at_growth(facts: &WorkbookFacts, month: usize) -> String {
    let layout = Layout::of(facts);
    let months = facts.months().len() as RowNum;
    let cell = |row: RowNum| on(GROWTH, &fixed(row, WORKED_OUT));
    // The months of a case are one below the other, cases in their order.
    let of_case = |case: String| {
        let totals = on(GROWTH, &down(layout.total(), layout.first_month, layout.last_month));
        format!("INDEX({totals},({case}-1)*{months}+{})", month + 1)
    };
    let (low, high, share) = (cell(FIRST + 1), cell(FIRST + 2), cell(FIRST + 3));
    format!("({}*(1-{share})+{}*{share})", of_case(low), of_case(high))
}

/// Where the names of all choices stand.
pub(super) fn names_range(facts: &WorkbookFacts) -> String {
    format!("={}", on(GROWTH, &down(NAME, FIRST, Layout::of(facts).last_choice())))
}

/// The cell that says whether the growth chosen is exact.
pub(super) fn growth_standing() -> String {
    on(GROWTH, &fixed(FIRST + 4, WORKED_OUT))
}

/// What that cell says at first.
pub(super) const EXACT: &str = "exact: simulated";

pub(super) fn growth_sheet(sheet: &mut Sheet, facts: &WorkbookFacts, looks: &Looks) -> Written {
    sheet.set_name(GROWTH)?;
    laid_out(sheet, &[10.0, 28.0, 12.0, 16.0, 18.0, 16.0, 16.0, 30.0, 22.0, 16.0, 16.0, 16.0, 16.0], 0)?;
    sheet.say(0, 0, "Growth of demand", &looks.title)?;
    let note = "Each case was simulated, at its own best sizes and commitments. Discounts and tax below follow the input cells.";
    sheet.say(1, 0, note, &looks.faint)?;
    choice_rows(sheet, facts, looks)?;
    worked_out(sheet, facts, looks)?;
    month_rows(sheet, facts, looks)
}

fn choice_rows(sheet: &mut Sheet, facts: &WorkbookFacts, looks: &Looks) -> Written {
    let layout = Layout::of(facts);
    let heads = ["no.", "growth", "case", "percent a year", "total, USD", "meets objective"];
    for (column, head) in (0..).zip(heads) {
        let look = if [NAME, OBJECTIVE].contains(&column) { &looks.head } else { &looks.head_right };
        sheet.say(FIRST - 1, column, head, look)?;
    }
    let totals = down(layout.total(), layout.first_month, layout.last_month);
    let cases = down(0, layout.first_month, layout.last_month);
    for (index, choice) in choices(facts).iter().enumerate() {
        let row = FIRST + index as RowNum;
        let column = &facts.growth[choice.case];
        sheet.write_number_with_format(row, NUMBER, (index + 1) as f64, &looks.whole)?;
        match &choice.name {
            Name::Word(word) => {
                sheet.keep(row, NAME, word, &looks.beside)?;
            }
            Name::Percent(percent) => {
                sheet.write_number_with_format(row, NAME, f64::from(*percent), &looks.number_beside)?;
                sheet.write_number_with_format(row, PERCENT, f64::from(*percent), &looks.percent)?;
            }
        }
        sheet.write_number_with_format(row, CASE, (choice.case + 1) as f64, &looks.whole)?;
        let text = format!("=SUMIFS({totals},{cases},{})", place(row, CASE));
        formula(sheet, (row, TOTAL), &text, number(column.total()), &looks.dollars)?;
        sheet.say_whether(row, OBJECTIVE, column.meets_objective, &looks.beside)?;
    }
    Ok(())
}

/// The case below and the case above the growth chosen, and how far between them it is.
fn worked_out(sheet: &mut Sheet, facts: &WorkbookFacts, looks: &Looks) -> Written {
    let layout = Layout::of(facts);
    let (first, last) = (FIRST, layout.last_choice());
    let (names, numbers, cases) = (down(NAME, first, last), down(NUMBER, first, last), down(CASE, first, last));
    let percents = down(PERCENT, layout.first_percent, last);
    let percent_cases = down(CASE, layout.first_percent, last);
    let has_percents = layout.first_percent <= last;
    let label =
        |sheet: &mut Sheet, row: RowNum, text: &str| -> Written { sheet.say(row, WORKED_OUT - 1, text, &looks.text) };
    sheet.say(FIRST - 1, WORKED_OUT - 1, "what the growth cell chooses", &looks.head)?;
    sheet.write_blank(FIRST - 1, WORKED_OUT, &looks.head)?;
    let cell = |row: RowNum| fixed(row, WORKED_OUT);
    label(sheet, FIRST, "no. of the case named, 0 if none")?;
    let text = format!("=SUMPRODUCT(EXACT({names},growth)*{numbers})");
    formula(sheet, (FIRST, WORKED_OUT), &text, 1.0, &looks.whole)?;
    let (named, below) = (cell(FIRST), format!("MATCH(growth,{percents},1)"));
    let case_of = |between: String| {
        let between = if has_percents { between } else { "NA()".to_owned() };
        format!("=IF({named}>0,INDEX({cases},{named}),{between})")
    };
    let inside = format!("AND(ISNUMBER(growth),growth>=MIN({percents}),growth<=MAX({percents}))");
    label(sheet, FIRST + 1, "case below")?;
    let text = case_of(format!("IF({inside},INDEX({percent_cases},{below}),NA())"));
    let base = (choices(facts).first().map_or(0, |choice| choice.case) + 1) as f64;
    formula(sheet, (FIRST + 1, WORKED_OUT), &text, base, &looks.whole)?;
    label(sheet, FIRST + 2, "case above")?;
    let text = case_of(format!("IF({inside},INDEX({percent_cases},MIN({below}+1,ROWS({percents}))),NA())"));
    formula(sheet, (FIRST + 2, WORKED_OUT), &text, base, &looks.whole)?;
    label(sheet, FIRST + 3, "share of the case above")?;
    let step = format!("INDEX({percents},{below})");
    let text = if has_percents {
        format!("=IF({named}>0,0,(growth-{step})/(INDEX({percents},{below}+1)-{step}))")
    } else {
        format!("=IF({named}>0,0,NA())")
    };
    formula(sheet, (FIRST + 3, WORKED_OUT), &text, 0.0, &looks.share)?;
    label(sheet, FIRST + 4, "standing")?;
    let [exact, approximate, none] =
        [EXACT, "approximate: run ecsplan", "not simulated: run ecsplan"].map(|text| sheet.quoted(text));
    let text = format!("=IF({named}>0,{exact},IF({inside},{approximate},{none}))");
    let result = sheet.said(EXACT);
    text_formula(sheet, (FIRST + 4, WORKED_OUT), &text, &result, &looks.text)
}

fn month_rows(sheet: &mut Sheet, facts: &WorkbookFacts, looks: &Looks) -> Written {
    let layout = Layout::of(facts);
    let head = layout.first_month - 1;
    sheet.set_row_height(head, 48)?;
    let services = facts.discounts.services.iter().map(|cell| format!("{}, before discount, USD", cell.service));
    let heads = ["case".to_owned(), "of".to_owned(), "month".to_owned()]
        .into_iter()
        .chain(services)
        .chain(["no discount, USD", "percentages of the bill", "people's time, USD", "total, USD"].map(str::to_owned));
    for (column, text) in (0..).zip(heads) {
        let look = if column < 3 { &looks.head } else { &looks.head_right };
        sheet.say(head, column, text, look)?;
    }
    let mut row = layout.first_month;
    for (case, column) in facts.growth.iter().enumerate() {
        for (span, month) in facts.months().iter().zip(&column.months) {
            sheet.write_number_with_format(row, 0, (case + 1) as f64, &looks.whole)?;
            match &column.of {
                GrowthOf::DemandScenario(name) => sheet.keep(row, 1, name, &looks.beside)?,
                of => sheet.say(row, 1, words(of), &looks.beside)?,
            }
            sheet.write_number_with_format(row, 2, month_serial(span.month), &looks.month)?;
            costs(sheet, facts, &layout, (row, month), looks)?;
            row += 1;
        }
    }
    Ok(())
}

fn costs(
    sheet: &mut Sheet,
    facts: &WorkbookFacts,
    layout: &Layout,
    (row, month): (RowNum, &GrowthMonth),
    looks: &Looks,
) -> Written {
    let mut terms = Vec::new();
    for (column, cell) in (3..).zip(&facts.discounts.services) {
        let amount = month.discounted.get(&cell.service).copied().unwrap_or(Money::ZERO);
        sheet.write_number_with_format(row, column, number(amount), &looks.dollars)?;
        terms.push(format!("{}*(1-{}/100)", place(row, column), discount_name(&cell.service)));
    }
    let amounts = [
        (layout.fixed_costs(), month.fixed),
        (layout.percentages(), month.percentages),
        (layout.peoples_time(), month.peoples_time),
    ];
    for (column, amount) in amounts {
        sheet.write_number_with_format(row, column, number(amount), &looks.dollars)?;
    }
    terms.push(place(row, layout.fixed_costs()));
    let text = format!(
        "=({})*(1+{})*(1+tax_percent/100)+{}",
        terms.join("+"),
        place(row, layout.percentages()),
        place(row, layout.peoples_time())
    );
    formula(sheet, (row, layout.total()), &text, number(month.total), &looks.dollars)
}

/// A case in words.
pub(super) fn words(of: &GrowthOf) -> String {
    match of {
        GrowthOf::Base => "as the scenario has it".to_owned(),
        GrowthOf::DemandScenario(name) => name.clone(),
        GrowthOf::PercentPerYear(percent) => format!("{} % a year", decimal(&percent.to_string())),
    }
}
