//! `/topics/` and `/people/`: lists of links.

use super::page_type::{About, Menu, PageType};
use crate::language::Words;
use crate::site::addresses::{self, ListAddress};
use crate::site::feeds::offers::Offer;
use crate::site::listing;
use crate::site::render::Renderer;
use crate::site::render::registers::charts::sparkline;
use crate::site::render::registers::paging::paging;
use crate::site::render::registers::rows::figures;
use crate::site::render::view::{ChoiceView, DateView, EntryLinkView, PageView, PagingView};
use serde::Serialize;

pub(super) const TOPICS: PageType = PageType {
    name: "topics",
    list: |archive| {
        let parts = listing::topics(archive).len();
        if archive.registers.topics.is_empty() { Vec::new() } else { vec![(About::Archive, parts)] }
    },
    path: |_, _, part| addresses::topics().part(part),
    print: |renderer, _, part, root| renderer.print("index.html", &renderer.topics(root, part)),
    menu: Some(Menu { title: "frame.topics", area: "topics", in_bar: true }),
    ..PageType::ONE
};

pub(super) const PEOPLE: PageType = PageType {
    name: "people",
    list: |archive| {
        let parts = listing::people(archive).len();
        let is_shown = archive.config.people.pages && !archive.registers.people.is_empty();
        if is_shown { vec![(About::Archive, parts)] } else { Vec::new() }
    },
    path: |_, _, part| addresses::people().part(part),
    print: |renderer, _, part, root| renderer.print("index.html", &renderer.people(root, part)),
    menu: Some(Menu { title: "frame.people", area: "people", in_bar: false }),
    ..PageType::ONE
};

/// `/topics/` or `/people/`: a list of links.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct IndexView {
    /// The page.
    pub page: PageView,
    /// "Topics".
    pub heading: String,
    /// One line on how the list came about; may be empty.
    pub lead: String,
    /// The entries.
    pub entries: Vec<IndexEntryView>,
    /// The orders to choose from, the one that the page has first.
    pub orders: Vec<ChoiceView>,
    /// The search field's label.
    pub filter_label: String,
    /// The other pages.
    pub paging: PagingView,
}

/// An entry of an index.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct IndexEntryView {
    /// The link.
    pub link: EntryLinkView,
    /// One line on it; may be empty.
    pub blurb: String,
    /// Its figures: `12 calls, 3 decisions`.
    pub figures: String,
    /// When it was last spoken of, or somebody last took part.
    pub last: Option<DateView>,
    /// The calls that speak of it over the time of the archive, as the path of a small picture; empty for none.
    pub sparkline: String,
    /// Where its feed is; empty for none.
    pub feed_url: String,
}

impl Renderer<'_> {
    /// `/topics/`, or a further page of it.
    fn topics(&self, root: &str, part: usize) -> IndexView {
        let (archive, words) = (self.archive, self.words());
        let topics = &archive.registers.topics;
        let parts = listing::topics(archive);
        let lead = if archive.config.topics.is_empty() { words.text("registers.topics_lead") } else { "" };
        let order = parts.get(part).into_iter().flatten().copied();
        let days = || archive.calls.iter().filter_map(|call| call.date);
        let span = days().min().zip(days().max());
        let entries = order.map(|at| {
            let link = self.topic_link(root, at);
            let decided = archive.registers.of_topics[at].decisions.len();
            let dates = archive.registers.of_topics[at].calls.iter().filter_map(|id| archive.call(*id).date);
            let feed = Offer::Topic(at);
            let feed_url = if feed.is_there(archive) { format!("{root}{}", feed.path(archive)) } else { String::new() };
            IndexEntryView {
                feed_url,
                last: dates.clone().max().map(|day| self.date(day)),
                sparkline: span.map(|(first, last)| sparkline(dates, first, last)).unwrap_or_default(),
                blurb: topics[at].blurb.clone(),
                figures: figures(words, &[(link.count, "counts.calls"), (decided, "counts.decisions")]),
                link,
            }
        });
        let description = words.with("registers.topics_description", &[("archive", &archive.config.title)]);
        IndexView {
            page: self
                .page(root, &addresses::topics().part(0), words.text("frame.topics").to_owned(), &description, "topics")
                .part_of(words, &addresses::topics(), part),
            paging: paging_of_index(root, &addresses::topics(), part, &parts),
            heading: words.text("frame.topics").to_owned(),
            lead: lead.to_owned(),
            entries: entries.collect(),
            orders: orders(words, &["last", "size", "name"]),
            filter_label: words.text("choices.topics").to_owned(),
        }
    }

    /// `/people/`, or a further page of it.
    fn people(&self, root: &str, part: usize) -> IndexView {
        let (archive, words) = (self.archive, self.words());
        let parts = listing::people(archive);
        let people = parts.get(part).into_iter().flatten().map(|at| &archive.registers.people[*at]);
        let actions = &archive.registers.actions;
        let entries = people.map(|person| {
            let open = person.actions.iter().filter(|at| actions[**at].is_current()).count();
            IndexEntryView {
                link: self.person_link(root, &person.handle),
                figures: figures(words, &[(open, "counts.open_actions")]),
                last: person.last_seen(actions).and_then(|id| archive.call(id).date).map(|day| self.date(day)),
                ..IndexEntryView::default()
            }
        });
        let description = words.with("registers.people_description", &[("archive", &archive.config.title)]);
        IndexView {
            page: self
                .page(root, &addresses::people().part(0), words.text("frame.people").to_owned(), &description, "people")
                .part_of(words, &addresses::people(), part),
            paging: paging_of_index(root, &addresses::people(), part, &parts),
            heading: words.text("frame.people").to_owned(),
            lead: String::new(),
            entries: entries.collect(),
            orders: orders(words, &["name", "last"]),
            filter_label: words.text("choices.people").to_owned(),
        }
    }
}

/// What a list can be put in the order of: names of the data that its rows carry.
pub(super) fn orders(words: &Words, names: &[&str]) -> Vec<ChoiceView> {
    let order = |name: &&str| ChoiceView {
        value: (*name).to_owned(),
        label: words.text(&format!("orders.{name}")).to_owned(),
        count: 0,
    };
    names.iter().map(order).collect()
}

fn paging_of_index(root: &str, list: &ListAddress, part: usize, parts: &[Vec<usize>]) -> PagingView {
    let total = if parts.len() > 1 { parts.iter().map(Vec::len).sum() } else { 0 };
    PagingView { total, ..paging(root, list, part, parts.len()) }
}
