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
    let ranked = candidates.into_iter().map(|candidate| (distance(candidate), candidate));
    ranked.filter(|(distance, _)| *distance <= allowed).min().map(|(_, candidate)| candidate)
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
    }

    #[test]
    fn lists_read_as_english() {
        assert_eq!(or_list(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(or_list(&["a"]), "`a`");
    }
}
