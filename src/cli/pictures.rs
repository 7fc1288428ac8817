//! Files for pictures: SVG in the language of the report, pixels in English.

use std::path::{Path, PathBuf};

use ecsplan::report::{Language, Picture, png_of, svg_of};

use super::answer::Answer;
use super::output::{bytes, text};

/// The letters of pictures in pixels come with the program, and have no Hangul.
const PIXELS_ARE_ENGLISH: &str = "note: a PNG has English labels; a name that ends in `.svg` gets Korean ones";

/// A file for a picture, as it may be named on the command line.
pub(super) fn picture_file(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    let is_known = ["svg", "png"].iter().any(|known| path.extension().is_some_and(|it| it.eq_ignore_ascii_case(known)));
    if is_known { Ok(path) } else { Err("expected a file that ends in .svg or .png".to_owned()) }
}

/// What to say of a picture in pixels beside a report in another language.
pub(super) fn remark_on_pixels(language: Language) -> Option<&'static str> {
    (language == Language::Korean).then_some(PIXELS_ARE_ENGLISH)
}

impl Answer {
    /// A picture in a file of its own.
    pub(super) fn with_picture(self, path: &Path, picture: &Picture, language: Language) -> Self {
        self.with_drawing(path, || svg_of(picture), || png_of(picture), language)
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
        let answer = self.with_file(path.to_owned(), bytes(png()));
        remark_on_pixels(language).into_iter().fold(answer, Answer::remark)
    }
}
