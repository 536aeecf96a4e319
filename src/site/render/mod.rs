//! Pages as data → bytes: each page of the plan gets a view, and its template prints it.

pub(crate) mod event;
mod footnotes;
mod html;
mod mentions;
mod page;
mod paginate;
mod registers;
mod slides;
#[cfg(test)]
mod tests;
pub mod view;

pub(crate) use page::summary;

use crate::archive::{Archive, CallId, LocalFile, Report};
use crate::base::text::{encode_path, fold, with_anchor, with_slide};
use crate::document::plain;
use crate::document::{SlideOptions, THEMES};
use crate::extract::{Call, Kind, State};
use crate::media::Format;
use crate::sanitise::css;
use crate::site::assets::Assets;
use crate::site::listing::{self, ReferenceGroup, Yearly, past};
use crate::site::media::Pictures;
use crate::site::plan::{self, List, Page};
use crate::site::redirects::{Redirect, RedirectCertainty};
use crate::site::reveal;
use crate::site::templates::{self, Shared, TemplateError, Templates};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use view::{
    CallLinkView, CallView, CallsView, DateView, DeckView, MonthView, MovedView, NotFoundView, PageView, ReportView,
    SearchView, SiteView, StartView, TeamLinkView, TeamView, WeekView, YearLinkView, YearView,
};

/// What pages may load and do, for their `<meta http-equiv="Content-Security-Policy">`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'";

/// So many months with calls stand on the page of all calls; the others on the pages of their years.
const NEWEST_MONTHS: usize = 12;

/// What all pages share.
pub struct Renderer<'a> {
    archive: &'a Archive,
    templates: &'a Templates,
    assets: &'a Assets,
    pictures: &'a Pictures,
    site: SiteView,
    /// `site` as templates see it.
    shared: Shared,
    /// What stands on which page of the registers; made when the first of their pages is.
    decisions: OnceLock<Yearly>,
    actions: OnceLock<Yearly>,
    references: OnceLock<Vec<ReferenceGroup>>,
}

/// A rendered page, and the author's style sheet when it is a deck that has one.
pub struct Rendered {
    /// The page's file below the root.
    pub file: String,
    /// Its HTML.
    pub html: String,
    /// A style sheet's file and text; decks with the same styles share it.
    pub author_css: Option<(String, String)>,
}

/// Gets everything ready that is the same for all pages. `pictures` has to be complete for pages that have files
/// ([`Page::has_files`]) only.
pub fn renderer<'a>(
    archive: &'a Archive,
    templates: &'a Templates,
    assets: &'a Assets,
    pictures: &'a Pictures,
) -> Result<Renderer<'a>, TemplateError> {
    let config = &archive.config;
    let newest = archive.calls.iter().filter(|call| archive.is_held_original(call)).filter_map(|call| call.date).max();
    let site = SiteView {
        title: config.title.clone(),
        tagline: config.tagline.clone(),
        language: config.language.clone(),
        repository: config.repository.as_ref().map(|repository| repository.url.clone()).unwrap_or_default(),
        footer: config.footer.clone(),
        generator: concat!("minutebook ", env!("CARGO_PKG_VERSION")).to_owned(),
        teams: archive.teams.iter().map(|team| team_link(archive, team, newest)).collect(),
        years: plan::years(archive),
        registers: registers::links(archive),
        logo: assets.logo.clone(),
        assets: assets.view.clone(),
    };
    let shared = templates::share("site", &site)?;
    Ok(Renderer {
        archive,
        templates,
        assets,
        pictures,
        site,
        shared,
        decisions: OnceLock::new(),
        actions: OnceLock::new(),
        references: OnceLock::new(),
    })
}

/// A team in lists; `newest` is the day of the archive's last call.
fn team_link(archive: &Archive, team: &crate::archive::Team, newest: Option<NaiveDate>) -> TeamLinkView {
    let held = |id: &&CallId| archive.is_held_original(archive.call(**id));
    let latest = team.calls.iter().rev().find(held).and_then(|id| archive.call(*id).date);
    let dormant = match (latest, newest) {
        (Some(latest), Some(newest)) => (newest - latest).num_days() > 365,
        _ => true,
    };
    TeamLinkView {
        slug: team.slug.to_string(),
        title: team.title.clone(),
        path: format!("{}/", team.slug),
        blurb: team.blurb.clone(),
        calls: team.calls.iter().filter(held).count(),
        latest: latest.map(DateView::new),
        dormant,
    }
}

impl Renderer<'_> {
    /// Renders one page.
    pub fn render(&self, page: Page) -> Result<Rendered, TemplateError> {
        let path = page.path(self.archive);
        // The 404 page is shown at any depth, so its links start at the site's root.
        let root = if page == Page::NotFound { self.base_path() } else { "../".repeat(path.matches('/').count()) };
        let mut author_css = None;
        let html = match page {
            Page::Start => self.print(page, &self.start(&root)),
            Page::Calls => self.print(page, &self.calls(&root, None, 0)),
            Page::Year(year) => self.print(page, &self.calls(&root, Some(year), 0)),
            Page::Team(team) => self.print(page, &self.team(&root, team)),
            Page::Call(id) => self.print(page, &self.call(&root, id)),
            Page::Deck(id) => {
                let (deck, styles) = self.deck(&root, id);
                author_css = styles;
                self.print(page, &deck)
            }
            Page::Search => self.print(page, &self.search(&root)),
            Page::Decisions => self.print(page, &self.decisions(&root, None)),
            Page::Actions => self.print(page, &self.actions(&root, None)),
            Page::References => self.print(page, &self.references(&root, 0)),
            Page::Reference(index) => self.print(page, &self.reference(&root, index, 0)),
            Page::Topics => self.print(page, &self.topics(&root, 0)),
            Page::Topic(index) => self.print(page, &self.topic(&root, index, 0)),
            Page::People => self.print(page, &self.people(&root, 0)),
            Page::Person(index) => self.print(page, &self.person(&root, index, 0)),
            Page::Part(list, part) => match list {
                List::Calls(year) => self.print(page, &self.calls(&root, Some(year), part)),
                List::Decisions(year) => self.print(page, &self.decisions(&root, Some((year, part)))),
                List::Actions(year) => self.print(page, &self.actions(&root, Some((year, part)))),
                List::References => self.print(page, &self.references(&root, part)),
                List::ReferenceGroup(first) => self.print(page, &self.reference_group(&root, first, part)),
                List::Reference(index) => self.print(page, &self.reference(&root, index, part)),
                List::Topics => self.print(page, &self.topics(&root, part)),
                List::Topic(index) => self.print(page, &self.topic(&root, index, part)),
                List::People => self.print(page, &self.people(&root, part)),
                List::Person(index) => self.print(page, &self.person(&root, index, part)),
            },
            Page::NotFound => self.print(page, &self.not_found(&root)),
        }?;
        Ok(Rendered { file: page.file(self.archive), html, author_css })
    }

    /// Renders the page at an address that no page of the archive has any more.
    pub fn redirect(&self, redirect: &Redirect) -> Result<Rendered, TemplateError> {
        let Redirect { address, to, certainty } = redirect;
        let root = "../".repeat(address.matches('/').count());
        let removed = *certainty == RedirectCertainty::Removed;
        let title = if removed { "This page was removed" } else { "This page moved" };
        // The canonical address is that of the page to go to.
        let mut page = self.page(&root, to, title.to_owned(), "", "");
        page.path.clone_from(address);
        let target = if to.is_empty() { "./" } else { to };
        let view = MovedView {
            page,
            target_url: format!("{root}{target}"),
            target: format!("/{to}"),
            found: *certainty == RedirectCertainty::Same,
            removed,
        };
        let html = templates::render(self.templates, "moved.html", &self.shared, &view)?;
        Ok(Rendered { file: format!("{address}index.html"), html, author_css: None })
    }

    fn print<V: serde::Serialize>(&self, page: Page, view: &V) -> Result<String, TemplateError> {
        templates::render(self.templates, page.template(), &self.shared, view)
    }

    /// The path of `base_url`, with a slash at both ends.
    fn base_path(&self) -> String {
        let url = self.archive.config.base_url.as_deref().unwrap_or("/");
        let path = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
        path.to_owned()
    }

    fn page(&self, root: &str, path: &str, title: String, description: &str, area: &str) -> PageView {
        let base = self.archive.config.base_url.as_deref();
        PageView {
            title,
            description: plain::shorten(description, 200),
            root: root.to_owned(),
            path: path.to_owned(),
            canonical: base.map(|base| format!("{base}{path}")).unwrap_or_default(),
            policy: POLICY.to_owned(),
            language: self.archive.config.language.clone(),
            team: String::new(),
            area: area.to_owned(),
            feed: match path {
                _ if base.is_none() => String::new(),
                "decisions/" => "decisions/feed.xml".to_owned(),
                "topics/" => "feed.xml".to_owned(),
                topic if topic.starts_with("topics/") => format!("{topic}feed.xml"),
                _ => "feed.xml".to_owned(),
            },
            has_markdown: false,
            picture: self.absolute(&self.assets.picture),
            event_html: String::new(),
        }
    }

    /// The address of a file of the site; empty where that of the site is not known, or there is no file.
    fn absolute(&self, path: &str) -> String {
        match self.archive.config.base_url.as_deref() {
            Some(base) if !path.is_empty() => format!("{base}{path}"),
            _ => String::new(),
        }
    }

    /// The picture that goes with a link to a call: the first in its notes that is large enough for the networks that
    /// show it, else that of the site.
    fn picture(&self, id: CallId) -> String {
        let is_large = |file: &&LocalFile| {
            let is_photo = matches!(file.facts.format, Format::Png | Format::Jpeg | Format::Webp);
            is_photo && file.facts.size.is_some_and(|(width, height)| width >= 600 && height >= 315)
        };
        let found = self.archive.pictures_of(id).find(is_large);
        let of_call = found
            .map(|file| self.pictures.reduced(file).last().map_or_else(|| self.pictures.full(file), |(_, url)| url));
        self.absolute(of_call.unwrap_or(&self.assets.picture))
    }

    fn link(&self, root: &str, id: CallId) -> CallLinkView {
        let (archive, call) = (self.archive, self.archive.call(id));
        let team_title = call.team.as_ref().map(|slug| archive.team_title(slug)).unwrap_or_default();
        let title = if call.title.is_empty() { team_title.clone() } else { call.title.clone() };
        CallLinkView {
            url: format!("{root}{}", call.url),
            deck_url: if plan::has_deck(archive, id) { format!("{root}{}deck/", call.url) } else { String::new() },
            title,
            team_title,
            team: call.team.as_ref().map(ToString::to_string).unwrap_or_default(),
            team_url: call.team.as_ref().map(|slug| format!("{root}{slug}/")).unwrap_or_default(),
            date: call.date.map(DateView::new),
            kind: match call.kind {
                Kind::Deck => "deck",
                Kind::Notes => "notes",
                Kind::Page => "page",
            }
            .to_owned(),
            cancelled: call.state == State::Cancelled,
            upcoming: archive.is_upcoming(call),
            copy: call.same_as.is_some(),
            suffix: call.suffix_text().unwrap_or_default(),
            topics: page::topics(call).into_iter().take(4).collect(),
        }
    }

    fn links(&self, root: &str, ids: impl IntoIterator<Item = CallId>) -> Vec<CallLinkView> {
        ids.into_iter().map(|id| self.link(root, id)).collect()
    }

    /// Calls after the day of the build, soonest first.
    fn upcoming(&self) -> impl Iterator<Item = CallId> + '_ {
        self.archive.ids().filter(|id| self.archive.is_upcoming(self.archive.call(*id)))
    }

    fn start(&self, root: &str) -> StartView {
        let archive = self.archive;
        let held: Vec<&Call> = archive.calls.iter().filter(|call| archive.is_held_original(call)).collect();
        let activity = weeks(held.iter().filter_map(|call| call.date));
        let latest = past(archive).filter(|id| archive.is_held_original(archive.call(*id))).take(12);
        let description = if archive.config.tagline.is_empty() {
            format!("{}: every call, as a page and as slides", archive.config.title)
        } else {
            archive.config.tagline.clone()
        };
        StartView {
            page: self.page(root, "", String::new(), &description, "start"),
            upcoming: self.links(root, self.upcoming().take(5)),
            latest: self.links(root, latest),
            busiest: activity.iter().map(|week| week.calls).max().unwrap_or(0),
            activity,
            calls: held.len(),
            decks: held.iter().filter(|call| call.kind == Kind::Deck).count(),
            since: held.first().and_then(|call| call.date).map(DateView::new),
            decisions: self.newest_decisions(root, archive.ids().rev(), 5),
            actions: self.newest_open_actions(root, archive.ids().rev(), 5),
            topics: self.recent_topics(root),
        }
    }

    /// The calls of the last months, or a page of those of a year.
    fn calls(&self, root: &str, year: Option<i32>, part: usize) -> CallsView {
        let archive = self.archive;
        let in_year = |id: &CallId, year: i32| archive.call(*id).date.is_some_and(|date| date.year() == year);
        let years = plan::years(archive)
            .into_iter()
            .map(|year| YearLinkView {
                year,
                url: format!("{root}calls/{year}/"),
                calls: archive
                    .ids()
                    .filter(|id| in_year(id, year) && archive.is_held_original(archive.call(*id)))
                    .count(),
            })
            .collect();
        let parts = year.map(|year| listing::calls(archive, year)).unwrap_or_default();
        let chosen = parts.get(part).into_iter().flatten().copied();
        let mut months: Vec<MonthView> = Vec::new();
        for id in chosen.chain(past(archive).take_while(|_| year.is_none())) {
            let Some(date) = archive.call(id).date else { continue };
            let month = date.format("%Y-%m").to_string();
            if months.last().is_none_or(|last| last.id != month) {
                if year.is_none() && months.len() == NEWEST_MONTHS {
                    break;
                }
                months.push(MonthView { title: date.format("%B %Y").to_string(), id: month, calls: Vec::new() });
            }
            if let Some(last) = months.last_mut() {
                last.calls.push(self.link(root, id));
            }
        }
        let (title, path) = match year {
            Some(year) => (format!("Calls in {year}"), format!("calls/{year}/")),
            None => ("All calls".to_owned(), "calls/".to_owned()),
        };
        let description = format!("{title} of {}, by date", archive.config.title);
        let list = year.map(List::Calls);
        CallsView {
            page: self.page(root, &path, title, &description, "calls").part_of(list, part, archive),
            paging: list.map(|list| self.paging(root, list, part, parts.len())).unwrap_or_default(),
            year,
            years,
            upcoming: if year.is_none() { self.links(root, self.upcoming()) } else { Vec::new() },
            months,
        }
    }

    fn team(&self, root: &str, index: usize) -> TeamView {
        let archive = self.archive;
        let team = &archive.teams[index];
        let mut years: Vec<YearView> = Vec::new();
        for id in team.calls.iter().rev().filter(|id| !archive.is_upcoming(archive.call(**id))) {
            let Some(date) = archive.call(*id).date else { continue };
            if years.last().is_none_or(|last| last.year != date.year()) {
                years.push(YearView { year: date.year(), calls: Vec::new() });
            }
            if let Some(last) = years.last_mut() {
                last.calls.push(self.link(root, *id));
            }
        }
        let upcoming = team.calls.iter().copied().filter(|id| archive.is_upcoming(archive.call(*id)));
        let description =
            if team.blurb.is_empty() { format!("All calls of {}", team.title) } else { team.blurb.clone() };
        let mut page = self.page(root, &format!("{}/", team.slug), team.title.clone(), &description, "team");
        page.team = team.slug.to_string();
        page.use_feed_of(&team.slug);
        TeamView {
            page,
            team: self.site.teams[index].clone(),
            aliases: team.aliases.clone(),
            upcoming: self.links(root, upcoming),
            years,
            reports: team.reports.iter().rev().map(|report| self.report(root, report)).collect(),
            documents: self.links(root, team.documents.iter().copied()),
            record: self.team_record(root, index),
        }
    }

    fn report(&self, root: &str, report: &Report) -> ReportView {
        let call = self.archive.call(report.call);
        let section = &call.document.sections[report.section];
        let mut text = String::new();
        for (section, place) in call.document.sections.iter().zip(&call.outline).skip(report.section) {
            if place.part != report.section || text.len() > 400 {
                break;
            }
            for block in section.blocks.iter().filter(|block| crate::extract::reporter_line(block).is_none()) {
                text.push_str(&plain::lines(std::slice::from_ref(block)));
            }
        }
        ReportView {
            call: self.link(root, report.call),
            section_url: with_anchor(&format!("{root}{}", call.url), &section.id),
            slide_url: with_slide(&format!("{root}{}deck/", call.url), &section.id),
            heading: section.heading.as_ref().map(|heading| heading.text.clone()).unwrap_or_default(),
            summary: plain::shorten(&text.lines().collect::<Vec<_>>().join(" · "), 160),
        }
    }

    fn call(&self, root: &str, id: CallId) -> CallView {
        let (archive, call, ties) = (self.archive, self.archive.call(id), self.archive.relations(id));
        let body = page::body(archive, self.pictures, id, root);
        let link = self.link(root, id);
        let heading = match (call.date, link.team_title.as_str()) {
            (Some(_), team) if !team.is_empty() => team.to_owned(),
            _ => link.title.clone(),
        };
        let title = match &link.date {
            Some(date) if link.suffix.is_empty() => format!("{heading}, {}", date.long),
            Some(date) => format!("{heading}, {} ({})", date.long, link.suffix),
            None => heading.clone(),
        };
        let subtitle = if fold(&call.title).contains(&fold(&heading)) { String::new() } else { call.title.clone() };
        let described = call.document.front_matter.description.clone();
        let description = described.unwrap_or_else(|| summary(call, 200));
        let mut page = self.page(root, &call.url, title, &description, "team");
        page.team.clone_from(&link.team);
        if let Some(team) = &call.team {
            page.use_feed_of(team);
        }
        page.has_markdown = true;
        page.picture = self.picture(id);
        // Search engines want absolute addresses; without them the page does without the block.
        if archive.config.base_url.is_some() {
            page.event_html = event::json_ld(archive, id);
        }
        if let Some(language) = &call.document.front_matter.language {
            page.language.clone_from(language);
        }
        let (source_url, history_url) = self.source_urls(&call.file);
        CallView {
            page,
            heading,
            subtitle,
            direction: direction(call),
            participants: self.people_of(root, id, &call.participants),
            presenters: self.people_of(root, id, &call.presenters),
            record: self.record(root, id),
            participants_html: body.participants_html,
            contents: body.contents,
            body_html: body.html,
            same_as: ties.original.map(|id| self.link(root, id)),
            copies: self.links(root, ties.copies.iter().copied()),
            previous: ties.previous.map(|id| self.link(root, id)),
            next: ties.next.map(|id| self.link(root, id)),
            backlinks: self.links(root, ties.backlinks.iter().copied()),
            source_url,
            history_url,
            file: call.file.clone(),
            slides: if link.deck_url.is_empty() { 0 } else { slides::count(call) },
            call: link,
        }
    }

    /// Where the source and its history are on the web.
    fn source_urls(&self, file: &str) -> (String, String) {
        let Some(repository) = &self.archive.config.repository else { return Default::default() };
        let (url, branch, folder) = (&repository.url, &repository.branch, repository.folder.trim_matches('/'));
        let path = encode_path(file);
        let path = if folder.is_empty() { path } else { format!("{folder}/{path}") };
        (format!("{url}/blob/{branch}/{path}"), format!("{url}/commits/{branch}/{path}"))
    }

    fn deck(&self, root: &str, id: CallId) -> (DeckView, Option<(String, String)>) {
        let (archive, call) = (self.archive, self.archive.call(id));
        let slides = slides::slides(archive, self.pictures, id, root);
        let link = self.link(root, id);
        let when = link.date.as_ref().map(|date| format!(", {}", date.long)).unwrap_or_default();
        let name = if link.team_title.is_empty() { &link.title } else { &link.team_title };
        let title = format!("Slides: {name}{when}");
        let path = format!("{}deck/", call.url);
        let mut page = self.page(root, &path, title, &summary(call, 200), "deck");
        page.team.clone_from(&link.team);
        page.picture = self.picture(id);
        page.policy = format!("{POLICY}; frame-src 'self'");
        for (directive, hashes) in [
            ("script-src", reveal::SPEAKER_SCRIPT),
            ("style-src", reveal::SPEAKER_STYLE),
            ("style-src", reveal::PRINT_STYLES),
        ] {
            let from = format!("{directive} 'self'");
            page.policy = page.policy.replace(&from, &format!("{from} {hashes}"));
        }
        if let Some(language) = &call.document.front_matter.language {
            page.language.clone_from(language);
        }
        let theme = self.slide_options(call).theme.as_deref().filter(|theme| THEMES.contains(theme)).unwrap_or("white");
        let author_css = author_css(call);
        let view = DeckView {
            page_url: link.url.clone(),
            theme_css: format!("theme/{theme}.css"),
            author_css: author_css.as_ref().map(|(file, _)| file.clone()).unwrap_or_default(),
            options: self.deck_options(root, id),
            slides_html: slides.html,
            has_notes: slides.has_notes,
            direction: direction(call),
            own_slides: call.document.deck.is_some(),
            call: link,
            page,
        };
        (view, author_css)
    }

    /// The author's options of a deck, the archive's for one cut from notes.
    fn slide_options<'c>(&'c self, call: &'c Call) -> &'c SlideOptions {
        if call.document.deck.is_some() {
            &call.document.front_matter.slide_options
        } else {
            &self.archive.config.slides
        }
    }

    /// reveal.js' options for a deck, as JSON.
    fn deck_options(&self, root: &str, id: CallId) -> String {
        let call = self.archive.call(id);
        let front_matter = &call.document.front_matter;
        let mut options = match serde_json::to_value(self.slide_options(call)) {
            Ok(serde_json::Value::Object(options)) => options,
            _ => serde_json::Map::new(),
        };
        if let Some(source) = &front_matter.slide_options.parallax_background_image
            && let crate::archive::ImageTarget::Local(file) = self.archive.image_target(id, source)
        {
            let url = self.pictures.full(file);
            options.insert("parallaxBackgroundImage".to_owned(), format!("{root}{url}").into());
        }
        if front_matter.right_to_left {
            options.insert("rtl".to_owned(), true.into());
        }
        if call.document.deck.is_none() {
            options.entry("center").or_insert(false.into());
        }
        serde_json::Value::Object(options).to_string()
    }

    fn search(&self, root: &str) -> SearchView {
        let about = "Full-text search over all calls";
        SearchView { page: self.page(root, "search/", "Search".to_owned(), about, "search") }
    }

    /// A page that leads to where another one went. Its canonical address is the other's.
    fn not_found(&self, root: &str) -> NotFoundView {
        let archive = self.archive;
        let latest = past(archive).filter(|id| archive.is_held_original(archive.call(*id))).take(6);
        NotFoundView {
            page: self.page(root, "404.html", "Page not found".to_owned(), "", ""),
            latest: self.links(root, latest),
        }
    }
}

fn direction(call: &Call) -> String {
    if call.document.front_matter.right_to_left { "rtl" } else { "ltr" }.to_owned()
}

/// The author's style sheet of a deck: their `<style>` blocks and the classes of their inline styles, checked and scoped.
fn author_css(call: &Call) -> Option<(String, String)> {
    let deck = call.document.deck.as_ref();
    let mut sheet = deck.map(|deck| css::scope_deck_style(&deck.style)).unwrap_or_default();
    for (class, declarations) in &call.document.styles {
        sheet.push_str(&format!(".reveal .{class}{{{declarations}}}"));
    }
    (!sheet.is_empty()).then(|| (crate::site::assets::fingerprinted("assets/author/deck.css", sheet.as_bytes()), sheet))
}

/// Calls a week, from the first to the last, weeks without calls included.
fn weeks(dates: impl Iterator<Item = NaiveDate>) -> Vec<WeekView> {
    let monday = |date: NaiveDate| date - chrono::Days::new(u64::from(date.weekday().num_days_from_monday()));
    let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for date in dates {
        *counts.entry(monday(date)).or_default() += 1;
    }
    let (Some(first), Some(last)) = (counts.keys().next().copied(), counts.keys().next_back().copied()) else {
        return Vec::new();
    };
    let mut weeks = Vec::new();
    let mut week = first;
    while week <= last {
        weeks.push(WeekView { monday: DateView::new(week), calls: counts.get(&week).copied().unwrap_or(0) });
        week = week + chrono::Days::new(7);
    }
    weeks
}
