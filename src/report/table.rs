//! The result for a terminal: at most 100 columns, the answer first.

use super::grid::grid;
use super::sections::{Section, body, opening};
use super::words::tame;
use super::{ResultView, Style};

/// The report as text.
#[must_use]
pub fn render_table(result: &ResultView, style: Style) -> String {
    let mut text = String::new();
    for (index, line) in opening(result).iter().enumerate() {
        let line = tame(line);
        text.push_str(&if index == 0 { style.bold(&line) } else { line });
        text.push('\n');
    }
    if !style.quiet {
        text.extend(result.warnings.iter().map(|warning| format!("{} {}\n", style.warning("warning:"), tame(warning))));
    }
    text.extend(body(result, style).iter().map(|section| laid_out(section, style)));
    text
}

fn laid_out(section: &Section, style: Style) -> String {
    let mut text = format!("\n{}\n", style.bold(&tame(&section.heading)));
    text.extend(section.lead.iter().map(|sentence| item(sentence)));
    if !section.rows.is_empty() {
        text.push_str(&grid(&section.columns, &section.rows));
    }
    text.extend(section.after.iter().map(|sentence| item(sentence)));
    text
}

/// A sentence, wrapped at 100 columns, its further lines indented.
fn item(sentence: &str) -> String {
    let sentence = tame(sentence);
    let mut lines = vec![String::from(" ")];
    for word in sentence.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.chars().count() + 1 + word.chars().count() > 100 && !line.trim().is_empty() {
            lines.push(format!("    {word}"));
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}
