//! Icon fonts: what `<i class="fa fa-check"></i>` shows, since no page loads the font.

/// The signs of common icons of Font Awesome, Bootstrap Icons and Glyphicons, by name, in order.
const SIGNS: &[(&str, &str)] = &[
    ("arrow-down", "↓"),
    ("arrow-left", "←"),
    ("arrow-right", "→"),
    ("arrow-up", "↑"),
    ("ban", "🚫"),
    ("bell", "🔔"),
    ("bolt", "⚡"),
    ("calendar", "📅"),
    ("check", "✓"),
    ("check-circle", "✓"),
    ("check-square", "☑"),
    ("circle", "●"),
    ("circle-check", "✓"),
    ("circle-xmark", "✗"),
    ("clock", "🕒"),
    ("close", "✗"),
    ("envelope", "✉"),
    ("exclamation", "!"),
    ("exclamation-triangle", "⚠"),
    ("flag", "⚑"),
    ("heart", "♥"),
    ("lock", "🔒"),
    ("minus", "−"),
    ("ok", "✓"),
    ("phone", "☎"),
    ("plus", "+"),
    ("question", "?"),
    ("remove", "✗"),
    ("square", "☐"),
    ("star", "★"),
    ("thumbs-down", "👎"),
    ("thumbs-up", "👍"),
    ("times", "✗"),
    ("times-circle", "✗"),
    ("triangle-exclamation", "⚠"),
    ("user", "👤"),
    ("warning", "⚠"),
    ("x", "✗"),
    ("xmark", "✗"),
];

/// What the names of icons begin with.
const PREFIXES: &[&str] = &["fa-", "bi-", "glyphicon-", "icon-"];

/// What is no icon's name but its size, style or movement.
const MODIFIERS: &[&str] = &[
    "2x", "3x", "4x", "5x", "border", "brands", "duotone", "fw", "inverse", "lg", "li", "light", "pulse", "regular",
    "sm", "solid", "spin", "thin", "ul", "xl", "xs",
];

/// What an icon shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Icon {
    /// A sign that says the same.
    Sign(&'static str),
    /// Nothing that has a sign; its name in words.
    Name(String),
}

/// The icon that an element's classes ask for.
pub(super) fn icon(classes: &str) -> Option<Icon> {
    let names = classes.split_ascii_whitespace();
    let mut names = names.filter_map(|class| PREFIXES.iter().find_map(|prefix| class.strip_prefix(prefix)));
    let name = names.find(|name| {
        !MODIFIERS.contains(name) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })?;
    let plain = name.strip_suffix("-o").unwrap_or(name);
    Some(match SIGNS.binary_search_by_key(&plain, |(known, _)| *known) {
        Ok(at) => Icon::Sign(SIGNS[at].1),
        Err(_) => Icon::Name(name.chars().take(30).collect::<String>().replace('-', " ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icons_are_signs_or_words() {
        assert!(SIGNS.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(icon("fa fa-check"), Some(Icon::Sign("✓")));
        assert_eq!(icon("fa-solid fa-lg fa-times-circle-o"), Some(Icon::Sign("✗")));
        assert_eq!(icon("fab fa-github"), Some(Icon::Name("github".to_owned())));
        assert_eq!(icon("bi bi-mailbox-flag"), Some(Icon::Name("mailbox flag".to_owned())));
        assert_eq!((icon("fa"), icon("reporter")), (None, None));
    }
}
