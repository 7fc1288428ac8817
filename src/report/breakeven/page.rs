//! [`Page`]: headings, sentences and tables, before layout for a terminal or as Markdown.

use crate::report::grid::{Align, fitted};
use crate::report::markdown::{self, listed, opened, said};
use crate::report::table::{item, warning_line, wrapped};
use crate::report::words::tame;
use crate::report::{Language, Style};

/// What stands under a heading, between its sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) enum Content {
    /// Nothing but the sentences.
    #[default]
    Words,
    /// Columns and rows.
    Table(Vec<(&'static str, Align)>, Vec<Vec<String>>),
    /// Lines whose characters stand in columns.
    Drawing(Vec<String>),
}

/// A heading with sentences around a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct Part {
    pub(in crate::report) heading: String,
    pub(in crate::report) lead: Vec<String>,
    pub(in crate::report) content: Content,
    pub(in crate::report) after: Vec<String>,
}

/// A whole report: its opening lines, the first of them the title, and its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct Page {
    pub(in crate::report) opening: Vec<String>,
    pub(in crate::report) warnings: Vec<String>,
    pub(in crate::report) parts: Vec<Part>,
}

/// For a terminal; when quiet, the opening and the first part.
pub(in crate::report) fn table(page: &Page, style: Style) -> String {
    let mut text = String::new();
    for (index, line) in page.opening.iter().enumerate() {
        let line = wrapped(&style.said(line), "", "  ");
        text.push_str(&if index == 0 { style.bold(&line) } else { line });
        text.push('\n');
    }
    if !style.quiet {
        text.extend(page.warnings.iter().map(|warning| warning_line(warning, style)));
    }
    let parts = if style.quiet { &page.parts[..page.parts.len().min(1)] } else { &page.parts };
    for part in parts {
        text.push_str(&format!("\n{}\n", style.bold(&tame(&style.said(&part.heading)))));
        text.extend(part.lead.iter().map(|sentence| item(sentence, style)));
        match &part.content {
            Content::Words => {}
            Content::Table(columns, rows) => text.push_str(&fitted(columns, rows, style.language)),
            Content::Drawing(lines) => text.extend(lines.iter().map(|line| format!("  {}\n", style.said(line)))),
        }
        text.extend(part.after.iter().map(|sentence| item(sentence, style)));
    }
    text
}

/// As GitHub-flavoured Markdown.
pub(in crate::report) fn markdown(page: &Page, language: Language) -> String {
    let mut text = opened(&page.opening, &page.warnings, language);
    for part in &page.parts {
        text.push_str(&format!("\n**{}**\n\n", said(&part.heading, language)));
        text.extend(part.lead.iter().map(|sentence| listed(sentence, language)));
        if !part.lead.is_empty() && part.content != Content::Words {
            text.push('\n');
        }
        match &part.content {
            Content::Words => {}
            Content::Table(columns, rows) => text.push_str(&markdown::table(columns, rows, language)),
            Content::Drawing(lines) => {
                text.push_str(&format!("```text\n{}\n```\n", language.all(lines).join("\n")));
            }
        }
        if !part.after.is_empty() && part.content != Content::Words {
            text.push('\n');
        }
        text.extend(part.after.iter().map(|sentence| listed(sentence, language)));
    }
    text
}

/// A number with as many digits as tell neighbouring points apart.
pub(super) fn number(value: f64) -> String {
    let text = match value.abs() {
        size if size >= 1_000.0 => format!("{value:.0}"),
        size if size >= 100.0 => format!("{value:.1}"),
        size if size >= 10.0 => format!("{value:.2}"),
        size if size >= 1.0 => format!("{value:.3}"),
        _ => format!("{value:.4}"),
    };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_empty_decimals() {
        let shown = [0.0, 0.1, 0.31623, 1.0, 61.803, 100.0, 2_500.0].map(number);
        assert_eq!(shown, ["0", "0.1", "0.3162", "1", "61.8", "100", "2500"]);
    }

    #[test]
    fn both_layouts_have_every_part() {
        let part = Part {
            heading: "Who wins".to_owned(),
            lead: vec!["a sentence".to_owned()],
            content: Content::Table(vec![("option", Align::Left)], vec![vec!["fargate".to_owned()]]),
            after: vec!["another".to_owned()],
        };
        let drawing =
            Part { heading: "Map".to_owned(), content: Content::Drawing(vec!["AB".to_owned()]), ..part.clone() };
        let page = Page { opening: vec!["title".to_owned()], warnings: vec![], parts: vec![part, drawing] };
        let plain = table(&page, Style::default());
        let marked = super::markdown(&page, Language::English);
        for words in ["title", "Who wins", "a sentence", "fargate", "another", "Map", "AB"] {
            assert!(plain.contains(words) && marked.contains(words), "{words}: {plain} {marked}");
        }
        let quiet = table(&page, Style { quiet: true, ..Style::default() });
        assert!(quiet.contains("fargate") && !quiet.contains("Map"));
    }
}
