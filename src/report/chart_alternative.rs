//! What a picture says to those who cannot see it.

/// Adds title and description inside the root element of an SVG.
pub(super) fn with_text_alternative(svg: &str, title: &str, description: &str) -> String {
    let (before, after) = svg.split_once("<svg ").unwrap_or(("", svg));
    let (attributes, content) = after.split_once('>').unwrap_or((after, ""));
    format!(
        "{before}<svg role=\"img\" aria-labelledby=\"title description\" {attributes}>\n\
         <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>{content}",
        escaped(title),
        escaped(description)
    )
}

fn escaped(text: &str) -> String {
    super::words::tame(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Pixels as PNG, with title and description as text inside.
pub(super) fn png_with_text(pixels: &[u8], (width, height): (u32, u32), title: &str, description: &str) -> Vec<u8> {
    let encoded = || -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.add_itxt_chunk("Title".to_owned(), title.to_owned())?;
        encoder.add_itxt_chunk("Description".to_owned(), description.to_owned())?;
        let mut writer = encoder.write_header()?;
        writer.write_image_data(pixels)?;
        writer.finish()?;
        Ok(bytes)
    };
    encoded().expect("writing into memory cannot fail")
}
