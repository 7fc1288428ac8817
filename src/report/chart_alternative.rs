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
