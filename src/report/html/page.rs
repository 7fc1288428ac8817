//! The page around its parts: head, answer, contents.

use super::about;
use super::money_tables::key_figures;
use super::parts::{Part, parts};
use super::policy::policy;
use super::writer::Html;
use crate::report::sections::opening;
use crate::report::{Language, ReportView, words};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("sort.js");

/// Lines of the answer that stand by themselves; services and jobs follow as a list.
const ANSWER_LINES: usize = 2;

/// The report as one HTML page to read, print and sign.
#[must_use]
pub fn render_html(view: &ReportView, language: Language) -> String {
    let parts = parts(view, language);
    let mut html = Html::in_language(language);
    html.trusted("<!DOCTYPE html>\n");
    html.around("html", &[("lang", language.tag())], |html| {
        html.around("head", &[], |html| head(html, view));
        html.around("body", &[], |html| {
            html.around("header", &[], |html| header(html, view));
            html.around("nav", &[("aria-labelledby", "contents")], |html| contents(html, &parts));
            html.around("main", &[], |html| parts.into_iter().for_each(|part| written(html, part)));
            html.around("footer", &[], |html| html.text(&about::footer(&view.result)));
            html.around("script", &[], |html| html.trusted(SCRIPT));
        });
    });
    html.into_text()
}

fn head(html: &mut Html, view: &ReportView) {
    html.empty("meta", &[("charset", "utf-8")]);
    html.empty("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy(STYLE, SCRIPT))]);
    html.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    html.empty("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    html.empty("meta", &[("name", "generator"), ("content", about::PROGRAM)]);
    html.element("title", &[], &format!("{}: what it costs on Amazon ECS", view.result.scenario.name));
    html.trusted("\n");
    html.around("style", &[], |html| html.trusted(STYLE));
}

/// The answer in the first lines, its figures, and what to know before relying on them.
fn header(html: &mut Html, view: &ReportView) {
    let lines = opening(&view.result);
    let (first, rest) = lines.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    html.element("h1", &[], first);
    let (sentences, services) = rest.split_at(rest.len().min(ANSWER_LINES - 1));
    sentences.iter().for_each(|sentence| html.sentence("p", sentence));
    list(html, services);
    key_figures(html, &view.result);
    html.element("p", &[("class", "about")], &about::scope(&view.result));
    let warnings = view.interrupted().map(|it| it.sentence()).into_iter().chain(view.result.warnings.clone());
    let warnings: Vec<String> = warnings.filter(|warning| !lines.contains(warning)).collect();
    if !warnings.is_empty() {
        html.around("div", &[("class", "note"), ("role", "note")], |html| {
            html.element("p", &[], &format!("{}:", words::counted(warnings.len(), "warning")));
            list(html, &warnings);
        });
    }
}

fn contents(html: &mut Html, parts: &[Part]) {
    html.element("h2", &[("id", "contents")], "Contents");
    html.around("ol", &[], |html| {
        for part in parts {
            html.around("li", &[], |html| html.element("a", &[("href", &format!("#{}", part.id))], part.heading));
        }
    });
}

fn written(html: &mut Html, part: Part) {
    let heading = format!("{}-heading", part.id);
    let class = if part.own_page { "own-page" } else { "" };
    let attributes = [("id", part.id), ("aria-labelledby", heading.as_str()), ("class", class)];
    let shown = if part.own_page { &attributes[..] } else { &attributes[..2] };
    html.around("section", shown, |html| {
        html.element("h2", &[("id", &heading)], part.heading);
        html.trusted(&part.content.into_text());
    });
}

/// Sentences one below the other.
pub(super) fn list(html: &mut Html, sentences: &[String]) {
    if sentences.is_empty() {
        return;
    }
    html.around("ul", &[], |html| sentences.iter().for_each(|sentence| html.sentence("li", sentence)));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::{ResultView, fixture};

    fn bare(result: ResultView) -> ReportView {
        let none = || "there is none in <this> test".to_owned();
        ReportView {
            result,
            breakeven: Err(none()),
            commitment: Err(none()),
            weeks: Err(none()),
            statement: Err(none()),
        }
    }

    /// The values of an attribute, in order.
    fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
        let start = format!(" {attribute}=\"");
        text.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_heading_of_the_contents_is_on_the_page_and_no_name_twice() {
        let text = render_html(&bare(fixture::recommended()), Language::English);
        let ids = values(&text, "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
        let links = values(&text, "href");
        assert!(links.len() >= 10 && links.iter().all(|link| ids.contains(&&link[1..])), "{links:?}");
        for reference in values(&text, "aria-labelledby").iter().flat_map(|names| names.split(' ')) {
            assert!(ids.contains(&reference), "{reference} in {ids:?}");
        }
        assert_eq!(text.matches("<h1>").count(), 1);
        assert_eq!(text.matches("Not shown: there is none in &lt;this&gt; test.").count(), 4);
    }

    #[test]
    fn names_from_outside_are_text_only() {
        let mut result = fixture::recommended();
        let evil = "</style></title><script>alert('x')</script><img src=\"x\" onerror=alert(1)>";
        result.scenario.name = evil.to_owned();
        result.warnings.push(evil.to_owned());
        result.assumptions[0].value = evil.to_owned();
        let text = render_html(&bare(result), Language::English);
        assert_eq!((text.matches("<script>").count(), text.matches("</script>").count()), (1, 1), "{text}");
        assert!(!text.contains("<img") && text.contains("&lt;img"), "{text}");
        assert_eq!((text.matches("</style>").count(), text.matches("</title>").count()), (1, 3), "{text}");
    }

    #[test]
    fn nothing_on_the_page_is_fetched() {
        let text = render_html(&bare(fixture::in_won()), Language::English);
        assert!(values(&text, "src").is_empty() && !text.contains("<link") && !STYLE.contains("url("), "{text}");
        // Names of formats look like addresses and are none.
        let text = text.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        assert!(!text.contains("http:") && !text.contains("https:"), "{text}");
    }

    #[test]
    fn an_answer_of_no_is_a_page_too() {
        let text = render_html(&bare(fixture::infeasible()), Language::English);
        assert!(text.contains("<h1>shop: no option meets the objective"), "{text}");
        let text = render_html(&bare(fixture::compared()), Language::English);
        assert!(text.contains("Why not the others"), "{text}");
    }
}
