//! Files for pictures.

use std::path::{Path, PathBuf};

use ecsplan::report::{Language, Picture, png_of, svg_of};

use super::answer::Answer;
use super::output::{bytes, text};

/// A file for a picture, as it may be named on the command line.
pub(super) fn picture_file(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    let is_known = ["svg", "png"].iter().any(|known| path.extension().is_some_and(|it| it.eq_ignore_ascii_case(known)));
    if is_known { Ok(path) } else { Err("expected a file that ends in .svg or .png".to_owned()) }
}

impl Answer {
    /// A picture in a file of its own.
    pub(super) fn with_picture(self, path: &Path, picture: &Picture, language: Language) -> Self {
        self.with_drawing(path, || svg_of(picture), || png_of(picture, language), language)
    }

    /// A picture that is drawn either way, in a file of its own.
    pub(super) fn with_drawing(
        self,
        path: &Path,
        svg: impl FnOnce() -> String,
        png: impl FnOnce() -> Vec<u8>,
        language: Language,
    ) -> Self {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
            return self.with_file(path.to_owned(), text(language.picture(&svg()).into_owned()));
        }
        self.with_file(path.to_owned(), bytes(png()))
    }
}
