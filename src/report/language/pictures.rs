//! The texts of a picture that is drawn as SVG.

use std::borrow::Cow;

use super::Language;

/// The sense of labels that mean something else in a table.
const LABEL: &str = "picture";

/// The picture with its texts in the language: titles, descriptions and labels.
pub(in crate::report) fn in_picture(svg: &str, language: Language) -> Cow<'_, str> {
    if language == Language::English {
        return Cow::Borrowed(svg);
    }
    let mut picture = String::new();
    let mut rest = svg;
    while let Some((before, after)) = rest.split_once('>') {
        let (text, next) = after.split_at(after.find('<').unwrap_or(after.len()));
        picture.push_str(before);
        picture.push('>');
        picture.push_str(&said(text, language));
        rest = next;
    }
    picture.push_str(rest);
    Cow::Owned(picture)
}

/// A text between tags, with the spaces around it.
fn said(text: &str, language: Language) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    let plain = entities.iter().fold(inner.to_owned(), |text, (entity, character)| text.replace(entity, character));
    let said = label(&plain, language);
    let said = said.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replacen(inner, &said, 1)
}

/// A title, description or label.
pub(super) fn label(text: &str, language: Language) -> String {
    language.said_as(LABEL, text).unwrap_or_else(|| sentences(text, language))
}

/// A text as a whole, or else each of its sentences, or else each part of these.
fn sentences(text: &str, language: Language) -> String {
    let (body, end) = text.strip_suffix('.').map_or((text, ""), |body| (body, "."));
    let part = |part: &str| language.said(part).into_owned();
    let sentence = |sentence: &str| language.said_or_parts(sentence, "; ", part);
    let said = |text: &str| language.said_or_parts(text, ". ", sentence);
    if let Cow::Owned(said) = language.said(text) { said } else { said(body) + end }
}
