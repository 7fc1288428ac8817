//! Laws of the catalogue.

use std::collections::BTreeMap;

use super::catalogue::Catalogue;
use super::pattern::{Kind, Pattern, Piece};
use super::{KOREAN, Language, in_picture, korean};
use crate::report::{Style, fixture, render_markdown, render_table};
use unicode_width::UnicodeWidthStr;

const IN_KOREAN: Style =
    Style { colour: false, verbose: true, pareto: false, quiet: false, language: Language::Korean };

fn entries() -> impl Iterator<Item = (String, String)> {
    KOREAN.iter().flat_map(|table| toml::from_str::<BTreeMap<String, String>>(table).unwrap())
}

/// A text that the pattern describes.
fn example(pattern: &Pattern) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Hole(Kind::Number, _) => "12.5".to_owned(),
        Piece::Hole(Kind::Money, _) => "₩1,234".to_owned(),
        Piece::Hole(Kind::Id | Kind::Name, _) => "x-1".to_owned(),
        Piece::Hole(Kind::Words, _) => "7".to_owned(),
        Piece::Hole(Kind::List, _) => "`a`, `b`".to_owned(),
    };
    pattern.english.iter().map(piece).collect()
}

fn figures(text: &str) -> Vec<String> {
    let is_part = |it: char| it.is_ascii_digit() || it == '.' || it == ',';
    let figures = text.split(|it: char| !is_part(it)).map(|it| it.trim_matches(['.', ',']).to_owned());
    let mut figures: Vec<String> = figures.filter(|it| !it.is_empty()).collect();
    figures.sort_unstable();
    figures
}

#[test]
fn every_table_of_patterns_is_read() {
    Catalogue::read(KOREAN).unwrap();
    assert!(Catalogue::read(&["\"a\" = \"b\"", "\"a\" = \"c\""]).unwrap_err().contains("twice"));
    assert!(Catalogue::read(&["\"{n} a\" = \"{n}\"", "\"{n} a\" = \"b{n}\""]).unwrap_err().contains("twice"));
}

#[test]
fn no_two_patterns_describe_a_text_equally_well() {
    let patterns: Vec<Pattern> =
        entries().flat_map(|(english, said)| Pattern::all_of(&english, &said).unwrap()).collect();
    for pattern in &patterns {
        let text = example(pattern);
        let as_close: Vec<&Pattern> = korean().describing(&text, pattern.closeness());
        assert!(as_close.len() <= 1, "{text}: {as_close:#?}");
    }
}

#[test]
fn the_quick_way_finds_what_trying_every_pattern_finds() {
    let patterns = entries().flat_map(|(english, said)| Pattern::all_of(&english, &said).unwrap());
    let examples: Vec<String> = patterns.map(|pattern| example(&pattern)).collect();
    for text in examples.iter().map(String::as_str).chain(["no pattern says this", "a: b: c", "x, y and z (1)"]) {
        assert_eq!(korean().said(text), korean().said_by_trying_all(text), "{text}");
    }
}

#[test]
fn a_text_without_a_pattern_stays() {
    for text in ["", "api", "nobody wrote this sentence", "scenario.toml", "12.5", "한글"] {
        assert_eq!(Language::Korean.said(text), text);
    }
    assert_eq!(Language::English.said("total"), "total");
    assert_eq!(Language::Korean.said("total"), "합계");
    assert_eq!(Language::Korean.said("-₩1,234"), "-1,234원");
}

#[test]
fn a_text_from_outside_is_looked_at_for_a_while_only() {
    let text = "`a`, ".repeat(20_000) + " on ".repeat(20_000).as_str();
    assert_eq!(Language::Korean.said(&text), text);
}

#[test]
fn particles_and_phrases_inside_are_said_too() {
    let said =
        Language::Korean.said("`ec2-savings-plan` would win if it were 11.8 % cheaper (₩2,462,788 over the horizon)");
    assert_eq!(said, "`ec2-savings-plan`이 11.8 % 더 저렴하면 `ec2-savings-plan`이 최적 (계획 기간 2,462,788원)");
}

#[test]
fn both_languages_have_the_same_figures() {
    for result in [fixture::compared(), fixture::recommended(), fixture::infeasible(), fixture::in_won()] {
        let english = Style { language: Language::English, ..IN_KOREAN };
        for render in [render_table, render_markdown] {
            assert_eq!(figures(&render(&result, IN_KOREAN)), figures(&render(&result, english)));
        }
    }
}

#[test]
fn lines_and_columns_are_measured_as_they_are_shown() {
    for result in [fixture::compared(), fixture::recommended(), fixture::in_won()] {
        let text = render_table(&result, IN_KOREAN);
        assert!(text.lines().all(|line| line.width() <= 100), "{text}");
        let costs = text.split("의 구성").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
        let widths: Vec<usize> = costs.lines().skip(1).map(UnicodeWidthStr::width).collect();
        assert!(widths.len() > 2 && widths.windows(2).all(|pair| pair[0] == pair[1]), "{costs}");
    }
}

#[test]
fn the_texts_of_a_picture_are_said_and_its_shapes_stay() {
    let svg = "<svg a=\"b\">\n<text x=\"1\">\ndemand\n</text><rect w=\"2\"/><text>a &lt; b</text></svg>\n";
    let said = in_picture(svg, Language::Korean);
    assert_eq!(said, svg.replace("demand", "수요"));
    let described =
        in_picture("<desc>At most 4.0 tasks run. Nobody wrote this. And 3 more decisions.</desc>", Language::Korean);
    assert_eq!(described, "<desc>실행 태스크 최대 4.0개. Nobody wrote this. 외 결정 3회.</desc>");
    assert_eq!(in_picture(svg, Language::English), svg);
}
