//! `/refs/` and `/refs/<owner>/<repository>/`: lists of references.

use super::index::orders;
use super::page_type::{About, Menu, PageType};
use crate::document::plain;
use crate::site::render::Renderer;
use crate::site::render::registers::paging::paging;
use crate::site::render::view::{ChoiceView, DateView, EntryLinkView, PageView, PagingView};
use crate::site::{addresses, listing};
use serde::Serialize;

pub(super) const REFERENCES: PageType = PageType {
    name: "references",
    list: |archive| {
        let parts = listing::reference_pages(archive, &listing::reference_groups(archive)).len();
        if archive.registers.references.is_empty() { Vec::new() } else { vec![(About::Archive, parts)] }
    },
    path: |_, _, part| addresses::references().part(part),
    print: |renderer, _, part, root| renderer.print("references.html", &renderer.references(root, part)),
    menu: Some(Menu { title: "frame.references", area: "refs", in_bar: false }),
    ..PageType::ONE
};

/// A kind or repository with more references than fit on the page of all; given by the first of them.
pub(super) const GROUPS: PageType = PageType {
    name: "references of one kind",
    list: |archive| {
        let groups = listing::reference_groups(archive).into_iter();
        groups.map(|group| (About::Entry(group.references[0]), group.parts(archive).len())).collect()
    },
    path: |archive, about, part| addresses::reference_group(&archive.registers.references[about.entry()]).part(part),
    print: |renderer, about, part, root| {
        let view = renderer.reference_group(root, about.entry(), part);
        renderer.print("references.html", &view)
    },
    ..PageType::ONE
};

/// `/refs/`, or a page of one kind or repository.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReferencesView {
    /// The page.
    pub page: PageView,
    /// "References", or the group's title.
    pub heading: String,
    /// Whether the page is one of a group.
    pub of_group: bool,
    /// Number of references.
    pub count: usize,
    /// The orders to choose from, the one that the page has first.
    pub orders: Vec<ChoiceView>,
    /// All of them: kinds first, then repositories, the largest first.
    pub groups: Vec<ReferenceGroupView>,
    /// The other pages.
    pub paging: PagingView,
}

/// The references of one kind or repository.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReferenceGroupView {
    /// "Standards", `SovereignCloudStack/issues`.
    pub title: String,
    /// An anchor.
    pub id: String,
    /// Number of references, those on other pages included.
    pub count: usize,
    /// Relative URL of the page that has all of them; empty where they are all here.
    pub url: String,
    /// Those that several calls speak of.
    pub references: Vec<ReferenceRowView>,
    /// Those of one call.
    pub once: Vec<EntryLinkView>,
}

/// A reference in a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReferenceRowView {
    /// The link, with the number of calls.
    pub link: EntryLinkView,
    /// What the notes call it; may be empty.
    pub title: String,
    /// The last call that speaks of it.
    pub last: Option<DateView>,
}

impl Renderer<'_> {
    /// `/refs/`, or a further page of it.
    fn references(&self, root: &str, part: usize) -> ReferencesView {
        let archive = self.archive;
        let references = &archive.registers.references;
        let parts = listing::reference_pages(archive, self.reference_groups());
        let groups = parts.get(part).into_iter().flatten().map(|group| {
            let is_cut = group.on_front < group.references.len();
            let path = addresses::reference_group(&references[group.references[0]]).part(0);
            let (references, once) = self.reference_rows(root, &group.references[..group.on_front]);
            ReferenceGroupView {
                id: group.id.clone(),
                title: group.title.clone(),
                count: group.references.len(),
                url: if is_cut { format!("{root}{path}") } else { String::new() },
                references,
                once,
            }
        });
        let mut paging = paging(root, &addresses::references(), part, parts.len());
        if part == 0 {
            // The filter of the first page finds all references.
            let groups = self.reference_groups().iter().flat_map(|group| {
                let list = addresses::reference_group(&references[group.references[0]]);
                (0..group.parts(archive).len()).map(move |part| format!("{root}{}", list.part(part)))
            });
            let others = std::iter::once(std::mem::take(&mut paging.others)).filter(|others| !others.is_empty());
            paging.others = others.chain(groups).collect::<Vec<_>>().join(" ");
            paging.total = if paging.others.is_empty() { 0 } else { references.len() };
        }
        let words = self.words();
        let title = words.text("frame.references");
        let description = words.with("registers.references_description", &[("archive", &archive.config.title)]);
        let page = self.page(root, &addresses::references().part(0), title.to_owned(), &description, "refs");
        ReferencesView {
            page: page.part_of(words, &addresses::references(), part),
            heading: title.to_owned(),
            of_group: false,
            count: references.len(),
            orders: orders(words, &["number", "size", "last"]),
            groups: groups.collect(),
            paging,
        }
    }

    /// Some references: those of several calls as rows, those of one call as links.
    fn reference_rows(&self, root: &str, list: &[usize]) -> (Vec<ReferenceRowView>, Vec<EntryLinkView>) {
        let registers = &self.archive.registers;
        let (often, once): (Vec<usize>, Vec<usize>) = list.iter().partition(|at| listing::is_row(self.archive, **at));
        let rows = often.into_iter().map(|at| ReferenceRowView {
            link: self.reference_link(root, at),
            title: plain::shorten(&registers.references[at].title, listing::TITLE),
            last: registers.of_references[at]
                .calls
                .last()
                .and_then(|id| self.archive.call(*id).date)
                .map(|day| self.date(day)),
        });
        (rows.collect(), once.into_iter().map(|at| self.reference_link(root, at)).collect())
    }

    /// A page of the references of one kind or repository, given by the first of them.
    fn reference_group(&self, root: &str, first: usize, part: usize) -> ReferencesView {
        let archive = self.archive;
        let list = addresses::reference_group(&archive.registers.references[first]);
        let Some(group) = self.reference_groups().iter().find(|group| group.references[0] == first) else {
            return ReferencesView::default();
        };
        let parts = group.parts(archive);
        let (references, once) = self.reference_rows(root, parts.get(part).map_or(&[], Vec::as_slice));
        let words = self.words();
        let values = [("group", group.title.as_str()), ("archive", archive.config.title.as_str())];
        let description = words.with("registers.group_description", &values);
        let page = self.page(root, &list.part(0), group.title.clone(), &description, "refs");
        ReferencesView {
            page: page.part_of(words, &list, part),
            heading: group.title.clone(),
            of_group: true,
            count: group.references.len(),
            orders: orders(words, &["number", "size", "last"]),
            groups: vec![ReferenceGroupView {
                id: group.id.clone(),
                title: group.title.clone(),
                count: group.references.len(),
                url: String::new(),
                references,
                once,
            }],
            paging: PagingView {
                total: if parts.len() > 1 { group.references.len() } else { 0 },
                ..paging(root, &list, part, parts.len())
            },
        }
    }
}
