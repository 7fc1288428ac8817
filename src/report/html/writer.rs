//! [`Html`]: elements written one after another; text cannot become markup.

use crate::report::Language;
use crate::report::words::tame;

/// A document, or a part of one. What is opened is closed, and what is not trusted is escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html {
    text: String,
    language: Language,
}

/// An attribute: its name, and its value before it is escaped.
pub(super) type Attribute<'a> = (&'a str, &'a str);

impl Html {
    /// Nothing yet, in a language.
    pub(super) fn in_language(language: Language) -> Self {
        Self { text: String::new(), language }
    }

    /// An element around what `content` writes.
    pub(super) fn around(&mut self, tag: &str, attributes: &[Attribute<'_>], content: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        content(self);
        self.text.push_str(&format!("</{tag}>"));
        if is_block(tag) {
            self.text.push('\n');
        }
    }

    /// An element around a text.
    pub(super) fn element(&mut self, tag: &str, attributes: &[Attribute<'_>], text: &str) {
        self.around(tag, attributes, |html| html.text(text));
    }

    /// An element without content, such as `meta`.
    pub(super) fn empty(&mut self, tag: &str, attributes: &[Attribute<'_>]) {
        self.open(tag, attributes);
        self.text.push('\n');
    }

    /// A text in which names in backticks are code.
    pub(super) fn prose(&mut self, text: &str) {
        let text = &*self.language.said(text);
        let pieces: Vec<&str> = text.split('`').collect();
        if pieces.len().is_multiple_of(2) {
            return self.written(text);
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            if index.is_multiple_of(2) {
                self.written(piece)
            } else {
                self.around("code", &[], |html| html.written(piece))
            }
        }
    }

    /// An element around a text with names in backticks.
    pub(super) fn sentence(&mut self, tag: &str, text: &str) {
        self.around(tag, &[], |html| html.prose(text));
    }

    /// Text as it is read.
    pub(super) fn text(&mut self, text: &str) {
        self.written(&self.language.said(text));
    }

    /// Text in the language of the page already.
    fn written(&mut self, text: &str) {
        self.text.push_str(&escaped(text));
    }

    /// A picture of our own, its texts in the language of the page.
    pub(super) fn picture(&mut self, svg: &str) {
        self.text.push_str(&self.language.picture(svg));
    }

    /// Markup of our own: the style, the script, pictures.
    pub(super) fn trusted(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn open(&mut self, tag: &str, attributes: &[Attribute<'_>]) {
        self.text.push_str(&format!("<{tag}"));
        for (name, value) in attributes {
            let value = if *name == "aria-label" { self.language.said(value) } else { (*value).into() };
            self.text.push_str(&format!(" {name}=\"{}\"", escaped(&value)));
        }
        self.text.push('>');
    }
}

/// Whether a line ends after an element, so that the source can be read and compared.
fn is_block(tag: &str) -> bool {
    !["a", "b", "span", "th", "td", "title", "button", "code"].contains(&tag)
}

/// Text that is neither markup nor the end of an attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in tame(text).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped_and_elements_closed() {
        let mut html = Html::default();
        html.sentence("p", "`<a>` and ` alone");
        html.sentence("p", "so `<a>` is");
        html.around("p", &[("id", "a\"b")], |html| html.element("b", &[], "<script>'x' & y\u{1}"));
        assert_eq!(
            html.into_text(),
            "<p>`&lt;a&gt;` and ` alone</p>\n<p>so <code>&lt;a&gt;</code> is</p>\n\
             <p id=\"a&quot;b\"><b>&lt;script&gt;&#39;x&#39; &amp; y </b></p>\n"
        );
    }
}
