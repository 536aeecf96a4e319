//! Which feeds and calendars there are, what they are called, and which pages offer which.

use crate::archive::Archive;
use crate::config::TeamSlug;
use crate::site::addresses;
use crate::site::render::view::FeedView;

/// The most entries of a feed.
pub(super) const NEWEST: usize = 30;

/// Something to subscribe to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site) enum Offer<'a> {
    /// All calls.
    Calls,
    /// The calls of a team.
    CallsOf(&'a TeamSlug),
    /// All decisions.
    Decisions,
    /// What is said on a topic, by its place in the register.
    Topic(usize),
    /// What is decided on a topic.
    DecisionsOn(usize),
    /// The days of all calls, those to come among them.
    Calendar,
    /// The days of a team's calls.
    CalendarOf(&'a TeamSlug),
}

impl Offer<'_> {
    /// Its file below the site's root.
    pub(in crate::site) fn path(self, archive: &Archive) -> String {
        match self {
            Self::Calls => "feed.xml".to_owned(),
            Self::CallsOf(team) => format!("{team}/feed.xml"),
            Self::Decisions => format!("{}feed.xml", addresses::DECISIONS),
            Self::Topic(at) => format!("{}feed.xml", archive.registers.topics[at].path()),
            Self::DecisionsOn(at) => format!("{}decisions.xml", archive.registers.topics[at].path()),
            Self::Calendar => "calls.ics".to_owned(),
            Self::CalendarOf(team) => format!("{team}/calls.ics"),
        }
    }

    /// Its own title, by which a feed reader lists it beside those of other sites.
    pub(in crate::site) fn title(self, archive: &Archive) -> String {
        let words = archive.config.words();
        let archive_title = archive.config.title.as_str();
        let with = |key: &str, topic: &str| words.with(key, &[("archive", archive_title), ("topic", topic)]);
        match self {
            Self::Calls | Self::Calendar => archive_title.to_owned(),
            Self::CallsOf(team) | Self::CalendarOf(team) => format!("{archive_title}: {}", archive.team_title(team)),
            Self::Decisions => with("feeds.decisions", ""),
            Self::Topic(at) => format!("{archive_title}: {}", archive.registers.topics[at].name),
            Self::DecisionsOn(at) => with("feeds.decisions_on", &archive.registers.topics[at].name),
        }
    }

    /// Whether there is anything in it. A calendar without a day is not valid, and a feed of decisions where none is made
    /// promises too much.
    pub(in crate::site) fn is_there(self, archive: &Archive) -> bool {
        let is_dated = |id: &crate::archive::CallId| archive.call(*id).date.is_some();
        match self {
            Self::Calls | Self::CallsOf(_) | Self::Topic(_) => true,
            Self::Decisions => !archive.registers.decisions.is_empty(),
            Self::DecisionsOn(at) => !archive.registers.of_topics[at].decisions.is_empty(),
            Self::Calendar => archive.ids().any(|id| is_dated(&id)),
            Self::CalendarOf(team) => archive.team(team).is_some_and(|team| team.calls.iter().any(is_dated)),
        }
    }

    /// As the menu of a page shows it.
    pub(in crate::site) fn view(self, archive: &Archive) -> FeedView {
        let words = archive.config.words();
        let (name, contains) = match self {
            Self::Calls => ("subscribe.calls", "subscribe.calls_contain"),
            Self::CallsOf(_) => ("subscribe.calls_of_team", "subscribe.calls_contain"),
            Self::Decisions => ("subscribe.decisions", "subscribe.decisions_contain"),
            Self::Topic(_) => ("subscribe.topic", "subscribe.topic_contains"),
            Self::DecisionsOn(_) => ("subscribe.decisions_on", "subscribe.decisions_contain"),
            Self::Calendar => ("subscribe.days", "subscribe.days_contain"),
            Self::CalendarOf(_) => ("subscribe.days_of_team", "subscribe.days_contain"),
        };
        let about = match self {
            Self::CallsOf(team) | Self::CalendarOf(team) => archive.team_title(team),
            Self::Topic(at) | Self::DecisionsOn(at) => archive.registers.topics[at].name.clone(),
            Self::Calls | Self::Decisions | Self::Calendar => String::new(),
        };
        let is_calendar = matches!(self, Self::Calendar | Self::CalendarOf(_));
        FeedView {
            path: self.path(archive),
            title: self.title(archive),
            name: words.with(name, &[("about", &about)]),
            contains: words.with(contains, &[("number", &NEWEST.to_string())]),
            kind: words.text(if is_calendar { "subscribe.calendar" } else { "subscribe.feed" }).to_owned(),
            media_type: if is_calendar { "text/calendar" } else { "application/atom+xml" }.to_owned(),
        }
    }
}

/// What those offers that have something in them look like.
pub(in crate::site) fn views(archive: &Archive, offers: &[Offer<'_>]) -> Vec<FeedView> {
    offers.iter().filter(|offer| offer.is_there(archive)).map(|offer| offer.view(archive)).collect()
}
