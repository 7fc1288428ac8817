//! "Did you mean": the nearest known name.

/// The candidate nearest to `text`, if any is near enough to be what was meant.
#[must_use]
pub fn nearest<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // Distance is quadratic in length, and nobody misspells a name this long.
    if text.len() > 100 {
        return None;
    }
    let text = text.to_lowercase();
    let allowed = (text.chars().count() / 3).clamp(1, 4);
    let distance = |candidate: &str| strsim::damerau_levenshtein(&text, &candidate.to_lowercase());
    let is_near = |(distance, candidate): &(usize, &str)| *distance <= allowed || begins_with_words(candidate, &text);
    let ranked = candidates.into_iter().map(|candidate| (distance(candidate), candidate));
    ranked.filter(is_near).min().map(|(_, candidate)| candidate)
}

/// Whether a name goes on where `text` ends, at a word's end: `max_upfront` of `max_upfront_usd`.
fn begins_with_words(name: &str, text: &str) -> bool {
    text.len() > 2 && name.to_lowercase().strip_prefix(text).is_some_and(|rest| rest.starts_with(['_', '-']))
}

/// "`a`, `b` or `c`".
pub(super) fn or_list<T: std::fmt::Display>(names: &[T]) -> String {
    let ticked: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match ticked.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        assert_eq!(nearest("min_task", ["max_tasks", "min_tasks"]), Some("min_tasks"));
        assert_eq!(nearest("ap-northeast2", ["ap-northeast-2", "us-east-1"]), Some("ap-northeast-2"));
        assert_eq!(nearest("traffic", ["name", "region"]), None);
        assert_eq!(nearest("max_upfront", ["kinds", "max_upfront_usd"]), Some("max_upfront_usd"));
        assert_eq!(nearest("ma", ["max_upfront_usd", "ma_ny_more_words"]), None);
    }

    #[test]
    fn lists_read_as_english() {
        assert_eq!(or_list(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(or_list(&["a"]), "`a`");
    }
}
