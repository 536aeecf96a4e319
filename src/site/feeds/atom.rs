//! Atom (RFC 4287).

use super::xml::{self, text};
use chrono::NaiveDate;

/// A feed.
pub struct Feed<'a> {
    /// Its title.
    pub title: &'a str,
    /// One line on it; may be empty.
    pub subtitle: &'a str,
    /// Who writes it: the archive or the team, never a person.
    pub author: &'a str,
    /// An absolute address that is its own for ever.
    pub id: &'a str,
    /// The page it is about. It may be relative to the feed, as all links may.
    pub page: &'a str,
    /// Its own address.
    pub address: &'a str,
    /// The entries, newest first.
    pub entries: Vec<Entry>,
}

/// An entry of a feed.
pub struct Entry {
    /// An absolute address that is its own for ever.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The page it is about.
    pub address: String,
    /// The day it is of. It is when the entry was updated: minutes are written in the call.
    pub day: NaiveDate,
    /// A few sentences as plain text; may be empty.
    pub summary: String,
}

/// Writes a feed. A feed without entries says that it was never updated (1970), so that the same minutes give the same bytes.
pub fn atom(feed: &Feed<'_>) -> String {
    let updated = feed.entries.iter().map(|entry| entry.day).max().unwrap_or_default();
    let mut out = xml::declaration();
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    out.push_str(&format!("<title>{}</title>\n", text(feed.title)));
    if !feed.subtitle.is_empty() {
        out.push_str(&format!("<subtitle>{}</subtitle>\n", text(feed.subtitle)));
    }
    out.push_str(&format!("<id>{}</id>\n<updated>{}</updated>\n", text(feed.id), moment(updated)));
    out.push_str(&format!("<author><name>{}</name></author>\n", text(feed.author)));
    out.push_str(&format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n", text(feed.address)));
    out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", text(feed.page)));
    let (uri, version) = (env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"));
    out.push_str(&format!("<generator uri=\"{uri}\" version=\"{version}\">minutebook</generator>\n"));
    for entry in &feed.entries {
        out.push_str(&format!("<entry>\n<title>{}</title>\n<id>{}</id>\n", text(&entry.title), text(&entry.id)));
        out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", text(&entry.address)));
        out.push_str(&format!("<published>{0}</published>\n<updated>{0}</updated>\n", moment(entry.day)));
        if !entry.summary.is_empty() {
            out.push_str(&format!("<summary>{}</summary>\n", text(&entry.summary)));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// RFC 3339. Minutes know the day, not the hour.
fn moment(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}
