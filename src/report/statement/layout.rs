//! The statement as text: aligned for a terminal, and as Markdown.

use super::month_table::{MonthTable, pieces};
use super::parts::{Content, Part, opening, parts};
use super::view::StatementView;
use crate::report::grid::{Align, columns_of, fitted};
use crate::report::markdown::{self, listed, opened, said};
use crate::report::table::{item, warning_line, wrapped};
use crate::report::words::tame;
use crate::report::{DisplayCurrency, Language, Style};
use unicode_width::UnicodeWidthStr as _;

/// What a deeper row is indented by in a terminal, and in Markdown, which drops plain spaces.
const INDENTS: (&str, &str) = ("  ", "\u{a0}\u{a0}");

/// The longest label of a row in a terminal.
const LONGEST_LABEL: usize = 48;

/// The statement for a terminal: at most 100 columns, months in pieces that fit.
#[must_use]
pub fn render_statement_table(view: &StatementView, style: Style) -> String {
    let mut text = String::new();
    for (index, line) in opening(view).iter().enumerate() {
        let line = wrapped(&style.said(line), "", "  ");
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
    let mut text = format!("\n{}\n", style.bold(&tame(&style.said(&part.heading))));
    text.extend(part.lead.iter().map(|sentence| item(sentence, style)));
    match &part.content {
        Content::Words => {}
        Content::Months(table) => text.push_str(&plain_months(table, currency, style.language)),
        Content::Table(columns, rows) => text.push_str(&fitted(columns, rows, style.language)),
    }
    text.extend(part.after.iter().map(|sentence| item(sentence, style)));
    text
}

fn plain_months(table: &MonthTable, currency: &DisplayCurrency, language: Language) -> String {
    let labels: Vec<String> = table
        .rows
        .iter()
        .map(|row| shortened(&format!("{}{}", INDENTS.0.repeat(row.level), tame(&language.said(&row.label)))))
        .collect();
    let width = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let (headings, texts) = (table.headings(), table.texts(currency));
    let piece = |columns: std::ops::Range<usize>| {
        let heads = headings[columns.clone()].iter().map(|heading| (heading.as_str(), Align::Right));
        let columns_of = |(label, texts): (&String, &Vec<String>)| {
            std::iter::once(label.clone()).chain(texts[columns.clone()].iter().cloned()).collect()
        };
        let rows: Vec<Vec<String>> = labels.iter().zip(&texts).map(columns_of).collect();
        fitted(&std::iter::once(("", Align::Left)).chain(heads).collect::<Vec<_>>(), &rows, language)
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
    let language = style.language;
    let mut text = opened(&opening(view), &view.result.warnings, language);
    text.extend(parts(view, style).iter().map(|part| marked_up(part, &view.result.currency, language)));
    text
}

fn marked_up(part: &Part, currency: &DisplayCurrency, language: Language) -> String {
    let sentences = |list: &[String]| list.iter().map(|it| listed(it, language)).collect::<String>();
    let table = match &part.content {
        Content::Words => String::new(),
        Content::Months(table) => marked_up_months(table, currency, language),
        Content::Table(columns, rows) => markdown::table(columns, rows, language),
    };
    let gap = if table.is_empty() || part.after.is_empty() { "" } else { "\n" };
    let content = format!("{}{table}{gap}{}", sentences(&part.lead), sentences(&part.after));
    let heading = said(&part.heading, language);
    if part.folded {
        return format!("\n<details><summary>{heading}</summary>\n\n{content}\n</details>\n");
    }
    format!("\n**{heading}**\n\n{content}")
}

fn marked_up_months(table: &MonthTable, currency: &DisplayCurrency, language: Language) -> String {
    let heads = table.headings().into_iter().map(|heading| (heading, Align::Right));
    let heads: Vec<(String, Align)> = std::iter::once((String::new(), Align::Left)).chain(heads).collect();
    let row = |(row, texts): (&super::month_table::MonthRow, Vec<String>)| {
        std::iter::once(format!("{}{}", INDENTS.1.repeat(row.level), language.said(&row.label))).chain(texts).collect()
    };
    let rows: Vec<Vec<String>> = table.rows.iter().zip(table.texts(currency)).map(row).collect();
    markdown::table(&columns_of(&heads), &rows, language)
}
