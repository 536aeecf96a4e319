//! What programs read of the site: Atom feeds, the sitemap, calendars, the notes as Markdown, and lists of all that.
//!
//! Feeds, the sitemap and OpenSearch need absolute addresses and are there only when the site's address is known.

pub mod atom;
mod calendar;
pub(in crate::site) mod markdown;
mod xml;

use crate::archive::registers::Topic;
use crate::archive::{Archive, CallId, Team};
use crate::base::panics;
use crate::base::text::with_anchor;
use crate::document::plain;
use crate::site::addresses;
use crate::site::output::Made;
use crate::site::pages::{Page, Sitemap};
use crate::site::render::event::{self, name};
use atom::{Entry, Feed};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The most entries of a feed.
const NEWEST: usize = 30;

/// All files for programs. `texts` are the notes by path, as they were read.
pub fn outputs(archive: &Archive, pages: &[Page], texts: &BTreeMap<&str, &str>) -> Made {
    let ids: Vec<CallId> = archive.ids().collect();
    let copies: Vec<Made> = ids
        .into_par_iter()
        .filter_map(|id| {
            let call = archive.call(id);
            let text = texts.get(call.file.as_str())?;
            let mut made = Made::default();
            made.add(format!("{}index.md", call.url), || markdown::published(call, text));
            Some(made)
        })
        .collect();
    let mut made = Made::default();
    for copy in copies {
        made.outputs.extend(copy.outputs);
        made.findings.extend(copy.findings);
    }
    made.add("calls.ics", || calendar::calendar(archive, &archive.config.title, archive.ids()));
    for team in &archive.teams {
        let calls = team.calls.iter().copied();
        made.add(format!("{}/calls.ics", team.slug), || calendar::calendar(archive, &team.title, calls));
    }
    made.add("llms.txt", || overview(archive));
    made.add("robots.txt", || robots(archive));
    // GitHub Pages would run Jekyll over a folder that is published from a branch, and Jekyll drops files.
    made.add(".nojekyll", String::new);
    let Some(base) = archive.config.base_url.as_deref() else { return made };
    made.add("feed.xml", || archive_feed(archive, base));
    for team in &archive.teams {
        made.add(format!("{}/feed.xml", team.slug), || team_feed(archive, team, base));
    }
    if !archive.registers.decisions.is_empty() {
        made.add("decisions/feed.xml", || decisions_feed(archive, base));
    }
    for topic in &archive.registers.topics {
        made.add(format!("{}feed.xml", topic.path()), || topic_feed(archive, topic, base));
    }
    made.add("sitemap.xml", || sitemap(archive, pages, base));
    made.add("opensearch.xml", || open_search(archive, base));
    made
}

fn archive_feed(archive: &Archive, base: &str) -> String {
    let calls = archive.ids().rev().filter(|id| archive.is_held_original(archive.call(*id))).take(NEWEST);
    atom::atom(&Feed {
        title: &archive.config.title,
        subtitle: &archive.config.tagline,
        author: &archive.config.title,
        page: base,
        address: &format!("{base}feed.xml"),
        entries: calls.map(|id| entry(archive, id, base)).collect(),
    })
}

fn team_feed(archive: &Archive, team: &Team, base: &str) -> String {
    let calls = team.calls.iter().rev().copied().filter(|id| archive.is_held_original(archive.call(*id))).take(NEWEST);
    atom::atom(&Feed {
        title: &format!("{}: {}", archive.config.title, team.title),
        subtitle: &team.blurb,
        author: &team.title,
        page: &format!("{base}{}/", team.slug),
        address: &format!("{base}{}/feed.xml", team.slug),
        entries: calls.map(|id| entry(archive, id, base)).collect(),
    })
}

fn decisions_feed(archive: &Archive, base: &str) -> String {
    let decisions = archive.registers.decisions.iter().rev().filter(|decision| decision.repeats.is_none()).take(NEWEST);
    let page = format!("{base}{}", addresses::DECISIONS);
    let entries = decisions.map(|decision| {
        let call = archive.call(decision.call);
        // Several decisions may stand in one section, so its address is no id.
        let hash = blake3::hash(format!("{}\n{}", call.url, decision.note.text).as_bytes()).to_hex();
        Entry {
            id: format!("{page}#{}", &hash[..16]),
            title: plain::shorten(&decision.note.in_full(), 100),
            address: with_anchor(&format!("{base}{}", call.url), &decision.note.anchor),
            day: call.date.unwrap_or_default(),
            summary: format!("{}: {}", name(archive, decision.call), decision.note.evidence),
        }
    });
    atom::atom(&Feed {
        title: &archive.config.words().with("feeds.decisions", &[("archive", &archive.config.title)]),
        subtitle: "",
        author: &archive.config.title,
        page: &page,
        address: &format!("{page}feed.xml"),
        entries: entries.collect(),
    })
}

fn topic_feed(archive: &Archive, topic: &Topic, base: &str) -> String {
    let page = format!("{base}{}", topic.path());
    let entries = topic.mentions.iter().rev().take(NEWEST).map(|mention| {
        let address = section_address(archive, mention.call, mention.section, base);
        let heading = archive.call(mention.call).document.sections.get(mention.section);
        let heading = heading.and_then(|section| section.heading.as_ref()).map(|heading| heading.text.as_str());
        Entry {
            id: address.clone(),
            title: heading
                .map_or_else(|| name(archive, mention.call), |text| format!("{text}: {}", name(archive, mention.call))),
            address,
            day: archive.call(mention.call).date.unwrap_or_default(),
            summary: plain::shorten(&mention.text, 400),
        }
    });
    atom::atom(&Feed {
        title: &format!("{}: {}", archive.config.title, topic.name),
        subtitle: &topic.blurb,
        author: &archive.config.title,
        page: &page,
        address: &format!("{page}feed.xml"),
        entries: entries.collect(),
    })
}

/// The absolute address of a section.
fn section_address(archive: &Archive, id: CallId, section: usize, base: &str) -> String {
    let call = archive.call(id);
    let id = call.document.sections.get(section).map_or("", |section| section.id.as_str());
    with_anchor(&format!("{base}{}", call.url), id)
}

fn entry(archive: &Archive, id: CallId, base: &str) -> Entry {
    let call = archive.call(id);
    panics::planted("feeds", || call.title.as_str());
    Entry {
        id: format!("{base}{}", call.url),
        title: event::name_and_subject(archive, id),
        address: format!("{base}{}", call.url),
        day: call.date.unwrap_or_default(),
        summary: crate::site::render::summary(archive, id, 400),
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
    text.push_str(&format!("\n{}\n", words.text("feeds.markdown")));
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
            text.push_str(&format!("- [{}]({base}{url}index.md)\n", one_line(&name(archive, id))));
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
