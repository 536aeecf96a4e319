//! Passwords, keys, tokens and account numbers.

use super::{Kind, Private};
use crate::base::pattern::{Pattern, any_of};
use regex::RegexSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Whether a line has something that one of the patterns below looks for; they are looked for all at once, since next to
/// no line has any.
pub(super) fn may_have(line: &str) -> bool {
    ANY.as_ref().is_none_or(|any| any.is_match(line))
}

static ANY: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    let tables = TOKENS.iter().map(|(_, pattern)| pattern).chain(VALUES.iter().map(|value| &value.pattern));
    any_of(tables.chain([&ACCOUNT, &CARD]))
});

pub(super) fn find(line: &str, found: &mut Vec<Private>) {
    let mut add = |range: Range<usize>, what| found.push(Private { range, kind: Kind::Secret, what });
    for (what, pattern) in &TOKENS {
        for captures in pattern.captures_all(line) {
            let value = captures.get(2).or_else(|| captures.get(1));
            if let Some(token) = captures.get(1)
                && value.is_some_and(|value| !is_placeholder(value.as_str()))
            {
                add(token.range(), *what);
            }
        }
    }
    for value in &VALUES {
        for captures in value.pattern.captures_all(line) {
            let label = captures.name("label").map_or("password", |label| label.as_str());
            let Some(place) = captures.name("quoted").or_else(|| captures.name("value")) else { continue };
            let is_password = label.to_lowercase().starts_with(['p', 'k', 'w']);
            // What closes a sentence or a bracket is no part of it.
            let text = place.as_str().trim_end_matches(['.', ',', ';', ')', ']']);
            let is_last = captures.name("quoted").is_some()
                || line[place.end()..].trim_matches(|c: char| c.is_whitespace() || "*_`|.,;)]".contains(c)).is_empty();
            if value.evidence.suffices(text, is_password, is_last) {
                let what = if is_password { "a password" } else { "a key or token" };
                add(place.start()..place.start() + text.len(), what);
            }
        }
    }
    for account in ACCOUNT.find_all(line).iter().filter(|found| has_account_check_digits(found.as_str())) {
        add(account.range(), "the number of a bank account (IBAN)");
    }
    for captures in CARD.captures_all(line) {
        if let Some(card) = captures.get(1).filter(|card| has_card_check_digit(card.as_str())) {
            add(card.range(), "the number of a payment card");
        }
    }
}

/// Whether a line begins a private key, which goes on below it.
pub(super) fn begins_private_key(line: &str) -> bool {
    line.contains("-----BEGIN ") && line.contains("PRIVATE KEY-----")
}

/// Forms that keys and tokens are issued in; the first group is the secret, the second, if there is one, what may be a placeholder in it.
static TOKENS: [(&str, Pattern); 20] = [
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
        Pattern::unicode(
            r"\b([a-z][a-z0-9+.-]*://[^\s/:@<>`$]+:([^\s/:@<>`${}*]{3,})@[\w.-]+(?::\d+)?(?:/[^\s<>()`]*)?)",
        ),
    ),
    ("a Stripe key", Pattern::unicode(r"\b((?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,})")),
    ("the token of a Telegram bot", Pattern::unicode(r"\b(\d{8,10}:AA[A-Za-z0-9_-]{33})")),
    ("an Azure key", Pattern::unicode(r"\b(?:AccountKey|SharedAccessKey|sig)=([A-Za-z0-9+/%]{40,}={0,2})")),
    ("a Matrix token", Pattern::unicode(r"\b((?:syt|mct)_[A-Za-z0-9+/=]{4,}_[A-Za-z0-9]{10,}_[A-Za-z0-9]{4,})")),
    ("the hash of a password", Pattern::unicode(r#"(\$(?:apr1|1|2[abxy]|5|6|y|7|argon2(?:id|i|d))\$[^\s"'`|]{16,})"#)),
    ("a SendGrid key", Pattern::unicode(r"\b(SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})")),
];

/// How sure it must be that what stands behind a word is a secret.
#[derive(Debug, Clone, Copy)]
enum Evidence {
    /// Behind a colon, in a cell of its own: what a word alone is not.
    Marked,
    /// Behind the word itself, or among other words.
    Bare,
    /// Behind an option of a program that takes nothing but a password.
    Option,
}

/// Where the value of a password or key stands: the group `quoted` or `value`, behind the word in `label`.
struct Value {
    pattern: Pattern,
    evidence: Evidence,
    /// Lines that have one, and lines that only look alike.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples that a test runs"))]
    examples: (&'static [&'static str], &'static [&'static str]),
}

/// A pattern that begins with a word for a secret. The word may be part of a name such as `OCI_PASSWORD`.
macro_rules! behind_label {
    ($rest:literal) => {
        Pattern::unicode(concat!(
            r"(?ix)(?:^|[^a-z?&]) (?: [a-z0-9]+[_-] )*",
            r"(?P<label>password|passwort|passwd|passphrase|kennwort|passcode|pwd|pw|psk|wpa2?[\ _-]?(?:key|psk|password)|(?:wlan|wi-?fi)[\ _-]?(?:key|schlüssel)|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key)",
            $rest
        ))
    };
}

static VALUES: [Value; 9] = [
    Value {
        pattern: behind_label!(
            r#"["'`*_]{0,3} (?: \s (?:of|for|to|für|zu|zum|von|des|der) \s [^:=|]{1,40} )? \s*(?::|=>?|\bis\b|\bist\b|\blautet\b)["'`*_]{0,3}\s*
               (?: ["'`*]{1,2} (?P<quoted>[^\s"'`*]{4,}) ["'`*]{1,2} | (?P<value>[^\s"'`*|]{4,}) )"#
        ),
        evidence: Evidence::Marked,
        examples: (
            &[
                "Password: hunter2!",
                "**Password:** hunter2!",
                "the passcode is `Geheim12`",
                "pw = \"Winter2024\"",
                "OS_PASSWORD=gXk29sdkfjw",
                "api_key: 9f8e7d6c5b4a39281706",
                "Kennwort ist `Sommer+99`",
                "- Password of the new shelf: hunter2!",
                "- Monday, 2024-01-17 password: Tr0ub4dor&3",
                "password: !Ax93kd",
                "password: %Ax93kd",
                "WLAN key: Haus1234!",
                "psk: 8xK2m9Qq",
                "password: Tr0ub4dor&3 (ask Ann)",
            ],
            &[
                "OCI_PASSWORD=\"SECRET\"",
                "application-credential-secret=",
                "token: we need to talk about it",
                "    managed-secret: cloud-config",
                "password: <your password>",
                "password: $OS_PASSWORD",
                "password: !vault",
                "password: %PASSWORD%",
                "Password: ********",
                "- Secret: rotation is needed in 2024",
                "secret: handled",
                "token: https://docs.example.org/token/12345678",
                "Root password: standards#648",
                "password: required",
                "password: PBKDF2",
                "token: v1.2.3 was released",
            ],
        ),
    },
    Value {
        pattern: behind_label!(
            r#"["'`*_]{0,3} \s*\|\s* ["'`*_]{0,3} (?P<value>[^\s"'`*|]{4,}) ["'`*_]{0,3} \s*(?:\||$)"#
        ),
        evidence: Evidence::Marked,
        examples: (
            &["| Password | hunter2! |", "| **PW** | `Winter2024` |", "password | Geheim12"],
            &["| Password | required |", "| Token | Status |", "| Password | [vault](x.md) |"],
        ),
    },
    Value {
        pattern: Pattern::unicode(
            r#"(?i)\b(?P<label>passwor[dt]|passwd|kennwort|pwd|pw|psk)\s+["'`]?(?P<value>[^\s"'`|:=]{6,})["'`]?(?:\s*[.,;)]|\s*$)"#,
        ),
        evidence: Evidence::Bare,
        examples: (
            &["user ann, pwd hunter2x", "log in with the password Tr0ub4dor"],
            &["the password policy", "password reset-2024", "we store the password with argon2id", "pwd /opt/x1"],
        ),
    },
    Value {
        pattern: Pattern::unicode(
            r#"(?i)\b(?:login|log-in|user(?:name)?|account|zugang|anmeldung)\b[\s:=*`]{1,4}[\w.@-]{2,40} / ["'`*]{0,2}(?P<value>[^\s"'`*|]{4,})"#,
        ),
        evidence: Evidence::Bare,
        examples: (
            &["login admin / Geheim12", "User: ann / hunter2x"],
            &["user guide / overview", "account team / ops"],
        ),
    },
    Value {
        pattern: Pattern::unicode(r#"\bsshpass\s+-p\s*["']?(?P<value>[^\s"'`]{3,})"#),
        evidence: Evidence::Option,
        examples: (&["sshpass -p geheim ssh a@b"], &["sshpass -p $PASSWORD ssh a@b"]),
    },
    Value {
        pattern: Pattern::unicode(
            r#"\b(?:mysql(?:dump|admin|import)?|mariadb(?:-dump|-admin)?)\b[^|;&`]*?\s-p["']?(?P<value>[^\s"'`-][^\s"'`]{2,})"#,
        ),
        evidence: Evidence::Option,
        examples: (&["mysql -u root -pgeheim db"], &["mysql -u root -p db", "mysql -p$PASSWORD"]),
    },
    Value {
        pattern: Pattern::unicode(
            r#"(?i)\s--(?P<label>password|passwd|pass|token|secret|api-key)[= ]["']?(?P<value>[^\s"'`<>$]{4,})"#,
        ),
        evidence: Evidence::Bare,
        examples: (
            &["helm login --password hunter2x", "x --token=9f8e7d6c5b4a392817066f5e"],
            &["x --password $PASSWORD", "x --token <token>", "use --password prompt", "--password-file x1234567"],
        ),
    },
    Value {
        pattern: Pattern::unicode(
            r#"\b(?:curl|wget)\b[^|;&`]*?\s(?:-u|--user)[= ]?["']?[^\s:"'`]+:(?P<value>[^\s"'`]{3,})"#,
        ),
        evidence: Evidence::Option,
        examples: (
            &["curl -u ann:geheim https://example.org"],
            &["curl -u ann:$PW https://example.org", "curl -u ann https://example.org"],
        ),
    },
    Value {
        pattern: Pattern::unicode(r#"\bredis-cli\b[^|;&`]*?\s-a\s*["']?(?P<value>[^\s"'`]{3,})"#),
        evidence: Evidence::Option,
        examples: (&["redis-cli -h x -a geheim ping"], &["redis-cli -a $REDIS_PASSWORD ping"]),
    },
];

impl Evidence {
    /// Whether a value is a secret. A word alone is prose ("the token is hidden"); what is issued by a machine has digits, and a
    /// password has something that no word has.
    fn suffices(self, text: &str, is_password: bool, is_last: bool) -> bool {
        if is_placeholder(text) || is_reference(text) {
            return false;
        }
        let has = |test: fn(&char) -> bool| text.chars().any(|c| test(&c));
        let mixed = has(char::is_ascii_digit) && has(|c| c.is_alphabetic());
        let has_sign = text.chars().skip(1).any(|c| "!$%&/=?+#~^".contains(c));
        let odd = is_password && (has_sign || has_inner_capital(text));
        let length = text.chars().count();
        let long_enough = length >= if is_password { 6 } else { 12 };
        match self {
            Self::Marked if is_last => long_enough && (mixed || odd),
            // Among other words it has to look like nothing else.
            Self::Marked => long_enough && mixed && if is_password { odd } else { length >= 20 && !text.contains('.') },
            Self::Bare => long_enough && mixed && !text.contains(['-', '_', '.', '/']) && (is_password || length >= 20),
            Self::Option => true,
        }
    }
}

fn has_inner_capital(text: &str) -> bool {
    let mut characters = text.chars().skip(1);
    characters.any(char::is_uppercase) && text.chars().any(char::is_lowercase)
}

/// What stands where a secret was, or will be, and methods that have a digit in their name.
const PLACEHOLDERS: &[&str] = &[
    "argon2", "argon2i", "argon2id", "base64", "changeme", "default", "example", "false", "hidden", "md5", "missing",
    "needed", "none", "null", "oauth2", "omitted", "optional", "password", "passwort", "pbkdf2", "redacted", "removed",
    "required", "saml2", "secret", "sha1", "sha256", "sha512", "string", "todo", "token", "true", "unknown", "unset",
    "unused",
];

fn is_placeholder(text: &str) -> bool {
    let plain = text.to_lowercase();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let first = plain.chars().next();
    PLACEHOLDERS
        .iter()
        .any(|word| plain == *word || plain.strip_prefix("my").is_some_and(|rest| rest.starts_with(word)))
        || plain.starts_with("your")
        || plain.is_empty()
        || plain.chars().all(|c| Some(c) == first)
        || plain.contains("xxxx")
        || text.contains("...")
        || text.contains('…')
}

/// `$TOKEN`, `<token>`, `{{ token }}`, `get_token()`, a path, an address, `@person`, `#12`: where the secret is, not what.
fn is_reference(text: &str) -> bool {
    // `!vault` and `%TOKEN%` are such ones, `!Ax93kd` is none.
    let is_mixed = text.chars().any(|c| c.is_ascii_digit()) && text.chars().any(char::is_alphabetic);
    text.starts_with(['$', '<', '{', '[', '(', '@', '#', '/', '.', '&', '~', '-'])
        || text.starts_with(['!', '%']) && !is_mixed
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

/// An IBAN: country, two check digits, up to thirty letters and digits (ISO 13616).
static ACCOUNT: Pattern = Pattern::unicode(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b");

/// Whether an IBAN's digits are right: moved and read as one number, it leaves 1 of 97.
fn has_account_check_digits(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if !(15..=34).contains(&plain.len()) || !plain.is_ascii() {
        return false;
    }
    let (start, rest) = plain.split_at(4);
    let digits = rest.chars().chain(start.chars()).filter_map(|c| c.to_digit(36));
    digits.fold(0, |sum, digit| if digit > 9 { (sum * 100 + digit) % 97 } else { (sum * 10 + digit) % 97 }) == 1
}

/// The number of a payment card: sixteen digits in fours or in a row, or fifteen as American Express has them.
static CARD: Pattern = Pattern::unicode(
    r"(?:^|[^\w/.#-])((?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|65\d{2})(?:[ -]?\d{4}){3}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?:$|[^\w/-])",
);

/// Whether the last digit of a card's number is right, by the sum of Luhn (ISO/IEC 7812).
fn has_card_check_digit(text: &str) -> bool {
    let digits = text.chars().rev().filter_map(|c| c.to_digit(10));
    let sum = digits.enumerate().fold(0, |sum, (place, digit)| {
        let worth = if place % 2 == 1 { digit * 2 } else { digit };
        sum + if worth > 9 { worth - 9 } else { worth }
    });
    sum % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    fn secrets(line: &str) -> Vec<&str> {
        find(line)
            .iter()
            .filter(|private| private.kind == Kind::Secret)
            .map(|found| &line[found.range.clone()])
            .collect()
    }

    #[test]
    fn patterns_compile() {
        for (what, pattern) in &TOKENS {
            assert!(pattern.is_valid(), "{what}");
        }
        for value in &VALUES {
            assert!(value.pattern.is_valid(), "{}", value.pattern.source());
        }
        assert!(ACCOUNT.is_valid() && CARD.is_valid() && ANY.is_some());
    }

    #[test]
    fn what_looks_like_a_token_and_is_none_is_left_alone() {
        for line in [
            "the commit ghp_short and the branch glpat-short",
            "see sk_live_ in the documentation, and whsec_abc",
            "call 12345678:AAsoon",
            "sig=2024 and AccountKey=none",
            "syt_name_short_1",
            "the price was $5$ a piece, then $2a$ more, $apr1$ was the form",
            "the file SG.a.b and the machine hvs.local",
            "eyJ is how such a token begins",
            "https://example.org:8443/a@b and ssh://git@example.org/a",
            "AKIA is what the keys begin with, AIza as well",
        ] {
            assert_eq!(secrets(line), [] as [&str; 0], "{line}");
        }
        for hash in ["$2b$12$", "$6$rounds=5000$", "$argon2id$v=19$"] {
            assert_eq!(secrets(&format!("root:{hash}{}", "aB3d".repeat(6))).len(), 1, "{hash}");
        }
    }

    #[test]
    fn every_form_of_a_token_is_found() {
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
            long("sk_live_"),
            format!("123456789:AA{}", &"aB3d".repeat(9)[..33]),
            format!("AccountKey={}==", "aB3d".repeat(12)),
            format!("syt_YW5u_{}_1a2B3c", &"aB3d".repeat(5)),
            format!("$apr1$aB3d${}", "aB3d".repeat(6)),
            format!("SG.{}.{}", "aB3d".repeat(5), "aB3d".repeat(10)),
        ];
        assert_eq!(tokens.len(), TOKENS.len());
        for (token, (what, pattern)) in tokens.iter().zip(&TOKENS) {
            assert!(pattern.is_match(token), "{what}: {token}");
            assert_eq!(secrets(&format!("use {token}")).len(), 1, "{what}: {token}");
        }
        let two = format!("{} and {}", tokens[0], tokens[1]);
        assert_eq!(secrets(&two), [&tokens[0], &tokens[1]]);
        assert_eq!(secrets("https://user:password@host"), [] as [&str; 0]);
    }

    #[test]
    fn values_and_what_only_talks_about_them() {
        for value in &VALUES {
            for line in value.examples.0 {
                assert_eq!(secrets(line).len(), 1, "{line}");
                assert!(value.pattern.is_match(line), "{line}");
            }
            for line in value.examples.1 {
                assert_eq!(secrets(line), [] as [&str; 0], "{line}");
            }
        }
        assert_eq!(secrets("password: Tr0ub4dor&3."), ["Tr0ub4dor&3"]);
    }

    #[test]
    fn numbers_of_accounts_and_cards_have_their_check_digits() {
        for line in
            ["DE89 3704 0044 0532 0130 00", "to GB82WEST12345698765432", "4111 1111 1111 1111", "card 378282246310005"]
        {
            assert_eq!(secrets(line).len(), 1, "{line}");
        }
        for line in
            ["DE89 3704 0044 0532 0130 01", "4111 1111 1111 1112", "https://example.org/4111111111111111", "AB12 CD34"]
        {
            assert_eq!(secrets(line), [] as [&str; 0], "{line}");
        }
    }
}
