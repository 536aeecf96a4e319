//! The links between the pages of a list that does not fit on one, and what its filter chooses from.

use super::rows::tier_word;
use crate::archive::CallId;
use crate::extract::Tier;
use crate::language::Words;
use crate::site::addresses::ListAddress;
use crate::site::listing::{Year, Yearly, label};
use crate::site::render::Renderer;
use crate::site::render::view::{ChoiceView, PageLinkView, PageView, PagingView};
use std::collections::BTreeMap;

/// The parts of a list; nothing for a list of one part.
pub(in crate::site) fn paging(root: &str, list: &ListAddress, part: usize, parts: usize) -> PagingView {
    if parts < 2 {
        return PagingView::default();
    }
    let url = |part: usize| format!("{root}{}", list.part(part));
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
pub(in crate::site) fn paging_by_year(
    words: &Words,
    root: &str,
    (front, list): (&str, fn(Year) -> ListAddress),
    register: &Yearly,
    at: Option<(Year, usize)>,
    missing: impl Fn(Year) -> bool,
) -> PagingView {
    if register.years.is_empty() {
        return PagingView::default();
    }
    let url = |year: Year, part: usize| format!("{root}{}", list(year).part(part));
    let shown = |year: Year| if year.is_some() { label(year) } else { words.text("dates.undated").to_owned() };
    let newest = PageLinkView {
        label: words.text("frame.newest").to_owned(),
        url: format!("{root}{front}"),
        current: at.is_none(),
        ..PageLinkView::default()
    };
    let years = register.years.iter().map(|(year, parts)| PageLinkView {
        label: shown(*year),
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
        year: shown(year),
        years,
        total: parts.iter().map(Vec::len).sum(),
        ..paging(root, &list(year), part, parts.len())
    }
}

impl Renderer<'_> {
    /// The page of a register, or of a part of one of its years.
    pub(in crate::site) fn page_by_year(
        &self,
        root: &str,
        title: &str,
        description: &str,
        area: &str,
        list: fn(Year) -> ListAddress,
        at: Option<(Year, usize)>,
    ) -> PageView {
        let Some((year, part)) = at else {
            return self.page(root, &format!("{area}/"), title.to_owned(), description, area);
        };
        let list = list(year);
        let title = self.words().with("registers.of_year", &[("title", title), ("year", &self.year(year))]);
        let page = self.page(root, &list.part(0), title, description, area);
        page.part_of(self.words(), &list, part)
    }

    pub(in crate::site) fn team_choice(&self, id: CallId) -> Option<(String, String)> {
        let slug = self.archive.call(id).team.as_ref()?;
        Some((slug.to_string(), self.archive.team_title(slug)))
    }
}

/// A kind of evidence as a choice.
pub(in crate::site) fn tier_choice(words: &Words, tier: Tier) -> (String, String) {
    let key = match tier {
        Tier::Explicit => "choices.explicit",
        Tier::Inferred => "choices.inferred",
    };
    (tier_word(tier).to_owned(), words.text(key).to_owned())
}

/// More choices than these are no help; the text field finds the others.
const MOST_CHOICES: usize = 200;

/// Values with their labels and how often each occurs, the most frequent first.
pub(in crate::site) fn choices(values: impl Iterator<Item = (String, String)>) -> Vec<ChoiceView> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (value, label) in values {
        counts.entry(value).or_insert((label, 0)).1 += 1;
    }
    let mut choices: Vec<ChoiceView> =
        counts.into_iter().map(|(value, (label, count))| ChoiceView { value, label, count }).collect();
    choices.sort_by_key(|choice| (std::cmp::Reverse(choice.count), choice.label.clone()));
    choices.truncate(MOST_CHOICES);
    choices
}
