//! The language of what is said while work goes on: known once the command line is read, wanted wherever something
//! takes long or is interrupted.

use std::borrow::Cow;
use std::sync::OnceLock;

use ecsplan::report::Language;

static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Says everything from now on in a language.
pub(super) fn speak(language: Language) {
    let _ = LANGUAGE.set(language);
}

/// A text in that language.
pub(super) fn said(text: &str) -> Cow<'_, str> {
    LANGUAGE.get().map_or(Cow::Borrowed(text), |language| language.said(text))
}
