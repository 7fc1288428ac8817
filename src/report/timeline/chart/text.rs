//! Text in charts: one typeface, measured the same on every machine.

use std::sync::OnceLock;

use plotters::prelude::*;
use plotters::style::register_font;
use plotters::style::text_anchor::{HPos, Pos, VPos};

pub(in crate::report) const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);

/// The family that SVG asks the reader's machine for; in PNG it is the bundled typeface.
const FAMILY: &str = "sans-serif";

/// The family of PNG for texts in Korean, which the bundled typeface has no letters for.
pub(in crate::report) const HANGUL_FAMILY: &str = "NanumSquare";

const HANGUL: &[u8] = include_bytes!("../../../../assets/typefaces/NanumSquareR.ttf");
const HANGUL_BOLD: &[u8] = include_bytes!("../../../../assets/typefaces/NanumSquareB.ttf");

/// Makes the bundled typefaces known under the names of their families.
pub(in crate::report) fn have_typeface() {
    static KNOWN: OnceLock<bool> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let typefaces = [
            (FAMILY, FontStyle::Normal, dejavu::sans::regular()),
            (FAMILY, FontStyle::Bold, dejavu::sans::bold()),
            (HANGUL_FAMILY, FontStyle::Normal, HANGUL),
            (HANGUL_FAMILY, FontStyle::Bold, HANGUL_BOLD),
        ];
        typefaces.into_iter().all(|(family, style, bytes)| register_font(family, style, bytes).is_ok())
    });
    assert!(*known, "the bundled typefaces are whole");
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(in crate::report) struct Setting {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) side: HPos,
    pub(super) level: VPos,
    pub(super) upwards: bool,
}

impl Setting {
    pub(in crate::report) const fn plain(size: f64) -> Self {
        Self { size, bold: false, side: HPos::Left, level: VPos::Top, upwards: false }
    }

    pub(in crate::report) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(in crate::report) const fn centred(self) -> Self {
        Self { side: HPos::Center, ..self }
    }

    pub(in crate::report) const fn ending(self) -> Self {
        Self { side: HPos::Right, ..self }
    }

    pub(in crate::report) const fn in_the_middle(self) -> Self {
        Self { level: VPos::Center, ..self }
    }

    /// Read from bottom to top.
    pub(in crate::report) const fn upwards(self) -> Self {
        Self { upwards: true, side: HPos::Center, level: VPos::Center, ..self }
    }

    fn font(self) -> FontDesc<'static> {
        let style = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::Name(FAMILY), self.size, style);
        if self.upwards { font.transform(FontTransform::Rotate270) } else { font }
    }

    pub(in crate::report) fn style(self) -> TextStyle<'static> {
        TextStyle::from(self.font()).color(&INK).pos(Pos::new(self.side, self.level))
    }

    /// The width of a text in pixels, with a little to spare for other typefaces.
    pub(in crate::report) fn width(self, text: &str) -> i32 {
        have_typeface();
        let measured = self.font().layout_box(text).map_or(0, |((left, _), (right, _))| right - left);
        measured + measured / 20 + 1
    }
}
