//! What of the font's package is shipped. The build script reads this file too, so it uses nothing but `std`.

/// The package at npm.
pub(crate) const PACKAGE: &str = "@fontsource-variable/source-serif-4";

/// Its release.
pub(crate) const VERSION: &str = "5.3.1";

/// The font's licence, the SIL Open Font License, which goes with its files.
pub(crate) const LICENCE: &str = "LICENSE";

/// A part of the font: browsers fetch only the parts that a page has letters of.
pub(super) struct Part {
    /// Where it lies in the package.
    pub(super) source: &'static str,
    /// What it is called in the site, before it is fingerprinted.
    pub(super) name: &'static str,
    /// The characters in it, as the package's own style sheet has them.
    pub(super) characters: &'static str,
}

/// The parts that are shipped, upright in all weights. The first has the letters of Western European languages.
#[rustfmt::skip]
pub(crate) const PARTS: &[Part] = &[
    Part {
        source: "files/source-serif-4-latin-wght-normal.woff2",
        name: "source-serif-4-latin.woff2",
        characters: "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    },
    Part {
        source: "files/source-serif-4-latin-ext-wght-normal.woff2",
        name: "source-serif-4-latin-ext.woff2",
        characters: "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,U+A720-A7FF",
    },
    Part {
        source: "files/source-serif-4-greek-wght-normal.woff2",
        name: "source-serif-4-greek.woff2",
        characters: "U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF",
    },
    Part {
        source: "files/source-serif-4-cyrillic-wght-normal.woff2",
        name: "source-serif-4-cyrillic.woff2",
        characters: "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
    },
];
