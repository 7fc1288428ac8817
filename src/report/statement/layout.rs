//! The statement as text: aligned for a terminal, and as Markdown.

use super::month_table::{MonthTable, pieces};
use super::parts::{Content, Part, opening, parts};
use super::view::StatementView;
use crate::report::grid::{Align, fitted};
use crate::report::markdown::escaped;
use crate::report::table::{item, warning_line, wrapped};
use crate::report::words::tame;
use crate::report::{DisplayCurrency, Style};

/// What a deeper row is indented by in a terminal, and in Markdown, which drops plain spaces.
const INDENTS: (&str, &str) = ("  ", "\u{a0}\u{a0}");

/// The longest label of a row in a terminal.
const LONGEST_LABEL: usize = 48;

/// The statement for a terminal: at most 100 columns, months in pieces that fit.
#[must_use]
pub fn render_statement_table(view: &StatementView, style: Style) -> String {
    let mut text = String::new();
    for (index, line) in opening(view).iter().enumerate() {
        let line = wrapped(line, "", "  ");
        text.push_str(&if index == 0 { style.bold(&line) } else { line });
        text.push('\n');
    }
    if !style.quiet {
        text.extend(view.result.warnings.iter().map(|warning| warning_line(warning, style)));
    }
    text.extend(parts(view, style).iter().map(|part| plain(part, &view.result.currency, style)));
    text
}

fn plain(part: &Part, currency: &DisplayCurrency, style: Style) -> String {
    let mut text = format!("\n{}\n", style.bold(&tame(&part.heading)));
    text.extend(part.lead.iter().map(|sentence| item(sentence)));
    match &part.content {
        Content::Words => {}
        Content::Months(table) => text.push_str(&plain_months(table, currency)),
        Content::Table(columns, rows) => text.push_str(&fitted(columns, rows)),
    }
    text.extend(part.after.iter().map(|sentence| item(sentence)));
    text
}

fn plain_months(table: &MonthTable, currency: &DisplayCurrency) -> String {
    let labels: Vec<String> = table
        .rows
        .iter()
        .map(|row| shortened(&format!("{}{}", INDENTS.0.repeat(row.level), tame(&row.label))))
        .collect();
    let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    let (headings, texts) = (table.headings(), table.texts(currency));
    let piece = |columns: std::ops::Range<usize>| {
        let heads = headings[columns.clone()].iter().map(|heading| (heading.as_str(), Align::Right));
        let columns_of = |(label, texts): (&String, &Vec<String>)| {
            std::iter::once(label.clone()).chain(texts[columns.clone()].iter().cloned()).collect()
        };
        let rows: Vec<Vec<String>> = labels.iter().zip(&texts).map(columns_of).collect();
        fitted(&std::iter::once(("", Align::Left)).chain(heads).collect::<Vec<_>>(), &rows)
    };
    pieces(&headings, &texts, width).into_iter().map(piece).collect::<Vec<_>>().join("\n")
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST_LABEL {
        return label.to_owned();
    }
    label.chars().take(LONGEST_LABEL - 1).chain(['…']).collect()
}

/// The statement as GitHub-flavoured Markdown.
#[must_use]
pub fn render_statement_markdown(view: &StatementView, style: Style) -> String {
    let mut lines = opening(view).into_iter();
    let title = lines.next().unwrap_or_default();
    let mut text = format!("### {}\n\n", escaped(&title));
    text.extend(lines.map(|line| format!("{}  \n", escaped(&line))));
    text.extend(view.result.warnings.iter().map(|warning| format!("\n> **Warning:** {}\n", escaped(warning))));
    text.extend(parts(view, style).iter().map(|part| marked_up(part, &view.result.currency)));
    text
}

fn marked_up(part: &Part, currency: &DisplayCurrency) -> String {
    let sentences = |list: &[String]| list.iter().map(|it| format!("- {}\n", escaped(it))).collect::<String>();
    let table = match &part.content {
        Content::Words => String::new(),
        Content::Months(table) => marked_up_months(table, currency),
        Content::Table(columns, rows) => {
            let heads: Vec<(String, Align)> =
                columns.iter().map(|(heading, align)| (heading.replace('\n', " "), *align)).collect();
            markdown_table(&heads, rows)
        }
    };
    let gap = if table.is_empty() || part.after.is_empty() { "" } else { "\n" };
    let content = format!("{}{table}{gap}{}", sentences(&part.lead), sentences(&part.after));
    let heading = escaped(&part.heading);
    if part.folded {
        return format!("\n<details><summary>{heading}</summary>\n\n{content}\n</details>\n");
    }
    format!("\n**{heading}**\n\n{content}")
}

fn marked_up_months(table: &MonthTable, currency: &DisplayCurrency) -> String {
    let heads = table.headings().into_iter().map(|heading| (heading, Align::Right));
    let heads: Vec<(String, Align)> = std::iter::once((String::new(), Align::Left)).chain(heads).collect();
    let row = |(row, texts): (&super::month_table::MonthRow, Vec<String>)| {
        std::iter::once(format!("{}{}", INDENTS.1.repeat(row.level), row.label)).chain(texts).collect()
    };
    let rows: Vec<Vec<String>> = table.rows.iter().zip(table.texts(currency)).map(row).collect();
    markdown_table(&heads, &rows)
}

fn markdown_table(heads: &[(String, Align)], rows: &[Vec<String>]) -> String {
    let joined = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rules = heads.iter().map(|(_, align)| match align {
        Align::Left => "---".to_owned(),
        Align::Right => "---:".to_owned(),
    });
    let mut text = joined(heads.iter().map(|(heading, _)| escaped(heading)).collect()) + &joined(rules.collect());
    text.extend(rows.iter().map(|row| joined(row.iter().map(|cell| escaped(cell)).collect())));
    text
}
