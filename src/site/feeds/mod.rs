//! What programs read of the site: Atom feeds, the sitemap, calendars, the notes as Markdown, and lists of all that.
//!
//! The sitemap and OpenSearch need absolute addresses and are there only when the site's address is known.

pub mod atom;
mod calendar;
pub(in crate::site) mod markdown;
pub(in crate::site) mod offers;
mod xml;

use crate::archive::registers::{Decision, Mention};
use crate::archive::{Archive, CallId};
use crate::base::error::Error;
use crate::base::panics;
use crate::base::text::with_anchor;
use crate::config::TeamSlug;
use crate::document::plain;
use crate::site::output::{Made, Put};
use crate::site::pages::{Page, Sitemap};
use crate::site::render::event::{self, name};
use atom::{Entry, Feed};
use offers::{NEWEST, Offer};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// All files for programs. `texts` are the notes by path, as they were read; `put` takes each file when it is made.
pub fn outputs(archive: &Archive, pages: &[Page], texts: &BTreeMap<&str, &str>, put: &Put<'_>) -> Result<(), Error> {
    let ids: Vec<CallId> = archive.ids().filter(|_| archive.config.markdown_copies).collect();
    ids.into_par_iter().try_for_each(|id| {
        let call = archive.call(id);
        let Some(text) = texts.get(call.file.as_str()) else { return Ok(()) };
        put(Made::of(format!("{}index.md", call.url), || markdown::published(call, text)))
    })?;
    put(Made::of("calls.ics", || calendar::calendar(archive, &archive.config.title, archive.ids())))?;
    for team in &archive.teams {
        let calls = team.calls.iter().copied();
        put(Made::of(format!("{}/calls.ics", team.slug), || calendar::calendar(archive, &team.title, calls)))?;
    }
    put(Made::of("llms.txt", || overview(archive)))?;
    put(Made::of("robots.txt", || robots(archive)))?;
    // GitHub Pages would run Jekyll over a folder that is published from a branch, and Jekyll drops files.
    put(Made::of(".nojekyll", String::new))?;
    feeds(archive, put)?;
    let Some(base) = archive.config.base_url.as_deref() else { return Ok(()) };
    put(Made::of("sitemap.xml", || sitemap(archive, pages, base)))?;
    put(Made::of("opensearch.xml", || open_search(archive, base)))
}

/// All Atom feeds.
fn feeds(archive: &Archive, put: &Put<'_>) -> Result<(), Error> {
    let topics = 0..archive.registers.topics.len();
    let mut offers = vec![Offer::Calls, Offer::Decisions];
    offers.extend(archive.teams.iter().map(|team| Offer::CallsOf(&team.slug)));
    offers.extend(topics.flat_map(|at| [Offer::Topic(at), Offer::DecisionsOn(at)]));
    offers.retain(|offer| offer.is_there(archive));
    offers.into_par_iter().try_for_each(|offer| put(Made::of(offer.path(archive), || feed(archive, offer))))
}

/// What addresses look like in one feed.
///
/// Where the site's address is not known, links are relative to the feed, which readers resolve by the address that they got
/// it from (RFC 3986, 5.1.3). Ids have to be absolute and are made of the path then.
struct Addresses<'a> {
    base: Option<&'a str>,
    /// The way from the feed to the site's root.
    root: String,
    /// What tells the archive from others.
    archive: &'a str,
}

impl<'a> Addresses<'a> {
    fn of_feed(archive: &'a Archive, path: &str) -> Self {
        let repository = archive.config.repository.as_ref().map(|repository| repository.url.as_str());
        Self {
            base: archive.config.base_url.as_deref(),
            root: "../".repeat(path.matches('/').count()),
            archive: repository.unwrap_or(&archive.config.title),
        }
    }

    /// Where a page is.
    fn link(&self, path: &str) -> String {
        match (self.base, self.root.as_str(), path) {
            (Some(base), ..) => format!("{base}{path}"),
            (None, "", "") => "./".to_owned(),
            (None, root, path) => format!("{root}{path}"),
        }
    }

    /// What names a page for ever: its address, else a UUID (RFC 9562, version 8) that is a matter of archive and path.
    fn id(&self, path: &str) -> String {
        if let Some(base) = self.base {
            return format!("{base}{path}");
        }
        let hash = blake3::hash(format!("{}\n{path}", self.archive).as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

/// Writes a feed.
fn feed(archive: &Archive, offer: Offer<'_>) -> String {
    let (config, registers) = (&archive.config, &archive.registers);
    let path = offer.path(archive);
    let addresses = Addresses::of_feed(archive, &path);
    let calls = |ids: &mut dyn Iterator<Item = CallId>| -> Vec<Entry> {
        let held = ids.filter(|id| archive.is_held_original(archive.call(*id))).take(NEWEST);
        held.map(|id| call_entry(archive, id, &addresses)).collect()
    };
    let decisions = |decisions: &mut dyn Iterator<Item = &Decision>| -> Vec<Entry> {
        let own = decisions.filter(|decision| decision.repeats.is_none()).take(NEWEST);
        own.map(|decision| decision_entry(archive, decision, &addresses)).collect()
    };
    let team = |slug: &TeamSlug| archive.team(slug);
    let (page, subtitle, author, entries) = match offer {
        Offer::CallsOf(slug) | Offer::CalendarOf(slug) => {
            let (title, blurb) = team(slug).map_or(("", ""), |team| (&team.title, &team.blurb));
            let ids = team(slug).map_or(&[][..], |team| &team.calls);
            (crate::site::addresses::team(slug.as_str()), blurb, title, calls(&mut ids.iter().rev().copied()))
        }
        Offer::Calls | Offer::Calendar => {
            (String::new(), config.tagline.as_str(), config.title.as_str(), calls(&mut archive.ids().rev()))
        }
        Offer::Decisions => {
            let entries = decisions(&mut registers.decisions.iter().rev());
            (crate::site::addresses::DECISIONS.to_owned(), "", config.title.as_str(), entries)
        }
        Offer::DecisionsOn(at) => {
            let own = registers.of_topics[at].decisions.iter().rev();
            let entries = decisions(&mut own.map(|at| &registers.decisions[*at]));
            (registers.topics[at].path(), "", config.title.as_str(), entries)
        }
        Offer::Topic(at) => {
            let topic = &registers.topics[at];
            let mentions = topic.mentions.iter().rev().take(NEWEST);
            let entries = mentions.map(|mention| mention_entry(archive, mention, &addresses)).collect();
            (topic.path(), topic.blurb.as_str(), config.title.as_str(), entries)
        }
    };
    // Two feeds about one page have ids of their own; those of one page have its address, as they always had.
    let id = if matches!(offer, Offer::DecisionsOn(_)) { addresses.id(&path) } else { addresses.id(&page) };
    atom::atom(&Feed {
        title: &offer.title(archive),
        subtitle,
        author,
        id: &id,
        page: &addresses.link(&page),
        address: &addresses.link(&path),
        entries,
    })
}

/// The longest title and text of an entry, in characters: notes may have a whole page in one sentence.
const TITLE: usize = 200;
const TEXT: usize = 1000;

fn call_entry(archive: &Archive, id: CallId, addresses: &Addresses<'_>) -> Entry {
    let call = archive.call(id);
    panics::planted("feeds", || call.title.as_str());
    Entry {
        id: addresses.id(&call.url),
        title: event::name_and_subject(archive, id),
        address: addresses.link(&call.url),
        day: call.date.unwrap_or_default(),
        summary: crate::site::render::summary(archive, id, 400),
    }
}

fn decision_entry(archive: &Archive, decision: &Decision, addresses: &Addresses<'_>) -> Entry {
    let call = archive.call(decision.call);
    // Several decisions may stand in one section, so its address is no id.
    let hash = blake3::hash(format!("{}\n{}", call.url, decision.note.text).as_bytes()).to_hex();
    let said = plain::shorten(&decision.note.evidence, TEXT);
    Entry {
        id: addresses.id(&format!("{}#{}", crate::site::addresses::DECISIONS, &hash[..16])),
        title: plain::shorten(&decision.note.in_full(), 100),
        address: addresses.link(&with_anchor(&call.url, &decision.note.anchor)),
        day: call.date.unwrap_or_default(),
        summary: format!("{}: {said}", name(archive, decision.call)),
    }
}

fn mention_entry(archive: &Archive, mention: &Mention, addresses: &Addresses<'_>) -> Entry {
    let call = archive.call(mention.call);
    let section = call.document.sections.get(mention.section);
    let path = with_anchor(&call.url, section.map_or("", |section| section.id.as_str()));
    let heading = section.and_then(|section| section.heading.as_ref()).map(|heading| heading.text.as_str());
    let name = name(archive, mention.call);
    Entry {
        id: addresses.id(&path),
        title: heading.map_or_else(|| name.clone(), |text| format!("{}: {name}", plain::shorten(text, TITLE))),
        address: addresses.link(&path),
        day: call.date.unwrap_or_default(),
        summary: plain::shorten(&mention.text, 400),
    }
}

/// <https://www.sitemaps.org/protocol.html>. Decks show what their pages say, and are left out; so are copies.
fn sitemap(archive: &Archive, pages: &[Page], base: &str) -> String {
    let mut text = xml::declaration();
    text.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let newest_of_all = archive.newest_day(archive.ids());
    for page in pages {
        let changed = match page.sitemap(archive) {
            Sitemap::LeftOut => continue,
            Sitemap::WithNewest => newest_of_all,
            Sitemap::Changed(day) => day,
        };
        let changed = changed.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        let path = page.path(archive);
        text.push_str(&format!("<url><loc>{}</loc>{changed}</url>\n", xml::text(&format!("{base}{path}"))));
    }
    text.push_str("</urlset>\n");
    text
}

/// OpenSearch 1.1, for the search field of browsers.
fn open_search(archive: &Archive, base: &str) -> String {
    // The specification allows 16 characters for the short name.
    let short: String = archive.config.title.chars().take(16).collect();
    format!(
        "{}<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n<ShortName>{}</ShortName>\n\
         <Description>{}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" template=\"{}search/?q={{searchTerms}}\"/>\n</OpenSearchDescription>\n",
        xml::declaration(),
        xml::text(short.trim()),
        xml::text(&archive.config.words().with("feeds.search", &[("archive", &archive.config.title)])),
        xml::text(base),
    )
}

fn robots(archive: &Archive) -> String {
    let base = archive.config.base_url.as_deref();
    let sitemap = base.map(|base| format!("\nSitemap: {base}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// <https://llmstxt.org>: what is here and where, in Markdown, with links to the notes as Markdown.
fn overview(archive: &Archive) -> String {
    let base = archive.config.base_url.as_deref().unwrap_or_default();
    let one_line = |text: &str| text.replace(['\n', '[', ']'], " ");
    let mut text = format!("# {}\n", one_line(&archive.config.title));
    if !archive.config.tagline.is_empty() {
        text.push_str(&format!("\n> {}\n", one_line(&archive.config.tagline)));
    }
    let words = archive.config.words();
    let copy = if archive.config.markdown_copies { "index.md" } else { "" };
    if !copy.is_empty() {
        text.push_str(&format!("\n{}\n", words.text("feeds.markdown")));
    }
    let mut list = |title: &str, blurb: &str, ids: &mut dyn Iterator<Item = CallId>| {
        let mut ids = ids.peekable();
        if ids.peek().is_none() {
            return;
        }
        text.push_str(&format!("\n## {}\n\n", one_line(title)));
        if !blurb.is_empty() {
            text.push_str(&format!("{}\n\n", one_line(blurb)));
        }
        for id in ids {
            let url = &archive.call(id).url;
            text.push_str(&format!("- [{}]({base}{url}{copy})\n", one_line(&name(archive, id))));
        }
    };
    let is_held = |id: &CallId| archive.is_held_original(archive.call(*id));
    for team in &archive.teams {
        let calls = team.calls.iter().copied().rev().filter(is_held);
        list(&team.title, &team.blurb, &mut calls.chain(team.documents.iter().copied()));
    }
    let without_team = archive.ids().rev().filter(is_held).filter(|id| archive.call(*id).team.is_none());
    list(words.text("frame.calls"), "", &mut without_team.into_iter());
    list(words.text("team.documents"), "", &mut archive.loose_documents());
    text
}

#[cfg(test)]
mod tests;
