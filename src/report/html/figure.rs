//! Pictures inside the page.

use super::writer::Html;

/// A picture drawn as SVG, with a sentence below it. Its own title and description are the text alternative; their names
/// are made unique, since a page has several pictures.
pub(super) fn figure(html: &mut Html, name: &str, svg: &str, caption: &str) {
    let scrolls = [("class", "scroll picture"), ("role", "group"), ("tabindex", "0"), ("aria-label", caption)];
    html.around("figure", &[("id", name)], |html| {
        html.around("div", &scrolls, |html| html.picture(&named(name, svg)));
        html.element("figcaption", &[], caption);
    });
}

/// The names come first in the element, so that no text from outside can stand before them.
fn named(name: &str, svg: &str) -> String {
    let references = format!("aria-labelledby=\"{name}-title {name}-description\"");
    svg.replacen("aria-labelledby=\"title description\"", &references, 1)
        .replacen("<title id=\"title\">", &format!("<title id=\"{name}-title\">"), 1)
        .replacen("<desc id=\"description\">", &format!("<desc id=\"{name}-description\">"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{fixture, render_chart};

    #[test]
    fn pictures_have_names_of_their_own() {
        let mut html = Html::default();
        figure(&mut html, "one", &render_chart(&fixture::compared()), "what it shows");
        let text = html.into_text();
        for found in [
            "aria-labelledby=\"one-title one-description\"",
            "<title id=\"one-title\">",
            "<desc id=\"one-description\">",
        ] {
            assert_eq!(text.matches(found).count(), 1, "{found} in {text}");
        }
        assert!(!text.contains("id=\"title\""), "{text}");
    }
}
