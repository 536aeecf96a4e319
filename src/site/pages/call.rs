//! `/<team>/<date>/` and undated pages: the notes of a call.

use super::page_type::{About, Lasting, PageType, Sitemap};
use crate::archive::{Archive, CallId};
use crate::base::text::fold;
use crate::config::NoteKind;
use crate::extract::Call;
use crate::language::Words;
use crate::site::addresses;
use crate::site::feeds::offers::{self, Offer};
use crate::site::render::page::Body;
use crate::site::render::view::{CallLinkView, ContentsView, EntryLinkView, PageView, RecordView};
use crate::site::render::{Renderer, direction, event, page, slides, summary};
use chrono::Datelike;
use serde::Serialize;

pub(super) const CALLS: PageType = PageType {
    name: "call",
    list: |archive| archive.ids().map(|id| (About::Call(id), 1)).collect(),
    path: |archive, about, _| archive.call(about.call()).url.clone(),
    print: |renderer, about, _, root| {
        let id = about.call();
        let shown = renderer.archive.shown_instead(id).unwrap_or(id);
        let view = renderer.call(root, id, renderer.record(root, id));
        let made_of = renderer.made_of_text("call.html", &view, shown, root);
        if let Some(printed) = renderer.as_before(made_of) {
            return Ok(printed);
        }
        let body = page::body(renderer.archive, renderer.pictures, shown, root);
        renderer.print_new("call.html", &view.with(body, renderer.archive, id), made_of)
    },
    print_source: Some(|renderer, id, root| {
        let body = page::source(renderer.words(), &renderer.source_of(id));
        let view = renderer.call(root, id, RecordView::default());
        renderer.print("call.html", &view.with(body, renderer.archive, id))
    }),
    sitemap: |archive, about| match archive.call(about.call()) {
        copy if copy.same_as.is_some() => Sitemap::LeftOut,
        call => Sitemap::Changed(call.date),
    },
    lasting: |_, about| Lasting::KeptWithNotes(about.call()),
    ..PageType::ONE
};

/// A call's page, `/<team>/<date>/`, or an undated page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CallView {
    /// The page.
    pub page: PageView,
    /// The call itself.
    pub call: CallLinkView,
    /// For `<h1>`: the day, or the document's title.
    pub heading: String,
    /// The note's own title where it says more than the team and the day; may be empty.
    pub subtitle: String,
    /// What it was about, most telling first, as plain text; nothing that the lines above it say.
    pub subjects: Vec<String>,
    /// The year and the month, with the places where their calls are listed; empty without a day.
    pub period: Vec<EntryLinkView>,
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
    /// The call whose agenda, invitation or summary this is.
    pub companion_of: Option<CallLinkView>,
    /// The agenda, the invitation, the summary of this call.
    pub companions: Vec<CompanionView>,
    /// What is shown since the notes are empty: "Agenda"; empty where the notes speak for themselves.
    pub shown_instead: String,
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
    /// Who keeps it there: "GitHub", `git.example.org`.
    pub source_host: String,
    /// Its history there; may be empty.
    pub history_url: String,
    /// The source file, relative to the minutes.
    pub file: String,
    /// Number of slides of the deck.
    pub slides: usize,
}

impl CallView {
    /// The same, with its text and the number of its slides.
    fn with(self, body: Body, archive: &Archive, id: CallId) -> Self {
        let Body { html: body_html, participants_html, contents } = body;
        let slides = if self.call.deck_url.is_empty() { 0 } else { slides::count(archive, id) };
        Self { participants_html, contents, body_html, slides, ..self }
    }
}

/// What goes with a call.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CompanionView {
    /// "Agenda".
    pub label: String,
    /// Relative URL of its page.
    pub url: String,
}

/// What a kind of note is called, and what is said where it is shown in the place of minutes.
fn words_for(words: &Words, kind: NoteKind) -> (&str, &str) {
    let (label, instead) = match kind {
        NoteKind::Agenda => ("call.agenda", "call.only_agenda"),
        NoteKind::Invitation => ("call.invitation", "call.only_invitation"),
        NoteKind::Summary => ("call.summary_note", "call.only_summary"),
        NoteKind::Contents => ("call.contents_note", "call.only_contents"),
        NoteKind::Minutes | NoteKind::Page => ("call.notes", "call.only_notes"),
    };
    (words.text(label), words.text(instead))
}

impl Renderer<'_> {
    /// The page of a call, without its text and the number of its slides.
    fn call(&self, root: &str, id: CallId, record: RecordView) -> CallView {
        let (archive, call, ties) = (self.archive, self.archive.call(id), self.archive.relations(id));
        let instead = archive.shown_instead(id);
        let link = self.link(root, id);
        let name = if call.date.is_some() { archive.team_or_title(call) } else { link.title.clone() };
        let subject =
            if call.goes_with.is_none() && call.date.is_some() { event::subject(archive, id) } else { String::new() };
        let title = match &link.date {
            Some(date) if link.suffix.is_empty() => format!("{name}, {}", date.long),
            Some(date) => format!("{name}, {} ({})", date.long, link.suffix),
            None => name.clone(),
        };
        let title = if subject.is_empty() { title } else { format!("{title}: {subject}") };
        let subtitle = if call.date.is_some() { self.own_title(call) } else { String::new() };
        let heading = link.date.as_ref().map_or(name, |date| date.long.clone());
        let said = [&heading, &subtitle, &link.team_title].map(|text| fold(text));
        let subjects = archive.about(instead.unwrap_or(id)).iter().filter(|subject| !said.contains(&fold(subject)));
        let subjects = subjects.cloned().collect();
        let described = call.document.front_matter.description.clone();
        let description = described.unwrap_or_else(|| summary(archive, id, 200));
        let mut page = self.page(root, &call.url, title, &description, "team");
        page.team.clone_from(&link.team);
        if let Some(team) = &call.team {
            page.offer(offers::views(archive, &[Offer::CallsOf(team), Offer::CalendarOf(team)]));
        }
        page.has_markdown = archive.config.markdown_copies;
        self.put_picture_of_call(&mut page, id);
        // Search engines want absolute addresses; without them the page does without the block.
        if archive.config.base_url.is_some() {
            page.event_html = event::json_ld(archive, id);
        }
        let (source_url, history_url) = self.source_urls(&call.file);
        CallView {
            page,
            heading,
            subtitle,
            subjects,
            period: self.period(root, call),
            direction: direction(call),
            participants: self.people_of(root, id, &call.participants),
            presenters: self.people_of(root, id, &call.presenters),
            record,
            companion_of: ties.companion_of.map(|id| self.link(root, id)),
            companions: ties
                .companions
                .iter()
                .map(|id| CompanionView {
                    label: words_for(self.words(), archive.call(*id).note_kind).0.to_owned(),
                    url: format!("{root}{}", archive.call(*id).url),
                })
                .collect(),
            shown_instead: instead
                .map(|id| words_for(self.words(), archive.call(id).note_kind).1.to_owned())
                .unwrap_or_default(),
            same_as: ties.original.map(|id| self.link(root, id)),
            copies: self.links(root, ties.copies.iter().copied()),
            previous: ties.previous.map(|id| self.link(root, id)),
            next: ties.next.map(|id| self.link(root, id)),
            backlinks: self.links(root, ties.backlinks.iter().copied()),
            source_host: if source_url.is_empty() { String::new() } else { self.source_host() },
            source_url,
            history_url,
            file: call.file.clone(),
            call: link,
            ..CallView::default()
        }
    }

    /// The title that a note gives itself, where it says more than whose call it is, and of which day.
    fn own_title(&self, call: &Call) -> String {
        let (archive, words) = (self.archive, self.words());
        let mut known = vec![fold(&archive.config.title), fold(words.text("frame.untitled"))];
        if let Some(slug) = &call.team {
            let team = archive.teams.iter().find(|team| team.slug == *slug);
            known.push(fold(slug.as_str()));
            known.extend(
                team.iter().flat_map(|team| std::iter::once(&team.title).chain(&team.aliases)).map(|name| fold(name)),
            );
        }
        if let Some(date) = call.date {
            known.extend([fold(words.month_name(date)), fold(words.weekday(date))]);
        }
        let is_known = |word: &str| {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            is_number || known.iter().any(|name| name.split(' ').any(|known| known == word))
        };
        if fold(&call.title).split(' ').all(is_known) { String::new() } else { call.title.clone() }
    }

    /// The year, on the page of the team where that lists the call, and the month of a call.
    fn period(&self, root: &str, call: &Call) -> Vec<EntryLinkView> {
        let Some(date) = call.date else { return Vec::new() };
        let has_year = || self.month_places().range((date.year(), 0)..(date.year() + 1, 0)).next().is_some();
        let year_url = match &call.team {
            Some(team) if !self.archive.is_upcoming(call) => {
                format!("{}#y{}", addresses::team(team.as_str()), date.year())
            }
            _ if has_year() => addresses::calls_of(date.year()).part(0),
            _ => String::new(),
        };
        let month_url = self.month_places().get(&(date.year(), date.month())).cloned().unwrap_or_default();
        let link = |label: String, path: String| EntryLinkView {
            label,
            url: if path.is_empty() { path } else { format!("{root}{path}") },
            ..EntryLinkView::default()
        };
        vec![link(date.year().to_string(), year_url), link(self.words().month_name(date).to_owned(), month_url)]
    }

    /// The name of the host of the source, as people know it.
    fn source_host(&self) -> String {
        let url = self.archive.config.repository.as_ref().map_or("", |repository| repository.url.as_str());
        let host = url.split('/').nth(2).unwrap_or_default();
        let known = [
            ("github.com", "GitHub"),
            ("gitlab.com", "GitLab"),
            ("codeberg.org", "Codeberg"),
            ("bitbucket.org", "Bitbucket"),
        ];
        known.iter().find(|(known, _)| *known == host).map_or(host, |(_, name)| name).to_owned()
    }

    /// Where the source and its history are on the web.
    fn source_urls(&self, file: &str) -> (String, String) {
        let Some(repository) = &self.archive.config.repository else { return Default::default() };
        (repository.address("blob", file), repository.address("commits", file))
    }
}
