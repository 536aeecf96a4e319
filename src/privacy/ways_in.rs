//! Telephone numbers, and what lets a stranger into a conference.

use super::{Kind, Private};
use crate::base::pattern::{Pattern, any_of};
use regex::RegexSet;
use std::sync::LazyLock;

/// Whether a line has something that one of the patterns below looks for; they are looked for all at once, since next to
/// no line has any.
pub(super) fn may_have(line: &str) -> bool {
    ANY.as_ref().is_none_or(|any| any.is_match(line))
}

static ANY: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| any_of(WAYS_IN.iter().map(|way| &way.pattern).chain(NUMBERS.iter().map(|(pattern, _)| pattern))));

pub(super) fn find(line: &str, found: &mut Vec<Private>) {
    for way in &WAYS_IN {
        for captures in way.pattern.captures_all(line) {
            if let Some(place) = captures.get(1)
                && !(way.pattern.source() == PLAIN_PIN && is_year(place.as_str()))
            {
                found.push(Private { range: place.range(), kind: Kind::WayIn, what: way.what });
            }
        }
    }
    for (pattern, fewest) in &NUMBERS {
        for captures in pattern.captures_all(line) {
            let Some(place) = captures.get(1) else { continue };
            let number = place.as_str().trim_end();
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            if digits >= *fewest && digits <= LONGEST_NUMBER {
                let range = place.start()..place.start() + number.len();
                found.push(Private { range, kind: Kind::Phone, what: "a telephone number" });
            }
        }
    }
}

/// `PIN 2024` may be about a year.
fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// A telephone number has at most so many digits (ITU-T E.164).
const LONGEST_NUMBER: usize = 15;

/// Forms of telephone numbers, whose first group is the number, and how many digits it has at least.
static NUMBERS: [(Pattern, usize); 5] = [
    // An international number: `+49 221 2927 72611`; the number may have groups and a `(0)`.
    (
        Pattern::unicode(
            r"(?:^|[\s(\[:*_>|])(\+[1-9]\d{0,2}(?:[ ./-]?(?:\(\d{1,5}\)|\d)){7,13})(?:$|[^\d.,/-]|[.,](?:\s|$))",
        ),
        7,
    ),
    // A national number behind a word that announces one.
    (
        Pattern::unicode(
            r"(?i)\b(?:tel|tel\.|phone|telephone|telefon|mobile|mobil|handy|fax)\b[.:]{0,2}\s*(\(?0\d[\d ()/-]{5,}\d)",
        ),
        7,
    ),
    // A national number by its form: `0221 / 29 27 72 61`, `0171-1234567`. Three digits at least, so that no date is one.
    (
        Pattern::unicode(
            r"(?:^|[\s(\[*_>|])(0[1-9]\d{1,3} ?[/-] ?\d{2,}(?:[ -]?\d{2,}){1,4})(?:$|[^\w.:/-]|[.,:](?:\s|$))",
        ),
        9,
    ),
    // With the area in brackets: `(0221) 2927-7261`.
    (
        Pattern::unicode(
            r"(?:^|[\s\[*_>|])(\(0[1-9]\d{1,4}\) ?\d{2,}(?:[ /-]?\d{2,}){0,4})(?:$|[^\w.:/-]|[.,:](?:\s|$))",
        ),
        8,
    ),
    // North America: `(415) 555-2671`, `415-555-2671`.
    (
        Pattern::unicode(
            r"(?:^|[\s\[*_>|])((?:\([2-9]\d{2}\) ?|[2-9]\d{2}-)[2-9]\d{2}-\d{4})(?:$|[^\w.:/-]|[.,:](?:\s|$))",
        ),
        10,
    ),
];

/// One way into a conference.
struct WayIn {
    what: &'static str,
    /// The first group is the place.
    pattern: Pattern,
    /// Lines that have it, and lines that only look alike.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples that a test runs"))]
    examples: (&'static [&'static str], &'static [&'static str]),
}

/// A code without a colon before it.
const PLAIN_PIN: &str = r"\bPIN\b[ *`]{1,3}(\d{4,})\b";

static WAYS_IN: [WayIn; 8] = [
    WayIn {
        what: "the dial-in of a conference",
        pattern: Pattern::unicode(
            r"(?i)\b(?:dial[- ]?in|einwahl(?:nummer)?|call[- ]in)\b[^\d+\]]{0,20}(\+?\(?\d[\d ()/-]{6,}\d)",
        ),
        examples: (&["Dial-in: +49 221 2927 72611", "Einwahl 0221 29277261"], &["the dial-in changed in 2024"]),
    },
    WayIn {
        what: "the number of a conference",
        pattern: Pattern::unicode(
            r"(?i)\b(?:meeting|conference|konferenz|webinar|zoom)[- ]?(?:id|nr\.?|nummer)\b[^\w+]{0,4}(\d[\d -]{6,}\d)",
        ),
        examples: (
            &["Meeting ID: 123 4567 8901", "**Meeting-ID:** 834 1234 5678"],
            &["the meeting identifies 3 risks"],
        ),
    },
    WayIn {
        what: "the code of a conference",
        pattern: Pattern::unicode(
            r"(?i)\b(?:pin|passcode|access[- ]?code|meeting[- ]?code|zugangscode)\b[*_`]{0,2}\s*(?:[:=#]|is|ist|lautet)[*_`]{0,2}\s*[*_`]{0,2}(\d{2,4}(?:[ -]\d{2,4})+\b|\d{4,})",
        ),
        examples: (
            &["PIN: 123456", "**Passcode:** 482913", "passcode is `4821`", "Passcode: 123 9799#"],
            &["pin: version 1.2.3", "PIN the version"],
        ),
    },
    WayIn {
        what: "the code of a conference",
        pattern: Pattern::unicode(PLAIN_PIN),
        examples: (&["dial in with PIN 482913"], &["PIN 2024", "pin 1234 commits"]),
    },
    WayIn {
        what: "a conference link with its password in it",
        pattern: Pattern::unicode(
            r"(?i)(https://[\w.-]+/[^\s<>()]*[?&](?:pwd|passcode|password|pw)=[^\s&)>]{4,}[^\s<>()]*)",
        ),
        examples: (
            &["https://meet.example.org/j/1?pwd=abcd1234&x=1"],
            &["https://example.org/?pw=", "https://example.org/pwd"],
        ),
    },
    WayIn {
        what: "a conference link that lets everybody in",
        pattern: Pattern::unicode(r"(https://teams\.microsoft\.com/l/meetup-join/[^\s<>()]{20,})"),
        examples: (
            &["https://teams.microsoft.com/l/meetup-join/19%3ameeting_abcdefghij"],
            &["https://teams.microsoft.com/"],
        ),
    },
    WayIn {
        what: "a conference link that lets everybody in",
        pattern: Pattern::unicode(r"(?i)\b((?:https?://)?meet\.google\.com/[a-z]{3,4}-[a-z]{4}-[a-z]{3})\b"),
        examples: (
            &["join https://meet.google.com/abc-defg-hij", "meet.google.com/abc-defg-hij"],
            &["https://meet.google.com/about"],
        ),
    },
    WayIn {
        what: "the telephone of a Google Meet call",
        pattern: Pattern::unicode(r"(https://tel\.meet/[^\s<>()]+)"),
        examples: (&["https://tel.meet/abc-defg-hij?pin=123"], &["https://tel.example.org/x"]),
    },
];

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    fn kinds(line: &str) -> Vec<Kind> {
        find(line).iter().map(|private| private.kind).collect()
    }

    #[test]
    fn patterns_compile() {
        assert!(WAYS_IN.iter().all(|way| way.pattern.is_valid()));
        assert!(NUMBERS.iter().all(|(pattern, _)| pattern.is_valid()) && ANY.is_some());
    }

    #[test]
    fn every_way_in_is_found_and_what_looks_alike_is_not() {
        for way in &WAYS_IN {
            for line in way.examples.0 {
                assert!(kinds(line).contains(&Kind::WayIn), "{}: {line}", way.what);
                assert!(way.pattern.is_match(line), "{}: {line}", way.what);
            }
            for line in way.examples.1 {
                assert_eq!(kinds(line), [], "{}: {line}", way.what);
            }
        }
        assert_eq!(kinds("see [the call in August](20250818.md)"), []);
    }

    #[test]
    fn numbers_that_ring() {
        for line in [
            "call Ann: +49 (0) 171 1234567",
            "Tel.: 0221 / 29 27 72",
            "[+1 415 555 2671]",
            "ask Ann, 0221 / 29 27 72 61",
            "0171-1234567 is Bob",
            "(0221) 2927-7261",
            "reach us: (415) 555-2671",
            "| Ann | 415-555-2671 |",
        ] {
            assert_eq!(kinds(line), [Kind::Phone], "{line}");
        }
        for line in [
            "released 2024-01-10 +0100, 10.0.0.1, 2001:db8::1",
            "+12345 lines, -12 lines",
            "issue 123456789012",
            "https://input.example.org/1234-5678-9012",
            "1 + 1 = 2; +1 from me",
            "from 0900-1030, 01-02-2024, 0815/4711",
            "CVE-2024-12345, scs-0123-v1, RFC 2119",
            "192-168-001-001",
            "0.123-456-7890",
        ] {
            assert_eq!(kinds(line), [], "{line}");
        }
    }
}
