//! The template contract: one struct per page kind and, as `site`, [`SiteView`]; nothing else is visible to a template.
//!
//! Every `…_html` field is finished, sanitised HTML and is printed with `| safe`; every other string is text and is
//! escaped by tera. All URLs are relative to the page they stand on, so that the site works at any path.

mod registers;

use crate::archive::Archive;
use crate::site::plan::List;
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
    /// All teams in the configured order.
    pub teams: Vec<TeamLinkView>,
    /// The years with a held call, newest first: 2026, 2025, …
    pub years: Vec<i32>,
    /// The registers that have something in them: decisions, actions, topics, references, people.
    pub registers: Vec<RegisterLinkView>,
    /// The logo's file name under the root (`assets/logo.1a2b3c4d.svg`); empty for none. Prefix with `page.root`.
    pub logo: String,
    /// Fingerprinted assets, relative to the root; prefix with `page.root`.
    pub assets: AssetsView,
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

/// Paths of shared files below the root, such as `assets/site.1a2b3c4d.css`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AssetsView {
    /// Every page.
    pub site_css: String,
    /// The archive's accent colour as custom properties, after `site_css`.
    pub accent_css: String,
    /// Every page but decks; nothing on the page needs it.
    pub site_js: String,
    /// Every page and deck, after `site_css` or `deck_css`.
    pub search_css: String,
    /// Every page and deck.
    pub search_js: String,
    /// What runs the search engine.
    pub search_worker: String,
    /// The engine's WebAssembly module; its name in `assets/`.
    pub engine: String,
    /// Its size in bytes, for a progress bar.
    pub engine_bytes: usize,
    /// The module compressed with brotli.
    pub engine_brotli: String,
    /// Its size in bytes.
    pub brotli_bytes: usize,
    /// Before the first paint: sets the chosen light or dark theme on `<html>`.
    pub theme_js: String,
    /// Decks, after reveal's own.
    pub deck_css: String,
    /// Decks.
    pub deck_js: String,
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
    /// The Atom feed below the root; empty when the site's address is not known.
    pub feed: String,
    /// Whether the notes lie beside the page as `index.md`.
    pub has_markdown: bool,
    /// The absolute URL of the picture that goes with a link to the page; empty for none.
    pub picture: String,
    /// The call as a JSON-LD data block, the element included; empty for other pages.
    pub event_html: String,
}

impl PageView {
    /// The same page as a later part of a list, with an address of its own.
    pub(crate) fn part_of(mut self, list: Option<List>, part: usize, archive: &Archive) -> Self {
        if let Some(list) = list.filter(|_| part > 0) {
            let path = list.path(archive, part);
            if !self.canonical.is_empty() {
                self.canonical.truncate(self.canonical.len() - self.path.len());
                self.canonical.push_str(&path);
            }
            self.path = path;
            self.title = format!("{}, page {}", self.title, part + 1);
        }
        self
    }

    /// Names the feed of a team instead of the archive's, where there are feeds.
    pub(crate) fn use_feed_of(&mut self, team: &crate::config::TeamSlug) {
        if !self.feed.is_empty() {
            self.feed = format!("{team}/feed.xml");
        }
    }
}

/// A date to show.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DateView {
    /// `2023-01-11`, for `<time datetime>`.
    pub iso: String,
    /// `11 January 2023`.
    pub long: String,
    /// `11 Jan`.
    pub short: String,
    /// `Wednesday`.
    pub weekday: String,
    /// 2023.
    pub year: i32,
    /// `January`.
    pub month: String,
}

impl DateView {
    /// A date in English.
    pub fn new(date: chrono::NaiveDate) -> Self {
        use chrono::Datelike;
        Self {
            iso: date.format("%Y-%m-%d").to_string(),
            long: date.format("%-d %B %Y").to_string(),
            short: date.format("%-d %b").to_string(),
            weekday: date.format("%A").to_string(),
            year: date.year(),
            month: date.format("%B").to_string(),
        }
    }

    /// `Wednesday, 11 January 2023`.
    pub fn with_weekday(&self) -> String {
        format!("{}, {}", self.weekday, self.long)
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
    /// The first agenda items, as plain text.
    pub topics: Vec<String>,
}

/// The start page, `/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StartView {
    /// The page.
    pub page: PageView,
    /// The next calls, soonest first.
    pub upcoming: Vec<CallLinkView>,
    /// The latest held calls, newest first.
    pub latest: Vec<CallLinkView>,
    /// Calls a week, oldest first, every week from the first call to the last.
    pub activity: Vec<WeekView>,
    /// The busiest week's number, for scaling.
    pub busiest: usize,
    /// Held calls in all, copies not counted.
    pub calls: usize,
    /// Decks among them.
    pub decks: usize,
    /// First day.
    pub since: Option<DateView>,
    /// The newest decisions.
    pub decisions: Vec<DecisionView>,
    /// The newest open actions.
    pub actions: Vec<ActionView>,
    /// The topics most spoken of in the last months.
    pub topics: Vec<EntryLinkView>,
}

/// One bar of the activity picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct WeekView {
    /// Monday.
    pub monday: DateView,
    /// Held calls.
    pub calls: usize,
}

/// A year of calls.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct YearView {
    /// 2024.
    pub year: i32,
    /// The calls, newest first.
    pub calls: Vec<CallLinkView>,
}

/// A team's page, `/<team>/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TeamView {
    /// The page.
    pub page: PageView,
    /// The team.
    pub team: TeamLinkView,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Calls after the build's day, soonest first.
    pub upcoming: Vec<CallLinkView>,
    /// Its calls by year, newest first.
    pub years: Vec<YearView>,
    /// Its reports in other teams' decks, newest first.
    pub reports: Vec<ReportView>,
    /// Undated documents.
    pub documents: Vec<CallLinkView>,
    /// What the team decided, is to do and talks about.
    pub record: TeamRecordView,
}

/// A team's report inside another team's deck.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReportView {
    /// The call it stands in.
    pub call: CallLinkView,
    /// Relative URL of the section on the page.
    pub section_url: String,
    /// Relative URL of the first slide.
    pub slide_url: String,
    /// The heading as written there.
    pub heading: String,
    /// The first words of the report, plain text.
    pub summary: String,
}

/// The list of all calls (`/calls/`) or of one year (`/calls/2024/`).
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CallsView {
    /// The page.
    pub page: PageView,
    /// The year, when it is a page of one.
    pub year: Option<i32>,
    /// Links to each year's page with its number of calls, newest first.
    pub years: Vec<YearLinkView>,
    /// Upcoming calls, soonest first; only on `/calls/`.
    pub upcoming: Vec<CallLinkView>,
    /// The calls by month, newest first. `/calls/` has the newest twelve months that have calls.
    pub months: Vec<MonthView>,
    /// The other pages of the year.
    pub paging: PagingView,
}

/// A link to a year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct YearLinkView {
    /// 2024.
    pub year: i32,
    /// Relative URL.
    pub url: String,
    /// Held calls.
    pub calls: usize,
}

/// A month of calls.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MonthView {
    /// `January 2024`.
    pub title: String,
    /// `2024-01`, an anchor.
    pub id: String,
    /// The calls, newest first.
    pub calls: Vec<CallLinkView>,
}

/// A call's page, `/<team>/<date>/`, or an undated page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CallView {
    /// The page.
    pub page: PageView,
    /// The call itself.
    pub call: CallLinkView,
    /// For `<h1>`: the team's title, or the document's.
    pub heading: String,
    /// The line under it: the note's own title where it says more than the team and the date; may be empty.
    pub subtitle: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Those who took part.
    pub participants: Vec<EntryLinkView>,
    /// Those who reported.
    pub presenters: Vec<EntryLinkView>,
    /// The participants' section as written, when it says more than handles; may be empty.
    pub participants_html: String,
    /// The table of contents.
    pub contents: Vec<ContentsView>,
    /// The text.
    pub body_html: String,
    /// The call whose notes this one repeats.
    pub same_as: Option<CallLinkView>,
    /// The calls that repeat this one's notes.
    pub copies: Vec<CallLinkView>,
    /// The team's call before this one.
    pub previous: Option<CallLinkView>,
    /// The team's call after this one.
    pub next: Option<CallLinkView>,
    /// Calls whose notes link here.
    pub backlinks: Vec<CallLinkView>,
    /// What was decided, is to be done, and what it is about.
    pub record: RecordView,
    /// The source on the web; empty without a configured repository.
    pub source_url: String,
    /// Its history there; may be empty.
    pub history_url: String,
    /// The source file, relative to the minutes.
    pub file: String,
    /// Number of slides of the deck.
    pub slides: usize,
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

/// A deck, `/<team>/<date>/deck/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DeckView {
    /// The page.
    pub page: PageView,
    /// The call.
    pub call: CallLinkView,
    /// Relative URL of the call's page.
    pub page_url: String,
    /// Stylesheet of the reveal theme, relative to `site.assets.reveal`: `theme/white.css`.
    pub theme_css: String,
    /// The author's own styles, scoped; relative to the root; empty for none.
    pub author_css: String,
    /// Options for `Reveal.initialize`, as JSON for a `data-` attribute (tera escapes it).
    pub options: String,
    /// The slides: `<section>` elements.
    pub slides_html: String,
    /// Whether slides have speaker notes.
    pub has_notes: bool,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Whether the slides are the author's own (`type: slide`) or were cut from notes.
    pub own_slides: bool,
}

/// `/search/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SearchView {
    /// The page.
    pub page: PageView,
}

/// Where a page was once.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MovedView {
    /// The page.
    pub page: PageView,
    /// Where to go, relative to this page.
    pub target_url: String,
    /// Where to go, below the site's root, to be read.
    pub target: String,
    /// Whether that is the same page, and readers are taken there; else it is the nearest index.
    pub found: bool,
    /// Whether the page was removed on purpose.
    pub removed: bool,
}

/// `/404.html`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NotFoundView {
    /// The page; `root` is absolute here, since the page is shown at any depth.
    pub page: PageView,
    /// The latest calls.
    pub latest: Vec<CallLinkView>,
}
