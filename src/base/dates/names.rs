//! The names of months and weekdays.

use chrono::Weekday;

/// The names of the months of a language, and what the name in the example means.
#[derive(Debug, Clone, Copy)]
pub struct MonthNames {
    /// ISO 639-1.
    pub language: &'static str,
    /// January to December; several spellings are parted by `|`. Names are lower case.
    pub names: [&'static str; 12],
    /// A date and what it is.
    pub example: (&'static str, &'static str),
}

/// The languages whose month names are known without a config.
pub const MONTHS: &[MonthNames] = &[
    MonthNames {
        language: "en",
        names: [
            "january|jan",
            "february|feb",
            "march|mar",
            "april|apr",
            "may",
            "june|jun",
            "july|jul",
            "august|aug",
            "september|sept|sep",
            "october|oct",
            "november|nov",
            "december|dec",
        ],
        example: ("Sept. 4th 2020", "2020-09-04"),
    },
    MonthNames {
        language: "de",
        names: [
            "januar|jänner|jän",
            "februar|feber",
            "märz|maerz|mär|mrz",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober|okt",
            "november",
            "dezember|dez",
        ],
        example: ("4. März 2021", "2021-03-04"),
    },
    MonthNames {
        language: "fr",
        names: [
            "janvier|janv",
            "février|fevrier|févr|fév",
            "mars",
            "avril|avr",
            "mai",
            "juin",
            "juillet|juil",
            "août|aout",
            "septembre",
            "octobre",
            "novembre",
            "décembre|decembre|déc",
        ],
        example: ("1er août 2022", "2022-08-01"),
    },
    MonthNames {
        language: "es",
        names: [
            "enero|ene",
            "febrero",
            "marzo",
            "abril|abr",
            "mayo",
            "junio",
            "julio",
            "agosto|ago",
            "septiembre|setiembre",
            "octubre",
            "noviembre",
            "diciembre|dic",
        ],
        example: ("4 de marzo de 2021", "2021-03-04"),
    },
    MonthNames {
        language: "it",
        names: [
            "gennaio|gen",
            "febbraio",
            "marzo",
            "aprile",
            "maggio|mag",
            "giugno|giu",
            "luglio|lug",
            "agosto",
            "settembre|set",
            "ottobre|ott",
            "novembre",
            "dicembre",
        ],
        example: ("4 giugno 2021", "2021-06-04"),
    },
    MonthNames {
        language: "nl",
        names: [
            "januari",
            "februari",
            "maart|mrt",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        example: ("4 maart 2021", "2021-03-04"),
    },
    MonthNames {
        language: "pt",
        names: [
            "janeiro",
            "fevereiro|fev",
            "março|marco",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro|out",
            "novembro",
            "dezembro",
        ],
        example: ("4 de março de 2021", "2021-03-04"),
    },
];

/// Every name with its month from 1.
pub(super) fn months() -> impl Iterator<Item = (String, u32)> {
    MONTHS.iter().flat_map(|language| {
        language
            .names
            .iter()
            .zip(1_u32..)
            .flat_map(|(names, month)| names.split('|').map(move |name| (name.to_owned(), month)))
    })
}

/// The names of a weekday, English and German; all but the first in lower case.
struct DayNames {
    day: Weekday,
    /// The English name, as it is written.
    english: &'static str,
    /// What can hardly be another word.
    names: &'static [&'static str],
    /// Abbreviations that are words themselves: they count only where nothing but a date is beside them.
    short: &'static [&'static str],
}

const WEEKDAYS: &[DayNames] = &[
    DayNames { day: Weekday::Mon, english: "Monday", names: &["monday", "mon", "montag"], short: &["mo"] },
    DayNames { day: Weekday::Tue, english: "Tuesday", names: &["tuesday", "tue", "tues", "dienstag"], short: &["di"] },
    DayNames {
        day: Weekday::Wed,
        english: "Wednesday",
        names: &["wednesday", "wed", "weds", "mittwoch"],
        short: &["mi"],
    },
    DayNames {
        day: Weekday::Thu,
        english: "Thursday",
        names: &["thursday", "thu", "thur", "thurs", "donnerstag"],
        short: &["th", "do"],
    },
    DayNames { day: Weekday::Fri, english: "Friday", names: &["friday", "fri", "freitag"], short: &["fr"] },
    DayNames {
        day: Weekday::Sat,
        english: "Saturday",
        names: &["saturday", "sat", "samstag", "sonnabend"],
        short: &["sa"],
    },
    DayNames { day: Weekday::Sun, english: "Sunday", names: &["sunday", "sun", "sonntag"], short: &["so"] },
];

/// The weekday that a word names, in any case of its letters.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    WEEKDAYS.iter().find(|names| names.names.contains(&word.as_str())).map(|names| names.day)
}

/// The English name of a weekday.
pub fn english_weekday(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|names| names.day == day).map_or("", |names| names.english)
}

/// Whether a word in lower case names a weekday, or abbreviates one beside a date.
pub(super) fn is_weekday_beside_a_date(word: &str) -> bool {
    WEEKDAYS.iter().any(|names| names.names.contains(&word) || names.short.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_weekday_has_names_of_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for names in WEEKDAYS {
            assert_eq!(weekday(names.english), Some(names.day));
            assert_eq!(english_weekday(names.day), names.english);
            for name in names.names.iter().chain(names.short) {
                assert!(seen.insert(name), "{name} is there twice");
                assert!(is_weekday_beside_a_date(name));
            }
        }
        assert_eq!((WEEKDAYS.len(), weekday("so"), weekday("MONTAG")), (7, None, Some(Weekday::Mon)));
    }
}
