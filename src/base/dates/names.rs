//! The names of the months.

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
pub(super) fn all() -> impl Iterator<Item = (String, u32)> {
    MONTHS.iter().flat_map(|language| {
        language
            .names
            .iter()
            .zip(1_u32..)
            .flat_map(|(names, month)| names.split('|').map(move |name| (name.to_owned(), month)))
    })
}
