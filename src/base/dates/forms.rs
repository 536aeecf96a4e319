//! The written forms of dates, and the words that may stand beside a date without saying more than it.

use crate::base::pattern::Pattern;

/// How a date can be written.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// A regular expression with the groups `y` (year), `m` (number of the month), `n` (name of the month; the names
    /// stand in for `MONTH`), `d` (day), `a` and `b` (day and month in the configured order), `s` and `t` (separators
    /// that must be alike).
    pub pattern: &'static str,
    /// Whether it counts only where nothing else is said, since it is easily something else (`1.2.24`).
    pub alone: bool,
    /// What it finds: a text and the date in it.
    pub example: (&'static str, &'static str),
}

/// Every form with a year. At one place the longest match counts.
pub const FORMS: &[Form] = &[
    Form {
        pattern: r"(?P<y>[0-9]{4})(?P<s>[-‐‑‒–—−./_])(?P<m>[0-9]{1,2})(?P<t>[-‐‑‒–—−./_])(?P<d>[0-9]{1,2})",
        alone: false,
        example: ("SIG Documentation on 2023-01–09", "2023-01-09"),
    },
    Form {
        pattern: r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        alone: false,
        example: ("20231211 - Keycloak", "2023-12-11"),
    },
    Form {
        pattern: r"(?P<a>[0-9]{1,2})(?P<s>[-./_])(?P<b>[0-9]{1,2})(?P<t>[-./_])(?P<y>[0-9]{4})",
        alone: false,
        example: ("Protokoll vom 11.01.2023", "2023-01-11"),
    },
    Form {
        pattern: r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?(?:[\s_-]*(?:of|de)[\s_-]+|[\s_-]*)(?P<n>MONTH)\.?,?(?:[\s_-]+de[\s_-]+|[\s_-]*)(?P<y>[0-9]{4})",
        alone: false,
        example: ("the call of 11th January, 2023", "2023-01-11"),
    },
    Form {
        pattern: r"(?P<n>MONTH)\.?[\s_-]*(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?:[\s_]*[,.]?[\s_]+|,|-)(?P<y>[0-9]{4})",
        alone: false,
        example: ("Minutes Jan 11, 2023", "2023-01-11"),
    },
    Form {
        pattern: r"(?P<y>[0-9]{4})[\s_,-]*(?P<n>MONTH)\.?[\s_-]*(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?",
        alone: false,
        example: ("2023-Jan-11", "2023-01-11"),
    },
    Form {
        pattern: r"(?P<y>[0-9]{4})\s*[年년]\s*(?P<m>[0-9]{1,2})\s*[月월]\s*(?P<d>[0-9]{1,2})\s*[日일]",
        alone: false,
        example: ("2023年1月11日", "2023-01-11"),
    },
    Form {
        pattern: r"(?P<a>[0-9]{1,2})(?P<s>[./])(?P<b>[0-9]{1,2})(?P<t>[./])(?P<y>[0-9]{2})",
        alone: true,
        example: ("11.01.23", "2023-01-11"),
    },
];

/// The forms without a year, for places where the year is known: `jan-30` in a folder `2023`.
pub const FORMS_IN_A_YEAR: &[Form] = &[
    Form {
        pattern: r"(?P<n>MONTH)\.?[\s_-]*(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?",
        alone: false,
        example: ("jan-30", "2023-01-30"),
    },
    Form {
        pattern: r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|\.)?[\s_-]*(?:of[\s_-]+)?(?P<n>MONTH)",
        alone: false,
        example: ("Mittwoch, 4. März", "2023-03-04"),
    },
    Form { pattern: r"(?P<m>[0-9]{2})[-_](?P<d>[0-9]{2})", alone: false, example: ("CG-01-17", "2023-01-17") },
    Form { pattern: r"(?P<a>[0-9]{1,2})(?P<s>[./])(?P<b>[0-9]{1,2})\.?", alone: true, example: ("4.3.", "2023-03-04") },
];

/// The forms of a month of a year.
pub const FORMS_OF_A_MONTH: &[Form] = &[
    Form {
        pattern: r"(?P<y>[0-9]{4})[-‐‑‒–—−._](?P<m>[0-9]{2})", alone: false, example: ("2022-09-pco", "2022-09")
    },
    Form { pattern: r"(?P<n>MONTH)\.?,?[\s_-]*(?P<y>[0-9]{4})", alone: false, example: ("March 2021", "2021-03") },
    Form { pattern: r"(?P<y>[0-9]{4})[\s_-]*(?P<n>MONTH)", alone: false, example: ("2021-Mar-notes", "2021-03") },
];

/// What may stand beside a date that is "only a date", besides punctuation: a time of day and its zone.
pub(super) static NOISE: Pattern = Pattern::unicode(
    r"(?i)\b[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\s*[ap]\.?m\b\.?)?|\b[0-9]{1,2}\s*(?:[ap]\.?m\b\.?|uhr\b|h\b)|\b(?:utc|gmt)\s*[+-]\s*[0-9]{1,2}(?::?[0-9]{2})?|\b[0-9]{4}\s*(?:utc|z|gmt)\b|[+-][0-9]{2}:?[0-9]{2}\b|#[0-9]+\b",
);

/// Words beside a date that say no more than the date does: times of day and their zones. Weekdays are in [`super::names`].
pub(super) const DAY_WORDS: &[&str] = &[
    "am", "asia", "at", "bst", "cest", "cet", "ct", "eastern", "eest", "eet", "est", "et", "edt", "europe", "gmt",
    "ist", "jst", "mst", "mdt", "on", "pacific", "pdt", "pm", "pst", "pt", "t", "uhr", "um", "utc", "vom", "z",
];

/// Words that stand in the heading of a meeting without saying what it was about.
pub(super) const MEETING_WORDS: &[&str] = &[
    "a",
    "agenda",
    "and",
    "besprechung",
    "bi",
    "biweekly",
    "bimonthly",
    "call",
    "canceled",
    "cancelled",
    "chat",
    "community",
    "date",
    "for",
    "from",
    "held",
    "link",
    "meet",
    "meeting",
    "meetings",
    "minutes",
    "monthly",
    "no",
    "note",
    "notes",
    "of",
    "protokoll",
    "recorded",
    "recording",
    "regular",
    "session",
    "sitzung",
    "slides",
    "standup",
    "sync",
    "talk",
    "team",
    "the",
    "time",
    "treffen",
    "und",
    "video",
    "week",
    "weekly",
    "wg",
    "youtube",
    "zoom",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(NOISE.is_valid());
    }
}
