//! Every page of the site: the table of its types, all pages of an archive as data before the first one is rendered, and
//! their HTML. Redirects are no pages of the archive; see [`super::redirects`].
//!
//! To add a type of page: a file here with its [`PageType`] and its view, its entry in [`PAGE_TYPES`], a template, and
//! a sample in `tests/templates/samples.rs`.

mod actions;
mod call;
mod calls;
mod decisions;
mod deck;
mod failed;
mod index;
mod not_found;
mod page_type;
mod person;
mod references;
mod search;
mod since;
mod start;
mod team;
mod trail;

pub use actions::{ActionGroupView, ActionsView};
pub use call::CallView;
pub use calls::{CallsView, MonthView, YearLinkView};
pub use decisions::{DecisionYearView, DecisionsView};
pub use deck::DeckView;
pub use failed::FailedView;
pub use index::{IndexEntryView, IndexView};
pub use not_found::NotFoundView;
pub use page_type::{About, Lasting, PageType, Sitemap};
pub use person::{PersonCallView, PersonMonthView, PersonTeamView, PersonView, TeamCallsView};
pub use references::{ReferenceGroupView, ReferenceRowView, ReferencesView};
pub use search::SearchView;
pub use since::{DatedLinkView, DoingsView, MonthLinkView, MonthPageView, SinceView, SinceYearView};
pub use start::{DayView, StartView, WeekView};
pub use team::{ReportView, TeamMonthView, TeamView, YearView};
pub use trail::{CallMentionsView, MentionView, TrailMonthView, TrailView};

use crate::archive::Archive;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::panics;
use crate::site::render::view::RegisterLinkView;
use crate::site::render::{Printed, Rendered, Renderer};
use crate::site::templates::TemplateError;

/// All types of pages, in the order in which sitemap and navigation name them.
pub static PAGE_TYPES: &[PageType] = &[
    start::START,
    calls::CALLS,
    search::SEARCH,
    not_found::NOT_FOUND,
    calls::YEARS,
    since::SINCE,
    since::MONTHS,
    team::TEAMS,
    decisions::DECISIONS,
    decisions::YEARS,
    actions::ACTIONS,
    actions::YEARS,
    index::TOPICS,
    trail::TOPICS,
    references::REFERENCES,
    references::GROUPS,
    trail::REFERENCES,
    index::PEOPLE,
    person::PEOPLE,
    call::CALLS,
    deck::DECKS,
];

/// A page to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Page {
    /// The place of its type in [`PAGE_TYPES`].
    of_type: usize,
    /// What it is about.
    pub about: About,
    /// Which part of a list that does not fit on one page, from 0.
    pub part: usize,
}

/// All pages, in the order of their types.
pub fn plan(archive: &Archive) -> Vec<Page> {
    let pages = PAGE_TYPES.iter().enumerate().flat_map(|(of_type, page_type)| {
        let list = (page_type.list)(archive).into_iter();
        list.flat_map(move |(about, parts)| (0..parts).map(move |part| Page { of_type, about, part }))
    });
    pages.collect()
}

/// The registers that have pages among those that are planned, for the navigation.
pub fn menu(archive: &Archive, pages: &[Page]) -> Vec<RegisterLinkView> {
    let first_parts = pages.iter().filter(|page| page.part == 0);
    let listed = first_parts.filter_map(|page| Some((page.page_type().menu.as_ref()?, page)));
    listed
        .map(|(menu, page)| RegisterLinkView {
            title: archive.config.words().text(menu.title).to_owned(),
            path: page.path(archive),
            area: menu.area.to_owned(),
            in_bar: menu.in_bar,
        })
        .collect()
}

/// The longest page, in bytes: a browser is busy with it for seconds, and the next call has one, too.
const LONGEST_PAGE: usize = if cfg!(test) { 1_000_000 } else { 16_000_000 };

/// Renders one page. The page of a call that cannot be shown as it should be shows the source of its note; of what else
/// cannot be shown there is a page that says so.
pub fn render(renderer: &Renderer<'_>, page: Page) -> Result<Rendered, TemplateError> {
    let page_type = page.page_type();
    let path = page.path(renderer.archive);
    let root = if page_type.at_any_depth { renderer.base_path() } else { "../".repeat(path.matches('/').count()) };
    let print = || {
        panics::planted(page_type.name, || renderer.site.title.as_str());
        (page_type.print)(renderer, page.about, page.part, &root)
    };
    let file = page.file(renderer.archive);
    let printed = match (page.about, page_type.print_source) {
        (About::Call(id), Some(print_source)) => {
            let note = renderer.archive.call(id).file.as_str();
            let finding = match panics::caught(print) {
                Ok(printed) => match printed? {
                    printed if printed.html.len() <= LONGEST_PAGE => Ok(printed),
                    _ => {
                        let message = format!("the {} of this note would be longer than 16 MB", page_type.name);
                        let finding = Diagnostic::new(Severity::Warning, "page-too-long", note, message);
                        Err(finding.hint("its source is published instead; cut the note into several"))
                    }
                },
                Err(panics::Panicked) => {
                    let name = page_type.name;
                    let message = format!("minutebook has failed on the {name} of this note: it shows the source");
                    Err(panics::failed(note, &message))
                }
            };
            match finding {
                Ok(printed) => printed,
                Err(finding) => {
                    let source = instead(renderer, &file, &path, &root, || {
                        panics::planted("source", || renderer.archive.call(id).title.as_str());
                        print_source(renderer, id, &root)
                    })?;
                    Printed { findings: [vec![finding], source.findings].concat(), ..source }
                }
            }
        }
        _ => instead(renderer, &file, &path, &root, print)?,
    };
    let Printed { html, made_of, is_as_before, author_css, findings } = printed;
    Ok(Rendered { file, html, made_of, is_as_before, author_css, findings })
}

/// Prints a page; when that panics, one that says so, so that links to it lead somewhere.
fn instead(
    renderer: &Renderer<'_>,
    file: &str,
    path: &str,
    root: &str,
    print: impl FnOnce() -> Result<Printed, TemplateError>,
) -> Result<Printed, TemplateError> {
    match panics::reported(file, "minutebook has failed on this page of the site: it says so", print) {
        Ok(printed) => printed,
        Err(finding) => {
            Ok(Printed { findings: vec![finding], ..renderer.print("failed.html", &renderer.failed(root, path))? })
        }
    }
}

impl Page {
    /// The entry of its type.
    pub fn page_type(self) -> &'static PageType {
        &PAGE_TYPES[self.of_type]
    }

    /// The page's path below the site's root: `iaas/2023-01-11/`; empty for the start page.
    pub fn path(self, archive: &Archive) -> String {
        (self.page_type().path)(archive, self.about, self.part)
    }

    /// The file the page is written to.
    pub fn file(self, archive: &Archive) -> String {
        let path = self.path(archive);
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
    }

    /// Whether the page shows images or PDFs of the minutes, or links to them.
    pub fn has_files(self, archive: &Archive) -> bool {
        matches!(self.about, About::Call(id) if archive.has_files(id))
    }

    /// What the sitemap says of it.
    pub fn sitemap(self, archive: &Archive) -> Sitemap {
        (self.page_type().sitemap)(archive, self.about)
    }

    /// Whether its address is to lead somewhere for ever.
    pub fn lasting(self, archive: &Archive) -> Lasting {
        (self.page_type().lasting)(archive, self.about)
    }
}

#[cfg(test)]
mod tests;
