//! Where a link leads, and which of those places we let it lead to.

use crate::base::text::{is_invisible, percent_decode};

/// The place a destination names, after checking. What a browser might read differently from us is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An `http` or `https` URL, normalised as browsers do it (WHATWG URL Standard): lower-case host in punycode, unsafe
    /// characters percent-encoded.
    Outside(String),
    /// An e-mail address without `mailto:`; header fields such as `?cc=` are dropped.
    Mail(String),
    /// A place on the same page: what follows `#`, percent-decoded.
    Fragment(String),
    /// A file, relative to the one the link stands in. The query is dropped.
    Relative {
        /// Percent-decoded once, never empty; may climb with `..`, see [`join`].
        path: String,
        /// What follows `#`, percent-decoded; empty for none.
        fragment: String,
    },
    /// Nowhere we link to: show the text alone.
    Refused,
}

/// The longest destination that is looked at, in bytes.
const LONGEST: usize = 2048;

/// Sorts a destination, entities decoded, into what it names.
///
/// Only `http`, `https`, `mailto`, relative paths and fragments are let through. Refused as well: control characters and
/// bidirectional overrides, backslashes, `//host`, `https:host`, absolute paths, user names and passwords before the host,
/// drive letters, and paths that are still percent-encoded after decoding once.
pub fn classify(destination: &str) -> Target {
    let destination = destination.trim_matches(|c: char| c.is_ascii_whitespace());
    if destination.is_empty() || destination.len() > LONGEST || destination.contains(['\\', '\u{FFFD}']) {
        return Target::Refused;
    }
    if destination.chars().any(is_invisible) {
        return Target::Refused;
    }
    if let Some(fragment) = destination.strip_prefix('#') {
        return decode(fragment).map_or(Target::Refused, Target::Fragment);
    }
    if destination.starts_with(['/', '?']) {
        return Target::Refused;
    }
    match scheme(destination) {
        Some(("http" | "https", rest)) if rest.starts_with("//") => outside(destination),
        Some(("mailto", rest)) => mail(rest),
        Some(_) => Target::Refused,
        None => relative(destination),
    }
}

/// The files that a destination may mean which [`classify`] refuses, likeliest first, as paths relative to the source folder: those
/// from the root and, by their name, beside the note for `/uploads/x.png`; the name as it is written and decoded for `100%.png`.
/// Nothing for addresses with a scheme, of another host or with backslashes: what they mean, only their writer's computer knows.
pub fn places(destination: &str, base_file: &str) -> Vec<String> {
    let destination = destination.trim_matches(|c: char| c.is_ascii_whitespace());
    let is_elsewhere = destination.starts_with("//") || scheme(destination).is_some();
    if is_elsewhere || destination.len() > LONGEST || destination.contains('\\') {
        return Vec::new();
    }
    let path = destination.split(['?', '#']).next().unwrap_or_default();
    let decoded = decode(path).filter(|decoded| decoded != path);
    let mut places: Vec<String> = Vec::new();
    for path in std::iter::once(path.to_owned()).chain(decoded).filter(|path| !path.chars().any(is_invisible)) {
        if path.is_empty() || path.ends_with('/') {
            continue;
        }
        let found = match path.strip_prefix('/') {
            Some(from_root) => [join("", from_root), join(base_file, from_root.rsplit('/').next().unwrap_or_default())],
            None => [join(base_file, &path), join("", &path)],
        };
        places.extend(found.into_iter().flatten());
    }
    places
}

/// The decoded fragment of a destination; empty for none.
pub fn fragment(destination: &str) -> String {
    destination.split_once('#').and_then(|(_, fragment)| decode(fragment)).unwrap_or_default()
}

/// Whether a destination names a scheme or a host, and no file.
pub fn has_scheme(destination: &str) -> bool {
    let destination = destination.trim_ascii_start();
    destination.starts_with("//") || scheme(destination).is_some()
}

/// Whether a destination that [`classify`] does not refuse is [`Target::Outside`].
pub fn leaves_the_site(destination: &str) -> bool {
    matches!(scheme(destination.trim_ascii_start()), Some(("http" | "https", _)))
}

/// The scheme in lower case, when it is one of those let through (any other is `""`), and what follows its colon.
fn scheme(destination: &str) -> Option<(&'static str, &str)> {
    let (name, rest) = destination.split_once(':')?;
    if name.contains(['/', '?', '#']) {
        return None;
    }
    let known = ["http", "https", "mailto"].into_iter().find(|known| name.eq_ignore_ascii_case(known));
    Some((known.unwrap_or(""), rest))
}

fn outside(destination: &str) -> Target {
    // More than two slashes, as in `https:///host`, is repaired by browsers and refused by us.
    let authority = destination.split_once("//").map_or("", |(_, rest)| rest);
    if authority.starts_with(['/', '?', '#']) {
        return Target::Refused;
    }
    match ammonia::Url::parse(destination) {
        Ok(url)
            if url.username().is_empty()
                && url.password().is_none()
                && url.host_str().is_some_and(|host| !host.is_empty()) =>
        {
            Target::Outside(url.into())
        }
        _ => Target::Refused,
    }
}

fn mail(rest: &str) -> Target {
    let address = rest.split('?').next().unwrap_or_default();
    if is_address(address) { Target::Mail(address.to_owned()) } else { Target::Refused }
}

/// Whether a text is a plain e-mail address; quoted local parts and percent signs, though legal, are not.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_fits = local.chars().all(|c| c.is_ascii_alphanumeric() || ".!#$&*+-/=?^_{|}~".contains(c));
    let domain_fits = domain.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    !local.is_empty()
        && local_fits
        && domain_fits
        && domain.contains('.')
        && !domain.starts_with(['.', '-'])
        && text.len() <= 254
}

fn relative(destination: &str) -> Target {
    let (rest, fragment) = destination.split_once('#').unwrap_or((destination, ""));
    let path = rest.split('?').next().unwrap_or_default();
    match (decode_path(path), decode(fragment)) {
        (Some(path), Some(fragment)) if !path.is_empty() => Target::Relative { path, fragment },
        _ => Target::Refused,
    }
}

/// A percent-decoded path, or nothing when decoding uncovers what would have been refused in plain sight.
fn decode_path(path: &str) -> Option<String> {
    let path = decode(path)?;
    let drive = path.as_bytes().get(1) == Some(&b':');
    let hides = path.contains(['%', '\\']) || path.starts_with('/') || path.chars().any(is_invisible);
    (!hides && !drive).then_some(path)
}

/// Decodes `%xx` once; nothing for bytes that are no UTF-8 or are control characters. A `%` that encodes nothing stays.
fn decode(text: &str) -> Option<String> {
    percent_decode(text).filter(|text| !text.chars().any(is_invisible))
}

/// The file that `relative` (a decoded path, see [`Target::Relative`]) names when it stands in `base_file`; both are
/// relative to the source folder and use `/`. Nothing when it leaves that folder, enters `.git`, or is no plain path.
pub fn join(base_file: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains(['\\', '\0', ':']) {
        return None;
    }
    let mut parts: Vec<&str> = base_file.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            // Some file systems ignore case and what trails a name.
            part if part.trim_end_matches([' ', '.']).eq_ignore_ascii_case(".git") => return None,
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The host a link really leads to, when its text is the address of another one:
/// `[https://scs.community](https://evil.example/)`. It is written behind the link.
pub fn misleading_host(text: &str, outside: &str) -> Option<String> {
    let text = text.trim();
    let shown = ["https://", "http://", "www."].iter().find_map(|start| text.strip_prefix(start))?;
    let host = ammonia::Url::parse(outside).ok()?.host_str()?.to_owned();
    let shown =
        shown.split(['/', '?', '#', ':', ' ']).next().unwrap_or_default().trim_start_matches("www.").to_lowercase();
    let actual = host.trim_start_matches("www.");
    let same = shown == actual || actual.ends_with(&format!(".{shown}"));
    (shown.contains('.') && !same).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside(url: &str) -> Target {
        Target::Outside(url.to_owned())
    }

    #[test]
    fn lets_the_web_mail_and_files_through() {
        assert_eq!(classify(" https://Scs.Community/a b"), outside("https://scs.community/a%20b"));
        assert_eq!(classify("HTTP://a.example/?x=\"<>"), outside("http://a.example/?x=%22%3C%3E"));
        assert_eq!(classify("https://matrix.to/#/#room:matrix.org"), outside("https://matrix.to/#/#room:matrix.org"));
        assert_eq!(classify("https://a.example/@me"), outside("https://a.example/@me"));
        assert_eq!(classify("mailto:a.b@c.example?bcc=x@y.example"), Target::Mail("a.b@c.example".into()));
        assert_eq!(classify("#caf%C3%A9"), Target::Fragment("café".into()));
        assert_eq!(
            classify("../iaas/2023%2001.md?plain=1#top"),
            Target::Relative { path: "../iaas/2023 01.md".into(), fragment: "top".into() }
        );
        assert_eq!(classify("x/a:b.md"), Target::Relative { path: "x/a:b.md".into(), fragment: String::new() });
    }

    #[test]
    fn refuses_what_browsers_read_otherwise() {
        let refused = [
            "",
            "javascript:x",
            "JaVaScRiPt:x",
            " javascript:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "blob:https://x/y",
            "view-source:x",
            "feed:javascript:x",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "https:/evil.example",
            "https:///evil.example",
            "https://user@evil.example",
            "https://a:b@evil.example",
            "https://@",
            "https://",
            "http:\\\\evil.example",
            "/etc/passwd",
            "?next=//evil",
            "%2fetc/passwd",
            "..%5c..%5cx",
            "a%00b",
            "%252e%252e/x",
            "c%3a/x",
            "C:/x",
            "a\u{202e}b",
            "https://a.example/\u{2066}",
            "mailto:a",
            "%6",
            "mailto:\"<img src=x>\"@a.example",
            "mailto:a%0Abcc:b@c.example",
            "localhost:80/x",
            "tel:1",
            "&colon;\0",
        ];
        assert!(leaves_the_site(" HTTPS://x") && !leaves_the_site("https/x:y") && !leaves_the_site("mailto:a@b.c"));
        for destination in refused {
            assert_eq!(classify(destination), Target::Refused, "{destination:?}");
        }
    }

    #[test]
    fn a_percent_sign_that_encodes_nothing_is_refused_in_paths() {
        assert_eq!(classify("100%"), Target::Refused);
        assert_eq!(classify("#100%"), Target::Fragment("100%".into()));
    }

    #[test]
    fn refused_paths_may_mean_files_of_ours() {
        for (destination, meant) in [
            ("/uploads/a.png", vec!["uploads/a.png", "t/a.png"]),
            ("/t/20240117.md#x", vec!["t/20240117.md", "t/20240117.md"]),
            ("100%.png", vec!["t/100%.png", "100%.png"]),
            ("100%25.png", vec!["t/100%25.png", "100%25.png", "t/100%.png", "100%.png"]),
            ("/../../etc/passwd", vec!["t/passwd"]),
            ("/.git/config", vec!["t/config"]),
            ("//host/a.png", vec![]),
            ("file:///a.png", vec![]),
            ("t\\a.png", vec![]),
            ("javascript:x", vec![]),
            ("/", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(places(destination, "t/20240110.md"), meant, "{destination}");
        }
    }

    #[test]
    fn hosts_of_mixed_scripts_become_punycode() {
        assert_eq!(classify("https://ѕсѕ.community/"), outside("https://xn--q1a3bb.community/"));
    }

    #[test]
    fn joins_inside_the_root_only() {
        assert_eq!(join("iaas/20230111.md", "../kaas/x.md").as_deref(), Some("kaas/x.md"));
        assert_eq!(join("iaas/20230111.md", "./a//b.png").as_deref(), Some("iaas/a/b.png"));
        assert_eq!(join("x.md", "....//....//y").as_deref(), Some("..../..../y"));
        for outside in ["../../x", "/x", "..", "../.git/config", "../.GIT/x", "../.git ./x", "a\\b", "a\0b", "c:x"] {
            assert_eq!(join("iaas/x.md", outside), None, "{outside:?}");
        }
    }

    #[test]
    fn names_the_host_behind_a_misleading_text() {
        assert_eq!(misleading_host("https://scs.community", "https://evil.example/").as_deref(), Some("evil.example"));
        assert_eq!(misleading_host("www.scs.community", "https://evil.example/").as_deref(), Some("evil.example"));
        assert_eq!(misleading_host("https://scs.community/docs", "https://scs.community/x"), None);
        assert_eq!(misleading_host("https://scs.community", "https://docs.scs.community/x"), None);
        assert_eq!(misleading_host("README.md", "https://github.com/"), None);
    }
}
