//! The result for a terminal: at most 100 columns, the answer first.

use super::grid::fitted;
use super::sections::{Section, body, opening};
use super::words::tame;
use super::{ResultView, Style};
use unicode_width::UnicodeWidthStr as _;

/// The width that reports keep to.
pub(super) const MOST_COLUMNS: usize = 100;

/// The report as text.
#[must_use]
pub fn render_table(result: &ResultView, style: Style) -> String {
    let mut text = opened(&opening(result), &result.warnings, style);
    text.extend(body(result, style).iter().map(|section| laid_out(section, style)));
    text
}

/// The first lines, and the warnings unless they are not wanted.
pub(super) fn opened(opening: &[String], warnings: &[String], style: Style) -> String {
    let mut text = String::new();
    for (index, line) in opening.iter().enumerate() {
        let line = wrapped(&style.said(line), "", "  ");
        text.push_str(&if index == 0 { style.bold(&line) } else { line });
        text.push('\n');
    }
    if !style.quiet {
        text.extend(warnings.iter().map(|warning| warning_line(warning, style)));
    }
    text
}

/// One section under its heading.
pub(super) fn laid_out(section: &Section, style: Style) -> String {
    let mut text = format!("\n{}\n", style.bold(&tame(&style.said(&section.heading))));
    text.extend(section.lead.iter().map(|sentence| item(sentence, style)));
    if !section.rows.is_empty() {
        text.push_str(&fitted(&section.columns, &section.rows, style.language));
    }
    text.extend(section.after.iter().map(|sentence| item(sentence, style)));
    text
}

pub(super) fn warning_line(warning: &str, style: Style) -> String {
    let label = style.said("warning:");
    let line = wrapped(&format!("{label} {}", style.said(warning)), "", "  ");
    line.replacen(&*label, &style.warning(&label), 1) + "\n"
}

pub(super) fn item(sentence: &str, style: Style) -> String {
    wrapped(&style.said(sentence), "  ", "    ") + "\n"
}

/// A sentence over as many lines of at most 100 columns as it needs.
pub(super) fn wrapped(sentence: &str, first: &str, further: &str) -> String {
    let (mut text, mut width) = (first.to_owned(), first.len());
    for (index, word) in words_of(&tame(sentence)).iter().enumerate() {
        let length = word.width();
        if index > 0 && width + 1 + length > MOST_COLUMNS {
            text.push('\n');
            text.push_str(further);
            width = further.len();
        } else if index > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text
}

/// The words of a sentence; a number stays with its per cent sign.
fn words_of(sentence: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in sentence.split_whitespace() {
        match words.last_mut().filter(|_| word.starts_with('%')) {
            Some(number) => *number += &format!(" {word}"),
            None => words.push(word.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Language, fixture};

    const PLAIN: Style =
        Style { colour: false, verbose: false, pareto: false, quiet: false, language: Language::English };

    fn line_with<'text>(text: &'text str, needle: &str) -> &'text str {
        text.lines().find(|line| line.contains(needle)).unwrap_or_else(|| panic!("no line has `{needle}`:\n{text}"))
    }

    #[test]
    fn a_recommendation_answers_in_its_first_three_lines() {
        let text = render_table(&fixture::recommended(), PLAIN);
        let first: Vec<&str> = text.lines().take(3).collect();
        assert!(first[0].contains("run it on fargate: ") && first[0].contains("per month"), "{first:?}");
        assert!(first[1].starts_with("No commitment.") && first[1].contains("than ec2-savings-plan"), "{first:?}");
        assert_eq!(first[2], "api: Fargate x86_64, 0.5 vCPU / 1 GB, 2 to 9 tasks (mean 3.5)");
    }

    #[test]
    fn an_infeasible_question_is_answered_with_the_way_out() {
        let text = render_table(&fixture::infeasible(), PLAIN);
        assert!(text.starts_with("shop: no option meets the objective"), "{text}");
        assert!(text.lines().nth(1).unwrap().contains("`min_tasks = 4` for api"), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_a_hundred_columns() {
        for result in [fixture::compared(), fixture::recommended(), fixture::infeasible(), fixture::in_won()] {
            for line in render_table(&result, PLAIN).lines() {
                assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
            }
        }
    }

    #[test]
    fn a_number_and_its_per_cent_sign_stay_on_one_line() {
        let text = wrapped(&"123456789 % ".repeat(30), "", "  ");
        assert!(text.lines().count() > 3 && text.lines().all(|line| line.ends_with('%')), "{text}");
    }

    #[test]
    fn the_rows_shown_add_up_to_the_total_shown() {
        for result in [fixture::compared(), fixture::in_won()] {
            let text = render_table(&result, PLAIN);
            let section = text.split("consists of").nth(1).unwrap().split("\n\n").next().unwrap();
            let last_cells = section.lines().skip(2).map(|line| line.split_whitespace().last().unwrap());
            let amounts: Vec<i64> = last_cells.map(|cell| cell.replace([',', '.'], "").parse().unwrap()).collect();
            let (total, rows) = amounts.split_last().unwrap();
            assert_eq!(rows.iter().sum::<i64>(), *total, "{section}");
        }
    }

    #[test]
    fn only_the_first_assumptions_are_shown_unless_asked_for_all() {
        let (short, long) = (
            render_table(&fixture::compared(), PLAIN),
            render_table(&fixture::compared(), Style { verbose: true, ..PLAIN }),
        );
        assert!(short.contains("key_8") && !short.contains("key_9") && short.contains("and 2 more"), "{short}");
        assert!(long.contains("key_10") && !long.contains("more (--verbose"), "{long}");
        assert!(long.contains("8 line items of fargate"), "{long}");
    }

    #[test]
    fn options_that_cannot_be_had_and_types_left_out_are_named() {
        let text = render_table(&fixture::compared(), PLAIN);
        assert!(line_with(&text, "fargate-spot-arm64:").contains("no price in ap-northeast-2"));
        let unwrapped = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let left_out = "12 instance types left out (no Compute Savings Plan rate), the cheapest c8g.large";
        assert!(unwrapped.contains(left_out), "{text}");
        assert!(line_with(&text, "ec2-savings-plan ").contains("0.412 !"));
        assert!(text.contains("bundled tables of 2026-11-01 (0123456789abcdef)"));
        assert!(text.contains("APN2-BoxUsage:m7g.large (savings plan): ri equivalent, 2026-10, in ec2-savings-plan"));
    }

    #[test]
    fn quiet_shows_the_answer_only_and_colour_only_adds_escapes() {
        let result = fixture::recommended();
        let quiet = render_table(&result, Style { quiet: true, ..PLAIN });
        assert!(!quiet.contains("warning") && !quiet.contains("Assumptions"), "{quiet}");
        let coloured = render_table(&result, Style { colour: true, ..PLAIN });
        let stripped =
            ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[33m"].iter().fold(coloured, |text, code| text.replace(code, ""));
        assert_eq!(stripped, render_table(&result, PLAIN));
    }

    #[test]
    fn names_cannot_smuggle_control_characters_into_the_terminal() {
        let mut result = fixture::compared();
        result.scenario.name = "shop\u{1b}[2J\nfake".to_owned();
        let text = render_table(&result, PLAIN);
        assert!(!text.contains('\u{1b}') && text.starts_with("shop [2J fake"), "{text}");
    }
}
