//! Private data that is about to be published: e-mail addresses, telephone numbers, the ways into a conference, and
//! passwords and tokens. Secrets are never repeated in a message, since messages end up in public logs.

use super::Note;
use super::prose::LONGEST_LINE;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::pattern::{Pattern, ascii_bounds};
use linkify::{LinkFinder, LinkKind};
use regex::RegexSet;
use std::sync::LazyLock;

/// The codes of what is found here.
pub(super) const CODES: &[&str] = &["dial-in", "private-mail", "private-phone", "secret"];

pub(super) fn private(note: Note<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for place in note.text.lines().enumerate().filter(|(_, line)| line.len() <= LONGEST_LINE) {
        let line = place.1;
        let suspicious = is_suspicious(line);
        let secret = suspicious.then(|| secret(line)).flatten();
        if let Some((range, what)) = &secret {
            let mut finding = note.finding("secret", place, range.start, format!("this looks like {what}"));
            finding.severity = Severity::Error;
            finding.source_line = Some(line.replace(&line[range.clone()], "●●●"));
            found.push(
                finding
                    .hint("make it worthless (revoke, change it) first: it stays in the history; then delete it here"),
            );
        }
        if line.contains('@') {
            for (at, address) in personal_addresses(line) {
                let message = format!("`{address}` is the e-mail address of a person");
                let finding = note.finding("private-mail", place, at, message);
                found.push(finding.hint("ask whether it may be public, or write the name or handle instead"));
            }
        }
        if !suspicious {
            continue;
        }
        if secret.is_none()
            && let Some((at, what)) = way_in(line)
        {
            let finding = note.finding("dial-in", place, at, format!("this is {what}"));
            found.push(finding.hint("uninvited guests read public minutes; say where members find it instead"));
        } else if let Some((at, number)) = telephone(line) {
            let message = format!("`{number}` looks like a telephone number");
            let finding = note.finding("private-phone", place, at, message);
            found.push(finding.hint("ask whether it may be public, or delete it"));
        }
    }
    found
}

/// Whether a line has something that one of the patterns below looks for. They are looked for all at once, since next to
/// no line has any.
fn is_suspicious(line: &str) -> bool {
    ANY.as_ref().is_none_or(|any| any.is_match(line))
}

/// Nothing only where a pattern is a mistake, which a test rules out; then every line is looked at.
static ANY: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    let tables = TOKENS.iter().chain(&WAYS_IN).map(|(_, pattern)| pattern);
    let all = tables.chain([&LABELLED, &INTERNATIONAL, &ANNOUNCED]);
    // The edges of words as ASCII knows them are found faster, and no match is lost.
    RegexSet::new(all.map(|pattern| ascii_bounds(pattern.source()))).ok()
});

// --- E-mail -----------------------------------------------------------------------------------------------------------

/// Local parts that are offices or programs, not persons; a part of the name separated by `-`, `.` or `_` will do.
const OFFICES: &[&str] = &[
    "abuse",
    "accounting",
    "admin",
    "announce",
    "billing",
    "board",
    "bot",
    "coc",
    "community",
    "conduct",
    "contact",
    "council",
    "dev",
    "discuss",
    "events",
    "feedback",
    "foundation",
    "git",
    "hello",
    "help",
    "hostmaster",
    "info",
    "jobs",
    "kontakt",
    "legal",
    "list",
    "lists",
    "mail",
    "mailman",
    "marketing",
    "media",
    "member",
    "members",
    "mods",
    "news",
    "newsletter",
    "noreply",
    "office",
    "ops",
    "owner",
    "postmaster",
    "presse",
    "press",
    "privacy",
    "registry",
    "reply",
    "root",
    "sales",
    "secretary",
    "security",
    "service",
    "social",
    "support",
    "team",
    "twitter",
    "user",
    "users",
    "vorstand",
    "webmaster",
];

/// The addresses of persons in a line. Lists, offices, examples and `git@host:path` are public by nature.
fn personal_addresses(line: &str) -> Vec<(usize, String)> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Email]);
    let mut found = Vec::new();
    for link in finder.links(line) {
        // Marks of markdown are letters of an address, by the standard.
        let written = link.as_str().trim_start_matches(|c: char| !c.is_alphanumeric());
        let start = link.end() - written.len();
        let lower = written.to_lowercase();
        let Some((local, host)) = lower.split_once('@').filter(|(local, _)| !local.is_empty()) else { continue };
        let top = host.rsplit('.').next().unwrap_or_default();
        let is_host = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_list = host.split('.').any(|part| part.starts_with("list") || part.contains("groups"));
        let is_example = host.split('.').any(|part| part.starts_with("example") || part == "invalid" || part == "test");
        let is_office = local.split(['-', '.', '_', '+']).any(|part| OFFICES.contains(&part));
        // `user@host:path` is where git and ssh go; `https://user@host/` is an address of a page.
        let before = &line[..start];
        let is_login = line[link.end()..].starts_with([':', '/'])
            || before.ends_with(['/', ':']) && !before.to_lowercase().ends_with("mailto:");
        if is_host && !is_list && !is_example && !is_office && !is_login && !host.ends_with("noreply.github.com") {
            found.push((start, written.to_owned()));
        }
    }
    found
}

// --- Telephone and conferences -----------------------------------------------------------------------------------------

/// An international number: `+49 221 2927 72611`; the number may have groups and a `(0)`.
static INTERNATIONAL: Pattern = Pattern::unicode(
    r"(?:^|[\s(\[:*_>|])(\+[1-9]\d{0,2}(?:[ ./-]?(?:\(\d{1,5}\)|\d)){7,13})(?:$|[^\d.,/-]|[.,](?:\s|$))",
);

/// A national number behind a word that announces one.
static ANNOUNCED: Pattern = Pattern::unicode(
    r"(?i)\b(?:tel|tel\.|phone|telephone|telefon|mobile|mobil|handy|fax)\b[.:]{0,2}\s*(\(?0\d[\d ()/-]{5,}\d)",
);

fn telephone(line: &str) -> Option<(usize, &str)> {
    if line.bytes().filter(u8::is_ascii_digit).count() < 7 {
        return None;
    }
    let found = INTERNATIONAL.captures(line).or_else(|| ANNOUNCED.captures(line))?.get(1)?;
    Some((found.start(), found.as_str().trim_end()))
}

/// What lets a stranger into a conference, in words and as a pattern whose first group is the place.
static WAYS_IN: [(&str, Pattern); 5] = [
    (
        "the dial-in of a conference",
        Pattern::unicode(
            r"(?i)\b(?:dial[- ]?in|einwahl(?:nummer)?|call[- ]in)\b[^\d+\]]{0,20}(\+?\(?\d[\d ()/-]{6,}\d)",
        ),
    ),
    (
        "the number of a conference",
        Pattern::unicode(
            r"(?i)\b(?:meeting|conference|konferenz|webinar|zoom)[- ]?(?:id|nr\.?|nummer)\b[^\w+]{0,4}(\d[\d -]{6,}\d)",
        ),
    ),
    (
        "the code of a conference",
        Pattern::unicode(
            r"(?i)\b(?:pin|passcode|access[- ]?code|meeting[- ]?code|zugangscode)\b\s*(?:[:=#]|is|ist|lautet)\s*`?(\d{4,})",
        ),
    ),
    (
        "a conference link with its password in it",
        Pattern::unicode(r"(?i)(https://[\w.-]+/\S*[?&](?:pwd|passcode|password|pw)=[^\s&)>]{4,})"),
    ),
    (
        "a conference link that lets everybody in",
        Pattern::unicode(r"(https://teams\.microsoft\.com/l/meetup-join/\S{20,})"),
    ),
];

fn way_in(line: &str) -> Option<(usize, &'static str)> {
    let interesting = line.bytes().any(|byte| byte.is_ascii_digit());
    let mut found = WAYS_IN.iter().filter(|_| interesting);
    found.find_map(|(what, pattern)| Some((pattern.captures(line)?.get(1)?.start(), *what)))
}

// --- Secrets ------------------------------------------------------------------------------------------------------------

/// Forms that keys and tokens are issued in.
static TOKENS: [(&str, Pattern); 14] = [
    ("a GitHub token", Pattern::unicode(r"\b((?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,}))")),
    ("a GitLab token", Pattern::unicode(r"\b(gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{20,})")),
    ("an AWS key", Pattern::unicode(r"\b((?:AKIA|ASIA)[0-9A-Z]{16})\b")),
    ("a Slack token", Pattern::unicode(r"\b(xox[abeprs]-[A-Za-z0-9-]{10,})")),
    (
        "a web hook of a chat",
        Pattern::unicode(r"(https://(?:hooks\.slack\.com/services|discord(?:app)?\.com/api/webhooks)/[\w/-]{15,})"),
    ),
    ("a Google key", Pattern::unicode(r"\b(AIza[0-9A-Za-z_-]{35})")),
    ("an npm token", Pattern::unicode(r"\b(npm_[A-Za-z0-9]{36})\b")),
    ("a PyPI token", Pattern::unicode(r"\b(pypi-[A-Za-z0-9_-]{50,})")),
    ("a Docker token", Pattern::unicode(r"\b(dckr_pat_[A-Za-z0-9_-]{20,})")),
    ("a Vault token", Pattern::unicode(r"\b(hv[sb]\.[A-Za-z0-9_-]{20,})")),
    ("a key of a language model's provider", Pattern::unicode(r"\b(sk-(?:[a-z]+-)*[A-Za-z0-9_-]{32,})")),
    ("a signed token (JWT)", Pattern::unicode(r"\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})")),
    ("a private key", Pattern::unicode(r"(-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----)")),
    (
        "an address with a password in it",
        Pattern::unicode(r"\b[a-z][a-z0-9+.-]*://[^\s/:@<>`$]+:([^\s/:@<>`${}*]{3,})@[\w.-]+"),
    ),
];

/// `password: …`, at the end of a line or in quotes. The word may be part of a name such as `OCI_PASSWORD`.
static LABELLED: Pattern = Pattern::unicode(
    r#"(?ix)(?:^|[^a-z?&]) (?: [a-z0-9]+[_-] )* (password|passwort|passwd|passphrase|kennwort|passcode|pwd|pw|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key)
           ["'`*_]{0,3} (?: \s (?:of|for|to|für|zu|zum|von|des|der) \s [^:=]{1,40} )? \s*(?::|=>?|\bis\b|\bist\b|\blautet\b)\s* (?: ["'`*]{1,2} ([^\s"'`*]{4,}) ["'`*]{1,2} | ([^\s"'`*|]{4,}) \s* [.,;|)\]]? \s* $ )"#,
);

/// What stands where a secret was, or will be.
const PLACEHOLDERS: &[&str] = &[
    "changeme", "example", "hidden", "missing", "needed", "none", "null", "omitted", "optional", "password",
    "passwort", "redacted", "removed", "required", "secret", "string", "token", "unknown", "true", "false", "todo",
    "default", "unset", "unused",
];

fn secret(line: &str) -> Option<(std::ops::Range<usize>, &'static str)> {
    let issued = TOKENS.iter().find_map(|(what, pattern)| {
        let found = pattern.captures(line)?.get(1)?;
        (!is_placeholder(found.as_str())).then_some((found.range(), *what))
    });
    issued.or_else(|| {
        let found = LABELLED.captures(line)?;
        let value = found.get(2).or_else(|| found.get(3))?;
        let is_password = found[1].to_lowercase().starts_with(['p', 'k']);
        let text = value.as_str();
        let has = |test: fn(&char) -> bool| text.chars().any(|c| test(&c));
        // A word alone is prose ("the token is hidden"); what is issued by a machine has digits, and a password has
        // something that no word has.
        let mixed = has(char::is_ascii_digit) && has(|c| c.is_alphabetic());
        let odd = is_password && (has(|c| "!$%&/=?+#~^".contains(*c)) || has_inner_capital(text));
        let long_enough = text.chars().count() >= if is_password { 6 } else { 12 };
        let is_secret = long_enough && (mixed || odd) && !is_placeholder(text) && !is_reference(text);
        is_secret.then_some((value.range(), if is_password { "a password" } else { "a key or token" }))
    })
}

fn has_inner_capital(text: &str) -> bool {
    let mut characters = text.chars().skip(1);
    characters.any(char::is_uppercase) && text.chars().any(char::is_lowercase)
}

fn is_placeholder(text: &str) -> bool {
    let plain = text.to_lowercase();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let first = plain.chars().next();
    PLACEHOLDERS
        .iter()
        .any(|word| plain == *word || plain.starts_with(&format!("my{word}")) || plain.starts_with("your"))
        || plain.is_empty()
        || plain.chars().all(|c| Some(c) == first)
        || plain.contains("xxxx")
        || text.contains("...")
        || text.contains('…')
}

/// `$TOKEN`, `<token>`, `{{ token }}`, `get_token()`, a path, an address, `@person`, `#12`: where the secret is, not what.
fn is_reference(text: &str) -> bool {
    text.starts_with(['$', '<', '{', '[', '(', '@', '#', '/', '.', '%', '&', '!', '~', '-'])
        || text.contains("://")
        || text.contains('(')
        || text.contains("${")
        || text.ends_with(':')
        || text.matches('/').count() > 1
        || text
            .rsplit_once('#')
            .is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        || text.contains(".md")
        || text.contains(".yaml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(line: &str) -> Vec<&'static str> {
        private(Note { path: "a.md", text: line }).iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn patterns_compile() {
        for (what, pattern) in TOKENS.iter().chain(&WAYS_IN) {
            assert!(pattern.is_valid(), "{what}");
        }
        assert!(LABELLED.is_valid() && INTERNATIONAL.is_valid() && ANNOUNCED.is_valid());
        assert!(ANY.is_some());
    }

    #[test]
    fn every_form_of_a_secret_and_of_a_way_in_is_found() {
        let long = |start: &str| format!("{start}{}", "aB3d".repeat(14));
        // In the order of the table; put together here, so that no scanner takes them for real ones.
        let tokens = [
            long("ghp_"),
            long("glpat-"),
            format!("AK{}{}", "IAQ7", &"B2C4".repeat(4)[..14]),
            long("xoxb-"),
            long("https://hooks.slack.com/services/"),
            format!("AIza{}", &"aB3d".repeat(9)[..35]),
            format!("npm_{}", "aB3d".repeat(9)),
            long("pypi-"),
            long("dckr_pat_"),
            long("hvs."),
            long("sk-"),
            format!("{}.{}.{}", long("eyJ"), long("eyJ"), long("")),
            "-----BEGIN OPENSSH PRIVATE KEY-----".to_owned(),
            "https://ann:c0rrect-h0rse@example.org/".to_owned(),
        ];
        assert_eq!(tokens.len(), TOKENS.len());
        for (token, (what, pattern)) in tokens.iter().zip(&TOKENS) {
            assert!(pattern.is_match(token), "{what}: {token}");
            assert_eq!(codes(&format!("use {token}")), ["secret"], "{what}: {token}");
        }
        let ways_in = [
            "Dial-in: +49 221 2927 72611",
            "Meeting ID: 123 4567 8901",
            "PIN: 123456",
            "https://meet.example.org/j/1?pwd=abcd1234",
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abcdefghij",
        ];
        assert_eq!(ways_in.len(), WAYS_IN.len());
        for (way, (what, pattern)) in ways_in.iter().zip(&WAYS_IN) {
            assert!(pattern.is_match(way), "{what}: {way}");
            assert_eq!(codes(way), ["dial-in"], "{what}: {way}");
        }
        assert_eq!(codes("see [the call in August](20250818.md)"), [] as [&str; 0]);
    }

    #[test]
    fn persons_have_addresses_that_are_private() {
        for (line, found) in [
            ("- write to ann.lee@company.com", true),
            ("[mail](mailto:ann@company.de)", true),
            ("security@company.com, openstack-discuss@lists.openstack.org", false),
            ("git clone git@github.com:a/b.git", false),
            ("ssh ann@host.company.com:/srv", false),
            ("npm i asar@1.0.0", false),
            ("user.name@example.org", false),
            ("an account of the `@company.com` domain", false),
        ] {
            assert_eq!(!codes(line).is_empty(), found, "{line}");
        }
    }

    #[test]
    fn numbers_that_ring() {
        for (line, expected) in [
            ("- Dial-In: +49-221-292772-611", Some("dial-in")),
            ("Meeting ID: 834 1234 5678", Some("dial-in")),
            ("PIN: 482913", Some("dial-in")),
            ("https://zoom.us/j/123456789?pwd=aBcDeF123", Some("dial-in")),
            ("call Ann: +49 (0) 171 1234567", Some("private-phone")),
            ("Tel.: 0221 / 29 27 72", Some("private-phone")),
            ("[+1 415 555 2671]", Some("private-phone")),
            ("released 2024-01-10 +0100, 10.0.0.1, 2001:db8::1", None),
            ("+12345 lines, -12 lines", None),
            ("issue 123456789012", None),
            ("https://input.example.org/1234-5678-9012", None),
            ("1 + 1 = 2; +1 from me", None),
        ] {
            assert_eq!(codes(line).first().copied(), expected, "{line}");
        }
    }

    #[test]
    fn secrets_and_what_only_talks_about_them() {
        for line in [
            "Password: hunter2!",
            "the passcode is `Geheim12`",
            "pw = \"Winter2024\"",
            "OS_PASSWORD=gXk29sdkfjw",
            "api_key: 9f8e7d6c5b4a39281706",
            "https://admin:s3cr3tpw@registry.company.com/v2",
            "use ghp_0123456789abcdefghijABCDEFGHIJ012345 for now",
            "-----BEGIN RSA PRIVATE KEY-----",
            "Kennwort ist `Sommer+99`",
            "- Password of the new shelf: hunter2!",
        ] {
            assert_eq!(codes(line).first(), Some(&"secret"), "{line}");
        }
        for line in [
            "OCI_PASSWORD=\"SECRET\"",
            "application-credential-secret=",
            "token: we need to talk about it",
            "    managed-secret: cloud-config",
            "password: <your password>",
            "password: $OS_PASSWORD",
            "Password: ********",
            "- Secret: rotation is needed in 2024",
            "secret: handled",
            "token: https://docs.example.org/token/12345678",
            "Root password: standards#648",
            "password: required",
            "https://user:password@host",
        ] {
            assert_eq!(codes(line), [] as [&str; 0], "{line}");
        }
    }

    #[test]
    fn a_secret_is_not_repeated() {
        let found = private(Note { path: "a.md", text: "x\nPassword: hunter2!\n" });
        let text = format!("{}{}{}", found[0], found[0].github(), serde_json::to_string(&found[0]).expect("json"));
        assert!(!text.contains("hunter2") && text.contains("●●●"), "{text}");
        assert_eq!(found[0].position.map(|at| (at.line, at.column)), Some((2, 11)));
    }
}
