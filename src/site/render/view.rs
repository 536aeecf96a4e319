//! The template contract: what several pages show and, as `site`, [`SiteView`]. The view of a page stands with its type in
//! [`crate::site::pages`]; nothing else is visible to a template.
//!
//! Every `…_html` field is finished, sanitised HTML and is printed with `| safe`; every other string is text and is
//! escaped by tera. All URLs are relative to the page they stand on, so that the site works at any path.

mod registers;

use crate::language::Words;
use crate::site::addresses::ListAddress;
pub use registers::*;
use serde::Serialize;

/// What every page knows of the archive.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SiteView {
    /// The archive's title.
    pub title: String,
    /// One line under the title on the start page; may be empty.
    pub tagline: String,
    /// BCP 47 tag of the interface and of notes that name none.
    pub language: String,
    /// The minutes repository on the web; empty when not configured.
    pub repository: String,
    /// What it is licensed under, or other closing words; may be empty.
    pub footer: String,
    /// `minutebook 0.1.0`.
    pub generator: String,
    /// How many calls there are, upcoming ones and copies not among them.
    pub calls: usize,
    /// All teams in the configured order.
    pub teams: Vec<TeamLinkView>,
    /// Those of them that stand in every page's menu, in the same order: all, or those that met last where they are many.
    pub menu_teams: Vec<TeamLinkView>,
    /// The years with a held call, newest first: 2026, 2025, …
    pub years: Vec<i32>,
    /// The registers that have something in them: decisions, actions, topics, references, people.
    pub registers: Vec<RegisterLinkView>,
    /// The logo's file name under the root (`assets/logo.1a2b3c4d.svg`); empty for none. Prefix with `page.root`.
    pub logo: String,
    /// Fingerprinted assets, relative to the root; prefix with `page.root`.
    pub assets: AssetsView,
    /// The search server that is asked before the site's own index; none for most archives.
    pub search: Option<SearchServerView>,
}

/// A register in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RegisterLinkView {
    /// "Decisions".
    pub title: String,
    /// Below the root: `decisions/`; prefix with `page.root`.
    pub path: String,
    /// What [`PageView::area`] is on its pages.
    pub area: String,
    /// Whether it stands in the bar at the top; the others stand at the foot.
    pub in_bar: bool,
}

/// The search server that the site's search asks before its own index.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SearchServerView {
    /// Where it is asked.
    pub url: String,
    /// `quickwit` or `opensearch`.
    pub engine: String,
}

/// Paths of shared files below the root, such as `assets/site.1a2b3c4d.css`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AssetsView {
    /// Every page.
    pub site_css: String,
    /// The part of the font that all pages have letters of; empty when the font is not built in.
    pub font: String,
    /// The archive's accent colour and those of its teams as custom properties, after `site_css`.
    pub accent_css: String,
    /// Every page but decks; nothing on the page needs it.
    pub site_js: String,
    /// Every page but those of calls and decks, after `site_css`: rows of registers and timelines.
    pub lists_css: String,
    /// The same pages: lists that can be put in another order or narrowed down.
    pub lists_js: String,
    /// The page of what is new since a day.
    pub since_js: String,
    /// The search page; any other page and deck when it is searched.
    pub search_css: String,
    /// Every page and deck, after `site_css` or `deck_css`.
    pub search_link_css: String,
    /// Every page and deck: the way into search, which loads `search_css` and `search_js` when it is touched.
    pub search_link_js: String,
    /// The search page; any other page and deck when it is searched.
    pub search_js: String,
    /// What runs the search engine.
    pub search_worker: String,
    /// What asks a search server; empty for an archive that has none.
    pub search_server_js: String,
    /// The engine's WebAssembly module, packed; its name in `assets/`.
    pub engine: String,
    /// Its size in bytes, for a progress bar.
    pub engine_bytes: usize,
    /// Before the first paint: sets the chosen light or dark theme on `<html>`.
    pub theme_js: String,
    /// Decks, after reveal's own.
    pub deck_css: String,
    /// Decks.
    pub deck_js: String,
    /// Decks, when a slide's address is asked for as a QR code.
    pub qr_js: String,
    /// Folder of reveal.js with a closing slash: `assets/reveal-6.0.2/`.
    pub reveal: String,
    /// The favicon.
    pub icon: String,
}

/// A team in navigation and lists.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TeamLinkView {
    /// `iaas`.
    pub slug: String,
    /// `Team IaaS`.
    pub title: String,
    /// Below the root: `iaas/`; prefix with `page.root`.
    pub path: String,
    /// One line of what the team does; may be empty.
    pub blurb: String,
    /// Number of held calls, copies not counted.
    pub calls: usize,
    /// The day of the last held call; absent when there is none.
    pub latest: Option<DateView>,
    /// No call for a year before the archive's newest call.
    pub dormant: bool,
}

/// The page at hand.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PageView {
    /// For `<title>`, without the archive's title.
    pub title: String,
    /// For `<meta name=description>`; plain text of at most 200 characters.
    pub description: String,
    /// `""`, `"../"`, `"../../"`: prefix for a path below the root.
    pub root: String,
    /// The page's own path below the root: `iaas/2023-01-11/`.
    pub path: String,
    /// The absolute URL when `base_url` is configured, else empty.
    pub canonical: String,
    /// The content security policy for the `<meta>`.
    pub policy: String,
    /// BCP 47 tag.
    pub language: String,
    /// Slug of the team the page belongs to; empty for none (to mark the navigation).
    pub team: String,
    /// The navigation item to mark: `start`, `calls`, `team`, …
    pub area: String,
    /// The Atom feed of the page below the root.
    pub feed: String,
    /// All feeds and calendars that go with the page, that feed first.
    pub feeds: Vec<FeedView>,
    /// Whether the notes lie beside the page as `index.md`.
    pub has_markdown: bool,
    /// The absolute URL of the picture that goes with a link to the page; empty for none.
    pub picture: String,
    /// What stands on the picture; empty where nobody knows.
    pub picture_alt: String,
    /// The picture's width and height in pixels; 0 where they are not known.
    pub picture_width: u32,
    /// See [`Self::picture_width`].
    pub picture_height: u32,
    /// The call as a JSON-LD data block, the element included; empty for other pages.
    pub event_html: String,
}

impl PageView {
    /// The same page as a later part of a list, with an address of its own.
    pub(crate) fn part_of(mut self, words: &Words, list: &ListAddress, part: usize) -> Self {
        if part > 0 {
            let path = list.part(part);
            if !self.canonical.is_empty() {
                self.canonical.truncate(self.canonical.len() - self.path.len());
                self.canonical.push_str(&path);
            }
            self.path = path;
            self.title = words.with("frame.page_of", &[("title", &self.title), ("number", &(part + 1).to_string())]);
        }
        self
    }

    /// Offers these feeds instead of the archive's.
    pub(crate) fn offer(&mut self, feeds: Vec<FeedView>) {
        self.feed = feeds.first().map(|feed| feed.path.clone()).unwrap_or_default();
        self.feeds = feeds;
    }
}

/// A feed or a calendar to subscribe to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FeedView {
    /// Below the root: `iaas/feed.xml`; prefix with `page.root`.
    pub path: String,
    /// The title it has among feeds of other sites: `SCS minutes: Team IaaS`.
    pub title: String,
    /// What it is called on the page: `Calls of Team IaaS`.
    pub name: String,
    /// What is in it, in a line.
    pub contains: String,
    /// Whether it is a feed or a calendar, as a word to show.
    pub kind: String,
    /// `application/atom+xml` or `text/calendar`.
    pub media_type: String,
}

/// A date to show.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DateView {
    /// `2023-01-11`, for `<time datetime>`.
    pub iso: String,
    /// `11 January 2023`.
    pub long: String,
    /// `11 Jan 2023`.
    pub medium: String,
    /// `11 Jan`.
    pub short: String,
    /// `Wednesday, 11 January 2023`.
    pub with_weekday: String,
    /// `Wednesday`.
    pub weekday: String,
    /// 2023.
    pub year: i32,
    /// `January`.
    pub month: String,
    /// `Jan`.
    pub short_month: String,
    /// 11.
    pub day: u32,
}

impl DateView {
    /// A date in the words of a language.
    pub fn new(words: &Words, date: chrono::NaiveDate) -> Self {
        use chrono::Datelike;
        let long = words.date("dates.long", date);
        let weekday = words.weekday(date);
        Self {
            iso: date.format("%Y-%m-%d").to_string(),
            medium: words.date("dates.medium", date),
            short: words.date("dates.short", date),
            with_weekday: words.with("dates.with_weekday", &[("weekday", weekday), ("date", &long)]),
            long,
            weekday: weekday.to_owned(),
            year: date.year(),
            month: words.month_name(date).to_owned(),
            short_month: words.short_month_name(date).to_owned(),
            day: date.day(),
        }
    }
}

/// A call in a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CallLinkView {
    /// Relative URL of the page.
    pub url: String,
    /// Relative URL of the deck; empty when cancelled.
    pub deck_url: String,
    /// What the list shows: the call's title, or the team's where it has none, without the suffix.
    pub title: String,
    /// The team's title.
    pub team_title: String,
    /// The team's slug.
    pub team: String,
    /// Relative URL of the team's page.
    pub team_url: String,
    /// The day; absent for undated pages.
    pub date: Option<DateView>,
    /// `deck`, `notes` or `page`.
    pub kind: String,
    /// Recorded as cancelled.
    pub cancelled: bool,
    /// After the build's day.
    pub upcoming: bool,
    /// Repeats the notes of another call.
    pub copy: bool,
    /// `workshop`, `overflow`; may be empty.
    pub suffix: String,
    /// What it was about, most telling first, as plain text.
    pub topics: Vec<String>,
    /// What its row in a list says first: the first things it was about, else its title.
    pub headline: Vec<String>,
    /// What else it was about.
    pub also: Vec<String>,
    /// Its own title, where it has one that is not the team's name, and the headline does not say it.
    pub label: String,
    /// Number of decisions in it; 0 where the list does not say.
    pub decisions: usize,
    /// Number of actions in it; 0 where the list does not say.
    pub actions: usize,
    /// The first references in it; none where the list does not say.
    pub references: Vec<EntryLinkView>,
    /// Number of references that are not named.
    pub more_references: usize,
    /// The language of its notes where it is not that of the archive, as a tag; else empty.
    pub language: String,
}

/// An entry of a table of contents.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ContentsView {
    /// The anchor.
    pub id: String,
    /// The heading as plain text.
    pub title: String,
    /// 2 or 3: the level on the page.
    pub level: u8,
}
