//! Text as two spellings of it are compared.

/// Lower case, letters and digits only, single spaces: what two spellings of one heading have in common.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if c == '&' {
            out.push_str(if out.ends_with(' ') { "and " } else { " and " });
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_spellings() {
        assert_eq!(fold("Team IAM & Security"), "team iam and security");
        assert_eq!(fold("SIG Standardization/Certification"), "sig standardization certification");
        assert_eq!(fold("  Team  Iaas:"), "team iaas");
    }
}
