//! Amounts of money, which stand in front of their unit in one language and behind it in another.

/// An amount as English reports write it, the way Korean ones do: `-₩1,234` as `-1,234원`; dollars stay. `None` of what
/// is no amount.
pub(super) fn korean_amount(text: &str) -> Option<String> {
    let (sign, unsigned) = match text.strip_prefix(['-', '+']) {
        Some(unsigned) => (&text[..1], unsigned),
        None => ("", text),
    };
    if let Some(won) = unsigned.strip_prefix('₩') {
        return is_figure(won).then(|| format!("{sign}{won}원"));
    }
    let foreign = || unsigned.get(..4).filter(|code| code.ends_with(' ') && is_code(code)).map(|_| &unsigned[4..]);
    let figure = unsigned.strip_prefix('$').or_else(foreign)?;
    is_figure(figure.strip_prefix('-').unwrap_or(figure)).then(|| text.to_owned())
}

fn is_code(code: &str) -> bool {
    code.trim_end().bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Digits with points and commas between them.
pub(super) fn is_figure(text: &str) -> bool {
    let is_part = |character: char| character.is_ascii_digit() || ".,".contains(character);
    text.starts_with(|it: char| it.is_ascii_digit())
        && text.ends_with(|it: char| it.is_ascii_digit())
        && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn won_stand_behind_their_figure_and_dollars_before_it() {
        let said = ["₩1,234", "-₩1,234", "$1,234.56", "-$0.50", "EUR 1.00", "EUR -1.00"].map(korean_amount);
        let expected = ["1,234원", "-1,234원", "$1,234.56", "-$0.50", "EUR 1.00", "EUR -1.00"];
        assert_eq!(said, expected.map(|text| Some(text.to_owned())));
        for text in ["", "₩", "1,234", "₩1,", "API 1", "abc 1", "$x", "₩1 a"] {
            let is_code = text == "API 1";
            assert_eq!(korean_amount(text).is_some(), is_code, "{text}");
        }
    }
}
