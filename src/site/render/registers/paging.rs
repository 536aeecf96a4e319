//! The links between the pages of a list that does not fit on one.

use crate::site::listing::{Year, Yearly};
use crate::site::plan::{List, Page};
use crate::site::render::Renderer;
use crate::site::render::view::{PageLinkView, PagingView};

/// The year as it is written in addresses and on pages.
pub(super) fn label(year: Year) -> String {
    year.map_or_else(|| "undated".to_owned(), |year| year.to_string())
}

impl Renderer<'_> {
    /// The parts of a list; nothing for a list of one part.
    pub(in crate::site::render) fn paging(&self, root: &str, list: List, part: usize, parts: usize) -> PagingView {
        if parts < 2 {
            return PagingView::default();
        }
        let url = |part: usize| format!("{root}{}", list.path(self.archive, part));
        let link = |at: usize| PageLinkView {
            label: (at + 1).to_string(),
            url: url(at),
            current: at == part,
            ..PageLinkView::default()
        };
        PagingView {
            parts: (0..parts).map(link).collect(),
            others: (0..parts).filter(|at| *at != part).map(url).collect::<Vec<_>>().join(" "),
            ..PagingView::default()
        }
    }

    /// The pages of a register by year. `at` is the year and the part that the page shows; nothing for its first page.
    /// `missing` are the years that have no heading there any more.
    pub(super) fn paging_by_year(
        &self,
        root: &str,
        (front, list): (Page, fn(Year) -> List),
        register: &Yearly,
        at: Option<(Year, usize)>,
        missing: impl Fn(Year) -> bool,
    ) -> PagingView {
        if register.years.is_empty() {
            return PagingView::default();
        }
        let url = |year: Year, part: usize| format!("{root}{}", list(year).path(self.archive, part));
        let newest = PageLinkView {
            label: "Newest".to_owned(),
            url: format!("{root}{}", front.path(self.archive)),
            current: at.is_none(),
            ..PageLinkView::default()
        };
        let years = register.years.iter().map(|(year, parts)| PageLinkView {
            label: label(*year),
            url: url(*year, 0),
            id: if at.is_none() && missing(*year) { format!("y{}", label(*year)) } else { String::new() },
            count: parts.iter().map(Vec::len).sum(),
            current: at.is_some_and(|(shown, _)| shown == *year),
        });
        let years: Vec<PageLinkView> = std::iter::once(newest).chain(years).collect();
        let Some((year, part)) = at else {
            let pages = register.years.iter().flat_map(|(year, parts)| (0..parts.len()).map(|part| url(*year, part)));
            let total = register.years.iter().flat_map(|(_, parts)| parts).map(Vec::len).sum();
            let others = pages.collect::<Vec<_>>().join(" ");
            return PagingView { years, others, total, ..PagingView::default() };
        };
        let parts = register.years.iter().find(|(known, _)| *known == year).map_or(&[][..], |(_, parts)| parts);
        PagingView {
            year: label(year),
            years,
            total: parts.iter().map(Vec::len).sum(),
            ..self.paging(root, list(year), part, parts.len())
        }
    }
}
