//! What the pages show → HTML: text, slides, rows of the registers, and what is the same on all pages.

pub(crate) mod event;
mod footnotes;
mod html;
mod inputs;
mod marks;
mod mentions;
pub(in crate::site) mod page;
mod paginate;
pub(in crate::site) mod registers;
pub(in crate::site) mod slides;
#[cfg(test)]
mod tests;
pub mod view;

pub(crate) use page::summary;

use crate::archive::{Archive, CallId, LocalFile};
use crate::base::diagnostic::Diagnostic;
use crate::base::text::fold;
use crate::config::Config;
use crate::document::plain;
use crate::extract::{Call, Kind, State};
use crate::language::{self, Words};
use crate::media::Format;
use crate::site::addresses;
use crate::site::assets::Assets;
use crate::site::cards::{self, Cards};
use crate::site::feeds::markdown;
use crate::site::feeds::offers::{self, Offer};
use crate::site::listing::{self, Month, NAMED_OF_CALL, ReferenceGroup, Year, Yearly};
use crate::site::media::Pictures;
use crate::site::output::MadeOf;
use crate::site::templates::{self, Shared, TemplateError, Templates};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use view::{CallLinkView, DateView, FeedView, PageView, RegisterLinkView, SearchServerView, SiteView, TeamLinkView};

/// What pages may load and do, for their `<meta http-equiv="Content-Security-Policy">`. The only other host is that of the search
/// server, where the archive has one.
pub(in crate::site) fn policy(config: &Config) -> String {
    let server = config.endpoint.as_ref().map(|endpoint| format!(" {}", endpoint.origin)).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'{server}; base-uri 'none'; form-action 'none'"
    )
}

/// What all pages share.
pub struct Renderer<'a> {
    pub(in crate::site) archive: &'a Archive,
    templates: &'a Templates,
    assets: &'a Assets,
    pub(in crate::site) pictures: &'a Pictures,
    cards: Option<&'a Cards>,
    pub(in crate::site) site: SiteView,
    /// `site` as templates see it.
    shared: Shared,
    /// What stands on which page of the registers; made when the first of their pages is.
    decisions: OnceLock<Yearly>,
    actions: OnceLock<Yearly>,
    references: OnceLock<Vec<ReferenceGroup>>,
    months: OnceLock<Vec<Month>>,
    /// Where the calls of each month are listed.
    month_places: OnceLock<BTreeMap<(i32, u32), String>>,
    /// The notes by path, as they were read; for those that cannot be shown otherwise.
    texts: BTreeMap<&'a str, &'a str>,
    /// The days of the calls, in words.
    dates: OnceLock<BTreeMap<NaiveDate, DateView>>,
    /// The topics by the path of their page.
    topics: OnceLock<BTreeMap<String, usize>>,
    /// What the texts of all calls are written with; made when the first of them is asked for.
    inputs_of_archive: OnceLock<blake3::Hasher>,
    /// Says whether the last build made a page of the same.
    is_as_before: Option<&'a IsAsBefore<'a>>,
}

/// Says whether a page that is made of this stands as the last build left it.
pub type IsAsBefore<'a> = dyn Fn(&MadeOf) -> bool + Sync + 'a;

/// A rendered page, and the author's style sheet when it is a deck that has one.
pub struct Rendered {
    /// The page's file below the root.
    pub file: String,
    /// Its HTML; empty for a page that is as before.
    pub html: String,
    /// What it was made of, where that was asked for.
    pub made_of: Option<MadeOf>,
    /// Whether the last build made it of the same, so that there is no need to make it again.
    pub is_as_before: bool,
    /// A style sheet's file and text; decks with the same styles share it.
    pub author_css: Option<(String, String)>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
}

/// A template, filled in; and the author's style sheet when it is a deck that has one.
#[derive(Default)]
pub(in crate::site) struct Printed {
    pub(in crate::site) html: String,
    pub(in crate::site) made_of: Option<MadeOf>,
    pub(in crate::site) is_as_before: bool,
    pub(in crate::site) author_css: Option<(String, String)>,
    pub(in crate::site) findings: Vec<Diagnostic>,
}

/// Gets everything ready that is the same for all pages. `pictures` has to be complete for pages that have files only;
/// `menu` leads to the registers that have pages.
pub fn renderer<'a>(
    archive: &'a Archive,
    templates: &'a Templates,
    assets: &'a Assets,
    pictures: &'a Pictures,
    menu: Vec<RegisterLinkView>,
) -> Result<Renderer<'a>, TemplateError> {
    let config = &archive.config;
    let held: Vec<&Call> = archive.calls.iter().filter(|call| archive.is_held_original(call)).collect();
    let newest = held.iter().filter_map(|call| call.date).max();
    let teams: Vec<TeamLinkView> = archive.teams.iter().map(|team| team_link(archive, team, newest)).collect();
    let site = SiteView {
        title: config.title.clone(),
        tagline: config.tagline.clone(),
        language: config.language.clone(),
        repository: config.repository.as_ref().map(|repository| repository.url.clone()).unwrap_or_default(),
        footer: config.footer.clone(),
        generator: concat!("minutebook ", env!("CARGO_PKG_VERSION")).to_owned(),
        calls: held.len(),
        menu_teams: in_menu(&teams),
        teams,
        years: listing::years(archive),
        registers: menu,
        logo: assets.logo.clone(),
        assets: assets.view.clone(),
        search: config
            .endpoint
            .as_ref()
            .map(|endpoint| SearchServerView { url: endpoint.url.clone(), engine: endpoint.server.name().to_owned() }),
    };
    let shared = templates::share("site", &site)?;
    Ok(Renderer {
        archive,
        templates,
        assets,
        pictures,
        cards: None,
        site,
        shared,
        decisions: OnceLock::new(),
        actions: OnceLock::new(),
        references: OnceLock::new(),
        months: OnceLock::new(),
        month_places: OnceLock::new(),
        texts: BTreeMap::new(),
        dates: OnceLock::new(),
        topics: OnceLock::new(),
        inputs_of_archive: OnceLock::new(),
        is_as_before: None,
    })
}

/// So many teams stand in the menu of every page at most: pages must not grow with the number of teams.
const MOST_IN_MENU: usize = 30;

/// The teams of every page's menu, in the order of the list: all, or those that met last.
fn in_menu(teams: &[TeamLinkView]) -> Vec<TeamLinkView> {
    let last_day = |index: &usize| teams[*index].latest.as_ref().map(|day| day.iso.as_str());
    let mut order: Vec<usize> = (0..teams.len()).collect();
    order.sort_by(|a, b| last_day(b).cmp(&last_day(a)));
    order.truncate(MOST_IN_MENU);
    order.sort_unstable();
    order.into_iter().map(|index| teams[index].clone()).collect()
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
        path: addresses::team(team.slug.as_str()),
        blurb: team.blurb.clone(),
        calls: team.calls.iter().filter(held).count(),
        latest: latest.map(|day| DateView::new(archive.config.words(), day)),
        dormant,
    }
}

impl<'a> Renderer<'a> {
    /// The same, with the notes by path.
    #[must_use]
    pub fn with_texts(self, texts: BTreeMap<&'a str, &'a str>) -> Self {
        Self { texts, ..self }
    }

    /// The same, which does not make pages again that are as the last build left them.
    #[must_use]
    pub fn but_those(self, is_as_before: &'a IsAsBefore<'a>) -> Self {
        Self { is_as_before: Some(is_as_before), ..self }
    }

    /// The same, with the cards for links.
    #[must_use]
    pub fn with_cards(self, cards: &'a Cards) -> Self {
        Self { cards: Some(cards), ..self }
    }

    /// The source of a call, as far as it is published; nothing where the texts are not at hand.
    pub(in crate::site) fn source_of(&self, id: CallId) -> String {
        let call = self.archive.call(id);
        let text = self.texts.get(call.file.as_str()).copied().unwrap_or_default();
        crate::base::panics::caught(|| markdown::published(call, text)).unwrap_or_default()
    }
}

impl Renderer<'_> {
    /// The words of the site's language.
    pub(in crate::site) fn words(&self) -> &'static Words {
        self.archive.config.words()
    }

    pub(in crate::site) fn date(&self, day: NaiveDate) -> DateView {
        // Lists name few days and each of them often.
        let views = self.dates.get_or_init(|| {
            let days: BTreeSet<NaiveDate> = self.archive.calls.iter().filter_map(|call| call.date).collect();
            days.into_iter().map(|day| (day, DateView::new(self.words(), day))).collect()
        });
        views.get(&day).cloned().unwrap_or_else(|| DateView::new(self.words(), day))
    }

    /// A year, or that there is none.
    pub(in crate::site) fn year(&self, year: Year) -> String {
        year.map_or_else(|| self.words().text("dates.undated").to_owned(), |year| year.to_string())
    }

    /// The language of a call's notes where it is not that of the archive, as a tag; else empty.
    pub(in crate::site) fn language(&self, call: &Call) -> String {
        let differs = |language: &&String| !language::is_same(language, &self.archive.config.language);
        call.language.as_ref().filter(differs).cloned().unwrap_or_default()
    }

    /// Fills in a template, or finds that the last build has filled it in with the same.
    pub(in crate::site) fn print<V: serde::Serialize>(
        &self,
        template: &str,
        view: &V,
    ) -> Result<Printed, TemplateError> {
        let made_of = self.made_of(template, view);
        self.as_before(made_of).map_or_else(|| self.print_new(template, view, made_of), Ok)
    }

    /// What a template would be filled in with; none where nobody asks for what is as it was. A view that is not complete yet holds
    /// a hash of what the rest will be made of.
    pub(in crate::site) fn made_of<V: serde::Serialize>(&self, template: &str, view: &V) -> Option<MadeOf> {
        self.is_as_before?;
        templates::made_of(self.templates, template, &self.shared, view)
    }

    /// The page that is made of this, where it stands as the last build left it.
    pub(in crate::site) fn as_before(&self, made_of: Option<MadeOf>) -> Option<Printed> {
        let made_of = made_of.filter(|made_of| self.is_as_before.is_some_and(|is_as_before| is_as_before(made_of)));
        made_of.map(|_| Printed { made_of, is_as_before: true, ..Printed::default() })
    }

    /// Fills in a template.
    pub(in crate::site) fn print_new<V: serde::Serialize>(
        &self,
        template: &str,
        view: &V,
        made_of: Option<MadeOf>,
    ) -> Result<Printed, TemplateError> {
        let html = templates::render(self.templates, template, &self.shared, view)?;
        Ok(Printed { html, made_of, ..Printed::default() })
    }

    /// The decisions by page.
    pub(in crate::site) fn decision_pages(&self) -> &Yearly {
        self.decisions.get_or_init(|| listing::decisions(self.archive))
    }

    /// The actions by page.
    pub(in crate::site) fn action_pages(&self) -> &Yearly {
        self.actions.get_or_init(|| listing::actions(self.archive))
    }

    /// The months that have calls, newest first.
    pub(in crate::site) fn months(&self) -> &[Month] {
        self.months.get_or_init(|| listing::months(self.archive))
    }

    /// The references by kind and repository.
    pub(in crate::site) fn reference_groups(&self) -> &[ReferenceGroup] {
        self.references.get_or_init(|| listing::reference_groups(self.archive))
    }

    /// Where the calls of a year and month are listed, below the root; months whose calls are all ahead have no such place.
    pub(in crate::site) fn month_places(&self) -> &BTreeMap<(i32, u32), String> {
        self.month_places.get_or_init(|| {
            let mut places = BTreeMap::new();
            for year in listing::years(self.archive) {
                for (part, calls) in listing::calls(self.archive, year).iter().enumerate() {
                    for date in calls.iter().filter_map(|id| self.archive.call(*id).date) {
                        let place = || format!("{}#{}", addresses::calls_of(year).part(part), date.format("%Y-%m"));
                        places.entry((year, date.month())).or_insert_with(place);
                    }
                }
            }
            places
        })
    }

    /// The path of `base_url`, with a slash at both ends.
    pub(in crate::site) fn base_path(&self) -> String {
        let url = self.archive.config.base_url.as_deref().unwrap_or("/");
        let path = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
        path.to_owned()
    }

    pub(in crate::site) fn page(
        &self,
        root: &str,
        path: &str,
        title: String,
        description: &str,
        area: &str,
    ) -> PageView {
        let base = self.archive.config.base_url.as_deref();
        let mut page = PageView {
            title,
            description: plain::shorten(description, 200),
            root: root.to_owned(),
            path: path.to_owned(),
            canonical: base.map(|base| format!("{base}{path}")).unwrap_or_default(),
            policy: policy(&self.archive.config),
            language: self.archive.config.language.clone(),
            team: String::new(),
            area: area.to_owned(),
            feed: String::new(),
            feeds: Vec::new(),
            has_markdown: false,
            picture: self.absolute(&self.assets.picture),
            event_html: String::new(),
            ..PageView::default()
        };
        if page.picture.is_empty() {
            self.put_card(&mut page, self.cards.and_then(Cards::of_archive), &self.archive.config.title);
        }
        page.offer(self.offers(path));
        page
    }

    /// The feeds and calendars that go with a page. Pages of teams and calls choose those of their team themselves.
    fn offers(&self, path: &str) -> Vec<FeedView> {
        let topics = self.topics.get_or_init(|| {
            let topics = self.archive.registers.topics.iter().enumerate();
            topics.map(|(at, topic)| (topic.path(), at)).collect()
        });
        let offers: &[Offer<'_>] = match (path, topics.get(path)) {
            (_, Some(at)) => &[Offer::Topic(*at), Offer::DecisionsOn(*at)],
            ("", _) => &[Offer::Calls, Offer::Decisions, Offer::Calendar],
            (path, _) if path.starts_with(addresses::CALLS) => &[Offer::Calls, Offer::Calendar],
            (path, _) if path.starts_with(addresses::DECISIONS) => &[Offer::Decisions, Offer::Calls],
            _ => &[Offer::Calls],
        };
        offers::views(self.archive, offers)
    }

    /// Has a card go with links to the page, where there is one; `alt` is what stands on it.
    fn put_card(&self, page: &mut PageView, card: Option<&str>, alt: &str) -> bool {
        let address = card.map(|path| self.absolute(path)).unwrap_or_default();
        let has_card = !address.is_empty();
        if has_card {
            page.picture = address;
            page.picture_alt = plain::shorten(alt, 200);
            (page.picture_width, page.picture_height) = (cards::WIDTH, cards::HEIGHT);
        }
        has_card
    }

    /// What goes with links to a team's page: its card, where there is one.
    pub(in crate::site) fn put_picture_of_team(&self, page: &mut PageView, index: usize) {
        let card = self.cards.and_then(|cards| cards.of_team(index));
        self.put_card(page, card, &self.archive.teams[index].title);
    }

    /// What goes with links to a call's page and deck: its card; without one, a picture from its notes or that of the site.
    pub(in crate::site) fn put_picture_of_call(&self, page: &mut PageView, id: CallId) {
        let card = self.cards.and_then(|cards| cards.of_call(id));
        if !self.put_card(page, card, &event::name_and_subject(self.archive, id))
            && let Some(picture) = self.picture_in_notes(id)
        {
            (page.picture, page.picture_alt) = (picture, String::new());
            (page.picture_width, page.picture_height) = (0, 0);
        }
    }

    /// The address of a file of the site; empty where that of the site is not known, or there is no file.
    pub(in crate::site) fn absolute(&self, path: &str) -> String {
        match self.archive.config.base_url.as_deref() {
            Some(base) if !path.is_empty() => format!("{base}{path}"),
            _ => String::new(),
        }
    }

    /// The address of the first picture in a call's notes that is large enough for the networks that show it.
    fn picture_in_notes(&self, id: CallId) -> Option<String> {
        let is_large = |file: &&LocalFile| {
            let is_photo = matches!(file.facts.format, Format::Png | Format::Jpeg | Format::Webp);
            is_photo && file.facts.size.is_some_and(|(width, height)| width >= 600 && height >= 315)
        };
        let file = self.archive.pictures_of(id).find(is_large)?;
        let url = self.pictures.reduced(file).last().map_or_else(|| self.pictures.full(file), |(_, url)| url);
        Some(self.absolute(url)).filter(|address| !address.is_empty())
    }

    pub(in crate::site) fn link(&self, root: &str, id: CallId) -> CallLinkView {
        let (archive, call) = (self.archive, self.archive.call(id));
        let team_title = call.team.as_ref().map(|slug| archive.team_title(slug)).unwrap_or_default();
        let mut topics = archive.about(archive.shown_instead(id).unwrap_or(id)).to_vec();
        let own_title = if names_team_only(archive, call) { "" } else { call.title.as_str() };
        let says_nothing = topics.is_empty();
        let (headline, also) = topics.split_at(topics.len().min(HEADLINE));
        let (mut headline, also) = (headline.to_vec(), also.to_vec());
        let title = match own_title {
            // Where all calls are of one series, what each is about tells them apart.
            "" if archive.is_of_one_series() && call.date.is_some() && !topics.is_empty() => topics.remove(0),
            "" => archive.team_or_title(call),
            own => own.to_owned(),
        };
        if says_nothing {
            headline.push(title.clone());
        }
        CallLinkView {
            url: format!("{root}{}", call.url),
            deck_url: match addresses::deck_of(archive, id) {
                url if url.is_empty() => url,
                url => format!("{root}{url}"),
            },
            title,
            team_title,
            team: call.team.as_ref().map(ToString::to_string).unwrap_or_default(),
            team_url: call.team.as_ref().map(|slug| format!("{root}{slug}/")).unwrap_or_default(),
            date: call.date.map(|day| self.date(day)),
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
            label: if says_nothing { String::new() } else { own_title.to_owned() },
            headline,
            also,
            topics,
            language: self.language(call),
            ..CallLinkView::default()
        }
    }

    /// A call in a list that says what is on record of each.
    pub(in crate::site) fn row(&self, root: &str, id: CallId) -> CallLinkView {
        let record = self.archive.record(id);
        CallLinkView {
            decisions: record.decisions.len(),
            actions: record.actions.len(),
            references: record.references.iter().take(NAMED_OF_CALL).map(|at| self.reference_link(root, *at)).collect(),
            more_references: record.references.len().saturating_sub(NAMED_OF_CALL),
            ..self.link(root, id)
        }
    }

    pub(in crate::site) fn rows(&self, root: &str, ids: impl IntoIterator<Item = CallId>) -> Vec<CallLinkView> {
        ids.into_iter().map(|id| self.row(root, id)).collect()
    }

    pub(in crate::site) fn links(&self, root: &str, ids: impl IntoIterator<Item = CallId>) -> Vec<CallLinkView> {
        ids.into_iter().map(|id| self.link(root, id)).collect()
    }

    /// Calls after the day of the build, soonest first.
    pub(in crate::site) fn upcoming(&self) -> impl Iterator<Item = CallId> + '_ {
        let is_call = |id: &CallId| self.archive.call(*id).kind != Kind::Page;
        self.archive.ids().filter(is_call).filter(|id| self.archive.is_upcoming(self.archive.call(*id)))
    }
}

/// So many things that a call was about make the headline of its row.
const HEADLINE: usize = 3;

/// Whether a call's title says nothing but whose call it is, by the team's title or another name of it.
fn names_team_only(archive: &Archive, call: &Call) -> bool {
    let Some(team) = call.team.as_ref().and_then(|slug| archive.team(slug)).filter(|_| !call.title.is_empty()) else {
        return false;
    };
    let title = fold(&call.title);
    std::iter::once(&team.title).chain(&team.aliases).any(|name| fold(name) == title)
}

pub(in crate::site) fn direction(call: &Call) -> String {
    if call.document.front_matter.right_to_left { "rtl" } else { "ltr" }.to_owned()
}
