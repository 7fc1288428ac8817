//! The parts of the page, in reading order; what cannot be had says why in its place.

use super::figure::figure;
use super::page::list;
use super::table::Table;
use super::writer::Html;
use super::{about, money_tables, statement_tables};
use crate::report::breakeven::{self, Content, page_of};
use crate::report::sections::{Section, focus};
use crate::report::statement;
use crate::report::whole_report::{KindMonths, months_picture};
use crate::report::{
    BreakevenView, CommitmentProposalView, Language, MonthView, ReportPart, ReportView, ResultView, StatementView,
    Style, WeekView, chart, commitment, section_answer, section_costs, section_options, section_search, section_waste,
    svg_of,
};

/// A part of the page.
pub(super) struct Part {
    pub(super) id: &'static str,
    pub(super) heading: &'static str,
    /// Whether it begins on a page of its own in print.
    pub(super) own_page: bool,
    pub(super) content: Html,
}

/// Every part.
pub(super) fn parts(view: &ReportView, language: Language) -> Vec<Part> {
    let result = &view.result;
    let part = |id, heading, own_page, content: &dyn Fn(&mut Html)| {
        let mut html = Html::in_language(language);
        content(&mut html);
        Part { id, heading, own_page, content: html }
    };
    vec![
        part("months", "Cost by month", false, &|html| months(html, result)),
        part("options", "Options compared", true, &|html| options(html, result)),
        part("reasons", "Why this one, and why not the others", true, &|html| reasons(html, result)),
        part("break-even", "Where traffic changes the answer", true, &|html| or_why(html, &view.breakeven, breakeven)),
        part("commitment", "What to commit to", true, &|html| or_why(html, &view.commitment, commitments)),
        part("week", "A typical week: demand against capacity", true, &|html| {
            or_why(html, &view.weeks, |html, weeks| self::weeks(html, weeks));
        }),
        part("waste", "What the compute bill pays for", false, &|html| waste(html, result)),
        part("statement", "Statement", true, &|html| or_why(html, &view.statement, statement)),
        part("assumptions", "Assumptions", true, &|html| about::assumptions(html, result)),
        part("prices", "Price basis and version", false, &|html| about::price_basis(html, result)),
    ]
}

/// What there is, or why it is not there.
fn or_why<T>(html: &mut Html, part: &ReportPart<T>, write: impl FnOnce(&mut Html, &T)) {
    match part {
        Ok(part) => write(html, part),
        Err(reason) => {
            html.around("p", &[("class", "note")], |html| html.prose(&format!("Not shown: {reason}.")));
        }
    }
}

fn months(html: &mut Html, result: &ResultView) {
    let Some((option, figures)) = focus(result) else {
        return or_why::<()>(html, &Err("no option can be priced".to_owned()), |_, ()| ());
    };
    let months = KindMonths::of(figures, &result.currency);
    if months.months.len() > 1 {
        let caption = format!(
            "What {} costs in each calendar month (UTC), stacked by kind of charge.{}",
            option.id.name(),
            parts_of_months(&figures.monthly)
        );
        figure(html, "months-picture", &svg_of(&months_picture(result, option, &months)), &caption);
    }
    money_tables::months(option, &months, &result.currency).write(html);
}

/// Which months lie in the horizon with a part of their hours only.
fn parts_of_months(months: &[MonthView]) -> String {
    let part = |it: &MonthView| {
        let days = jiff::civil::Date::new(it.month.year, it.month.month, 1).map_or(0, jiff::civil::Date::days_in_month);
        let hours = u32::from(days.unsigned_abs()) * 24;
        (it.hours < hours).then(|| format!(" Of {}, {} of {hours} hours are in the horizon.", it.month, it.hours))
    };
    months.iter().filter_map(part).collect()
}

fn options(html: &mut Html, result: &ResultView) {
    let caption =
        "What every option costs per month of 730 hours, the mean over the horizon, stacked by kind of charge.";
    figure(html, "options-picture", &chart::render_chart(result), caption);
    let (table, with_notes) = money_tables::options(result);
    table.write(html);
    list(html, &with_notes.after);
    section(html, &section_options::unavailable(result));
    section(html, &section_options::capacity(result));
    section(html, &section_options::interruptions(result));
    let side_by_side = section_costs::costs(result, Style { verbose: true, ..Style::default() }).into_iter().next();
    side_by_side.iter().for_each(|months| section(html, months));
}

fn reasons(html: &mut Html, result: &ResultView) {
    if let Some(recommendation) = &result.recommendation {
        let (why, others) =
            (section_answer::explanation(result, recommendation, false), section_waste::why_not(result));
        why.iter().take(2).chain([&others]).chain(why.iter().skip(2)).for_each(|part| section(html, part));
    } else {
        section(html, &section_waste::why_not(result));
    }
    section(html, &section_search::search(result));
}

fn breakeven(html: &mut Html, view: &BreakevenView) {
    let page = page_of(view);
    // The title and the prices stand on this page already.
    let told = page.opening.len().saturating_sub(1).max(1);
    page.opening[1..told].iter().for_each(|sentence| html.sentence("p", sentence));
    html.element(
        "p",
        &[("class", "about")],
        "Worked out in steps of an hour, so that costs here differ a little from those of a simulation by the minute.",
    );
    let caption = "How much dearer than the cheapest each option is when traffic is multiplied, in percent. The ring is \
                   the scenario itself; the cheapest option changes at the grey lines.";
    figure(html, "break-even-picture", &svg_of(&view.picture()), caption);
    page.parts.iter().for_each(|part| breakeven_part(html, part));
}

fn breakeven_part(html: &mut Html, part: &breakeven::Part) {
    html.element("h3", &[], &part.heading);
    list(html, &part.lead);
    match &part.content {
        Content::Words => {}
        Content::Table(columns, rows) => Table::of_texts(&part.heading, columns, rows).write(html),
        Content::Drawing(lines) => html.element("pre", &[], &lines.join("\n")),
    }
    list(html, &part.after);
}

fn commitments(html: &mut Html, view: &CommitmentProposalView) {
    commitment::opening(view).iter().for_each(|sentence| html.sentence("p", sentence));
    html.element("p", &[("class", "about")], "AWS charges commitments in US dollars; amounts here are in USD.");
    if view.curve.as_ref().is_some_and(|curves| !curves.is_empty()) {
        let caption = "Left: the total over the horizon against the hourly commitment to one plan, and how much of it is \
                       unused. Right: how much of the usage is covered, and how much of the commitment is used.";
        figure(html, "commitment-picture", &commitment::render_commitment_svg(view), caption);
    }
    commitment::body(view).iter().for_each(|part| section(html, part));
}

fn weeks(html: &mut Html, weeks: &[WeekView]) {
    for (index, week) in weeks.iter().enumerate() {
        let Some(picture) = &week.picture else { continue };
        let which = if week.is_typical {
            "of all whole weeks (Monday to Sunday, UTC) of the horizon, the one with the median of its demand"
        } else {
            "the horizon holds no choice of whole weeks"
        };
        let (name, window) = (&week.workload, week.window.words());
        let caption = format!("{name}, {window}: {which}. What its tasks can serve is the shaded area.");
        figure(html, &format!("week-picture-{}", index + 1), picture, &caption);
    }
    let others: Vec<&str> =
        weeks.iter().filter(|week| week.picture.is_none()).map(|week| week.workload.as_str()).collect();
    if !others.is_empty() {
        html.element(
            "p",
            &[],
            &format!("Not drawn: {}; `ecsplan simulate --service NAME` draws them.", others.join(", ")),
        );
    }
}

fn waste(html: &mut Html, result: &ResultView) {
    match focus(result).filter(|(_, figures)| !figures.waste.compute_bill.is_zero()) {
        Some((option, figures)) => {
            let bill = "Compute at the option's own prices, with hosts, image pulls and commitments used or not, divided \
                        without a rest.";
            html.element("p", &[], bill);
            money_tables::waste(result, option, figures).write(html);
        }
        None => or_why::<()>(html, &Err("there is no compute bill".to_owned()), |_, ()| ()),
    }
}

fn statement(html: &mut Html, view: &StatementView) {
    let name = view.statement.option.name();
    let what = format!(
        "What {name} costs: at list prices, as contracted, effective (amortised, commitments spread over their hours) and \
         billed (cash, when it is paid). By service, the effective cost."
    );
    html.element("p", &[], &what);
    statement_tables::costs(view).write(html);
    statement_tables::by_owner(view).write(html);
    for owner in view.statement.owners().into_iter().filter(|owner| statement_tables::is_shown(view, owner)) {
        statement_tables::of_owner(view, owner).write(html);
    }
    for part in [statement::commitments(view), statement::payments(view), statement::demand_range(view, WHOLE)] {
        statement_part(html, &part);
    }
    if let Some((option, figures)) = focus(&view.result) {
        section(html, &section_costs::consists_of(&view.result, option, figures));
    }
}

const WHOLE: Style = Style { colour: false, verbose: true, pareto: false, quiet: false, language: Language::English };

fn statement_part(html: &mut Html, part: &statement::Part) {
    let (columns, rows) = match &part.content {
        statement::Content::Table(columns, rows) => (columns.clone(), rows.clone()),
        statement::Content::Words | statement::Content::Months(_) => (Vec::new(), Vec::new()),
    };
    let statement::Part { heading, lead, after, .. } = part.clone();
    section(html, &Section { heading, lead, columns, rows, after, folded: false });
}

/// A section under its heading; nothing of an empty one.
fn section(html: &mut Html, section: &Section) {
    if section.is_empty() {
        return;
    }
    html.element("h3", &[], &section.heading);
    list(html, &section.lead);
    Table::of(section).write(html);
    list(html, &section.after);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::time::YearMonth;

    #[test]
    fn only_parts_of_months_are_named() {
        let month = |month, hours| MonthView {
            month: YearMonth { year: 2028, month },
            hours,
            total: Money::ZERO,
            display_total: None,
        };
        assert_eq!(parts_of_months(&[month(1, 744), month(2, 696)]), "");
        let words = parts_of_months(&[month(2, 672), month(3, 744)]);
        assert_eq!(words, " Of 2028-02, 672 of 696 hours are in the horizon.");
    }
}
