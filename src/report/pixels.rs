//! Pictures as PNG: the same drawing as in SVG, with its texts in the language of the report.

use plotters::backend::DrawingBackend;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};

use super::chart_alternative::png_with_text;
use super::language::Language;
use super::timeline::chart::text::{HANGUL_FAMILY, have_typeface};

type PixelError = <BitMapBackend<'static> as DrawingBackend>::ErrorType;

/// A picture's title and description, which stand inside its file.
pub(in crate::report) struct Alternative<'t> {
    pub(in crate::report) title: &'t str,
    pub(in crate::report) description: &'t str,
}

/// What `draw` draws on an area of `size`, as a PNG.
pub(in crate::report) fn png_drawn(
    size: (u32, u32),
    alternative: &Alternative<'_>,
    language: Language,
    draw: impl FnOnce(&DrawingArea<Worded<'_>, Shift>) -> Result<(), DrawingAreaErrorKind<PixelError>>,
) -> Vec<u8> {
    have_typeface();
    let mut pixels = vec![0xff; size.0 as usize * size.1 as usize * 3];
    {
        let backend = Worded { pixels: BitMapBackend::with_buffer(&mut pixels, size), language };
        let area = backend.into_drawing_area();
        draw(&area).expect("drawing into memory cannot fail");
        area.present().expect("drawing into memory cannot fail");
    }
    let Alternative { title, description } = alternative;
    png_with_text(&pixels, size, &language.label(title), &language.label(description))
}

/// Pixels whose texts are said in a language, in a typeface that has its letters.
pub(in crate::report) struct Worded<'p> {
    pixels: BitMapBackend<'p>,
    language: Language,
}

impl DrawingBackend for Worded<'_> {
    type ErrorType = PixelError;

    fn get_size(&self) -> (u32, u32) {
        self.pixels.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.pixels.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.pixels.present()
    }

    fn draw_pixel(
        &mut self,
        point: BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.pixels.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.pixels.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.pixels.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let said = self.language.label(text);
        if !said.chars().any(is_hangul) {
            return self.pixels.draw_text(&said, style, pos);
        }
        let BackendColor { alpha, rgb: (red, green, blue) } = style.color();
        let font = FontDesc::new(FontFamily::Name(HANGUL_FAMILY), style.size(), style.style());
        let colour = RGBColor(red, green, blue).mix(alpha);
        let hangul = TextStyle::from(font.transform(style.transform())).color(&colour).pos(style.anchor());
        self.pixels.draw_text(&said, &hangul, pos)
    }
}

/// Syllables and letters of Korean.
const fn is_hangul(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::timeline::chart::text::Setting;

    /// A text drawn on an area of 200 by 40.
    fn drawn(text: &str, language: Language) -> Vec<u8> {
        let words = Alternative { title: "title", description: "description" };
        png_drawn((200, 40), &words, language, |area| area.draw(&Text::new(text, (4, 4), Setting::plain(16.0).style())))
    }

    #[test]
    fn names_in_korean_have_their_letters_in_any_language() {
        let (one, other) = (drawn("주문 서비스", Language::English), drawn("결제 서비스", Language::English));
        assert_ne!(one, other);
        assert_eq!(one, drawn("주문 서비스", Language::Korean));
    }

    #[test]
    fn labels_are_said_in_the_language() {
        assert_eq!(drawn("주당 시간", Language::English), drawn("주당 시간", Language::Korean));
        assert_ne!(drawn("compute", Language::English), drawn("compute", Language::Korean));
    }
}
