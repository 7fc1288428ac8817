//! The result as Markdown, ready for a pull-request comment.

use super::grid::{Align, headings};
use super::sections::{Section, body, focus, opening};
use super::words::tame;
use super::{Language, ResultView, Style, section_costs};

/// The report as GitHub-flavoured Markdown: the answer, the options, and the rest folded away.
#[must_use]
pub fn render_markdown(result: &ResultView, style: Style) -> String {
    let mut text = opened(&opening(result), &result.warnings, style.language);
    let line_items = (!style.quiet).then(|| focus(result)).flatten();
    let line_items = line_items.map(|(option, figures)| section_costs::line_items(result, option, figures));
    let sections = body(result, Style { verbose: false, pareto: style.pareto || style.verbose, ..style });
    text.extend(sections.iter().chain(&line_items).map(|section| laid_out(section, style.language)));
    text
}

/// The first lines, the first of them as a heading, and the warnings.
pub(super) fn opened(opening: &[String], warnings: &[String], language: Language) -> String {
    let mut lines = opening.iter().map(|line| said(line, language));
    let mut text = format!("### {}\n\n", lines.next().unwrap_or_default());
    text.extend(lines.map(|line| format!("{line}  \n")));
    text.extend(warnings.iter().map(|warning| warned(warning, language)));
    text
}

/// A warning as a quotation.
pub(super) fn warned(warning: &str, language: Language) -> String {
    format!("\n> **{}** {}\n", language.said("Warning:"), said(warning, language))
}

/// A whole text in a language, as Markdown shows it.
pub(super) fn said(text: &str, language: Language) -> String {
    escaped(&language.said(text))
}

/// A sentence of a list.
pub(super) fn listed(sentence: &str, language: Language) -> String {
    format!("- {}\n", said(sentence, language))
}

/// One section under its heading, folded away if it asks for it.
pub(super) fn laid_out(section: &Section, language: Language) -> String {
    let heading = said(&section.heading, language);
    let content = content(section, language);
    if section.folded {
        return format!("\n<details><summary>{heading}</summary>\n\n{content}\n</details>\n");
    }
    format!("\n**{heading}**\n\n{content}")
}

fn content(section: &Section, language: Language) -> String {
    let mut text: String = section.lead.iter().map(|sentence| listed(sentence, language)).collect();
    if !section.rows.is_empty() {
        text.push_str(&table(&section.columns, &section.rows, language));
    }
    if !section.after.is_empty() && !section.rows.is_empty() {
        text.push('\n');
    }
    text.extend(section.after.iter().map(|sentence| listed(sentence, language)));
    text
}

/// Columns and rows as a table.
pub(super) fn table(columns: &[(&str, Align)], rows: &[Vec<String>], language: Language) -> String {
    let joined = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let headings = headings(columns, language).into_iter();
    let headings = headings.map(|(heading, _)| escaped(&heading.replace("-\n", "-").replace('\n', " ")));
    let rules = columns.iter().map(|(_, align)| match align {
        Align::Left => "---".to_owned(),
        Align::Right => "---:".to_owned(),
    });
    let mut text = joined(headings.collect()) + &joined(rules.collect());
    text.extend(rows.iter().map(|row| joined(row.iter().map(|cell| said(cell, language)).collect())));
    text
}

/// Text that Markdown shows as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in tame(text).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '*' | '[' | ']' | '\\' | '~' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_comment_opens_with_the_answer_and_folds_the_line_items() {
        let text = render_markdown(&fixture::recommended(), Style::default());
        assert!(text.starts_with("### shop: run it on fargate: "), "{text}");
        assert!(text.contains("<details><summary>8 line items of fargate (exact USD)</summary>"), "{text}");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert!(text.contains("| option | per month | total | committed USD/hour |"), "{text}");
    }

    #[test]
    fn names_cannot_break_tables_or_add_markup() {
        let mut result = fixture::recommended();
        result.scenario.name = "a|b<img src=x>".to_owned();
        let text = render_markdown(&result, Style::default());
        assert!(text.starts_with("### a\\|b&lt;img src=x&gt;"), "{text}");
    }

    #[test]
    fn every_row_of_a_table_has_as_many_cells() {
        let text = render_markdown(&fixture::in_won(), Style::default());
        for block in text.split("\n\n").filter(|block| block.starts_with("| ")) {
            let cells: Vec<usize> =
                block.lines().filter(|line| line.starts_with('|')).map(|line| line.matches(" | ").count()).collect();
            assert!(cells.windows(2).all(|pair| pair[0] == pair[1]), "{block}");
        }
    }
}
