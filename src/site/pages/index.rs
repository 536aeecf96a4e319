//! `/topics/` and `/people/`: lists of links.

use super::page_type::{About, Menu, PageType};
use crate::site::addresses::{self, ListAddress};
use crate::site::listing;
use crate::site::render::Renderer;
use crate::site::render::registers::paging::paging;
use crate::site::render::registers::rows::figures;
use crate::site::render::view::{EntryLinkView, PageView, PagingView};
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
}

impl Renderer<'_> {
    /// `/topics/`, or a further page of it.
    fn topics(&self, root: &str, part: usize) -> IndexView {
        let (archive, words) = (self.archive, self.words());
        let topics = &archive.registers.topics;
        let parts = listing::topics(archive);
        let lead = if archive.config.topics.is_empty() { words.text("registers.topics_lead") } else { "" };
        let order = parts.get(part).into_iter().flatten().copied();
        let entries = order.map(|at| {
            let link = self.topic_link(root, at);
            let decided = archive.registers.of_topics[at].decisions.len();
            IndexEntryView {
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
                link: EntryLinkView { count: person.attended.len(), ..self.person_link(root, &person.handle) },
                blurb: String::new(),
                figures: figures(words, &[(person.attended.len(), "counts.calls"), (open, "counts.open_actions")]),
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
            filter_label: words.text("choices.people").to_owned(),
        }
    }
}

fn paging_of_index(root: &str, list: &ListAddress, part: usize, parts: &[Vec<usize>]) -> PagingView {
    let total = if parts.len() > 1 { parts.iter().map(Vec::len).sum() } else { 0 };
    PagingView { total, ..paging(root, list, part, parts.len()) }
}
