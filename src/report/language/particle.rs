//! Korean particles, whose form hangs on the sound before them.

/// Each with its form after a consonant and after a vowel.
const PARTICLES: [(&str, &str, &str); 5] = [
    ("은(는)", "은", "는"),
    ("이(가)", "이", "가"),
    ("을(를)", "을", "를"),
    ("과(와)", "과", "와"),
    ("(으)로", "으로", "로"),
];

/// How a syllable ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Vowel,
    /// The consonant ㄹ, after which `로` stands as after a vowel.
    Rieul,
    Consonant,
}

/// What follows a hole, its particle in the form that fits the text before; `before` is the text in the hole.
pub(super) fn following(before: &str, text: &str) -> String {
    let quotes = text.len() - text.trim_start_matches(['`', '"', ')']).len();
    let (quote, rest) = text.split_at(quotes);
    let Some((marker, consonant, vowel)) = PARTICLES.iter().find(|(marker, ..)| rest.starts_with(marker)) else {
        return text.to_owned();
    };
    let form = match ending(before) {
        Ending::Rieul if *marker == "(으)로" => vowel,
        Ending::Consonant | Ending::Rieul => consonant,
        Ending::Vowel => vowel,
    };
    format!("{quote}{form}{}", &rest[marker.len()..])
}

/// How a text ends as it is read; dollars are read behind their figure.
fn ending(text: &str) -> Ending {
    if text.trim_start_matches('-').starts_with('$') {
        return Ending::Vowel;
    }
    let spoken = text.trim_end_matches(|it: char| !it.is_alphanumeric());
    match spoken.chars().next_back() {
        // Syllables stand in the order of their last consonant, 28 for each beginning; 8 is ㄹ.
        Some(last @ '가'..='힣') => match (u32::from(last) - u32::from('가')) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        Some('1' | '7' | '8') => Ending::Rieul,
        Some('0' | '3' | '6') => Ending::Consonant,
        Some('l') => Ending::Rieul,
        Some('m' | 'n' | 'p' | 'k') => Ending::Consonant,
        Some('t') if spoken.ends_with("ot") => Ending::Consonant,
        Some('g') if spoken.ends_with("ng") => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_fits_the_sound_before_it() {
        for (before, expected) in [
            ("ec2-savings-plan", "이"),
            ("ec2-spot", "이"),
            ("fargate", "가"),
            ("fargate-arm64", "가"),
            ("managed-instances", "가"),
            ("태스크", "가"),
            ("서울", "이"),
            ("-$1,230", "가"),
            ("1,230", "이"),
            ("1,382원", "이"),
        ] {
            assert_eq!(following(before, "`이(가) 최적"), format!("`{expected} 최적"), "{before}");
        }
        let by = ["plan", "large", "서울", "external", "크기"].map(|before| following(before, "(으)로"));
        assert_eq!(by, ["으로", "로", "로", "로", "로"]);
        assert_eq!(following("a", " 이(가)"), " 이(가)");
    }
}
