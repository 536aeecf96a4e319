//! "Did you mean …?"

/// The known name nearest to one that is not known: at most a third of its letters differ (one in names of up to five
/// letters, never more than three), or it begins with what was written. Letters count as they are: compare what is folded.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let tolerance = (written.chars().count() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let distance = match name.strip_prefix(written) {
            Some(rest) if !rest.is_empty() && written.chars().count() >= 3 => tolerance,
            _ => strsim::osa_distance(written, name),
        };
        if distance <= tolerance && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether a name looks like another one misspelt: one edit apart (a letter more, less, other, or two that changed places), or
/// two in names of nine letters and more. `team1` and `team2` are alike on purpose.
pub fn is_slip(name: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if name.len().abs_diff(other.len()) > 2 || digits(name) != digits(other) {
        return false;
    }
    let edits = strsim::osa_distance(name, other);
    edits == 1 || edits == 2 && name.len() >= 9 && other.len() >= 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_or_two() {
        for (name, other, expected) in [
            ("garlow", "garlwo", true),
            ("garlow", "garlow", false),
            ("artificial-inteligence", "artificial-intelligence", true),
            ("abcdefg", "abcdexy", false),
            ("team1", "team2", false),
        ] {
            assert_eq!(is_slip(name, other), expected, "{name} {other}");
        }
    }

    #[test]
    fn finds_slips_of_the_pen_and_nothing_else() {
        for (written, known, expected) in [
            ("iass", vec!["iaas", "iam"], Some("iaas")),
            ("titel", vec!["title", "teams"], Some("title")),
            ("dead-lnk", vec!["dead-link", "dead-anchor"], Some("dead-link")),
            ("dead", vec!["copy", "dead-link"], Some("dead-link")),
            ("ops", vec!["iaas"], None),
            ("x", vec![], None),
        ] {
            assert_eq!(nearest(written, known), expected, "{written}");
        }
    }
}
